"""A table in a file, CSV or a spreadsheet, whichever country's program wrote it."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from pathlib import Path

from pandas import DataFrame, Index, Series

from prioritization.csv_rows import TOP, csv_rows
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


def names_opportunities(headings: list[str]) -> bool:
    """Say whether a row of headings is that of a table of opportunities, as the engine writes it."""
    return "opportunity" in headings


def table_file(
    path: Path, is_header: Callable[[list[str]], bool] = names_opportunities, *, corner: str = ""
) -> TableFile:
    """Read a table from a file.

    The header is the first row, or one of the first ten that `is_header` knows and that has more filled
    cells than those above it, which are left out, and told. A line with more filled fields than the header is
    refused. One with fewer is read, as spreadsheets leave out what is empty at the end, and told. Lines
    without content and columns without a name are passed over. Columns that share a heading which the engine
    does not know, as trackers write several labels, become one with `;` between, and are told.

    Args:
        path: CSV (as `csv_rows` describes it), xlsx, xlsm, xls or ods, told apart by what they hold.
        is_header: Knows the header of the table among the rows of a sheet, and its sheet among others.
        corner: The name of the first column, where it has none.

    Returns:
        The table, unparsed, with headings as `plain_heading` writes them.

    Raises:
        OpportunitiesError: The file holds no table, a heading that the engine reads is there twice, or lines
            have too many fields.
    """

    def has_header(rows: Rows) -> bool:
        return any(is_header(_headings(row)) for _, row in rows[:TOP])

    content = path.read_bytes()
    in_sheet = content.startswith(STARTS)
    try:
        rows = list(sheet_rows(content, has_header) if in_sheet else csv_rows(content))
        if not rows:
            raise ValueError("it is empty")
    except ValueError as error:
        reason = "it is not text; save it as CSV in UTF-8" if isinstance(error, UnicodeError) else error
        raise OpportunitiesError(f"{path.name} cannot be read as a table: {reason}.") from error
    where = "row" if in_sheet else "line"
    rows, split = _one_header(rows, is_header)
    above = _above_header(rows, is_header)
    notes = [f"Left out above the header: {_places(where, [n for n, _ in rows[:above]])}."] if above else []
    notes += [f"Read as one row of headings: {_places(where, split)}."] if split else []
    rows = rows[above:]
    names = _headings(rows[0][1])
    names[0] = names[0] or corner
    while not names[-1]:
        names.pop()
    if faults := _shape_faults(names, rows[1:], where):
        raise OpportunitiesError(fault_list(path.name, faults))
    shared = [name for name in dict.fromkeys(names) if name and names.count(name) > 1]
    told = [name for name in shared if re.search(r"\w", name)]  # not + and =, as sheets write sums
    notes += [f"Joined, as several columns have this heading: {', '.join(told)}."] if told else []
    notes += [] if in_sheet else _short(len(names), rows[1:])
    cells = [[*row, *[""] * len(names)][: len(names)] for _, row in rows[1:]]
    table = DataFrame(cells, columns=names, index=Index([n for n, _ in rows[1:]], name=where), dtype=object)
    table = table.loc[:, table.columns != ""]
    blank = table.map(lambda cell: str(cell).lower() in BLANKS)
    notes += _read_as_nothing(table.loc[:, ~table.columns.isin(shared)], blank)
    return TableFile(_joined(table.mask(blank | table.eq(""), None), shared), tuple(notes))


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


def _one_header(rows: Rows, is_header: Callable[[list[str]], bool]) -> tuple[Rows, list[int]]:
    """Make one row of two whose headings together are a header, as under merged cells; and name the two."""
    if any(is_header(_headings(row)) for _, row in rows[:TOP]):
        return rows, []
    for place, ((first, over), (second, under)) in enumerate(pairwise(rows[:TOP])):
        both = [low if low != "" else high for high, low in zip_longest(over, under, fillvalue="")]
        if is_header(_headings(both)):
            return [*rows[:place], (first, both), *rows[place + 2 :]], [first, second]
    return rows, []


def _above_header(rows: Rows, is_header: Callable[[list[str]], bool]) -> int:
    """How many rows stand above the header."""
    filled = [sum(cell != "" for cell in row) for _, row in rows[:TOP]]
    for place, (_, row) in enumerate(rows[:TOP]):
        if is_header(_headings(row)) and all(few < filled[place] for few in filled[:place]):
            return place
    return 0


def _places(where: str, numbers: list[int]) -> str:
    return f"{where}{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}"


def _shape_faults(names: list[str], rows: Rows, where: str) -> list[str]:
    twice = sorted({name for name in names if is_known(name) and names.count(name) > 1})
    return [f"header: '{name}' appears twice" for name in twice] + [
        f"{where} {number}: {len(cells)} fields, the header has {len(names)}"
        for number, cells in rows
        if any(cell != "" for cell in cells[len(names) :])
    ]


def _joined(table: DataFrame, shared: list[str]) -> DataFrame:
    """One column for those that share a heading, with `;` between what is filled."""
    for name in shared:
        cells = ["; ".join(str(cell) for cell in row if cell is not None) for row in table[name].to_numpy()]
        table = table.loc[:, ~(table.columns.duplicated() & (table.columns == name))]
        table = table.assign(**{name: Series([cell or None for cell in cells], table.index, dtype=object)})
    return table


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
