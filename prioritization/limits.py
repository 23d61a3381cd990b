"""What a plan may use: quarters, money, and days of each role."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas import DataFrame

from prioritization.errors import LimitsError, amount, did_you_mean, fault_list
from prioritization.opportunities import DAYS, days_columns


@dataclass(frozen=True, eq=False)
class Limits:
    """What a plan may use.

    Attributes:
        quarters: Names of the quarters of the horizon, in their order.
        budget: Money. One number is the total over the horizon. A mapping gives money per quarter;
            what a quarter leaves unspent carries over to the next; a quarter not named brings none.
        capacity: A row per `role` and `quarter` with its `days`; a role and quarter not in it has
            none. Without the table, days are not limited.
        discount: The share of its value that an opportunity loses per quarter of waiting.

    Raises:
        LimitsError: Quarters, budget, capacity or discount have faults; the message lists all.

    Example:
        >>> Limits(("2027Q1", "2027Q2"), {"2027Q1": 100, "2027Q2": 50}).cumulative_budget()
        [100.0, 150.0]
    """

    quarters: tuple[str, ...]
    budget: float | Mapping[str, float]
    capacity: DataFrame | None = None
    discount: float = 0.02

    def __post_init__(self) -> None:
        faults = [
            *_quarter_faults(self.quarters),
            *_budget_faults(self.budget, self.quarters),
            *_capacity_faults(self.capacity, self.quarters),
        ]
        if not 0 <= self.discount < 1:
            faults.append(f"discount: {self.discount} is not within 0 to 1 per quarter")
        if faults:
            raise LimitsError(fault_list("The limits", faults))

    def cumulative_budget(self) -> list[float]:
        """Add up the money that is there by the end of each quarter.

        Returns:
            One sum per quarter; the total in every quarter where the budget is one number.
        """
        if isinstance(self.budget, Mapping):
            return np.cumsum([float(self.budget.get(quarter, 0)) for quarter in self.quarters]).tolist()
        return [float(self.budget)] * len(self.quarters)

    def days(self) -> DataFrame:
        """Spread the capacity out.

        Returns:
            A row per role, in alphabetical order, and a column per quarter; no row where capacity
            is not limited.
        """
        if self.capacity is None:
            return DataFrame(columns=list(self.quarters), dtype=float)
        wide = self.capacity.astype({"role": str}).pivot(index="role", columns="quarter", values="days")
        return wide.reindex(columns=list(self.quarters)).fillna(0).astype(float)


def check_roles(table: DataFrame, limits: Limits) -> None:
    """Refuse opportunities that need a role without a capacity.

    Args:
        table: Checked opportunities.
        limits: What a plan may use.

    Raises:
        LimitsError: A `days_<role>` column holds days, and the role is not in the capacity table.
    """
    if limits.capacity is None:
        return
    known = limits.days().index
    faults = [
        f"capacity: role '{role}' of column '{DAYS}{role}' is not in it{did_you_mean(role, known)}"
        for role in (column.removeprefix(DAYS) for column in days_columns(table) if table[column].any())
        if role not in known
    ]
    if faults:
        raise LimitsError(fault_list("The limits", faults))


def _quarter_faults(quarters: tuple[str, ...]) -> list[str]:
    if isinstance(quarters, str):
        return [f"quarters: '{quarters}' is one word; give a tuple of names"]
    if not quarters:
        return ["quarters: there are none; give at least one"]
    repeated = dict.fromkeys(name for name in quarters if quarters.count(name) > 1)
    return [f"quarters: '{name}' appears twice" for name in repeated]


def _budget_faults(budget: float | Mapping[str, float], quarters: tuple[str, ...]) -> list[str]:
    if not isinstance(budget, Mapping):
        return _number_faults(budget, "budget")
    unknown = [f"budget: {_unknown(quarter, quarters)}" for quarter in budget if quarter not in quarters]
    return unknown + [
        fault for quarter, money in budget.items() for fault in _number_faults(money, f"budget of {quarter}")
    ]


def _capacity_faults(capacity: DataFrame | None, quarters: tuple[str, ...]) -> list[str]:
    if capacity is None:
        return []
    missing = [name for name in ("role", "quarter", "days") if name not in capacity]
    if missing:
        return [f"capacity: column '{name}' is missing" for name in missing]
    faults = []
    for row, (role, quarter, days) in enumerate(
        zip(capacity["role"], capacity["quarter"], capacity["days"], strict=True), start=1
    ):
        if quarter not in quarters:
            faults.append(f"capacity row {row}, quarter: {_unknown(quarter, quarters)}")
        faults += _number_faults(days, f"capacity row {row}, days of {role}")
    twice = capacity.duplicated(["role", "quarter"]).to_numpy()
    return faults + [
        f"capacity row {row + 1}: role '{role}' has {quarter} already"
        for row, (role, quarter) in enumerate(zip(capacity["role"], capacity["quarter"], strict=True))
        if twice[row]
    ]


def _number_faults(value: object, where: str) -> list[str]:
    number = pd.to_numeric(pd.Series([value], dtype=object), errors="coerce")[0]
    if not np.isfinite(number):
        return [f"{where}: '{value}' is not a finite number"]
    return [f"{where}: {amount(number)} is below 0"] if number < 0 else []


def _unknown(quarter: object, quarters: tuple[str, ...]) -> str:
    return f"'{quarter}' is not a quarter of the horizon{did_you_mean(str(quarter), map(str, quarters))}"
