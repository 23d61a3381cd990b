"""The bridge from an MILP to PuLP, and the solution that a solver returns."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pulp
from numpy.typing import NDArray

from prioritization.milp import Milp

EXACT = 1e-9
"""The relative gap that counts as none."""


@dataclass(frozen=True, eq=False)
class Solution:
    """A solution with the bound that the solver proved.

    Attributes:
        values: A value per variable; empty where the status is "infeasible".
        objective: Value of the solution.
        bound: Upper bound on the objective of any solution.
        gap: (bound - objective) / |objective|, 0 or more.
        status: "optimal" where the gap is proved to be nil, "feasible" where it is not, "infeasible"
            where it is proved that there is no solution.
    """

    values: NDArray[np.float64]
    objective: float
    bound: float
    gap: float
    status: Literal["optimal", "feasible", "infeasible"]


INFEASIBLE = Solution(np.empty(0), float("nan"), float("nan"), float("nan"), "infeasible")


def solution_of(values: NDArray[np.float64], milp: Milp, bound: float) -> Solution:
    """Compare a solution with a bound.

    Args:
        values: A value per variable.
        milp: The MILP that they belong to.
        bound: Upper bound on the objective of any solution.

    Returns:
        The solution, "optimal" where the gap is nil and the MILP's numbers can be compared.
    """
    objective = float(milp.values @ values)
    bound = max(bound, objective)
    gap = (bound - objective) / (abs(objective) or 1.0)
    proved = gap <= EXACT and milp.comparable
    return Solution(values, objective, bound, gap, "optimal" if proved else "feasible")


def to_pulp(milp: Milp) -> pulp.LpProblem:
    """Translate an MILP to a PuLP problem.

    Args:
        milp: Variables, values and constraints.

    Returns:
        The problem, scaled to thousandths of the largest value and of each constraint. Its variables are in
        the order of those of the MILP, by creation and by name.
    """
    problem = pulp.LpProblem("plan", pulp.LpMaximize)
    upper = [None if np.isinf(most) else most for most in milp.upper.tolist()]
    kinds = [pulp.LpInteger if integer else pulp.LpContinuous for integer in milp.integer.tolist()]
    variables = [
        problem.add_variable(f"x{number:07}", 0, most, kind)
        for number, (most, kind) in enumerate(zip(upper, kinds, strict=True))
    ]
    problem += _sum(variables, milp.values / milp.unit)
    for constraint in milp.constraints:
        total = _sum(
            [variables[one] for one in constraint.variables.tolist()], constraint.weights / constraint.unit
        )
        if constraint.low == constraint.high:
            problem += total == constraint.high / constraint.unit
        else:
            if np.isfinite(constraint.high):
                problem += total <= constraint.high / constraint.unit
            if np.isfinite(constraint.low):
                problem += total >= constraint.low / constraint.unit
    return problem


def _sum(variables: list[pulp.LpVariable], weights: NDArray[np.float64]) -> pulp.LpAffineExpression:
    """Build a weighted sum term by term, which works in every version of PuLP."""
    total = pulp.lpSum([])
    for variable, weight in zip(variables, weights.tolist(), strict=True):
        total.addterm(variable, weight)
    return total
