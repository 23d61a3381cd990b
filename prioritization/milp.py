"""A mixed-integer linear program as arrays: variables, their values, and constraints."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

SCALE = 1000.0
"""A constraint is written in thousandths of itself, so that a tolerance means the same in every currency."""

SLACK = 1e-9
"""Tolerance on a constraint, written in thousandths, for the rounding of a sum."""

COMPARABLE = 1e7
"""Beside a number this many times as large, a solver does not see a small one for certain."""


@dataclass(frozen=True, eq=False)
class Constraint:
    """A limit on a weighted sum of variables: low ≤ Σ weight · variable ≤ high.

    Attributes:
        kind: Kind of limit, such as "budget" or "requires".
        key: Role, team or opportunity that the limit belongs to.
        quarter: Index of the quarter it holds for; -1 where it holds for all of them.
        variables: Indices of the variables.
        weights: A weight per variable; it may be negative.
        low: Lower bound; minus infinity where there is none.
        high: Upper bound; infinity where there is none.
    """

    kind: str
    key: str
    quarter: int
    variables: NDArray[np.intp]
    weights: NDArray[np.float64]
    low: float = -np.inf
    high: float = np.inf

    @cached_property
    def unit(self) -> float:
        """Size of one thousandth of the constraint; 1 where all weights are 1 or -1."""
        if not len(self.weights):
            return 1.0
        sizes = np.abs(self.weights)
        if np.all(sizes == 1):
            return 1.0
        return (
            max(sizes.max(), *(abs(bound) for bound in (self.low, self.high) if np.isfinite(bound))) / SCALE
        )


@dataclass(frozen=True, eq=False)
class Milp:
    """A mixed-integer linear program: maximise a weighted sum of variables under constraints.

    Attributes:
        values: Objective coefficient per variable.
        upper: Upper bound per variable; the lower bound is 0.
        integer: True for integer variables.
        constraints: The constraints.
    """

    values: NDArray[np.float64]
    upper: NDArray[np.float64]
    integer: NDArray[np.bool_]
    constraints: tuple[Constraint, ...] = field(repr=False)

    @cached_property
    def unit(self) -> float:
        """Size of one thousandth of the largest value."""
        return float(np.abs(self.values).max(initial=0.0)) / SCALE or 1.0

    @cached_property
    def comparable(self) -> bool:
        """Are the weights of each constraint, and the values, close enough for a solver to compare?"""
        lines = (np.abs(constraint.weights) for constraint in self.constraints)
        return all(_near(line) for line in (np.abs(self.values), *lines))

    @cached_property
    def matrix(self) -> sparse.csr_array:
        """The weights, a line per constraint, in each constraint's own unit."""
        lengths = [len(constraint.variables) for constraint in self.constraints]
        weights = [constraint.weights / constraint.unit for constraint in self.constraints]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.intp)
        return sparse.csr_array(
            (
                _joined(weights, float),
                _joined([constraint.variables for constraint in self.constraints], np.intp),
                starts,
            ),
            shape=(len(self.constraints), len(self.values)),
        )

    @cached_property
    def lows(self) -> NDArray[np.float64]:
        """The lower bound of each constraint, in its own unit."""
        return np.array([constraint.low / constraint.unit for constraint in self.constraints], dtype=float)

    @cached_property
    def highs(self) -> NDArray[np.float64]:
        """The upper bound of each constraint, in its own unit."""
        return np.array([constraint.high / constraint.unit for constraint in self.constraints], dtype=float)


def _near(sizes: NDArray[np.float64]) -> bool:
    some = sizes[sizes > 0]
    return not len(some) or bool(some.max() / COMPARABLE <= some.min())


def _joined(parts: Iterable[NDArray], kind: type) -> NDArray:
    return np.concatenate([*parts, np.empty(0)]).astype(kind)
