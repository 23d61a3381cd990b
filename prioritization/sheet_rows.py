"""Rows of a sheet in a spreadsheet: xlsx, xlsm, xls or ods."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile, is_zipfile

STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of spreadsheets begin, new and old."""
UNFOLDED = 1_000_000_000
"""How many bytes a workbook may have without its compression."""
CELLS = 20_000_000
"""How many cells the rectangle of a sheet may have, filled or not."""
_CELL = re.compile(rb"<(?:\w+:)?c (?P<is>[^>]*)(?<!/)>(?P<holds>.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb'\br="(?P<column>[A-Z]+)(?P<row>\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_RESULT = re.compile(rb"<(?:\w+:)?v>[^<]")

Row = tuple[int, list[object]]


def sheet_rows(content: bytes, is_wanted: Callable[[list[Row]], bool]) -> Iterator[Row]:
    """Read the rows that hold something of the one sheet with a table.

    Args:
        content: The file.
        is_wanted: Says of the rows of a sheet whether the table stands there; asked where several sheets
            hold something.

    Yields:
        Per row its number in the sheet, from 1, and its cells: text, numbers, yes and no; days as text.

    Raises:
        ValueError: It is no whole spreadsheet, no sheet or several hold the table, or a cell of it holds an
            error or a formula without its result, which would be read as nothing.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if is_zipfile(BytesIO(content)):
        _refuse_too_large(content)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = {name: _filled(book.get_sheet_by_name(name)) for name in book.sheet_names}
    except PasswordError as error:
        raise ValueError("it is protected with a password; save it without one") from error
    except (CalamineError, OSError) as error:
        raise ValueError("it is not a whole spreadsheet; save it again as .xlsx") from error
    name = _wanted({name: rows for name, rows in sheets.items() if rows}, is_wanted)
    if part := _parts(content).get(name):
        _refuse_unread(part)
    yield from sheets[name]


def _filled(sheet: object) -> list[Row]:
    rows = enumerate(sheet.to_python(skip_empty_area=False), start=1)
    return [(number, [_plain(cell) for cell in row]) for number, row in rows if any(c != "" for c in row)]


def _plain(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else cell.strip() if isinstance(cell, str) else cell


def _wanted(sheets: dict[str, list[Row]], is_wanted: Callable[[list[Row]], bool]) -> str:
    there = [name for name, rows in sheets.items() if len(sheets) == 1 or is_wanted(rows)]
    if len(there) == 1:
        return there[0]
    found = f"{len(there)} sheets have" if there else "no sheet has"
    raise ValueError(
        f"{found} the table, of {', '.join(sheets) or 'none'}; save one sheet as a file of its own"
    )


def _refuse_too_large(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as parts:
        size = sum(part.file_size for part in parts.infolist())
    if size > UNFOLDED:
        raise ValueError(f"it unfolds to {size / 1e9:,.1f} GB; save the sheet alone, as CSV")
    for sheet, part in _parts(content).items():
        places = [place for cell in _CELL.finditer(part) if (place := _PLACE.search(cell["is"]))]
        rows = max((int(place["row"]) for place in places), default=0)
        columns = max((_number(place["column"]) for place in places), default=0)
        if rows * columns > CELLS:
            raise ValueError(f"sheet {sheet} reaches to row {rows:,} and column {columns:,}; save it as CSV")


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _parts(content: bytes) -> dict[str, bytes]:
    """Per sheet of an xlsx file its XML; nothing for other kinds."""
    if not is_zipfile(BytesIO(content)):
        return {}
    with ZipFile(BytesIO(content)) as parts:
        names = set(parts.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return {}
        rels = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
        files = {rel.get("Id"): rel.get("Target", "").removeprefix("/xl/") for rel in rels}
        book = ElementTree.fromstring(parts.read("xl/workbook.xml"))
        sheets = {
            sheet.get("name"): next((files.get(v) for k, v in sheet.items() if k.endswith("}id")), "")
            for sheet in book.iterfind("{*}sheets/{*}sheet")
        }
        return {name: parts.read(f"xl/{file}") for name, file in sheets.items() if f"xl/{file}" in names}


def _refuse_unread(part: bytes) -> None:
    """Refuse what the library gives as an empty cell: an error, and a formula that was never computed."""
    unread = []
    for cell in _CELL.finditer(part):
        kind, holds = cell["is"], cell["holds"]
        is_text = b't="str"' in kind
        if b't="e"' in kind or (_FORMULA.search(holds) and not is_text and not _RESULT.search(holds)):
            place = _PLACE.search(kind)
            unread.append((place["column"] + place["row"]).decode() if place else "?")
    if unread:
        more = f" and {len(unread) - 5} more" if len(unread) > 5 else ""
        raise ValueError(
            f"{', '.join(unread[:5])}{more} hold an error, or a formula without its result; mend them, or "
            "open the file in the program that made it and save it"
        )
