"""Prices of binding limits: the value of a little more or less of each."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series

from prioritization.errors import LimitsError
from prioritization.explain.solved_plan import SolvedPlan, best, solved_plan
from prioritization.limits.kinds import COUNTED
from prioritization.milp import Constraint, Milp
from prioritization.plan import Plan
from prioritization.problem import Problem
from prioritization.pulp_bridge import EXACT
from prioritization.solver import relaxed_prices

COLUMNS = [
    *("kind", "role", "quarter", "limit", "change", "value_up", "value_down"),
    *("price_up", "price_down", "proven", "relaxed_price"),
]
JOINT = ["limits", "value", "proven"]
PAIRED = 6
"""Of so many limits, those with the highest relaxed prices, each pair is looked at."""


def limit_prices(
    problem: Problem,
    plan: Plan,
    *,
    step: float = 0.05,
    narrower: bool = True,
    gap: float = 0.0,
    time_limit: float = 10.0,
) -> DataFrame:
    """Say what a little more or less of each binding limit is worth, by making the plan again.

    Args:
        problem: The problem that `plan` solves.
        plan: The plan.
        step: How much wider and narrower, as a share of the limit. A rule that counts, and a limit of
            0, change by 1.
        narrower: Make the plan with each limit narrower too?
        gap: How far below their bounds the plans that are made on the way may stay, as a share.
        time_limit: Seconds for each of the plans that are made on the way.

    Returns:
        A row per binding limit, the dearest by `relaxed_price` first:

        - kind, role, quarter, limit: as in `plan.binding`, but the budget is one row: its total over
          the horizon, with the money of every quarter in proportion
        - change: how much wider and narrower, in the unit of the limit. Of at_least, wider is fewer
        - value_up, value_down: what the best plan found is worth with the limit wider, and narrower;
          missing where nothing fits, or where that was not asked
        - price_up: (value_up - plan.value) / change; price_down: (plan.value - value_down) / change
        - proven: are the values those of the best plans, and `plan` too?
        - relaxed_price: the price if parts of an opportunity could be done. It puts limits in order
          and is not what a unit more would bring; missing for overtime

    Raises:
        OpportunitiesError: `plan` solves another problem.
        LimitsError: `step` is not above 0 and below 1.
        SolverError: No plan was found within the time limit.

    Example:
        >>> from prioritization import Limits, make_plan
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> problem = Problem(four, Limits(("2027Q1",), 10))
        >>> limit_prices(problem, make_plan(problem), step=0.1)[["kind", "price_up", "price_down"]]
             kind  price_up  price_down
        0  budget       3.0         4.5
    """
    if not 0 < step < 1:
        raise LimitsError(f"step: {step} is not above 0 and below 1, such as 0.05")
    solved = solved_plan(problem, plan, gap=gap, time_limit=time_limit)
    relaxed = relaxed_prices(solved.milp)
    rows = [_priced(solved, limit, step, narrower, relaxed) for limit in _binding(solved)]
    return DataFrame(rows, columns=COLUMNS).sort_values("relaxed_price", ascending=False, ignore_index=True)


def joint_prices(
    problem: Problem,
    plan: Plan,
    *,
    step: float = 0.05,
    gap: float = 0.0,
    time_limit: float = 10.0,
) -> DataFrame:
    """Say what a little more of several binding limits at once brings, where no one of them pays by itself.

    Args:
        problem: The problem that `plan` solves.
        plan: The plan.
        step: How much wider, as for `limit_prices`.
        gap: How far below their bounds the plans that are made on the way may stay, as a share.
        time_limit: Seconds for each of the plans that are made on the way.

    Returns:
        A row per pair that pays, what brings most first, of the limits with the highest relaxed price; where
        no pair pays, one row of all limits together, if that does:

        - limits: (kind, role, quarter, change) of each
        - value: what the best plan found is worth with all of these wider
        - proven: is it the best?

    Raises:
        OpportunitiesError: `plan` solves another problem.
        SolverError: No plan was found within the time limit.

    Example:
        >>> from prioritization import Limits, make_plan
        >>> days = DataFrame({"role": ["it"], "quarter": ["2027Q1"], "days": [10]})
        >>> rows = {"opportunity": ["A", "B"], "score": 9, "cost": [10, 1], "days_it": [10, 1]}
        >>> problem = Problem(DataFrame(rows), Limits(("2027Q1",), 10, days))
        >>> joint = joint_prices(problem, make_plan(problem), step=0.1)
        >>> joint["limits"][0], float(joint["value"][0])
        ((('budget', '', '', 1.0), ('capacity', 'it', '2027Q1', 1.0)), 18.0)
    """
    solved = solved_plan(problem, plan, gap=gap, time_limit=time_limit)
    relaxed = relaxed_prices(solved.milp)
    limits = sorted(_binding(solved), key=lambda limit: -_relaxed_price(solved, limit, relaxed))
    everything = _joint(solved, limits, step)
    rows = []
    if everything is not None and len(limits) > 2:
        pairs = (_joint(solved, pair, step) for pair in combinations(limits[:PAIRED], 2))
        rows = [pair for pair in pairs if pair is not None]
    found = rows or ([] if everything is None else [everything])
    return DataFrame(found, columns=JOINT).sort_values("value", ascending=False, ignore_index=True)


def _joint(solved: SolvedPlan, limits: Sequence[Series], step: float) -> tuple | None:
    """What several limits bring together; nothing where they bring nothing."""
    changes = [(limit, _change(limit, step)) for limit in limits]
    wider = best(solved, milp=_moved(solved, changes), start=solved.values)
    if wider.objective <= solved.plan.value + max(abs(solved.plan.value), 1.0) * EXACT:
        return None
    named = tuple((*limit[["kind", "role", "quarter"]], change) for limit, change in changes)
    return named, wider.objective, "feasible" not in (solved.plan.status, wider.status)


def _binding(solved: SolvedPlan) -> list[Series]:
    """The binding limits, the budget as one."""
    binding = solved.plan.binding.assign(quarter=solved.plan.binding["quarter"].fillna(""))
    money = binding["kind"].eq("budget")
    total = sum(solved.problem.limits.quarterly_budget())
    binding.loc[money, ["quarter", "limit"]] = ["", total]
    return [row for _, row in binding[~money | ~money.duplicated()].iterrows()]


def _change(limit: Series, step: float) -> float:
    return 1.0 if limit["kind"] in COUNTED else step * limit["limit"] or 1.0


def _priced(
    solved: SolvedPlan, limit: Series, step: float, narrower: bool, relaxed: NDArray[np.float64]
) -> tuple:
    change = _change(limit, step)
    up = best(solved, milp=_moved(solved, [(limit, change)]), start=solved.values)
    narrowest = limit["kind"] != "at_least" and limit["limit"] < change
    down = None if narrowest or not narrower else best(solved, milp=_moved(solved, [(limit, -change)]))
    value, value_up = solved.plan.value, max(up.objective, solved.plan.value)
    value_down = np.nan if down is None else down.objective
    proven = "feasible" not in (solved.plan.status, up.status, down.status if down else "infeasible")
    price = _relaxed_price(solved, limit, relaxed)
    return (
        *limit[["kind", "role", "quarter", "limit"]],
        *(change, value_up, value_down, (value_up - value) / change, (value - value_down) / change),
        *(proven, np.nan if limit["kind"] == "overtime" else price),
    )


def _relaxed_price(solved: SolvedPlan, limit: Series, relaxed: NDArray[np.float64]) -> float:
    weights = {at: _share(solved, limit, one) for at, one in enumerate(solved.milp.constraints)}
    return sum(weight * relaxed[at] for at, weight in weights.items() if weight)


def _moved(solved: SolvedPlan, changes: Sequence[tuple[Series, float]]) -> Milp:
    """The MILP with limits wider, or narrower where the change is below 0."""
    constraints = [
        _shifted(one, sum(change * _share(solved, limit, one) for limit, change in changes))
        for one in solved.milp.constraints
    ]
    overtime = solved.model.data.overtime
    quarters = np.array(solved.problem.limits.quarters)[overtime["quarter"]]
    upper = solved.milp.upper.copy()
    for limit, change in changes:
        if limit["kind"] == "overtime":
            bought = overtime["role"].eq(limit["role"]).to_numpy() & (quarters == limit["quarter"])
            upper[len(solved.model.data.options) :] += change * bought
    return replace(solved.milp, constraints=tuple(constraints), upper=upper)


def _share(solved: SolvedPlan, limit: Series, constraint: Constraint) -> float:
    """By how much the bound of a constraint moves with a unit of a limit; below 0 where wider is less."""
    limits = solved.problem.limits
    quarter = (
        "" if constraint.quarter < 0 or constraint.kind == "budget" else limits.quarters[constraint.quarter]
    )
    if (constraint.kind, constraint.key, quarter) != (limit["kind"], limit["role"], limit["quarter"]):
        return 0.0
    if constraint.kind == "budget":
        return constraint.high / limit["limit"] if limit["limit"] else 1.0
    return -1.0 if constraint.kind == "at_least" else 1.0


def _shifted(constraint: Constraint, change: float) -> Constraint:
    return (
        replace(constraint, low=constraint.low + change, high=constraint.high + change)
        if change
        else constraint
    )
