"""Non-dominated portfolios for all possible weights and scores."""

import numpy as np
from numpy.typing import NDArray

from prioritization.errors import OpportunitiesError, amount
from prioritization.robust_portfolios.bounds import good_portfolios, hopeless
from prioritization.robust_portfolios.projects import (
    Flags,
    Numbers,
    Portfolios,
    Projects,
    dominates,
    per_money,
)

MOST_OPEN = 20_000
"""The most portfolios that are open at a time: beyond it an exact answer takes minutes to hours."""
ROUNDING = 1e-12
"""The share of a budget that the rounding of a sum may be."""
AT_ONCE = 256


def non_dominated(projects: Projects, budget: float) -> Portfolios:
    """Find every portfolio within the budget that no other such portfolio dominates.

    Dynamic programming over the projects. Of two unfinished portfolios, the one that is dominated by one
    that costs no more can be dropped: whatever is added to it can be added to the other. With dependencies,
    the two must hold the same of those projects that bear on projects still to come. What is left of the
    budget when all that is to come would fit counts as nothing, so cost weighs less towards the end and
    not at all in the last comparison. What cannot become as good as a portfolio found beforehand is
    dropped too.

    Args:
        projects: The projects.
        budget: The most that a portfolio may cost.

    Returns:
        The portfolios, in an order of their own; none where nothing fits.

    Raises:
        OpportunitiesError: More than 20,000 portfolios are open at a time.

    Source:
        Liesiö, Mild & Salo (2007), European Journal of Operational Research 181(3), p. 1488-1505; bounds:
        Martello & Toth (1990), Knapsack Problems, ch. 2.
    """
    limit = budget * (1 + ROUNDING)
    order = _order(projects)
    reserve = np.append(np.cumsum(projects.cost[order][::-1])[::-1], 0.0)  # what all to come would cost
    good = good_portfolios(projects, limit)
    portfolios = np.zeros((1, len(order)), dtype=bool)
    for step, project in enumerate(order, start=1):
        done, to_come = order[:step], order[step:]
        portfolios = _grown(portfolios, projects, project, done)
        portfolios = portfolios[portfolios @ projects.cost <= limit]
        portfolios = portfolios[
            ~hopeless(portfolios, limit - portfolios @ projects.cost, to_come, good, projects)
        ]
        spent = np.maximum(portfolios @ projects.cost, limit - reserve[step])
        pending = done[projects.linked[np.ix_(done, to_come)].any(axis=1)]
        kept = _unbeaten(portfolios, spent, pending, projects)
        if len(kept) > MOST_OPEN:
            raise OpportunitiesError(
                f"The core index compares {amount(MOST_OPEN)} portfolios at most, and more are open after "
                f"{step} of {len(order)} opportunities. Narrow the weights or the intervals of the scores, "
                "say must_do or must_not of what is settled, or give fewer opportunities."
            )
        portfolios = portfolios[kept]
    return portfolios


def _order(projects: Projects) -> NDArray[np.intp]:
    """Fixed projects first, then groups of dependent projects by value for money."""
    reach = projects.linked | np.eye(len(projects.cost), dtype=bool)
    while (further := reach @ reach).sum() > reach.sum():
        reach = further
    value, group = (projects.low + projects.high).sum(axis=1), reach.argmax(axis=1)
    worth = per_money(reach @ value, reach @ projects.cost)
    fixed = projects.certain | projects.barred
    return np.lexsort((-projects.linked.sum(axis=1), group, -worth, ~fixed))


def _grown(
    portfolios: Portfolios, projects: Projects, project: np.intp, done: NDArray[np.intp]
) -> Portfolios:
    """Every portfolio without the project and with it, where its dependencies on earlier projects allow."""
    out = portfolios[:0] if projects.certain[project] else portfolios
    out = out[~out[:, projects.requires[:, project]].any(axis=1)]
    chosen = portfolios[:0] if projects.barred[project] else portfolios.copy()
    chosen[:, project] = True
    needs = np.intersect1d(done, np.flatnonzero(projects.requires[project]))
    met = chosen[:, needs].all(axis=1) & ~chosen[:, projects.excludes[project]].any(axis=1)
    return np.concatenate([out, chosen[met]])


def _unbeaten(
    portfolios: Portfolios, spent: Numbers, pending: NDArray[np.intp], projects: Projects
) -> NDArray[np.intp]:
    """Those that none beats; whatever beats a portfolio has more value in the middle of the scores."""
    alike = np.unique(portfolios[:, pending], axis=0, return_inverse=True)[1].reshape(-1)
    order = np.argsort(-(portfolios @ (projects.low + projects.high)).sum(axis=1), kind="stable")

    def beaten(by: NDArray[np.intp], who: NDArray[np.intp]) -> Flags:
        fair = np.less_equal.outer(spent[by], spent[who]) & np.equal.outer(alike[by], alike[who])
        return (fair & dominates(portfolios[by], portfolios[who], projects)).any(axis=0)

    kept = np.empty(0, dtype=np.intp)
    for begin in range(0, len(order), AT_ONCE):
        left = order[begin : begin + AT_ONCE]
        for first in range(0, len(kept), 8 * AT_ONCE):
            left = left[~beaten(kept[first : first + 8 * AT_ONCE], left)]
        kept = np.concatenate([kept, left[~beaten(left, left)]])
        if len(kept) > MOST_OPEN:
            break
    return kept
