"""Consensus of experts: on the order of all items, and on each of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series
from scipy import special

from prioritization.errors import ScoreError, amount, fault_list
from prioritization.panel.quantiles import row_quantile
from prioritization.parsing import is_blank
from prioritization.reading import is_count, is_number, number

SYMMETRIC_RANGE = 2.35
"""The widest range between percentiles 30 and 70 without disagreement, around the scale's centre."""
ASYMMETRY = 1.5
"""How much that range widens per point that the experts are off the centre."""


@dataclass(frozen=True)
class KendallW:
    """How far experts rank the same items alike, from 0 (not at all) to 1 (the same).

    Attributes:
        w: Coefficient of concordance, corrected for ties; missing where there is nothing to rank alike.
        chi2: Its test statistic, with items - 1 degrees of freedom.
        p: Chance of a concordance this strong among experts who rank at random, by the chi-square
            distribution: an approximation for many items.
        experts: Experts that ranked.
        items: Items that every expert rated; the others are left out.
        permutation_p: The same chance by permutation, with ties as they are: the one to read when
            experts or items are few. Missing without a seed.
    """

    w: float
    chi2: float
    p: float
    experts: int
    items: int
    permutation_p: float = np.nan


def kendall_w(ratings: DataFrame, *, seed: int | None = None, permutations: int = 9_999) -> KendallW:
    """Measure how far experts rank the same items alike.

    12·S / (m²(n³ - n) - m·T), with T = Σ(t³ - t) over each expert's ties.

    The permutation p shuffles each expert's ranks apart from the others': it is (1 + the number of
    shuffles with at least this W) / (1 + the number of shuffles).

    Args:
        ratings: A row per item, a column per expert; blank where an expert abstained. Items with a
            blank are left out, and `items` says how many were used.
        seed: Seed of the permutations; without it there is no permutation p.
        permutations: How many, 1 or more.

    Returns:
        W with its chi-square test, and with a seed its permutation test. With few experts or items
        the permutation p is the one to read.

        W, its tests and their chances are missing where there is nothing to rank alike: fewer than two
        experts, fewer than two items that all of them rated, or every expert rates all items the same.

    Raises:
        ScoreError: A rating is not a finite number, or `permutations` is below 1.

    Source:
        Kendall & Babington Smith (1939), Annals of Mathematical Statistics 10(3), p. 275-287;
        Legendre (2005), Journal of Agricultural, Biological, and Environmental Statistics 10(2),
        p. 226-245 (permutation).

    Example:
        >>> kendall_w(DataFrame({"ann": [1, 2, 3], "bob": [1, 2, 3]})).w
        1.0
    """
    refuse_no_permutations(permutations)
    read, faults = _read(ratings)
    faults += _outside(ratings, read, -np.inf, np.inf)
    if faults:
        raise ScoreError(fault_list("The ratings", faults))
    ranks = read.dropna().rank()
    items, experts = ranks.shape
    if items < 2 or experts < 2:
        return KendallW(np.nan, np.nan, np.nan, experts, items)
    spread = float(_spread(ranks.sum(axis="columns").to_numpy()))
    ties = sum(_ties(ranked) for _, ranked in ranks.items())
    maximum = experts**2 * (items**3 - items) - experts * ties
    if maximum == 0:
        return KendallW(np.nan, np.nan, np.nan, experts, items)
    w = 12 * spread / maximum
    chi2 = experts * (items - 1) * w
    chance = np.nan if seed is None else _permutation_p(ranks.to_numpy(), spread, seed, permutations)
    return KendallW(w, chi2, float(special.chdtrc(items - 1, chi2)), experts, items, chance)


