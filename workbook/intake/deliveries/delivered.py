"""The tables that an engagement's deliveries give, and what was left out on the way."""

import json
import os
import subprocess
import sys
import tempfile
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from workbook.engagement import Delivery, Engagement
from workbook.errors import EngagementError
from workbook.tables import Fault, RawTable

ROOM = "deliveries"
"""The folder of an engagement with what is delivered to it, and turned into tables by a recipe."""
NAMED = 3  # files named in a message


@dataclass(frozen=True)
class Delivered:
    """What deliveries give.

    Attributes:
        tables: By name; one without a name holds the faults.
        counts: Per delivery, table and reason what was left out or changed: n, of, amount, of_amount.
        columns: Per delivery the columns of the export.
        used: The files that a delivery takes.
    """

    tables: dict[str, RawTable]
    counts: list[dict[str, Any]]
    columns: dict[str, list[str]]
    used: frozenset[Path]


def delivered(folder: Path, engagement: Engagement) -> Delivered:
    """Turn every delivery of an engagement into tables.

    Args:
        folder: The engagement.
        engagement: Its settings.

    Raises:
        EngagementError: A recipe is not there or has faults, or takes too much memory or time.
    """
    tables: dict[str, RawTable] = {}
    counts: list[dict[str, Any]] = []
    columns: dict[str, list[str]] = {}
    used: set[Path] = set()
    for delivery in engagement.deliveries:
        files = files_of(folder, delivery)
        used.update(files)
        found, outcome = load_delivery(folder, engagement, delivery, files)
        for table in found:
            first = tables.get(table.name)
            tables[table.name] = table if first is None else _together(first, table)
        title = delivery.files or delivery.name
        counts += [{"delivery": title, **count} for count in outcome.get("counts", ())]
        columns[title] = outcome.get("columns", [])
    return Delivered(tables, counts, columns, frozenset(used))


def with_deliveries(tables: Mapping[str, RawTable], came: Mapping[str, RawTable]) -> dict[str, RawTable]:
    """The tables of the intake and those of deliveries; one that both have rows of is refused."""
    both = dict(tables)
    for name, table in came.items():
        first = both.get(name)
        if first is None or (first.frame.empty and not first.faults):
            both[name] = table
        elif not name:
            both[name] = replace(first, faults=(*first.faults, *table.faults))
        else:
            fault = table.fault(f"is in {first.file} too; take one of them away")
            both[name] = replace(table, faults=(*table.faults, fault))
    return both


def changed_columns(
    before: Mapping[str, list[str]], now: Mapping[str, list[str]]
) -> dict[str, dict[str, list[str]]]:
    """Per delivery that was there before, the columns of the export that are new, and those that are gone.

    Example:
        >>> changed_columns({"a.csv": ["x", "y"]}, {"a.csv": ["x", "z"]})
        {'a.csv': {'new': ['z'], 'gone': ['y']}}
    """
    found = {
        name: {
            "new": [column for column in columns if column not in before[name]],
            "gone": [column for column in before[name] if column not in columns],
        }
        for name, columns in now.items()
        if name in before
    }
    return {name: change for name, change in found.items() if change["new"] or change["gone"]}


def files_of(folder: Path, delivery: Delivery) -> list[Path]:
    """The files of a delivery, in the order of their names."""
    pattern = delivery.files or f"{delivery.name}.parquet"
    return sorted(
        file for file in (folder / ROOM).glob(pattern) if file.is_file() and file.name[0] not in ".~"
    )


