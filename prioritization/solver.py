"""The one room that names a solver, a status or a tolerance."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

import highspy
import numpy as np
import pulp
from numpy.typing import NDArray

from prioritization.cbc import solved_by_cbc
from prioritization.errors import SolverError
from prioritization.modelling import INFEASIBLE, Solution, problem_of, solution_of
from prioritization.programme import Programme
from prioritization.repair import repaired

RELAXED_SECONDS = 60.0
"""For the relaxed programme where the search found nothing in its time: a plan a bit late beats none."""
FEASIBILITY = 1e-8
"""How far a row, written in thousandths, may be overdrawn."""

SMALL = 100
"""Columns up to which what pays off in one long search costs more than it brings: half the time is won."""
LONG_SEARCH = ("mip_allow_restart", "mip_allow_cut_separation_at_nodes")

ENDED = {
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kModelEmpty,
    highspy.HighsModelStatus.kTimeLimit,
    highspy.HighsModelStatus.kObjectiveTarget,
    highspy.HighsModelStatus.kInterrupt,
}
NONE = {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}


def solution(
    programme: Programme,
    *,
    gap: float = 0.0,
    time_limit: float = 60.0,
    start: NDArray[np.float64] | None = None,
    solver: Literal["highs", "cbc"] = "highs",
) -> Solution:
    """Solve a programme.

    Args:
        programme: What to maximise, and within what.
        gap: The relative distance to the bound at which to stop; 0 is a proof of the optimum.
        time_limit: Seconds after which to hand over the best solution found so far.
        start: A solution to begin with, which makes a better one easier to find. HiGHS alone uses it.
        solver: CBC comes with PuLP 3; with a newer one it has to be installed beside it.

    Returns:
        The best solution found, with the bound that was proved. Not the modelling layer's status,
        which calls a solution optimal that the time limit cut off, but the solver's own. Where a gap is
        allowed, the relaxed programme is solved first: where it can be rounded to a solution within the
        gap, that is the answer.

    Raises:
        SolverError: Nothing was found within the time limit, or the solver failed.
    """
    decided = settled(programme)
    if decided is not None:
        return decided
    if solver == "cbc":
        return solved_by_cbc(programme, gap, time_limit)
    highs = loaded(programme, gap, time_limit)
    try:
        return (_rounded_or_searched if gap > 0 else search)(highs, programme, gap, time_limit, start)
    except SolverError:
        highs.setOptionValue("time_limit", RELAXED_SECONDS)
        late = rounded(highs, programme)
        if not len(late.values):
            raise
        return late


def settled(programme: Programme) -> Solution | None:
    """Solve a programme that leaves nothing to decide.

    Args:
        programme: The programme.

    Returns:
        The solution where there is no column, or where a row asks for something of no column; None
        where a solver has to be asked.
    """
    if any(not len(row.columns) and row.low > 0 for row in programme.rows):
        return INFEASIBLE
    return None if len(programme.values) else Solution(np.empty(0), 0.0, 0.0, 0.0, "optimal")


def rounded(highs: highspy.Highs, programme: Programme, start: NDArray[np.float64] | None = None) -> Solution:
    """Solve the relaxed programme, in which parts of a choice can be made, and round what it takes.

    Args:
        highs: The solver with the programme in it; it has the whole columns again afterwards.
        programme: The programme.
        start: A solution that is known.

    Returns:
        The better of the rounded solution and `start`, with the relaxed programme's value as the bound.
        Without either, no values and an infinite gap.
    """
    columns = np.flatnonzero(programme.whole).astype(np.int32)
    kinds = np.full(len(columns), highspy.HighsVarType.kContinuous)
    highs.changeColsIntegrality(len(columns), columns, kinds)
    highs.run()
    status, bound = highs.getModelStatus(), float("inf")
    found = [] if start is None else [start]
    if status == highspy.HighsModelStatus.kOptimal:
        relaxed = np.array(highs.getSolution().col_value)
        bound = float(programme.values @ relaxed)
        found += [fit for fit in (repaired(programme, relaxed),) if fit is not None]
    kinds = np.full(len(columns), highspy.HighsVarType.kInteger)
    highs.changeColsIntegrality(len(columns), columns, kinds)
    if status in NONE:
        return INFEASIBLE
    if not found:
        return Solution(np.empty(0), float("-inf"), bound, float("inf"), "feasible")
    best = max(found, key=lambda values: float(programme.values @ values))
    return solution_of(best, programme, bound)


def search(
    highs: highspy.Highs,
    programme: Programme,
    gap: float,
    time_limit: float,
    start: NDArray[np.float64] | None = None,
) -> Solution:
    """Search for a better solution, until the gap or the time limit.

    Args:
        highs: The solver with the programme in it.
        programme: The programme.
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
    return _found(highs, programme, time_limit)


