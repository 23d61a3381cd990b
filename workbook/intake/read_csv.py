"""Read CSV in the encodings and separators that spreadsheets write."""

import csv
import io
import re
import warnings
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import pandas as pd

from workbook.intake.header import plain_name, with_header
from workbook.tables import RawTable

SEARCHED = 50_000
"""In how much of a text the first line with a separator is looked for."""
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
NOT_TEXT = {
    b"PK\x03\x04": "it is an Excel workbook or an archive; save it as CSV",
    OLD_EXCEL: "it is protected with a password or made by an old Excel; save it as a new .xlsx",
    b"PAR1": "it is Parquet; give it the ending .parquet",
}


def csv_layout(file: Path) -> tuple[str, str]:
    """The text of a CSV file, with an empty line where Excel names the separator, and the separator."""
    text = _decoded(file.read_bytes())
    named = re.match(r"sep=(.)\r?\n", text)  # Excel's own way to say which separator follows
    text = "\n" + text[named.end() :] if named else text
    bare = re.sub(r'"[^"]*"', "", text[:SEARCHED])  # what is in quotes parts nothing
    header = next((line for line in bare.splitlines() if re.search(r"[;,\t|]", line)), "")
    return text, named[1] if named else max(";,\t|", key=header.count)


def csv_table(file: Path) -> RawTable:
    """Read a CSV file, unparsed; its index is the number of the record, from 1 for the first."""
    text, separator = csv_layout(file)
    if '"' in text:
        _refuse_open_quotes(text, separator)
    width = len(next((row for row in _rows(text, separator) if any(row)), []))
    layout = {"sep": separator, "header": None, "names": range(width + 1), "index_col": False}
    as_text = {"dtype": "str", "keep_default_na": False, "na_values": [""], "skip_blank_lines": False}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)  # that values of a long row are left out
            cells = pd.read_csv(io.StringIO(text), **layout, **as_text) if width else pd.DataFrame()
    except (pd.errors.ParserError, pd.errors.ParserWarning):
        cells = _ragged(text, separator)
    cells.index = pd.RangeIndex(1, len(cells) + 1)
    hint = f"; a value that holds '{separator}' needs quotes"
    return with_header(plain_name(file.stem), file.name, cells, hint)


def _rows(text: str, separator: str, **options: bool) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, **options)


def _refuse_open_quotes(text: str, separator: str) -> None:
    """Refuse a quote that stays open, or is closed in a later row: the rows between would be lost."""
    number, width = 0, 0
    try:
        for row in _rows(text, separator, strict=True):
            number, width = number + 1, width or len(row)
            for cell in (cell for cell in row if "\n" in cell):
                if any(
                    line.count(separator) >= max(width - 1, 2) for line in cell.splitlines()[1:-1] or [""]
                ):
                    raise ValueError(f"in row {number} a text in quotes runs over what look like other rows")
    except csv.Error as error:
        raise ValueError(f"in row {number + 1} a quote is not closed, or not doubled") from error


def _ragged(text: str, separator: str) -> pd.DataFrame:
    """The cells of rows of any length; a quote that stays open would swallow the rest of the file."""
    rows: list[list[str]] = []
    try:
        for row in _rows(text, separator, strict=True):
            rows.append(row)
    except csv.Error as error:
        raise ValueError(f"in row {len(rows) + 1} a quote is not closed, or not doubled") from error
    return pd.DataFrame(dict(enumerate(zip_longest(*rows))), dtype="str")


def _decoded(data: bytes) -> str:
    for magic, reason in NOT_TEXT.items():
        if data.startswith(magic):
            raise ValueError(reason)
    text = _in_its_encoding(data)
    if odd := re.search(r"[\x00-\x08\x0e-\x1f]", text):
        if len(re.findall(r"[\x00-\x08\x0e-\x1f]", text)) > max(3, len(text) / 1000):
            raise ValueError("it is not text; save it as CSV UTF-8")
        line = text.count("\n", 0, odd.start()) + 1
        raise ValueError(f"line {line:,} holds a sign that is no text (code {ord(odd[0])}); take it out")
    return text if "\n" in text else text.replace("\r", "\n")


def _in_its_encoding(data: bytes) -> str:
    """Text in UTF-16 or UTF-8 as marked or as it reads, else in the encoding of Western Windows."""
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    marked = next((encoding for mark, encoding in marks.items() if data.startswith(mark)), None)
    unmarked = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be" if data[:1] == b"\x00" else "utf-8"
    try:
        return data.decode(marked or unmarked)
    except UnicodeDecodeError as error:
        if marked:
            raise ValueError(f"byte {error.start:,} is broken; save it as CSV UTF-8") from error
        return data.decode("cp1252", errors="replace")
