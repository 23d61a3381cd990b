"""A programme in the modelling layer that speaks to every solver, and what a solver says of it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pulp
from numpy.typing import NDArray

from prioritization.programme import Programme

EXACT = 1e-9
"""The relative gap that counts as none."""


@dataclass(frozen=True, eq=False)
class Solution:
    """What a solver found, and what it proved.

    Attributes:
        values: A value per column; empty where the status is "infeasible".
        objective: What the values are worth.
        bound: What no solution can exceed.
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


def solution_of(values: NDArray[np.float64], programme: Programme, bound: float) -> Solution:
    """Set a solution against a bound.

    Args:
        values: A value per column.
        programme: The programme that they solve.
        bound: What no solution can exceed.

    Returns:
        The solution, "optimal" where the gap is nil and the programme's numbers can be compared.
    """
    objective = float(programme.values @ values)
    bound = max(bound, objective)
    gap = (bound - objective) / (abs(objective) or 1.0)
    proved = gap <= EXACT and programme.comparable
    return Solution(values, objective, bound, gap, "optimal" if proved else "feasible")


def problem_of(programme: Programme) -> pulp.LpProblem:
    """Write a programme in the modelling layer, which speaks to every solver.

    Args:
        programme: Columns, values and rows.

    Returns:
        The same, in thousandths of the largest value and of each row. Its variables are in the order
        of the columns, by creation and by name.
    """
    problem = pulp.LpProblem("plan", pulp.LpMaximize)
    upper = [None if np.isinf(most) else most for most in programme.upper.tolist()]
    kinds = [pulp.LpInteger if whole else pulp.LpContinuous for whole in programme.whole.tolist()]
    columns = [
        problem.add_variable(f"x{number:07}", 0, most, kind)
        for number, (most, kind) in enumerate(zip(upper, kinds, strict=True))
    ]
    problem += _sum(columns, programme.values / programme.unit)
    for row in programme.rows:
        total = _sum([columns[one] for one in row.columns.tolist()], row.weights / row.unit)
        if row.low == row.high:
            problem += total == row.high / row.unit
        else:
            if np.isfinite(row.high):
                problem += total <= row.high / row.unit
            if np.isfinite(row.low):
                problem += total >= row.low / row.unit
    return problem


def _sum(columns: list[pulp.LpVariable], weights: NDArray[np.float64]) -> pulp.LpAffineExpression:
    """Weigh and add: term by term, the one way that every version of the modelling layer knows."""
    total = pulp.lpSum([])
    for column, weight in zip(columns, weights.tolist(), strict=True):
        total.addterm(column, weight)
    return total
