"""Faults within one table: cells that are blank, values out of range, keys that appear twice."""

from collections.abc import Collection, Mapping
from math import isfinite

import pandas as pd

from workbook.essa_rules import QUESTIONS
from workbook.tables.contracts import TABLES, Column, column, time_column
from workbook.tables.faults import Fault, RawTable, row_list, rows_by_value, unknown_values
from workbook.tables.numbers import number_text

_QUARTER = "quarter of the row"
POINTS = {
    "opportunities": (
        ("cost_low", "cost", "cost_high"),
        ("extra_low", "extra_likely", "extra_high"),
        ("protected_low", "protected_likely", "protected_high"),
    )
}
"""Per table the estimates of three points: low, likely and high."""
TOGETHER = {
    "opportunities": (("nps_change", "nps_change_error"),),
    "processes": tuple((name, f"{name}_{part}") for name in QUESTIONS for part in ("by", "on")),
}
"""Per table the columns that are filled together, or not at all."""


def blanks(table: RawTable, frame: pd.DataFrame, wrong: Mapping[str, Collection[int]]) -> list[Fault]:
    """Cells that must be filled and are not.

    Args:
        table: As it was read.
        frame: The values.
        wrong: The rows of each column with another fault.
    """
    faults = []
    for name in frame:
        if not column(table.name, name).blank:
            missing = frame.index[frame[name].isna()]
            if rows := [row for row in missing if row not in wrong[name]]:
                faults.append(table.fault("is blank", name, rows))
    return faults


def out_of_range(table: RawTable, frame: pd.DataFrame, choices: Mapping[str, tuple[str, ...]]) -> list[Fault]:
    """Values that the contract does not allow.

    Args:
        table: As it was read.
        frame: The values.
        choices: Per column of choices those that are allowed, where not those of the contract.
    """
    faults = []
    for name in frame:
        contract, values = column(table.name, name), frame[name].dropna()
        if contract.allowed:
            known = [*choices.get(name, contract.allowed)]
            bad = values[~values.isin(known)]
            faults += unknown_values(table, name, bad, known, f"one of {', '.join(known)}")
        elif contract.limited:
            bad = values[(values < contract.low) | (values > contract.high) | (values <= contract.above)]
            faults += [
                table.fault(f"{number_text(value)} {_limits(contract)}", name, rows)
                for value, rows in rows_by_value(bad).items()
            ]
    return faults


def _limits(contract: Column) -> str:
    low, high, above = (number_text(end) for end in (contract.low, contract.high, contract.above))
    if not isfinite(contract.low):
        return f"is not above {above}{f', to {high}' if isfinite(contract.high) else ''}"
    return f"is outside {low} to {high}" if isfinite(contract.high) else f"is below {low}"


def out_of_order(table: RawTable, frame: pd.DataFrame, wrong: Mapping[str, Collection[int]]) -> list[Fault]:
    """Estimates whose low is above the likely or the likely above the high, or of which a part is blank.

    Args:
        table: As it was read.
        frame: The values.
        wrong: The rows of each column with another fault.
    """
    faults = []
    for points in POINTS.get(table.name, ()):
        given = _sound_rows(frame, points, wrong)
        low, likely, high = points
        ends = given.drop(columns=[likely] if likely == "cost" else [])
        for name in points:
            rows = given.index[ends.notna().any(axis=1) & given[name].isna()].tolist()
            others = " or ".join(other for other in points if other != name)
            message = f"is blank, and {others} is not; give all three, or none"
            faults += [table.fault(message, name, rows)] if rows else []
        faults += [
            table.fault(
                f"{number_text(given.at[row, one])} is above {other}, {number_text(given.at[row, other])}",
                one,
                [row],
            )
            for one, other in ((low, likely), (likely, high))
            for row in given.index[given[one] > given[other]]
        ]
    return faults


def _sound_rows(
    frame: pd.DataFrame, names: tuple[str, ...], wrong: Mapping[str, Collection[int]]
) -> pd.DataFrame:
    """Some columns, in the rows in which none of them has another fault."""
    return frame.reindex(columns=names).drop(index={row for name in names for row in wrong.get(name, ())})


def half_filled(table: RawTable, frame: pd.DataFrame, wrong: Mapping[str, Collection[int]]) -> list[Fault]:
    """Rows in which one of two columns that go together is blank.

    Args:
        table: As it was read.
        frame: The values.
        wrong: The rows of each column with another fault.
    """
    faults = []
    for pair in TOGETHER.get(table.name, ()):
        given = _sound_rows(frame, pair, wrong)
        for name, other in (pair, pair[::-1]):
            rows = given.index[given[name].isna() & given[other].notna()].tolist()
            message = f"is blank, and {other} is not; give both, or none"
            faults += [table.fault(message, name, rows)] if rows else []
    return faults


def row_keys(table: RawTable, frame: pd.DataFrame) -> pd.DataFrame:
    """The key of each row that has one, as text: the columns of the key, and the quarter where it counts."""
    contract = TABLES[table.name]
    key = [name for name in contract.key if name in frame]
    if not key or key[0] != contract.key[0]:
        return pd.DataFrame(index=frame.index[:0])
    at = time_column(table.name)
    names = frame[key].astype("str")
    if contract.each_quarter and at in frame:
        moments = frame[at].dt
        year, quarter = (part.astype("Int64").astype("str") for part in (moments.year, moments.quarter))
        names[_QUARTER] = year + "Q" + quarter
    return names[frame[key[0]].notna()].fillna("")


def duplicates(table: RawTable, frame: pd.DataFrame) -> list[Fault]:
    """Keys that appear more than once."""
    names = row_keys(table, frame)
    names = names[names.duplicated(keep=False)]
    rows_of: dict[tuple[str, ...], list[int]] = {}
    for row, *values in names.itertuples(name=None):
        rows_of.setdefault(tuple(values), []).append(row)
    return [
        table.fault(_twice(list(names), values, [table.places(row) for row in rows]), names.columns[0])
        for values, rows in rows_of.items()
    ]


def _twice(names: list[str], values: tuple[str, ...], rows: list[int | str]) -> str:
    times = "twice" if len(rows) == 2 else f"{len(rows):,} times"
    given = {name: value for name, value in zip(names[1:], values[1:], strict=True) if value}
    quarter = f" in {given.pop(_QUARTER)}" if _QUARTER in given else ""
    among = ", ".join(f"{name} '{value}'" for name, value in given.items())
    return f"'{values[0]}' appears {times}{f' for {among}' if among else ''}{quarter} ({row_list(rows)})"
