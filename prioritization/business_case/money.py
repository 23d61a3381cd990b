"""Inputs of a business case: money per opportunity and quarter, the horizon, the discount."""

from collections.abc import Sequence

import numpy as np
from pandas import DataFrame, Series

from prioritization import parsing
from prioritization.business_case.three_points import LIKELY_WEIGHT, PARTS
from prioritization.errors import LimitsError, OpportunitiesError, amount, fault_list
from prioritization.validated_ids import validated_ids

BENEFITS = ("extra", "protected")
AMOUNTS = (*BENEFITS, "cost")


def checked_money(opportunities: DataFrame) -> DataFrame:
    """Check what opportunities cost and bring.

    Args:
        opportunities: A row per opportunity:

            - `opportunity`: its id, unique.
            - `extra_low`, `extra_likely`, `extra_high`: extra business per quarter once it delivers,
              net of what it then costs to run; may be below 0. 0 where all three are blank.
            - `protected_low`, `protected_likely`, `protected_high`: existing business per quarter that
              would be lost without it. A row has at least one of the two benefits.
            - `protected_shared`: how far the doubt about it is one that others have too, such as about a
              slope on which several rest: a correlation from -1 to 1, 0 where blank or absent.
            - `cost`: money, 0 or more; 0 where blank or absent.
            - `cost_low`, `cost_high`: the cheapest and the dearest it can become; fixed where blank.
            - `quarters`: how many it takes; 1 where blank or absent.

            Other columns are not looked at.

    Returns:
        The same rows in the same order: opportunity, quarters, protected_shared, and low, likely and high of
        `extra`, `protected` and `cost`, all filled in.

    Raises:
        OpportunitiesError: The table has faults; the message lists all of them, with row and column.

    Example:
        >>> login = {"opportunity": ["login"], "cost": 90, "protected_low": 10, "protected_likely": 20}
        >>> checked_money(DataFrame(login | {"protected_high": 30})).drop(columns="opportunity").T[0].tolist()
        [1.0, 0.0, 0.0, 0.0, 0.0, 10.0, 20.0, 30.0, 90.0, 90.0, 90.0]
    """
    faults: list[str] = []
    table = validated_ids(opportunities, [], faults)
    money = DataFrame({"opportunity": table["opportunity"]})
    money["quarters"] = parsing.whole_numbers(table, "quarters", faults, blank=1)
    money["protected_shared"] = _shares(table, faults)
    for name in AMOUNTS:
        money = money.join(_three_points(table, name, faults))
    faults += _worthless(table)
    if faults:
        raise OpportunitiesError(fault_list("The opportunities", faults))
    return money


def check_terms(
    *,
    horizon: int,
    discount: float,
    start: int | Sequence[int] = 0,
    distribution: str = "pert",
    starts: int = 1,
) -> None:
    """Refuse terms on which no business case can be made.

    Args:
        horizon: Quarters that are looked at, 1 or more.
        discount: The share of its value that money loses per quarter of waiting, from 0 to below 1.
        start: Index of the quarter in which the opportunities begin, or one for each; the first is 0.
        distribution: "pert" or "triangular".
        starts: Quarters in which one may begin, 1 or more.

    Raises:
        LimitsError: Terms have faults; the message lists all of them.

    Example:
        >>> check_terms(horizon=8, discount=0.02)
    """
    begins = [("start", value, 0) for value in np.unique(np.asarray(start)).tolist()]
    faults = [
        f"{name}: {value} is not a whole number of {least} or more"
        for name, value, least in (("horizon", horizon, 1), *begins, ("starts", starts, 1))
        if not (isinstance(value, int | np.integer) and value >= least)
    ]
    if not 0 <= discount < 1:
        faults.append(f"discount: {discount} is not a share from 0 to below 1 per quarter")
    if distribution not in LIKELY_WEIGHT:
        faults.append(f"distribution: '{distribution}' is not one of {', '.join(LIKELY_WEIGHT)}")
    if faults:
        raise LimitsError(fault_list("The terms of the business case", faults))


def _shares(table: DataFrame, faults: list[str]) -> Series:
    shared = parsing.numbers(table, "protected_shared", faults, blank=0.0, least=-1.0)
    for row in table.index[shared > 1]:
        faults.append(f"row {row + 1}, protected_shared: {amount(shared[row])} is above 1")
    return shared


def _three_points(table: DataFrame, name: str, faults: list[str]) -> DataFrame:
    """Low, likely and high of one amount; the likely cost is in column `cost`."""
    columns = [f"{name}_low", "cost" if name == "cost" else f"{name}_likely", f"{name}_high"]
    least = 0.0 if name == "cost" else -np.inf
    read = DataFrame(
        {column: parsing.numbers(table, column, faults, blank=0.0, least=least) for column in columns}
    )
    blank = DataFrame(
        {column: parsing.column(table, column).map(parsing.is_blank) for column in columns}
    ).astype(bool)
    low, likely, high = columns
    fixed = (blank[low] & blank[high]) if name == "cost" else blank.all(axis="columns")
    missing = blank[~fixed].stack()
    for row, column in missing.index[missing]:
        faults.append(f"row {row + 1}, {column}: is blank; give low, likely and high, or none of them")
    sound = ~fixed & ~blank.any(axis="columns") & np.isfinite(read).all(axis="columns")
    for one, other in ((low, likely), (likely, high)):
        for row in table.index[sound & (read[one] > read[other])]:
            value, limit = amount(read[one][row]), amount(read[other][row])
            faults.append(f"row {row + 1}, {one}: {value} is above {other}, {limit}")
    points = zip(PARTS, columns, strict=True)
    return DataFrame({f"{name}_{part}": read[column].where(~fixed, read[likely]) for part, column in points})


def _worthless(table: DataFrame) -> list[str]:
    """Rows in which nothing at all is said of what they bring."""
    blanks = [
        parsing.column(table, f"{name}_{part}").map(parsing.is_blank) for name in BENEFITS for part in PARTS
    ]
    no_benefit = Series(np.logical_and.reduce(blanks).astype(bool), index=table.index)
    return [
        f"row {row + 1}: has neither extra_likely nor protected_likely; give 0 where it brings nothing"
        for row in table.index[no_benefit]
    ]
