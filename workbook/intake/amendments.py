"""What workshops changed in rows of the client's own: filled where a cell is blank or as the group saw it."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from workbook.intake.read_sqlite import amendments_in, names_in
from workbook.tables import TABLES, RawTable
from workbook.tables.faults import LargeTable


def amended(tables: dict[str, RawTable | LargeTable], file: Path) -> dict[str, RawTable | LargeTable]:
    """The tables with what workshops filled and changed in them, in the order in which they did.

    A cell takes a workshop's value where it is blank, or holds what the group saw there. One that the client
    has changed since stays as the client has it.

    Args:
        tables: As they were read.
        file: What workshops handed on; it need not be there.
    """
    try:
        rows = amendments_in(file) if file.exists() else []
    except (sqlite3.Error, OSError):  # whoever reads its tables tells it
        return tables
    changed = dict(tables)
    for row in rows:
        table = changed.get(row["table_name"])
        if isinstance(table, RawTable) and not table.faults:
            changed[row["table_name"]] = _amended(table, row, file.name)
    return changed


def still_listed(tables: dict[str, RawTable | LargeTable], file: str) -> dict[str, RawTable | LargeTable]:
    """The tables without what workshops found on opportunities that the client took off the list later.

    Args:
        tables: As they were read.
        file: The name of the file in which workshops hand on.
    """
    listed = tables.get("opportunities")
    if not isinstance(listed, RawTable) or listed.faults or "opportunity" not in listed.frame:
        return tables
    there = set(listed.frame["opportunity"].map(_text))

    def kept(table: RawTable | LargeTable) -> RawTable | LargeTable:
        if not isinstance(table, RawTable) or file not in table.file:
            return table
        if not {"opportunity", "session"} <= set(table.frame):
            return table
        listed_still = table.frame["opportunity"].map(_text).isin(there)
        return replace(table, frame=table.frame[listed_still | table.frame["session"].isna()])

    return {name: kept(table) for name, table in tables.items()}


def renamed(tables: dict[str, RawTable | LargeTable], file: Path) -> dict[str, RawTable | LargeTable]:
    """The tables with segments and profiles under the names that workshops chose for them.

    Args:
        tables: As they were read.
        file: What workshops handed on; it need not be there.
    """
    try:
        names = names_in(file) if file.exists() else []
    except (sqlite3.Error, OSError):  # whoever reads its tables tells it
        return tables
    return {name: _renamed(table, names) for name, table in tables.items()}


def _renamed(table: RawTable | LargeTable, names: list[tuple[str, str, str]]) -> RawTable | LargeTable:
    """A table of the contract with the new names in its columns segment and profile."""
    if not isinstance(table, RawTable) or table.name not in TABLES:
        return table
    frame = table.frame
    for kind, old, new in names:
        if kind in frame and kind in TABLES[table.name].columns:
            meant = frame[kind].map(_text).eq(old)
            frame = frame.assign(**{kind: frame[kind].astype("object").mask(meant, new)})
    return table if frame is table.frame else replace(table, frame=frame)


def _amended(table: RawTable, row: dict[str, Any], file: str) -> RawTable:
    frame, column = table.frame, row["column_name"]
    old = frame[column].astype("object") if column in frame else pd.Series(None, frame.index, dtype="object")
    places = [place for place in _rows(frame, json.loads(row["row_key"])) if _as_seen(old[place], row)]
    if not places:
        return table
    new = old.copy()
    new[places] = row["value"]
    source = table.file if file in table.file else f"{table.file} and {file}"
    return replace(table, file=source, frame=frame.assign(**{column: new}))


def _rows(frame: pd.DataFrame, key: dict[str, str]) -> Iterator[Any]:
    """The rows with a key."""
    if set(key) <= set(frame):
        cells = frame[list(key)].map(_text)
        yield from frame.index[(cells == pd.Series(key)).all(axis=1)]


def _as_seen(cell: Any, row: dict[str, Any]) -> bool:
    return _text(cell) in ("", row["instead_of"] or "")


def _text(cell: Any) -> str:
    """A cell as text: a whole number without a fraction, nothing for a blank one."""
    if cell is None or cell is pd.NA or cell != cell:
        return ""
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell) if whole else cell).strip()
