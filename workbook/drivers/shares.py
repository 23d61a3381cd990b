"""Shares of explained variance from correlation matrices, many matrices at once."""

from math import comb

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
AT_ONCE = 2**20
"""So many numbers are held per cell of a matrix while subsets are worked out."""
MOST_EXACT, MOST_EXACT_LOGISTIC = 22, 12
"""Of so many drivers every subset is looked at; of more, orders are drawn, or in logistic regression none."""


def lmg_shares(correlations: Floats) -> Floats:
    """Share of the variance of the outcome per driver: its gain in R², averaged over all orders of entry.

    Args:
        correlations: Correlation matrices, the outcome first: matrices × (1 + drivers) × (1 + drivers), with
            1 to 22 drivers.

    Returns:
        Matrices × drivers; those of a matrix sum to the R² of all drivers together.

    Source:
        Lindeman, Merenda & Gold (1980), Introduction to Bivariate and Multivariate Analysis; Grömping (2006),
        Journal of Statistical Software 17(1).

    Example:
        >>> lmg_shares(np.array([[[1, 0.8, 0.6], [0.8, 1, 0], [0.6, 0, 1]]])).round(2).tolist()
        [[0.64, 0.36]]
    """
    drivers = correlations.shape[-1] - 1
    step = max(1, AT_ONCE >> drivers)
    parts = [correlations[start : start + step] for start in range(0, len(correlations), step)]
    return np.concatenate([averaged_gains(subset_r2(part)) for part in parts])


def subset_r2(correlations: Floats) -> Floats:
    """R² of the outcome on every subset of the drivers.

    Driver by driver, what is left of a matrix goes on twice: without the driver, and given the driver (its
    Schur complement). What is left of the outcome in the end is its variance given each subset.

    Args:
        correlations: As for `lmg_shares`.

    Returns:
        Matrices × 2^drivers; driver j is bit j of the number of a subset.

    Example:
        >>> subset_r2(np.array([[[1, 0.8, 0.6], [0.8, 1, 0], [0.6, 0, 1]]])).round(2).tolist()
        [[0.0, 0.64, 0.36, 1.0]]
    """
    size = correlations.shape[-1]
    order = [*range(1, size), 0]  # the outcome last
    left = [[correlations[:, a, b, None] for b in order[at:]] for at, a in enumerate(order)]
    while len(left) > 1:
        (pivot, *row), *rest = left
        left = [
            [
                np.concatenate([cell, cell - row[at] / pivot * other], axis=1)
                for cell, other in zip(cells, row[at:], strict=True)
            ]
            for at, cells in enumerate(rest)
        ]
    return 1 - left[0][0]


def averaged_gains(r2: Floats) -> Floats:
    """What each driver adds, averaged over all orders of entry.

    Subsets with the highest driver are held against those without, then those with the next.

    Args:
        r2: Of every subset, as `subset_r2` gives it: matrices × 2^drivers.

    Returns:
        Matrices × drivers; those of a matrix sum to what all add to none.

    Example:
        >>> averaged_gains(np.array([[0.0, 0.64, 0.36, 1.0]])).round(2).tolist()
        [[0.64, 0.36]]
    """
    drivers = r2.shape[1].bit_length() - 1
    chance = np.array([1 / (drivers * comb(drivers - 1, size)) for size in range(drivers)])
    size = np.bitwise_count(np.arange(r2.shape[1]))
    entering, leaving = np.append(0, chance)[size], np.append(chance, 0)[size]
    without = r2 @ leaving
    left, found = r2 * (entering + leaving), []
    for _ in range(drivers):
        lower, upper = np.split(left, 2, axis=1)
        found.append(upper.sum(axis=1) - without)
        left = lower + upper
    return np.stack(found[::-1], axis=-1)


def johnson_shares(correlations: Floats) -> Floats:
    """Johnson's relative weights: shares by way of the nearest drivers that are unrelated.

    Args:
        correlations: As for `lmg_shares`, with any number of drivers.

    Returns:
        As `lmg_shares`.

    Source:
        Johnson (2000), Multivariate Behavioral Research 35(1), p. 1-19.

    Example:
        >>> johnson_shares(np.array([[[1, 0.8, 0.6], [0.8, 1, 0], [0.6, 0, 1]]])).round(2).tolist()
        [[0.64, 0.36]]
    """
    values, vectors = np.linalg.eigh(correlations[:, 1:, 1:])
    roots = (vectors * np.sqrt(values)[:, None, :]) @ np.swapaxes(vectors, 1, 2)
    weights = np.linalg.solve(roots, correlations[:, 1:, :1])
    return (roots**2 @ weights**2)[..., 0]


def sampled_shares(correlations: Floats, orders: NDArray[np.intp]) -> Floats:
    """Gains in R² averaged over some orders of entry, for more drivers than can be looked at exactly.

    Args:
        correlations: As for `lmg_shares`, with any number of drivers.
        orders: Orders × drivers: each row the numbers of the drivers (0 to drivers - 1) as they enter.

    Returns:
        Orders × matrices × drivers; their mean over orders estimates the LMG share.

    Source:
        Štrumbelj & Kononenko (2014), Knowledge and Information Systems 41, p. 647-665 (sampled orders).

    Example:
        >>> two = np.array([[[1, 0.8, 0.6], [0.8, 1, 0], [0.6, 0, 1]]])
        >>> sampled_shares(two, np.array([[0, 1], [1, 0]])).mean(axis=0).round(2).tolist()
        [[0.64, 0.36]]
    """
    found = np.empty((len(orders), len(correlations), orders.shape[1]))
    for at, order in enumerate(orders):
        entering = order + 1
        factor = np.linalg.cholesky(correlations[:, entering[:, None], entering])
        found[at][:, order] = np.linalg.solve(factor, correlations[:, entering, :1])[..., 0] ** 2
    return found


def balanced_orders(drivers: int, rounds: int, seed: int) -> NDArray[np.intp]:
    """Orders of entry drawn at random, so that in each round every driver stands in every place twice.

    Args:
        drivers: How many there are.
        rounds: How many orders are drawn: each is turned on place by place, and each of those also reversed.
        seed: Seed of the draws.

    Returns:
        (2 × drivers × rounds) orders × drivers, round by round.

    Example:
        >>> balanced_orders(3, 1, seed=1).tolist()
        [[0, 1, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0], [0, 2, 1], [1, 0, 2]]
    """
    rng, places = np.random.default_rng(seed), np.arange(drivers)
    turned = (places + places[:, None]) % drivers
    forth = np.array([rng.permutation(drivers)[turned] for _ in range(rounds)])
    return np.concatenate([forth, forth[:, :, ::-1]], axis=1).reshape(-1, drivers)
