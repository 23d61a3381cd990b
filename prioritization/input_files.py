"""The files that the command line is given: opportunities and capacity."""

from pathlib import Path

import numpy as np
from pandas import DataFrame

from prioritization.errors import LimitsError, OpportunitiesError, fault_list
from prioritization.headings import id_heading
from prioritization.parsing import numbers, quarter
from prioritization.score_methods import scored
from prioritization.table_file import TableFile, table_file, with_line_numbers
from prioritization.total_rows import without_totals


def opportunities_in(path: Path, method: str | None = None, *, objective: str = "score") -> TableFile:
    """Read opportunities: named, without rows of totals, and with a score where a method's columns are there.

    Args:
        path: A file as `table_file` reads it.
        method: As for `scored`.
        objective: The column that holds the value: none is computed where it is another than the score.

    Returns:
        The table, to be checked, and what was left out, read as nothing or computed.

    Raises:
        OpportunitiesError: The file is no table, or a total or a score cannot be told for sure.
    """
    file = table_file(path)
    table, notes = file.table, [*file.notes]
    steps = [_named, without_totals]
    steps += [lambda rows: scored(rows, method)] if objective == "score" else []
    try:
        for step in steps:
            lines = table.index
            table, note = step(table)
            notes += [with_line_numbers(note, lines)] if note else []
    except OpportunitiesError as error:
        raise OpportunitiesError(with_line_numbers(str(error), lines)) from error
    return TableFile(table, tuple(notes))


def _named(table: DataFrame) -> tuple[DataFrame, str]:
    """The table with ids from another column where it has none, and the sentence that says so."""
    heading = "" if "opportunity" in table else id_heading(table.columns)
    if not heading:
        return table, ""
    return table.assign(opportunity=table[heading]), f"Opportunities are named by column {heading}."


def capacity_in(path: Path) -> TableFile:
    """Read the days of each role per quarter.

    Args:
        path: A file as `table_file` reads it, with role, quarter and days.

    Returns:
        The table, with numbers read and quarters written as 2027Q1.

    Raises:
        LimitsError: A cell is no number.
    """
    file = table_file(path, key="role")
    faults: list[str] = []
    table = file.table.reset_index(drop=True)
    for name, blank in (("days", None), ("overtime", np.nan), ("overtime_price", np.nan)):
        if name in table:
            table[name] = numbers(table, name, faults, blank=blank, least=-np.inf)
    if faults:
        named = [f"capacity {with_line_numbers(fault, file.table.index)}" for fault in faults]
        raise LimitsError(fault_list("The limits", named))
    if "quarter" in table:
        table["quarter"] = [quarter(cell) for cell in table["quarter"]]
    return TableFile(DataFrame(table).set_axis(file.table.index), file.notes)
