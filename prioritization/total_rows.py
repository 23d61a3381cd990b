"""Rows of a sheet that hold the totals of those above them, and are no opportunities."""

import re

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series

from prioritization.errors import OpportunitiesError, fault_list
from prioritization.parsing import is_blank, text
from prioritization.sheet_numbers import written_out
from prioritization.written_numbers import read_numbers

TOTAL = re.compile(
    r"(?:(?:grand|sub)[ -]?)?totals?|(?:(?:eind|sub)[ -]?)?tota(?:al|len)|sum|som", re.IGNORECASE
)


def without_totals(table: DataFrame) -> tuple[DataFrame, str]:
    """Leave out the rows of totals.

    A row is one of totals where it is called so and has no id, or one of its numbers is the sum of those
    above it; likewise without a name where it has neither id nor other text.

    Args:
        table: A row per opportunity, as its file holds it.

    Returns:
        The table without those rows, and the sentence that names them; empty where there is none.

    Raises:
        OpportunitiesError: A row whose id says that it is a total, and whose numbers do not.

    Example:
        >>> sheet = DataFrame({"opportunity": ["A", "B", "Total"], "score": [5, 4, 9], "cost": [50, 40, 90]})
        >>> without_totals(sheet)[1]
        'Left out as a total, and not an opportunity: row 3.'
    """
    if "opportunity" not in table or table.columns.has_duplicates:
        return table, ""  # told by the check of the table
    totals, faults = np.zeros(len(table), dtype=bool), []
    columns = {name: _numbers(table[name]) for name in table if name != "opportunity"}
    named = table["opportunity"].map(lambda cell: bool(TOTAL.fullmatch(text(cell).rstrip(":")))).to_numpy()
    blank = table["opportunity"].map(is_blank).to_numpy(dtype=bool)
    for row in np.flatnonzero(named | blank):
        words = [text(cell) for name, cell in table.iloc[row].items() if not is_blank(cell)]
        words = [word for word in words if not word[-1:].isdigit()]
        says_so = any(TOTAL.fullmatch(word.rstrip(":")) for word in words)
        adds_up = any(_is_sum(column, row, totals, 1 if says_so else 2) for column in columns.values())
        totals[row] = (blank[row] and says_so) or (adds_up and (says_so or not words))
        if named[row] and not totals[row]:
            faults.append(
                f"row {row + 1}, opportunity: '{text(table['opportunity'].iloc[row])}' seems to be a total,"
                " and none of its numbers is the sum of those above; take it out, or give it another id"
            )
    if faults:
        raise OpportunitiesError(fault_list("The opportunities", faults))
    if not totals.any():
        return table, ""
    places = ", ".join(str(row + 1) for row in np.flatnonzero(totals))
    one = (
        "a total, and not an opportunity: row" if totals.sum() == 1 else "totals, and not opportunities: rows"
    )
    return table[~totals], f"Left out as {one} {places}."


def _numbers(cells: Series) -> Series:
    filled = cells.reset_index(drop=True).map(written_out)
    read, wrong = read_numbers(filled[~filled.map(is_blank).astype(bool)])
    return read.drop(list(wrong)).reindex(filled.index)


def _is_sum(column: Series, row: int, totals: NDArray[np.bool_], least: int) -> bool:
    """Whether a number is the sum of enough above it: all of them, or those since the last total."""
    above = column[:row][~totals[:row]].dropna()
    since = column[np.flatnonzero(totals[:row])[-1] + 1 : row].dropna() if totals[:row].any() else above
    value = column.iloc[row]
    return any(
        len(some) >= least and value and np.isclose(value, some.sum(), rtol=1e-9) for some in (above, since)
    )
