"""Limits on a plan: quarters, money, days of each role, and rules on combinations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

import numpy as np
from pandas import DataFrame

from prioritization.errors import LimitsError, fault_list
from prioritization.horizon import NO_TIME, is_placed, quarter_faults, unknown_quarter
from prioritization.limits.capacity import FIGURES
from prioritization.limits.kinds import KINDS
from prioritization.opportunities import checked_opportunities
from prioritization.parsing import text
from prioritization.reading import number_faults


@dataclass(frozen=True, eq=False)
class Limits:
    """Limits on a plan.

    Attributes:
        quarters: Names of the quarters of the horizon, in their order. Without them there is no time: how
            many quarters an opportunity takes, its earliest quarter and its deadline do not count, and what
            it requires must be taken too.
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
        change_at_once: Per column and value, such as ("phase", "checkout"), the most opportunities of
            kind change with that value that are under way in one quarter.

    Raises:
        LimitsError: The limits have faults; the message lists all.

    Example:
        >>> Limits(("2027Q1", "2027Q2"), {"2027Q1": 100, "2027Q2": 50}).cumulative_budget()
        [100.0, 150.0]
    """

    quarters: tuple[str, ...] = NO_TIME
    budget: float | Mapping[str, float] | None = None
    capacity: DataFrame | None = None
    discount: float = 0.02
    carry_over: bool = True
    work_in_progress: Mapping[str, int] = field(default_factory=dict)
    at_most: Mapping[tuple[str, str], int] = field(default_factory=dict)
    at_least: Mapping[tuple[str, str], int] = field(default_factory=dict)
    run_share: tuple[float, float] = (0.0, 1.0)
    readiness: Mapping[str, int] | None = None
    change_at_once: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = quarter_faults(self.quarters)
        faults += [fault for kind in KINDS for fault in kind.setting_faults(self)]
        faults += _discount_faults(self.discount)
        if faults:
            raise LimitsError(fault_list("The limits", faults))
        # A copy of each: what is changed outside afterwards changes nothing here.
        object.__setattr__(self, "quarters", tuple(self.quarters))
        for name, value in vars(self).copy().items():
            if isinstance(value, Mapping):
                named = {_as_ids(key): float(one) if name == "budget" else one for key, one in value.items()}
                object.__setattr__(self, name, named)
        if isinstance(self.budget, Decimal):
            object.__setattr__(self, "budget", float(self.budget))
        if self.capacity is not None:
            object.__setattr__(self, "capacity", self.capacity.copy())

    @property
    def timeless(self) -> bool:
        """Is there no time in the plan?"""
        return self.quarters == NO_TIME

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

    def income(self) -> list[float]:
        """List what spending is held to: the money there is by the end of each quarter, or within it.

        Returns:
            One amount per quarter.
        """
        return self.cumulative_budget() if self.carries_over else self.quarterly_budget()

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
        given = self.capacity.reindex(columns=["role", "quarter", *FIGURES])
        given["role"] = given["role"].map(text)
        wide = given.pivot(index="role", columns="quarter")
        return {name: wide[name].reindex(columns=quarters).fillna(0).astype(float) for name in FIGURES}


def checked_within(opportunities: DataFrame, limits: Limits, objective: str) -> DataFrame:
    """Check opportunities alone, and together with the limits.

    Args:
        opportunities: As `checked_opportunities` describes them.
        limits: Limits on a plan.
        objective: The column that holds the value.

    Returns:
        The checked opportunities; without time, each is done within the one moment that there is.

    Raises:
        OpportunitiesError: The opportunities have faults.
        LimitsError: The limits and the opportunities do not know each other's names.

    Example:
        >>> two = DataFrame({"opportunity": ["A", "B"], "score": 1, "quarters": 2, "deadline": "2027Q1"})
        >>> checked_within(two, Limits(), "score")[["quarters", "deadline"]].values.tolist()
        [[0, ''], [0, '']]
    """
    table = checked_opportunities(opportunities, objective)
    if limits.timeless:
        table = table.assign(quarters=0, earliest="", deadline="", accelerated_quarters=np.nan)
    check_fit(table, limits)
    return table


def check_fit(table: DataFrame, limits: Limits) -> None:
    """Refuse opportunities and limits that do not know each other's names.

    Args:
        table: Checked opportunities.
        limits: Limits on a plan.

    Raises:
        LimitsError: A `days_<role>` column holds days of a role without capacity, `earliest` or
            `deadline` is no quarter, or a rule names a team, column or value that is not there.
    """
    faults = [
        f"row {row}, {column}: {unknown_quarter(quarter, limits.quarters)}"
        for column in ("earliest", "deadline")
        for row, quarter in enumerate(table[column], start=1)
        if quarter and not is_placed(quarter, limits.quarters)
    ]
    faults += [fault for kind in KINDS for fault in kind.fit_faults(table, limits)]
    if faults:
        raise LimitsError(fault_list("The limits", faults))


def _as_ids(key: str | tuple[str, str]) -> str | tuple[str, ...]:
    """A name, or a column and a value, as the opportunities have them."""
    return text(key) if isinstance(key, str) else tuple(text(part) for part in key)


def _discount_faults(discount: object) -> list[str]:
    faults = number_faults(discount, "discount")
    return faults if faults or discount < 1 else [f"discount: {discount} is not within 0 to 1 per quarter"]
