"""Write a file whole or not at all, and one run at a time."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from psutil import pid_exists

from workbook import backend
from workbook.errors import RunError

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa


def write_whole(path: Path, write: Callable[[Path], Any]) -> Path:
    """Let `write` make the file under a temporary name beside `path`, then move it there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        write(partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def replace_all(writers: Mapping[Path, Callable[[Path], Any]]) -> None:
    """Let every writer make its file under a temporary name, then move all of them there, in their order."""
    drafts = {path: path.with_name(f".{path.name}.{os.getpid()}.partial") for path in writers}
    try:
        for path, write in writers.items():
            write(drafts[path])
        for path, draft in drafts.items():
            draft.replace(path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def drop_drafts(folder: Path) -> None:
    """Remove what writers that were killed have left behind: they hold what has gone from the files since."""
    for draft in folder.rglob(".*.partial"):
        pid = draft.name.rsplit(".", 2)[1]
        if draft.is_file() and pid.isdigit() and not pid_exists(int(pid)):
            draft.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> Path:
    """Write text in UTF-8, whole or not at all."""
    return write_whole(path, lambda file: file.write_text(text, encoding="utf-8"))


def write_json(path: Path, value: Any) -> Path:
    """Write a value as JSON a person can read."""
    return write_text(path, json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def read_json(path: Path) -> dict:
    """Read a JSON object; an absent file is an empty one."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write_table(path: Path, frame: pd.DataFrame) -> Path:
    """Write a table as Parquet."""
    return write_whole(path, lambda file: frame.to_parquet(file, index=False))


def write_rows(path: Path, rows: "ibis.Table") -> Path:
    """Compute a table of the backend and stream it to Parquet; it never is in memory as a whole."""
    return write_whole(path, lambda file: _stream(rows, file))


def _stream(rows: "ibis.Table", file: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = rows.schema().to_pyarrow()
    with backend.batches(rows, beside=file) as batches, pq.ParquetWriter(file, schema) as writer:
        for batch in batches:
            # Engines add whole numbers up to wider ones, and tell time finer, than the table's schema says.
            writer.write_table(pa.Table.from_batches([batch]).cast(schema))


def write_csv(path: Path, rows: Path, change: "Callable[[pa.Table], pa.Table]" = lambda piece: piece) -> Path:
    """Write Parquet as CSV, piece by piece; text that a spreadsheet takes for a formula gets a quote.

    Args:
        path: Where to write.
        rows: The Parquet file.
        change: What to do with each piece first.
    """
    return write_whole(path, lambda file: _as_csv(rows, file, change))


def _as_csv(rows: Path, file: Path, change: "Callable[[pa.Table], pa.Table]") -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq
    from pyarrow import csv

    source = pq.ParquetFile(rows)
    with csv.CSVWriter(file, change(source.schema_arrow.empty_table()).schema) as writer:
        for batch in source.iter_batches():
            piece = change(pa.Table.from_batches([batch]))
            columns = [
                _as_text(column) if pa.types.is_string(column.type) else column for column in piece.columns
            ]
            writer.write_table(pa.table(columns, schema=piece.schema))


def _as_text(column: "pa.ChunkedArray") -> "pa.ChunkedArray":
    import pyarrow.compute as pc

    risky = pc.match_substring_regex(column, r"^[=+\-@\t\r]")
    return pc.if_else(risky, pc.binary_join_element_wise("'", column, ""), column)


@contextmanager
def period_lock(store: Path) -> Iterator[None]:
    """Hold the lock of a quarter's store.

    Raises:
        RunError: Another run is at it.
    """
    store.mkdir(parents=True, exist_ok=True)
    lock = store / "lock"
    holder = _holder(lock)
    if holder and not pid_exists(int(holder)):
        lock.unlink(missing_ok=True)  # a run that was killed
    try:
        handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        raise RunError(
            f"Another run of {store.name} is under way (process {_holder(lock) or 'unknown'}).\n"
            f"Wait for it; if it is no longer there, remove {lock} and run again."
        ) from None
    os.write(handle, str(os.getpid()).encode())
    os.close(handle)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _holder(lock: Path) -> str:
    """The process that made the lock; empty where it is gone, or has not written its number yet."""
    try:
        return lock.read_text()
    except FileNotFoundError:
        return ""


def digest(*parts: bytes | str | Path) -> str:
    """SHA-256 over texts, bytes and the contents of files."""
    total = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else part
        total.update(hashlib.sha256(data.encode() if isinstance(data, str) else data).digest())
    return total.hexdigest()


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, as other tools print it."""
    return hashlib.sha256(data).hexdigest()
