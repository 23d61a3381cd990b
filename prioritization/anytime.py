"""An anytime planner: a feasible plan at once, then better ones, for use behind a slider."""

from collections.abc import Iterator

import numpy as np

from prioritization.errors import InfeasibleError
from prioritization.infeasibility import infeasibility_message
from prioritization.plan import Plan, plan_of, plan_values
from prioritization.problem import Problem
from prioritization.repair import repair
from prioritization.solver import (
    QUICK,
    STUBBORN,
    improve_start,
    round_relaxation,
    search,
    to_highs,
    trivial_solution,
)

GAP = 0.01
"""Gap of the plan that is shown while the search for the optimum goes on."""


def improving_plans(
    problem: Problem, last: Plan | None = None, *, time_limit: float = 60.0
) -> Iterator[Plan]:
    """Give the plan that is there at once, then a better one, then the one that is proved.

    First comes the better of the last plan repaired to what changed, and the relaxed plan rounded, with what
    must be done in it. Where that is more than 2 % from the bound and the problem is not small, a plan
    follows of which parts were destroyed and repaired: nearer to it, HiGHS is as quick. Then comes a plan
    within 1 % of the bound, unless there was one, and last the optimum, as far as it is proved within the
    time limit.

    Args:
        problem: The opportunities and the limits, after the slider moved.
        last: The plan before it moved.
        time_limit: Seconds for each of the two searches.

    Yields:
        Plans, none worth less than the one before it.

    Raises:
        InfeasibleError: No plan fits.
        SolverError: No plan was found within the time limit.

    Example:
        >>> from pandas import DataFrame
        >>> from prioritization import Limits
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> *_, before = improving_plans(Problem(four, Limits(("2027Q1",), 10)))
        >>> *_, after = improving_plans(Problem(four, Limits(("2027Q1",), 11)), before)
        >>> before.members, after.members
        (('B', 'C'), ('B', 'C', 'D'))
    """
    problem.refuse_conflicts()
    milp = problem.model.milp
    solution = trivial_solution(milp)
    if solution is None:
        highs = to_highs(milp, GAP, time_limit)
        repaired = None if last is None else repair(milp, plan_values(problem.model, last))
        solution = round_relaxation(highs, milp, repaired)
    if np.isfinite(solution.gap):
        yield plan_of(problem, solution.values, solution.bound)
    if solution.gap > STUBBORN and len(milp.values) > QUICK:
        better = improve_start(highs, milp, solution, gap=GAP, time_limit=time_limit)
        if len(better.values) and better is not solution:
            solution = better
            yield plan_of(problem, solution.values, solution.bound)
    for gap in (GAP, 0.0):
        if solution.status == "infeasible":
            raise InfeasibleError(infeasibility_message(problem.model))
        if solution.gap > gap:
            start, bound = (solution.values if len(solution.values) else None), solution.bound
            solution = search(highs, milp, gap, time_limit, start)
            if solution.status != "infeasible":
                yield plan_of(problem, solution.values, min(bound, solution.bound))
