"""Projects that can be chosen, portfolios of them, and when one portfolio dominates another."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]
Portfolios = NDArray[np.bool_]
"""A row per portfolio, a column per project: is it in?"""

SAME = 1e-9
"""Two values that differ by less than this share of all projects' value are the same."""


@dataclass(frozen=True, eq=False)
class Projects:
    """Projects with their values, costs and dependencies.

    Attributes:
        cost: Per project.
        low: A row per project, a column per corner of the weights: its value there at the lowest scores.
        high: The same at the highest scores.
        requires: In row i, the projects without which i cannot be chosen.
        excludes: In row i, the projects with which i cannot be chosen; symmetric.
        certain: Which projects are in every portfolio.
        barred: Which are in none.
    """

    cost: Numbers
    low: Numbers
    high: Numbers
    requires: Flags
    excludes: Flags
    certain: Flags
    barred: Flags

    @cached_property
    def linked(self) -> Flags:
        """In row i, the projects whose choice bears on that of i."""
        return self.requires | self.requires.T | self.excludes

    @cached_property
    def same(self) -> float:
        """The difference below which two values are the same."""
        return SAME * float(self.high.sum(axis=0).max(initial=0.0))


def dominates(one: Portfolios, other: Portfolios, projects: Projects) -> Flags:
    """Compare portfolios by dominance.

    One dominates another when it is worth at least as much for all weights and scores, and more for some.
    What both hold cancels out: the rest of the one counts at its lowest, the rest of the other at its
    highest. Value is linear in the weights, so their corners decide.

    Args:
        one: Portfolios.
        other: Portfolios.
        projects: The projects.

    Returns:
        A row per portfolio of `one`, a column per portfolio of `other`.
    """
    never_less = np.ones((len(one), len(other)), dtype=bool)
    once_more = np.zeros_like(never_less)
    for low, high in zip(projects.low.T, projects.high.T, strict=True):
        width = high - low
        shared = (one * width) @ other.T.astype(float) if width.any() else 0.0
        never_less &= np.subtract.outer(one @ low, other @ high) + shared >= -projects.same
        once_more |= np.subtract.outer(one @ high, other @ low) - shared > projects.same
    return never_less & once_more


def per_money(value: Numbers, cost: Numbers) -> Numbers:
    """Divide value by cost.

    Args:
        value: Per project, or per group of projects.
        cost: The same.

    Returns:
        Value per unit of money; infinity for what costs nothing.
    """
    return np.divide(value, cost, out=np.full(len(value), np.inf), where=cost > 0)
