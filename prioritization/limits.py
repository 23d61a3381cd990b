"""What a plan may use: quarters, money, days of each role, and rules on what goes together."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from pandas import DataFrame

from prioritization.cells import texts
from prioritization.errors import LimitsError, amount, did_you_mean, fault_list
from prioritization.opportunities import DAYS, PHASES, days_columns

FIGURES = ("days", "overtime", "overtime_price")
NAMED_QUARTER = re.compile(r"\d{4}Q[1-4]")


@dataclass(frozen=True, eq=False)
class Limits:
    """What a plan may use.

    Attributes:
        quarters: Names of the quarters of the horizon, in their order.
        budget: Money, kept to one part in 10^11. One number is the total over the horizon. A mapping
            gives money per quarter; a quarter not named brings none. Without it, money is not limited.
        capacity: A row per `role` and `quarter` with its `days`, and optionally `overtime`, the days
            that can be bought on top, at `overtime_price` a day, paid out of the budget of that
            quarter. A role and quarter not in it has none. Without the table, days are not limited.
        discount: The share of its value that an opportunity loses per quarter of waiting.
        carry_over: Does what a quarter leaves unspent go to the next?
        work_in_progress: Per team, the most opportunities that it works on in one quarter.
        at_most: Per column and value, such as ("group", "checkout"), the most opportunities with
            that value in the plan. A cell may hold several values, separated by `;`.
        at_least: The least of them: coverage of a profile, a segment, a phase of the journey.
        run_share: The least and the most of the plan's cost that goes to kind "run", as shares.
        readiness: Per precondition, such as "data", the phase from 1 to 5 it has reached. With it, an
            opportunity waits until the preconditions have the phase that it needs.

    Raises:
        LimitsError: The limits have faults; the message lists all.

    Example:
        >>> Limits(("2027Q1", "2027Q2"), {"2027Q1": 100, "2027Q2": 50}).cumulative_budget()
        [100.0, 150.0]
    """

    quarters: tuple[str, ...] = ("now",)
    budget: float | Mapping[str, float] | None = None
    capacity: DataFrame | None = None
    discount: float = 0.02
    carry_over: bool = True
    work_in_progress: Mapping[str, int] = field(default_factory=dict)
    at_most: Mapping[tuple[str, str], int] = field(default_factory=dict)
    at_least: Mapping[tuple[str, str], int] = field(default_factory=dict)
    run_share: tuple[float, float] = (0.0, 1.0)
    readiness: Mapping[str, int] | None = None

    def __post_init__(self) -> None:
        faults = [
            *_quarter_faults(self.quarters),
            *_budget_faults(self.budget, self.quarters),
            *_capacity_faults(self.capacity, self.quarters),
            *_count_faults(self),
        ]
        if not 0 <= self.discount < 1:
            faults.append(f"discount: {self.discount} is not within 0 to 1 per quarter")
        low, high = self.run_share
        if not 0 <= low <= high <= 1:
            faults.append(f"run_share: {low} to {high} is not a range within 0 to 1")
        if faults:
            raise LimitsError(fault_list("The limits", faults))

    @property
    def carries_over(self) -> bool:
        """Is money counted from the beginning? One number always is."""
        return self.carry_over or not isinstance(self.budget, Mapping)

    def quarterly_budget(self) -> list[float]:
        """List the money that comes in per quarter.

        Returns:
            One amount per quarter. One number comes in at once; infinity where money is not limited.
        """
        if self.budget is None:
            return [np.inf] + [0.0] * (len(self.quarters) - 1)
        if isinstance(self.budget, Mapping):
            return [float(self.budget.get(quarter, 0)) for quarter in self.quarters]
        return [float(self.budget)] + [0.0] * (len(self.quarters) - 1)

    def cumulative_budget(self) -> list[float]:
        """Add up the money that is there by the end of each quarter.

        Returns:
            One sum per quarter; the total in every quarter where the budget is one number.
        """
        return np.cumsum(self.quarterly_budget()).tolist()

    def days(self, column: str = "days") -> DataFrame:
        """Spread the capacity out.

        Args:
            column: "days", "overtime" or "overtime_price".

        Returns:
            A row per role, in alphabetical order, and a column per quarter; no row where capacity
            is not limited.
        """
        return self._days[column]

    @cached_property
    def _days(self) -> dict[str, DataFrame]:
        quarters = list(self.quarters)
        if self.capacity is None:
            return dict.fromkeys(FIGURES, DataFrame(columns=quarters, dtype=float))
        given = self.capacity.reindex(columns=["role", "quarter", *FIGURES]).astype({"role": str})
        wide = given.pivot(index="role", columns="quarter")
        return {name: wide[name].reindex(columns=quarters).fillna(0).astype(float) for name in FIGURES}


def check_fit(table: DataFrame, limits: Limits) -> None:
    """Refuse opportunities and limits that do not know each other's names.

    Args:
        table: Checked opportunities.
        limits: What a plan may use.

    Raises:
        LimitsError: A `days_<role>` column holds days of a role without capacity, `earliest` or
            `deadline` is no quarter, or a rule names a team, column or value that is not there.
    """
    faults = [*_role_faults(table, limits), *_date_faults(table, limits)]
    teams = set(table["team"])
    faults += [
        f"work_in_progress: no opportunity has team '{team}'{did_you_mean(team, teams)}"
        for team in limits.work_in_progress
        if team not in teams
    ]
    for rule in ("at_most", "at_least"):
        for name, value in getattr(limits, rule):
            values = {one for cell in table[name] for one in texts(cell)} if name in table else None
            if values is None:
                faults.append(
                    f"{rule}: column '{name}' is missing{did_you_mean(name, map(str, table.columns))}"
                )
            elif value not in values:
                faults.append(f"{rule}: no opportunity has {name} '{value}'{did_you_mean(value, values)}")
    if faults:
        raise LimitsError(fault_list("The limits", faults))


def quarter_index(name: str, limits: Limits) -> int:
    """Place a quarter in the horizon.

    Args:
        name: A quarter of the horizon, or one such as 2027Q1 before or after it.
        limits: Hold the horizon.

    Returns:
        Its index; -1 before the horizon, the number of quarters after it.

    Example:
        >>> quarter_index("2026Q4", Limits(("2027Q1", "2027Q2")))
        -1
    """
    if name in limits.quarters:
        return limits.quarters.index(name)
    return -1 if name < limits.quarters[0] else len(limits.quarters)


def _role_faults(table: DataFrame, limits: Limits) -> list[str]:
    if limits.capacity is None:
        return []
    known = limits.days().index
    return [
        f"capacity: role '{role}' of column '{DAYS}{role}' is not in it{did_you_mean(role, known)}"
        for role in (column.removeprefix(DAYS) for column in days_columns(table) if table[column].any())
        if role not in known
    ]


def _date_faults(table: DataFrame, limits: Limits) -> list[str]:
    """A quarter outside the horizon can be placed only where all are written as 2027Q1."""
    dated = all(NAMED_QUARTER.fullmatch(str(quarter)) for quarter in limits.quarters)
    return [
        f"row {row}, {column}: {_unknown(quarter, limits.quarters)}"
        for column in ("earliest", "deadline")
        for row, quarter in enumerate(table[column], start=1)
        if quarter and quarter not in limits.quarters and not (dated and NAMED_QUARTER.fullmatch(quarter))
    ]


def _quarter_faults(quarters: tuple[str, ...]) -> list[str]:
    if isinstance(quarters, str):
        return [f"quarters: '{quarters}' is one word; give a tuple of names"]
    if not quarters:
        return ["quarters: there are none; give at least one"]
    repeated = dict.fromkeys(name for name in quarters if quarters.count(name) > 1)
    return [f"quarters: '{name}' appears twice" for name in repeated]


def _budget_faults(budget: float | Mapping[str, float] | None, quarters: tuple[str, ...]) -> list[str]:
    if budget is None:
        return []
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
    figures = [name for name in FIGURES if name in capacity]
    faults = []
    for row, cell in enumerate(capacity.to_dict("records"), start=1):
        if cell["quarter"] not in quarters:
            faults.append(f"capacity row {row}, quarter: {_unknown(cell['quarter'], quarters)}")
        for name in figures:
            faults += _number_faults(cell[name], f"capacity row {row}, {name} of {cell['role']}")
    twice = capacity.duplicated(["role", "quarter"]).to_numpy()
    return faults + [
        f"capacity row {row + 1}: role '{role}' has {quarter} already"
        for row, (role, quarter) in enumerate(zip(capacity["role"], capacity["quarter"], strict=True))
        if twice[row]
    ]


def _count_faults(limits: Limits) -> list[str]:
    counts = {
        **{f"work_in_progress of {team}": most for team, most in limits.work_in_progress.items()},
        **{f"at_most of {name} {value}": most for (name, value), most in limits.at_most.items()},
        **{f"at_least of {name} {value}": least for (name, value), least in limits.at_least.items()},
    }
    faults = [
        f"{where}: {count} is not a whole number of 0 or more"
        for where, count in counts.items()
        if count != count or count < 0 or count % 1
    ]
    phases = limits.readiness or {}
    return faults + [
        f"readiness of {name}: {phase} is not a phase of 1 to {PHASES}"
        for name, phase in phases.items()
        if phase not in range(1, PHASES + 1)
    ]


def _number_faults(value: object, where: str) -> list[str]:
    number = pd.to_numeric(pd.Series([value], dtype=object), errors="coerce")[0]
    if not np.isfinite(number):
        return [f"{where}: '{value}' is not a finite number"]
    return [f"{where}: {amount(number)} is below 0"] if number < 0 else []


def _unknown(quarter: object, quarters: tuple[str, ...]) -> str:
    return f"'{quarter}' is not a quarter of the horizon{did_you_mean(str(quarter), map(str, quarters))}"
