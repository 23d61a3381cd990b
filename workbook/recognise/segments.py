"""Segments by rule: readable cut-points on axes, or a small tree that stands in for clusters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbook.errors import MeasureError
from workbook.privacy import declare, tells
from workbook.recognise.clusters import Clusters
from workbook.recognise.segment_checks import with_segments

if TYPE_CHECKING:
    import ibis

QUESTIONS = 3
"""Most questions a tree asks of one customer."""
SMALLEST_PART = 0.01
"""Least share of the customers at an end of a tree."""
FOLDS = 10
MAY_FALL = 0.01
"""How much of its agreement a rule may give up for rounder cut-points: 1 point of 100."""
COLUMNS = ["segment", "part", "column", "at_least", "below"]


@dataclass(frozen=True, eq=False)
class TreeRule:
    """A rule that stands in for segments found otherwise.

    Attributes:
        rule: segment, part, column, at_least, below; as `rule_segments` takes it.
        agreement: Share of customers, 0 to 1, whom rules made without them put in their own segment.
        low: Lower end of its 95 % Wilson interval.
        high: Upper end.
        kappa: Cohen's kappa of the same: 0 is what chance gives, 1 is full agreement.
        n: Customers it rests on.
    """

    rule: pd.DataFrame
    agreement: float
    low: float
    high: float
    kappa: float
    n: int


def customer_sample(customers: "ibis.Table", most: int) -> pd.DataFrame:
    """Customers spread evenly over the base, in the order of customer_id: all of them where they are few.

    Args:
        customers: One row per customer.
        most: How many, at most.

    Returns:
        Every k-th customer with all columns: the same ones on every backend, whatever the order of rows.

    Example:
        >>> import ibis
        >>> customer_sample(ibis.memtable({"customer_id": list("abcd")}), 2)["customer_id"].tolist()
        ['a', 'c']
    """
    import ibis

    placed = customers.mutate(place=ibis.row_number().over(order_by=customers.customer_id))
    step = -(-int(customers.count().to_pandas()) // most) or 1
    return placed.filter(placed.place % step == 0).drop("place").order_by("customer_id").to_pandas()


def with_attributes(
    measures: "ibis.Table", customers: "ibis.Table", axes: Mapping[str, float | None]
) -> "ibis.Table":
    """What customers did, with the attributes that axes name beside it, as numbers.

    Args:
        measures: From `workbook.recognise.rfm.customer_measures`.
        customers: Table of customers: customer_id, and the attributes, as text or numbers.
        axes: Columns of either.

    Returns:
        The measures with a column per further axis; blank where it is no number, or the customer is not in
        the table.

    Example:
        >>> import ibis
        >>> did = ibis.memtable({"customer_id": ["a", "b"], "orders": [1, 2]})
        >>> about = ibis.memtable({"customer_id": ["b", "a"], "skill": ["7", "unknown"]})
        >>> found = with_attributes(did, about, {"orders": None, "skill": 5.0})
        >>> found.order_by("customer_id").to_pandas()["skill"].tolist()
        [nan, 7.0]
    """
    names = [name for name in axes if name not in measures.columns and name in customers.columns]
    if not names:
        return measures
    numbers = {name: customers[name].try_cast("float64") for name in names}
    about = customers.select(_id=customers.customer_id, **numbers)
    return measures.left_join(about, [("customer_id", "_id")]).drop("_id")


@tells()
def axis_rule(sample: pd.DataFrame, axes: Mapping[str, float | None], *, minimum: int = 1) -> pd.DataFrame:
    """The rule that splits customers on each axis in low (below the cut) and high (at least the cut).

    Without a cut it is the median, as the roundest number that leaves 49 to 51 % of the customers below;
    where more customers than that share one value, the median itself, and where nobody is below that, the
    next higher value. An axis without a cut on which the customers do not differ, or whose middle leaves
    fewer than `minimum` of them on a side, is left out: it would hide what the other axis shows.

    Args:
        sample: One numeric column per axis; blanks do not count towards the median.
        axes: Column and cut-point of each axis; two axes make four segments.
        minimum: The fewest customers on a side.

    Returns:
        segment (low or high per axis, such as high_low), part (1), column, at_least, below (one of them
        blank): a customer is in the segment when all its rows hold. No rows where no axis parts anybody.

    Raises:
        MeasureError: An axis is absent.

    Source:
        Two axes, four groups: METHOD.md S1.

    Example:
        >>> sample = pd.DataFrame({"skill": [1, 2, 7, 9], "breadth": [1, 4, 2, 8]})
        >>> axis_rule(sample, {"skill": 5, "breadth": None}).head(2)
           segment  part   column  at_least  below
        0  low_low     1    skill       NaN    5.0
        1  low_low     1  breadth       NaN    3.0
    """
    absent = [name for name in axes if name not in sample]
    if absent or not axes:
        raise MeasureError(
            f"{len(absent)} of {len(axes)} axes are no column: {', '.join(absent) or 'none is named'}.\n"
            f"Name columns out of: {', '.join(map(str, sample.columns))}."
        )
    asked = {name: cut for name, cut in axes.items() if cut is not None or sample[name].nunique() > 1}
    cuts = {name: _middle(sample[name]) if cut is None else float(cut) for name, cut in asked.items()}
    cuts = {
        name: cut
        for name, cut in cuts.items()
        if asked[name] is not None or _smaller_side(sample[name], cut) >= minimum
    }
    rows = [
        ("_".join(sides), 1, name, cut if side == "high" else np.nan, cut if side == "low" else np.nan)
        for sides in product(("low", "high"), repeat=len(cuts))
        for side, (name, cut) in zip(sides, cuts.items(), strict=True)
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"at_least": "float64", "below": "float64"})


def _smaller_side(values: pd.Series, cut: float) -> int:
    return int(min((values < cut).sum(), (values >= cut).sum()))


def _middle(values: pd.Series) -> float:
    known = values.dropna().astype("float64")
    least, low, median, high = known.quantile([0, 0.49, 0.5, 0.51])
    if median == least:
        return float(known[known > least].min())
    whole = np.ceil(median) if (known % 1 == 0).all() else median
    rounded = (_rounded(whole, digits) for digits in range(1, 7))
    return next((cut for cut in rounded if low < cut <= high), float(whole))


def _rounded(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")


def rule_segments(customers: "ibis.Table", rule: pd.DataFrame) -> "ibis.Table":
    """The segment of every customer by a rule, as an expression of the backend.

    Args:
        customers: customer_id and the columns of the rule, one row per customer.
        rule: From `axis_rule`, or of a `TreeRule`.

    Returns:
        customer_id, segment; blank for a customer without a value that the rule asks for, and for all when
        the rule has no rows.

    Raises:
        MeasureError: A column of the rule is absent.

    Example:
        >>> import ibis
        >>> rule = axis_rule(pd.DataFrame({"orders": [1, 9]}), {"orders": 5})
        >>> customers = ibis.memtable({"customer_id": ["a", "b"], "orders": [2, 7]})
        >>> rule_segments(customers, rule).order_by("customer_id").to_pandas()["segment"].tolist()
        ['low', 'high']
    """
    import ibis

    absent = sorted(set(rule["column"]) - set(customers.columns))
    if absent:
        raise MeasureError(
            f"The rule of the segments asks for {len(absent)} columns that are absent: {', '.join(absent)}.\n"
            f"There are: {', '.join(customers.columns)}."
        )
    cases = [
        (ibis.and_(*(_holds(customers, row) for row in part.itertuples())), str(segment))
        for (segment, _), part in rule.groupby(["segment", "part"], sort=True)
    ]
    segment = ibis.cases(*cases, else_=ibis.null("string")) if cases else ibis.null("string")
    return customers.select("customer_id", segment=segment)


def segments_of(members: "ibis.Table", customers: pd.Series) -> pd.DataFrame:
    """The segment of some customers.

    Args:
        members: customer_id, segment, from `rule_segments`.
        customers: Their ids; blanks are passed over.

    Returns:
        customer_id, segment: a row per customer who has one, in their order.

    Example:
        >>> import ibis
        >>> members = ibis.memtable({"customer_id": ["a", "b"], "segment": ["low", "high"]})
        >>> segments_of(members, pd.Series(["b", None]))["segment"].tolist()
        ['high']
    """
    asked = members.filter(
        members.customer_id.isin(customers.dropna().unique().tolist()), members.segment.notnull()
    )
    return asked.select("customer_id", "segment").order_by("customer_id").to_pandas()


def _holds(customers: "ibis.Table", row) -> "ibis.BooleanValue":
    import ibis

    value = customers[row.column].cast("float64")
    known = value.notnull() & ~value.isnan()  # backends sort "not a number" above all numbers
    low = value >= ibis.literal(row.at_least, "float64") if pd.notna(row.at_least) else True
    high = value < ibis.literal(row.below, "float64") if pd.notna(row.below) else True
    return known & low & high


def tree_rule(
    sample: pd.DataFrame, segments: pd.DataFrame, features: Sequence[str], *, seed: int
) -> TreeRule:
    """The rule of at most three questions that comes closest to segments found otherwise.

    Cut-points of columns of whole numbers are whole. All are rounded to the fewest digits, 1 to 3, with
    which the rule agrees at most 1 point less with the segments. The agreement reported is
    cross-validated, rounding included: each tenth of the customers is judged by a rule made from the rest.

    Args:
        sample: customer_id and the features, in their own units; customers with a blank do not count.
        segments: customer_id, segment; such as the table of `k_means`.
        features: The columns the rule may ask for.
        seed: Seed of the tenths, and of which of two equally good questions is asked.

    Returns:
        The rule and its agreement. A segment may have several parts, or none when it is too small.

    Raises:
        MeasureError: A feature is absent; a customer_id appears twice; fewer than 2 segments, or no feature
            that varies, so that nothing can be told apart.

    Source:
        Breiman, Friedman, Olshen & Stone (1984), Classification and Regression Trees; Cohen (1960),
        Educational and Psychological Measurement 20(1), p. 37-46; Wilson (1927), Journal of the American
        Statistical Association 22, p. 209-212.

    Example:
        >>> sample = pd.DataFrame({"customer_id": range(20), "orders": range(20)})
        >>> segments = pd.DataFrame({"customer_id": range(20), "segment": ["1"] * 10 + ["2"] * 10})
        >>> tree_rule(sample, segments, ["orders"], seed=1).rule
          segment  part  column  at_least  below
        0       1     1  orders       NaN   10.0
        1       2     1  orders      10.0    NaN
    """
    from sklearn.metrics import cohen_kappa_score
    from statsmodels.stats.proportion import proportion_confint

    x, truth = _known(sample, segments, list(features))
    rule = _fitted_rule(x, truth, seed)
    if rule.empty:
        raise MeasureError(
            f"The {len(x):,} customers are all the same on: {', '.join(features)}; no question parts them.\n"
            "Name features on which the segments differ."
        )
    predicted = _cross_predicted(x, truth, seed)
    hits = int((predicted == truth).sum())
    low, high = proportion_confint(hits, len(x), method="wilson")
    kappa = cohen_kappa_score(truth, predicted)
    return TreeRule(declare(rule), hits / len(x), float(low), float(high), float(kappa), len(x))


def cluster_rule(sample: pd.DataFrame, clusters: Clusters, features: Sequence[str], *, seed: int) -> TreeRule:
    """The rule that stands in for clusters, where the data show any.

    Args:
        sample: As for `tree_rule`.
        clusters: From `workbook.recognise.clusters.k_means`, of the same customers.
        features: As for `tree_rule`.
        seed: As for `tree_rule`.

    Returns:
        As `tree_rule`; a rule without rows where there is one cluster, and nothing to tell apart.
    """
    if clusters.k > 1:
        return tree_rule(sample, clusters.table, features, seed=seed)
    unknown = float("nan")
    return TreeRule(declare(pd.DataFrame(columns=COLUMNS)), unknown, unknown, unknown, unknown, clusters.n)


def _known(
    sample: pd.DataFrame, segments: pd.DataFrame, features: list[str]
) -> tuple[pd.DataFrame, np.ndarray]:
    found = with_segments(sample, segments, features)
    found = found.dropna().sort_values("customer_id")
    if (different := found["segment"].nunique()) < 2:
        raise MeasureError(
            f"The {len(found):,} customers are in {different} segment; a rule needs 2 to tell apart.\n"
            "Without segments in the data, use cut-points on two axes."
        )
    return found[features].astype("float64"), found["segment"].astype(str).to_numpy()


def _cross_predicted(x: pd.DataFrame, truth: np.ndarray, seed: int) -> np.ndarray:
    from sklearn.model_selection import KFold

    predicted = np.full(len(x), "", dtype=object)
    for train, test in KFold(min(FOLDS, len(x)), shuffle=True, random_state=seed).split(x):
        predicted[test] = _followed(x.iloc[test], _fitted_rule(x.iloc[train], truth[train], seed))
    return predicted.astype(str)


def _fitted_rule(x: pd.DataFrame, truth: np.ndarray, seed: int) -> pd.DataFrame:
    from sklearn.tree import DecisionTreeClassifier

    tree = DecisionTreeClassifier(max_depth=QUESTIONS, min_samples_leaf=SMALLEST_PART, random_state=seed)
    tree.fit(x, truth)
    rows = [
        (segment, place, column, *interval)
        for place, (segment, part) in enumerate(_parts(tree, list(x.columns), 0, {}))
        for column, interval in part.items()
    ]
    rule = pd.DataFrame(rows, columns=COLUMNS).astype({"at_least": "float64", "below": "float64"})
    rule["part"] = rule.groupby("segment")["part"].rank(method="dense").astype("int64")
    rule = rule.sort_values(["segment", "part"], kind="stable", ignore_index=True)
    return _readable(rule, x, truth)


def _parts(tree, columns: list[str], node: int, bounds: dict) -> list[tuple[str, dict]]:
    """The ends of the tree under a node: the segment there, and the interval of each column asked for."""
    inner = tree.tree_
    if inner.children_left[node] == -1:
        return [(tree.classes_[inner.value[node].argmax()], bounds)]
    column, cut = columns[inner.feature[node]], inner.threshold[node]
    low, high = bounds.get(column, (np.nan, np.nan))
    left = _parts(tree, columns, inner.children_left[node], bounds | {column: (low, cut)})
    right = _parts(tree, columns, inner.children_right[node], bounds | {column: (cut, high)})
    if node and len(left) == len(right) == 1 and left[0][0] == right[0][0]:
        return [(left[0][0], bounds)]  # the question makes no difference
    return left + right


def _readable(rule: pd.DataFrame, x: pd.DataFrame, truth: np.ndarray) -> pd.DataFrame:
    """The rule with the roundest cut-points that cost at most 1 point of agreement."""
    cuts = ["at_least", "below"]
    whole = rule["column"].map((x % 1 == 0).all())
    rule = rule.assign(**{cut: rule[cut].where(~whole, np.ceil(rule[cut])) for cut in cuts})
    agreed = (_followed(x, rule) == truth).mean()
    for digits in (1, 2, 3):
        rounded = rule.assign(**{cut: rule[cut].map(lambda v, d=digits: _rounded(v, d)) for cut in cuts})
        empty = rounded["at_least"] >= rounded["below"]
        if not empty.any() and (_followed(x, rounded) == truth).mean() >= agreed - MAY_FALL:
            return rounded
    return rule


def _followed(x: pd.DataFrame, rule: pd.DataFrame) -> np.ndarray:
    """The segment of each row of a sample by the rule; as `rule_segments` on the backend."""
    segments = np.full(len(x), None, dtype=object)
    for (segment, _), part in rule.groupby(["segment", "part"]):
        values = x[part["column"]].to_numpy()
        at_least, below = part["at_least"].to_numpy(), part["below"].to_numpy()
        holds = ((values >= at_least) | np.isnan(at_least)) & ((values < below) | np.isnan(below))
        segments[holds.all(axis=1)] = segment
    return segments
