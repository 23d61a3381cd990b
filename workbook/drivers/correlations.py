"""Correlation matrices of ratings: weighted, of complete or of incomplete answers, and drawn again."""

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

Floats = NDArray[np.float64]
CELLS = 2**22
"""So many numbers are held at once while people are drawn again."""
SINGULAR = 1e-8
"""A matrix whose smallest eigenvalue is below this has columns that fix one another."""


class Moments:
    """Sums of products of the columns of a table, per group of rows that are drawn together.

    The correlation of two columns is that of the rows that have both; where no cell is blank, that of all.

    Args:
        table: Rows × columns; blank cells are NaN.
        weights: Of each row, above 0.
        groups: The number of the group of each row, from 0 on: people, or clusters of a sample.

    Example:
        >>> table = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, np.nan], [4.0, 5.0]])
        >>> Moments(table, np.ones(4), np.arange(4)).correlation().round(3).tolist()
        [[1.0, 0.839], [0.839, 1.0]]
    """

    def __init__(self, table: Floats, weights: Floats, groups: NDArray[np.intp]) -> None:
        there = ~np.isnan(table)
        self.columns, self.whole = table.shape[1], bool(there.all())
        centred = np.where(there, table - np.nanmean(table, axis=0), 0.0)
        first, second = np.triu_indices(self.columns)
        self._pairs = first, second
        products = centred[:, first] * centred[:, second]
        if self.whole:
            parts = [np.ones((len(table), 1)), centred, products]
        else:
            both = there[:, first] & there[:, second]
            mine, other = centred[:, first] * both, centred[:, second] * both
            parts = [both, mine, other, products, mine**2, other**2]
        rows = np.hstack(parts) * weights[:, None]
        order = np.argsort(groups, kind="stable")
        starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
        self.sums = np.add.reduceat(rows[order], starts, axis=0)

    def correlation(self) -> Floats:
        """The correlation matrix."""
        return self._correlations(self.sums.sum(axis=0, keepdims=True))[0]

    def redrawn(self, draws: int, seed: int) -> Floats:
        """Correlation matrices when groups are drawn again, each with all of its rows.

        Args:
            draws: How often.
            seed: Seed of the draws.

        Returns:
            Draws × columns × columns; NaN where a column does not vary.
        """
        rng, groups = np.random.default_rng(seed), len(self.sums)
        step = max(1, CELLS // groups)
        drawn = []
        for start in range(0, draws, step):
            part = min(step, draws - start)
            chosen = rng.integers(groups, size=(part, groups)) + groups * np.arange(part)[:, None]
            counts = np.bincount(chosen.ravel(), minlength=part * groups).reshape(part, groups)
            drawn.append(self._correlations(counts.astype(float) @ self.sums))
        return np.concatenate(drawn)

    def _correlations(self, sums: Floats) -> Floats:
        first, second = self._pairs
        with np.errstate(divide="ignore", invalid="ignore"):
            if self.whole:
                means = sums[:, 1 : 1 + self.columns] / sums[:, :1]
                covariances = sums[:, 1 + self.columns :] / sums[:, :1] - means[:, first] * means[:, second]
                own = covariances[:, first == second]
                found = covariances / np.sqrt(own[:, first] * own[:, second])
            else:
                n, mine, other, products, squares, others = np.split(sums, 6, axis=1)
                covariances = products / n - mine / n * (other / n)
                spread = (squares / n - (mine / n) ** 2) * (others / n - (other / n) ** 2)
                found = covariances / np.sqrt(spread)
        whole = np.empty((len(sums), self.columns, self.columns))
        whole[:, first, second] = whole[:, second, first] = found
        whole[:, np.arange(self.columns), np.arange(self.columns)] = 1.0
        whole[~np.isfinite(found).all(axis=1)] = np.nan
        return whole


def is_sound(correlations: Floats) -> NDArray[np.bool_]:
    """Whether correlation matrices allow a regression: nothing is unknown, and no driver fixes another.

    Args:
        correlations: Matrices × (1 + drivers) × (1 + drivers), the outcome first.

    Example:
        >>> is_sound(np.array([np.eye(3), np.ones((3, 3))])).tolist()
        [True, False]
    """
    known = np.isfinite(correlations).all(axis=(1, 2))
    smallest = np.linalg.eigvalsh(np.nan_to_num(correlations[:, 1:, 1:]))[:, 0]
    whole = np.linalg.eigvalsh(np.nan_to_num(correlations))[:, 0]
    return known & (smallest > SINGULAR) & (whole > -SINGULAR)


def fixed_by_others(correlation: Floats) -> list[int]:
    """The columns that those before them fix exactly, by their numbers.

    Args:
        correlation: One correlation matrix.

    Example:
        >>> fixed_by_others(np.array([[1.0, 0.5, 1.0], [0.5, 1.0, 0.5], [1.0, 0.5, 1.0]]))
        [2]
    """
    kept: list[int] = []
    for column in range(len(correlation)):
        chosen = [*kept, column]
        if np.linalg.eigvalsh(correlation[np.ix_(chosen, chosen)])[0] > SINGULAR:
            kept.append(column)
    return [column for column in range(len(correlation)) if column not in kept]


def fixed_columns(table: DataFrame) -> list[str]:
    """The columns of a table that those before them fix exactly, or that do not vary.

    Args:
        table: Numbers, without blanks.

    Example:
        >>> fixed_columns(DataFrame({"a": [1, 2, 4], "b": [3, 1, 2], "c": [2, 4, 8], "d": [5, 5, 5]}))
        ['c', 'd']
    """
    return [table.columns[at] for at in fixed_by_others(table.corr().fillna(0.0).to_numpy())]
