"""Write a file whole or not at all, and one run at a time."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from errno import EACCES, EDQUOT, EFBIG, ENAMETOOLONG, ENOSPC, EPERM, EROFS
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from psutil import pid_exists

from workbook import backend
from workbook.errors import RunError, StoreError, WorkbookError

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa

DRAFT = ".partial"  # ends the temporary name of what is being written


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn an error of the operating system into one that names the file and the way out.

    Raises:
        StoreError: The file cannot be written.
    """
    try:
        yield
    except (WorkbookError, TimeoutError):
        raise
    except OSError as error:
        raise StoreError(_unwritable(path, error)) from error


def _unwritable(path: Path, error: OSError) -> str:
    reason = os.strerror(error.errno) if error.errno else str(error)
    folder = next((part.name for part in path.parents if not part.name.endswith(DRAFT)), "")
    file = f"{folder[:60]}/{path.name[:60]}".removeprefix("/")
    if error.errno in (ENOSPC, EDQUOT, EFBIG):
        way_out = "Make room on the disk"
    elif error.errno in (EACCES, EPERM, EROFS):
        way_out = "Allow writing in that folder"
    elif error.errno == ENAMETOOLONG:
        way_out = "Choose a shorter name"
    else:
        way_out = "Check that folder"
    return f"{file} cannot be written: {reason}. {way_out}, and try again."


def draft_of(path: Path) -> Path:
    """The temporary name beside `path` under which this process writes it."""
    return path.with_name(f".{path.name}.{os.getpid()}{DRAFT}")


def write_whole(path: Path, write: Callable[[Path], Any]) -> Path:
    """Let `write` make the file under a temporary name beside `path`, then move it there.

    Raises:
        StoreError: The file cannot be written; nothing is left of it.
    """
    replace_all({path: write})
    return path


def replace_all(writers: Mapping[Path, Callable[[Path], Any]]) -> None:
    """Let every writer make its file under a temporary name, then move all of them there, in their order.

    Raises:
        StoreError: A file cannot be written; none is left under a temporary name.
    """
    drafts = {path: draft_of(path) for path in writers}
    try:
        for path, write in writers.items():
            with writing(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                write(drafts[path])
        for path, draft in drafts.items():
            with writing(path):
                draft.replace(path)
    finally:
        for draft in drafts.values():
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def drop_drafts(folder: Path) -> None:
    """Remove the temporary files of writers that were killed: they may hold rows that are gone since."""
    for draft in list(folder.rglob(f".*{DRAFT}")):
        pid = draft.name.rsplit(".", 2)[1]
        if pid.isdigit() and not pid_exists(int(pid)):
            shutil.rmtree(draft) if draft.is_dir() else draft.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> Path:
    """Write text in UTF-8, whole or not at all."""
    return write_whole(path, lambda file: file.write_text(text, encoding="utf-8"))


def write_json(path: Path, value: Any) -> Path:
    """Write a value as JSON a person can read."""
    return write_text(path, json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def read_json(path: Path) -> dict:
    """Read a JSON object; a file that is absent or damaged is an empty one."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


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


def write_csv(path: Path, pieces: "Iterable[pa.Table]", *, keys: Collection[str] = ()) -> Path:
    """Write tables of the same columns as one CSV; text that a spreadsheet takes for a formula gets a quote.

    Args:
        path: Where to write.
        pieces: The tables; one at the least.
        keys: Columns that stay as they are: an id with a quote before it is another id.
    """
    return write_whole(path, lambda file: _as_csv(pieces, file, keys))


def _as_csv(pieces: "Iterable[pa.Table]", file: Path, keys: Collection[str]) -> None:
    from pyarrow import csv

    with ExitStack() as opened:
        writer = None
        for piece in (_neutral(piece, keys) for piece in pieces):
            writer = writer or opened.enter_context(csv.CSVWriter(file, piece.schema))
            writer.write_table(piece)


def _neutral(table: "pa.Table", keys: Collection[str]) -> "pa.Table":
    """The table with every text plain, and a quote before one that a spreadsheet takes for a formula."""
    import pyarrow as pa

    columns = [
        _as_text(column, name not in keys) if _is_text(column.type) else column
        for name, column in zip(table.column_names, table.columns, strict=True)
    ]
    return pa.table(columns, names=table.column_names)


def _is_text(kind: "pa.DataType") -> bool:
    import pyarrow as pa

    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)


def _as_text(column: "pa.ChunkedArray", is_free: bool) -> "pa.ChunkedArray":
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = column.cast(pa.string())
    if not is_free:
        return plain
    risky = pc.match_substring_regex(plain, r"^[=+\-@\t\r]")
    return pc.if_else(risky, pc.binary_join_element_wise("'", plain, ""), plain)


def write_sheets(path: Path, sheets: Mapping[str, Iterable[Sequence[Any]]]) -> Path:
    """Write an Excel workbook row by row: text as text cells, numbers as numbers, nothing as a formula.

    Args:
        path: Where to write.
        sheets: By name the rows, the headings first.

    Raises:
        StoreError: A text is longer than a cell of Excel can hold; nothing is written.
    """
    return write_whole(path, lambda file: _as_sheets(sheets, file))


def _as_sheets(sheets: Mapping[str, Iterable[Sequence[Any]]], file: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # the same rows make the same file
        text = book.add_format({"num_format": "@"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for at, row in enumerate(rows):
                for place, value in enumerate(row):
                    if _cell(sheet, at, place, value, text):
                        raise StoreError(f"{name}, row {at + 1}: a text is longer than a cell can hold.")


def _cell(sheet: Any, row: int, place: int, value: Any, text: Any) -> int:
    """Write a cell; other than 0 where it does not hold the value."""
    if value is None or value != value:
        return 0
    if isinstance(value, bool):
        return sheet.write_boolean(row, place, value)
    if isinstance(value, int | float):
        return sheet.write_number(row, place, value)
    return sheet.write_string(row, place, str(value), text)


@contextmanager
def period_lock(store: Path) -> Iterator[None]:
    """Hold the lock of a quarter's store; the operating system releases it when the process ends.

    Raises:
        RunError: Another process holds it.
        StoreError: The lock cannot be made.
    """
    from filelock import FileLock, Timeout

    lock, holder = FileLock(store / "lock"), store / "lock.pid"
    try:
        with writing(store / "lock"):
            store.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
    except Timeout:
        raise RunError(
            f"Another run of {store.name} is under way (process {_process(holder)}).\n"
            "Wait until it is done, and run again."
        ) from None
    try:
        write_text(holder, str(os.getpid()))
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _process(holder: Path) -> str:
    """The number of the process that holds a lock; unknown until it has written it."""
    try:
        return holder.read_text() or "unknown"
    except OSError:
        return "unknown"


def digest(*parts: bytes | str | Path) -> str:
    """SHA-256 over texts, bytes and the contents of files."""
    total = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else part
        total.update(hashlib.sha256(data.encode() if isinstance(data, str) else data).digest())
    return total.hexdigest()


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file's bytes, read piece by piece."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, as other tools print it."""
    return hashlib.sha256(data).hexdigest()
