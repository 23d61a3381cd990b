"""Weighted quantiles of ratings; without weights the usual ones."""

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series
from scipy import special


def row_quantile(values: DataFrame, probability: float, weights: Series) -> Series:
    """Take a weighted quantile of each row.

    A value with weight w stands for w · n / Σw of n observations, with n the effective number. The
    quantile is the mean of what stands between positions (n - 1)·p and (n - 1)·p + 1. With equal
    weights this is the usual quantile (type 7 of Hyndman & Fan, as in pandas and R).

    Args:
        values: A row per item, a column per expert; blank where there is no value.
        probability: Of the quantile, 0 to 1.
        weights: Per column its weight, above 0.

    Returns:
        A quantile per row, blank where the row is.

    Source:
        Akinshin (2023), Weighted quantile estimators, arXiv:2304.07265, section 5; Hyndman & Fan
        (1996), The American Statistician 50(4), p. 361-365.

    Example:
        >>> values = DataFrame({"ann": [2.0], "bob": [4.0], "cid": [9.0]})
        >>> row_quantile(values, 0.5, Series({"ann": 1.0, "bob": 1.0, "cid": 1.0})).tolist()
        [4.0]
    """
    rated = values[values.notna().any(axis="columns")]
    ordered, heavy = _ordered(rated, weights)
    n = effective_number(rated, weights).to_numpy()[:, None]
    reached = heavy.cumsum(axis=1) * n / heavy.sum(axis=1, keepdims=True)
    inside = np.clip(reached - probability * (n - 1), 0, 1)
    share = np.diff(inside, axis=1, prepend=0)
    return Series((share * ordered).sum(axis=1), index=rated.index, dtype=float).reindex(values.index)


def effective_number(values: DataFrame, weights: Series) -> Series:
    """Count how many equally weighted experts are worth as much as the ones who rated each row.

    (Σw)² / Σw²

    Args:
        values: A row per item, a column per expert; blank where there is no value.
        weights: Per column its weight, above 0.

    Returns:
        A number per row: the count of values where weights are equal, less where they differ, 0
        where the row is blank.

    Source:
        Kish (1965), Survey Sampling, section 8.2.

    Example:
        >>> values, weights = DataFrame({"ann": [2], "bob": [4]}), Series({"ann": 3.0, "bob": 1.0})
        >>> effective_number(values, weights).tolist()
        [1.6]
    """
    given = values.notna().to_numpy()
    heavy = np.where(given, weights.reindex(values.columns).to_numpy(dtype=float), 0.0)
    squares = (heavy**2).sum(axis=1)
    n = np.divide(heavy.sum(axis=1) ** 2, squares, out=np.zeros(len(values)), where=squares > 0)
    return Series(n, index=values.index)


def row_median_interval(values: DataFrame, weights: Series) -> DataFrame:
    """Bound the median of each row by order statistics, at 95 % or just above.

    With weights, n is the effective number, rounded down, and the k-th value is the first at which
    the share of the weight reaches (k - ½) / n. Nothing is assumed of the distribution.

    Args:
        values: A row per item, a column per expert; blank where there is no value.
        weights: Per column its weight, above 0.

    Returns:
        low and high, in the index of `values`: the k-th smallest and the k-th largest value, for the largest
        k whose binomial coverage 1 - 2·P(X < k), X ~ Bin(n, 1/2), is at least .95; both missing with
        fewer than 6 values.

    Source:
        Conover (1999), Practical Nonparametric Statistics, section 3.2.

    Example:
        >>> values = DataFrame([[4, 5, 6, 7, 8, 9]], columns=list("abcdef"))
        >>> row_median_interval(values, Series(1.0, index=values.columns)).values.tolist()
        [[4.0, 9.0]]
    """
    n = np.floor(effective_number(values, weights).round(9))
    k = n.map(_rank)
    wide, n, k = (table[k >= 1] for table in (values, n, k))
    ordered, heavy = _ordered(wide, weights)
    share = heavy.cumsum(axis=1) / heavy.sum(axis=1, keepdims=True)
    bounds = {}
    for name, at in (("low", (k - 0.5) / n), ("high", 1 - (k - 0.5) / n)):
        place = (share < at.to_numpy()[:, None]).sum(axis=1)
        bounds[name] = ordered[np.arange(len(wide)), place]
    return DataFrame(bounds, index=wide.index, dtype=float).reindex(values.index)


def _rank(n: float) -> int:
    """The largest k with P(X < k) < .025, of X heads in n tosses."""
    tosses = max(int(n), 1)
    return int((special.bdtr(np.arange(tosses), tosses, 0.5) < 0.025).sum())


def _ordered(values: DataFrame, weights: Series) -> tuple[NDArray, NDArray]:
    """Each row's values from low to high with their weights; a blank is a 0 of weight 0, at the end."""
    matrix = values.to_numpy(dtype=float)
    order = matrix.argsort(axis=1, kind="stable")
    heavy = np.where(np.isnan(matrix), 0.0, weights.reindex(values.columns).to_numpy(dtype=float))
    return np.nan_to_num(np.take_along_axis(matrix, order, 1)), np.take_along_axis(heavy, order, 1)
