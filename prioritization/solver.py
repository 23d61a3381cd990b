"""The one room that names a solver, a status or a tolerance."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

import highspy
import numpy as np
import pulp
from numpy.typing import NDArray

from prioritization.cbc import solve_with_cbc
from prioritization.errors import SolverError
from prioritization.milp import Milp
from prioritization.pulp_bridge import INFEASIBLE, Solution, solution_of, to_pulp
from prioritization.repair import repair

RELAXED_SECONDS = 60.0
"""For the relaxed MILP where the search found nothing in its time: a plan a bit late beats none."""
FEASIBILITY = 1e-8
"""How far a constraint, written in thousandths, may be overdrawn."""

SMALL = 100
"""Variables up to which what pays off in one long search costs more than it brings: half the time is won."""
LONG_SEARCH = ("mip_allow_restart", "mip_allow_cut_separation_at_nodes")

ENDED = {
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kModelEmpty,
    highspy.HighsModelStatus.kTimeLimit,
    highspy.HighsModelStatus.kObjectiveTarget,
    highspy.HighsModelStatus.kInterrupt,
}
NONE = {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}


def solve(
    milp: Milp,
    *,
    gap: float = 0.0,
    time_limit: float = 60.0,
    start: NDArray[np.float64] | None = None,
    solver: Literal["highs", "cbc"] = "highs",
) -> Solution:
    """Solve an MILP.

    Args:
        milp: What to maximise, and within what.
        gap: The relative distance to the bound at which to stop; 0 is a proof of the optimum.
        time_limit: Seconds after which to hand over the best solution found so far.
        start: A solution to begin with, which makes a better one easier to find. HiGHS alone uses it.
        solver: CBC comes with PuLP 3; with a newer one it has to be installed beside it.

    Returns:
        The best solution found, with the bound that was proved. Not the modelling layer's status,
        which calls a solution optimal that the time limit cut off, but the solver's own. Where a gap is
        allowed, the relaxed MILP is solved first: where it can be rounded to a solution within the
        gap, that is the answer.

    Raises:
        SolverError: Nothing was found within the time limit, or the solver failed.
    """
    decided = trivial_solution(milp)
    if decided is not None:
        return decided
    if solver == "cbc":
        return solve_with_cbc(milp, gap, time_limit)
    highs = to_highs(milp, gap, time_limit)
    try:
        return (_round_or_search if gap > 0 else search)(highs, milp, gap, time_limit, start)
    except SolverError:
        highs.setOptionValue("time_limit", RELAXED_SECONDS)
        late = round_relaxation(highs, milp)
        if not len(late.values):
            raise
        return late


def trivial_solution(milp: Milp) -> Solution | None:
    """Solve an MILP that leaves nothing to decide.

    Args:
        milp: The MILP.

    Returns:
        The solution where there is no variable, or where a constraint asks for something of no variable; None
        where a solver has to be asked.
    """
    if any(not len(constraint.variables) and constraint.low > 0 for constraint in milp.constraints):
        return INFEASIBLE
    return None if len(milp.values) else Solution(np.empty(0), 0.0, 0.0, 0.0, "optimal")


def round_relaxation(highs: highspy.Highs, milp: Milp, start: NDArray[np.float64] | None = None) -> Solution:
    """Solve the relaxed MILP, in which parts of a choice can be made, and round what it takes.

    Args:
        highs: The solver with the MILP in it; it has the integer variables again afterwards.
        milp: The MILP.
        start: A solution that is known.

    Returns:
        The better of the rounded solution and `start`, with the relaxed MILP's value as the bound.
        Without either, no values and an infinite gap.
    """
    variables = np.flatnonzero(milp.integer).astype(np.int32)
    kinds = np.full(len(variables), highspy.HighsVarType.kContinuous)
    highs.changeColsIntegrality(len(variables), variables, kinds)
    highs.run()
    status, bound = highs.getModelStatus(), float("inf")
    found = [] if start is None else [start]
    if status == highspy.HighsModelStatus.kOptimal:
        relaxed = np.array(highs.getSolution().col_value)
        bound = float(milp.values @ relaxed)
        found += [fit for fit in (repair(milp, relaxed),) if fit is not None]
    kinds = np.full(len(variables), highspy.HighsVarType.kInteger)
    highs.changeColsIntegrality(len(variables), variables, kinds)
    if status in NONE:
        return INFEASIBLE
    if not found:
        return Solution(np.empty(0), float("-inf"), bound, float("inf"), "feasible")
    best = max(found, key=lambda values: float(milp.values @ values))
    return solution_of(best, milp, bound)


def search(
    highs: highspy.Highs,
    milp: Milp,
    gap: float,
    time_limit: float,
    start: NDArray[np.float64] | None = None,
) -> Solution:
    """Search for a better solution, until the gap or the time limit.

    Args:
        highs: The solver with the MILP in it.
        milp: The MILP.
        gap: The relative distance to the bound at which to stop.
        time_limit: Seconds after which to hand over the best solution found so far; each search has all
            of them.
        start: A solution that is known.

    Returns:
        The best solution found, and what was proved.

    Raises:
        SolverError: Nothing was found within the time limit, or the solver failed.
    """
    highs.setOptionValue("mip_rel_gap", gap)
    highs.setOptionValue("time_limit", time_limit)
    if start is not None:
        highs.setSolution(len(start), np.arange(len(start), dtype=np.int32), start.astype(np.float64))
    highs.run()
    return _found(highs, milp, time_limit)


def _round_or_search(
    highs: highspy.Highs,
    milp: Milp,
    gap: float,
    time_limit: float,
    start: NDArray[np.float64] | None = None,
) -> Solution:
    """The rounded solution where it is within the gap, or the one that a search finds from there."""
    first = round_relaxation(highs, milp, start)
    if first.gap <= gap or first.status == "infeasible":
        return first
    return search(highs, milp, gap, time_limit, first.values if len(first.values) else None)


def solve_each(milps: Iterable[Milp], *, gap: float, time_limit: float) -> Iterator[Solution]:
    """Solve MILPs that differ in values and weights only, with one solver, one after another.

    No solution is handed on to the next MILP: within the gap it would be taken as it is, and what
    is in would then depend on what came before.

    Args:
        milps: Each with the same variables, and the same constraints over the same variables.
        gap: The relative distance to the bound at which to stop.
        time_limit: Seconds after which to hand over the best solution found so far, for each.

    Yields:
        A solution per MILP.

    Raises:
        SolverError: Nothing was found within the time limit, or the solver failed.
    """
    for highs, milp in _in_turn(milps, gap, time_limit):
        yield _round_or_search(highs, milp, gap, time_limit)


def solve_relaxations(milps: Iterable[Milp]) -> Iterator[NDArray[np.float64]]:
    """Solve MILPs that differ in values and weights only, as if parts of a choice could be made.

    Args:
        milps: Each with the same variables, and the same constraints over the same variables.

    Yields:
        Per MILP, a value per variable; none where even in parts nothing fits.

    Raises:
        SolverError: The solver failed.
    """
    for highs, _ in _in_turn(map(_in_parts, milps), gap=0.0, time_limit=60.0):
        highs.run()
        status = highs.getModelStatus()
        if status not in {*NONE, highspy.HighsModelStatus.kOptimal}:
            raise SolverError(f"A plan in parts could not be found ({highs.modelStatusToString(status)}).")
        yield np.empty(0) if status in NONE else np.array(highs.getSolution().col_value)


def _in_turn(milps: Iterable[Milp], gap: float, time_limit: float) -> Iterator[tuple[highspy.Highs, Milp]]:
    """One solver, with each MILP in it in turn; only what differs from the one before is handed over."""
    highs = first = before = None
    for milp in milps:
        if highs is None:
            highs, first = to_highs(milp, gap, time_limit), milp
            _without(highs, *LONG_SEARCH)
        else:
            _hand_over(highs, first, before, milp)
        before = milp
        yield highs, milp


def _hand_over(highs: highspy.Highs, first: Milp, before: Milp, milp: Milp) -> None:
    """Change values and weights; constraints stay in the units of the first MILP, one line each."""
    variables = np.arange(len(milp.values), dtype=np.int32)
    highs.changeColsCost(len(variables), variables, _sense(highs) * milp.values / milp.unit)
    for line, (constraint, old) in enumerate(zip(milp.constraints, before.constraints, strict=True)):
        if constraint is not old:
            for variable, weight in zip(
                constraint.variables, constraint.weights / first.constraints[line].unit, strict=True
            ):
                highs.changeCoeff(line, int(variable), float(weight))


def relaxed_prices(milp: Milp) -> NDArray[np.float64]:
    """Price the constraints of an MILP as if parts of a choice could be made.

    Args:
        milp: What to maximise, and within what; every constraint has variables.

    Returns:
        Per constraint, the dual value: what one unit more of its bound would add to the maximum. Parts of a
        choice cannot be made: the prices order limits, and are not what a unit more would bring.

    Raises:
        SolverError: The relaxed MILP has no solution.
    """
    highs = to_highs(_in_parts(milp), gap=0.0, time_limit=60.0)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise SolverError("The limits could not be priced: no plan fits within them, whole or in part.")
    units = np.array([constraint.unit for constraint in milp.constraints])
    return _sense(highs) * np.array(highs.getSolution().row_dual) * milp.unit / units


def to_highs(milp: Milp, gap: float, time_limit: float) -> highspy.Highs:
    """Hand an MILP to HiGHS, ready to be run.

    Args:
        milp: Variables, values and constraints.
        gap: The relative gap at which to stop.
        time_limit: Seconds after which to stop.

    Returns:
        The solver with the model in it.
    """
    problem = to_pulp(milp)
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
    if len(milp.values) <= SMALL:
        _without(problem.solverModel, *LONG_SEARCH, "mip_heuristic_run_feasibility_jump")
    return problem.solverModel


def _without(highs: highspy.Highs, *options: str) -> None:
    for name in options:
        highs.setOptionValue(name, False)


def _found(highs: highspy.Highs, milp: Milp, time_limit: float) -> Solution:
    status, info = highs.getModelStatus(), highs.getInfo()
    if status in NONE:
        return INFEASIBLE
    if status not in ENDED or info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise SolverError(
            f"The solver found no plan within {time_limit:g} seconds and did not prove that there is none "
            f"({highs.modelStatusToString(status)}). Give it more time, or fewer opportunities."
        )
    values = np.array(highs.getSolution().col_value)
    values = np.where(milp.integer, np.round(values), values)
    if not milp.comparable:
        fit = repair(milp, values)
        values = values if fit is None else fit
    return solution_of(values, milp, _sense(highs) * info.mip_dual_bound * milp.unit)


def _sense(highs: highspy.Highs) -> float:
    """1, or -1 where the modelling layer handed the maximum over as the minimum of its negative."""
    return 1.0 if highs.getLp().sense_ == highspy.ObjSense.kMaximize else -1.0


def _in_parts(milp: Milp) -> Milp:
    """The MILP as if parts of a choice could be made."""
    return replace(milp, integer=np.zeros(len(milp.values), dtype=bool))
