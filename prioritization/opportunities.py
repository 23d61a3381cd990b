"""The engine's input contract: what a table of opportunities must hold."""

from collections.abc import Callable
from graphlib import CycleError, TopologicalSorter

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from prioritization.errors import OpportunitiesError, amount, did_you_mean, fault_list

DAYS = "days_"
YES = {"yes", "ja", "true", "1", "1.0"}
NO = {"no", "nee", "false", "0", "0.0", ""}
STATUSES = ("new", "running")


def checked_opportunities(frame: DataFrame, score: str = "score") -> DataFrame:
    """Check a table of opportunities, and fill in what may be left out.

    Args:
        frame: A row per opportunity:

            - `opportunity`: its id, unique.
            - `score`: its value, 0 or more.
            - `cost`: money, 0 or more; 0 where blank or absent.
            - `quarters`: how many it takes, 1 or more; 1 where blank or absent.
            - `days_<role>`: days it takes of a role, any number of such columns; 0 where blank.
            - `requires`, `excludes`: ids of others, separated by `;`, or lists.
            - `must_do`: yes/no, ja/nee, true/false; no where blank or absent.
            - `status`: "new" or "running"; "new" where blank or absent.

            Other columns pass through untouched.
        score: The column that holds the value.

    Returns:
        The same rows in the same order, with all of these columns: ids as text, numbers as
        numbers, `requires` and `excludes` as tuples, `must_do` as true or false.

    Raises:
        OpportunitiesError: The table has faults; the message lists all of them, with row and column.

    Example:
        >>> checked_opportunities(pd.DataFrame({"opportunity": ["returns"], "score": [8]})).T
                                 0
        opportunity        returns
        score                  8.0
        cost                   0.0
        quarters                 1
        requires                ()
        excludes                ()
        must_do              False
        status                 new
    """
    _refuse_shape(frame, score)
    table = frame.reset_index(drop=True).rename(columns=str)
    faults: list[str] = []
    table["opportunity"] = [_id(value) for value in table["opportunity"]]
    table[score] = _numbers(table, score, faults)
    table["cost"] = _numbers(table, "cost", faults, blank=0.0)
    table["quarters"] = _durations(table, faults)
    for column in days_columns(table):
        table[column] = _numbers(table, column, faults, blank=0.0)
    for column in ("requires", "excludes"):
        table[column] = Series([_ids(value) for value in _column(table, column)], dtype=object)
    table["must_do"] = _read(table, "must_do", _yes, "neither yes nor no", faults).astype(bool)
    table["status"] = _read(table, "status", _status, f"not one of {', '.join(STATUSES)}", faults)
    faults += _id_faults(table) + _reference_faults(table) + _cycle_faults(table)
    if faults:
        raise OpportunitiesError(fault_list("The opportunities", faults))
    return table


def days_columns(table: DataFrame) -> list[str]:
    """Name the columns that hold days of a role.

    Args:
        table: Opportunities.

    Returns:
        The names of the `days_<role>` columns, in their order.

    Example:
        >>> days_columns(pd.DataFrame(columns=["opportunity", "days_it", "days_crm"]))
        ['days_it', 'days_crm']
    """
    return [column for column in table.columns if str(column).startswith(DAYS)]


def _refuse_shape(frame: DataFrame, score: str) -> None:
    known = [str(column) for column in frame.columns]
    faults = [
        f"column '{column}' is missing{did_you_mean(column, known)}"
        for column in ("opportunity", score)
        if column not in known
    ]
    faults += [f"column '{name}' appears twice" for name in sorted({n for n in known if known.count(n) > 1})]
    if not faults and frame.empty:
        faults = ["there is no row; give at least one opportunity"]
    if faults:
        raise OpportunitiesError(fault_list("The opportunities", faults))


def _column(table: DataFrame, column: str) -> Series:
    return table[column] if column in table else Series(np.nan, index=table.index, dtype=object)


def _blank(value: object) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and pd.isna(value)) or str(value).strip() == ""


def _id(value: object) -> str:
    """Text of an id; a column of whole numbers with a blank arrives as 1.0, 2.0."""
    if _blank(value):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _ids(value: object) -> tuple[str, ...]:
    several = value if pd.api.types.is_list_like(value) else str(_id(value)).split(";")
    return tuple(dict.fromkeys(_id(one) for one in several if not _blank(one)))


def _numbers(table: DataFrame, column: str, faults: list[str], blank: float = np.nan) -> Series:
    given = _column(table, column)
    empty = given.map(_blank).astype(bool)
    numbers = pd.to_numeric(given.where(~empty), errors="coerce").astype(float).where(~empty, blank)
    for row in numbers.index[~(numbers.ge(0) & np.isfinite(numbers))]:
        if empty[row]:
            faults.append(f"row {row + 1}, {column}: is blank")
        elif numbers[row] < 0 and np.isfinite(numbers[row]):
            faults.append(f"row {row + 1}, {column}: {amount(numbers[row])} is below 0")
        else:
            faults.append(f"row {row + 1}, {column}: '{given[row]}' is not a finite number")
    return numbers


def _durations(table: DataFrame, faults: list[str]) -> Series:
    numbers = _numbers(table, "quarters", faults, blank=1.0)
    sound = numbers.ge(0) & np.isfinite(numbers)
    for row in numbers.index[sound & (numbers.lt(1) | numbers.mod(1).ne(0))]:
        faults.append(f"row {row + 1}, quarters: {amount(numbers[row])} is not a whole number of 1 or more")
    return numbers.where(sound, 1).astype(int)


def _read(
    table: DataFrame, column: str, meaning: Callable[[str], object], remark: str, faults: list[str]
) -> Series:
    given = ["" if _blank(value) else str(value).strip() for value in _column(table, column)]
    read = [meaning(text.lower()) for text in given]
    faults += [
        f"row {row}, {column}: '{text}' is {remark}"
        for row, (text, value) in enumerate(zip(given, read, strict=True), start=1)
        if value is None
    ]
    return Series(read, index=table.index)


def _yes(text: str) -> bool | None:
    return True if text in YES else False if text in NO else None


def _status(text: str) -> str | None:
    return "new" if text == "" else text if text in STATUSES else None


def _id_faults(table: DataFrame) -> list[str]:
    ids = table["opportunity"]
    faults = [f"row {row + 1}, opportunity: is blank" for row in ids.index[ids.eq("")]]
    for name, rows in ids[ids.ne("")].groupby(ids).groups.items():
        if len(rows) > 1:
            places = ", ".join(str(row + 1) for row in rows)
            faults.append(f"opportunity: '{name}' appears {len(rows)} times (rows {places})")
    return faults


def _reference_faults(table: DataFrame) -> list[str]:
    known = set(table["opportunity"])
    faults = []
    for column in ("requires", "excludes"):
        for row, (own, others) in enumerate(zip(table["opportunity"], table[column], strict=True), start=1):
            faults += [
                f"row {row}, {column}: '{other}' is not an opportunity{did_you_mean(other, sorted(known))}"
                for other in others
                if other not in known
            ]
            if own in others:
                faults.append(f"row {row}, {column}: '{own}' names itself")
    return faults


def _cycle_faults(table: DataFrame) -> list[str]:
    requires = {
        own: set(others) - {own} for own, others in zip(table["opportunity"], table["requires"], strict=True)
    }
    try:
        TopologicalSorter(requires).prepare()
    except CycleError as error:
        circle = " requires ".join(f"'{name}'" for name in reversed(error.args[1]))
        return [f"requires: {circle}; release one of them"]
    return []
