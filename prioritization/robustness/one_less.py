"""What the plan would hold with one expert fewer."""

import numpy as np
from pandas import DataFrame

from prioritization.plan import Plan, plan_values
from prioritization.problem import Problem
from prioritization.pulp_bridge import EXACT
from prioritization.robustness.draws import drawn_model
from prioritization.solver import solve_each


def plan_one_less(
    problem: Problem, plan: Plan, points: DataFrame, *, gap: float = 0.0, time_limit: float = 10.0
) -> DataFrame:
    """Make the plan again for each panel with one expert fewer, and say what comes in and goes out.

    The plan stays where no other plan is better by more than `gap`.

    Args:
        problem: The problem that `plan` solves.
        plan: The plan.
        points: A row per expert who is left out, a column per opportunity, as `scores_one_less` gives it.
        gap: How far below its bound a plan may stay, as a share.
        time_limit: Seconds for each plan, after which the best one found is taken.

    Returns:
        A row per opportunity, in alphabetical order: opportunity, planned (bool: in the plan), inside (with
        how many experts left out it is in the best plan), panels (how many were left out in turn).

    Raises:
        InfeasibleError: Arithmetic shows that no plan fits.
        ScoreError: The points have faults; the message lists all of them.
        SolverError: No plan was found within the time limit.

    Example:
        >>> from prioritization import Limits, make_plan
        >>> two = DataFrame({"opportunity": ["A", "B"], "score": [6, 5], "cost": [6, 6]})
        >>> problem = Problem(two, Limits(("Q1",), 6))
        >>> plan_one_less(problem, make_plan(problem), DataFrame({"A": [6, 6, 4]})).to_numpy().tolist()
        [['A', True, 2, 3], ['B', False, 1, 3]]
    """
    drawn = drawn_model(problem, points, None, fewest=0)
    milps = [drawn.milp(row) for row in range(len(points))]
    start = plan_values(problem.model, plan)
    found = solve_each(milps, gap=gap, time_limit=time_limit, start=start)
    solved = [
        start if milp.values @ start >= one.bound - max(gap, EXACT) * abs(one.bound) else one.values
        for milp, one in zip(milps, found, strict=True)
    ]
    names = drawn.model.data.table["opportunity"]
    plans = np.reshape(solved, (len(points), len(start)))
    return DataFrame(
        {
            "opportunity": names,
            "planned": names.isin(plan.members),
            "inside": drawn.membership(plans).round().sum(axis=0).astype(int),
            "panels": len(points),
        }
    )
