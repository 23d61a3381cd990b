"""Limits on a plan: quarters, money, days of each role, and rules on combinations."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from pandas import DataFrame

from prioritization.errors import LimitsError, amount, did_you_mean, fault_list
from prioritization.opportunities import DAYS, PHASES, checked_opportunities, days_columns
from prioritization.parsing import is_blank, texts
from prioritization.reading import is_count, is_number

NO_TIME = ("now",)
"""The quarters of a plan without time."""
FIGURES = ("days", "overtime", "overtime_price")
PAIR = 'a column and a value, such as ("group", "checkout")'
NAMED_QUARTER = re.compile(r"\d{4}Q[1-4]")


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

    def __post_init__(self) -> None:
        faults = [
            *_quarter_faults(self.quarters),
            *_budget_faults(self.budget, self.quarters),
            *_capacity_faults(self.capacity, self.quarters),
            *_rule_faults(self),
            *_share_faults(self.discount, self.run_share),
        ]
        if faults:
            raise LimitsError(fault_list("The limits", faults))
        # A copy of each: what is changed outside afterwards changes nothing here.
        object.__setattr__(self, "quarters", tuple(self.quarters))
        for name in ("budget", "work_in_progress", "at_most", "at_least", "readiness"):
            if isinstance(getattr(self, name), Mapping):
                object.__setattr__(self, name, dict(getattr(self, name)))
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
    faults = [*_role_faults(table, limits), *_date_faults(table, limits), *_readiness_faults(table, limits)]
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


def first_from(name: str, limits: Limits) -> int:
    """Place the earliest quarter in the horizon.

    Args:
        name: A quarter of the horizon, or one such as 2027Q1 outside it.
        limits: Hold the horizon.

    Returns:
        The index of the first quarter that is not before it; the number of quarters where none is.

    Example:
        >>> first_from("2027Q2", Limits(("2027Q1", "2027Q3")))
        1
    """
    if name in limits.quarters:
        return limits.quarters.index(name)
    return sum(quarter < name for quarter in limits.quarters)


def last_until(name: str, limits: Limits) -> int:
    """Place a deadline in the horizon.

    Args:
        name: A quarter of the horizon, or one such as 2027Q1 outside it.
        limits: Hold the horizon.

    Returns:
        The index of the last quarter that is not after it; -1 where none is.

    Example:
        >>> last_until("2027Q2", Limits(("2027Q1", "2027Q3")))
        0
    """
    return first_from(name, limits) - (name not in limits.quarters)


def _role_faults(table: DataFrame, limits: Limits) -> list[str]:
    if limits.capacity is None:
        return []
    roles = limits.days().index
    return [
        f"capacity: role '{role}' of column '{DAYS}{role}' is not in it{did_you_mean(role, roles)}"
        for role in (column.removeprefix(DAYS) for column in days_columns(table) if table[column].any())
        if role not in roles
    ]


def _readiness_faults(table: DataFrame, limits: Limits) -> list[str]:
    if limits.readiness is None:
        return []
    raised = dict.fromkeys(name for pairs in table["maturity_raises"] for name, _ in pairs)
    return [
        f"readiness: '{name}' of maturity_raises is not in it{did_you_mean(name, limits.readiness)}"
        for name in raised
        if name not in limits.readiness
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
    if not isinstance(quarters, list | tuple) or not quarters:
        return ["quarters: there are none; give at least one"]
    if not all(isinstance(name, str) and name.strip() for name in quarters):
        return [f"quarters: {list(quarters)} are not all names; give text, such as 2027Q1"]
    repeated = dict.fromkeys(name for name in quarters if quarters.count(name) > 1)
    faults = [f"quarters: '{name}' appears twice" for name in repeated]
    dated = all(NAMED_QUARTER.fullmatch(name) for name in quarters)
    if dated and not repeated and sorted(quarters) != list(quarters):
        faults.append(f"quarters: {', '.join(quarters)} are not in their order")
    return faults


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
    if not isinstance(capacity, DataFrame):
        return [f"capacity: {capacity!r} is not a table of role, quarter and days"]
    missing = [name for name in ("role", "quarter", "days") if name not in capacity]
    if missing:
        return [f"capacity: column '{name}' is missing" for name in missing]
    if not capacity.columns.is_unique:
        return ["capacity: a column appears twice"]
    figures = [name for name in FIGURES if name in capacity]
    faults = []
    for row, cell in enumerate(capacity.to_dict("records"), start=1):
        if cell["quarter"] not in quarters:
            faults.append(f"capacity row {row}, quarter: {_unknown(cell['quarter'], quarters)}")
        if is_blank(cell["role"]):
            faults.append(f"capacity row {row}, role: is blank")
        for name in figures:
            if name != "days" and is_blank(cell[name]):
                continue
            faults += _number_faults(cell[name], f"capacity row {row}, {name} of {cell['role']}")
    twice = capacity.astype({"role": str}).duplicated(["role", "quarter"]).to_numpy()
    return faults + [
        f"capacity row {row + 1}: role '{role}' has {quarter} already"
        for row, (role, quarter) in enumerate(zip(capacity["role"], capacity["quarter"], strict=True))
        if twice[row]
    ]


def _rule_faults(limits: Limits) -> list[str]:
    faults = []
    for name, keys in (("work_in_progress", "a team"), ("at_most", PAIR), ("at_least", PAIR)):
        rule = getattr(limits, name)
        if not isinstance(rule, Mapping):
            faults.append(f"{name}: {rule!r} is not a count per {keys.removeprefix('a ')}")
            continue
        for key, count in rule.items():
            named = isinstance(key, str) if keys == "a team" else _is_pair(key)
            if not named:
                faults.append(f"{name}: {key!r} is not {keys}")
            if not is_count(count, 0):
                faults.append(f"{name} of {key}: {count!r} is not a whole number of 0 or more")
    if limits.readiness is not None and not isinstance(limits.readiness, Mapping):
        return [*faults, f"readiness: {limits.readiness!r} is not a phase per precondition"]
    return faults + [
        f"readiness of {name}: {phase} is not a phase of 1 to {PHASES}"
        for name, phase in (limits.readiness or {}).items()
        if not is_count(phase) or phase > PHASES
    ]


def _is_pair(key: object) -> bool:
    return isinstance(key, tuple) and len(key) == 2 and all(isinstance(part, str) for part in key)


def _share_faults(discount: object, run_share: object) -> list[str]:
    faults = _number_faults(discount, "discount")
    if not faults and not 0 <= discount < 1:
        faults.append(f"discount: {discount} is not within 0 to 1 per quarter")
    pair = run_share if isinstance(run_share, tuple | list) and len(run_share) == 2 else (None, None)
    if any(_number_faults(end, "") for end in pair) or not 0 <= pair[0] <= pair[1] <= 1:
        faults.append(f"run_share: {run_share!r} is not a range within 0 to 1, such as (0, 0.4)")
    return faults


def _number_faults(value: object, where: str) -> list[str]:
    if not is_number(value):
        return [f"{where}: '{value}' is not a finite number"]
    return [f"{where}: {amount(value)} is below 0"] if value < 0 else []


def _unknown(quarter: object, quarters: tuple[str, ...]) -> str:
    return f"'{quarter}' is not a quarter of the horizon: {', '.join(map(str, quarters))}"
