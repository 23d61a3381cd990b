"""The cost of another start quarter, for what is surely in the plan and not surely in one quarter."""

import numpy as np
from pandas import DataFrame

from prioritization.explain.solved_plan import SolvedPlan, best, done_variables, solved_plan
from prioritization.milp import Constraint
from prioritization.plan import Plan
from prioritization.problem import Problem

SETTLED = 0.95
"""From this lower bound on, a share of the draws is as good as all."""
COLUMNS = ["opportunity", "quarter", "other", "value_lost", "value_lost_at_least"]


def other_starts(
    problem: Problem,
    plan: Plan,
    starts: DataFrame,
    *,
    least: float = 0.05,
    most: int = 5,
    gap: float = 0.0,
    time_limit: float = 10.0,
) -> DataFrame:
    """Say what it costs to start members of the plan in another quarter, by making the plan again.

    Looked at are the members that do not start in one and the same quarter in nearly every draw, the least
    settled first, and the other quarters in which they start often enough.

    Args:
        problem: The problem that `plan` solves.
        plan: The plan.
        starts: As `start_frequency` gives it, of draws of this problem.
        least: From which share of the draws on a quarter is looked at.
        most: How many opportunities are looked at.
        gap: How far below their bounds the plans that are made on the way may stay, as a share.
        time_limit: Seconds for each of the plans that are made on the way.

    Returns:
        A row per opportunity and other quarter, in the order looked at:

        - opportunity
        - quarter: in which it starts in the plan
        - other: the quarter in which it has to start instead
        - value_lost: what the best plan found then is worth less; 0 where it is as good
        - value_lost_at_least: the least that it can be; lower where the plan is not proved the best

        A quarter in which no plan can start it has no row.

    Raises:
        OpportunitiesError: `plan` solves another problem.
        SolverError: No plan was found within the time limit.

    Example:
        >>> from prioritization import Limits, make_plan, plans_by_draw, start_frequency
        >>> two = DataFrame({"opportunity": ["A", "B"], "score": [4, 5], "cost": [6, 6]})
        >>> problem = Problem(two, Limits(("Q1", "Q2"), {"Q1": 6, "Q2": 6}, discount=0.1))
        >>> starts = start_frequency(plans_by_draw(problem, DataFrame({"A": [4.0, 4, 4, 7] * 20})))
        >>> found = other_starts(problem, make_plan(problem), starts)
        >>> found[["opportunity", "quarter", "other", "value_lost"]].round(2).to_numpy().tolist()
        [['A', 'Q2', 'Q1', 0.1], ['B', 'Q1', 'Q2', 0.1]]
    """
    solved = solved_plan(problem, plan, gap=gap, time_limit=time_limit)
    planned = plan.schedule.set_index("opportunity")["start"][list(plan.members)]
    member = starts[starts["opportunity"].isin(planned.index) & starts["quarter"].ne("")]
    own = member["quarter"].eq(member["opportunity"].map(planned))
    loose = member[own & member["low"].lt(SETTLED)].sort_values(["frequency", "opportunity"]).head(most)
    rows = []
    for name in loose["opportunity"]:
        often = member[member["opportunity"].eq(name) & member["frequency"].ge(least) & ~own]
        for other in often["quarter"]:
            if lost := _lost(solved, name, other):
                rows.append((name, planned[name], other, *lost))
    return DataFrame(rows, columns=COLUMNS).astype({"value_lost": float, "value_lost_at_least": float})


def _lost(solved: SolvedPlan, name: str, quarter: str) -> tuple[float, float] | None:
    """What the plan loses where one starts in a quarter, and at least; nothing where none fits."""
    at = solved.problem.limits.quarters.index(quarter)
    variables = done_variables(solved, name)
    variables = variables[solved.model.data.start[variables] == at]
    there = Constraint("start", name, at, variables, np.ones(len(variables)), low=1.0)
    solution = best(solved, there) if len(variables) else None
    if solution is None or solution.status == "infeasible":
        return None
    value = solved.plan.value
    return max(value - solution.objective, 0.0), max(value - solution.bound, 0.0)
