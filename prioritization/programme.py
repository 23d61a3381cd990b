"""A plan as arithmetic: columns that are decided, what they are worth, and the rows that bind them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

SCALE = 1000.0
"""A row is written in thousandths of itself, so that a tolerance means the same in every currency."""

COMPARABLE = 1e7
"""Beside a number this many times as large, a solver does not see a small one for certain."""


@dataclass(frozen=True, eq=False)
class Row:
    """One limit on a weighted sum of columns: low ≤ Σ weight · column ≤ high.

    Attributes:
        kind: What sort of limit it is, such as "budget" or "requires".
        key: Whose limit: a role, a team, an opportunity.
        quarter: Index of the quarter it holds for; -1 where it holds for all of them.
        columns: Indices of the columns.
        weights: A weight per column, above 0 or below.
        low: Nothing below this; minus infinity where there is no such bound.
        high: Nothing above this.
    """

    kind: str
    key: str
    quarter: int
    columns: NDArray[np.intp]
    weights: NDArray[np.float64]
    low: float = -np.inf
    high: float = np.inf

    @cached_property
    def unit(self) -> float:
        """What one thousandth of the row is; 1 for a row that only counts."""
        if not len(self.weights):
            return 1.0
        sizes = np.abs(self.weights)
        if np.all(sizes == 1):
            return 1.0
        return (
            max(sizes.max(), *(abs(bound) for bound in (self.low, self.high) if np.isfinite(bound))) / SCALE
        )


@dataclass(frozen=True, eq=False)
class Programme:
    """A sum to be maximised over columns, within rows.

    Attributes:
        values: What one of each column adds to the sum.
        upper: The most of each column; the least is 0.
        whole: Which columns are whole numbers.
        rows: What binds them.
    """

    values: NDArray[np.float64]
    upper: NDArray[np.float64]
    whole: NDArray[np.bool_]
    rows: tuple[Row, ...] = field(repr=False)

    @cached_property
    def unit(self) -> float:
        """What one thousandth of the largest value is."""
        return float(np.abs(self.values).max(initial=0.0)) / SCALE or 1.0

    @cached_property
    def comparable(self) -> bool:
        """Are the numbers of each row, and the values, near enough for a solver's tolerances to tell?"""
        lines = (np.abs(row.weights) for row in self.rows)
        return all(_near(line) for line in (np.abs(self.values), *lines))

    @cached_property
    def matrix(self) -> sparse.csr_array:
        """The weights, a line per row, in each row's own unit."""
        lengths = [len(row.columns) for row in self.rows]
        weights = [row.weights / row.unit for row in self.rows]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.intp)
        return sparse.csr_array(
            (_joined(weights, float), _joined([row.columns for row in self.rows], np.intp), starts),
            shape=(len(self.rows), len(self.values)),
        )

    @cached_property
    def lows(self) -> NDArray[np.float64]:
        """The lower bound of each row, in its own unit."""
        return np.array([row.low / row.unit for row in self.rows], dtype=float)

    @cached_property
    def highs(self) -> NDArray[np.float64]:
        """The upper bound of each row, in its own unit."""
        return np.array([row.high / row.unit for row in self.rows], dtype=float)


def _near(sizes: NDArray[np.float64]) -> bool:
    some = sizes[sizes > 0]
    return not len(some) or bool(some.max() <= some.min() * COMPARABLE)


def _joined(parts: Iterable[NDArray], kind: type) -> NDArray:
    return np.concatenate([*parts, np.empty(0)]).astype(kind)
