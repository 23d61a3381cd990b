"""What binds a plan: one function per kind of limit, each giving rows over the choices."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.cells import holding
from prioritization.choices import STOP, share_done, share_in
from prioritization.limits import Limits
from prioritization.links import waits_for
from prioritization.opportunities import DAYS, days_columns
from prioritization.programme import Row


@dataclass(frozen=True, eq=False)
class Ground:
    """What the rows of a plan are written over.

    Attributes:
        table: Checked opportunities, with a plain index from 0.
        limits: What a plan may use.
        ways: The choices, in the order of the columns.
        overtime: The days that can be bought, in the order of the columns that follow: role,
            quarter (index), most, price.
    """

    table: DataFrame
    limits: Limits
    ways: DataFrame
    overtime: DataFrame

    @cached_property
    def names(self) -> list[str]:
        """The ids of the opportunities."""
        return self.table["opportunity"].tolist()

    @cached_property
    def start(self) -> NDArray[np.intp]:
        """Per column, the index of the quarter in which it starts."""
        return self.ways["start"].to_numpy()

    @cached_property
    def columns(self) -> list[NDArray[np.intp]]:
        """Per opportunity, the columns of its choices."""
        ends = np.searchsorted(self.ways["row"], np.arange(len(self.table) + 1))
        return [np.arange(start, end) for start, end in pairwise(ends)]

    @cached_property
    def done(self) -> NDArray[np.bool_]:
        """Per column, is the opportunity done with it? Stopping is not doing."""
        return self.ways["decision"].ne(STOP).to_numpy()

    @cached_property
    def finish(self) -> NDArray[np.intp]:
        """Per column, the index of the first quarter in which what waits for it can start."""
        return (self.ways["start"] + self.ways["quarters"]).to_numpy()


def restrictions(ground: Ground) -> Iterator[Row]:
    """Write down every limit on a plan.

    Args:
        ground: Opportunities, limits, choices and overtime.

    Yields:
        The rows.
    """
    yield from once(ground)
    yield from budget(ground)
    yield from capacity(ground)
    yield from work_in_progress(ground)
    yield from requires(ground)
    yield from readiness(ground)
    yield from excludes(ground)
    yield from counts(ground)
    yield from run_share(ground)


def once(ground: Ground) -> Iterator[Row]:
    """Each opportunity is decided on once: just once where it must be done or is running."""
    running, must = ground.table["status"].eq("running"), ground.table["must_do"]
    kinds = np.select([must, running], ["must_do", "running"], "once")
    for name, columns, kind in zip(ground.names, ground.columns, kinds, strict=True):
        if len(columns) or kind != "once":
            least = -np.inf if kind == "once" else 1.0
            yield Row(str(kind), name, -1, columns, np.ones(len(columns)), least, 1.0)


def budget(ground: Ground) -> Iterator[Row]:
    """What is spent by the end of a quarter stays within what came in by then.

    Without carry-over, what is spent within a quarter stays within what came in with it.
    """
    limits, ways = ground.limits, ground.ways
    cumulative = limits.carries_over
    income = limits.cumulative_budget() if cumulative else limits.quarterly_budget()
    share, bought = (share_done, np.less_equal) if cumulative else (share_in, np.equal)
    prices = ground.overtime["price"].to_numpy()
    for quarter, money in enumerate(income):
        if np.isinf(money) or (cumulative and money in income[quarter + 1 :]):
            continue  # a later quarter sets the same limit to more spending
        weights = ways["cost"].to_numpy() * share(ways, quarter)
        overtime = prices * bought(ground.overtime["quarter"].to_numpy(), quarter)
        yield from _row("budget", "", quarter, np.concatenate([weights, overtime]), high=money)


def capacity(ground: Ground) -> Iterator[Row]:
    """The days of a role in a quarter stay within its capacity there and the overtime bought."""
    ways, bought = ground.ways, ground.overtime
    days = {role: row.to_numpy() for role, row in ground.limits.days().iterrows()}
    shares = [share_in(ways, quarter) for quarter in range(len(ground.limits.quarters))]
    doing = ground.done
    for name in days_columns(ground.table):
        role = name.removeprefix(DAYS)
        needed = ground.table[name].to_numpy()[ways["row"]] * doing
        for quarter, available in enumerate(days.get(role, ())):
            overtime = -1.0 * (bought["role"].eq(role) & bought["quarter"].eq(quarter)).to_numpy()
            yield from _row(
                "capacity",
                role,
                quarter,
                np.concatenate([needed * shares[quarter], overtime]),
                high=available,
            )


def work_in_progress(ground: Ground) -> Iterator[Row]:
    """A team works on no more opportunities in a quarter than it can."""
    for team, most in ground.limits.work_in_progress.items():
        theirs = (ground.table["team"].eq(team).to_numpy()[ground.ways["row"]]) & ground.done
        for quarter in range(len(ground.limits.quarters)):
            busy = share_in(ground.ways, quarter) > 0
            yield from _row("work_in_progress", team, quarter, 1.0 * (theirs & busy), high=most)


def requires(ground: Ground) -> Iterator[Row]:
    """What has started by a quarter, has its prerequisite finished before that quarter."""
    place = {name: row for row, name in enumerate(ground.names)}
    for row, others in enumerate(waits_for(ground.table)):
        for other in others:
            enabling = ground.columns[place[other]]
            yield from _after(ground, row, enabling[ground.done[enabling]], "requires")


def readiness(ground: Ground) -> Iterator[Row]:
    """What needs a phase of maturity, waits until something has brought each precondition there."""
    if ground.limits.readiness is None:
        return
    brought = ground.table["maturity_raises"]
    for row in np.flatnonzero(ground.table["maturity_needed"].notna() & ground.table["status"].eq("new")):
        needed = ground.table.at[row, "maturity_needed"]
        for dimension, phase in ground.limits.readiness.items():
            if phase < needed:
                bringing = [
                    ground.columns[other]
                    for other, pairs in enumerate(brought)
                    if other != row and any(name == dimension and to >= needed for name, to in pairs)
                ]
                enabling = np.concatenate([*bringing, np.empty(0)]).astype(np.intp)
                yield from _after(ground, row, enabling[ground.done[enabling]], "readiness")


def excludes(ground: Ground) -> Iterator[Row]:
    """Of two that exclude each other, whichever says so, at most one is done."""
    place = {name: row for row, name in enumerate(ground.names)}
    pairs = {
        tuple(sorted((row, place[other])))
        for row, others in enumerate(ground.table["excludes"])
        for other in others
    }
    for one, other in sorted(pairs):
        both = np.concatenate([ground.columns[one], ground.columns[other]])
        both = both[ground.done[both]]
        yield Row(
            "excludes", f"{ground.names[one]};{ground.names[other]}", -1, both, np.ones(len(both)), high=1.0
        )


def counts(ground: Ground) -> Iterator[Row]:
    """Of a group, a profile, a segment or a phase, at most and at least so many are done."""
    for rule in ("at_most", "at_least"):
        for (name, value), count in getattr(ground.limits, rule).items():
            held = holding(ground.table[name], value)[ground.ways["row"]]
            weights = 1.0 * (held & ground.done)
            low, high = (-np.inf, count) if rule == "at_most" else (count, np.inf)
            yield from _row(rule, f"{name}: {value}", -1, weights, low=low, high=high)


def run_share(ground: Ground) -> Iterator[Row]:
    """Of what the plan costs, no less and no more than a share goes to keeping things running."""
    low, high = ground.limits.run_share
    run = ground.table["kind"].eq("run").to_numpy()[ground.ways["row"]]
    cost = ground.ways["cost"].to_numpy()
    if high < 1:
        yield from _row("run_share", "at most", -1, cost * (run - high), high=0.0)
    if low > 0:
        yield from _row("run_share", "at least", -1, cost * (low - run), high=0.0)


def _after(ground: Ground, row: int, enabling: NDArray, kind: str) -> Iterator[Row]:
    """Whatever has started by a quarter, one of the enabling choices has finished before it."""
    own = ground.columns[row]
    finish, start = ground.finish[enabling], ground.start[own]
    for quarter in start.tolist():
        begun, ready = own[start <= quarter], enabling[finish <= quarter]
        weights = np.concatenate([np.ones(len(begun)), -np.ones(len(ready))])
        yield Row(kind, ground.names[row], quarter, np.concatenate([begun, ready]), weights, high=0.0)


def _row(
    kind: str, key: str, quarter: int, weights: NDArray, *, low: float = -np.inf, high: float = np.inf
) -> Iterator[Row]:
    """A row over the columns that weigh; none where nothing weighs and nothing is asked."""
    columns = np.flatnonzero(weights)
    if len(columns) or low > 0:
        yield Row(kind, key, quarter, columns, weights[columns].astype(float), low, high)
