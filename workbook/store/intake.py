"""Read what a client delivers: intake.xlsx, and CSV, Parquet and SQLite beside it."""

import csv
import io
import re
import sqlite3
import warnings
import zipfile
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path

import pandas as pd

from workbook.catalogues import catalogue, languages
from workbook.tables import TABLES, Fault, RawTable
from workbook.tables.cell_values import Formula, is_filled

EXAMPLE_MARKS = tuple(catalogue(language)["intake"]["example"].lower() for language in languages())
_UNREAD_SHEETS = tuple(catalogue(language)["intake"]["sheet"].lower() for language in languages())
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_NOT_TEXT = {
    b"PK\x03\x04": "it is an Excel workbook or an archive; save it as CSV",
    _OLD_EXCEL: "it is protected with a password or made by an old Excel; save it as a new .xlsx",
    b"PAR1": "it is Parquet; give it the ending .parquet",
}


def raw_tables(folder: Path) -> dict[str, RawTable]:
    """Read every table of an engagement folder, unparsed.

    Args:
        folder: Holds intake.xlsx, data/*.csv, data/*.parquet or workshop.sqlite.

    Returns:
        The tables by name. A file that cannot be read, or a table that is there twice,
        is a table with that fault; an intake.xlsx that cannot be read is a table without a name.
    """
    tables: dict[str, RawTable] = {}
    for table in _found(folder):
        first = tables.get(table.name)
        tables[table.name] = table if first is None else _one_of(first, table)
    return tables


def _one_of(first: RawTable, second: RawTable) -> RawTable:
    """Of two tables with one name the one that holds something: a sheet may keep its example row only."""
    held = [table for table in (first, second) if len(table.frame) or table.faults]
    if len(held) < 2:
        return held[0] if held else second
    both = first.fault(f"is in {first.file} and in {second.file}; keep one of them")
    return RawTable(first.name, first.file, first.frame, (both, *first.faults, *second.faults))


def _found(folder: Path) -> Iterator[RawTable]:
    intake, scores = folder / "intake.xlsx", folder / "workshop.sqlite"
    if intake.exists():
        yield from _workbook(intake)
    for file in sorted((folder / "data").glob("[!.~]*")):
        reader = {".csv": csv_table, ".parquet": _parquet}.get(file.suffix.lower())
        if reader or _name(file.stem) in TABLES:
            yield _or_fault(reader or _other_kind, file, _name(file.stem))
    if scores.exists():
        yield _or_fault(_sqlite, scores, "scores")


def _or_fault(reader: Callable[[Path], RawTable], file: Path, name: str) -> RawTable:
    try:
        return reader(file)
    except Exception as error:  # whatever a reader stumbles over, the client is told which file it is
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return _unreadable(name, file, " ".join(reason.partition("\n")[0].rstrip(".").split()))


def _unreadable(name: str, file: Path, reason: str) -> RawTable:
    return RawTable(name, file.name, pd.DataFrame(), (Fault(name, file.name, f"cannot be read: {reason}"),))


def _other_kind(file: Path) -> RawTable:
    raise ValueError(f"files in data/ end in .csv or .parquet, not in {file.suffix}; save it as one of them")


def _name(text: object) -> str:
    return re.sub(r"[\s-]+", "_", str(text).strip().lower())


def _table(name: str, file: str, cells: pd.DataFrame, hint: str = "") -> RawTable:
    """The table in cells whose index is the row number: header first, without blank and example rows."""
    filled = pd.DataFrame({place: is_filled(cells[place]) for place in cells}, index=cells.index)
    cells = cells[filled.any(axis=1)]
    if cells.empty:
        return RawTable(name, file, pd.DataFrame())
    header, body = cells.iloc[0], cells.iloc[1:]
    examples = body[cells.columns[0]].astype("str").str.lower().str.startswith(EXAMPLE_MARKS).fillna(False)
    body = body[~examples.astype(bool)]
    named = filled.loc[header.name]
    faults = []
    for number, place in enumerate(cells, start=1):
        rows = body.index[filled.loc[body.index, place]]
        if not named[place] and len(rows):
            message = f"column {_letter(number)} has values but no name; name it or empty it{hint}"
            faults.append(Fault(name, file, message, rows=tuple(int(row) for row in rows)))
    frame = body.loc[:, named]
    frame.columns = [_name(cell) for cell in header[named]]
    return RawTable(name, file, frame, tuple(faults))


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(number)


def _parquet(file: Path) -> RawTable:
    import pyarrow as pa
    import pyarrow.parquet as pq

    frame = pq.read_table(file).to_pandas(
        ignore_metadata=True,  # an index is a column that may be needed
        date_as_object=False,
        types_mapper=lambda kind: pd.Int64Dtype() if pa.types.is_integer(kind) else None,
    )
    frame = frame.loc[:, [not str(column).startswith("__index_level_") for column in frame]]
    return _numbered(_name(file.stem), file, frame)


def _sqlite(file: Path) -> RawTable:
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
    try:
        if not connection.execute("select 1 from sqlite_master where name = 'scores'").fetchone():
            raise ValueError("there is no table 'scores' in it")
        frame = pd.read_sql_query("select * from scores order by rowid", connection)
    finally:
        connection.close()
    return _numbered("scores", file, frame)


