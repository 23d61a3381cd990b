"""Suggested opportunities that a person has accepted: rows of suggestions.xlsx."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from workbook.errors import StoreError
from workbook.intake.read_workbook import workbook_tables
from workbook.tables import TABLES, Fault, RawTable
from workbook.tables.cell_values import is_filled
from workbook.tables.faults import tables_error
from workbook.tables.values import read

SUGGESTIONS = "suggestions.xlsx"
TABLE = "opportunities"
ACCEPT = "accept"
"""The column in which a person says that a suggestion is to count."""


def accepted_rows(folder: Path) -> list[RawTable]:
    """The accepted rows of suggestions.xlsx as table opportunities; nothing where there are none.

    Args:
        folder: The engagement.
    """
    return [kept for table in _sheets(folder) for kept in _accepted(table)]


def answered_rows(folder: Path) -> list[dict[str, Any]]:
    """The rows of suggestions.xlsx in which a person said whether they count, with all their cells.

    Args:
        folder: The engagement.

    Raises:
        StoreError: The file is there and cannot be read, lacks its headings, or holds an answer that is
            neither yes nor no.
    """
    answered = []
    for table in _sheets(folder):
        _, faults = _answers(table)
        if faults:
            raise StoreError(
                f"{SUGGESTIONS} stays as it is: its answers cannot be read back.\n{tables_error(faults)}\n"
                "Mend it, or take it away."
            )
        said = table.frame[is_filled(table.frame[ACCEPT])].astype(object)
        answered += said.where(said.notna(), None).to_dict("records")
    return answered


def _sheets(folder: Path) -> list[RawTable]:
    """The sheet of suggestions; one with a fault where the file has no such sheet."""
    file = folder / SUGGESTIONS
    if not file.is_file():
        return []
    renamed = f"has no sheet {TABLE}; give the sheet of suggestions its name back, or take the file away"
    missing = RawTable(TABLE, file.name, pd.DataFrame(), (Fault(TABLE, file.name, renamed),))
    return workbook_tables(file, (TABLE,)) or [missing]


def _answers(table: RawTable) -> tuple[pd.Series, list[Fault]]:
    """Per row whether it is accepted, and what is wrong with the answers."""
    names = list(table.frame)
    lacking = [name for name in (ACCEPT, "opportunity") if names.count(name) != 1]
    if table.faults or lacking:
        message = "there has to be one column '{}'; give it its heading, or take the file away"
        missing = [] if table.faults else [table.fault(message.format(name)) for name in lacking]
        return pd.Series(dtype="boolean"), [*table.faults, *missing]
    said, wrong = read(table.frame[ACCEPT], "yes/no")
    return said, table.faults_by_row(wrong, ACCEPT)


def _accepted(table: RawTable) -> list[RawTable]:
    """A sheet without what nobody accepted, and without what is there to read only; a fault stays."""
    said, faults = _answers(table)
    if faults:
        return [replace(table, name=TABLE, frame=pd.DataFrame(), faults=tuple(faults))]
    contract = TABLES[TABLE]
    taken = [
        name for name in table.frame if name in contract.columns or str(name).startswith(contract.further)
    ]
    rows = table.frame.loc[said.fillna(False).to_numpy(bool), taken]
    return [replace(table, frame=rows)] if len(rows) else []
