"""A table in a file, CSV or a spreadsheet, whichever country's program wrote it."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pandas import DataFrame, Index

from prioritization.csv_rows import csv_rows
from prioritization.errors import OpportunitiesError, fault_list
from prioritization.headings import is_known, plain_heading
from prioritization.sheet_rows import STARTS, sheet_rows

BLANKS = frozenset({"null", "(null)", "<null>", "nan", "<na>", "n/a", "none", "nil", r"\n", "-", "--", "–"})
"""What programs and people write where there is nothing, in small letters."""
ROWS = re.compile(r"\b(row|rows) (\d+(?:, \d+)*)\b")

Rows = list[tuple[int, list[object]]]


@dataclass(frozen=True, eq=False)
class TableFile:
    """A table as its file holds it.

    Attributes:
        table: Text as it is written and the typed cells of a spreadsheet; missing where there is nothing. Its
            index, named "line" or "row", holds where in the file each row begins.
        notes: Sentences on what was read as nothing.
    """

    table: DataFrame
    notes: tuple[str, ...]


def table_file(path: Path, key: str = "opportunity") -> TableFile:
    """Read a table from a file.

    A line with more filled fields than the header is refused. One with fewer is read, as spreadsheets leave
    out what is empty at the end, and told. Lines without content and columns without a name are passed over,
    and so are columns that share a heading which the engine does not know; those are told.

    Args:
        path: CSV (as `csv_rows` describes it), xlsx, xlsm, xls or ods, told apart by what they hold.
        key: A column of the table, by which its sheet is known among others.

    Returns:
        The table, unparsed, with headings as `plain_heading` writes them.

    Raises:
        OpportunitiesError: The file holds no table, a heading that the engine reads is there twice, or lines
            have too many fields.
    """
    content = path.read_bytes()
    in_sheet = content.startswith(STARTS)
    try:
        rows = list(sheet_rows(content, lambda row: key in _headings(row)) if in_sheet else csv_rows(content))
        if not rows:
            raise ValueError("it is empty")
    except ValueError as error:
        reason = "it is not text; save it as CSV in UTF-8" if isinstance(error, UnicodeError) else error
        raise OpportunitiesError(f"{path.name} cannot be read as a table: {reason}.") from error
    where = "row" if in_sheet else "line"
    names = _headings(rows[0][1])
    while not names[-1]:
        names.pop()
    if faults := _shape_faults(names, rows[1:], where):
        raise OpportunitiesError(fault_list(path.name, faults))
    shared = [name for name in dict.fromkeys(names) if name and names.count(name) > 1]
    notes = [f"Left out, as several columns have this heading: {', '.join(shared)}."] if shared else []
    notes += [] if in_sheet else _short(len(names), rows[1:])
    cells = [[*row, *[""] * len(names)][: len(names)] for _, row in rows[1:]]
    table = DataFrame(cells, columns=names, index=Index([n for n, _ in rows[1:]], name=where), dtype=object)
    table = table.loc[:, ~table.columns.isin(["", *shared])]
    blank = table.map(lambda cell: str(cell).lower() in BLANKS)
    notes += _read_as_nothing(table, blank)
    return TableFile(table.mask(blank | table.eq(""), None), tuple(notes))


def with_line_numbers(message: str, lines: Index) -> str:
    """Count lines of a file where a message counts rows of a table.

    Args:
        message: Speaks of "row 1" or "rows 1, 2", from 1.
        lines: The place per row, as the index of a `TableFile` has it, named "line" or "row".

    Returns:
        The message, with "line" in the place of "row" where the file has lines.

    Example:
        >>> message = "row 1, score: is blank; 'A' appears 2 times (rows 1, 3)"
        >>> with_line_numbers(message, Index([2, 3, 5], name="line"))
        "line 2, score: is blank; 'A' appears 2 times (lines 2, 5)"
    """

    def as_lines(match: re.Match) -> str:
        rows = [int(number) for number in match[2].split(", ")]
        there = [str(lines[row - 1]) if row <= len(lines) else str(row) for row in rows]
        return f"{match[1].replace('row', lines.name or 'row')} {', '.join(there)}"

    return ROWS.sub(as_lines, message)


def _headings(row: list[object]) -> list[str]:
    return [plain_heading(cell) for cell in row]


def _shape_faults(names: list[str], rows: Rows, where: str) -> list[str]:
    twice = sorted({name for name in names if is_known(name) and names.count(name) > 1})
    return [f"header: '{name}' appears twice" for name in twice] + [
        f"{where} {number}: {len(cells)} fields, the header has {len(names)}"
        for number, cells in rows
        if any(cell != "" for cell in cells[len(names) :])
    ]


def _short(width: int, rows: Rows) -> list[str]:
    short = [str(number) for number, cells in rows if len(cells) < width]
    if not short:
        return []
    shown = f"{', '.join(short[:5])}{f' and {len(short) - 5} more' if len(short) > 5 else ''}"
    return [f"Lines with fewer fields than the header; what is missing was read as blank: {shown}."]


def _read_as_nothing(table: DataFrame, blank: DataFrame) -> list[str]:
    counts = {name: Counter(map(str, table.loc[blank[name], name])) for name in table if blank[name].any()}
    words = [f"{n} × '{word}' in {name}" for name, found in counts.items() for word, n in found.items()]
    return [f"Read as nothing: {', '.join(words)}."] if words else []
