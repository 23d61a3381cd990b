"""CBC, as the modelling layer runs it: a program of its own, whose log alone says what was proved."""

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
OPTIMAL, FOUND, NONE = 1, 2, -1
"""What `sol_status` says; `status` calls a solution optimal that the time limit cut off."""


def solve_with_cbc(milp: Milp, gap: float, time_limit: float) -> Solution:
    """Solve an MILP by CBC.

    CBC calls a solution optimal that is within the gap that was allowed, and prints a bound only
    sometimes: without one, the allowed gap is the bound. It gives an objective for an MILP that
    nothing fits: only its status counts.

    Args:
        milp: What to maximise, and within what.
        gap: The relative distance to the bound at which to stop; 0 is a proof of the optimum.
        time_limit: Seconds after which to hand over the best solution found so far.

    Returns:
        The best solution found, and what was proved.

    Raises:
        SolverError: CBC is not there, found nothing within the time limit, or overdrew a row.
    """
    cbc = getattr(pulp, "PULP_CBC_CMD", None)
    if cbc is None:
        raise SolverError("CBC does not come with this version of PuLP. Use HiGHS, or PuLP 3.")
    problem = to_pulp(milp)
    with TemporaryDirectory() as folder:
        log = Path(folder) / "cbc.log"
        told = {"gapRel": gap, "timeLimit": time_limit, "logPath": str(log), "options": TOLERANCES}
        problem.solve(cbc(msg=False, threads=1, **told))
        said = log.read_text(encoding="utf-8", errors="replace")
    if problem.sol_status == NONE:
        return INFEASIBLE
    if problem.sol_status not in (OPTIMAL, FOUND):
        raise SolverError(
            f"CBC found no plan within {time_limit:g} seconds and did not prove that there is none. "
            "Give it more time, or fewer opportunities."
        )
    # What is whole within CBC's tolerance is rounded, and the overtime that goes with it worked out anew.
    values = repair(milp, np.array([variable.value() or 0.0 for variable in problem.variables()]))
    if values is None:
        raise SolverError("CBC gave a plan that overdraws a limit. Use HiGHS.")
    return solution_of(values, milp, _bound(said, milp, values, gap, problem.sol_status))


def _bound(said: str, milp: Milp, values: np.ndarray, gap: float, status: int) -> float:
    printed = re.findall(r"^(?:Upper|Lower) bound:\s+(\S+)", said, flags=re.MULTILINE)
    objective = float(milp.values @ values)
    if printed:
        return abs(float(printed[-1])) * milp.unit if objective >= 0 else float("inf")
    return objective + abs(objective) * gap / (1 - gap) if status == OPTIMAL else float("inf")
