"""Importance beside performance: which drivers weigh more than they are rated."""

import numpy as np
from pandas import DataFrame, Series

from workbook.drivers.found import Drivers
from workbook.intervals import Z95
from workbook.privacy import tells

ENDS = ["low", "high"]
MADE = ["importance_mean", "performance_mean", "above", "improve"]


@tells()
def importance_and_performance(
    found: Drivers, ratings: DataFrame, weights: Series | None = None, clusters: Series | None = None
) -> DataFrame:
    """Hold the importance of each driver against its mean rating.

    The crosshair stands at the mean of all drivers on both measures. On the diagonal importance and rating,
    each scaled from the lowest driver (0) to the highest (1), are equal.

    Args:
        found: From `relative_importance`.
        ratings: The answers that it was given.
        weights: As it was given.
        clusters: As it was given.

    Returns:
        In the order of importance: driver, importance, importance_low, importance_high, performance,
        performance_low, performance_high (95 %, over people), importance_mean, performance_mean (of all
        drivers), above (bool: above the diagonal), improve (bool: its whole interval of importance lies above
        the mean of all, and its whole interval of rating below). Without rows as `found`.

    Source:
        Martilla & James (1977), Importance-performance analysis, Journal of Marketing 41(1), p. 77-79;
        diagonal: Abalo, Varela & Manzano (2007), Journal of Business Research 60(2), p. 115-121.

    Example:
        >>> from workbook.drivers.importance import relative_importance
        >>> ratings = DataFrame({"nps": [2, 5, 6, 9, 10, 8], "till": [1, 2, 3, 4, 5, 5]})
        >>> ratings["app"] = [3, 5, 4, 3, 5, 4]
        >>> found = relative_importance(ratings, "nps", ["till", "app"])
        >>> beside = importance_and_performance(found, ratings)
        >>> beside[["driver", "above"]].values.tolist()
        [['till', True], ['app', False]]
    """
    table = found.table.rename(columns={end: f"importance_{end}" for end in ENDS})
    table = table[["driver", "importance", "importance_low", "importance_high", "performance"]]
    if table.empty:
        return table.reindex(columns=[*table, "performance_low", "performance_high", *MADE])
    people = Series(np.arange(len(ratings)), ratings.index) if clusters is None else clusters
    counts = Series(1.0, ratings.index) if weights is None else weights
    half = Z95 * np.array([_error(ratings[name], counts, people) for name in table["driver"]])
    low, high = table["performance"] - half, table["performance"] + half
    means = {name: table[name].mean() for name in ("importance", "performance")}
    return table.assign(
        performance_low=low,
        performance_high=high,
        importance_mean=means["importance"],
        performance_mean=means["performance"],
        above=_scaled(table["importance"]) > _scaled(table["performance"]),
        improve=table["importance_low"].gt(means["importance"]) & high.lt(means["performance"]),
    )


def _scaled(values: Series) -> Series:
    """From 0 for the lowest to 1 for the highest; a half where all are equal."""
    room = values.max() - values.min()
    return (values - values.min()) / room if room > 0 else values * 0 + 0.5


def _error(ratings: Series, weights: Series, people: Series) -> float:
    """The linearised standard error of the mean of who rated, each person with all of their answers."""
    rated = ratings.notna()
    values, weight = ratings[rated], weights[rated]
    away = weight * (values - (weight * values).sum() / weight.sum())
    sums = away.groupby(people[rated].to_numpy()).sum()
    if len(sums) < 2:
        return float("nan")
    return float(np.sqrt((sums**2).sum() * len(sums) / (len(sums) - 1)) / weight.sum())
