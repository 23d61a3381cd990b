"""Make an engagement folder."""

import json
import shutil
import sqlite3
from pathlib import Path

from workbook.catalogues import CATALOGUES
from workbook.errors import EngagementError
from workbook.examples import Example
from workbook.files import write_json, write_text, writing
from workbook.store.workbook_file import write_intake

SHEET_ROWS = 3000  # a larger table goes to data/ as Parquet


def create(folder: Path, *, language: str, example: Example | None = None) -> Path:
    """Make an engagement folder: empty with explanations, or filled with an example.

    Args:
        folder: Where; must not exist yet.
        language: Of the explanations in engagement.yml and intake.xlsx.
        example: The tables and settings to fill it with.

    Raises:
        EngagementError: The folder exists, or has no name.
        StoreError: The folder cannot be made.
    """
    if not folder.name:
        raise EngagementError(
            f"'{folder}' is not the name of a new folder. Give one, as in: cx-workbook new acme"
        )
    with writing(folder):
        return _create(folder, language, example)


def _create(folder: Path, language: str, example: Example | None) -> Path:
    if folder.is_file() or (folder.exists() and any(folder.iterdir())):
        raise EngagementError(f"{folder} exists already; choose another name, or remove it first.")
    draft = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        (draft / "data").mkdir(parents=True)
        for name in ("engagement.yml", "README.md"):
            shutil.copy(CATALOGUES / language / name, draft)
        if example is None:
            _fill_in_client(draft / "engagement.yml", folder.name, language)
            write_intake(draft / "intake.xlsx", {}, language)
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
