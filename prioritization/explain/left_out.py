"""Reasons why opportunities are left out of a plan, and the value lost by including them."""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series

from prioritization.dependencies import prerequisites, waits_for
from prioritization.errors import PrioritizationError, SolverError
from prioritization.explain.solved_plan import (
    SolvedPlan,
    best,
    best_nearby,
    done_variables,
    inclusion,
    members_of,
    position,
    solved_plan,
    without,
)
from prioritization.infeasibility import conflicting_limits
from prioritization.limits.kinds import KINDS
from prioritization.limits.setting import Limits
from prioritization.options import STOP, earliest_starts, last_quarters
from prioritization.plan import Plan
from prioritization.plan_model import PlanModel
from prioritization.problem import Problem

COLUMNS = ["opportunity", "reason", "value_lost", "value_lost_at_least", "makes_way", "enters", "blocker"]
SHARE = 0.1
"""The share of the time that is left which one of many may take."""
SEARCHED = 3_000
"""Opportunities asked about times variables, up to which the best plan with each in is searched for."""
FIRST = tuple(name for kind in sorted(KINDS, key=lambda kind: not kind.chosen) for name in kind.names)
"""Order in which one of several conflicting limits is named: what was set before what opportunities ask."""


@dataclass(frozen=True)
class Why:
    """Why one opportunity is left out: a row of `why_left_out`, and the best plan with it in."""

    reason: str
    blocker: str | None = None
    value_lost: float = float("nan")
    value_lost_at_least: float = float("nan")
    makes_way: tuple[str, ...] = ()
    enters: tuple[str, ...] = ()
    values: NDArray[np.float64] | None = field(default=None, compare=False)


def why_left_out(
    problem: Problem,
    plan: Plan,
    *,
    also: str | None = None,
    gap: float = 0.0,
    time_limit: float = 10.0,
    total: float = math.inf,
) -> DataFrame:
    """Say why each opportunity is left out, and what the plan would lose with it in.

    Where an opportunity could fit, the best plan with it in is truly made, and held against `plan`. Where
    many are left out of a large plan, a good plan with it in is made near `plan`, and what the best one
    could be worth is bounded: `value_lost` and `value_lost_at_least` then differ. How much is looked into
    is a matter of work and not of seconds, so that a busy machine says the same.

    Args:
        problem: The problem that `plan` solves.
        plan: The plan to explain.
        also: A second objective by which what the plan gains with it in is valued too, such as npv.
        gap: How far below their bounds the plans that are made on the way may stay, as a share.
        time_limit: Seconds for each of the plans that are made on the way: far more than they take.
        total: Seconds for all of them: what is stopped and what is worth most is looked into first.

    Returns:
        A row per opportunity left out, in the order of the input:

        - opportunity
        - reason: what stands in the way whatever else is chosen, the first of: "must_not",
          "too_long" (takes longer than the horizon), "deadline" and "earliest" (its own dates leave
          too few quarters), "chain" (with what it waits for it takes more quarters than there are, see
          `chain_quarters`), "requires" (what it waits for cannot be done, or not in time),
          "readiness" (nothing brings a precondition to the phase it needs), "too_expensive" (costs
          more than the whole budget), "no_capacity" (needs more days of a role than there are, from
          whichever quarter), "excluded" (by one that every plan holds), "at_most" and
          "work_in_progress" (what every plan holds uses the rule up), "cannot" (several limits
          together). Otherwise "worth_less" (it fits, but the best plan with it in is worth less),
          "stop" for what is running and had better be stopped, "undecided" where the time limit
          came before any plan with it in, or "not_looked_into" where the total did
        - value_lost: what the plan loses with it in, in the best plan found; missing where that
          cannot be. Below 0 only where the time limit cut `plan` off and a better one came to light
        - value_lost_at_least: what it loses for certain; equal to `value_lost` where that is proved,
          lower where the time limit came first
        - makes_way: the members that would leave
        - enters: what would come in with it: what it needs, or what then fits
        - blocker: the role, "budget", opportunity, quarter, precondition, rule or team in the way;
          missing where none stands out
        - with `also`, gained_<objective>: what the plan gains by that objective with it in, which may be
          below 0; missing where there is no such plan

    Raises:
        OpportunitiesError: `plan` solves another problem.

    Example:
        >>> from prioritization import Limits, make_plan
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> problem = Problem(four, Limits(("2027Q1",), 10))
        >>> why = why_left_out(problem, make_plan(problem))
        >>> why[["opportunity", "reason", "value_lost", "makes_way"]]
          opportunity      reason  value_lost makes_way
        0           A  worth_less         4.5    (B, C)
        1           D  worth_less         4.5    (B, C)
    """
    until = time.perf_counter() + total
    solved = solved_plan(problem, plan, gap=gap, time_limit=time_limit)
    reasons = reasons_in_time(solved, lambda: until - time.perf_counter())
    rows = [
        (name, why.reason, why.value_lost, why.value_lost_at_least, why.makes_way, why.enters, why.blocker)
        for name, why in reasons.items()
    ]
    table = DataFrame(rows, columns=COLUMNS)
    if also is None:
        return table
    return table.assign(**{f"gained_{also}": [_gained(solved, why, also) for why in reasons.values()]})


def _gained(solved: SolvedPlan, why: Why, also: str) -> float:
    """What the plan gains by another objective."""
    if why.values is None:
        return math.nan
    return float(solved.problem.values_by(also) @ (why.values[: len(solved.values)] - solved.values))


