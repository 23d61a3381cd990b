"""Read what a client delivers: intake.xlsx, and CSV, Parquet and SQLite beside it."""

import re
from collections.abc import Callable, Container, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from workbook.intake.accepted import SUGGESTIONS, accepted_rows
from workbook.intake.accepted import TABLE as SUGGESTED
from workbook.intake.amendments import amended, still_listed
from workbook.intake.header import numbered, plain_name
from workbook.intake.parquet_pieces import pieces_of
from workbook.intake.read_csv import csv_pieces, csv_table
from workbook.intake.read_sqlite import HANDED_ON, workshop_tables
from workbook.intake.read_workbook import workbook_tables
from workbook.tables import TABLES, Fault, RawTable
from workbook.tables.faults import TOO_LITTLE_MEMORY, LargeTable, unreadable

if TYPE_CHECKING:
    import pyarrow as pa

EVENTS = ("transactions", "touchpoints", "service", "answers")
"""The tables with a row per event, of which there may be more than memory holds."""
WORKSHOP = "workshop.sqlite"
ADDED = ("decisions", "insights", "votes", "workshops", "workshop_notes")
"""The tables to which a workshop adds its rows, beside those that the client keeps."""
LARGE = {".csv": 50_000_000, ".parquet": 10_000_000}
"""From how many bytes on such a file is read in pieces."""


def raw_tables(
    folder: Path, *, only: Container[str] = (), columns: Container[str] = ()
) -> dict[str, RawTable]:
    """Read every table of an engagement folder, unparsed and as a whole.

    Args:
        folder: Holds intake.xlsx, data/*.csv, data/*.parquet or workshop.sqlite.
        only: Read these tables and no other; all when empty.
        columns: Read no other columns than these of Parquet files; all when empty.

    Returns:
        The tables by name. A file that cannot be read, or a table that is there twice,
        is a table with that fault; an intake.xlsx that cannot be read is a table without a name.
    """
    return _by_name(folder, _tables(folder, only, columns), named_otherwise=not only)


def raw_and_large_tables(folder: Path) -> dict[str, RawTable | LargeTable]:
    """Read every table of an engagement folder as `raw_tables` does, but for those that are large.

    Args:
        folder: The engagement.

    Returns:
        The tables by name; a file in data/ with a row per event and more than `LARGE` bytes is not read yet.
    """
    return _by_name(folder, _tables(folder, in_pieces=True), named_otherwise=True)


Table = TypeVar("Table", RawTable, RawTable | LargeTable)


def _by_name(folder: Path, found: Iterable[Table], *, named_otherwise: bool) -> dict[str, Table]:
    """The tables by name; where there is none, a workbook that has another name than it should."""
    tables: dict[str, Table] = {}
    for table in found:
        first = tables.get(table.name)
        tables[table.name] = table if first is None else _one_of(first, table)
    books = _spreadsheets(folder) if named_otherwise and not tables else []
    if books:
        return {"": _other_name(books[0])}
    return amended(still_listed(tables, WORKSHOP), folder / WORKSHOP)


def _spreadsheets(folder: Path) -> list[Path]:
    endings = (".xlsx", ".xlsm", ".xls", ".ods")
    return [file for file in sorted(folder.glob("[!.~]*")) if file.suffix.lower() in endings]


def _other_name(file: Path) -> RawTable:
    return unreadable("", file.name, "a workbook is read under the name intake.xlsx only; save it as that")


def _one_of(first: Table, second: Table) -> Table:
    """Of two tables with one name the one that holds something: a sheet may keep its example row only."""
    held = [table for table in (first, second) if table.holds_something]
    if len(held) < 2:
        return held[0] if held else second
    faults = [*first.faults, *second.faults]
    from_workshop = first.name in ADDED and second.file == WORKSHOP
    if not faults and (from_workshop or _is_accepted(second)):
        return _together(first, second)
    if not faults:
        message = f"is in {first.file} and in {second.file}; keep one of them"
        faults = [Fault(first.name, first.file, message)]
    return RawTable(first.name, first.file, pd.DataFrame(), tuple(faults))


def _is_accepted(table: RawTable | LargeTable) -> bool:
    """Whether its rows are suggestions that somebody accepted, which stand beside the client's own."""
    return table.name == SUGGESTED and table.file.startswith(SUGGESTIONS)


def _together(first: RawTable, second: RawTable) -> RawTable:
    """The rows of both; each is told with its file."""
    places = [
        f"{table.places(row)} in {table.file.partition(',')[0]}"
        for table in (first, second)
        for row in table.frame.index
    ]
    frame = pd.concat([first.frame, second.frame], ignore_index=True)
    return RawTable(first.name, f"{first.file} and {second.file}", frame, places=places.__getitem__)