def _rounded_or_searched(
    highs: highspy.Highs,
    programme: Programme,
    gap: float,
    time_limit: float,
    start: NDArray[np.float64] | None = None,
) -> Solution:
    """The rounded solution where it is within the gap, or the one that a search finds from there."""
    first = rounded(highs, programme, start)
    if first.gap <= gap or first.status == "infeasible":
        return first
    return search(highs, programme, gap, time_limit, first.values if len(first.values) else None)


def solutions(programmes: Iterable[Programme], *, gap: float, time_limit: float) -> Iterator[Solution]:
    """Solve programmes that differ in values and weights only, with one solver, one after another.

    No solution is handed on to the next programme: within the gap it would be taken as it is, and what
    is in would then depend on what came before.

    Args:
        programmes: Each with the same columns, and the same rows over the same columns.
        gap: The relative distance to the bound at which to stop.
        time_limit: Seconds after which to hand over the best solution found so far, for each.

    Yields:
        A solution per programme.

    Raises:
        SolverError: Nothing was found within the time limit, or the solver failed.
    """
    for highs, programme in _in_turn(programmes, gap, time_limit):
        yield _rounded_or_searched(highs, programme, gap, time_limit)


def relaxations(programmes: Iterable[Programme]) -> Iterator[NDArray[np.float64]]:
    """Solve programmes that differ in values and weights only, as if parts of a choice could be made.

    Args:
        programmes: Each with the same columns, and the same rows over the same columns.

    Yields:
        Per programme, a value per column; none where even in parts nothing fits.

    Raises:
        SolverError: The solver failed.
    """
    for highs, _ in _in_turn(map(_in_parts, programmes), gap=0.0, time_limit=60.0):
        highs.run()
        status = highs.getModelStatus()
        if status not in {*NONE, highspy.HighsModelStatus.kOptimal}:
            raise SolverError(f"A plan in parts could not be found ({highs.modelStatusToString(status)}).")
        yield np.empty(0) if status in NONE else np.array(highs.getSolution().col_value)


def _in_turn(
    programmes: Iterable[Programme], gap: float, time_limit: float
) -> Iterator[tuple[highspy.Highs, Programme]]:
    """One solver, with each programme in it in turn; only what differs from the one before is handed over."""
    highs = first = before = None
    for programme in programmes:
        if highs is None:
            highs, first = loaded(programme, gap, time_limit), programme
            _without(highs, *LONG_SEARCH)
        else:
            _hand_over(highs, first, before, programme)
        before = programme
        yield highs, programme


def _hand_over(highs: highspy.Highs, first: Programme, before: Programme, programme: Programme) -> None:
    """Change values and weights; rows stay in the units of the first programme, one line each."""
    columns = np.arange(len(programme.values), dtype=np.int32)
    highs.changeColsCost(len(columns), columns, _sense(highs) * programme.values / programme.unit)
    for line, (row, old) in enumerate(zip(programme.rows, before.rows, strict=True)):
        if row is not old:
            for column, weight in zip(row.columns, row.weights / first.rows[line].unit, strict=True):
                highs.changeCoeff(line, int(column), float(weight))


def relaxed_prices(programme: Programme) -> NDArray[np.float64]:
    """Price the rows of a programme as if parts of a choice could be made.

    Args:
        programme: What to maximise, and within what; every row has columns.

    Returns:
        Per row, the dual value: what one unit more of its bound would add to the maximum. Parts of a
        choice cannot be made: the prices order limits, and are not what a unit more would bring.

    Raises:
        SolverError: The relaxed programme has no solution.
    """
    highs = loaded(_in_parts(programme), gap=0.0, time_limit=60.0)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise SolverError("The limits could not be priced: no plan fits within them, in whole or in part.")
    units = np.array([row.unit for row in programme.rows])
    return _sense(highs) * np.array(highs.getSolution().row_dual) * programme.unit / units


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
    if len(programme.values) <= SMALL:
        _without(problem.solverModel, *LONG_SEARCH, "mip_heuristic_run_feasibility_jump")
    return problem.solverModel


def _without(highs: highspy.Highs, *options: str) -> None:
    for name in options:
        highs.setOptionValue(name, False)


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
    if not programme.comparable:
        fit = repaired(programme, values)
        values = values if fit is None else fit
    return solution_of(values, programme, _sense(highs) * info.mip_dual_bound * programme.unit)


def _sense(highs: highspy.Highs) -> float:
    """1, or -1 where the modelling layer handed the maximum over as the minimum of its negative."""
    return 1.0 if highs.getLp().sense_ == highspy.ObjSense.kMaximize else -1.0


def _in_parts(programme: Programme) -> Programme:
    """The programme as if parts of a choice could be made."""
    return replace(programme, whole=np.zeros(len(programme.values), dtype=bool))
