"""The one room that names a solver, a status or a tolerance."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import highspy
import pulp

from prioritization.errors import SolverError

EXACT = 1e-9
"""The relative gap that counts as none."""
FEASIBILITY = 1e-8
"""How far a row of the model, written in thousandths, may be overdrawn."""

ENDED = {
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kModelEmpty,
    highspy.HighsModelStatus.kTimeLimit,
}


@dataclass(frozen=True, eq=False)
class Solution:
    """What a solver found, and what it proved.

    Attributes:
        values: Per name of a variable, its value; empty where the status is "infeasible".
        objective: What the values are worth.
        bound: What no solution can exceed.
        gap: (bound - objective) / objective, 0 or more.
        status: "optimal" where the gap is nil, "feasible" where it is not, "infeasible" where it is
            proved that there is no solution.
    """

    values: Mapping[str, float]
    objective: float
    bound: float
    gap: float
    status: Literal["optimal", "feasible", "infeasible"]


def solution(problem: pulp.LpProblem, *, gap: float = 0.0, time_limit: float = 60.0) -> Solution:
    """Solve a model that maximises.

    Args:
        problem: The model.
        gap: The relative distance to the bound at which to stop; 0 is a proof of the optimum.
        time_limit: Seconds after which to hand over the best solution found so far.

    Returns:
        The best solution found, with the bound that was proved. Not the modelling layer's status,
        which calls a solution optimal that the time limit cut off, but the solver's own.

    Raises:
        SolverError: Nothing was found within the time limit, or the solver failed.
    """
    solver = pulp.HiGHS(
        msg=False,
        threads=1,
        gapRel=gap,
        gapAbs=0.0,
        timeLimit=time_limit,
        mip_feasibility_tolerance=FEASIBILITY,
        primal_feasibility_tolerance=FEASIBILITY,
    )
    problem.solve(solver)
    highs = problem.solverModel
    status, info = highs.getModelStatus(), highs.getInfo()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return Solution({}, float("nan"), float("nan"), float("nan"), "infeasible")
    if status not in ENDED or info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise SolverError(
            f"The solver found no plan within {time_limit:g} seconds and did not prove that there is none "
            f"({highs.modelStatusToString(status)}). Give it more time, or fewer opportunities."
        )
    return _found(problem, info)


def _found(problem: pulp.LpProblem, info: highspy.HighsInfo) -> Solution:
    values = {variable.name: variable.value() for variable in problem.variables()}
    objective = problem.objective.value() or 0.0
    # The modelling layer hands a maximum over as the minimum of its negative.
    bound = max(abs(info.mip_dual_bound), objective)
    gap = (bound - objective) / objective if objective else bound
    return Solution(values, objective, bound, gap, "optimal" if gap <= EXACT else "feasible")
