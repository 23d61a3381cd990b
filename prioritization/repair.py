"""Repair of a solution without a solver: variables that violate a constraint are dropped, others added."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from prioritization.milp import Milp

SLACK = 1e-9
"""What a constraint, written in thousandths, may be overdrawn by the rounding of a sum."""


def repair(milp: Milp, values: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Make a solution of another MILP fit this one.

    While a constraint is violated, the variable with the least value per unit that it frees is dropped. Then
    variables that still fit are added, the highest value per use first. Continuous variables, such as
    overtime, are taken as far as they are needed.

    Args:
        milp: What to fit.
        values: A value per variable; only integer variables above a half count.

    Returns:
        A solution that fits; None where none was found this way, which is no proof that there is none.
    """
    fit = PartialPlan(milp)
    for variable in np.flatnonzero((values > 0.5) & milp.integer):
        fit.take(variable)
    if not fit.drop_overdrawn():
        return None
    fit.fill(best_for_their_use(milp))
    return fit.solution()


def drop_idle(milp: Milp, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Release what is worth nothing and needed by nothing: the solver does not care, a team does.

    Args:
        milp: The MILP.
        values: A solution that fits.

    Returns:
        The solution, with nothing taken that is worth nothing and that no constraint asks for.
    """
    idle = np.flatnonzero((values > 0.5) & (milp.values == 0) & milp.integer)
    if not len(idle):
        return values
    fit = PartialPlan(milp, values)
    while fit.leave(idle):
        pass
    return fit.taken


def earlier(
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
    fit = PartialPlan(milp, values)
    for variables in groups:
        for place in np.flatnonzero(fit.taken[variables] > 0.5)[:1]:
            now = int(variables[place])
            value_floor = milp.values[variables[:place]] >= milp.values[now]
            fit.take(now, -1.0)
            fits = (
                int(variable) for variable in variables[:place][value_floor] if fit.has_room(int(variable))
            )
            fit.take(next(fits, now))
    return fit.taken


def best_for_their_use(milp: Milp) -> NDArray[np.intp]:
    """Order integer variables by what they are worth for what they use of the constraints.

    Args:
        milp: The MILP.

    Returns:
        The variables that are worth something, those first that are worth most for their use: weights as
        shares of the upper bounds, summed over constraints.
    """
    highs = np.where(np.isfinite(milp.highs) & (milp.highs > 0), milp.highs, np.inf)
    use = np.maximum(milp.matrix.T @ (1.0 / highs), 0.0)
    worthy = np.flatnonzero((milp.values > 0) & milp.integer)
    return worthy[np.argsort(-milp.values[worthy] / (use[worthy] + 1e-9), kind="stable")]


class PartialPlan:
    """A solution in the making, and what it uses of every constraint."""

    def __init__(self, milp: Milp, values: NDArray[np.float64] | None = None) -> None:
        self.milp = milp
        self.variables = milp.matrix.tocsc()
        self.taken = np.zeros(len(milp.values)) if values is None else values.copy()
        self.used = self.variables @ self.taken
        self.relief = self._relief()

    def _relief(self) -> dict[int, int]:
        """Per constraint that can be relieved, the continuous variable that does it."""
        found = {}
        for variable in np.flatnonzero(~self.milp.integer):
            constraints, weights = self._of(variable)
            found |= {int(constraint): int(variable) for constraint in constraints[weights < 0]}
        return found

    def _of(self, variable: int) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        part = slice(self.variables.indptr[variable], self.variables.indptr[variable + 1])
        return self.variables.indices[part], self.variables.data[part]

    def take(self, variable: int, amount: float = 1.0) -> None:
        """Take so much of a variable, or with a negative amount, leave it."""
        constraints, weights = self._of(variable)
        self.used[constraints] += weights * amount
        self.taken[variable] += amount

    def overdrawn(self) -> NDArray[np.intp]:
        """Rows above their upper bound, after relief."""
        self._relieve()
        return np.flatnonzero(self.used > self.milp.highs + SLACK)

    def drop_overdrawn(self) -> bool:
        """Leave variables until no constraint is overdrawn; False where nothing that can leave helps."""
        while len(over := self.overdrawn()):
            constraint = int(over[0])
            use = self._use(constraint) * (self.taken > 0.5) * self.milp.integer
            variables = np.flatnonzero(use > 0)
            if not len(variables):
                return False
            freed = np.minimum(use[variables], self.used[constraint] - self.milp.highs[constraint])
            self.take(int(variables[np.argmin(self.milp.values[variables] / freed)]), -1.0)
        return True

    def _use(self, constraint: int) -> NDArray[np.float64]:
        """The use of a constraint per variable, with that of the continuous variables it makes necessary."""
        use = self._line(constraint)
        for relieved, bought in self.relief.items():
            if use[bought] > 0 and self.taken[bought] > 0:
                line = self._line(relieved)
                use = use + use[bought] * np.where(self.milp.integer, line / -line[bought], 0.0)
        return use

    def _line(self, constraint: int) -> NDArray[np.float64]:
        lines = self.milp.matrix
        part = slice(lines.indptr[constraint], lines.indptr[constraint + 1])
        line = np.zeros(len(self.taken))
        line[lines.indices[part]] = lines.data[part]
        return line

    def fill(self, order: Iterable[int]) -> int:
        """Take every variable, in this order, with which all constraints still fit; say how many."""
        came = 0
        for variable in order:
            if self.taken[variable] < 0.5 and self._fits(int(variable)):
                self.take(int(variable))
                self._relieve()
                came += 1
        return came

    def leave(self, order: Iterable[int]) -> int:
        """Leave every variable, in this order, without which all constraints still fit; say how many."""
        left = 0
        for variable in order:
            if self.taken[variable] > 0.5 and self.has_room(int(variable), -1.0):
                self.take(int(variable), -1.0)
                left += 1
        return left

    def solution(self) -> NDArray[np.float64] | None:
        """The variables taken, where every constraint fits."""
        low = self.used >= self.milp.lows - SLACK
        return self.taken if low.all() and not len(self.overdrawn()) else None

    def has_room(self, variable: int, amount: float = 1.0) -> bool:
        """Do all constraints of a variable hold, lower bounds included, with so much more of it?"""
        constraints, weights = self._of(variable)
        after = self.used[constraints] + weights * amount
        low, high = self.milp.lows[constraints], self.milp.highs[constraints]
        return bool(np.all((after >= low - SLACK) & (after <= high + SLACK)))

    def _fits(self, variable: int) -> bool:
        constraints, weights = self._of(variable)
        after = self.used[constraints] + weights
        over = after - self.milp.highs[constraints]
        if not (over > SLACK).any():
            return True
        extra: dict[int, float] = {}
        for constraint, more in zip(constraints[over > SLACK], over[over > SLACK], strict=True):
            if constraint not in self.relief:
                return False
            bought = self.relief[constraint]
            theirs, their_weights = self._of(bought)
            amount = more / -their_weights[theirs == constraint][0]
            if self.taken[bought] + amount > self.milp.upper[bought]:
                return False
            for other, weight in zip(theirs.tolist(), their_weights.tolist(), strict=True):
                extra[other] = extra.get(other, 0.0) + weight * amount
        own = dict(zip(constraints.tolist(), weights.tolist(), strict=True))
        return all(
            self.used[constraint] + own.get(constraint, 0.0) + more <= self.milp.highs[constraint] + SLACK
            for constraint, more in extra.items()
        )

    def _relieve(self) -> None:
        """Take of the continuous variables just what is needed."""
        for constraint, variable in self.relief.items():
            constraints, weights = self._of(variable)
            weight = -weights[constraints == constraint][0]
            needed = (self.used[constraint] - self.milp.highs[constraint]) / weight + self.taken[variable]
            amount = min(max(needed, 0.0), self.milp.upper[variable])
            if amount != self.taken[variable]:
                self.take(variable, amount - self.taken[variable])
