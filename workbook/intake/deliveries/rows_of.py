"""The rows of any file that a client may deliver, as text: CSV, spreadsheets, Parquet, JSON lines, zip."""

import csv
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.intake.csv_layout import csv_layout
from workbook.intake.read_csv import next_rows, refuse_swallowed_rows
from workbook.intake.read_sheets import sheets

if TYPE_CHECKING:
    import pandas as pd

Rows = Iterator[tuple[int, list[str]]]
"""The number of each row, and its cells as text; blank where there is nothing."""
UNFOLDED = 2_000_000_000
"""How many bytes an archive may have without its compression."""
PIECE = 5_000
"""Records of a CSV file that are read at once."""
SHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
KINDS = (".csv", ".tsv", ".txt", *SHEETS, ".parquet", ".json", ".jsonl", ".ndjson", ".zip")


def sources(file: Path, work: Path) -> Iterator[tuple[str, Callable[[], Rows]]]:
    """The tables that a file holds: its sheets, the files of an archive, or itself.

    Args:
        file: The file.
        work: Where the files of an archive are unfolded.

    Yields:
        The name of each, and what gives its rows.

    Raises:
        ValueError: It cannot be read; says why.
    """
    kind = file.suffix.lower()
    if kind == ".zip":
        for part in _unfolded(file, work):
            yield from ((f"{file.name}, {name}", rows) for name, rows in sources(part, work))
    elif kind in SHEETS:
        yield from _sheets(file)
    elif kind == ".parquet":
        yield file.name, lambda: _parquet(file)
    elif kind in (".json", ".jsonl", ".ndjson"):
        yield file.name, lambda: _json(file)
    elif kind in KINDS:
        yield file.name, lambda: _csv(file)
    else:
        raise ValueError(f"a delivery ends in {', '.join(KINDS)}, and not in '{kind}'")


def _csv(file: Path) -> Rows:
    layout = csv_layout(file)
    with layout.open(file) as text:
        number, width = 1, 0
        if layout.names_separator:
            next(text)
            yield number, []
            number = 2
        records, lines = csv.reader(text, delimiter=layout.separator, strict=True), 0
        while rows := next_rows(records, PIECE, number):
            width = max(width, *map(len, rows))  # a title above the heading is narrower
            if records.line_num - lines > len(rows):
                refuse_swallowed_rows(rows, number, width, layout.separator)
            yield from enumerate(rows, start=number)
            number, lines = number + len(rows), records.line_num


def _sheets(file: Path) -> Iterator[tuple[str, Callable[[], Rows]]]:
    for name, cells in sheets(file).items():
        yield f"{file.name}, sheet {name}", lambda cells=cells: _cells(cells)


def _cells(cells: "pd.DataFrame") -> Rows:
    for number, *row in cells.itertuples(name=None):
        yield number, [_text(cell) for cell in row]


def _text(cell: object) -> str:
    """A typed cell as text: whole numbers without a fraction, days and times as in 2026-07-01 09:30:00."""
    if cell is None or cell != cell:  # NaN is not itself
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, bytes):
        return cell.decode("utf-8", errors="replace")
    if isinstance(cell, datetime) and cell.tzinfo is not None:  # midnight is a time where it names its zone
        return cell.isoformat(sep=" ")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return str(cell)


def _parquet(file: Path) -> Rows:
    import pyarrow.parquet as pq

    opened = pq.ParquetFile(file)
    yield 0, opened.schema_arrow.names
    number = 0
    for batch in opened.iter_batches(50_000):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            number += 1
            yield number, [_text(cell) for cell in row]


def _json(file: Path) -> Rows:
    """JSON lines, or a list of objects; what an object holds within is named with a point."""
    text = file.read_text(encoding="utf-8-sig")
    try:
        listed = json.loads(text) if text.lstrip().startswith("[") else None
        lines = enumerate(text.split("\n"), start=1)  # other signs that end a line may stand in a text
        items = (
            list(enumerate(listed, start=1))
            if listed is not None
            else [(number, json.loads(line)) for number, line in lines if line.strip()]
        )
    except ValueError as error:
        raise ValueError(f"it is not JSON with an object per line: {error}") from error
    flat = [(number, dict(_flat(item))) for number, item in items]
    names = list(dict.fromkeys(name for _, item in flat for name in item))
    yield 0, names
    for number, item in flat:
        yield number, [_text(item.get(name)) for name in names]


def _flat(item: object, before: str = "") -> Iterator[tuple[str, object]]:
    if not isinstance(item, dict):
        raise ValueError("it is not JSON with an object per line")
    for name, value in item.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", json.dumps(value) if isinstance(value, list) else value


def _unfolded(file: Path, work: Path) -> Iterable[Path]:
    """The files of an archive, by their last names; folders in it count for nothing."""
    try:
        _refuse_too_large(file)
        with zipfile.ZipFile(file) as parts:
            for part in parts.infolist():
                name = Path(part.filename).name
                if part.is_dir() or name.startswith((".", "~")) or "__MACOSX" in part.filename:
                    continue
                if Path(name).suffix.lower() not in KINDS or name.lower().endswith(".zip"):
                    continue
                place = work / f"{file.stem}-{len(list(work.iterdir()))}" / name
                place.parent.mkdir(parents=True)
                with parts.open(part) as packed, place.open("wb") as unpacked:
                    _copy(packed, unpacked)
                yield place
    except (zipfile.BadZipFile, RuntimeError) as error:  # RuntimeError: a password is needed
        raise ValueError("it is not a whole zip archive, or has a password") from error


def _copy(packed, unpacked) -> None:
    """Copy, and stop where the archive holds more than it says."""
    size = 0
    while block := packed.read(1_000_000):
        size += len(block)
        if size > UNFOLDED:
            raise ValueError(f"it unfolds to more than {UNFOLDED / 1e9:.0f} GB")
        unpacked.write(block)


def _refuse_too_large(file: Path) -> None:
    with zipfile.ZipFile(file) as parts:
        size = sum(part.file_size for part in parts.infolist())
    if size > UNFOLDED:
        raise ValueError(f"it unfolds to {size / 1e9:,.1f} GB, and {UNFOLDED / 1e9:.0f} GB is the most")
