"""What more room would bring: the plan made again with one limit wider, or one obligation released."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
from pandas import DataFrame

from prioritization.errors import LimitsError, fault_list
from prioritization.explain.solved_plan import SolvedPlan, members_of, solved_plan, without
from prioritization.limits.setting import Limits
from prioritization.plan import Plan, plan_values
from prioritization.plan_model import PlanModel, changed_model
from prioritization.problem import Problem
from prioritization.reading import is_number
from prioritization.solver import solve

COLUMNS = ["kind", "name", "change", "value", "gained", "gained_at_most", "enters", "leaves"]
Scenario = tuple[str, str, float, PlanModel, Problem]
"""Kind, the role or opportunity, how much wider, the model, and a problem with the same variables."""


def limit_scenarios(
    problem: Problem,
    plan: Plan,
    *,
    days: float = 10.0,
    money: float = 0.1,
    also: str | None = None,
    gap: float = 0.0,
    time_limit: float = 10.0,
) -> DataFrame:
    """Say what more days, more or earlier money, or an obligation released would bring.

    Each is a plan made again, with all other limits as they are. A limit that is used up and brings
    nothing when it is wider does not hold the plan back.

    Args:
        problem: The problem that `plan` solves.
        plan: The plan.
        days: How many more days of a role there are in every quarter.
        money: How much more money there is in every quarter, as a share; where there is none, in the first
            quarter, as a share of what all opportunities cost.
        also: A second objective by which the gain is valued too, such as npv.
        gap: How far below their bounds the plans that are made on the way may stay, as a share.
        time_limit: Seconds for each.

    Returns:
        A row per scenario, what brings most first:

        - kind: "capacity" (more days of a role), "budget" (more money), "earlier" (all money one quarter
          earlier), "must_do" (an opportunity need not be done)
        - name: the role, or the opportunity; empty for money
        - change: days per quarter, or money in all; missing where it does not apply
        - value: what the plan is worth then
        - gained: that minus the value of `plan`, 0 or more
        - gained_at_most: what any plan could gain; equal to `gained` where that is proved
        - enters, leaves: its members that `plan` has not, and the other way round
        - with `also`, a column of that name: what is gained by that objective, which may be below 0

    Raises:
        OpportunitiesError: `plan` solves another problem.
        LimitsError: `days` or `money` is not above 0.
        SolverError: No plan was found within the time limit.

    Example:
        >>> from prioritization import Limits, make_plan
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> problem = Problem(four, Limits(("2027Q1",), 10))
        >>> limit_scenarios(problem, make_plan(problem))[["kind", "change", "gained", "enters"]]
             kind  change  gained enters
        0  budget     1.0     3.0   (D,)
    """
    wrong = [
        f"{name}: {value!r} is not a number above 0"
        for name, value in (("days", days), ("money", money))
        if not is_number(value, 0) or value == 0
    ]
    if wrong:
        raise LimitsError(fault_list("The scenarios", wrong))
    solved = solved_plan(problem, plan, gap=gap, time_limit=time_limit)
    rows = [_row(solved, scenario, also) for scenario in _scenarios(problem, days, money)]
    table = DataFrame(rows, columns=[*COLUMNS, *([] if also is None else [also])])
    return table.sort_values("gained", ascending=False, kind="stable", ignore_index=True)


def _scenarios(problem: Problem, days: float, money: float) -> Iterator[Scenario]:
    limits, model = problem.limits, problem.model
    for role in limits.days().index:
        more = limits.capacity.copy()
        more["days"] = more["days"].astype(float) + days * more["role"].astype(str).eq(role)
        wider = replace(limits, capacity=more)
        yield "capacity", str(role), days, changed_model(model, "capacity", limits=wider), problem
    if limits.budget is not None:
        wider, more = _more_money(problem, money)
        wider = replace(limits, budget=wider)
        yield "budget", "", more, changed_model(model, "budget", limits=wider), problem
    if isinstance(limits.budget, Mapping) and len(limits.quarters) > 1:
        first, *later = limits.quarterly_budget()
        income = [first + later[0], *later[1:], 0.0]
        earlier = dict(zip(limits.quarters, income, strict=True))
        wider = replace(limits, budget=earlier)
        yield "earlier", "", np.nan, changed_model(model, "budget", limits=wider), problem
    for name in problem.table.loc[problem.table["must_do"], "opportunity"]:
        yield "must_do", name, np.nan, *_released(problem, name)


def _released(problem: Problem, name: str) -> tuple[PlanModel, Problem]:
    """The model without the obligation to do one opportunity; what is running may then be stopped."""
    table = problem.model.data.table
    one = table["opportunity"].eq(name)
    if (one & table["status"].eq("running") & table["stop_loss"].notna()).any():
        others = problem.table["must_do"] & problem.table["opportunity"].ne(name)
        other = Problem(
            problem.opportunities.assign(must_do=others.to_numpy()), problem.limits, problem.objective
        )
        return other.model, other
    released = table.assign(must_do=table["must_do"] & ~one)
    return changed_model(problem.model, "must_do", table=released), problem


def _more_money(problem: Problem, money: float) -> tuple[float | dict[str, float], float]:
    """A budget wider by a share, and by how much; where there is none, by that share of what all costs."""
    limits, total = problem.limits, sum(problem.limits.quarterly_budget())
    first = 0.0 if total else float(problem.table["cost"].sum()) * money
    if not isinstance(limits.budget, Mapping):
        return total * (1 + money) + first, total * money + first
    wider = {name: amount * (1 + money) for name, amount in _by_quarter(limits).items()}
    wider[limits.quarters[0]] += first
    return wider, total * money + first


def _by_quarter(limits: Limits) -> dict[str, float]:
    return dict(zip(limits.quarters, limits.quarterly_budget(), strict=True))


def _row(solved: SolvedPlan, scenario: Scenario, also: str | None) -> tuple:
    kind, name, change, wider, same = scenario
    start = plan_values(wider, solved.plan)
    found = solve(wider.milp, gap=solved.gap, time_limit=solved.time_limit, start=start)
    better = found.objective > solved.plan.value
    values, value = (found.values, found.objective) if better else (start, solved.plan.value)
    most = value if found.status == "optimal" else max(found.bound, value)
    then = members_of(solved, values, wider)
    row = (
        *(kind, name, change, value, value - solved.plan.value, most - solved.plan.value),
        *(without(then, solved.plan.members), without(solved.plan.members, then)),
    )
    if also is None:
        return row
    gained = same.values_by(also) @ values - solved.problem.values_by(also) @ solved.values
    return (*row, float(gained))
