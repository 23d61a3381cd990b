"""Rows of a CSV file, in the encodings and separators that spreadsheets write."""

import codecs
import csv
import re
from collections.abc import Iterator
from io import StringIO

TOP = 10
"""Within so many lines the header is looked for."""
SIGNS = ";,\t|"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def csv_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Read the rows of a CSV file that hold something.

    Args:
        content: UTF-16 or UTF-8, with a byte-order mark or without one, or Windows-1252; parted by what the
            first line names as "sep=;", else by what its first line with any has most of: comma, semicolon,
            tab or |.

    Yields:
        Per row the line on which it begins, from 1, and its fields.

    Raises:
        ValueError: It is not text, or a quote is not closed, or seems to be closed in a later row.

    Example:
        >>> list(csv_rows(b"opportunity;score\\n\\nA;8,5\\n"))
        [(1, ['opportunity', 'score']), (3, ['A', '8,5'])]
    """
    text = _text(content)
    named = re.match(r"sep=(.)\r?\n", text)  # as Excel says it
    text = text if named is None else "\n" + text[named.end() :]
    separator = named[1] if named else _separator(text)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    begins, width = 1, 0
    try:
        for record in reader:
            fields = [field.strip() for field in record]
            width = width if width > 1 else sum(map(bool, fields))
            if any(_swallowed(field, separator, width) for field in fields):
                raise ValueError(f"on line {begins} a text in quotes runs over what look like other rows")
            if any(fields):
                yield begins, fields
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(f"on line {begins} a quote is not closed, or not doubled") from error


def _separator(text: str) -> str:
    """The sign that the first line with any has most of; a title above the header has none."""
    lines = (re.sub(r'"[^"]*"', "", line) for line in text.lstrip().splitlines()[:TOP])  # quotes part nothing
    header = next((line for line in lines if any(sign in line for sign in SIGNS)), "")
    return max(SIGNS, key=header.count)


def _swallowed(field: str, separator: str, width: int) -> bool:
    """Whether each line within a text in quotes has as many separators as a row has."""
    inner = field.splitlines()[1:-1] or [""] if "\n" in field else []
    return any(line.count(separator) >= max(width - 1, 2) for line in inner)


def _text(content: bytes) -> str:
    text = _decoded(content)
    if odd := _CONTROL.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        raise ValueError(f"line {line:,} holds a sign that is no text (code {ord(odd[0])}); take it out")
    return text if "\n" in text else text.replace("\r", "\n")


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    wide = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be" if content[:1] == b"\x00" else ""
    try:
        return content.decode(wide or "utf-8-sig")
    except UnicodeDecodeError:
        if wide:
            raise
        return content.decode("cp1252", errors="replace")