def ipras(
    ratings: DataFrame, *, scale: tuple[float, float] = (1, 10), weights: Series | None = None
) -> DataFrame:
    """Find the items on which experts disagree, by the rule of RAND/UCLA.

    ipras = 2.35 + 1.5·|centre of the scale - (p30 + p70) / 2|; disagreement where p70 - p30 > ipras

    The further experts are from the middle of the scale, the wider they may differ: differing on
    how good something is, is not differing on whether it is good.

    Args:
        ratings: A row per item, a column per expert; blank where an expert abstained.
        scale: Lowest and highest rating. The rule was made for 1 to 9 (centre 5); on 1 to 10 the
            centre is 5.5 and the two constants stay.
        weights: Weight per expert, above 0, in the index of the columns; equal when left out.

    Returns:
        p30, p70, ipr (p70 - p30), ipras and disagreement, in the index of `ratings`; numbers are
        blank, and disagreement is false, where nobody rated.

    Raises:
        ScoreError: A rating is not a number or lies outside the scale, the scale is none, or an expert
            has no weight above 0.

    Source:
        Fitch et al. (2001), The RAND/UCLA Appropriateness Method User's Manual, RAND MR-1269, ch. 8.

    Example:
        >>> ipras(DataFrame([[1, 1, 1, 9, 9, 9]]), scale=(1, 9))[["ipr", "ipras", "disagreement"]]
           ipr  ipras  disagreement
        0  8.0   2.35          True
    """
    read, faults = _read(ratings)
    faults += _scale_faults(scale) or _outside(ratings, read, *scale)
    faults += [] if weights is None else _weight_faults(ratings, weights)
    if faults:
        raise ScoreError(fault_list("The ratings", faults))
    heavy = Series(1.0, index=ratings.columns) if weights is None else weights.astype(float)
    low, high = (row_quantile(read, probability, heavy) for probability in (0.3, 0.7))
    allowed = SYMMETRIC_RANGE + ASYMMETRY * (sum(scale) / 2 - (low + high) / 2).abs()
    table = DataFrame({"p30": low, "p70": high, "ipr": high - low, "ipras": allowed})
    return table.assign(disagreement=(table["ipr"] - table["ipras"]).round(9) > 0)


def _ties(ranked: Series) -> int:
    alike = ranked.value_counts()
    return int((alike**3 - alike).sum())


def _spread(sums: NDArray) -> NDArray:
    """Sum of squared deviations of rank sums, over the last axis."""
    return ((sums - sums.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1)


def _permutation_p(ranks: NDArray, spread: float, seed: int, permutations: int) -> float:
    """W only moves with the spread of the rank sums: ties stay with their expert."""
    rng = np.random.default_rng(seed)
    sums = np.zeros((permutations, len(ranks)))
    for ranked in ranks.T:
        sums += rng.permuted(np.tile(ranked, (permutations, 1)), axis=1)
    return float((1 + (_spread(sums) >= spread - 1e-9).sum()) / (1 + permutations))


def refuse_no_permutations(permutations: int) -> None:
    """Refuse a permutation test without permutations.

    Args:
        permutations: How many are asked for.

    Raises:
        ScoreError: It is not a whole number of 1 or more.
    """
    if not is_count(permutations):
        raise ScoreError(
            f"permutations: {permutations!r} is not a whole number of 1 or more; give some, such as 9999."
        )


def _read(ratings: DataFrame) -> tuple[DataFrame, list[str]]:
    """The ratings as numbers, blank where nobody rated, and what is no rating."""
    if not isinstance(ratings, DataFrame):
        return DataFrame(), [f"{type(ratings).__name__} is not a table; give a pandas DataFrame"]
    read = ratings.map(number).astype(float)
    wrong = read.isna() & ~ratings.map(is_blank).astype(bool)
    return read, [
        f"row {row + 1}, expert {ratings.columns[column]}: '{ratings.iat[row, column]}' is not a number"
        for row, column in np.argwhere(wrong.to_numpy()).tolist()
    ]


def _outside(ratings: DataFrame, read: DataFrame, low: float, high: float) -> list[str]:
    wrong = np.isinf(read) | (read < low) | (read > high)
    allowed = f"within {amount(low)} to {amount(high)}" if np.isfinite(low) else "a finite number"
    return [
        f"row {row + 1}, expert {ratings.columns[column]}: {amount(read.iat[row, column])} is not {allowed}"
        for row, column in np.argwhere(wrong.to_numpy()).tolist()
    ]


def _scale_faults(scale: tuple[float, float]) -> list[str]:
    ends = tuple(scale) if np.iterable(scale) else ()
    if len(ends) == 2 and all(is_number(end) for end in ends) and ends[0] < ends[1]:
        return []
    return [f"scale: {scale!r} is not a lowest and a higher rating, such as (1, 9)"]


def _weight_faults(ratings: DataFrame, weights: Series) -> list[str]:
    if not isinstance(weights, Series):
        return [f"weights: {weights!r} is not a column with a weight per expert; give a pandas Series"]
    faults = [
        f"weights: expert {name} has none; give one per column of the ratings"
        for name in ratings.columns.difference(weights.index, sort=False)
    ]
    return faults + [
        f"weights: {weight!r} of {name} is not a finite number above 0"
        for name, weight in weights.items()
        if not (is_number(weight) and weight > 0)
    ]
