"""An engagement folder: find it, open it, make a new one."""

import json
import shutil
import sqlite3
from pathlib import Path

import yaml

from workbook.engagement import Engagement, engagement_from
from workbook.errors import EngagementError
from workbook.examples import Example
from workbook.shipped import shipped
from workbook.store.files import write_json, write_text
from workbook.store.workbook_file import write_intake

SHEET_ROWS = 3000  # a larger table goes to data/ as Parquet


class _EachOnce(yaml.SafeLoader):
    """YAML in which no setting stands twice: of two, the first would not count, and nobody would know."""

    def construct_mapping(self, node, deep=False):
        seen: dict[str, int] = {}
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            line = key.start_mark.line + 1
            if key.value in seen:
                raise EngagementError(
                    f"engagement.yml cannot be used: '{key.value}' stands there twice, at line"
                    f" {seen[key.value]} and at line {line}; keep one of them."
                )
            seen[key.value] = line
        return super().construct_mapping(node, deep)


def find(engagement: str | Path) -> Path:
    """The folder of an engagement: a path, or a name looked up here and in the folders above.

    Raises:
        EngagementError: There is no such folder with an engagement.yml in it.
    """
    here = Path.cwd()
    for base in (here, *here.parents):
        folder = base / engagement
        if (folder / "engagement.yml").is_file():
            return folder.resolve()
    raise EngagementError(
        f"There is no engagement '{engagement}' here: no engagement.yml in {Path(engagement)}.\n"
        f"Make one with: cx-workbook new {Path(engagement).name}"
    )


def open_engagement(folder: Path) -> Engagement:
    """Read and check engagement.yml.

    Raises:
        EngagementError: The file is not YAML, or its settings have faults.
    """
    try:
        settings = yaml.load((folder / "engagement.yml").read_text(encoding="utf-8-sig"), _EachOnce)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        place = getattr(error, "problem_mark", None)
        line = f" at line {place.line + 1}" if place else ""
        raise EngagementError(
            f"engagement.yml is not readable YAML{line}; check colons and indents."
        ) from error
    if not isinstance(settings, dict):
        raise EngagementError("engagement.yml is empty; a line 'client: name' is the least it needs.")
    return engagement_from(settings)


def create(folder: Path, *, language: str, example: Example | None = None) -> Path:
    """Make an engagement folder: empty with explanations, or filled with an example.

    Args:
        folder: Where; must not exist yet.
        language: Of the explanations in intake.xlsx, nl or en.
        example: The tables and settings to fill it with.

    Raises:
        EngagementError: The folder exists.
    """
    if folder.is_file() or (folder.exists() and any(folder.iterdir())):
        raise EngagementError(f"{folder} exists already; choose another name, or remove it first.")
    draft = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(shipped("templates") / "engagement", draft)
    (draft / "data").mkdir(exist_ok=True)
    if example is None:
        _fill_in_client(draft / "engagement.yml", folder.name, language)
        write_intake(draft / "intake.xlsx", {}, language)
    else:
        _fill(draft, example, language)
    if folder.exists():
        folder.rmdir()
    draft.replace(folder)
    return folder


def _fill_in_client(settings: Path, client: str, language: str) -> None:
    text = settings.read_text(encoding="utf-8")
    quoted = json.dumps(client, ensure_ascii=False)  # also a text in YAML, whatever signs are in it
    write_text(settings, text.replace("{language}", language).replace('"{client}"', quoted))


def _fill(draft: Path, example: Example, language: str) -> None:
    settings = example.settings.replace("language: en ", f"language: {language} ", 1)
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
