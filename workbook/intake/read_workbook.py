"""Read an Excel workbook: a table per sheet."""

import re
import warnings
import zipfile
from collections.abc import Container, Iterator
from itertools import zip_longest
from pathlib import Path

import pandas as pd

from workbook.catalogues import catalogue, languages
from workbook.intake.header import plain_name, with_header
from workbook.intake.read_csv import NOT_TEXT, OLD_EXCEL
from workbook.tables import RawTable
from workbook.tables.cell_values import Formula
from workbook.tables.faults import TOO_LITTLE_MEMORY, unreadable

UNREAD_SHEETS = tuple(catalogue(language)["intake"]["sheet"].lower() for language in languages())
UNFOLDED = 1_000_000_000
"""How many bytes a workbook may have without its compression."""


def workbook_tables(file: Path, only: Container[str] = ()) -> list[RawTable]:
    """Read the sheets of a workbook, unparsed; one that cannot be read is a table without a name.

    Args:
        file: The workbook.
        only: Read the sheets with these tables and no other; all when empty.
    """
    try:
        if too_large := _too_large(file):
            return [unreadable("", file.name, too_large)]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on what it leaves out, such as drop-downs
            if not _has_sheets(file):
                reason = "it has no sheet that can be read; save it as .xlsx, not as Strict Open XML"
                return [unreadable("", file.name, reason)]
            return list(_sheets(file, only))
    except PermissionError:
        return [unreadable("", file.name, "another program holds it; close it there")]
    except MemoryError:
        return [unreadable("", file.name, TOO_LITTLE_MEMORY)]
    except Exception:  # openpyxl raises what its XML, its zip or its styles trip over
        old = file.is_file() and file.read_bytes().startswith(OLD_EXCEL)
        reason = NOT_TEXT[OLD_EXCEL] if old else "it is not a whole Excel workbook; save it again as .xlsx"
        return [unreadable("", file.name, reason)]


def _has_sheets(file: Path) -> bool:
    """Whether a workbook has a sheet: in a strict one openpyxl sees none, and says nothing."""
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True)
    try:
        return bool(book.worksheets)
    finally:
        book.close()


def _too_large(file: Path) -> str:
    """Why a workbook is not unfolded; empty where it may be."""
    with zipfile.ZipFile(file) as parts:
        size = sum(part.file_size for part in parts.infolist())
    if size <= UNFOLDED:
        return ""
    return (
        f"it unfolds to {size / 1e9:,.1f} GB, and a workbook may have {UNFOLDED / 1e9:,.0f}; "
        "give large tables as CSV or Parquet in data/"
    )


def _sheets(file: Path, only: Container[str]) -> Iterator[RawTable]:
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True, data_only=True)
    formulas = load_workbook(file, read_only=True) if has_formulas(file) else None
    for sheet in book.worksheets:
        unread = sheet.title.strip().lower() in UNREAD_SHEETS
        if not unread and (not only or plain_name(sheet.title) in only):
            rows = _filled_rows(sheet)
            if formulas:
                rows = _with_formulas(rows, _filled_rows(formulas[sheet.title]))
            cells = pd.DataFrame(list(rows.values()), index=list(rows), dtype=object)
            yield with_header(plain_name(sheet.title), f"{file.name}, sheet {sheet.title}", cells)
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
