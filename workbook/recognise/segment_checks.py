"""What may be claimed of segments: do they come back, what sets them apart, do two divisions agree."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.errors import MeasureError
from workbook.intervals import Z95
from workbook.privacy import tells
from workbook.recognise.clusters import Clusters, group_labels

STABLE = 0.75
DOUBTFUL = 0.6


@dataclass(frozen=True)
class Agreement:
    """How far two divisions of the same customers agree.

    Attributes:
        rand: Adjusted Rand index: 0 is what chance gives, 1 the same division; blank when a division has
            one segment only, as everything then agrees with it.
        low: Lower end of its 95 % bootstrap percentile interval over customers.
        high: Upper end.
        n: Customers with a segment in both.
    """

    rand: float
    low: float
    high: float
    n: int


@tells()
def cluster_stability(clusters: Clusters, *, draws: int = 50, seed: int) -> pd.DataFrame:
    """Whether each segment comes back when other customers of the same kind are drawn.

    Customers are drawn with replacement and grouped again in the same way and number; each segment is
    compared with the new group that it shares most with, over the customers drawn. A segment that does
    not come back is none; one that does can still be a slice of customers who are spread evenly, which
    the number of segments (`Clusters.reason`) tells.

    Args:
        clusters: From `k_means` or `latent_classes`.
        draws: Number of resamples.
        seed: Seed of the resamples.

    Returns:
        segment, n, jaccard (mean over resamples, 0 to 1), low, high (middle 95 % of the resamples), verdict:
        stable (from .75), doubtful (from .6), not_a_segment (below), or everybody (there is one segment, and
        nothing to come back: jaccard is blank).

    Source:
        Hennig (2007), Computational Statistics & Data Analysis 52, p. 258-271, bootstrap with the points
        drawn once or more; the limits .6 and .75 are his.
    """
    found = clusters.table["segment"].to_numpy()
    names = np.unique(found)
    sizes = pd.Series(found).value_counts().reindex(names).to_numpy()
    if clusters.k == 1:
        blank = {"jaccard": np.nan, "low": np.nan, "high": np.nan, "verdict": "everybody"}
        return pd.DataFrame({"segment": names, "n": sizes, **blank})
    similar = _similarities(clusters, found, names, draws, seed)
    mean = np.nanmean(similar, axis=0)
    low, high = np.nanpercentile(similar, [2.5, 97.5], axis=0)
    verdict = np.select([mean >= STABLE, mean >= DOUBTFUL], ["stable", "doubtful"], "not_a_segment")
    return pd.DataFrame(
        {"segment": names, "n": sizes, "jaccard": mean, "low": low, "high": high, "verdict": verdict}
    )


def _similarities(
    clusters: Clusters, found: np.ndarray, names: np.ndarray, draws: int, seed: int
) -> np.ndarray:
    """Jaccard of each segment (column) per resample; blank where none of its customers is drawn."""
    from threadpoolctl import threadpool_limits

    points = clusters.points.to_numpy()
    times = np.random.default_rng(seed).multinomial(len(points), [1 / len(points)] * len(points), size=draws)
    similar = np.full((draws, len(names)), np.nan)
    with threadpool_limits(limits=1):
        for row, weights in enumerate(times):
            drawn = weights > 0
            k = min(clusters.k, int(drawn.sum()))
            again = group_labels(
                points[drawn], weights[drawn].astype(float), k, method=clusters.method, seed=seed
            )
            best = best_jaccard(found[drawn], again)
            similar[row, np.isin(names, best.index)] = best
    return similar


def best_jaccard(segments: np.ndarray, groups: np.ndarray) -> pd.Series:
    """Jaccard similarity of each segment with the group that it shares most with.

    |segment ∩ group| / |segment ∪ group|

    Args:
        segments: The segment of each customer.
        groups: The group of the same customers.

    Returns:
        0 to 1 per segment; index: the segments in order.

    Source:
        Jaccard (1912), New Phytologist 11(2), p. 37-50.

    Example:
        >>> best_jaccard(np.array(["a", "a", "a", "b"]), np.array([1, 1, 2, 2])).round(3).to_dict()
        {'a': 0.667, 'b': 0.5}
    """
    both = pd.crosstab(segments, groups)
    shared = both.to_numpy()
    either = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0) - shared
    return pd.Series((shared / either).max(axis=1), index=both.index)


@tells("mean", "rest_mean", "d", "low", "high", n="fewest", totals=["feature"])
def what_distinguishes(sample: pd.DataFrame, segments: pd.DataFrame, features: Sequence[str]) -> pd.DataFrame:
    """How far each segment lies from all other customers, feature by feature.

    d = (mean − mean of the rest) / pooled standard deviation

    Segments that were made from these features differ on them by construction: the interval tells how
    well the size of the difference is known, not that there are segments.

    Args:
        sample: customer_id and the features; a blank or infinite value does not count for its feature.
        segments: customer_id, segment; customers without one are left out.
        features: The columns to compare.

    Returns:
        segment, feature, n, rest_n, mean, rest_mean, d, low, high (95 %), distinguishes (the interval leaves
        out 0: only then a claim), the largest d of a segment first. d is blank where the feature does not
        vary within the groups, or a group is empty.

    Raises:
        MeasureError: As `with_segments`.

    Source:
        Cohen (1988), Statistical Power Analysis, ch. 2; interval: Hedges & Olkin (1985), Statistical Methods
        for Meta-Analysis, p. 86.

    Example:
        >>> sample = pd.DataFrame({"customer_id": list("abcd"), "orders": [1, 3, 7, 9]})
        >>> segments = pd.DataFrame({"customer_id": list("abcd"), "segment": ["1", "1", "2", "2"]})
        >>> what_distinguishes(sample, segments, ["orders"])["d"].round(2).tolist()
        [-4.24, 4.24]
    """
    together = with_segments(sample, segments, features)
    known = together.dropna(subset="segment").set_index("segment")[list(features)].astype("float64")
    tall = known.rename_axis(columns="feature").replace([np.inf, -np.inf], np.nan).stack().dropna()
    table = _against_the_rest(tall.rename("measure").reset_index())
    n, rest_n = table["n"], table["rest_n"]
    error = np.sqrt((n + rest_n) / (n * rest_n) + table["d"] ** 2 / (2 * (n + rest_n)))
    table = table.assign(low=table["d"] - Z95 * error, high=table["d"] + Z95 * error)
    table["fewest"] = table[["n", "rest_n"]].min(axis="columns")
    table["distinguishes"] = (table["low"] > 0) | (table["high"] < 0)
    ordered = table.assign(size=-table["d"].abs()).sort_values(["segment", "size", "feature"])
    return ordered.drop(columns="size").reset_index(drop=True)


def with_segments(sample: pd.DataFrame, segments: pd.DataFrame, features: Sequence[str]) -> pd.DataFrame:
    """The features of each customer beside the segment, for customers who are in both tables.

    Args:
        sample: customer_id and the features.
        segments: customer_id, segment.
        features: Columns of the sample to keep.

    Raises:
        MeasureError: A feature is absent, or a customer_id appears twice.

    Example:
        >>> one = pd.DataFrame({"customer_id": ["a", "b"], "orders": [1, 9]})
        >>> other = pd.DataFrame({"customer_id": ["b"], "segment": ["2"]})
        >>> with_segments(one, other, ["orders"]).to_dict("list")
        {'customer_id': ['b'], 'orders': [9], 'segment': ['2']}
    """
    faults = [f"{name}: not a column" for name in features if name not in sample]
    for table in (sample, segments):
        twice = table["customer_id"].duplicated()
        if twice.any():
            example = table.loc[twice, "customer_id"].iloc[0]
            faults.append(f"customer_id: {twice.sum():,} rows repeat one, for example '{example}'")
    if faults:
        raise MeasureError("\n  ".join(["Segments cannot be compared:", *faults]) + "\nMend the tables.")
    kept = sample[["customer_id", *features]]
    return kept.merge(segments[["customer_id", "segment"]], on="customer_id")


def _against_the_rest(tall: pd.DataFrame) -> pd.DataFrame:
    middle = tall.groupby("feature")["measure"].transform("mean")  # sums around it keep their digits
    away = tall["measure"] - middle
    away = tall.assign(away=away, square=away**2, middle=middle)
    own = away.groupby(["segment", "feature"]).agg(
        n=("away", "size"), away=("away", "sum"), square=("square", "sum"), middle=("middle", "first")
    )
    rest = own[["n", "away", "square"]].groupby("feature").transform("sum") - own[["n", "away", "square"]]
    rest = rest.where(rest["n"] > 0)
    mean, rest_mean = own["away"] / own["n"], rest["away"] / rest["n"]
    within = own["square"] - own["n"] * mean**2 + rest["square"] - rest["n"] * rest_mean**2
    pooled = np.sqrt((within / (own["n"] + rest["n"] - 2)).where(within > 1e-12 * own["square"]))
    measures = {"mean": mean + own["middle"], "rest_mean": rest_mean + own["middle"]}
    table = own[["n"]].assign(rest_n=rest["n"].fillna(0).astype("int64"), **measures)
    return table.assign(d=(mean - rest_mean) / pooled.where(np.isfinite(pooled))).reset_index()


def segment_agreement(one: pd.DataFrame, other: pd.DataFrame, *, draws: int = 1000, seed: int) -> Agreement:
    """How far two divisions of the same customers agree, such as a rule and clusters.

    Args:
        one: customer_id, segment.
        other: The same; customers without a segment in both do not count.
        draws: Number of bootstrap samples.
        seed: Seed of the bootstrap.

    Raises:
        MeasureError: As `with_segments`.

    Source:
        Hubert & Arabie (1985), Journal of Classification 2, p. 193-218.

    Example:
        >>> one = pd.DataFrame({"customer_id": list("abcd"), "segment": ["1", "1", "2", "2"]})
        >>> segment_agreement(one, one.assign(segment=["y", "y", "x", "x"]), seed=1).rand
        1.0
    """
    pairs = with_segments(one.rename(columns={"segment": "other"}), other, ["other"]).dropna()
    counts = pd.crosstab(pairs["segment"], pairs["other"]).to_numpy()
    n = int(counts.sum())
    if min(counts.shape) < 2:
        return Agreement(float("nan"), float("nan"), float("nan"), n)
    drawn = np.random.default_rng(seed).multinomial(n, counts.ravel() / n, size=draws)
    low, high = np.nanpercentile(_adjusted_rand(drawn.reshape(draws, *counts.shape)), [2.5, 97.5])
    return Agreement(float(_adjusted_rand(counts)), float(low), float(high), n)


def _adjusted_rand(counts: np.ndarray) -> np.ndarray:
    """Adjusted Rand index per table of counts (the last two axes); blank where all are in one segment."""
    together = _pairs(counts).sum(axis=(-2, -1))
    rows, columns = _pairs(counts.sum(axis=-1)).sum(axis=-1), _pairs(counts.sum(axis=-2)).sum(axis=-1)
    expected = rows * columns / _pairs(counts.sum(axis=(-2, -1)))
    most = (rows + columns) / 2
    return (together - expected) / np.where(most > expected, most - expected, np.nan)


def _pairs(counts: np.ndarray) -> np.ndarray:
    return counts * (counts - 1.0) / 2