def _tables(
    folder: Path, only: Container[str] = (), columns: Container[str] = (), *, in_pieces: bool = False
) -> Iterator[RawTable | LargeTable]:
    intake, workshop = folder / "intake.xlsx", folder / WORKSHOP
    if intake.exists():
        yield from workbook_tables(intake, only)
    elif not only:
        named_alike = [file for file in _spreadsheets(folder) if file.stem.lower().startswith("intake")]
        yield from map(_other_name, named_alike)
    for file in sorted((folder / "data").glob("[!.~]*")):
        name = plain_name(file.stem)
        if only and name not in only:
            continue
        readers = {".csv": csv_table, ".parquet": partial(_parquet, columns=columns)}
        reader = readers.get(file.suffix.lower())
        if whole := _part_of(name):
            yield _or_fault(partial(_not_whole, whole=whole), file, whole)
        elif in_pieces and reader and name in EVENTS and file.stat().st_size > LARGE[file.suffix.lower()]:
            yield _large(file, name)
        elif reader or name in TABLES:
            yield _or_fault(reader or _other_kind, file, name)
    if not only or SUGGESTED in only:
        yield from accepted_rows(folder)
    if workshop.exists() and (not only or any(name in only for name in HANDED_ON)):
        yield from _of_workshop(workshop, only)


def _of_workshop(file: Path, only: Container[str]) -> list[RawTable]:
    try:
        return workshop_tables(file, only)
    except Exception as error:  # a reader may raise anything; the message names the file
        return [unreadable("scores", file.name, _reason(error))]


def _part_of(name: str) -> str:
    """The table that a file seems to be a part of, by its name, as transactions_2 or answers_2026q3."""
    tables = [table for table in TABLES if re.fullmatch(rf"{table}_?\(?(part_?|deel_?)?\d[\w()]*", name)]
    return tables[0] if tables else ""


def _not_whole(file: Path, whole: str) -> RawTable:
    raise ValueError(
        f"it seems to be a part of table '{whole}' and would not count; put all rows into one file named "
        f"'{whole}', or take it out of data/"
    )


def unread(folder: Path, tables: Iterable[str], used: Container[Path] = ()) -> list[str]:
    """Files and sheets of an engagement that nothing reads.

    Args:
        folder: The engagement.
        tables: The names of the tables that were found, as `raw_tables` gives them.
        used: The files that deliveries take.
    """
    sheets = [
        f"sheet {name}" for name in tables if name and name not in TABLES and not _is_file(folder, name)
    ]
    files = [file for file in sorted((folder / "data").glob("[!.~]*")) if plain_name(file.stem) not in TABLES]
    books = [file for file in _spreadsheets(folder) if file.name.lower() not in ("intake.xlsx", SUGGESTIONS)]
    came = sorted(file for file in (folder / "deliveries").rglob("[!.~]*") if file.is_file())
    others = [file for file in came if file not in used]
    return [*sheets, *[file.relative_to(folder).as_posix() for file in (*files, *books, *others)]]


def _is_file(folder: Path, name: str) -> bool:
    return any(plain_name(file.stem) == name for file in (folder / "data").glob("[!.~]*"))


def _or_fault(reader: Callable[[Path], RawTable], file: Path, name: str) -> RawTable:
    try:
        return reader(file)
    except Exception as error:  # a reader may raise anything; the message names the file
        return unreadable(name, file.name, _reason(error))


def _reason(error: Exception) -> str:
    """The first line of an error, without a path; its kind where it has no words."""
    if isinstance(error, MemoryError):
        return TOO_LITTLE_MEMORY
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    first = " ".join(reason.strip().partition("\n")[0].rstrip(".").split())
    return first or f"it gives a {type(error).__name__}"


def _other_kind(file: Path) -> RawTable:
    ending = f"not in {file.suffix}" if file.suffix else "and this one in neither"
    raise ValueError(f"files in data/ end in .csv or .parquet, {ending}; save it as one of them")


def _large(file: Path, name: str) -> LargeTable:
    read = {".csv": csv_pieces, ".parquet": _parquet_pieces}[file.suffix.lower()]

    def pieces() -> Iterator[RawTable]:
        try:
            yield from read(file)
        except Exception as error:  # a reader may raise anything; the message names the file
            yield unreadable(name, file.name, _reason(error))

    return LargeTable(name, file.name, pieces)


def _parquet(file: Path, columns: Container[str]) -> RawTable:
    import pyarrow.parquet as pq

    names = [name for name in pq.read_schema(file).names if plain_name(name) in columns]
    return numbered(
        plain_name(file.stem), file.name, _frame(pq.read_table(file, columns=names if columns else None))
    )


def _parquet_pieces(file: Path) -> Iterator[RawTable]:
    first = 1
    for piece in pieces_of(file):
        yield numbered(plain_name(file.stem), file.name, _frame(piece), first)
        first += piece.num_rows


def _frame(table: "pa.Table") -> pd.DataFrame:
    import pyarrow as pa

    frame = table.to_pandas(
        ignore_metadata=True,  # an index is a column that may be needed
        date_as_object=False,
        types_mapper=lambda kind: pd.Int64Dtype() if pa.types.is_integer(kind) else None,
    )
    return frame.loc[:, [not str(column).startswith("__index_level_") for column in frame]]
