"""The cells of a spreadsheet that its reader gives as nothing: errors, and formulas without their result."""

import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from html import unescape
from pathlib import Path
from posixpath import join, normpath
from xml.etree import ElementTree

from workbook.intake.old_excel import error_cells
from workbook.tables.cell_values import Formula

Cells = dict[tuple[int, int], str]
"""Text by row and column, both from 1."""

_BLOCK = 1 << 20
_ERROR = re.compile(
    rb"<(?:\w+:)?c\s([^>]*\bt=[\"']e[\"'][^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<", re.DOTALL
)
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f(?:\s([^>]*?))?(?:/>|>([^<]*)</(?:\w+:)?f>)"
    rb"(?:\s*<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)<)?"
)
_TEXT_RESULT = re.compile(rb"\bt=[\"']str[\"']")
_SHARED = re.compile(rb"\bsi=[\"'](\d+)[\"']")
_ADDRESS = re.compile(rb"\br=[\"']([A-Z]+)(\d+)[\"']")
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")


def lost_cells(file: Path, sheets: Collection[str]) -> dict[str, Cells]:
    """The error cells and the formulas without a result, by sheet.

    Args:
        file: An xlsx, xlsm, xls or ods file.
        sheets: Which sheets to look at.

    Returns:
        The text of an error, as #DIV/0!, and `Formula` for a formula that was saved without its result.

    Raises:
        ValueError: There are such cells, and where cannot be told.
    """
    if not zipfile.is_zipfile(file):
        return {name: cells for name, cells in error_cells(file).items() if cells and name in sheets}
    try:
        with zipfile.ZipFile(file) as parts:
            if "content.xml" in parts.namelist():
                return _refuse_lost_in_ods(parts)
            places = _parts_of_sheets(parts)
            found = {name: _lost(parts, places[name]) for name in sheets}
    except (KeyError, StopIteration, ElementTree.ParseError, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError("where its cells hold errors cannot be told; save it again as .xlsx") from error
    return {name: cells for name, cells in found.items() if cells}


def _parts_of_sheets(parts: zipfile.ZipFile) -> dict[str, str]:
    """The part of a workbook that holds each of its sheets, by the name of the sheet."""
    as_written = {name.lower(): name for name in parts.namelist()}
    if "xl/workbook.bin" in as_written:
        raise ValueError("it is a binary workbook; save it as .xlsx")
    relations = ElementTree.fromstring(parts.read(as_written["xl/_rels/workbook.xml.rels"]))
    targets = {relation.get("Id"): relation.get("Target") for relation in relations}
    places = {}
    for sheet in ElementTree.fromstring(parts.read(as_written["xl/workbook.xml"])).iterfind(".//{*}sheet"):
        link = next(value for name, value in sheet.items() if name.endswith("}id"))
        place = normpath(join("/xl", targets[link])).lstrip("/").lower()
        places[sheet.get("name")] = as_written[place]
    return places


def _lost(parts: zipfile.ZipFile, place: str) -> Cells:
    found: Cells = {}
    shared: dict[bytes, str] = {}
    for block in _blocks(parts, place):
        for cell in _ERROR.finditer(block) if b't="e"' in block or b"t='e'" in block else ():
            found[_address(cell[1])] = _text(cell[2])
        for cell in _FORMULA.finditer(block) if b"<f" in block or b":f" in block else ():
            which = _SHARED.search(cell[2] or b"")
            formula = _text(cell[3] or b"")
            if which:  # only the first of the cells that share a formula holds its text
                formula = shared.setdefault(which[1], formula)
            if cell[4] is None and not _TEXT_RESULT.search(cell[1]):
                found[_address(cell[1])] = Formula(f"={formula}")
    return found


def _blocks(parts: zipfile.ZipFile, place: str) -> Iterator[bytes]:
    """The XML of a part in pieces of whole rows."""
    rest = b""
    with parts.open(place) as part:
        while data := part.read(_BLOCK):
            whole, end, rest = (rest + data).rpartition(b"row>")
            yield whole + end
    yield rest


def _address(attributes: bytes) -> tuple[int, int]:
    found = _ADDRESS.search(attributes)
    if not found:
        raise ValueError(
            "a cell with an error or a formula has no address; save it again in a spreadsheet program"
        )
    column = 0
    for letter in found[1]:
        column = column * 26 + letter - 64
    return int(found[2]), column


def _text(xml: bytes) -> str:
    return unescape(xml.decode("utf-8"))


def _refuse_lost_in_ods(parts: zipfile.ZipFile) -> dict[str, Cells]:
    cells = (cell[1] for block in _blocks(parts, "content.xml") for cell in _ODS_CELL.finditer(block))
    n = sum(
        b'value-type="error"' in cell or (b"table:formula=" in cell and b"value-type=" not in cell)
        for cell in cells
    )
    if n:
        raise ValueError(
            f"it holds {n:,} cells with an error or a formula without its result; mend them, or save it as "
            ".xlsx to be told where they are"
        )
    return {}
