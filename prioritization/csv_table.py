"""CSV files as spreadsheets write them: comma or semicolon, decimal point or decimal comma."""

import codecs
import csv
import re
from io import StringIO
from pathlib import Path

import pandas as pd
from pandas import DataFrame, Index, Series

from prioritization.errors import OpportunitiesError, fault_list
from prioritization.headings import plain_heading

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
CURRENCY = re.compile(r"(?<![^-])\s*(€|\$|£|EUR)\s*(?=[-\d])|(?<=[-\d])\s*(€|EUR)$")
SIGN = re.compile(r"\s*-?\s*(€|\$|£|EUR)\s*-?[\d.,\s–—-]+|\s*-?[\d.,\s–—-]+(€|\$|£|EUR)\s*")
"""An amount with its currency before or behind it."""
ROUND = re.compile(r"(?<=\d)([,.])(-{1,2}|–|—)$")
"""1000,- is 1000,00."""
SPACED = re.compile(r"-?[1-9]\d{0,2}([ \u00a0\u202f]\d{3})+(?!\d)")
"""Thousands with spaces between, which nothing else can be."""
TEXT = ("opportunity", "title", "requires", "excludes", "role", "quarter", "earliest", "deadline", "team")
ROWS = re.compile(r"\b(row|rows) (\d+(?:, \d+)*)\b")


def csv_table(path: Path) -> DataFrame:
    """Read a CSV file, whichever country's spreadsheet wrote it.

    A file with semicolons has decimal commas, unless its numbers can only be read with points. Where
    a number tells for certain which sign is decimal, the other marks thousands. A number that can be
    read in two ways is refused. "€ 100.000,00", "1 000" and "1000,-" are numbers too: a currency,
    spaces between thousands and a dash for no cents are taken off first.

    A line has as many fields as the header. One with more is refused, unless those are blank, and so is
    one with fewer: what is missing cannot be told from what was cut off. A line without any content,
    and a column without a name, are passed over.

    Args:
        path: The file: UTF-16 with a byte-order mark, UTF-8 with or without one, or Windows-1252.

    Returns:
        The table, with ids, roles and quarters as text. Its index holds the line of the file on which
        each row begins; the header is on line 1.

    Raises:
        OpportunitiesError: The file holds no table, a name appears twice in its header, lines have
            too many fields or too few, or numbers can be read in two ways.
    """
    try:
        header, *rows = _records(_decoded(path.read_bytes()))
    except (UnicodeError, csv.Error, ValueError) as error:
        raise OpportunitiesError(
            f"{path.name} cannot be read as a table: {error}. Save it as CSV in UTF-8."
        ) from error
    faults = _shape_faults(header, rows)
    if faults:
        raise OpportunitiesError(fault_list(path.name, faults))
    table = _table(header[1], rows)
    faults += [fault for name in table for fault in _currency_faults(table[name])]
    figures = [name for name in table.columns if name not in TEXT]
    bare = {name: table[name].map(_bare, na_action="ignore") for name in figures}
    written = {cell for column in bare.values() for cell in column.dropna()}
    signs = [sign for sign, certain in CERTAIN.items() if any(map(certain.fullmatch, written))]
    decimal = signs[0] if len(signs) == 1 else "," if header[2] == ";" else "."
    pattern = (GROUPED if len(signs) == 1 else PLAIN)[decimal]
    for name in figures:
        table[name] = _numbers(table[name], bare[name], decimal, pattern, faults)
    if faults:
        raise OpportunitiesError(fault_list(path.name, faults))
    return table


def lone_number(written: str) -> float:
    """Read a number that has no file around it to tell which of its signs is decimal.

    Args:
        written: A number, as `csv_table` reads them.

    Returns:
        The number.

    Raises:
        ValueError: It is no number, or can be read in two ways.

    Example:
        >>> lone_number("300.000,00"), lone_number("300,000.00"), lone_number("€ 1 000,-")
        (300000.0, 300000.0, 1000.0)
    """
    bare = _bare(written)
    read = {float(_pointed(bare, decimal)) for decimal, grouped in GROUPED.items() if grouped.fullmatch(bare)}
    if not read:
        raise ValueError(f"'{written}' is no amount")
    if len(read) > 1:
        raise ValueError(f"'{written}' can be read in two ways; write {max(read, key=abs):.0f} or {bare}0")
    return read.pop()


