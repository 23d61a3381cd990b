"""The first plan: the relaxation rounded down, its lower bounds restored, filled, and then improved."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from prioritization.milp import Milp
from prioritization.moves import Moves
from prioritization.neighbourhoods import improve
from prioritization.working_plan import WorkingPlan

BEGINNINGS = (0.999, 0.5, np.inf)
"""Above this value a relaxed variable is taken to begin with; the next is tried where one leads nowhere."""
NOTHING = np.empty(0, dtype=np.intp)
FORCED = 200
"""Moves that are forced into a plan, at most, before it is given up."""
HARM = 0.5
"""How much less inviting a variable gets each time that it is forced in."""
WORK, FEWEST = 24_000, 100
"""Rounds of improvement: so many over the square root of the number of variables, and no fewer."""


def first_plan(
    milp: Milp,
    relaxed: NDArray[np.float64],
    prices: NDArray[np.float64],
    start: NDArray[np.float64] | None = None,
    effort: float = 1.0,
) -> NDArray[np.float64] | None:
    """Find a good solution without a solver.

    Lower bounds come first: what must be done, coverage and what both require. Then the rest is filled by
    value less price, and the plan is improved by destroying and repairing parts of it.

    Args:
        milp: The MILP.
        relaxed: A value per variable: the LP relaxation.
        prices: Its dual per constraint, in the constraint's own unit.
        start: A solution that fits.
        effort: Share of the usual work of improvement; 0 for none.

    Returns:
        A solution that fits and is worth no less than `start`; None where none was found, which is no proof
        that there is none. The same input gives the same solution.
    """
    moves = Moves(milp, prices)
    plans = [plan for plan in (filled(moves, relaxed),) if plan is not None]
    plans += [] if start is None else [WorkingPlan(moves, start)]
    if not plans:
        return None
    rounds = int(max(WORK / np.sqrt(len(milp.values)), FEWEST) * effort)
    found = improve(max(plans, key=lambda plan: plan.value), rounds).values
    return found if start is None or milp.values @ found >= milp.values @ start else start


def filled(moves: Moves, relaxed: NDArray[np.float64]) -> WorkingPlan | None:
    """Round the relaxation down, restore the lower bounds, and fill what is left.

    Where no move restores a lower bound, the one that does least harm is forced in, and what does not fit
    beside it is taken out. Where that leads nowhere, it begins with more of the relaxation, or with none.

    Args:
        moves: The moves.
        relaxed: A value per variable: the LP relaxation.

    Returns:
        A plan that fits, or None.
    """
    begun = (_filled(moves, WorkingPlan(moves, (relaxed > least) * 1.0)) for least in BEGINNINGS)
    return next((plan for plan in begun if plan is not None), None)


def _filled(moves: Moves, plan: WorkingPlan) -> WorkingPlan | None:
    if not plan.take_out(NOTHING):
        return None
    forced = np.zeros(len(moves.milp.values))
    for step in range(FORCED):
        if plan.restore(moves.rank):
            plan.fill(np.argsort(moves.rank, kind="stable"))
            return plan
        short = plan.short()
        move = _least_harm(plan, moves.raising[int(short[step % len(short)])], forced)
        if move is None:
            return None
        members = moves.members[move]
        forced[members] += HARM
        plan.taken[members] = 1.0
        if not plan.take_out(NOTHING, keep=tuple(members)) and not plan.take_out(NOTHING):
            return None
    return None


def _least_harm(plan: WorkingPlan, some: NDArray[np.intp], forced: NDArray[np.float64]) -> int | None:
    """The move that overdraws least, by price, and was forced least; None where all are in."""
    moves = plan.moves
    some = some[[not plan.taken[moves.members[move]].all() for move in some.tolist()]]
    if not len(some):
        return None
    lines, weights = moves.rows[some], moves.weights[some]
    room = np.maximum(moves.highs - plan.used, 0.0)
    over = np.maximum(weights - room[lines], 0.0) * np.append(np.abs(moves.prices) + 1e-3, 0.0)[lines]
    again = [forced[moves.members[move]].sum() for move in some.tolist()]
    return int(some[np.argmin(over.sum(axis=1) + again + 0.1 * moves.rank[some])])
