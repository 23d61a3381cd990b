"""The error cells of an .xls file: records ([MS-XLS]) in a stream of a compound file ([MS-CFB])."""

import struct
from collections.abc import Iterator
from pathlib import Path

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_BOF, _EOF, _SHEET, _ERROR_CELL, _FORMULA = 0x809, 0x0A, 0x85, 0x205, 0x06
_EXCEL_97 = 0x600
_LAST_SECTOR = 0xFFFFFFFA  # numbers from here on end a chain
_TABLE_IN_HEADER = 109
_UTF_16 = 1


def error_cells(file: Path) -> dict[str, dict[tuple[int, int], str]]:
    """The text of the error cells, by sheet, row and column, both from 1.

    Args:
        file: An .xls file of Excel 97 or later.

    Raises:
        ValueError: It is older, or not whole.
    """
    try:
        stream = _workbook_stream(file.read_bytes())
        return {name: dict(_errors_from(stream, start)) for name, start in _sheets(stream)}
    except (LookupError, struct.error, UnicodeDecodeError) as error:
        raise ValueError("where its cells hold errors cannot be told; save it as .xlsx") from error


def _workbook_stream(data: bytes) -> bytes:
    size = 1 << struct.unpack_from("<H", data, 0x1E)[0]

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    def chain(number: int) -> bytes:
        pieces = []
        while number < _LAST_SECTOR and len(pieces) <= len(following):
            pieces.append(sector(number))
            number = following[number]
        return b"".join(pieces)

    parts = list(struct.unpack_from(f"<{_TABLE_IN_HEADER}I", data, 0x4C))
    more = struct.unpack_from("<I", data, 0x44)[0]
    while more < _LAST_SECTOR and len(parts) * size < len(data):
        *numbers, more = struct.unpack(f"<{size // 4}I", sector(more))
        parts += numbers
    table = b"".join(sector(part) for part in parts if part < _LAST_SECTOR)
    following = struct.unpack(f"<{len(table) // 4}I", table)
    folder = chain(struct.unpack_from("<I", data, 0x30)[0])
    for entry in (folder[start : start + 128] for start in range(0, len(folder), 128)):
        if entry.startswith("Workbook\0".encode("utf-16-le")):
            return chain(struct.unpack_from("<I", entry, 116)[0])
    raise LookupError("no workbook in it")


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream, of parts within it too."""
    depth = 0
    while True:
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        depth += (kind == _BOF) - (kind == _EOF)
        if depth < 1:
            return
        place += 4 + length


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """The name of each sheet, and where in the stream it begins."""
    for kind, record in _records(stream, 0):
        if kind == _BOF and struct.unpack_from("<H", record)[0] != _EXCEL_97:
            raise LookupError("of before 1997")
        if kind == _SHEET:
            start, _, length, coding = struct.unpack_from("<IHBB", record)
            wide = coding & _UTF_16
            name = record[8 : 8 + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1")
            yield name, start


def _errors_from(stream: bytes, start: int) -> Iterator[tuple[tuple[int, int], str]]:
    for kind, record in _records(stream, start):
        if kind == _ERROR_CELL and record[7]:
            code = record[6]
        elif kind == _FORMULA and record[6] == 2 and record[12:14] == b"\xff\xff":
            code = record[8]
        else:
            continue
        row, column = struct.unpack_from("<HH", record)
        yield (row + 1, column + 1), _ERRORS[code]