def reasons_in_time(solved: SolvedPlan, seconds_left: Callable[[], float]) -> dict[str, Why]:
    """Say why each opportunity is left out, until the time is up.

    Args:
        solved: The plan to explain, and what it was made of.
        seconds_left: Says how many seconds there still are.

    Returns:
        Per opportunity left out, in the order of the input, why.
    """
    out = without(solved.table["opportunity"], solved.plan.members)
    reasons = dict.fromkeys(out, Why("not_looked_into"))
    worth = solved.table.set_index("opportunity")[solved.problem.objective]
    stopped = solved.plan.schedule.set_index("opportunity")["decision"].eq(STOP)
    asked = sorted(out, key=lambda name: (not stopped[name], -worth[name]))
    nearby = len(asked) * len(solved.milp.values) > SEARCHED
    for place, name in enumerate(asked):
        seconds = seconds_left()
        if seconds <= 0:
            break
        each = min(solved.time_limit, max(seconds * SHARE, seconds / (len(asked) - place)))
        try:
            reasons[name] = reason_left_out(replace(solved, time_limit=each), name, nearby=nearby)
        except PrioritizationError:  # the solver could not tell in time
            reasons[name] = Why("undecided")
    return reasons


def reason_left_out(solved: SolvedPlan, name: str, *, nearby: bool = False) -> Why:
    """Say why one opportunity is left out.

    Args:
        solved: The plan to explain, and what it was made of.
        name: An opportunity that is not in it.
        nearby: Search only near the plan, and bound what any plan could be worth?

    Returns:
        The fields of a row of `why_left_out`.

    Raises:
        PrioritizationError: The solver could not tell in time.
    """
    return next(_own_obstacles(solved, name), None) or _forced_in(solved, name, nearby)


def _own_obstacles(solved: SolvedPlan, name: str) -> Iterator[Why]:
    """Obstacles that hold without any competition from other opportunities."""
    data, place = solved.model.data, position(solved, name)
    row = data.table.iloc[place]
    if row["must_not"]:
        yield Why("must_not")
    yield from _too_late(solved, row)
    for kind in KINDS:
        for reason, blocker in kind.obstacles(data, place):
            yield Why(reason, blocker)


def _too_late(solved: SolvedPlan, row: Series) -> Iterator[Why]:
    """Its own length and dates, and then what it waits for."""
    table, limits = solved.model.data.table, solved.problem.limits
    takes = int(row["accelerated_quarters"] if row["accelerated_quarters"] > 0 else max(row["quarters"], 1))
    horizon = len(limits.quarters)
    until = last_quarters(table, limits)[row.name] + 1
    first = earliest_starts(table.loc[[row.name]].assign(requires=[()]).reset_index(drop=True), limits)[0]
    if takes > horizon:
        yield Why("too_long")
    if first + takes > until:
        yield Why("deadline", row["deadline"]) if until < horizon else Why("earliest", row["earliest"])
    waits = waits_for(table)[row.name]
    if not waits:
        return
    barred = set(table.loc[table["must_not"], "opportunity"])
    needed = sorted(prerequisites(table, [row["opportunity"]]))
    for other in needed:
        if other in barred:
            yield Why("requires", other)
    starts = earliest_starts(table, limits)
    last = max(waits, key=lambda other: (starts + table["quarters"].to_numpy())[position(solved, other)])
    needs, there = chain_quarters(table, limits, row["opportunity"])
    if needs > there:
        yield Why("chain", last)
    for other in needed:
        if not len(done_variables(solved, other)):
            yield Why("requires", other)
    if starts[row.name] + takes > until:
        yield Why("requires", last)


def chain_quarters(table: DataFrame, limits: Limits, name: str) -> tuple[int, int]:
    """Count the quarters that an opportunity takes together with what it waits for, whatever their dates.

    Args:
        table: Checked opportunities, with a plain index from 0.
        limits: Hold the horizon.
        name: The id of one of them.

    Returns:
        How many quarters it takes at least, and how many there are until its deadline or the end.

    Example:
        >>> from prioritization.opportunities import checked_opportunities
        >>> rows = {"opportunity": ["login", "returns"], "score": 1, "quarters": 2, "requires": ["", "login"]}
        >>> chain_quarters(checked_opportunities(DataFrame(rows)), Limits(("Q1", "Q2", "Q3")), "returns")
        (4, 3)
    """
    row = table["opportunity"].tolist().index(name)
    takes = table["accelerated_quarters"].fillna(table["quarters"]).clip(lower=1).astype(int)
    begins = earliest_starts(table.assign(earliest=""), limits)[row]
    return int(begins + takes[row]), int(last_quarters(table, limits)[row] + 1)


def _forced_in(solved: SolvedPlan, name: str, nearby: bool) -> Why:
    """Make the best plan that includes the opportunity, and compare."""
    try:
        other = best_nearby(solved, name) if nearby else best(solved, inclusion(solved, name))
    except SolverError:
        return Why("undecided")
    if other.status == "infeasible":
        return Why("cannot", _blocker(solved, name))
    stopped = solved.plan.schedule.set_index("opportunity").at[name, "decision"] == STOP
    members = members_of(solved, other.values)
    return Why(
        "stop" if stopped else "worth_less",
        value_lost=solved.plan.value - other.objective,
        value_lost_at_least=solved.plan.value - other.bound,
        makes_way=without(solved.plan.members, members),
        enters=without(members, (*solved.plan.members, name)),
        values=other.values,
    )


def _blocker(solved: SolvedPlan, name: str) -> str | None:
    """Of the limits that keep it out together, the one to name."""
    constraints = (*solved.milp.constraints, inclusion(solved, name))
    groups = conflicting_limits(PlanModel(solved.model.data, replace(solved.milp, constraints=constraints)))
    blockers = {kind: key or kind for kind, key in reversed(groups) if key != name}
    return next((blockers[kind] for kind in FIRST if kind in blockers), None)
