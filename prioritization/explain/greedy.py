"""Greedy plans, by score and by score per cost, compared with the best plan."""

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.dependencies import commitments
from prioritization.explain.solved_plan import SolvedPlan, members_of, solved_plan
from prioritization.options import STOP
from prioritization.plan import Plan
from prioritization.problem import Problem
from prioritization.repair import PartialPlan

COLUMNS = ["rule", "value", "lost", "members"]


def greedy_plans(problem: Problem, plan: Plan, *, also: str | None = None) -> DataFrame:
    """Work the list down from the top, and hold what comes of it against the plan.

    What must be in comes first, as the list has it. Then each opportunity is taken that still fits,
    in the earliest quarter in which it does, or the cheapest way in that quarter; the list is worked
    down again until nothing more fits, for what had to wait for another. Every limit is kept.

    Args:
        problem: The problem that `plan` solves.
        plan: The plan.
        also: A second objective by which each is valued too, such as npv.

    Returns:
        A row per rule:

        - rule: "score" (the highest first), "score_per_cost" (the highest per money first; what costs
          nothing before all), "plan" (the plan itself). Ties go by id
        - value: what the plan is worth; missing where the list leads to none that keeps all limits
        - lost: the value of `plan` minus this
        - members: in the order of the input
        - with `also`, a column of that name: what it is worth by that objective

    Raises:
        OpportunitiesError: `plan` solves another problem.

    Example:
        >>> from prioritization import Limits, make_plan
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> problem = Problem(four, Limits(("2027Q1",), 10))
        >>> greedy_plans(problem, make_plan(problem))
                     rule  value  lost members
        0           score   12.0   4.5  (A, D)
        1  score_per_cost   11.5   5.0  (B, D)
        2            plan   16.5   0.0  (B, C)
    """
    solved = solved_plan(problem, plan)
    table = solved.model.data.table
    score, cost = table[problem.objective].to_numpy(), table["cost"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        per_cost = np.where(cost > 0, score / cost, np.where(score > 0, np.inf, 0.0))
    plans = {rule: _greedy_plan(solved, by) for rule, by in (("score", score), ("score_per_cost", per_cost))}
    rows = [(rule, *_worth(solved, values)) for rule, values in plans.items()]
    rows.append(("plan", plan.value, 0.0, plan.members))
    compared = DataFrame(rows, columns=COLUMNS)
    if also is None:
        return compared
    second = problem.values_by(also)
    by_rule = [*plans.values(), solved.values]
    return compared.assign(**{also: [np.nan if one is None else float(second @ one) for one in by_rule]})


def _worth(solved: SolvedPlan, values: NDArray[np.float64] | None) -> tuple[float, float, tuple[str, ...]]:
    """Value, what is lost against the plan, and members of a greedy plan; missing where there is none."""
    if values is None:
        return np.nan, np.nan, ()
    value = float(solved.milp.values @ values)
    return value, solved.plan.value - value, members_of(solved, values)


def _greedy_plan(solved: SolvedPlan, by: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """The greedy plan as a value per variable; None where it keeps not all limits."""
    table = solved.model.data.table
    must = table["opportunity"].isin(commitments(table)["opportunity"]) | table["status"].eq("running")
    must = must.to_numpy()
    listed = np.argsort(-by, kind="stable")
    partial = PartialPlan(solved.milp)
    for part in (listed[must[listed]], listed[~must[listed] & (by[listed] > 0)]):
        variables = [variable for row in part for variable in _options_in_order(solved, row)]
        while partial.fill(variables):
            pass
    return partial.solution()


def _options_in_order(solved: SolvedPlan, row: int) -> list[int]:
    """Variables of an opportunity, the earliest start first and stopping last."""
    options = solved.model.data.options.loc[solved.model.data.variables[row]]
    options = options.assign(stops=options["decision"].eq(STOP)).sort_values(
        ["stops", "start", "cost"], kind="stable"
    )
    return options.index.tolist()
