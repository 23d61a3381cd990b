"""Make an engagement folder."""

import json
import shutil
import sqlite3
from collections.abc import Collection, Iterable
from pathlib import Path

from workbook.catalogues import CATALOGUES
from workbook.engagement import CODEBOOK
from workbook.errors import EngagementError, ParameterError
from workbook.examples import Example
from workbook.files import write_json, write_text, writing
from workbook.hints import did_you_mean
from workbook.store.questionnaire import starter_statements
from workbook.store.workbook_file import write_intake
from workbook.tables import TABLES

STARTS = {
    "orders": ("transactions", "customers"),
    "survey": ("answers", "journey"),
    "workshop": ("opportunities", "capacity", "scores"),
    "processes": ("processes",),
    "contacts": ("touchpoints", "programmes"),
}
"""What a client may have at hand to start with, and the tables that it fills."""
SHEET_ROWS = 3000  # a larger table goes to data/ as Parquet


def create(
    folder: Path, *, language: str, example: Example | None = None, sheets: Collection[str] = tuple(TABLES)
) -> Path:
    """Make an engagement folder: empty with explanations, or filled with an example.

    Args:
        folder: Where; must not exist yet.
        language: Of the explanations in engagement.yml and intake.xlsx.
        example: The tables and settings to fill it with.
        sheets: Without an example, the tables that intake.xlsx has a sheet for.

    Raises:
        EngagementError: The folder exists, or has no name.
        StoreError: The folder cannot be made.
    """
    if not folder.name:
        raise EngagementError(
            f"'{folder}' is not the name of a new folder. Give one, as in: cx-workbook new acme"
        )
    with writing(folder):
        return _create(folder, language, example, sheets)


def tables_for(starts: Iterable[str]) -> list[str]:
    """The tables for what is at hand.

    Args:
        starts: Names of `STARTS`, or of tables.

    Raises:
        ParameterError: Names what is neither.

    Example:
        >>> tables_for(["orders", "readiness"])
        ['customers', 'transactions', 'readiness']
    """
    starts = list(starts)
    if unknown := [name for name in starts if name not in STARTS and name not in TABLES]:
        known = [*STARTS, *TABLES]
        raise ParameterError(
            f"'{unknown[0]}' is neither a start nor a table{did_you_mean(unknown[0], known)}\n"
            f"Starts: {', '.join(STARTS)}. Tables: {', '.join(TABLES)}."
        )
    wanted = {table for name in starts for table in STARTS.get(name, (name,))}
    return [table for table in TABLES if table in wanted]


def _create(folder: Path, language: str, example: Example | None, sheets: Collection[str]) -> Path:
    if folder.is_file() or (folder.exists() and any(folder.iterdir())):
        raise EngagementError(f"{folder} exists already; choose another name, or remove it first.")
    draft = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        (draft / "data").mkdir(parents=True)
        for name in ("engagement.yml", CODEBOOK, "README.md"):
            shutil.copy(CATALOGUES / language / name, draft)
        if example is None:
            _fill_in_client(draft / "engagement.yml", folder.name, language)
            without = [name for name in TABLES if name not in sheets]
            asked = {"readiness": starter_statements(language)}
            write_intake(draft / "intake.xlsx", asked, language, without=without)
        else:
            _fill(draft, example, language)
        if folder.exists():
            folder.rmdir()
        draft.replace(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def _fill_in_client(settings: Path, client: str, language: str) -> None:
    text = settings.read_text(encoding="utf-8")
    quoted = json.dumps(client, ensure_ascii=False)  # also a text in YAML, whatever signs are in it
    write_text(settings, text.replace("{language}", language).replace('"{client}"', quoted))


def _fill(draft: Path, example: Example, language: str) -> None:
    settings = example.translated_settings.get(language, example.settings)
    write_text(draft / "engagement.yml", settings)
    small = {name: table for name, table in example.tables.items() if len(table) <= SHEET_ROWS}
    for name, table in example.tables.items():
        if name == "scores":
            _write_scores(draft / "workshop.sqlite", table)
        elif name not in small:
            table.to_parquet(draft / "data" / f"{name}.parquet", index=False)
    large = [name for name in example.tables if name not in small]
    write_intake(draft / "intake.xlsx", small, language, without=["scores", *large])
    if example.truth:
        write_json(draft / "truth.json", example.truth)


def _write_scores(file: Path, scores) -> None:
    connection = sqlite3.connect(file)
    with connection:
        scores.assign(at=scores["at"].astype("str")).to_sql("scores", connection, index=False)
    connection.close()
