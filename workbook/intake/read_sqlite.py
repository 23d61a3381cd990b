"""Read the workshop's scores from SQLite, as a database: rows in its write-ahead log count."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from workbook.intake.header import numbered
from workbook.tables import RawTable


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


def sqlite_table(file: Path) -> RawTable:
    """Read table scores, unparsed; its index is the number of the row, from 1."""
    with _opened(file) as connection:
        if not connection.execute("select 1 from sqlite_master where name = 'scores'").fetchone():
            raise ValueError("there is no table 'scores' in it")
        frame = pd.read_sql_query("select * from scores order by rowid", connection)
    return numbered("scores", file.name, frame)


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
