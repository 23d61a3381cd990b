"""Destroy and repair: parts of a plan are taken out and put together otherwise, and kept where better."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from prioritization.working_plan import WorkingPlan

SEED = 1
RUN = 1000
"""Rounds in a run, at most: it begins by giving way, and ends by accepting only what is better."""
GIVES_WAY = 0.5
"""Share of the mean value of a variable that a plan may lose in the first round of a run."""
TAKEN_OUT = 10
"""Variables taken out in a round, at most."""
ALONG_A_LINE = 0.7
"""Share of the rounds in which they all use one scarce line."""
SPREAD = 0.2
"""Spread of the prices from one round to the next, as a share of themselves."""


def improve(first: WorkingPlan, rounds: int) -> WorkingPlan:
    """Improve a plan by taking parts of it out and putting them together otherwise.

    A round takes out variables that use one scarce line, restores the lower bounds, and fills what is left by
    value less price, with prices that differ a bit from round to round. The seed is fixed and the work is
    counted in rounds: the same plan gives the same result.

    Args:
        first: A plan that fits.
        rounds: How often to destroy and repair.

    Returns:
        A plan that fits and is worth no less.
    """
    random = np.random.default_rng(SEED)
    best, runs = first, -(-rounds // RUN)
    for run in range(runs):
        found = _run(random, best if run % 2 else first, rounds // runs)
        best = max(best, found, key=lambda plan: plan.value)
    return best


def _run(random: np.random.Generator, first: WorkingPlan, rounds: int) -> WorkingPlan:
    moves = first.moves
    priced = np.flatnonzero(moves.prices)
    uses = moves.uses[moves.tried][:, priced]
    scarce = priced[(moves.prices[priced] > 0) & np.isfinite(moves.highs[priced])]
    step = GIVES_WAY * first.value / max(first.taken.sum(), 1.0)
    best, best_value, now, value = first, first.value, first, first.value
    for number in range(rounds):
        prices = moves.prices[priced] * np.exp(random.normal(0, SPREAD, len(priced)))
        rank = moves.rank.copy()
        rank[moves.tried] = uses @ prices - moves.values[moves.tried]
        other = now.copy()
        if not other.take_out(_part(random, other, scarce)) or not other.restore(rank):
            continue
        other.fill(moves.tried[np.argsort(rank[moves.tried], kind="stable")])
        found = other.value
        if found >= value - step * (1 - number / rounds):
            now, value = other, found
        if found > best_value:
            best, best_value = other, found
    return best


def _part(random: np.random.Generator, plan: WorkingPlan, scarce: NDArray[np.intp]) -> NDArray[np.intp]:
    """Some of the variables that are taken: often all of one scarce line."""
    taken = np.flatnonzero(plan.taken)
    if len(scarce) and random.random() < ALONG_A_LINE:
        variables, _ = plan.moves.line(int(random.choice(scarce)))
        taken = variables[plan.taken[variables] > 0]
    many = int(random.integers(2, TAKEN_OUT + 1))
    return random.choice(taken, min(many, len(taken)), replace=False) if len(taken) else taken
