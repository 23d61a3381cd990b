"""Read the sheets of a spreadsheet file in a process of its own: a file that asks too much ends only that."""

import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

import pandas as pd

from workbook.intake.lost_cells import lost_cells

UNFOLDED = 1_000_000_000
"""How many bytes a workbook may have without its compression."""
MEMORY = 4_000_000_000
"""How many bytes the process may take."""
SECONDS = 600
"""How long it may take."""
_PROCESS = Path(__file__).with_name("sheets_process.py")


def sheets(file: Path, wanted: Callable[[str], object] = bool) -> dict[str, pd.DataFrame]:
    """Read the sheets of an xlsx, xlsm, xls or ods file, hidden ones too.

    Args:
        file: The file; its content tells its kind, whatever it is named.
        wanted: Which sheets to read, by name; all when not given.

    Returns:
        The cells of each sheet, in the order of the file: the filled rows by their number from 1, the columns
        from 0 for column A. A cell is text, a whole number, a float, a bool, a datetime, a time, a timedelta,
        or missing where it is blank or only formatted. An error is its text, as #DIV/0!, and a formula that
        was saved without its result is a `Formula`.

    Raises:
        ValueError: It cannot be read; says why, and the way out.
        OSError: It cannot be opened.
    """
    _refuse_too_large(file)
    with _process(file) as child:
        names = _told(child)
        if isinstance(names, str):
            raise ValueError(names)
        if not names:
            raise ValueError("it has no sheet that can be read")
        asked = [name for name in names if wanted(name)]
        pickle.dump(asked, child.stdin)
        child.stdin.close()
        found = _cells(child)
    for name, lost in lost_cells(file, asked).items():
        found[name] = _with_lost(found[name], lost)
    return found


def _refuse_too_large(file: Path) -> None:
    try:
        with zipfile.ZipFile(file) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile:  # an .xls, or what the process will say of it
        return
    if size > UNFOLDED:
        raise ValueError(
            f"it unfolds to {size / 1e9:,.1f} GB, and a workbook may have {UNFOLDED / 1e9:,.0f}; "
            "give large tables as CSV or Parquet in data/"
        )


@contextmanager
def _process(file: Path) -> Iterator[subprocess.Popen]:
    """The process that reads a file; it is ended when its time is over."""
    command = [sys.executable, "-P", str(_PROCESS), str(file.resolve()), str(MEMORY), str(SECONDS)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **pipes) as child:
        clock = Timer(SECONDS, child.kill)
        clock.start()
        try:
            yield child
        finally:
            clock.cancel()
            child.kill()


def _told(child: subprocess.Popen, sheet: str = "") -> Any:
    try:
        return pickle.load(child.stdout)
    except (EOFError, pickle.UnpicklingError):
        place = f"its sheet {sheet}" if sheet else "it"
        raise ValueError(
            f"{place} takes more than {MEMORY / 1e9:.0f} GB of memory or {SECONDS / 60:.0f} minutes to read; "
            "Ctrl+End shows the last cell of a sheet: if that lies far from the table, delete the rows and "
            "columns between and save it, else give the table as CSV or Parquet in data/"
        ) from None


def _cells(child: subprocess.Popen) -> dict[str, pd.DataFrame]:
    """The sheets as the process tells them, piece by piece."""
    found: dict[str, tuple[list[int], list[list]]] = {}
    name = ""
    while (told := _told(child, name)) is not None:
        if isinstance(told, str):
            name = told
            found[name] = [], []
        else:
            numbers, columns = found[name]
            numbers += told[0]
            columns += [[] for _ in told[1][len(columns) :]]
            for column, piece in zip(columns, told[1], strict=True):
                column += piece
    return {
        name: pd.DataFrame(dict(enumerate(columns)), index=numbers, dtype=object)
        for name, (numbers, columns) in found.items()
    }


def _with_lost(cells: pd.DataFrame, lost: Mapping[tuple[int, int], str]) -> pd.DataFrame:
    """The cells with those that were lost; a row that held nothing else comes in its place."""
    by_column: dict[int, dict[int, str]] = {}
    for (row, column), text in lost.items():
        by_column.setdefault(column - 1, {})[row] = text
    rows = sorted({*cells.index, *(row for row, _ in lost)})
    cells = cells.reindex(index=rows, columns=range(max(cells.shape[1], *(place + 1 for place in by_column))))
    cells = cells.astype(object)
    for place, texts in by_column.items():
        cells.loc[list(texts), place] = pd.Series(texts, dtype=object)
    return cells