def with_line_numbers(message: str, lines: Index) -> str:
    """Count lines of a file where a message counts rows of a table.

    Args:
        message: Speaks of "row 1" or "rows 1, 2", from 1.
        lines: The line per row, as the index of `csv_table` has it.

    Returns:
        The message, with "line" in the place of "row".

    Example:
        >>> with_line_numbers("row 1, score: is blank; 'A' appears 2 times (rows 1, 3)", Index([2, 3, 5]))
        "line 2, score: is blank; 'A' appears 2 times (lines 2, 5)"
    """

    def as_lines(match: re.Match) -> str:
        rows = [int(number) for number in match[2].split(", ")]
        there = [str(lines[row - 1]) if row <= len(lines) else str(row) for row in rows]
        return f"{match[1].replace('row', 'line')} {', '.join(there)}"

    return ROWS.sub(as_lines, message)


def _decoded(content: bytes) -> str:
    """UTF-16 says so at its beginning; what is not UTF-8 comes from Windows."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _records(text: str) -> list[tuple[int, list[str], str]]:
    """The header, and then each line with content: where it begins, its fields, and what parts them."""
    named = re.match(r"sep=(.)\r?\n", text)  # as Excel says it
    text = text if named is None else "\n" + text[named.end() :]
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").partition("\n")[0])
    separator = named[1] if named else max(",;\t|", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    records, begins = [], 1
    try:
        for record in reader:
            fields = [field.strip() for field in record]
            if any(fields):
                headed = fields if records else [plain_heading(field) for field in fields]
                records.append((begins, headed, separator))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(f"line {begins}: {error}") from error
    if not records:
        raise ValueError("it is empty")
    return records


def _shape_faults(header: tuple[int, list[str], str], rows: list[tuple[int, list[str], str]]) -> list[str]:
    names = header[1]
    there = len(names) if names[-1] else max(place for place, name in enumerate(names, start=1) if name)
    twice = sorted({name for name in names if name and names.count(name) > 1})
    return [f"header: '{name}' appears twice" for name in twice] + [
        f"line {line}: {len(fields)} fields, the header has {there}"
        for line, fields, _ in rows
        if len(fields) < there or any(fields[there:])
    ]


def _table(names: list[str], rows: list[tuple[int, list[str], str]]) -> DataFrame:
    lines = Index([line for line, _, _ in rows], name="line", dtype=int)
    fields = [[*fields, *[""] * len(names)][: len(names)] for _, fields, _ in rows]
    table = DataFrame(fields, columns=names, index=lines, dtype="str")
    return table.loc[:, table.columns != ""].replace("", None)


def _currency_faults(column: Series) -> list[str]:
    """Amounts in different currencies are not one column of numbers."""
    found = column.dropna().map(SIGN.fullmatch).dropna()
    signs = found.map(lambda match: (match[1] or match[2]).replace("EUR", "€"))
    if signs.nunique() < 2:
        return []
    of = [f"{sign} (line {lines.index[0]})" for sign, lines in signs.groupby(signs, sort=False)]
    return [f"column '{column.name}' holds amounts in {' and '.join(of)}; convert them to one currency"]


def _bare(cell: str) -> str:
    """The number in an amount: no currency, no spaces between thousands, a dash for no cents as 00."""
    bare = ROUND.sub(r"\g<1>00", CURRENCY.sub("", cell.strip()))
    return re.sub(r"\s", "", bare) if SPACED.match(bare) else bare


def _pointed(bare: str, decimal: str) -> str:
    """A number without thousands marked, and with a decimal point."""
    return bare.replace("." if decimal == "," else ",", "").replace(decimal, ".")


def _numbers(column: Series, bare: Series, decimal: str, pattern: re.Pattern, faults: list[str]) -> Series:
    """The column as numbers where all of it is; otherwise what is a number is written with a point."""
    rewritten = column.copy()
    for line, cell in bare.dropna().items():
        if pattern.fullmatch(cell):
            rewritten[line] = _pointed(cell, decimal)
        elif decimal == "," and POINTED.fullmatch(cell):
            faults.append(
                f"line {line}, {column.name}: '{column[line]}' can be read in two ways; write "
                f"{cell.replace('.', '')} or {cell.replace('.', ',')}"
            )
    read = pd.to_numeric(rewritten, errors="coerce")
    return rewritten if (read.isna() & column.notna()).any() else read
