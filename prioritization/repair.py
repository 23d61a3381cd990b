"""A solution made to fit: what overdraws a row leaves, and what fits besides comes in. No solver is asked."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from prioritization.programme import Programme

SLACK = 1e-9
"""What a row, written in thousandths, may be overdrawn by the rounding of a sum."""


def repaired(programme: Programme, values: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Make a solution of another programme fit this one.

    Of what overdraws a row, the columns that are worth least for what they free leave, one by one. Then
    what still fits comes in, the most worth for its use first. Continuous columns, such as overtime, are
    taken as far as they are needed.

    Args:
        programme: What to fit.
        values: A value per column; only whole columns above a half count.

    Returns:
        A solution that fits; None where none was found this way, which is no proof that there is none.
    """
    fit = Fit(programme)
    for column in np.flatnonzero((values > 0.5) & programme.whole):
        fit.take(column)
    if not fit.drop_overdrawn():
        return None
    fit.fill(best_for_their_use(programme))
    return fit.solution()


def without_idle(programme: Programme, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Release what is worth nothing and needed by nothing: the solver does not care, a team does.

    Args:
        programme: The programme.
        values: A solution that fits.

    Returns:
        The solution, with nothing taken that is worth nothing and that no row asks for.
    """
    idle = np.flatnonzero((values > 0.5) & (programme.values == 0) & programme.whole)
    if not len(idle):
        return values
    fit = Fit(programme, values)
    while fit.leave(idle):
        pass
    return fit.taken


def earlier(
    programme: Programme, values: NDArray[np.float64], groups: Iterable[NDArray[np.intp]]
) -> NDArray[np.float64]:
    """Move what is done to the first column of its group that is worth no less, as far as rows allow.

    Args:
        programme: The programme.
        values: A solution that fits.
        groups: Columns of which one at most is taken, the earlier ones first.

    Returns:
        A solution that is worth no less, with the continuous columns as they were.
    """
    fit = Fit(programme, values)
    for columns in groups:
        for place in np.flatnonzero(fit.taken[columns] > 0.5)[:1]:
            now = int(columns[place])
            as_good = programme.values[columns[:place]] >= programme.values[now]
            fit.take(now, -1.0)
            fits = (int(column) for column in columns[:place][as_good] if fit.has_room(int(column)))
            fit.take(next(fits, now))
    return fit.taken


def best_for_their_use(programme: Programme) -> NDArray[np.intp]:
    """Order whole columns by what they are worth for what they use of the rows.

    Args:
        programme: The programme.

    Returns:
        The columns that are worth something, those first that are worth most for their use: weights as
        shares of the upper bounds, summed over rows.
    """
    highs = np.where(np.isfinite(programme.highs) & (programme.highs > 0), programme.highs, np.inf)
    use = np.maximum(programme.matrix.T @ (1.0 / highs), 0.0)
    worthy = np.flatnonzero((programme.values > 0) & programme.whole)
    return worthy[np.argsort(-programme.values[worthy] / (use[worthy] + 1e-9), kind="stable")]


class Fit:
    """A solution in the making, and what it uses of every row."""

    def __init__(self, programme: Programme, values: NDArray[np.float64] | None = None) -> None:
        self.programme = programme
        self.columns = programme.matrix.tocsc()
        self.taken = np.zeros(len(programme.values)) if values is None else values.copy()
        self.used = self.columns @ self.taken
        self.relief = self._relief()

    def _relief(self) -> dict[int, int]:
        """Per row that can be relieved, the continuous column that does it."""
        found = {}
        for column in np.flatnonzero(~self.programme.whole):
            rows, weights = self._of(column)
            found |= {int(row): int(column) for row in rows[weights < 0]}
        return found

    def _of(self, column: int) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        part = slice(self.columns.indptr[column], self.columns.indptr[column + 1])
        return self.columns.indices[part], self.columns.data[part]

    def take(self, column: int, amount: float = 1.0) -> None:
        """Take so much of a column, or with a negative amount, leave it."""
        rows, weights = self._of(column)
        self.used[rows] += weights * amount
        self.taken[column] += amount

    def overdrawn(self) -> NDArray[np.intp]:
        """Rows above their upper bound, after relief."""
        self._relieve()
        return np.flatnonzero(self.used > self.programme.highs + SLACK)

    def drop_overdrawn(self) -> bool:
        """Leave columns until no row is overdrawn; False where nothing that can leave helps."""
        while len(over := self.overdrawn()):
            row = int(over[0])
            use = self._use(row) * (self.taken > 0.5) * self.programme.whole
            columns = np.flatnonzero(use > 0)
            if not len(columns):
                return False
            freed = np.minimum(use[columns], self.used[row] - self.programme.highs[row])
            self.take(int(columns[np.argmin(self.programme.values[columns] / freed)]), -1.0)
        return True

    def _use(self, row: int) -> NDArray[np.float64]:
        """What each column uses of a row, itself or by the continuous columns that it makes needed."""
        use = self._line(row)
        for relieved, bought in self.relief.items():
            if use[bought] > 0 and self.taken[bought] > 0:
                line = self._line(relieved)
                use = use + use[bought] * np.where(self.programme.whole, line / -line[bought], 0.0)
        return use

    def _line(self, row: int) -> NDArray[np.float64]:
        lines = self.programme.matrix
        part = slice(lines.indptr[row], lines.indptr[row + 1])
        line = np.zeros(len(self.taken))
        line[lines.indices[part]] = lines.data[part]
        return line

    def fill(self, order: Iterable[int]) -> int:
        """Take every column, in this order, with which all rows still fit; say how many."""
        came = 0
        for column in order:
            if self.taken[column] < 0.5 and self._fits(int(column)):
                self.take(int(column))
                self._relieve()
                came += 1
        return came

    def leave(self, order: Iterable[int]) -> int:
        """Leave every column, in this order, without which all rows still fit; say how many."""
        left = 0
        for column in order:
            if self.taken[column] > 0.5 and self.has_room(int(column), -1.0):
                self.take(int(column), -1.0)
                left += 1
        return left

    def solution(self) -> NDArray[np.float64] | None:
        """The columns taken, where every row fits."""
        low = self.used >= self.programme.lows - SLACK
        return self.taken if low.all() and not len(self.overdrawn()) else None

    def has_room(self, column: int, amount: float = 1.0) -> bool:
        """Would all rows of a column still fit if so much of it were taken, lower bounds included?"""
        rows, weights = self._of(column)
        after = self.used[rows] + weights * amount
        low, high = self.programme.lows[rows], self.programme.highs[rows]
        return bool(np.all((after >= low - SLACK) & (after <= high + SLACK)))

    def _fits(self, column: int) -> bool:
        rows, weights = self._of(column)
        after = self.used[rows] + weights
        over = after - self.programme.highs[rows]
        if not (over > SLACK).any():
            return True
        extra: dict[int, float] = {}
        for row, more in zip(rows[over > SLACK], over[over > SLACK], strict=True):
            if row not in self.relief:
                return False
            bought = self.relief[row]
            theirs, their_weights = self._of(bought)
            amount = more / -their_weights[theirs == row][0]
            if self.taken[bought] + amount > self.programme.upper[bought]:
                return False
            for other, weight in zip(theirs.tolist(), their_weights.tolist(), strict=True):
                extra[other] = extra.get(other, 0.0) + weight * amount
        own = dict(zip(rows.tolist(), weights.tolist(), strict=True))
        return all(
            self.used[row] + own.get(row, 0.0) + more <= self.programme.highs[row] + SLACK
            for row, more in extra.items()
        )

    def _relieve(self) -> None:
        """Take of the continuous columns just what is needed."""
        for row, column in self.relief.items():
            rows, weights = self._of(column)
            weight = -weights[rows == row][0]
            needed = (self.used[row] - self.programme.highs[row]) / weight + self.taken[column]
            amount = min(max(needed, 0.0), self.programme.upper[column])
            if amount != self.taken[column]:
                self.take(column, amount - self.taken[column])
