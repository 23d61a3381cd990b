"""The process that reads a spreadsheet file: run as a script, within limits, with nothing but calamine.

Its arguments are the file and the limits. It answers in pickles: the names of the sheets, or why the file
cannot be read. It then takes the names that are wanted, and gives for each its name and its filled rows in
pieces (their numbers, and the cells of each column), and None at the end.
"""

import gc
import pickle
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum

OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # and what holds a workbook with a password
PIECE = 5_000
"""How many rows are handed over at once."""


def main(file: str, memory: int, seconds: int) -> None:
    """Read a file within so many bytes and seconds of CPU time, and tell its cells."""
    gc.disable()  # there are many cells, and no cycles
    _limit(memory, seconds)
    try:
        with open(file, "rb") as opened:  # noqa: PTH123 - pathlib takes longer to import than most files to read
            old = opened.read(len(OLD_EXCEL)) == OLD_EXCEL
            opened.seek(0)
            book = CalamineWorkbook.from_filelike(opened)
    except MemoryError:
        raise
    except BaseException:  # calamine raises and panics at what its zip, its XML or its records trip over
        password = "it is protected with a password or damaged; save it as a new .xlsx, without a password"
        return _tell(password if old else "it is not a whole Excel workbook; save it again as .xlsx")
    _tell([sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet])
    for name in pickle.load(sys.stdin.buffer):
        _tell(name)
        _tell_cells(book.get_sheet_by_name(name))
    _tell(None)


def _limit(memory: int, seconds: int) -> None:
    with suppress(ImportError, ValueError, OSError):  # not every system has these limits
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _tell(what: object) -> None:
    pickle.dump(what, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()


def _tell_cells(sheet: CalamineSheet) -> None:
    """Tell the cells of the rows that hold any."""
    rows = sheet.to_python(skip_empty_area=False)
    for start in range(0, len(rows), PIECE):
        piece = enumerate(rows[start : start + PIECE], start + 1)
        if filled := {number: row for number, row in piece if row.count("") < len(row)}:
            _tell((list(filled), [_column(cells) for cells in zip(*filled.values(), strict=True)]))


def _column(cells: Iterable) -> list:
    """Cells of a column: without text is nothing, a day is a moment, a number without a fraction is whole."""
    kinds = set(map(type, cells))
    if str in kinds:
        cells = [None if cell == "" else cell for cell in cells]
    if float in kinds:
        cells = [int(cell) if type(cell) is float and cell.is_integer() else cell for cell in cells]
    if date in kinds:
        cells = [datetime(cell.year, cell.month, cell.day) if type(cell) is date else cell for cell in cells]
    return list(cells)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
