"""How a CSV file is written: its encoding and its separator, found without holding it in memory."""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
NOT_TEXT = {
    b"PK\x03\x04": "it is an Excel workbook or an archive; save it as CSV",
    OLD_EXCEL: "it is protected with a password or made by an old Excel; save it as a new .xlsx",
    b"PAR1": "it is Parquet; give it the ending .parquet",
}
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_BLOCK = 1 << 20
LONGEST = 10_000_000
"""Signs in one cell; what is longer is a quote that stays open."""
SEARCHED = 50_000
"""In how much of a text the first line with a separator is looked for."""
_ODD = bytes([*range(0x09), *range(0x0E, 0x20)])
_NOT_ODD = bytes(sorted({*range(256)} - {*_ODD}))


@dataclass(frozen=True)
class Layout:
    """How a CSV file is written.

    Attributes:
        encoding: As Python names it.
        separator: The sign between two cells.
        names_separator: Whether the first line is Excel's own way to say which separator follows.
    """

    encoding: str
    separator: str
    names_separator: bool

    def open(self, file: Path) -> IO[str]:
        """The file as text for Python's `csv`, with its line ends as they are; a long text is no fault."""
        csv.field_size_limit(max(csv.field_size_limit(), LONGEST))
        return file.open(encoding=self.encoding, errors="replace", newline="")


_ASCII = bytes(range(128))
_UTF8 = re.compile(b"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def csv_layout(file: Path) -> Layout:
    """Find out how a CSV file is written.

    Args:
        file: In UTF-16 or UTF-8 as marked or as it reads, else in the encoding of Western Windows.

    Raises:
        ValueError: It is no text; says what it is.
    """
    with file.open("rb") as opened:
        start = opened.read(_BLOCK)
    for magic, reason in NOT_TEXT.items():
        if start.startswith(magic):
            raise ValueError(reason)
    encoding = _encoding(file, start)
    _refuse_odd_signs(file, encoding)
    with file.open(encoding=encoding, errors="replace", newline="") as opened:
        text = opened.read(SEARCHED)
    named = re.match(r"sep=(.)\r?\n", text)
    bare = re.sub(r'"[^"]*"', "", text)  # what is in quotes parts nothing
    header = next((line for line in bare.splitlines() if re.search(r"[;,\t|]", line)), "")
    return Layout(encoding, named[1] if named else max(";,\t|", key=header.count), bool(named))


def _encoding(file: Path, start: bytes) -> str:
    marked = next((encoding for mark, encoding in _MARKS.items() if start.startswith(mark)), None)
    unmarked = "utf-16-le" if start[1:2] == b"\x00" else "utf-16-be" if start[:1] == b"\x00" else "utf-8"
    decoder = codecs.getincrementaldecoder(marked or unmarked)()
    place = 0
    try:
        for block in _blocks(file):
            held = len(decoder.getstate()[0])
            decoder.decode(block)
            place += len(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        if marked or _is_mostly_utf8(file):
            raise ValueError(
                f"byte {place - held + error.start:,} is broken; save it as CSV UTF-8"
            ) from error
        return "cp1252"
    return marked or unmarked


def _is_mostly_utf8(file: Path) -> bool:
    """Whether more letters with accents are written as UTF-8 has them than otherwise."""
    found = [
        (len(_UTF8.findall(block)), len(_UTF8.sub(b"", block).translate(None, _ASCII)))
        for block in _blocks(file)
    ]
    return sum(good for good, _ in found) > sum(odd for _, odd in found)


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while block := opened.read(_BLOCK):
            yield block


def _refuse_odd_signs(file: Path, encoding: str) -> None:
    odd, signs, lines, first = 0, 0, 0, ""
    wide = encoding.startswith("utf-16")
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for block in _blocks(file):
        data = decoder.decode(block).encode("utf-8", "replace") if wide else block
        if found := data.translate(None, _NOT_ODD):
            if not first:
                line = lines + data.count(b"\n", 0, data.index(found[:1])) + 1
                first = f"line {line:,} holds a sign that is no text (code {found[0]}); take it out"
            odd += len(found)
        signs += len(data)
        lines += data.count(b"\n")
    if odd > max(3, signs / 1000):
        raise ValueError("it is not text; save it as CSV UTF-8")
    if first:
        raise ValueError(first)
