"""Solving an MILP: the only module that names a solver status or tolerance, apart from `cbc`."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

import highspy
import numpy as np
import pulp
from numpy.typing import NDArray

from prioritization.cbc import solve_with_cbc
from prioritization.errors import SolverError
from prioritization.first_plan import first_plan
from prioritization.milp import Milp
from prioritization.pulp_bridge import INFEASIBLE, Solution, solution_of, to_pulp
from prioritization.repair import repair

RELAXED_SECONDS = 60.0
"""Time for the relaxation where the search found nothing: a late plan is better than none."""
FEASIBILITY = 1e-8
"""Feasibility tolerance on a constraint, which is written in thousandths."""

NODES, NEAR = 100, 0.005
"""Nodes of a search that is limited by its work, and the gap at which it stops."""
AGREED = 0.3
"""How near a relaxed variable is to a solution that it agrees with."""

QUICK = 120
"""Up to this many variables, HiGHS is done before a better start could help it."""
FAR = 0.005
"""A rounded relaxation this far from the bound is improved before the search."""
STUBBORN, MORE = 0.02, 8.0
"""A plan still this far from the bound gets so many times the work: HiGHS hardly improves on it."""
NEAR_SHARE, NEAR_NODES, NEAR_GAP = 0.15, 500, 0.001
"""Share of the time, nodes and gap of the search near the relaxation."""
WHOLE = 1e-6
"""How far from a whole number a relaxed variable may be that counts as whole."""
SHORTEST = 0.01
"""Seconds that a search has at least."""

SMALL = 100
"""Up to this many variables, the options for long searches cost more than they save: about half the time."""
LONG_SEARCH = ("mip_allow_restart", "mip_allow_cut_separation_at_nodes")
HEURISTICS = (
    *("mip_detect_symmetry", "mip_heuristic_run_feasibility_jump", "mip_heuristic_run_rens"),
    *("mip_heuristic_run_rins", "mip_heuristic_run_root_reduced_cost"),
)
"""Switched off, with no strong branching, where a small search begins with a good solution: half the time."""

ENDED = {
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kModelEmpty,
    highspy.HighsModelStatus.kTimeLimit,
    highspy.HighsModelStatus.kObjectiveTarget,
    highspy.HighsModelStatus.kInterrupt,
    highspy.HighsModelStatus.kSolutionLimit,
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
        milp: The MILP.
        gap: The relative distance to the bound at which to stop; 0 is a proof of the optimum.
        time_limit: Seconds after which to hand over the best solution found so far.
        start: A warm start. Only HiGHS uses it.
        solver: CBC comes with PuLP 3; newer versions need it installed separately.

    Returns:
        The best solution found, with the bound that was proved. The status is that of the solver: PuLP calls
        a solution optimal that the time limit cut off. Where a gap is allowed, the relaxation is solved
        first; if it can be rounded to a solution within the gap, that is returned.

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
        if len(milp.values) > QUICK:
            return _begin_and_search(highs, milp, gap, time_limit, start)
        return (_round_or_search if gap > 0 else search)(highs, milp, gap, time_limit, start)
    except SolverError:
        highs.setOptionValue("time_limit", RELAXED_SECONDS)
        late = round_relaxation(highs, milp)
        if not len(late.values):
            raise
        return late


def trivial_solution(milp: Milp) -> Solution | None:
    """Solve an MILP that needs no solver.

    Args:
        milp: The MILP.

    Returns:
        The solution where there are no variables, or a constraint without variables has a lower bound
        above 0; otherwise None.
    """
    if any(not len(constraint.variables) and constraint.low > 0 for constraint in milp.constraints):
        return INFEASIBLE
    return None if len(milp.values) else Solution(np.empty(0), 0.0, 0.0, 0.0, "optimal")


def round_relaxation(highs: highspy.Highs, milp: Milp, start: NDArray[np.float64] | None = None) -> Solution:
    """Solve the LP relaxation, and round it to a feasible solution.

    Args:
        highs: HiGHS with the MILP loaded; its variables are integer again afterwards.
        milp: The MILP.
        start: A feasible solution.

    Returns:
        The better of the rounded solution and `start`, with the value of the relaxation as the bound.
        Without either, no values and an infinite gap.
    """
    status, relaxed, prices = _relaxed(highs, milp)
    bound, candidates = float("inf"), [] if start is None else [start]
    if status == highspy.HighsModelStatus.kOptimal:
        bound = float(milp.values @ relaxed)
        candidates += [fit for fit in (repair(milp, relaxed),) if fit is not None]
        if not candidates:
            first = first_plan(milp, relaxed, prices, effort=0.0)
            candidates += [] if first is None else [first]
    if status in NONE:
        return INFEASIBLE
    if not candidates:
        return Solution(np.empty(0), float("-inf"), bound, float("inf"), "feasible")
    best = max(candidates, key=lambda values: float(milp.values @ values))
    return solution_of(best, milp, bound)


def improve_start(
    highs: highspy.Highs, milp: Milp, first: Solution, *, gap: float, time_limit: float
) -> Solution:
    """Improve a rounded relaxation: destroy and repair, then a search near it and the relaxation.

    Destroy and repair is limited by its work, so that it finds the same on a busy machine.

    Args:
        highs: HiGHS with the MILP loaded; its variables are as they were afterwards.
        milp: The MILP.
        first: What `round_relaxation` found, with or without values.
        gap: The relative distance to the bound at which to stop.
        time_limit: Seconds there are for the whole; the search near it takes a share of them.

    Returns:
        A solution that is worth no less, with the same bound; `first` where none was found.
    """
    status, relaxed, prices = _relaxed(highs, milp)
    if status != highspy.HighsModelStatus.kOptimal:
        return first
    known = first.values if len(first.values) else None
    better = first
    for effort, enough in (
        (min(time_limit, 1.0), gap),
        (min(2 * (time_limit - 1.0), MORE), max(gap, STUBBORN)),
    ):
        if effort > 0 and better.gap > enough:
            # More work begins afresh: from a plan that was improved already, a search hardly gets away.
            found = first_plan(milp, relaxed, prices, known, effort)
            if found is not None and (not len(better.values) or milp.values @ found > better.objective):
                better = solution_of(found, milp, first.bound)
    return (
        better if better.gap <= gap else _search_near(highs, milp, relaxed, better, NEAR_SHARE * time_limit)
    )


def _search_near(
    highs: highspy.Highs, milp: Milp, relaxed: NDArray[np.float64], first: Solution, time_limit: float
) -> Solution:
    """Search with all variables fixed that are whole in the relaxation, and alike in a solution."""
    near = relaxed if not len(first.values) else first.values
    agreed = np.flatnonzero(milp.integer & (np.abs(relaxed - np.round(near)) < WHOLE)).astype(np.int32)
    fixed = np.round(near[agreed])
    highs.changeColsBounds(len(agreed), agreed, fixed, fixed)
    highs.setOptionValue("mip_max_nodes", NEAR_NODES)
    try:
        found = search(highs, milp, NEAR_GAP, time_limit, first.values if len(first.values) else None)
    except SolverError:
        found = first
    highs.setOptionValue("mip_max_nodes", highspy.kHighsIInf)
    highs.changeColsBounds(len(agreed), agreed, np.zeros(len(agreed)), milp.upper[agreed])
    worse = found.status == "infeasible" or not found.objective > first.objective
    return first if worse else solution_of(found.values, milp, first.bound)


def _relaxed(
    highs: highspy.Highs, milp: Milp
) -> tuple[highspy.HighsModelStatus, NDArray[np.float64], NDArray[np.float64]]:
    """Solve the LP relaxation: its status, a value per variable, and a price per constraint in its unit."""
    variables = np.flatnonzero(milp.integer).astype(np.int32)
    kinds = np.full(len(variables), highspy.HighsVarType.kContinuous)
    highs.changeColsIntegrality(len(variables), variables, kinds)
    highs.run()
    status, solution = highs.getModelStatus(), highs.getSolution()
    relaxed, prices = np.array(solution.col_value), _sense(highs) * np.array(solution.row_dual) * milp.unit
    kinds = np.full(len(variables), highspy.HighsVarType.kInteger)
    highs.changeColsIntegrality(len(variables), variables, kinds)
    return status, relaxed, prices


def solve_nearby(milp: Milp, start: NDArray[np.float64] | None, *, gap: float, time_limit: float) -> Solution:
    """Bound an MILP by its LP relaxation, and search where the relaxation and a solution differ.

    The work is limited by a number of nodes, so that the result does not depend on the machine's load.

    Args:
        milp: The MILP.
        start: A feasible solution; without it, the search goes on until the first node.
        gap: The relative distance to the bound at which to stop.
        time_limit: Seconds after which to stop whatever was found.

    Returns:
        The best solution found, with the bound of the relaxation.

    Raises:
        SolverError: Nothing was found within the work or the time, or the solver failed.
    """
    highs = to_highs(milp, gap, time_limit)
    first = round_relaxation(highs, milp, start)
    if first.status == "infeasible" or first.gap <= gap:
        return first
    known = first.values if len(first.values) else None
    highs.setOptionValue("mip_max_nodes", NODES if known is not None else 1)
    if known is not None:
        _, relaxed, _ = _relaxed(highs, milp)
        agreed = np.flatnonzero(milp.integer & (np.abs(relaxed - known) < AGREED)).astype(np.int32)
        highs.changeColsBounds(len(agreed), agreed, known[agreed], known[agreed])
        _lighten(highs)
    found = search(highs, milp, max(gap, NEAR), time_limit, known)
    return found if found.status == "infeasible" else solution_of(found.values, milp, first.bound)


def search(
    highs: highspy.Highs,
    milp: Milp,
    gap: float,
    time_limit: float,
    start: NDArray[np.float64] | None = None,
) -> Solution:
    """Search for a better solution, until the gap or the time limit.

    Args:
        highs: HiGHS with the MILP loaded.
        milp: The MILP.
        gap: The relative distance to the bound at which to stop.
        time_limit: Seconds after which to hand over the best solution found so far; each search has all
            of them.
        start: A feasible solution.

    Returns:
        The best solution found, and what was proved.

    Raises:
        SolverError: Nothing was found within the time limit, or the solver failed.
    """
    highs.setOptionValue("mip_rel_gap", gap)
    highs.setOptionValue("time_limit", time_limit)
    if start is None:
        highs.clearSolver()  # else HiGHS first completes what the relaxation left in it, for as long again
    else:
        highs.setSolution(len(start), np.arange(len(start), dtype=np.int32), start.astype(np.float64))
    highs.run()
    return _read_solution(highs, milp, time_limit)


def _round_or_search(
    highs: highspy.Highs,
    milp: Milp,
    gap: float,
    time_limit: float,
    start: NDArray[np.float64] | None = None,
) -> Solution:
    """Return the rounded relaxation if it is within the gap, otherwise search from it."""
    first = round_relaxation(highs, milp, start)
    if first.gap <= gap or first.status == "infeasible":
        return first
    return search(highs, milp, gap, time_limit, first.values if len(first.values) else None)


def _begin_and_search(
    highs: highspy.Highs,
    milp: Milp,
    gap: float,
    time_limit: float,
    start: NDArray[np.float64] | None = None,
) -> Solution:
    """Round the relaxation, improve that where it is far from the bound, and search from there."""
    began = time.monotonic()
    first = round_relaxation(highs, milp, start)
    if first.gap <= gap or first.status == "infeasible":
        return first
    if first.gap > FAR:
        first = improve_start(highs, milp, first, gap=gap, time_limit=time_limit)
    if first.gap <= gap:
        return first
    left = max(time_limit - (time.monotonic() - began), SHORTEST)
    try:
        found = search(highs, milp, gap, left, first.values if len(first.values) else None)
    except SolverError:
        if not len(first.values):
            raise
        return first
    better = found if found.status == "infeasible" or found.objective >= first.objective else first
    return (
        better
        if better.status == "infeasible"
        else solution_of(better.values, milp, min(found.bound, first.bound))
    )


def solve_each(
    milps: Iterable[Milp], *, gap: float, time_limit: float, start: NDArray[np.float64] | None = None
) -> Iterator[Solution]:
    """Solve MILPs that differ only in values and weights, one after another in one solver.

    Each search begins with the best solution of all that were found for the MILPs before it, or of a
    relaxation rounded. Within the gap, the result depends on the order of the MILPs.

    Args:
        milps: Each with the same variables, and the same constraints over the same variables.
        gap: The relative distance to the bound at which to stop.
        time_limit: Seconds after which to hand over the best solution found so far, for each.
        start: A solution to begin with.

    Yields:
        A solution per MILP.

    Raises:
        SolverError: Nothing was found within the time limit, or the solver failed.
    """
    found = [] if start is None else [start]
    for highs, milp in _each_in_highs(milps, gap, time_limit):
        best = max(found, key=lambda values: float(milp.values @ values), default=None)
        begin = None if best is None else repair(milp, best)
        small = len(milp.values) <= SMALL and begin is not None
        if small:
            _lighten(highs)
        solution = (search if small else _round_or_search)(highs, milp, gap, time_limit, begin)
        found += [solution.values] if len(solution.values) else []
        yield solution


def solve_relaxations(milps: Iterable[Milp]) -> Iterator[NDArray[np.float64]]:
    """Solve the LP relaxations of MILPs that differ only in values and weights.

    Args:
        milps: Each with the same variables, and the same constraints over the same variables.

    Yields:
        Per MILP, a value per variable; none where the relaxation is infeasible.

    Raises:
        SolverError: The solver failed.
    """
    for highs, _ in _each_in_highs(map(_relaxation, milps), gap=0.0, time_limit=60.0):
        highs.run()
        status = highs.getModelStatus()
        if status not in {*NONE, highspy.HighsModelStatus.kOptimal}:
            raise SolverError(f"A plan in parts could not be found ({highs.modelStatusToString(status)}).")
        yield np.empty(0) if status in NONE else np.array(highs.getSolution().col_value)


def _each_in_highs(
    milps: Iterable[Milp], gap: float, time_limit: float
) -> Iterator[tuple[highspy.Highs, Milp]]:
    """Load each MILP into one solver in turn; only the differences from the previous one are updated."""
    highs = first = before = None
    for milp in milps:
        if highs is None:
            highs, first = to_highs(milp, gap, time_limit), milp
            _switch_off(highs, *LONG_SEARCH)
        else:
            _update(highs, first, before, milp)
        before = milp
        yield highs, milp


def _update(highs: highspy.Highs, first: Milp, before: Milp, milp: Milp) -> None:
    """Update values and weights; constraints keep the units of the first MILP."""
    variables = np.arange(len(milp.values), dtype=np.int32)
    highs.changeColsCost(len(variables), variables, _sense(highs) * milp.values / milp.unit)
    for line, (constraint, old) in enumerate(zip(milp.constraints, before.constraints, strict=True)):
        if constraint is not old:
            for variable, weight in zip(
                constraint.variables, constraint.weights / first.constraints[line].unit, strict=True
            ):
                highs.changeCoeff(line, int(variable), float(weight))


def relaxed_prices(milp: Milp) -> NDArray[np.float64]:
    """Price the constraints of an MILP by the duals of its LP relaxation.

    Args:
        milp: The MILP; every constraint has variables.

    Returns:
        The dual value per constraint: the increase of the relaxed maximum per unit of its bound. The prices
        rank the limits; the true gain of one unit more can differ.

    Raises:
        SolverError: The relaxation has no solution.
    """
    highs = to_highs(_relaxation(milp), gap=0.0, time_limit=60.0)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise SolverError("The limits could not be priced: no plan fits within them, whole or in part.")
    units = np.array([constraint.unit for constraint in milp.constraints])
    return _sense(highs) * np.array(highs.getSolution().row_dual) * milp.unit / units


def to_highs(milp: Milp, gap: float, time_limit: float) -> highspy.Highs:
    """Load an MILP into HiGHS.

    Args:
        milp: Variables, values and constraints.
        gap: The relative gap at which to stop.
        time_limit: Seconds after which to stop.

    Returns:
        HiGHS with the MILP loaded, ready to run.
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
        _switch_off(problem.solverModel, *LONG_SEARCH, "mip_heuristic_run_feasibility_jump")
    return problem.solverModel


def _lighten(highs: highspy.Highs) -> None:
    """Leave out what costs more than it brings in a small search that begins with a good solution."""
    _switch_off(highs, *HEURISTICS)
    highs.setOptionValue("mip_heuristic_effort", 0.0)
    highs.setOptionValue("mip_pscost_minreliable", 0)


def _switch_off(highs: highspy.Highs, *options: str) -> None:
    for name in options:
        highs.setOptionValue(name, False)


def _read_solution(highs: highspy.Highs, milp: Milp, time_limit: float) -> Solution:
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
    """1, or -1 where PuLP passed the maximum as a minimum of the negative."""
    return 1.0 if highs.getLp().sense_ == highspy.ObjSense.kMaximize else -1.0


def _relaxation(milp: Milp) -> Milp:
    """The MILP without integer variables."""
    return replace(milp, integer=np.zeros(len(milp.values), dtype=bool))
