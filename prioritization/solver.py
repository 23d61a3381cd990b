"""The one room that names a solver, a status or a tolerance."""

from dataclasses import dataclass
from typing import Literal

import highspy
import numpy as np
import pulp
from numpy.typing import NDArray

from prioritization.errors import SolverError
from prioritization.programme import Programme

EXACT = 1e-9
"""The relative gap that counts as none."""
FEASIBILITY = 1e-8
"""How far a row, written in thousandths, may be overdrawn."""

ENDED = {
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kModelEmpty,
    highspy.HighsModelStatus.kTimeLimit,
    highspy.HighsModelStatus.kObjectiveTarget,
    highspy.HighsModelStatus.kInterrupt,
}
NONE = {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}


@dataclass(frozen=True, eq=False)
class Solution:
    """What a solver found, and what it proved.

    Attributes:
        values: A value per column; empty where the status is "infeasible".
        objective: What the values are worth.
        bound: What no solution can exceed.
        gap: (bound - objective) / |objective|, 0 or more.
        status: "optimal" where the gap is nil, "feasible" where it is not, "infeasible" where it is
            proved that there is no solution.
    """

    values: NDArray[np.float64]
    objective: float
    bound: float
    gap: float
    status: Literal["optimal", "feasible", "infeasible"]


INFEASIBLE = Solution(np.empty(0), float("nan"), float("nan"), float("nan"), "infeasible")


def solution(
    programme: Programme,
    *,
    gap: float = 0.0,
    time_limit: float = 60.0,
    start: NDArray[np.float64] | None = None,
) -> Solution:
    """Solve a programme.

    Args:
        programme: What to maximise, and within what.
        gap: The relative distance to the bound at which to stop; 0 is a proof of the optimum.
        time_limit: Seconds after which to hand over the best solution found so far.
        start: A solution to begin with, which makes a better one easier to find.

    Returns:
        The best solution found, with the bound that was proved. Not the modelling layer's status,
        which calls a solution optimal that the time limit cut off, but the solver's own.

    Raises:
        SolverError: Nothing was found within the time limit, or the solver failed.
    """
    if any(not len(row.columns) and row.low > 0 for row in programme.rows):
        return INFEASIBLE
    if not len(programme.values):
        return Solution(np.empty(0), 0.0, 0.0, 0.0, "optimal")
    highs = loaded(programme, gap, time_limit)
    if start is not None:
        columns = np.arange(len(start), dtype=np.int32)
        highs.setSolution(len(start), columns, start.astype(np.float64))
    highs.run()
    return _found(highs, programme, time_limit)


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


def loaded(programme: Programme, gap: float, time_limit: float) -> highspy.Highs:
    """Hand a programme to HiGHS, ready to be run.

    Args:
        programme: Columns, values and rows.
        gap: The relative gap at which to stop.
        time_limit: Seconds after which to stop.

    Returns:
        The solver with the model in it.
    """
    problem = problem_of(programme)
    solver = pulp.HiGHS(
        msg=False,
        threads=1,
        gapRel=gap,
        gapAbs=0.0,
        timeLimit=time_limit,
        mip_feasibility_tolerance=FEASIBILITY,
        primal_feasibility_tolerance=FEASIBILITY,
    )
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    return problem.solverModel


def _found(highs: highspy.Highs, programme: Programme, time_limit: float) -> Solution:
    status, info = highs.getModelStatus(), highs.getInfo()
    if status in NONE:
        return INFEASIBLE
    if status not in ENDED or info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise SolverError(
            f"The solver found no plan within {time_limit:g} seconds and did not prove that there is none "
            f"({highs.modelStatusToString(status)}). Give it more time, or fewer opportunities."
        )
    values = np.array(highs.getSolution().col_value)
    values = np.where(programme.whole, np.round(values), values)
    objective = float(programme.values @ values)
    # The modelling layer may hand a maximum over as the minimum of its negative.
    turned = 1.0 if highs.getLp().sense_ == highspy.ObjSense.kMaximize else -1.0
    bound = max(turned * info.mip_dual_bound * programme.unit, objective)
    gap = (bound - objective) / (abs(objective) or 1.0)
    return Solution(values, objective, bound, gap, "optimal" if gap <= EXACT else "feasible")