def load_delivery(
    folder: Path, engagement: Engagement, delivery: Delivery, files: Sequence[Path]
) -> tuple[list[RawTable], dict[str, Any]]:
    """Run the recipe of one delivery, in a process with limits.

    Returns:
        The tables, or one without a name that holds the faults; and the outcome, as `load` gives it.

    Raises:
        EngagementError: The recipe is not there or has faults, or takes too much memory or time.
    """
    if not files:
        message = f"deliveries: there is no file {ROOM}/{delivery.files}; put the export there"
        if delivery.database:
            way_out = f"read it with: cx-workbook import {folder.name}"
            message = f"deliveries: the database of '{delivery.name}' was not read yet; {way_out}"
        fault = Fault("", "engagement.yml", message)
        return [RawTable("", "engagement.yml", pd.DataFrame(), (fault,))], {}
    request = {
        "folder": str(folder),
        "files": [str(file) for file in files],
        "delivery": delivery.model_dump(by_alias=True),
        "questions": {name: question.model_dump() for name, question in engagement.questions.items()},
        "zone": engagement.zone,
    }
    with tempfile.TemporaryDirectory(prefix="cxw-") as place:
        outcome = in_process("load", request, Path(place), minutes=engagement.run.minutes)
        if faults := outcome.get("faults"):
            made = tuple(
                Fault("", fault["file"], fault["message"], fault["column"], tuple(fault["rows"]))
                for fault in faults
            )
            return [RawTable("", made[0].file, pd.DataFrame(), made)], outcome
        return [_table(name, delivery, outcome, Path(place)) for name in outcome["tables"]], outcome


def in_process(job: str, request: dict[str, Any], place: Path, *, minutes: float) -> dict[str, Any]:
    """Do a job of `workbook.intake.deliveries.load` in a process of its own.

    Args:
        job: load or peek.
        request: What the job takes.
        place: An empty folder, for what it makes.
        minutes: How long it may take.

    Raises:
        EngagementError: It says so, or it takes too much memory or time.
    """
    seconds = max(1, int(minutes * 60))
    text = json.dumps({**request, "job": job, "seconds": 2 * seconds})
    (place / "request.json").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "workbook.intake.deliveries.load", str(place)]
    secrets = {name for name in os.environ if name.startswith("CX_WORKBOOK_KEY")}
    kept = {name: value for name, value in os.environ.items() if name not in secrets}
    files = ", ".join(Path(file).name for file in request["files"][:NAMED])
    try:
        done = subprocess.run(command, env=kept, timeout=seconds, capture_output=True, check=False)
    except subprocess.TimeoutExpired as error:
        raise EngagementError(
            f"To read {files} took more than {minutes:g} minutes, and was stopped.\n"
            "Deliver less at a time, or give it more: 'run: {minutes: 60}' in engagement.yml."
        ) from error
    outcome = place / "outcome.json"
    if done.returncode or not outcome.exists():
        said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2][:200]
        raise EngagementError(
            f"{files} could not be read: it took more memory or time than there is, or the recipe has a fault"
            f" that only its run shows.\n{said}".rstrip()
        )
    facts = json.loads(outcome.read_text(encoding="utf-8"))
    if "error" in facts:
        raise EngagementError(facts["error"])
    return facts


def _table(name: str, delivery: Delivery, outcome: dict[str, Any], place: Path) -> RawTable:
    frame = pd.read_parquet(place / f"{name}.parquet")
    rows = frame.pop("row").tolist()
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    parts = outcome["parts"]
    files = ", ".join(part for part, _, _ in parts) if len(parts) <= NAMED else f"{len(parts)} files"
    return RawTable(
        name,
        f"{files} (recipe {delivery.recipe})",
        frame,
        places=lambda label: _place(rows[int(label) - 1], parts),
    )


def _place(row: int, parts: list[tuple[str, int, int]]) -> int | str:
    """The number of a row in its file; with the file, where there are several."""
    part = bisect_left([begin for _, begin, _ in parts], row) - 1
    name, begin, _ = parts[part]
    return row - begin if len(parts) == 1 else f"{row - begin} of {name}"


def _together(first: RawTable, second: RawTable) -> RawTable:
    """The rows of two deliveries as one table."""
    last = len(first.frame)
    frame = pd.concat([first.frame, second.frame], ignore_index=True)
    frame.index = pd.RangeIndex(1, len(frame) + 1)

    def place(label: int) -> int | str:
        table, row = (first, label) if label <= last else (second, label - last)
        return f"{table.places(row)} of {table.file}"

    faults = (*first.faults, *second.faults)
    return replace(first, file=f"{first.file}, {second.file}", frame=frame, faults=faults, places=place)
