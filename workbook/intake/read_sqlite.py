"""Read a workshop's tables from SQLite, as a database: rows in its write-ahead log count."""

import hashlib
import sqlite3
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from workbook.intake.header import numbered
from workbook.tables import RawTable

HANDED_ON = ("scores", "decisions", "workshops", "workshop_notes", "insights", "votes")
"""The tables that a workshop hands on."""
AMENDMENTS = "amendments"
"""The table of what workshops filled or changed in rows of other tables."""
NAMES = "names"
"""The table of the names that workshops chose for segments and profiles."""


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    alone = _has_log(file) and not file.with_name(f"{file.name}-wal").exists()
    how = "immutable=1" if alone else "mode=ro"  # else SQLite would make an empty log beside the file
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?{how}", uri=True)
    try:
        yield connection
    finally:
        connection.close()


def _has_log(file: Path) -> bool:
    """Whether a database keeps its newest rows in a write-ahead log (SQLite, file format, byte 18)."""
    with file.open("rb") as opened:
        return opened.read(20)[18:19] == b"\x02"


def workshop_tables(file: Path, only: Container[str] = ()) -> list[RawTable]:
    """Read what workshops have handed on, unparsed; the index of a table is the number of the row, from 1.

    Args:
        file: The database.
        only: Read these tables and no other; all when empty.

    Returns:
        Those of `HANDED_ON` that are in it; none of a file without any table, as a close leaves it that was
        cut off or found the disk full.

    Raises:
        ValueError: It has other tables only.
    """
    with _opened(file) as connection:
        found = {name for (name,) in connection.execute("select name from sqlite_master")}
        there = [name for name in HANDED_ON if name in found]
        if found and not there and not found & {AMENDMENTS, NAMES}:
            raise ValueError(f"there is no table in it of {', '.join(HANDED_ON)}")
        wanted = [name for name in there if not only or name in only]
        frames = [pd.read_sql_query(f"select * from {name} order by rowid", connection) for name in wanted]
    return [numbered(name, file.name, frame) for name, frame in zip(wanted, frames, strict=True)]


def amendments_in(file: Path) -> list[dict[str, Any]]:
    """What workshops filled or changed in rows of other tables, in the order in which they did.

    Args:
        file: The database.

    Returns:
        Rows of table_name, row_key (JSON), column_name, value and instead_of; none where there is no such
        table.
    """
    columns = ("table_name", "row_key", "column_name", "value", "instead_of")
    return [dict(zip(columns, row, strict=True)) for row in _rows(file, AMENDMENTS, columns)]


def names_in(file: Path) -> list[tuple[str, str, str]]:
    """The names that workshops chose, in the order in which they did: kind (segment or profile), old and new.

    Args:
        file: The database.
    """
    return _rows(file, NAMES, ("kind", "old", "new"))


def _rows(file: Path, table: str, columns: Sequence[str]) -> list[tuple]:
    """Some columns of a table, earlier workshops first; none where there is no such table."""
    with _opened(file) as connection:
        if not connection.execute("select 1 from sqlite_master where name = ?", [table]).fetchall():
            return []
        named = ", ".join(f'"{column}"' for column in columns)
        # An earlier workshop may be handed on again after a later one.
        return connection.execute(f"select {named} from {table} order by at, session, rowid").fetchall()


def content_digest(file: Path) -> str:
    """SHA-256 of the tables and rows of a database; of its bytes if it is broken."""
    total = hashlib.sha256()
    try:
        with _opened(file) as connection:
            for statement in connection.iterdump():
                total.update(statement.encode(errors="surrogatepass"))
    except (sqlite3.Error, UnicodeError):
        return hashlib.sha256(file.read_bytes()).hexdigest()
    return total.hexdigest()
