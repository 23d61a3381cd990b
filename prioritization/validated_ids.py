"""Validation of the columns and ids of a table of opportunities."""

import re
from collections.abc import Iterable

from pandas import DataFrame, Series

from prioritization.errors import OpportunitiesError, did_you_mean, fault_list
from prioritization.headings import mistaken_headings
from prioritization.parsing import text

EXACT = 1e15
"""A spreadsheet keeps 15 digits of a number."""
CUT = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+")
ERROR = re.compile(r"#(?:N/[ABD]|NV|[¡¿]?[A-Z0/]+[!?])")


def validated_ids(frame: DataFrame, needed: Iterable[str], faults: list[str]) -> DataFrame:
    """Validate the columns and ids of a table of opportunities.

    Args:
        frame: A row per opportunity, with its id in `opportunity`.
        needed: The other columns that must be there.
        faults: A sentence is added per id that is blank or given twice.

    Returns:
        A copy with a plain index from 0, names of columns as text, and ids as text.

    Raises:
        OpportunitiesError: A column is missing, appears twice or seems to mean another, or there is no row.

    Example:
        >>> faults = []
        >>> validated_ids(DataFrame({"opportunity": [7.0, None]}), [], faults)["opportunity"].tolist(), faults
        (['7', ''], ['row 2, opportunity: is blank'])
    """
    columns = [text(name) for name in frame.columns]
    wrong = [
        f"column '{name}' is missing{did_you_mean(name, columns)}"
        for name in ("opportunity", *needed)
        if name not in columns
    ]
    wrong += [
        f"column '{name}' appears twice" for name in sorted({n for n in columns if columns.count(n) > 1})
    ]
    wrong += mistaken_headings(columns) if "opportunity" in columns else []  # else it is another table
    if not wrong and frame.empty:
        wrong = ["there is no row; give at least one opportunity"]
    if wrong:
        raise OpportunitiesError(fault_list("The opportunities", wrong))
    table = frame.reset_index(drop=True).rename(columns=text)
    cut = _cut_short(table["opportunity"])
    faults += cut + _spreadsheet_errors(table)
    table["opportunity"] = _ids(table["opportunity"])
    faults += [] if cut else _id_faults(table["opportunity"])
    return table


def _ids(cells: Series) -> Series:
    """A program that takes numbered ids for fractions writes 1.0: read as 1 where all ids are numbers."""
    ids = Series([text(value) for value in cells], dtype="str")
    numbered = ids.str.fullmatch(r"\d+(?:\.0)?").astype(bool).all()
    return ids.str.removesuffix(".0") if numbered else ids


def _cut_short(ids: Series) -> list[str]:
    """Ids of which a spreadsheet kept the first digits only: different ones have become one."""
    return [
        f"row {row}, opportunity: '{text(cell)}' was cut short by a spreadsheet; different ids become one:"
        " export the column as text"
        for row, cell in enumerate(ids, start=1)
        if (isinstance(cell, float) and abs(cell) >= EXACT) or CUT.fullmatch(text(cell))
    ]


def _spreadsheet_errors(table: DataFrame) -> list[str]:
    return [
        f"row {row}, {name}: holds the spreadsheet error {text(cell)}"
        for name in ("opportunity", "title", "team")
        if name in table
        for row, cell in enumerate(table[name], start=1)
        if ERROR.fullmatch(text(cell))
    ]


def _id_faults(ids: Series) -> list[str]:
    faults = [f"row {row + 1}, opportunity: is blank" for row in ids.index[ids.eq("")]]
    faults += [
        f"row {row + 1}, opportunity: '{ids[row]}' holds a ';', which parts ids in requires and excludes"
        for row in ids.index[ids.str.contains(";", regex=False)]
    ]
    twice = ids[ids.ne("") & ids.duplicated(keep=False)]
    for name, rows in twice.groupby(twice).groups.items():
        places = ", ".join(str(row + 1) for row in rows)
        faults.append(f"opportunity: '{name}' appears {len(rows)} times (rows {places})")
    return faults
