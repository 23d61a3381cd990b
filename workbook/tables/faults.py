"""A table as it was read, a fault in it, and one error for all of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import ClassVar

import pandas as pd

from workbook.errors import TablesError
from workbook.hints import did_you_mean

ROWS_SHOWN = 5
LINES_SHOWN = 10  # per column
HINTS = 10  # looking for the nearest name takes time, and nobody reads more
DIFFERENT = 1000  # faults in one column that are kept apart
ROWS_KEPT = 20  # per fault of a large table
MORE = "holds more such values"
TOO_LITTLE_MEMORY = "it takes more memory than there is; give the table as Parquet, or in fewer columns"


@dataclass(frozen=True)
class Fault:
    """A fault of a table, with its column and rows where there are such.

    Attributes:
        table: Name of the table; empty where the file as a whole is wrong.
        file: The file, with the sheet.
        message: What was found against what is allowed, and the way out.
        column: Name of the column.
        rows: Numbers of the rows, as a spreadsheet shows them; of a large table the first of them.
        more: How many rows there are beyond those.
    """

    table: str
    file: str
    message: str
    column: str = ""
    rows: tuple[int | str, ...] = ()
    more: int = 0

    @property
    def n(self) -> int:
        """How many faults it counts for: one per row, or one where it has no rows."""
        return max(1, len(self.rows) + self.more)


@dataclass(frozen=True)
class OpenFault(Fault):
    """A fault whose message ends with what can only be told when all faults are there.

    Attributes:
        end: Gives the end of the message, of the fault and of its place among those of the column.
    """

    end: Callable[[Fault, int], str] = field(default=lambda fault, place: "", compare=False, repr=False)


@dataclass(frozen=True)
class RawTable:
    """A table as a file holds it: values unparsed, the index is the row number in the file.

    Where a recipe made it, `by_recipe` is set and `places` says per row of the index where it comes from.
    """

    name: str
    file: str
    frame: pd.DataFrame
    faults: tuple[Fault, ...] = field(default=())
    places: Callable[[int], int | str] = int
    by_recipe: bool = False
    whole: "LargeTable | None" = None

    @property
    def n_rows(self) -> int:
        """How many rows the table has; of a piece, the table that it is a piece of."""
        return self.whole.n_rows if self.whole else len(self.frame)

    @property
    def holds_something(self) -> bool:
        """Whether it has a row or a fault."""
        return bool(len(self.frame) or self.faults)

    @property
    def is_sheet(self) -> bool:
        """Whether it is a sheet of a workbook, not a file of its own."""
        return ", sheet " in self.file

    def fault(self, message: str, column: str = "", rows: Iterable[int] = ()) -> Fault:
        """A fault in this table."""
        return Fault(self.name, self.file, message, column, tuple(self.places(row) for row in rows))

    def open_fault(
        self, message: str, column: str, rows: Iterable[int], end: Callable[[Fault, int], str]
    ) -> OpenFault:
        """A fault in this table, with how its message ends."""
        return OpenFault(
            self.name, self.file, message, column, tuple(self.places(row) for row in rows), end=end
        )

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
        return [*faults, self.fault(MORE, column, rest)] if rest else faults


@dataclass
class LargeTable:
    """A table that is never in memory as a whole.

    Attributes:
        name: Name of the table.
        file: The file.
        pieces: Reads it, from its first row on, as tables with some of its rows each.
        n_rows: How many rows were read, once they are.
    """

    name: str
    file: str
    pieces: Callable[[], Iterator[RawTable]]
    n_rows: int = 0
    holds_something: ClassVar[bool] = True
    faults: ClassVar[tuple[Fault, ...]] = ()


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

    def hint(value: object, _: Fault, place: int) -> str:
        return did_you_mean(str(value), allowed) if place < HINTS else ""

    by_value = list(rows_by_value(unknown).items())
    faults: list[Fault] = [
        table.open_fault(f"'{value}' is not {where}", column, rows, partial(hint, value))
        for value, rows in by_value[:DIFFERENT]
    ]
    rest = [row for _, rows in by_value[DIFFERENT:] for row in rows]
    return [*faults, table.fault(MORE, column, rest)] if rest else faults


def finished(faults: Iterable[Fault]) -> list[Fault]:
    """The faults with their messages as they are told."""
    told, places = [], Counter()
    for fault in faults:
        if isinstance(fault, OpenFault):
            end = fault.end(fault, places[fault.table, fault.column])
            places[fault.table, fault.column] += 1
            message = fault.message + end
            fault = Fault(fault.table, fault.file, message, fault.column, fault.rows, fault.more)
        told.append(fault)
    return told


class FaultsOfPieces:
    """The faults of a table that is looked at in pieces: one for each message, as of a table at once."""

    def __init__(self) -> None:
        self._by_message: dict[tuple[str, str], Fault] = {}
        self._different: Counter[str] = Counter()

    def add(self, faults: Iterable[Fault]) -> None:
        """Add the faults of a piece."""
        for fault in faults:
            place = fault.column, fault.message
            if place not in self._by_message and self._different[fault.column] >= DIFFERENT:
                place = fault.column, MORE
                fault = Fault(fault.table, fault.file, MORE, fault.column, fault.rows, fault.more)
            before = self._by_message.get(place)
            self._different[fault.column] += before is None
            rows = (*before.rows, *fault.rows) if before else fault.rows
            more = fault.more + (before.more if before else 0) + max(len(rows) - ROWS_KEPT, 0)
            self._by_message[place] = replace(before or fault, rows=rows[:ROWS_KEPT], more=more)

    def all(self) -> list[Fault]:
        """The faults of all pieces."""
        return list(self._by_message.values())


def tables_error(faults: Iterable[Fault]) -> TablesError:
    """One error for all faults, by table; equal faults share a line."""
    by_table: dict[tuple[str, str], list[Fault]] = {}
    for fault in finished(faults):
        by_table.setdefault((fault.table, fault.table or fault.file), []).append(fault)
    error = TablesError("\n".join("\n".join(_block(faults)) for faults in by_table.values()))
    error.faults = tuple(fault for faults in by_table.values() for fault in faults)
    return error


def row_list(rows: Iterable[int | str], more: int = 0) -> str:
    """The first few row numbers, and how many more there are, with those that are not listed.

    Example:
        >>> row_list([4, 5]), row_list(range(2, 9))
        ('rows 4, 5', 'rows 2, 3, 4, 5, 6 and 2 more')
    """
    rows = list(rows)
    more += max(len(rows) - ROWS_SHOWN, 0)
    rest = f" and {more:,} more" if more else ""
    return f"row{'s' * (len(rows) > 1)} {', '.join(map(str, rows[:ROWS_SHOWN]))}{rest}"


def _block(faults: list[Fault]) -> list[str]:
    files = ", ".join(dict.fromkeys(fault.file for fault in faults))
    n = sum(fault.n for fault in faults)
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
        lines += [f"  {_place(fault, column)}{fault.message}" for fault in of_column[:few]]
        if rest := sum(fault.n for fault in of_column[few:]):
            lines.append(f"  {column}: {rest:,} more like these")
    return lines


def _place(fault: Fault, column: str) -> str:
    rows = row_list(fault.rows, fault.more) if fault.rows else ""
    place = ", ".join(part for part in (rows, column) if part)
    return f"{place}: " if place else ""
