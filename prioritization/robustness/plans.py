"""The best plan of every draw: exact for some draws, relaxed for all."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.errors import InfeasibleError, LimitsError, fault_list
from prioritization.milp import Milp
from prioritization.plan import search_faults
from prioritization.problem import Problem
from prioritization.reading import is_count
from prioritization.robustness.draws import FEWEST, DrawnModel, drawn_model
from prioritization.solver import solve, solve_each, solve_relaxations

BLOCK = 10
"""Draws that one solver takes in turn: fixed, so that the number of workers changes nothing."""


@dataclass(frozen=True, eq=False)
class DrawnPlans:
    """The best plans under uncertain scores and costs: what every question about robustness begins with.

    Attributes:
        drawn: The model with its draws.
        exact: Lines of the draws of which the best plan was made, evenly spread over all.
        plans: A line per exact draw: its best plan, a value per variable of the MILP.
        bounds: Per exact draw, the upper bound on the value of any plan.
        parts: A line per draw: how much of each opportunity would be done if parts of one could be.
        gap: The widest relative distance of an exact draw's plan to its bound; 0 where all are optimal.
        objective: The column that holds the value.
    """

    drawn: DrawnModel
    exact: NDArray[np.intp]
    plans: NDArray[np.float64]
    bounds: NDArray[np.float64]
    parts: NDArray[np.float64]
    gap: float
    objective: str


def plans_by_draw(
    problem: Problem,
    scores: DataFrame,
    *,
    costs: DataFrame | None = None,
    exact: int = 100,
    gap: float = 0.01,
    time_limit: float = 10.0,
    workers: int | None = None,
) -> DrawnPlans:
    """Make the best plan of every draw: truly for some of them, in parts for all.

    All draws are of scores and costs together, and the same draws serve every question. The result does
    not depend on the order of the opportunities or on the number of workers, as long as no plan is cut
    off by the time limit.

    Args:
        problem: The opportunities and the limits.
        scores: A row per draw, a column per opportunity, such as `panel_draws` gives; opportunities
            without a column keep their score.
        costs: The same of costs, such as `simulate` gives; row by row one draw with `scores`.
        exact: In how many draws the best plan is truly made, 80 or more; in all where there are fewer.
        gap: How far below its bound such a plan may stay, as a share.
        time_limit: Seconds for each plan, after which the best one found is taken.
        workers: How many plans are made at the same time; one per processor if not given.

    Returns:
        The plans.

    Raises:
        LimitsError: `exact`, `gap`, `time_limit` or `workers` is not possible.
        InfeasibleError: In some draw no plan fits.
        ScoreError: The draws have faults, or are fewer than 80.
        SolverError: No plan was found within the time limit.
    """
    _refuse_terms(exact, gap, time_limit, workers)
    drawn = drawn_model(problem, scores, costs)
    draws = len(drawn.scores)
    some = np.unique(np.linspace(0, draws - 1, min(exact, draws)).round().astype(np.intp))
    parts = _each(drawn, np.arange(draws), solve_relaxations, BLOCK**2, workers)
    known = solve(problem.model.milp, gap=gap, time_limit=time_limit).values
    start = known if len(known) else None
    solved = _each(
        drawn,
        some,
        lambda those: solve_each(those, gap=gap, time_limit=time_limit, start=start),
        BLOCK,
        workers,
    )
    _refuse_infeasible([line for line, part in enumerate(parts) if not len(part)], draws)
    _refuse_infeasible([line for line, one in zip(some, solved, strict=True) if not len(one.values)], draws)
    return DrawnPlans(
        drawn=drawn,
        exact=some,
        plans=np.array([one.values for one in solved]),
        bounds=np.array([one.bound for one in solved]),
        parts=drawn.membership(np.array(parts)),
        gap=max(one.gap for one in solved),
        objective=problem.objective,
    )


def _each(
    drawn: DrawnModel, lines: NDArray[np.intp], solver: Callable, block: int, workers: int | None
) -> list:
    """Solve the draws in these lines; what is drawn twice is solved once."""
    both = np.hstack([drawn.scores, drawn.costs])[lines]
    _, first, again = np.unique(both, axis=0, return_index=True, return_inverse=True)
    distinct = lines[first]

    def one(place: int) -> list:
        milps: Iterable[Milp] = map(drawn.milp, distinct[place : place + block].tolist())
        return list(solver(milps))

    with ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        results = [solved for some in pool.map(one, range(0, len(distinct), block)) for solved in some]
    return [results[place] for place in again.ravel()]


def _refuse_terms(exact: int, gap: float, time_limit: float, workers: int | None) -> None:
    faults = []
    if not is_count(exact, FEWEST):
        faults.append(f"exact: {exact!r} is to be {FEWEST} or more, such as 200")
    faults += search_faults(gap, time_limit)
    if workers is not None and not is_count(workers):
        faults.append(
            f"workers: {workers!r} is not a whole number of 1 or more; leave it out for all there are"
        )
    if faults:
        raise LimitsError(fault_list("The terms of the draws", faults))


def _refuse_infeasible(lines: list[int], draws: int) -> None:
    if lines:
        raise InfeasibleError(
            f"No plan fits in {len(lines)} of the {draws} draws, the first is row {lines[0] + 1}: at its"
            " costs the limits collide. Raise the budget, or release a must-do or a rule."
        )
