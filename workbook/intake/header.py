"""Find the header row of a table, and give its columns their names."""

import re

import pandas as pd

from workbook.catalogues import catalogue, languages
from workbook.tables import TABLES, Fault, RawTable
from workbook.tables.cell_values import is_filled

EXAMPLE_MARKS = tuple(catalogue(language)["intake"]["example"] for language in languages())


def plain_name(text: object) -> str:
    """The name of a table or column as the contracts write it.

    Example:
        >>> plain_name(" Customer ID")
        'customer_id'
    """
    return re.sub(r"[\s-]+", "_", str(text).strip().lower())


def with_header(name: str, file: str, cells: pd.DataFrame, hint: str = "") -> RawTable:
    """A table from its cells: the first filled row is the header, blank rows and example rows go.

    Args:
        name: Name of the table.
        file: The file, with the sheet.
        cells: Cells as the file holds them; the index is the row number.
        hint: What to add to the message about a column without a name.

    Returns:
        The table; a column with values but without a name is a fault.
    """
    filled = pd.DataFrame({place: is_filled(cells[place]) for place in cells}, index=cells.index)
    cells = cells[filled.any(axis=1)]
    if cells.empty:
        return RawTable(name, file, pd.DataFrame())
    header, body = cells.iloc[0], cells.iloc[1:]
    body = body[~_is_example(name, header, body)]
    named = filled.loc[header.name]
    faults = []
    for number, place in enumerate(cells, start=1):
        rows = body.index[filled.loc[body.index, place]]
        if not named[place] and len(rows):
            message = f"column {_letter(number)} has values but no name; name it or empty it{hint}"
            faults.append(Fault(name, file, message, rows=tuple(int(row) for row in rows)))
    frame = body.loc[:, named]
    frame.columns = [plain_name(cell) for cell in header[named]]
    return RawTable(name, file, frame, tuple(faults))


def _is_example(name: str, header: pd.Series, body: pd.DataFrame) -> pd.Series:
    """The rows that the template itself holds as an example: a text of a client may begin like it."""
    contract = TABLES.get(name)
    places = [place for place in header.index if contract and plain_name(header[place]) in contract.columns]
    if not places:
        return pd.Series(False, index=body.index)
    first = contract.columns[plain_name(header[places[0]])].example
    written = {f"{mark}{'' if first is None else first}".strip().lower() for mark in EXAMPLE_MARKS}
    return body[places[0]].astype("str").str.strip().str.lower().isin(written).astype(bool)


def numbered(name: str, file: str, frame: pd.DataFrame) -> RawTable:
    """A table from a file without a header row: its rows count from 1."""
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    frame.columns = [plain_name(column) for column in frame]
    return RawTable(name, file, frame)


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(number)
