"""The tables that an engagement's deliveries give, and what was left out on the way."""

import tempfile
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from workbook.engagement import Delivery, Engagement
from workbook.intake.deliveries.database import other_query, read_at
from workbook.intake.deliveries.delivery_files import ROOM, files_of
from workbook.intake.deliveries.process import in_process
from workbook.tables import Fault, RawTable
from workbook.tables.faults import LargeTable

NAMED = 3  # files named in a message


@dataclass(frozen=True)
class Delivered:
    """What deliveries give.

    Attributes:
        tables: By name; one without a name holds the faults.
        counts: Per delivery, table and reason what was left out or changed: n, of, amount, of_amount.
        columns: Per delivery the columns of the export.
        used: The files that a delivery takes.
        unread: Sheets, and files of an archive, that have other headings than the rest of their delivery.
        read: Per database when it was read, as 2026-11-03T09:12:00+01:00.
    """

    tables: dict[str, RawTable]
    counts: list[dict[str, Any]]
    columns: dict[str, list[str]]
    used: frozenset[Path]
    unread: list[str]
    read: dict[str, str]


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
    unread: list[str] = []
    made: dict[tuple[Path, str], Delivery] = {}
    read: dict[str, str] = {}
    for delivery in engagement.deliveries:
        files = files_of(folder, delivery)
        used.update(files)
        found, outcome = load_delivery(folder, engagement, delivery, files)
        unread += [f"{ROOM}/{name}" for name in outcome.get("unread", ())]
        for table in found:
            taken = [
                file
                for file in files
                if table.name and made.setdefault((file, table.name), delivery) is not delivery
            ]
            if taken:
                fault = table.fault(
                    f"{taken[0].name} is read by two deliveries, and would count twice; take one away"
                )
                table = replace(table, faults=(*table.faults, fault))
            first = tables.get(table.name)
            tables[table.name] = table if first is None else _together(first, table)
        title = delivery.files or delivery.name
        counts += [{"delivery": title, **count} for count in outcome.get("counts", ())]
        columns[title] = outcome.get("columns", [])
        if at := read_at(folder, delivery):
            read[title] = at.isoformat()
    return Delivered(tables, counts, columns, frozenset(used), unread, read)


def with_deliveries(
    tables: Mapping[str, RawTable | LargeTable], came: Mapping[str, RawTable]
) -> dict[str, RawTable | LargeTable]:
    """The tables of the intake and those of deliveries; one that both have rows of is refused."""
    both = dict(tables)
    for name, table in came.items():
        first = both.get(name)
        if first is None or not first.holds_something:
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


def load_delivery(
    folder: Path, engagement: Engagement, delivery: Delivery, files: Sequence[Path]
) -> tuple[list[RawTable], dict[str, Any]]:
    """Run the recipe of one delivery, in a process with limits.

    Returns:
        The tables, or one without a name that holds the faults; and the outcome, as `load` gives it.

    Raises:
        EngagementError: The recipe is not there or has faults, or takes too much memory or time.
    """
    if fault := _nothing_to_read(folder, delivery, files):
        return [RawTable("", fault.file, pd.DataFrame(), (fault,))], {}
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


def _nothing_to_read(folder: Path, delivery: Delivery, files: Sequence[Path]) -> Fault | None:
    """What is wrong where a delivery has no file, or a database was read with another query."""
    way_out = f"read it with: cx-workbook import {folder.name}"
    if delivery.database and not files:
        message = f"deliveries: the database of '{delivery.name}' was not read yet; {way_out}"
    elif not files:
        message = f"deliveries: there is no file {ROOM}/{delivery.files}; put the export there"
    elif delivery.database and other_query(folder, delivery):
        message = f"deliveries: the query of '{delivery.name}' was changed since it was read; {way_out}"
    else:
        return None
    return Fault("", "engagement.yml", message)


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
        by_recipe=True,
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
