"""Validation of the columns and ids of a table of opportunities."""

from collections.abc import Iterable

from pandas import DataFrame, Series

from prioritization.errors import OpportunitiesError, did_you_mean, fault_list
from prioritization.headings import mistaken_headings
from prioritization.parsing import text


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
    columns = [str(name) for name in frame.columns]
    wrong = [
        f"column '{name}' is missing{did_you_mean(name, columns)}"
        for name in ("opportunity", *needed)
        if name not in columns
    ]
    wrong += [
        f"column '{name}' appears twice" for name in sorted({n for n in columns if columns.count(n) > 1})
    ]
    wrong += mistaken_headings(columns)
    if not wrong and frame.empty:
        wrong = ["there is no row; give at least one opportunity"]
    if wrong:
        raise OpportunitiesError(fault_list("The opportunities", wrong))
    table = frame.reset_index(drop=True).rename(columns=str)
    table["opportunity"] = Series([text(value) for value in table["opportunity"]], dtype="str")
    faults += _id_faults(table["opportunity"])
    return table


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
