"""A solved plan with the MILP it came from, for re-solving under changed constraints."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.errors import OpportunitiesError, amount, did_you_mean
from prioritization.milp import Constraint, Milp
from prioritization.parsing import text
from prioritization.plan import Plan, plan_values
from prioritization.plan_model import PlanModel, members
from prioritization.problem import Problem
from prioritization.pulp_bridge import EXACT, Solution
from prioritization.repair import drop_idle, repair
from prioritization.solver import solve, solve_nearby

SLACK = 1e-6
"""Tolerance on a constraint, written in thousandths, for a plan that belongs to the model."""


@dataclass(frozen=True, eq=False)
class SolvedPlan:
    """A plan, and the problem that it solves.

    Attributes:
        problem: The problem.
        plan: The plan.
        values: The plan as a value per variable of the model.
        gap: How far below the bound the plans that are made to explain it may stay, as a share.
        time_limit: Seconds for each of them.
    """

    problem: Problem
    plan: Plan
    values: NDArray[np.float64]
    gap: float = 0.0
    time_limit: float = 60.0

    @property
    def table(self) -> DataFrame:
        """Checked opportunities, in the order of the input."""
        return self.problem.table

    @property
    def model(self) -> PlanModel:
        """The model that the plan solves."""
        return self.problem.model

    @property
    def milp(self) -> Milp:
        """The MILP that the plan solves."""
        return self.model.milp


def solved_plan(problem: Problem, plan: Plan, *, gap: float = 0.0, time_limit: float = 60.0) -> SolvedPlan:
    """Check that a plan belongs to a problem, and hold the two together.

    Args:
        problem: The problem that `plan` solves.
        plan: The plan.
        gap: How far below the bound the plans that are made to explain it may stay, as a share.
        time_limit: Seconds for each of them.

    Returns:
        The solved plan.

    Raises:
        OpportunitiesError: The plan solves another problem.
    """
    milp, values = problem.model.milp, plan_values(problem.model, plan)
    worth = float(milp.values @ values)
    if not np.isclose(worth, plan.value, rtol=SLACK) or not is_feasible(milp, values):
        raise OpportunitiesError(
            "The plan does not belong to these opportunities and limits: it is worth "
            f"{amount(plan.value)}, and what it holds is worth {amount(worth)} here or does not fit. "
            "Give those that it was made of."
        )
    return SolvedPlan(problem, plan, values, gap, time_limit)


def done_variables(solved: SolvedPlan, name: str) -> NDArray[np.intp]:
    """List the variables that mean that an opportunity is done.

    Args:
        solved: The solved plan.
        name: An opportunity.

    Returns:
        Indices of variables; stopping is not doing.

    Raises:
        OpportunitiesError: There is no such opportunity.
    """
    variables = solved.model.data.variables[position(solved, name)]
    return variables[solved.model.data.done[variables]]


def position(solved: SolvedPlan, name: str) -> int:
    """Find an opportunity in the model.

    Args:
        solved: The solved plan.
        name: An opportunity.

    Returns:
        Its position in the table of the model.

    Raises:
        OpportunitiesError: There is no such opportunity.
    """
    ids, name = solved.model.data.names, text(name)
    if name not in ids:
        raise OpportunitiesError(f"'{name}' is not an opportunity{did_you_mean(name, ids)}")
    return ids.index(name)


def inclusion(solved: SolvedPlan, name: str) -> Constraint:
    """Require an opportunity to be done.

    Args:
        solved: The solved plan.
        name: An opportunity.

    Returns:
        A constraint of kind "inside".
    """
    variables = done_variables(solved, name)
    return Constraint("inside", name, -1, variables, np.ones(len(variables)), low=1.0)


def value_floor(solved: SolvedPlan) -> Constraint:
    """Require at least the value of the plan.

    Args:
        solved: The solved plan.

    Returns:
        A constraint of kind "value".
    """
    variables = np.flatnonzero(solved.milp.values)
    least = solved.plan.value - abs(solved.plan.value) * EXACT
    return Constraint("value", "", -1, variables, solved.milp.values[variables], low=least)


def best(
    solved: SolvedPlan,
    *constraints: Constraint,
    milp: Milp | None = None,
    start: NDArray[np.float64] | None = None,
) -> Solution:
    """Make the best plan under further constraints.

    Args:
        solved: The solved plan.
        constraints: Further constraints.
        milp: The MILP to begin with, where it is not that of the plan.
        start: A solution to begin with.

    Returns:
        The solution; its status is "infeasible" where no plan fits, and its bound is its worth where
        it is optimal.

    Raises:
        SolverError: No plan was found within the time limit.
    """
    problem = milp or solved.milp
    problem = replace(problem, constraints=(*problem.constraints, *constraints))
    solution = solve(problem, gap=solved.gap, time_limit=solved.time_limit, start=start)
    if solution.status == "optimal":
        return replace(solution, bound=solution.objective)
    # Added constraints cannot raise the value above the bound of the plan.
    most = np.inf if milp else max(solved.plan.bound, solution.objective)
    return replace(solution, bound=min(solution.bound, most)) if solution.status == "feasible" else solution


def best_nearby(solved: SolvedPlan, name: str) -> Solution:
    """Make a good plan that does an opportunity, with a bound on the best: work that load does not change.

    Args:
        solved: The solved plan.
        name: An opportunity.

    Returns:
        The solution; its status is "infeasible" where no plan fits.

    Raises:
        SolverError: No plan was found.
    """
    milp = replace(solved.milp, constraints=(*solved.milp.constraints, inclusion(solved, name)))
    variables = done_variables(solved, name)
    forced = milp.values.copy()
    forced[variables] += 1.0 + np.abs(milp.values).sum()
    starts = []
    for variable in variables:
        values = solved.values.copy()
        values[variable] = 1.0
        starts.append(repair(replace(milp, values=forced), values))
    fitting = [values for values in starts if values is not None]
    start = max(fitting, key=lambda values: float(milp.values @ values), default=None)
    solution = solve_nearby(milp, start, gap=solved.gap, time_limit=solved.time_limit)
    return replace(solution, bound=min(solution.bound, max(solved.plan.bound, solution.objective)))


def members_of(
    solved: SolvedPlan, values: NDArray[np.float64], model: PlanModel | None = None
) -> tuple[str, ...]:
    """List the opportunities that a solution does.

    Args:
        solved: The solved plan.
        values: A value per variable of the model; further ones are ignored.
        model: The model that was solved, where it is not that of the plan.

    Returns:
        Their ids, in the order of the input, without what is worth nothing and needed by nothing.
    """
    model = model or solved.model
    kept = drop_idle(model.milp, values[: len(model.milp.values)])
    there = set(members(model, kept))
    return tuple(name for name in solved.table["opportunity"] if name in there)


def without(names: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """Keep the names that are not among others.

    Args:
        names: Ids, in their order.
        others: Ids.

    Returns:
        Those of `names` that `others` does not hold.

    Example:
        >>> without(("A", "B"), ("B", "C"))
        ('A',)
    """
    excluded = set(others)
    return tuple(name for name in names if name not in excluded)


def is_feasible(milp: Milp, values: NDArray[np.float64]) -> bool:
    """Check values against every constraint.

    Args:
        milp: The MILP.
        values: A value per variable.

    Returns:
        True where no constraint is violated.
    """
    used = milp.matrix @ values
    feasible = np.all((used >= milp.lows - SLACK) & (used <= milp.highs + SLACK))
    return bool(feasible and np.all(values <= milp.upper + SLACK))
