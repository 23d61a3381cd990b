"""CBC, run by PuLP as a separate program; only its log holds the bound."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pulp

from prioritization.errors import SolverError
from prioritization.milp import Milp
from prioritization.pulp_bridge import INFEASIBLE, Solution, solution_of, to_pulp
from prioritization.repair import repair

TOLERANCES = ["integerTolerance 1e-9", "primalTolerance 1e-9"]
OPTIMAL, FEASIBLE, INFEASIBLE_STATUS = 1, 2, -1
"""Values of `sol_status`; `status` calls a solution optimal that the time limit cut off."""


def solve_with_cbc(milp: Milp, gap: float, time_limit: float) -> Solution:
    """Solve an MILP with CBC.

    CBC reports a solution within the allowed gap as optimal, and prints a bound only sometimes: without
    one, the bound follows from the allowed gap. It also reports an objective for an infeasible MILP, so that
    only its status counts.

    Args:
        milp: The MILP.
        gap: The relative distance to the bound at which to stop; 0 is a proof of the optimum.
        time_limit: Seconds after which to hand over the best solution found so far.

    Returns:
        The best solution found, with its bound.

    Raises:
        SolverError: CBC is not installed, found nothing within the time limit, or violated a constraint.
    """
    cbc = getattr(pulp, "PULP_CBC_CMD", None)
    if cbc is None:
        raise SolverError("CBC does not come with this version of PuLP. Use HiGHS, or PuLP 3.")
    problem = to_pulp(milp)
    with TemporaryDirectory() as folder:
        log = Path(folder) / "cbc.log"
        settings = {"gapRel": gap, "timeLimit": time_limit, "logPath": str(log), "options": TOLERANCES}
        problem.solve(cbc(msg=False, threads=1, **settings))
        output = log.read_text(encoding="utf-8", errors="replace")
    if problem.sol_status == INFEASIBLE_STATUS:
        return INFEASIBLE
    if problem.sol_status not in (OPTIMAL, FEASIBLE):
        raise SolverError(
            f"CBC found no plan within {time_limit:g} seconds and did not prove that there is none. "
            "Give it more time, or fewer opportunities."
        )
    # Round what is integer within CBC's tolerance, and recompute the overtime that goes with it.
    values = repair(milp, np.array([variable.value() or 0.0 for variable in problem.variables()]))
    if values is None:
        raise SolverError("CBC gave a plan that overdraws a limit. Use HiGHS.")
    return solution_of(values, milp, _bound(output, milp, values, gap, problem.sol_status))


def _bound(output: str, milp: Milp, values: np.ndarray, gap: float, status: int) -> float:
    printed = re.findall(r"^(?:Upper|Lower) bound:\s+(\S+)", output, flags=re.MULTILINE)
    objective = float(milp.values @ values)
    if printed:
        return abs(float(printed[-1])) * milp.unit if objective >= 0 else float("inf")
    return objective + abs(objective) * gap / (1 - gap) if status == OPTIMAL else float("inf")
