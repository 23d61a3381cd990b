"""A table as it was read, a fault in it, and one error for all of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from workbook.errors import TablesError
from workbook.hints import did_you_mean

ROWS_SHOWN = 5
LINES_SHOWN = 10  # per column
HINTS = 10  # looking for the nearest name takes time, and nobody reads more
DIFFERENT = 1000  # faults in one column that are kept apart
TOO_LITTLE_MEMORY = "it takes more memory than there is; give the table as Parquet, or in fewer columns"


@dataclass(frozen=True)
class Fault:
    """A fault of a table, with its column and rows where there are such.

    Attributes:
        table: Name of the table; empty where the file as a whole is wrong.
        file: The file, with the sheet.
        message: What was found against what is allowed, and the way out.
        column: Name of the column.
        rows: Numbers of the rows, as a spreadsheet shows them.
    """

    table: str
    file: str
    message: str
    column: str = ""
    rows: tuple[int | str, ...] = ()


@dataclass(frozen=True)
class RawTable:
    """A table as a file holds it: values unparsed, the index is the row number in the file.

    Where a recipe made it, `places` says per row of the index where it comes from.
    """

    name: str
    file: str
    frame: pd.DataFrame
    faults: tuple[Fault, ...] = field(default=())
    places: Callable[[int], int | str] = int

    @property
    def is_sheet(self) -> bool:
        """Whether it is a sheet of a workbook, not a file of its own."""
        return ", sheet " in self.file

    def fault(self, message: str, column: str = "", rows: Iterable[int] = ()) -> Fault:
        """A fault in this table."""
        return Fault(self.name, self.file, message, column, tuple(self.places(row) for row in rows))

    def faults_by_row(self, wrong: Mapping[int, str], column: str) -> list[Fault]:
        """One fault for each message, with all rows that have it."""
        rows_of: dict[str, list[int]] = {}
        for row, message in wrong.items():
            rows_of.setdefault(message, []).append(row)
        return self.faults_by_message(rows_of, column)

    def faults_by_message(self, rows_of: Mapping[str, Iterable[int]], column: str) -> list[Fault]:
        """One fault for each message; a column that is wrong all over has one for the rest of its rows."""
        messages = list(rows_of.items())
        faults = [self.fault(message, column, rows) for message, rows in messages[:DIFFERENT]]
        rest = [row for _, rows in messages[DIFFERENT:] for row in rows]
        return [*faults, self.fault("holds more such values", column, rest)] if rest else faults


def unreadable(name: str, file: str, reason: str) -> RawTable:
    """A table whose file cannot be read, with that as its fault."""
    return RawTable(name, file, pd.DataFrame(), (Fault(name, file, f"cannot be read: {reason}"),))


def rows_by_value(values: pd.Series) -> dict[object, list[int]]:
    """The index labels that hold each value, in order of appearance.

    Example:
        >>> rows_by_value(pd.Series(["a", "b", "a"]))
        {'a': [0, 2], 'b': [1]}
    """
    rows_of: dict[object, list[int]] = {}
    for row, value in zip(values.index, values, strict=True):
        rows_of.setdefault(value, []).append(row)
    return rows_of


def unknown_values(
    table: RawTable, column: str, unknown: pd.Series, allowed: list[str], where: str
) -> list[Fault]:
    """One fault for each value that is not allowed, the first of them with a hint."""
    rows_of = {}
    for value, rows in rows_by_value(unknown).items():
        hint = did_you_mean(str(value), allowed) if len(rows_of) < HINTS else ""
        rows_of[f"'{value}' is not {where}{hint}"] = rows
    return table.faults_by_message(rows_of, column)


def tables_error(faults: Iterable[Fault]) -> TablesError:
    """One error for all faults, by table; equal faults share a line."""
    by_table: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        by_table.setdefault((fault.table, fault.table or fault.file), []).append(fault)
    error = TablesError("\n".join("\n".join(_block(faults)) for faults in by_table.values()))
    error.faults = tuple(fault for faults in by_table.values() for fault in faults)
    return error


def row_list(rows: Iterable[int | str]) -> str:
    """The first few row numbers, and how many more there are.

    Example:
        >>> row_list([4, 5]), row_list(range(2, 9))
        ('rows 4, 5', 'rows 2, 3, 4, 5, 6 and 2 more')
    """
    rows = list(rows)
    more = f" and {len(rows) - ROWS_SHOWN:,} more" if len(rows) > ROWS_SHOWN else ""
    return f"row{'s' * (len(rows) > 1)} {', '.join(map(str, rows[:ROWS_SHOWN]))}{more}"


def _block(faults: list[Fault]) -> list[str]:
    files = ", ".join(dict.fromkeys(fault.file for fault in faults))
    n = sum(max(1, len(fault.rows)) for fault in faults)
    count = f"{n:,} fault" + "s" * (n > 1)
    head = f"Table '{faults[0].table}' cannot be used: {count} in {files}."
    return [head if faults[0].table else f"{files} cannot be used: {count}.", *_lines(faults)]


def _lines(faults: list[Fault]) -> list[str]:
    by_column: dict[str, list[Fault]] = {}
    for fault in faults:
        by_column.setdefault(fault.column, []).append(fault)
    lines = []
    for column, of_column in by_column.items():
        few = LINES_SHOWN if column else len(of_column)
        lines += [f"  {_place(fault.rows, column)}{fault.message}" for fault in of_column[:few]]
        if rest := sum(max(1, len(fault.rows)) for fault in of_column[few:]):
            lines.append(f"  {column}: {rest:,} more like these")
    return lines


def _place(rows: tuple[int | str, ...], column: str) -> str:
    place = ", ".join(part for part in (row_list(rows) if rows else "", column) if part)
    return f"{place}: " if place else ""
