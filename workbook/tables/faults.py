"""A table as it was read, a fault in it, and one error for all of them."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

import pandas as pd

from workbook.errors import TablesError

ROWS_SHOWN = 5
LINES_SHOWN = 25


@dataclass(frozen=True)
class Fault:
    """What is wrong with a table: at a row and a column where there is one."""

    table: str
    file: str
    message: str
    column: str = ""
    row: int | None = None


@dataclass(frozen=True)
class RawTable:
    """A table as a file holds it: values unparsed, the index is the row number in the file."""

    name: str
    file: str
    frame: pd.DataFrame
    faults: tuple[Fault, ...] = field(default=())

    def fault(self, message: str, column: str = "", row: int | None = None) -> Fault:
        """A fault in this table."""
        return Fault(self.name, self.file, message, column, None if row is None else int(row))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint at the nearest known word, or nothing.

    Example:
        >>> did_you_mean("chekout", ["checkout", "search"])
        "; did you mean 'checkout'?"
    """
    close = difflib.get_close_matches(str(word).lower(), {str(name) for name in known}, n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else ""


def tables_error(faults: list[Fault]) -> TablesError:
    """One error for all faults, grouped by table; equal faults share a line."""
    blocks = []
    for table, of_table in groupby(sorted(faults, key=lambda fault: fault.table), key=lambda f: f.table):
        found = list(of_table)
        files = ", ".join(sorted({fault.file for fault in found}))
        count = f"{len(found):,} fault" + "s" * (len(found) > 1)
        lines = _lines(found)
        rest = [f"  and {len(lines) - LINES_SHOWN:,} lines like these"] if len(lines) > LINES_SHOWN else []
        head = f"Table '{table}' cannot be used: {count} in {files}."
        blocks.append("\n".join([head, *lines[:LINES_SHOWN], *rest]))
    error = TablesError("\n".join(blocks))
    error.faults = tuple(faults)
    return error


def _lines(faults: list[Fault]) -> list[str]:
    alike: dict[tuple[str, str], list[int]] = {}
    for fault in faults:
        rows = alike.setdefault((fault.column, fault.message), [])
        if fault.row is not None:
            rows.append(fault.row)
    return ["  " + _place(rows, column) + message for (column, message), rows in alike.items()]


def _place(rows: list[int], column: str) -> str:
    if not rows:
        return f"{column}: " if column else ""
    shown = ", ".join(f"{row}" for row in rows[:ROWS_SHOWN])
    more = f" and {len(rows) - ROWS_SHOWN:,} more" if len(rows) > ROWS_SHOWN else ""
    return f"row{'s' * (len(rows) > 1)} {shown}{more}" + (f", {column}: " if column else ": ")
