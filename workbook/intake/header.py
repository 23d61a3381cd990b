"""Find the header row of a table, and give its columns their names."""

import re
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Header:
    """The header of a table: what its columns are called.

    Attributes:
        name: Name of the table.
        file: The file, with the sheet.
        cells: The names as written, by place; those that are not named are missing.
        hint: What to add to the message about a column without a name.
    """

    name: str
    file: str
    cells: pd.Series
    hint: str = ""

    def table(self, body: pd.DataFrame) -> RawTable:
        """The table of the rows below the header, or of a piece of them; blank and example rows go.

        Args:
            body: Cells as the file holds them; the index is the row number.

        Returns:
            The table; a column with values but without a name is a fault.
        """
        body = body.reindex(columns=range(max(body.shape[1], len(self.cells))))
        filled = pd.DataFrame({place: is_filled(body[place]) for place in body}, index=body.index)
        kept = filled.any(axis=1) & ~self._is_example(body)
        if not kept.all():
            body, filled = body[kept], filled[kept]
        names = self.cells.reindex(body.columns)
        faults = []
        for place in names.index[names.isna()]:
            if len(rows := body.index[filled[place]]):
                message = (
                    f"column {_letter(place + 1)} has values but no name; name it or empty it{self.hint}"
                )
                faults.append(Fault(self.name, self.file, message, rows=tuple(int(row) for row in rows)))
        frame = body.loc[:, names.notna()]
        frame.columns = [plain_name(cell) for cell in names.dropna()]
        return RawTable(self.name, self.file, frame, tuple(faults))

    def _is_example(self, body: pd.DataFrame) -> pd.Series:
        """The rows that the template itself holds as an example: a text of a client may begin like it."""
        contract = TABLES.get(self.name)
        named = self.cells.dropna()
        places = [place for place in named.index if contract and plain_name(named[place]) in contract.columns]
        if not places:
            return pd.Series(False, index=body.index)
        first = contract.columns[plain_name(named[places[0]])].example
        written = {f"{mark}{'' if first is None else first}".strip().lower() for mark in EXAMPLE_MARKS}
        return body[places[0]].astype("str").str.strip().str.lower().isin(written).astype(bool)


def found_header(
    name: str, file: str, cells: pd.DataFrame, hint: str = ""
) -> tuple[Header | None, pd.DataFrame]:
    """The first filled row as the header, and the rows below it; no header where all is blank."""
    for number in range(len(cells)):
        row = cells.iloc[number : number + 1]
        named = [bool(is_filled(row[place]).iloc[0]) for place in row]
        if any(named):
            return Header(name, file, row.iloc[0].astype(object).where(named), hint), cells.iloc[number + 1 :]
    return None, cells.iloc[:0]


def with_header(name: str, file: str, cells: pd.DataFrame) -> RawTable:
    """A table from its cells: the first filled row is the header, blank rows and example rows go.

    Args:
        name: Name of the table.
        file: The file, with the sheet.
        cells: Cells as the file holds them, in columns from 0; the index is the row number.
    """
    header, body = found_header(name, file, cells)
    return header.table(body) if header else RawTable(name, file, pd.DataFrame())


def numbered(name: str, file: str, frame: pd.DataFrame, first: int = 1) -> RawTable:
    """A table from a file without a header row: its rows count from 1, and those of a piece from `first`."""
    frame.index = pd.RangeIndex(first, first + len(frame))
    frame.columns = [plain_name(column) for column in frame]
    return RawTable(name, file, frame)


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(number)
