"""Bounds for the search: good portfolios by a greedy rule, and partial portfolios that cannot match them."""

from itertools import combinations_with_replacement
from math import comb

import numpy as np
from numpy.typing import NDArray

from prioritization.robust_portfolios.projects import Flags, Numbers, Portfolios, Projects, per_money

MIXTURES, PARTS = 130, 14
"""The weightings that are tried are mixtures of corners: at most so many, in at most so many parts."""


def good_portfolios(projects: Projects, limit: float) -> Portfolios:
    """Take the most value for money first, for weights spread over what is possible.

    Args:
        projects: The projects.
        limit: The most that a portfolio may cost.

    Returns:
        Portfolios that fit and meet all dependencies; there can be none.
    """
    corners = projects.low.shape[1]
    fitting = (parts for parts in range(PARTS, 1, -1) if comb(parts + corners - 1, parts) <= MIXTURES)
    parts = next(fitting, 1)
    mixtures = combinations_with_replacement(range(corners), parts)
    weights = np.array([np.bincount(mixture, minlength=corners) for mixture in mixtures]) / parts
    portfolios = np.unique([_greedy(projects, weight, limit) for weight in weights], axis=0)
    return portfolios[portfolios[:, projects.certain].all(axis=1)]


def hopeless(
    partial: Portfolios, left: Numbers, to_come: NDArray[np.intp], good: Portfolios, projects: Projects
) -> Flags:
    """Find partial portfolios that a good portfolio dominates however they are completed.

    What is left of the budget is filled with the best value for money, the last project in part: no
    portfolio is worth more.

    Args:
        partial: Partial portfolios.
        left: Of each, what is left of the budget.
        to_come: The projects not yet looked at.
        good: Portfolios that fit and meet all dependencies.
        projects: The projects.

    Returns:
        True or false per partial portfolio.
    """
    beaten = np.zeros(len(partial), dtype=bool)
    for one in good:
        open_ones = np.flatnonzero(~beaten)
        lead = np.array(
            [
                one @ low
                - _most(partial[open_ones], left[open_ones], to_come, np.where(one, low, high), projects)
                for low, high in zip(projects.low.T, projects.high.T, strict=True)
            ]
        )
        beaten[open_ones] = (lead >= -projects.same).all(axis=0) & (lead > projects.same).any(axis=0)
    return beaten


def _greedy(projects: Projects, weight: Numbers, limit: float) -> Flags:
    value = (projects.low + projects.high) @ weight
    chosen = np.zeros(len(value), dtype=bool)
    for project in np.lexsort((-per_money(value, projects.cost), ~projects.certain)):
        fits = projects.cost[chosen].sum() + projects.cost[project] <= limit
        linked = chosen[projects.requires[project]].all() and not chosen[projects.excludes[project]].any()
        chosen[project] = fits and linked and not projects.barred[project]
    return chosen


def _most(
    partial: Portfolios, left: Numbers, to_come: NDArray[np.intp], value: Numbers, projects: Projects
) -> Numbers:
    """An upper bound on the value of each partial portfolio when completed."""
    cost = projects.cost[to_come]
    free, priced = to_come[cost == 0], to_come[cost > 0]
    best = priced[np.argsort(-per_money(value, projects.cost)[priced])]
    spent, brought = (np.append(0.0, np.cumsum(column[best])) for column in (projects.cost, value))
    return partial @ value + value[free].sum() + np.interp(left, spent, brought)
