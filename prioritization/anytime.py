"""An anytime planner: a feasible plan at once, then better ones, for use behind a slider."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.errors import InfeasibleError
from prioritization.infeasibility import infeasibility_message
from prioritization.limits import Limits
from prioritization.plan import Plan, checked_table, plan_of
from prioritization.plan_model import PlanModel, plan_model
from prioritization.repair import repair
from prioritization.solver import round_relaxation, search, to_highs, trivial_solution

GAP = 0.01
"""Gap of the plan that is shown while the search for the optimum goes on."""


def improving_plans(
    opportunities: DataFrame,
    limits: Limits,
    last: Plan | None = None,
    *,
    objective: str = "score",
    time_limit: float = 60.0,
) -> Iterator[Plan]:
    """Give the plan that is there at once, then a better one, then the one that is proved.

    First comes the better of the last plan repaired to what changed, and the relaxed plan rounded. Then
    comes a plan within 1 % of the bound, unless the first was, and last the optimum, as far as it is
    proved within the time limit.

    Args:
        opportunities: As `checked_opportunities` describes them, after the slider moved.
        limits: What the plan may use, after the slider moved.
        last: The plan before it moved.
        objective: The column that holds the value.
        time_limit: Seconds for each of the two searches.

    Yields:
        Plans, none worth less than the one before it.

    Raises:
        OpportunitiesError: The opportunities have faults.
        LimitsError: The limits and the opportunities do not know each other's names.
        InfeasibleError: No plan fits.
        SolverError: No plan was found within the time limit.

    Example:
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> *_, before = improving_plans(four, Limits(("2027Q1",), 10))
        >>> *_, after = improving_plans(four, Limits(("2027Q1",), 11), before)
        >>> before.members, after.members
        (('B', 'C'), ('B', 'C', 'D'))
    """
    table = checked_table(opportunities, limits, objective)
    model = plan_model(table, limits, objective)
    milp = model.milp
    solution = trivial_solution(milp)
    if solution is None:
        highs = to_highs(milp, GAP, time_limit)
        repaired = None if last is None else repair(milp, previous_choices(model, last))
        solution = round_relaxation(highs, milp, repaired)
    if np.isfinite(solution.gap):
        yield plan_of(model, table, solution.values, solution.bound, objective)
    for gap in (GAP, 0.0):
        if solution.status == "infeasible":
            raise InfeasibleError(infeasibility_message(model))
        if solution.gap > gap:
            start, bound = (solution.values if len(solution.values) else None), solution.bound
            solution = search(highs, milp, gap, time_limit, start)
            if solution.status != "infeasible":
                yield plan_of(model, table, solution.values, min(bound, solution.bound), objective)


def previous_choices(model: PlanModel, last: Plan) -> NDArray[np.float64]:
    """Translate an earlier plan to the variables of a model.

    Args:
        model: The model after the change.
        last: The earlier plan, over the same quarters or others.

    Returns:
        1 for every variable that the earlier plan took and that is still there, else 0.
    """
    options, quarters = model.data.options, model.data.limits.quarters
    was = last.schedule.set_index("opportunity")
    names = model.data.table["opportunity"].to_numpy()[options["row"]]
    decision, start = was["decision"].reindex(names), was["start"].reindex(names)
    same = options["decision"].to_numpy() == decision.to_numpy()
    begins = np.array(quarters, dtype=object)[options["start"]]
    same &= (begins == start.to_numpy()) | (options["decision"] == "stop").to_numpy()
    return np.concatenate([same.astype(float), np.zeros(len(model.data.overtime))])
