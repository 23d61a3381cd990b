"""Read what a client delivers: intake.xlsx, and CSV, Parquet and SQLite beside it."""

import csv
import io
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from workbook.tables import Fault, RawTable

EXAMPLE_MARKS = ("e.g. ", "bijv. ")
_UNREAD_SHEETS = ("read me", "lees mij")


def raw_tables(folder: Path) -> dict[str, RawTable]:
    """Read every table of an engagement folder, unparsed.

    Args:
        folder: Holds intake.xlsx, data/*.csv, data/*.parquet or workshop.sqlite.

    Returns:
        The tables by name. A file that cannot be read, or a table that is there twice,
        is a table with that fault.
    """
    tables: dict[str, RawTable] = {}
    for table in _found(folder):
        if first := tables.get(table.name):
            message = f"is in {first.file} and in {table.file}; keep one of them"
            table = RawTable(table.name, table.file, first.frame, (*first.faults, first.fault(message)))
        tables[table.name] = table
    return tables


def _found(folder: Path) -> Iterator[RawTable]:
    intake = folder / "intake.xlsx"
    if intake.exists():
        yield from _workbook(intake)
    for file in sorted((folder / "data").glob("*")):
        readers = {".csv": _csv, ".parquet": _parquet}
        if reader := readers.get(file.suffix.lower()):
            yield _or_fault(reader, file)
    scores = folder / "workshop.sqlite"
    if scores.exists():
        yield _or_fault(_sqlite, scores)


def _or_fault(reader, file: Path) -> RawTable:
    try:
        return reader(file)
    except (ValueError, OSError, sqlite3.Error, csv.Error) as error:
        return _unreadable(_name(file.stem), file, str(error).splitlines()[0])


def _unreadable(name: str, file: Path, reason: str) -> RawTable:
    fault = Fault(name, file.name, f"the file cannot be read ({reason}); save it again and check")
    return RawTable(name, file.name, pd.DataFrame(), (fault,))


def _name(text: object) -> str:
    return str(text).strip().lower().replace(" ", "_").replace("-", "_")


def _parquet(file: Path) -> RawTable:
    frame = pd.read_parquet(file)
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    frame.columns = [_name(column) for column in frame]
    return RawTable(_name(file.stem), file.name, frame)


def _sqlite(file: Path) -> RawTable:
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
    try:
        frame = pd.read_sql_query("select * from scores order by rowid", connection)
    finally:
        connection.close()
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    return RawTable("scores", file.name, frame)


def _csv(file: Path) -> RawTable:
    text = _decoded(file.read_bytes())
    header = text.partition("\n")[0]
    separator = max(";,\t", key=header.count)
    frame = pd.read_csv(
        io.StringIO(text), sep=separator, dtype="str", keep_default_na=False, na_values=[""], index_col=False
    )
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    frame.columns = [_name(column) for column in frame]
    return RawTable(_name(file.stem), file.name, frame.dropna(how="all"))


def _decoded(data: bytes) -> str:
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("it is not text")
    for encoding in ("utf-16", "utf-8-sig", "cp1252", "latin-1"):
        if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("its encoding is not known; save it as UTF-8")


def _workbook(file: Path) -> Iterator[RawTable]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        yield _unreadable("intake", file, "it is not an Excel workbook")
        return
    formulas = load_workbook(file, read_only=True) if _has_formulas(file) else None
    for sheet in book.worksheets:
        name = _name(sheet.title)
        if sheet.title.strip().lower() not in _UNREAD_SHEETS:
            rows = list(sheet.iter_rows(values_only=True))
            written = formulas[sheet.title].iter_rows(values_only=True) if formulas else ()
            place = f"{file.name}, sheet {sheet.title}"
            yield _sheet(name, place, rows, list(written))
    book.close()


def _has_formulas(file: Path) -> bool:
    with zipfile.ZipFile(file) as parts:
        sheets = [part for part in parts.namelist() if part.startswith("xl/worksheets/sheet")]
        return any(b"<f" in parts.read(part) for part in sheets)


def _sheet(name: str, place: str, rows: list[tuple], formulas: list[tuple]) -> RawTable:
    header = [_name(cell) for cell in rows[0] if cell is not None] if rows else []
    body = {
        number: row[: len(header)]
        for number, row in enumerate(rows[1:], start=2)
        if any(cell is not None for cell in row) and not str(row[0]).startswith(EXAMPLE_MARKS)
    }
    frame = pd.DataFrame.from_dict(body, orient="index", columns=header, dtype=object)
    faults = tuple(
        Fault(
            name,
            place,
            f"the formula {cell} has no stored value; open, save, or paste values",
            column,
            number,
        )
        for number, row in enumerate(formulas[1:], start=2)
        if number in body
        for column, cell, value in zip(header, row, body[number], strict=False)
        if isinstance(cell, str) and cell.startswith("=") and value is None
    )
    return RawTable(name, place, frame, faults)
