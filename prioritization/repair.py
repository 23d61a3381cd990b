"""Repair of a solution without a solver: variables that violate a constraint are dropped, others added."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from prioritization.milp import SLACK, Milp


def repair(milp: Milp, values: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Make a solution of another MILP fit this one.

    While a constraint is violated, the variable with the least value per unit that it frees is dropped. Then
    variables that still fit are added, the highest value per use first. Continuous variables, such as
    overtime, are taken as far as they are needed.

    Args:
        milp: The MILP to fit.
        values: A value per variable; only integer variables above a half count.

    Returns:
        A solution that fits; None where none was found this way, which is no proof that there is none.
    """
    partial = PartialPlan(milp)
    for variable in np.flatnonzero((values > 0.5) & milp.integer):
        partial.add(variable)
    if not partial.drop_until_feasible():
        return None
    partial.fill(value_per_use_order(milp))
    return partial.solution()


def drop_idle(milp: Milp, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Drop variables of value 0 that no constraint needs: the solver may choose them at will.

    Args:
        milp: The MILP.
        values: A solution that fits.

    Returns:
        The solution without them.
    """
    idle = np.flatnonzero((values > 0.5) & (milp.values == 0) & milp.integer)
    if not len(idle):
        return values
    partial = PartialPlan(milp, values)
    while partial.drop(idle):
        pass
    return partial.values


def start_earlier(
    milp: Milp, values: NDArray[np.float64], groups: Iterable[NDArray[np.intp]]
) -> NDArray[np.float64]:
    """Replace each chosen variable by the first of its group that fits and is worth no less.

    Args:
        milp: The MILP.
        values: A solution that fits.
        groups: Variables of which one at most is taken, the earlier ones first.

    Returns:
        A solution that is worth no less, with the continuous variables as they were.
    """
    partial = PartialPlan(milp, values)
    for variables in groups:
        for place in np.flatnonzero(partial.values[variables] > 0.5)[:1]:
            now = int(variables[place])
            as_good = milp.values[variables[:place]] >= milp.values[now]
            partial.add(now, -1.0)
            fits = (
                int(variable) for variable in variables[:place][as_good] if partial.has_room(int(variable))
            )
            partial.add(next(fits, now))
    return partial.values


def value_per_use_order(milp: Milp) -> NDArray[np.intp]:
    """Order integer variables by value per use of the constraints.

    Args:
        milp: The MILP.

    Returns:
        The variables with a positive value, the highest value per use first. The use is the sum of the
        weights as shares of the upper bounds.
    """
    highs = np.where(np.isfinite(milp.highs) & (milp.highs > 0), milp.highs, np.inf)
    use = np.maximum(milp.matrix.T @ (1.0 / highs), 0.0)
    worthy = np.flatnonzero((milp.values > 0) & milp.integer)
    return worthy[np.argsort(-milp.values[worthy] / (use[worthy] + 1e-9), kind="stable")]


class PartialPlan:
    """A partial solution, with its use of every constraint."""

    def __init__(self, milp: Milp, values: NDArray[np.float64] | None = None) -> None:
        self.milp = milp
        self.by_variable = milp.matrix.tocsc()
        self.values = np.zeros(len(milp.values)) if values is None else values.copy()
        self.used = self.by_variable @ self.values
        self.relief = self._relief()

    def _relief(self) -> dict[int, int]:
        """Per constraint that a continuous variable can relieve, that variable."""
        relief = {}
        for variable in np.flatnonzero(~self.milp.integer):
            constraints, weights = self._weights_of(variable)
            relief |= {int(constraint): int(variable) for constraint in constraints[weights < 0]}
        return relief

    def _weights_of(self, variable: int) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        part = slice(self.by_variable.indptr[variable], self.by_variable.indptr[variable + 1])
        return self.by_variable.indices[part], self.by_variable.data[part]

    def add(self, variable: int, amount: float = 1.0) -> None:
        """Add an amount, which may be negative, to a variable."""
        constraints, weights = self._weights_of(variable)
        self.used[constraints] += weights * amount
        self.values[variable] += amount

    def violations(self) -> NDArray[np.intp]:
        """Constraints above their upper bound, after relief."""
        self._relieve()
        return np.flatnonzero(self.used > self.milp.highs + SLACK)

    def drop_until_feasible(self) -> bool:
        """Drop variables until no constraint is violated; False where that is not possible."""
        while len(over := self.violations()):
            constraint = int(over[0])
            use = self._use(constraint) * (self.values > 0.5) * self.milp.integer
            variables = np.flatnonzero(use > 0)
            if not len(variables):
                return False
            freed = np.minimum(use[variables], self.used[constraint] - self.milp.highs[constraint])
            self.add(int(variables[np.argmin(self.milp.values[variables] / freed)]), -1.0)
        return True

    def _use(self, constraint: int) -> NDArray[np.float64]:
        """The use of a constraint per variable, with that of the continuous variables it makes necessary."""
        use = self._line(constraint)
        for relieved, bought in self.relief.items():
            if use[bought] > 0 and self.values[bought] > 0:
                line = self._line(relieved)
                use = use + use[bought] * np.where(self.milp.integer, line / -line[bought], 0.0)
        return use

    def _line(self, constraint: int) -> NDArray[np.float64]:
        lines = self.milp.matrix
        part = slice(lines.indptr[constraint], lines.indptr[constraint + 1])
        line = np.zeros(len(self.values))
        line[lines.indices[part]] = lines.data[part]
        return line

    def fill(self, order: Iterable[int]) -> int:
        """Add every variable, in this order, with which all constraints hold; return how many."""
        added = 0
        for variable in order:
            if self.values[variable] < 0.5 and self._fits(int(variable)):
                self.add(int(variable))
                self._relieve()
                added += 1
        return added

    def drop(self, order: Iterable[int]) -> int:
        """Drop every variable, in this order, without which all constraints hold; return how many."""
        dropped = 0
        for variable in order:
            if self.values[variable] > 0.5 and self.has_room(int(variable), -1.0):
                self.add(int(variable), -1.0)
                dropped += 1
        return dropped

    def solution(self) -> NDArray[np.float64] | None:
        """The values, where every constraint holds."""
        low = self.used >= self.milp.lows - SLACK
        return self.values if low.all() and not len(self.violations()) else None

    def has_room(self, variable: int, amount: float = 1.0) -> bool:
        """Do all constraints of a variable hold, lower bounds included, with so much more of it?"""
        constraints, weights = self._weights_of(variable)
        after = self.used[constraints] + weights * amount
        low, high = self.milp.lows[constraints], self.milp.highs[constraints]
        return bool(np.all((after >= low - SLACK) & (after <= high + SLACK)))

    def _fits(self, variable: int) -> bool:
        constraints, weights = self._weights_of(variable)
        after = self.used[constraints] + weights
        over = after - self.milp.highs[constraints]
        if not (over > SLACK).any():
            return True
        extra: dict[int, float] = {}
        for constraint, more in zip(constraints[over > SLACK], over[over > SLACK], strict=True):
            if constraint not in self.relief:
                return False
            bought = self.relief[constraint]
            theirs, their_weights = self._weights_of(bought)
            amount = more / -their_weights[theirs == constraint][0]
            if self.values[bought] + amount > self.milp.upper[bought]:
                return False
            for other, weight in zip(theirs.tolist(), their_weights.tolist(), strict=True):
                extra[other] = extra.get(other, 0.0) + weight * amount
        use = dict(zip(constraints.tolist(), weights.tolist(), strict=True))
        return all(
            self.used[constraint] + use.get(constraint, 0.0) + more <= self.milp.highs[constraint] + SLACK
            for constraint, more in extra.items()
        )

    def _relieve(self) -> None:
        """Set the continuous variables to just what is needed."""
        for constraint, variable in self.relief.items():
            constraints, weights = self._weights_of(variable)
            weight = -weights[constraints == constraint][0]
            needed = (self.used[constraint] - self.milp.highs[constraint]) / weight + self.values[variable]
            amount = min(max(needed, 0.0), self.milp.upper[variable])
            if amount != self.values[variable]:
                self.add(variable, amount - self.values[variable])
