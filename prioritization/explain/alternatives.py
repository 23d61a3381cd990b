"""The plans that come next: other members, worth as much or a little less."""

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.errors import LimitsError
from prioritization.explain.solved_plan import (
    SolvedPlan,
    best,
    done_variables,
    members_of,
    solved_plan,
    without,
)
from prioritization.milp import Constraint
from prioritization.plan import Plan
from prioritization.problem import Problem
from prioritization.reading import is_count

COLUMNS = ["rank", "value", "lost", "lost_at_least", "tied", "enters", "leaves"]
TIE = 1e-9
"""Two plans are tied where what parts them differs by no more than this share of itself."""


def next_best_plans(
    problem: Problem,
    plan: Plan,
    k: int = 3,
    *,
    also: str | None = None,
    gap: float = 0.0,
    time_limit: float = 10.0,
) -> DataFrame:
    """Find the best plans with other members than this one.

    Each has other members than `plan` and than all before it; the same members in other quarters are
    the same plan. What is worth nothing makes no plan another one.

    Args:
        problem: The problem that `plan` solves.
        plan: The plan.
        k: How many to find.
        also: A second objective by which each is valued too, such as npv.
        gap: How far below their bounds the plans that are made on the way may stay, as a share.
        time_limit: Seconds for each.

    Returns:
        A row per plan, the best first; fewer than `k` where no more fit:

        - rank: from 1
        - value: what it is worth
        - lost: the value of `plan` minus this. Below 0 only where the time limit cut `plan` off
        - lost_at_least: what is lost for certain with any plan from this rank on; equal to `lost` where
          that is proved
        - tied: is it worth as much as `plan`? Then the scores cannot choose between them. Only what the
          two do not share is compared, so that a large score that is in both hides nothing
        - enters, leaves: its members that `plan` has not, and the other way round
        - with `also`, a column of that name: what it is worth by that objective

    Raises:
        OpportunitiesError: `plan` solves another problem.
        LimitsError: `k` is not a whole number of 1 or more.
        SolverError: No plan was found within the time limit.

    Source:
        Balas & Jeroslow (1972), SIAM Journal on Applied Mathematics 23(1), p. 61-69.

    Example:
        >>> from prioritization import Limits, make_plan
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> problem = Problem(four, Limits(("2027Q1",), 10))
        >>> next_best_plans(problem, make_plan(problem), 2)[["value", "tied", "enters", "leaves"]]
           value   tied  enters  leaves
        0   12.0  False  (A, D)  (B, C)
        1   11.5  False    (D,)    (C,)
    """
    if not is_count(k):
        raise LimitsError(f"k: {k!r} is not a number of plans of 1 or more")
    solved = solved_plan(problem, plan, gap=gap, time_limit=time_limit)
    second = [] if also is None else [problem.values_by(also)]
    rows, others = [], [_other_than(solved, plan.members)]
    for rank in range(1, k + 1):
        solution = best(solved, *others)
        if solution.status == "infeasible":
            break
        other_members = members_of(solved, solution.values)
        lost, tied = _value_lost(solved, solution.values)
        rows.append(
            (
                *(rank, solution.objective, lost, lost - (solution.bound - solution.objective), tied),
                *(without(other_members, plan.members), without(plan.members, other_members)),
                *(float(worth @ solution.values) for worth in second),
            )
        )
        others.append(_other_than(solved, other_members))
    return DataFrame(rows, columns=[*COLUMNS, *([] if also is None else [also])])


def _value_lost(solved: SolvedPlan, values: NDArray[np.float64]) -> tuple[float, bool]:
    """What another plan is worth less, over what the two do not share, and whether that is nothing."""
    milp = solved.milp
    other = np.where(milp.integer, values.round(), values)
    parts = (solved.values - other) * milp.values
    lost = float(parts.sum())
    return lost, abs(lost) <= TIE * float(np.abs(parts).sum())


def _other_than(solved: SolvedPlan, other_members: tuple[str, ...]) -> Constraint:
    """At least one opportunity that is worth something enters or leaves."""
    table = solved.model.data.table
    counted = table.loc[table[solved.problem.objective].ne(0), "opportunity"]
    per_opportunity = [done_variables(solved, name) for name in counted]
    signs = np.where(counted.isin(other_members), 1.0, -1.0)
    variables = np.concatenate([*per_opportunity, np.empty(0)]).astype(np.intp)
    weights = np.repeat(signs, [len(one) for one in per_opportunity])
    most = float((signs > 0).sum() - 1)
    return Constraint("other_members", "", -1, variables, weights, -np.inf if len(variables) else 1.0, most)
