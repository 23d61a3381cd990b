"""Read an Excel workbook: a table per sheet."""

import re
import zipfile
from collections.abc import Container
from pathlib import Path

from workbook.catalogues import catalogue, languages
from workbook.intake.header import plain_name, with_header
from workbook.intake.read_sheets import sheets
from workbook.tables import RawTable
from workbook.tables.faults import TOO_LITTLE_MEMORY, unreadable

UNREAD_SHEETS = tuple(catalogue(language)["intake"]["sheet"].lower() for language in languages())


def workbook_tables(file: Path, only: Container[str] = ()) -> list[RawTable]:
    """Read the sheets of a workbook, unparsed; one that cannot be read is a table without a name.

    Args:
        file: The workbook.
        only: Read the sheets with these tables and no other; all when empty.
    """

    def wanted(name: str) -> bool:
        return name.strip().lower() not in UNREAD_SHEETS and (not only or plain_name(name) in only)

    try:
        return [
            with_header(plain_name(name), f"{file.name}, sheet {name}", cells)
            for name, cells in sheets(file, wanted).items()
        ]
    except PermissionError:
        return [unreadable("", file.name, "another program holds it; close it there")]
    except MemoryError:
        return [unreadable("", file.name, TOO_LITTLE_MEMORY)]
    except ValueError as error:
        return [unreadable("", file.name, str(error))]


def has_formulas(file: Path) -> bool:
    """Whether a workbook holds formulas, whose results a program that is not a spreadsheet cannot keep."""
    with zipfile.ZipFile(file) as parts:
        sheets = [part for part in parts.namelist() if part.startswith("xl/worksheets/")]
        return any(re.search(rb"<f[\s>/]", parts.read(part)) for part in sheets)
