"""Files without some of their rows: the rest of each stays as it is."""

import csv
import io
import zipfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from workbook.errors import EngagementError, StoreError
from workbook.files import write_sheets
from workbook.intake.csv_layout import csv_layout
from workbook.intake.read_csv import csv_table


def csv_without(file: Path, rows: Collection[int], target: Path) -> None:
    """Write a CSV file without some records; all other bytes stay, whatever their encoding.

    Args:
        file: The file.
        rows: Numbers of the records, from 1 for the first, as `csv_table` counts them.
        target: Where to write.

    Raises:
        StoreError: The file cannot be taken apart in records in one way only; says which rows to take out.
    """
    data, separator = file.read_bytes(), csv_layout(file).separator
    wide = b"\x00" in data[:2] or data[:2] in (b"\xff\xfe", b"\xfe\xff")
    big = data[:2] == b"\xfe\xff" or data[:1] == b"\x00"
    encoding = ("utf-16-be" if big else "utf-16-le") if wide else "latin-1"  # every byte there and back
    lines = list(io.StringIO(data.decode(encoding), newline=""))
    kept, at, gone = [], 0, set(rows)
    csv.field_size_limit(max(csv.field_size_limit(), len(data)))  # a long text is no fault
    records = csv.reader(iter(lines), delimiter=separator)
    for number, _ in enumerate(records, start=1):
        kept += lines[at : records.line_num] if number not in gone else []
        at = records.line_num
    target.write_bytes("".join(kept).encode(encoding))
    left = csv_table(file).frame.drop(list(gone)).reset_index(drop=True)
    if not csv_table(target).frame.reset_index(drop=True).equals(left):
        named = ", ".join(map(str, sorted(gone)[:20]))
        raise StoreError(
            f"{file.name} would read otherwise without rows {named}, for its quotes or its encoding, so "
            "nothing was removed. Save it as CSV UTF-8, or take out these rows by hand."
        )


def parquet_without(file: Path, gone: pd.Series, target: Path) -> None:
    """Write a Parquet file without some rows, with the same columns and types.

    Dictionaries are made anew, so that none holds a value that no row has.

    Args:
        file: The file.
        gone: Per row whether it goes.
        target: Where to write.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(file).filter(pa.array(~gone.to_numpy()))
    for place, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            values = table.column(place).cast(field.type.value_type)
            table = table.set_column(place, field, values.dictionary_encode().cast(field.type))
    pq.write_table(table, target)


def workbook_without(file: Path, rows: Mapping[str, Collection[int]], target: Path) -> None:
    """Write an Excel workbook in which some rows are empty; no other row moves.

    Args:
        file: The workbook.
        rows: Numbers of the rows per sheet.
        target: Where to write.

    Raises:
        EngagementError: It is a workbook that can be read and not be written.
    """
    from openpyxl import load_workbook

    try:
        book = load_workbook(file)
        sheets = {book[sheet]: numbers for sheet, numbers in rows.items()}
    except (zipfile.BadZipFile, KeyError):
        raise EngagementError(
            f"{file.name} is of an old Excel, or Strict Open XML, and its rows cannot be taken out. "
            "Save it as .xlsx (Excel workbook), and try again."
        ) from None
    for sheet, numbers in sheets.items():
        for cell in (cell for number in numbers for cell in sheet[number]):
            if cell.value is not None:
                cell.value = cell.comment = None
    book.save(target)


def sheet_ids(file: Path, columns: Collection[str]) -> pd.DataFrame:
    """Some columns of the first sheet of a workbook as text, read row by row; by the number of the row.

    None of a workbook that cannot be read, such as a damaged one: `workbook.intake.remnants` names it.
    """
    try:
        with _sheets(file) as (first, *_):
            rows = first.iter_rows(values_only=True)
            places = {name: place for place, name in enumerate(next(rows)) if name in columns}
            ids = pd.DataFrame([[row[at] for at in places.values()] for row in rows], columns=list(places))
    except Exception:  # a reader may raise anything of a damaged file
        return pd.DataFrame()
    return ids.astype("str").set_axis(range(2, len(ids) + 2))


def sheets_without(file: Path, gone: Collection[int], target: Path) -> None:
    """Write a workbook of values anew without some rows of its first sheet, row by row.

    Args:
        file: The workbook, as `workbook.files.write_sheets` writes it.
        gone: Numbers of the rows, from 1 for the headings.
        target: Where to write.
    """
    with _sheets(file) as sheets:
        rows = {sheet.title: sheet.iter_rows(values_only=True) for sheet in sheets}
        first = sheets[0].title
        kept = (row for number, row in enumerate(rows[first], start=1) if number not in gone)
        write_sheets(target, rows | {first: kept})


@contextmanager
def _sheets(file: Path) -> Iterator[list[Any]]:
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True)
    try:
        yield book.worksheets
    finally:
        book.close()