def _numbered(name: str, file: Path, frame: pd.DataFrame) -> RawTable:
    """A table from a file without a header row: its rows count from 1."""
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    frame.columns = [_name(column) for column in frame]
    return RawTable(name, file.name, frame)


def csv_layout(file: Path) -> tuple[str, str]:
    """The text of a CSV file, with an empty line where Excel names the separator, and the separator."""
    text = _decoded(file.read_bytes())
    named = re.match(r"sep=(.)\r?\n", text)  # Excel's own way to say which separator follows
    text = "\n" + text[named.end() :] if named else text
    header = text.lstrip().partition("\n")[0]
    return text, named[1] if named else max(";,\t|", key=header.count)


def csv_table(file: Path) -> RawTable:
    """Read a CSV file, unparsed; its index is the number of the record, from 1 for the first."""
    text, separator = csv_layout(file)
    width = len(next((row for row in _rows(text, separator) if any(row)), []))
    layout = {"sep": separator, "header": None, "names": range(width + 1), "index_col": False}
    as_text = {"dtype": "str", "keep_default_na": False, "na_values": [""], "skip_blank_lines": False}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)  # that values of a long row are left out
            cells = pd.read_csv(io.StringIO(text), **layout, **as_text) if width else pd.DataFrame()
    except (pd.errors.ParserError, pd.errors.ParserWarning):
        cells = _ragged(text, separator)
    cells.index = pd.RangeIndex(1, len(cells) + 1)
    hint = f"; a value that holds '{separator}' needs quotes"
    return _table(_name(file.stem), file.name, cells, hint)


def _rows(text: str, separator: str, **options: bool) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, **options)


def _ragged(text: str, separator: str) -> pd.DataFrame:
    """The cells of rows of any length; a quote that stays open would swallow the rest of the file."""
    rows: list[list[str]] = []
    try:
        for row in _rows(text, separator, strict=True):
            rows.append(row)
    except csv.Error as error:
        raise ValueError(f"in row {len(rows) + 1} a quote is not closed, or not doubled") from error
    return pd.DataFrame(dict(enumerate(zip_longest(*rows))), dtype="str")


def _decoded(data: bytes) -> str:
    for magic, reason in _NOT_TEXT.items():
        if data.startswith(magic):
            raise ValueError(reason)
    text = _in_its_encoding(data)
    if re.search(r"[\x00-\x08\x0e-\x1f]", text):
        raise ValueError("it is not text; save it as CSV UTF-8")
    return text if "\n" in text else text.replace("\r", "\n")


def _in_its_encoding(data: bytes) -> str:
    """Text in UTF-16 or UTF-8 as marked or as it reads, else in the encoding of Western Windows."""
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    marked = next((encoding for mark, encoding in marks.items() if data.startswith(mark)), None)
    unmarked = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be" if data[:1] == b"\x00" else "utf-8"
    try:
        return data.decode(marked or unmarked)
    except UnicodeDecodeError as error:
        if marked:
            raise ValueError(f"byte {error.start:,} is broken; save it as CSV UTF-8") from error
        return data.decode("cp1252", errors="replace")


def _workbook(file: Path) -> list[RawTable]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on what it leaves out, such as drop-downs
            return list(_sheets(file))
    except PermissionError:
        return [_unreadable("", file, "another program holds it; close it there")]
    except Exception:  # openpyxl raises what its XML, its zip or its styles trip over
        old = file.is_file() and file.read_bytes().startswith(_OLD_EXCEL)
        reason = _NOT_TEXT[_OLD_EXCEL] if old else "it is not a whole Excel workbook; save it again as .xlsx"
        return [_unreadable("", file, reason)]


def _sheets(file: Path) -> Iterator[RawTable]:
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True, data_only=True)
    formulas = load_workbook(file, read_only=True) if has_formulas(file) else None
    for sheet in book.worksheets:
        if sheet.title.strip().lower() not in _UNREAD_SHEETS:
            rows = _filled_rows(sheet)
            if formulas:
                rows = _with_formulas(rows, _filled_rows(formulas[sheet.title]))
            cells = pd.DataFrame(list(rows.values()), index=list(rows), dtype=object)
            yield _table(_name(sheet.title), f"{file.name}, sheet {sheet.title}", cells)
    for opened in (book, formulas):
        if opened:
            opened.close()


def _filled_rows(sheet) -> dict[int, tuple]:
    sheet.reset_dimensions()  # some programs write wrong ones, and rows would be lost
    rows = enumerate(sheet.iter_rows(values_only=True), start=1)
    return {number: row for number, row in rows if any(cell is not None for cell in row)}


def _with_formulas(rows: dict[int, tuple], written: dict[int, tuple]) -> dict[int, tuple]:
    """The rows with, where a cell has no value, the formula that should have given one."""
    return {
        number: tuple(
            Formula(getattr(formula, "text", formula)) if value is None and formula is not None else value
            for value, formula in zip_longest(rows.get(number, ()), row)
        )
        for number, row in written.items()
    }


def has_formulas(file: Path) -> bool:
    """Whether a workbook holds formulas, whose results a program that is not a spreadsheet cannot keep."""
    with zipfile.ZipFile(file) as parts:
        sheets = [part for part in parts.namelist() if part.startswith("xl/worksheets/")]
        return any(re.search(rb"<f[\s>/]", parts.read(part)) for part in sheets)
