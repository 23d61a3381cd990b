"""Read CSV in the encodings and separators that spreadsheets write, at once or in pieces."""

import csv
import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice, zip_longest
from pathlib import Path

import pandas as pd

from workbook.intake.csv_layout import Layout, csv_layout
from workbook.intake.header import found_header, plain_name
from workbook.tables import RawTable

PIECE = 200_000
"""Records that are read at once."""


def csv_table(file: Path) -> RawTable:
    """Read a CSV file, unparsed; its index is the number of the record, from 1 for the first."""
    layout = csv_layout(file)
    cells = list(_cells(file, layout, PIECE))
    whole = [pd.concat(cells)] if cells else []
    return next(_tables(file, layout, whole))


def csv_pieces(file: Path) -> Iterator[RawTable]:
    """Read a CSV file piece by piece, unparsed: the same table with the rows of a piece.

    Raises:
        ValueError: It cannot be read; says why and in which record.
    """
    layout = csv_layout(file)
    return _tables(file, layout, _cells(file, layout, PIECE))


def _tables(file: Path, layout: Layout, pieces: Iterable[pd.DataFrame]) -> Iterator[RawTable]:
    name, header = plain_name(file.stem), None
    for cells in pieces:
        if header is None:
            hint = f"; a value that holds '{layout.separator}' needs quotes"
            header, cells = found_header(name, file.name, cells, hint)
        if header is not None:
            yield header.table(cells)
    if header is None:
        yield RawTable(name, file.name, pd.DataFrame())


def _cells(file: Path, layout: Layout, size: int) -> Iterator[pd.DataFrame]:
    number, width = 1, 0
    with layout.open(file) as text:
        if layout.names_separator:
            next(text)
            number = 2
        records = csv.reader(text, delimiter=layout.separator, strict=True)
        while True:
            with _no_search_for_cycles():
                lines = records.line_num
                rows = next_rows(records, size, number)
                if not rows:
                    return
                width = width or next((len(row) for row in rows if row), 0)
                if records.line_num - lines > len(rows):
                    refuse_swallowed_rows(rows, number, width, layout.separator)
                cells = _frame(rows, number)
                number += len(rows)
                del rows
            yield cells


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """A row is a list, and after some thousand lists Python would look for cycles among all there are."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def next_rows(records: Iterator[list[str]], size: int, number: int) -> list[list[str]]:
    """The next records of a strict reader of Python's `csv`, of which the first has a number.

    Raises:
        ValueError: A quote is not closed, or not doubled.
    """
    rows: list[list[str]] = []
    try:
        rows.extend(islice(records, size))
    except csv.Error as error:
        raise ValueError(f"in row {number + len(rows)} a quote is not closed, or not doubled") from error
    return rows


def refuse_swallowed_rows(rows: list[list[str]], first: int, width: int, separator: str) -> None:
    """Refuse a quote that is closed in a later row: the rows between would be lost."""
    fewest = max(width - 1, 2)
    for number, row in enumerate(rows, start=first):
        for cell in row:
            if "\n" in cell and any(
                line.count(separator) >= fewest for line in cell.splitlines()[1:-1] or [""]
            ):
                raise ValueError(f"in row {number} a text in quotes runs over what look like other rows")


def _frame(rows: list[list[str]], number: int) -> pd.DataFrame:
    """The cells of rows of any length; a cell without a sign is missing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    of_one_length = len(set(map(len, rows))) == 1
    cells = [pa.array(column, pa.large_string()) for column in (zip if of_one_length else zip_longest)(*rows)]
    cells = [pc.if_else(pc.equal(column, ""), None, column) for column in cells]
    frame = pa.table(cells, names=[str(place) for place in range(len(cells))]).to_pandas()
    frame.columns = range(len(cells))
    frame.index = pd.RangeIndex(number, number + len(rows))
    return frame
