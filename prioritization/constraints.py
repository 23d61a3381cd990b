"""Constraints of a plan: one function per kind of limit, each yielding constraints over the options."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.dependencies import waits_for
from prioritization.limits import Limits
from prioritization.milp import Constraint
from prioritization.opportunities import DAYS, days_columns
from prioritization.options import STOP, share_done, share_in
from prioritization.parsing import holding


@dataclass(frozen=True, eq=False)
class PlanData:
    """The data from which the constraints of a plan are built.

    Attributes:
        table: Checked opportunities, with a plain index from 0.
        limits: Limits on the plan.
        options: The rows of `plan_options`, one per variable.
        overtime: The days that can be bought, in the order of the variables that follow: role,
            quarter (index), most, price.
    """

    table: DataFrame
    limits: Limits
    options: DataFrame
    overtime: DataFrame

    @cached_property
    def names(self) -> list[str]:
        """The ids of the opportunities."""
        return self.table["opportunity"].tolist()

    @cached_property
    def start(self) -> NDArray[np.intp]:
        """Per variable, the index of the quarter in which it starts."""
        return self.options["start"].to_numpy()

    @cached_property
    def variables(self) -> list[NDArray[np.intp]]:
        """Per opportunity, the variables of its options."""
        ends = np.searchsorted(self.options["row"], np.arange(len(self.table) + 1))
        return [np.arange(start, end) for start, end in pairwise(ends)]

    @cached_property
    def done(self) -> NDArray[np.bool_]:
        """Per variable, does it mean that the opportunity is done? Stopping is not doing."""
        return self.options["decision"].ne(STOP).to_numpy()

    @cached_property
    def finish(self) -> NDArray[np.intp]:
        """Per variable, the index of the first quarter in which a dependent opportunity can start."""
        return (self.options["start"] + self.options["quarters"]).to_numpy()


def constraints(data: PlanData) -> Iterator[Constraint]:
    """Build the constraints of every limit.

    Args:
        data: Opportunities, limits, options and overtime.

    Yields:
        The constraints.
    """
    yield from once(data)
    yield from budget(data)
    yield from capacity(data)
    yield from work_in_progress(data)
    yield from requires(data)
    yield from readiness(data)
    yield from excludes(data)
    yield from counts(data)
    yield from run_share(data)


def once(data: PlanData) -> Iterator[Constraint]:
    """At most one option per opportunity; exactly one where it is must-do or running."""
    running, must = data.table["status"].eq("running"), data.table["must_do"]
    kinds = np.select([must, running], ["must_do", "running"], "once")
    for name, variables, kind in zip(data.names, data.variables, kinds, strict=True):
        if len(variables) or kind != "once":
            least = -np.inf if kind == "once" else 1.0
            yield Constraint(str(kind), name, -1, variables, np.ones(len(variables)), least, 1.0)


def budget(data: PlanData) -> Iterator[Constraint]:
    """Spending up to the end of a quarter does not exceed the income up to then.

    Without carry-over, spending in a quarter does not exceed the income of that quarter.
    """
    limits, options = data.limits, data.options
    cumulative = limits.carries_over
    income = limits.cumulative_budget() if cumulative else limits.quarterly_budget()
    share, bought = (share_done, np.less_equal) if cumulative else (share_in, np.equal)
    prices = data.overtime["price"].to_numpy()
    for quarter, money in enumerate(income):
        if np.isinf(money) or (cumulative and money in income[quarter + 1 :]):
            continue  # a later quarter sets the same limit to more spending
        weights = options["cost"].to_numpy() * share(options, quarter)
        overtime = prices * bought(data.overtime["quarter"].to_numpy(), quarter)
        yield from _constraint("budget", "", quarter, np.concatenate([weights, overtime]), high=money)


def capacity(data: PlanData) -> Iterator[Constraint]:
    """The days of a role in a quarter do not exceed its capacity and the overtime bought."""
    options, bought = data.options, data.overtime
    days = {role: row.to_numpy() for role, row in data.limits.days().iterrows()}
    shares = [share_in(options, quarter) for quarter in range(len(data.limits.quarters))]
    doing = data.done
    for name in days_columns(data.table):
        role = name.removeprefix(DAYS)
        needed = data.table[name].to_numpy()[options["row"]] * doing
        for quarter, available in enumerate(days.get(role, ())):
            overtime = -1.0 * (bought["role"].eq(role) & bought["quarter"].eq(quarter)).to_numpy()
            yield from _constraint(
                "capacity",
                role,
                quarter,
                np.concatenate([needed * shares[quarter], overtime]),
                high=available,
            )


def work_in_progress(data: PlanData) -> Iterator[Constraint]:
    """A team works on at most its limit of opportunities in a quarter."""
    for team, most in data.limits.work_in_progress.items():
        theirs = (data.table["team"].eq(team).to_numpy()[data.options["row"]]) & data.done
        for quarter in range(len(data.limits.quarters)):
            busy = share_in(data.options, quarter) > 0
            yield from _constraint("work_in_progress", team, quarter, 1.0 * (theirs & busy), high=most)


def requires(data: PlanData) -> Iterator[Constraint]:
    """An opportunity that has started by a quarter has its prerequisites finished before it."""
    place = {name: row for row, name in enumerate(data.names)}
    for row, others in enumerate(waits_for(data.table)):
        for other in others:
            enabling = data.variables[place[other]]
            yield from _after(data, row, enabling[data.done[enabling]], "requires")


def readiness(data: PlanData) -> Iterator[Constraint]:
    """An opportunity that needs a maturity phase waits until others have raised each precondition to it."""
    if data.limits.readiness is None:
        return
    brought = data.table["maturity_raises"]
    for row in np.flatnonzero(data.table["maturity_needed"].notna() & data.table["status"].eq("new")):
        needed = data.table.at[row, "maturity_needed"]
        for dimension, phase in data.limits.readiness.items():
            if phase < needed:
                bringing = [
                    data.variables[other]
                    for other, pairs in enumerate(brought)
                    if other != row and any(name == dimension and to >= needed for name, to in pairs)
                ]
                enabling = np.concatenate([*bringing, np.empty(0)]).astype(np.intp)
                yield from _after(data, row, enabling[data.done[enabling]], "readiness")


def excludes(data: PlanData) -> Iterator[Constraint]:
    """At most one of two opportunities that exclude each other is done."""
    place = {name: row for row, name in enumerate(data.names)}
    pairs = {
        tuple(sorted((row, place[other])))
        for row, others in enumerate(data.table["excludes"])
        for other in others
    }
    for one, other in sorted(pairs):
        both = np.concatenate([data.variables[one], data.variables[other]])
        both = both[data.done[both]]
        yield Constraint(
            "excludes", f"{data.names[one]};{data.names[other]}", -1, both, np.ones(len(both)), high=1.0
        )


def counts(data: PlanData) -> Iterator[Constraint]:
    """The number of opportunities with a value in a column stays between its bounds."""
    for rule in ("at_most", "at_least"):
        for (name, value), count in getattr(data.limits, rule).items():
            counted = holding(data.table[name], value)[data.options["row"]]
            weights = 1.0 * (counted & data.done)
            low, high = (-np.inf, count) if rule == "at_most" else (count, np.inf)
            yield from _constraint(rule, f"{name}: {value}", -1, weights, low=low, high=high)


def run_share(data: PlanData) -> Iterator[Constraint]:
    """The share of run work in the cost of the plan stays between its bounds."""
    low, high = data.limits.run_share
    run = data.table["kind"].eq("run").to_numpy()[data.options["row"]]
    cost = data.options["cost"].to_numpy()
    if high < 1:
        yield from _constraint("run_share", "at most", -1, cost * (run - high), high=0.0)
    if low > 0:
        yield from _constraint("run_share", "at least", -1, cost * (low - run), high=0.0)


def _after(data: PlanData, row: int, enabling: NDArray, kind: str) -> Iterator[Constraint]:
    """If the opportunity has started by a quarter, one of the enabling options has finished before it."""
    variables = data.variables[row]
    finish, start = data.finish[enabling], data.start[variables]
    for quarter in start.tolist():
        begun, ready = variables[start <= quarter], enabling[finish <= quarter]
        weights = np.concatenate([np.ones(len(begun)), -np.ones(len(ready))])
        yield Constraint(kind, data.names[row], quarter, np.concatenate([begun, ready]), weights, high=0.0)


def _constraint(
    kind: str, key: str, quarter: int, weights: NDArray, *, low: float = -np.inf, high: float = np.inf
) -> Iterator[Constraint]:
    """A constraint over the variables with a weight; none where there are none and no lower bound."""
    variables = np.flatnonzero(weights)
    if len(variables) or low > 0:
        yield Constraint(kind, key, quarter, variables, weights[variables].astype(float), low, high)
