"""CSV files as spreadsheets write them: comma or semicolon, decimal point or decimal comma."""

import codecs
import csv
import re
from io import StringIO
from pathlib import Path

import pandas as pd
from pandas import DataFrame, Index, Series

from prioritization.errors import OpportunitiesError, fault_list

CERTAIN = {
    ",": re.compile(r"-?(\d+,(\d{1,2}|\d{4,})|[1-9]\d{0,2}(\.\d{3})+,\d+)"),
    ".": re.compile(r"-?(\d+\.(\d{1,2}|\d{4,})|[1-9]\d{0,2}(,\d{3})+\.\d+)"),
}
"""Numbers that can be written with one decimal sign only: three digits behind a sign may be thousands."""
GROUPED = {
    ",": re.compile(r"-?([1-9]\d{0,2}(\.\d{3})+|\d+)(,\d+)?"),
    ".": re.compile(r"-?([1-9]\d{0,2}(,\d{3})+|\d+)(\.\d+)?"),
}
"""Numbers with thousands marked, or not."""
POINTED = re.compile(r"-?\d+\.\d+")
"""In a file with decimal commas: thousands, or a decimal point?"""
PLAIN = {",": re.compile(r"-?\d+(,\d+)?"), ".": re.compile(r"-?\d+(\.\d+)?")}
TEXT = ("opportunity", "requires", "excludes", "role", "quarter")
ROWS = re.compile(r"\b(row|rows) (\d+(?:, \d+)*)\b")


def csv_table(path: Path) -> DataFrame:
    """Read a CSV file, whichever country's spreadsheet wrote it.

    A file with semicolons has decimal commas, unless its numbers can only be read with points. Where
    a number tells for certain which sign is decimal, the other marks thousands. A number that can be
    read in two ways is refused.

    Args:
        path: The file: UTF-16 with a byte-order mark, UTF-8 with or without one, or Windows-1252.

    Returns:
        The table, with ids, roles and quarters as text. Its index holds the line of the file on which
        each row begins; the header is on line 1.

    Raises:
        OpportunitiesError: The file holds no table, or numbers that can be read in two ways.
    """
    try:
        text = _decoded(path.read_bytes())
        separator = max(",;\t", key=text.partition("\n")[0].count)
        records, lines = _records(text, separator)
        table = pd.read_csv(
            StringIO(text), sep=separator, dtype=str, keep_default_na=False, na_values=[""]
        ).set_axis(Index(lines[1:], name="line"))
    except (UnicodeError, csv.Error, ValueError) as error:
        raise OpportunitiesError(
            f"{path.name} cannot be read as a table: {error}. Save it as CSV in UTF-8."
        ) from error
    fields = [field.strip() for record in records for field in record]
    signs = [sign for sign, certain in CERTAIN.items() if any(certain.fullmatch(field) for field in fields)]
    decimal = signs[0] if len(signs) == 1 else "," if separator == ";" else "."
    pattern = (GROUPED if len(signs) == 1 else PLAIN)[decimal]
    faults: list[str] = []
    for name in [name for name in table.columns if name not in TEXT]:
        table[name] = _numbers(table[name], decimal, pattern, faults)
    if faults:
        raise OpportunitiesError(fault_list(path.name, faults))
    return table


def said_in_lines(message: str, lines: Index) -> str:
    """Count lines of a file where a message counts rows of a table.

    Args:
        message: Speaks of "row 1" or "rows 1, 2", from 1.
        lines: The line per row, as the index of `csv_table` has it.

    Returns:
        The message, with "line" in the place of "row".

    Example:
        >>> said_in_lines("row 1, score: is blank; 'A' appears 2 times (rows 1, 3)", Index([2, 3, 5]))
        "line 2, score: is blank; 'A' appears 2 times (lines 2, 5)"
    """

    def said(found: re.Match) -> str:
        rows = [int(number) for number in found[2].split(", ")]
        there = [str(lines[row - 1]) if row <= len(lines) else str(row) for row in rows]
        return f"{found[1].replace('row', 'line')} {', '.join(there)}"

    return ROWS.sub(said, message)


def _decoded(content: bytes) -> str:
    """UTF-16 says so at its beginning; what is not UTF-8 comes from Windows."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _records(text: str, separator: str) -> tuple[list[list[str]], list[int]]:
    """The records, without blank lines, and the line on which each begins."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    records, lines, begins = [], [], 1
    for record in reader:
        if record:
            records.append(record)
            lines.append(begins)
        begins = reader.line_num + 1
    return records, lines


def _numbers(column: Series, decimal: str, pattern: re.Pattern, faults: list[str]) -> Series:
    """The column as numbers where all of it is; otherwise what is a number is written with a point."""
    thousands = "." if decimal == "," else ","
    said = column.copy()
    for line, cell in column.dropna().items():
        written = cell.strip()
        if pattern.fullmatch(written):
            said[line] = written.replace(thousands, "").replace(decimal, ".")
        elif decimal == "," and POINTED.fullmatch(written):
            faults.append(
                f"line {line}, {column.name}: '{written}' can be read in two ways; write "
                f"{written.replace('.', '')} or {written.replace('.', ',')}"
            )
    read = pd.to_numeric(said, errors="coerce")
    return said if (read.isna() & column.notna()).any() else read
