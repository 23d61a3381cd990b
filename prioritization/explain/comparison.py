"""Several plans beside each other: what each is worth by one objective and by another."""

from collections.abc import Mapping, Sequence

from pandas import DataFrame

from prioritization.explain.solved_plan import without
from prioritization.plan import Plan, plan_values
from prioritization.problem import Problem

COLUMNS = ["plan", "cost", "enters", "leaves"]


def compared_plans(
    problem: Problem, plans: Mapping[str, Plan], objectives: Sequence[str] = ("score",)
) -> DataFrame:
    """Value plans within the same limits by the same objectives, and say how each differs from the first.

    Args:
        problem: The opportunities and limits that all plans were made of, whatever their objective.
        plans: The plans by name; the others are held against the first.
        objectives: Columns of the opportunities, such as score and npv.

    Returns:
        A row per plan, in their order: plan (its name), a column per objective, cost (overtime not
        included), and enters and leaves: its members that the first has not, and the other way round.

    Raises:
        OpportunitiesError: The column of an objective has faults, or is not there.

    Example:
        >>> from prioritization import Limits, make_plan
        >>> two = DataFrame({"opportunity": ["A", "B"], "score": [9, 8], "npv": [-5, 40], "cost": 6})
        >>> points, money = (Problem(two, Limits(budget=6), objective) for objective in ("score", "npv"))
        >>> compared_plans(points, {"points": make_plan(points), "money": make_plan(money)}, ["score", "npv"])
             plan  score   npv  cost enters leaves
        0  points    9.0  -5.0   6.0     ()     ()
        1   money    8.0  40.0   6.0   (B,)   (A,)
    """
    values = {objective: problem.values_by(objective) for objective in objectives}
    options = problem.model.data.options["cost"].to_numpy()
    first = next(iter(plans.values())).members
    rows = []
    for name, plan in plans.items():
        chosen = plan_values(problem.model, plan)
        worth = [float(value @ chosen) for value in values.values()]
        cost = float(options @ chosen[: len(options)])
        rows.append((name, *worth, cost, without(plan.members, first), without(first, plan.members)))
    return DataFrame(rows, columns=[COLUMNS[0], *values, *COLUMNS[1:]])
