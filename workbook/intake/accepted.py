"""Suggested opportunities that a person has accepted: rows of suggestions.xlsx."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from workbook.errors import StoreError
from workbook.intake.read_workbook import workbook_tables
from workbook.tables import TABLES, RawTable

SUGGESTIONS = "suggestions.xlsx"
TABLE = "opportunities"
ACCEPT = "accept"
"""The column in which a person says that a suggestion is to count."""
YES = ("yes", "y", "ja", "j", "x", "1", "true", "waar")


def accepted_rows(folder: Path) -> list[RawTable]:
    """The accepted rows of suggestions.xlsx as table opportunities; nothing where there are none.

    Args:
        folder: The engagement.
    """
    file = folder / SUGGESTIONS
    return [
        kept
        for table in (workbook_tables(file, (TABLE,)) if file.exists() else [])
        for kept in _accepted(table)
    ]


def answered_rows(folder: Path) -> list[dict[str, Any]]:
    """The rows of suggestions.xlsx in which a person said whether they count, with all their cells.

    Args:
        folder: The engagement.

    Raises:
        StoreError: The file is there and cannot be read, or lacks its headings.
    """
    import pandas as pd

    file = folder / SUGGESTIONS
    if not file.exists():
        return []
    try:
        sheet = pd.read_excel(file, sheet_name=TABLE, dtype=object, engine="openpyxl")
    except (ValueError, OSError, KeyError, BadZipFile) as error:
        raise StoreError(
            f"{file.name} cannot be read, and nothing was changed in it: {error}\nMend it, or take it away."
        ) from None
    if not {ACCEPT, "opportunity"} <= set(sheet):
        raise StoreError(
            f"{file.name} has no column '{ACCEPT}' or 'opportunity' in sheet {TABLE}; nothing was changed.\n"
            "Give it back its headings, or take it away."
        )
    said = sheet[sheet[ACCEPT].notna()].astype(object)
    return said.where(said.notna(), None).to_dict("records")


def _accepted(table: RawTable) -> list[RawTable]:
    """A sheet without what nobody accepted, and without what is there to read only; a fault stays."""
    if table.faults:
        return [replace(table, name=TABLE)]
    if ACCEPT not in table.frame:
        return []
    said = table.frame[ACCEPT].astype("str").str.strip().str.casefold()
    contract = TABLES[TABLE]
    taken = [
        name for name in table.frame if name in contract.columns or str(name).startswith(contract.further)
    ]
    rows = table.frame.loc[said.isin(YES).to_numpy(), taken]
    return [replace(table, frame=rows)] if len(rows) else []
