"""Clusters and latent classes of customers: a check on segments, and how many of them the data show."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from workbook.errors import MeasureError

MOST = 8
"""Most segments that are tried."""
STARTS = 10
"""Starts of each k-means; the tightest result counts."""
STRONG = 0.8
"""Least prediction strength of a number of segments (Tibshirani & Walther 2005: .8 to .9)."""
REFERENCES = 40
"""Made-up sets without segments; evenly spread customers beat all of them with a chance of 1 in 41."""
LOOKED_AT = 1000
"""Most customers by whom the number of segments is chosen."""
CUSTOMERS_EACH = 10
"""Customers per segment, on average, below which a number of segments is not tried."""
SPLITS = 5
SKEWED = 1.0
NARROWEST = 0.01

Method = Literal["k_means", "latent_classes"]
Reason = Literal["given", "structure", "no_structure", "continuum", "alike", "too_few"]


@dataclass(frozen=True, eq=False)
class Clusters:
    """Groups of customers that are alike.

    Attributes:
        table: customer_id, segment ("1" is the largest), by customer_id.
        k: Number of segments; 1 means that the data show none.
        reason: Why this number: given (asked for), structure (found), no_structure (no split comes back in
            other customers), continuum (a split comes back, but cuts through customers who are spread
            evenly), alike (no feature varies), too_few (fewer than 20 customers).
        numbers: Per number of segments k what it was judged by. k-means: prediction_strength (0 to 1) and
            gap (above evenly spread customers; blank where not needed). Latent classes: bic.
        method: k_means or latent_classes.
        points: The features as used, standardised; index customer_id.
        left_out: Features that are the same for everybody, and do not count.
        n: Customers with every feature.
        n_total: Customers in the sample.
    """

    table: pd.DataFrame
    k: int
    reason: Reason
    numbers: pd.DataFrame
    method: Method
    points: pd.DataFrame
    left_out: tuple[str, ...]
    n: int
    n_total: int


def k_means(sample: pd.DataFrame, features: Sequence[str], *, k: int | None = None, seed: int) -> Clusters:
    """Cluster customers by k-means, in as many groups as the data show, or in `k`.

    Skewed features of zero and above go in as log(1 + x / m), m the tenth percentile of the positive
    values, then all are standardised: the unit of a feature does not matter. Customers are taken in the
    order of customer_id: the order of rows does not matter. A customer with a blank is left out.

    The number: of 2 to 8, those with a prediction strength of at least .8 whose clusters are tighter than
    those cut from each of 40 made-up sets of evenly spread customers; of these the one with the largest gap
    to the made-up sets; without any, 1. Judged by at most 1,000 customers; values there are spread over the
    smallest step between two values of the feature, so that counts do not pass for clusters.

    Args:
        sample: customer_id and numeric columns, one row per customer.
        features: The columns to cluster by.
        k: How many segments; looked for when not given.
        seed: Seed of everything random.

    Returns:
        The clusters; one (`k` 1) when the data show no segments.

    Raises:
        MeasureError: A feature is absent, not a number or infinite; a customer_id appears twice; there are
            customers and nobody has all features; or fewer different customers than `k`.

    Source:
        Number: Tibshirani & Walther (2005), Journal of Computational and Graphical Statistics 14(3),
        p. 511-528; Tibshirani, Walther & Hastie (2001), Journal of the Royal Statistical Society B 63(2),
        p. 411-423, even spread along the principal axes, here with the spread of the data instead of its
        range (one outlier sets a range), and as a Monte Carlo test.

    Example:
        >>> sample = pd.DataFrame({"customer_id": ["a", "b", "c"], "orders": [1, 9, 8]})
        >>> k_means(sample, ["orders"], k=2, seed=1).table["segment"].tolist()
        ['2', '1', '1']
    """
    from sklearn.cluster import KMeans  # noqa: F401 (threads can be limited only of what is loaded)
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):  # many small fits: threads cost more than they bring
        return _clusters(sample, features, k, seed, "k_means")


def latent_classes(
    sample: pd.DataFrame, features: Sequence[str], *, k: int | None = None, seed: int
) -> Clusters:
    """Latent classes of customers: within a class each feature varies by itself, around its own mean.

    Features go in as for `k_means`; within a class they are normal, with a standard deviation of at least a
    tenth of the whole. The number is the one of 1 to 8 with the lowest BIC. Features that go together
    without any gap between customers still give several classes: use it beside `k_means`, not alone.

    Args:
        sample: As for `k_means`.
        features: As for `k_means`.
        k: How many classes; looked for when not given.
        seed: Seed of everything random.

    Returns:
        The classes, each customer in its likeliest; as `k_means`.

    Raises:
        MeasureError: As `k_means`; or stepmix is not installed (extra `lca`).

    Source:
        Model: Bartholomew, Knott & Moustaki (2011), Latent Variable Models and Factor Analysis, ch. 6;
        number: Schwarz (1978), Annals of Statistics 6(2), p. 461-464.
    """
    _stepmix()
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        return _clusters(sample, features, k, seed, "latent_classes")


def _clusters(
    sample: pd.DataFrame, features: Sequence[str], k: int | None, seed: int, method: Method
) -> Clusters:
    values = _complete(sample, list(features))
    varied = values.loc[:, values.nunique() > 1]
    if k is not None:
        _check_number(varied, k)
        number, reason, numbers = k, "given", pd.DataFrame({"k": [k]})
    else:
        number, reason, numbers = _number(varied, seed, method)
    points = standard_points(varied)
    labels = group_labels(points.to_numpy(), None, number, method=method, seed=seed)
    table = pd.DataFrame({"customer_id": values.index, "segment": _largest_first(labels, points.to_numpy())})
    left_out = tuple(name for name in values if name not in varied)
    return Clusters(table, number, reason, numbers, method, points, left_out, len(values), len(sample))


def _complete(sample: pd.DataFrame, features: list[str]) -> pd.DataFrame:
    """The features of the customers who have them all, in the order of customer_id."""
    faults = [f"{name}: not a column" for name in ["customer_id", *features] if name not in sample]
    present = [name for name in features if name in sample]
    numeric = [name for name in present if pd.api.types.is_numeric_dtype(sample[name])]
    faults += [f"{name}: holds no numbers ({sample[name].dtype})" for name in present if name not in numeric]
    infinite = np.isinf(sample[numeric].astype("float64")).sum()
    faults += [f"{name}: infinite for {n:,} customers" for name, n in infinite.items() if n]
    if "customer_id" in sample and (twice := sample["customer_id"].duplicated()).any():
        example = sample.loc[twice, "customer_id"].iloc[0]
        faults.append(f"customer_id: {twice.sum():,} rows repeat one, for example '{example}'")
    if not features:
        faults.append("0 features are named")
    if not faults and len(sample) and sample[features].dropna().empty:
        faults.append(f"0 of {len(sample):,} customers have a value of every feature")
    if faults:
        raise MeasureError("\n  ".join(["Customers cannot be grouped:", *faults]) + "\nMend the sample.")
    return sample.set_index("customer_id")[features].dropna().astype("float64").sort_index()


def _check_number(values: pd.DataFrame, k: int) -> None:
    different = len(values.drop_duplicates()) if values.shape[1] else 1
    if not 1 <= k <= different:
        raise MeasureError(
            f"{k} segments cannot be made of {different:,} different customers.\n"
            f"Ask for 1 to {different:,}, or leave out k to have the number looked for."
        )


def standard_points(values: pd.DataFrame, spread: np.random.Generator | None = None) -> pd.DataFrame:
    """Features on one footing: skewed ones logged, all with mean 0 and standard deviation 1.

    Args:
        values: One numeric column per feature that varies; no blanks.
        spread: Spreads each value evenly over the smallest step between two values of its feature.

    Example:
        >>> standard_points(pd.DataFrame({"orders": [1.0, 3.0]}))["orders"].tolist()
        [-1.0, 1.0]
    """
    if spread is not None:
        steps = [np.diff(np.unique(column)).min() for _, column in values.items()]
        values = values + spread.uniform(size=values.shape) * steps
    skewed = values.columns[(values.min() >= 0) & (values.skew() > SKEWED)]
    small = values[skewed].where(values[skewed] > 0).quantile(0.1)
    values = values.assign(**np.log1p(values[skewed] / small))
    return (values - values.mean()) / values.std(ddof=0)


def group_labels(
    points: np.ndarray, weights: np.ndarray | None, k: int, *, method: Method, seed: int
) -> np.ndarray:
    """The group of each point, numbered from 0 in no order.

    Args:
        points: A row per customer.
        weights: How often each counts; once when not given.
        k: Number of groups.
        method: k_means or latent_classes.
        seed: Seed of the starts.

    Example:
        >>> len(set(group_labels(np.array([[0.0], [1.0], [9.0]]), None, 2, method="k_means", seed=1)))
        2
    """
    if k == 1:
        return np.zeros(len(points), dtype=int)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of points that coincide; of the last decimals of a likelihood
        if method == "k_means":
            from sklearn.cluster import KMeans

            return KMeans(k, n_init=STARTS, random_state=seed).fit(points, sample_weight=weights).labels_
        return _latent_model(points, k, seed, weights).predict(points)


def _largest_first(labels: np.ndarray, points: np.ndarray) -> np.ndarray:
    found, place, counts = np.unique(labels, return_inverse=True, return_counts=True)
    centres = np.array([points[labels == label].mean(axis=0) for label in found])
    order = np.lexsort((*centres.T[::-1], -counts))
    return (np.argsort(order)[place] + 1).astype(str)


def _number(values: pd.DataFrame, seed: int, method: Method) -> tuple[int, Reason, pd.DataFrame]:
    """How many segments, why, and what each number was judged by."""
    rng = np.random.default_rng(seed)
    rows = np.sort(rng.permutation(len(values))[:LOOKED_AT])
    looked_at = values.iloc[rows]
    looked_at = looked_at.loc[:, looked_at.nunique() > 1]
    most = min(MOST, len(looked_at) // CUSTOMERS_EACH)
    if looked_at.shape[1] == 0 or most < 2:
        reason = "too_few" if most < 2 else "alike"
        return 1, reason, pd.DataFrame({"k": [1]})
    points = standard_points(looked_at, spread=rng).to_numpy()
    judge = _by_strength_and_gap if method == "k_means" else _by_bic
    return judge(points, most, seed, rng)


def _by_strength_and_gap(
    points: np.ndarray, most: int, seed: int, rng: np.random.Generator
) -> tuple[int, Reason, pd.DataFrame]:
    strengths = [_prediction_strength(points, k, seed, rng) for k in range(2, most + 1)]
    numbers = pd.DataFrame({"k": range(1, most + 1), "prediction_strength": [1.0, *strengths], "gap": np.nan})
    numbers.loc[0, "gap"] = 0.0
    strong = numbers.index[(numbers["k"] > 1) & (numbers["prediction_strength"] >= STRONG)]
    judged = [_gap(points, k, seed, rng) for k in numbers.loc[strong, "k"]]
    numbers.loc[strong, "gap"] = [gap for gap, _ in judged]
    tight = numbers.loc[strong[[tighter for _, tighter in judged]]]
    if len(tight):
        return int(tight.loc[tight["gap"].idxmax(), "k"]), "structure", numbers
    return 1, "continuum" if len(strong) else "no_structure", numbers


def _prediction_strength(points: np.ndarray, k: int, seed: int, rng: np.random.Generator) -> float:
    """Share of the pairs of a cluster in one half that the clusters of the other half keep together."""
    from sklearn.cluster import KMeans

    strengths = []
    for _ in range(SPLITS):
        one, other = np.array_split(points[rng.permutation(len(points))], 2)
        trained, tested = (KMeans(k, n_init=STARTS, random_state=seed).fit(half) for half in (one, other))
        counts = np.zeros((k, k))
        np.add.at(counts, (tested.labels_, trained.predict(other)), 1)
        sizes = counts.sum(axis=1)
        pairs = np.maximum(sizes * (sizes - 1), 1)  # a cluster of one customer has no pairs: strength 0
        strengths.append(((counts * (counts - 1)).sum(axis=1) / pairs).min())
    return float(np.mean(strengths))


def _gap(points: np.ndarray, k: int, seed: int, rng: np.random.Generator) -> tuple[float, bool]:
    """What k clusters gain above evenly spread customers, and whether all of those gain less."""
    own = _gain(points, k, seed)
    spreads = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)  # along the principal axes
    even = [_gain(rng.uniform(-1, 1, points.shape) * spreads, k, seed) for _ in range(REFERENCES)]
    return float(own - np.mean(even)), bool(own > max(even))


def _gain(points: np.ndarray, k: int, seed: int) -> float:
    from sklearn.cluster import KMeans

    alone = ((points - points.mean(axis=0)) ** 2).sum()
    return float(np.log(alone / KMeans(k, n_init=STARTS, random_state=seed).fit(points).inertia_))


def _by_bic(
    points: np.ndarray, most: int, seed: int, rng: np.random.Generator
) -> tuple[int, Reason, pd.DataFrame]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        bic = [_latent_model(points, k, seed, None).bic(points) for k in range(1, most + 1)]
    k = int(np.argmin(bic)) + 1
    numbers = pd.DataFrame({"k": range(1, most + 1), "bic": bic})
    return k, "structure" if k > 1 else "no_structure", numbers


def _latent_model(points: np.ndarray, k: int, seed: int, weights: np.ndarray | None):
    normal = {"model": "continuous", "n_columns": points.shape[1], "reg_covar": NARROWEST}
    model = _stepmix()(
        k,
        measurement={"features": normal},
        init_params="kmeans",
        n_init=3,
        abs_tol=1e-6,
        random_state=seed,
        progress_bar=0,
    )
    return model.fit(points, sample_weight=weights)


def _stepmix():
    try:
        from stepmix.stepmix import StepMix
    except ImportError as error:
        raise MeasureError(
            "Latent classes need stepmix, which is not installed.\n"
            'Install the extra: pip install "cx-workbook[lca]".'
        ) from error
    return StepMix
