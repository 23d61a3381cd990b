"""Profiles against segments: do they repeat, refine or extend what the data already grouped?"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pandas import DataFrame, concat

from workbook.privacy import declare

if TYPE_CHECKING:
    import ibis

PROFILE, DELIVERED = "profile", "delivered"
"""The grouping that all others are held against, and the segments that came with the customers."""
TELLS, HARDLY = 0.7, 0.3
"""From which share on a grouping tells another, and below which V it hardly does: bounds of this method."""
CLEAR = 0.05
COLUMNS = [
    *("grouping", "n", "n_without", "groups", "profiles", "chi2", "df", "p", "v", "low", "high"),
    *("homogeneity", "completeness", "ari", "verdict"),
]
SHARES = ["grouping", "group", "level", PROFILE, "n", "share"]


@dataclass(frozen=True, eq=False)
class Profiles:
    """How the profiles go with each way to group customers.

    Attributes:
        table: One row per way, as `segment_by_profile` describes it.
        shares: Of the first way, a row per group and profile (grouping "cell": level and profile say which),
            per group ("group") and per profile ("profile"): grouping, group, level, profile, n (customers of
            the group, or of the profile) and share (0 to 1; of the group, and of all for a profile).
    """

    table: DataFrame
    shares: DataFrame


def profile_counts(groups: "ibis.Table", customers: "ibis.Table") -> DataFrame:
    """Count the customers of each group in each profile, for every way to group them.

    Args:
        groups: customer_id, profile, and a column per way to group, as
            `workbook.understand.groups.customer_groups` gives them.
        customers: Table of customers: customer_id, [segment]; its segments are one more way to group where
            `groups` has segments of its own.

    Returns:
        grouping, group, profile (both blank where unknown) and n, in order; the segments first.
    """
    if PROFILE not in groups.columns:
        return DataFrame(columns=["grouping", "group", PROFILE, "n"])
    found = groups
    if "segment" in groups.columns and "segment" in customers.columns:
        given = customers.select(_id=customers.customer_id, **{DELIVERED: customers.segment})
        found = groups.left_join(given, [("customer_id", "_id")]).drop("_id")
    ways = [name for name in found.columns if name not in ("customer_id", PROFILE)]
    ways.sort(key=lambda name: (name != "segment", name != DELIVERED))
    parts = []
    for way in ways:
        pairs = found.group_by(group=found[way].cast("string"), profile=found.profile)
        parts.append(pairs.aggregate(n=found.count()).to_pandas().assign(grouping=way))
    table = concat(parts, ignore_index=True)[["grouping", "group", PROFILE, "n"]] if parts else DataFrame()
    return _without_the_same(table)


def _without_the_same(counts: DataFrame) -> DataFrame:
    """Delivered segments are no further way to group where they are those of the report."""
    ordered = counts.sort_values(["group", PROFILE], kind="stable")
    ordered = concat([ordered[ordered["grouping"].eq(way)] for way in counts["grouping"].unique()])
    own, given = (ordered[ordered["grouping"].eq(way)] for way in ("segment", DELIVERED))
    same = [part[["group", PROFILE, "n"]].reset_index(drop=True) for part in (own, given)]
    return (ordered[ordered["grouping"].ne(DELIVERED)] if same[0].equals(same[1]) else ordered).reset_index(
        drop=True
    )


def segment_by_profile(counts: DataFrame, *, draws: int = 999, seed: int) -> Profiles:
    """Test whether profiles repeat, refine or extend each way to group customers.

    Homogeneity is how far a profile tells the group (1: every profile lies within one group), completeness
    how far the group tells the profile; both corrected for chance. The rule:

    - "repeats": the group tells the profile (completeness ≥ 0.7): the profiles are the groups, or put some
      of them together.
    - "refines": the profile tells the group (homogeneity ≥ 0.7) and not the other way round: the profiles
      split the groups further.
    - "extends": they go together beyond chance, and neither tells the other: the profiles hold something that
      the groups do not.
    - "unrelated": they do not go together beyond chance, and whatever is missed is weak (high < 0.3).
    - "unclear": they do not go together beyond chance, and too few customers have both to call it weak.
    - "unknown": fewer than two groups or two profiles among the customers with both.

    Args:
        counts: From `profile_counts`.
        draws: Number of permutations: tables drawn with the same margins.
        seed: Of the draws.

    Returns:
        `table`: grouping, n (customers with both), n_without, groups, profiles (how many), chi2, df, p
        (permutation), v (Cramér's V, 0 to 1), low, high (95 %), homogeneity, completeness (0 to 1, corrected
        for chance), ari (adjusted Rand index), verdict; the segments first, then as given. `shares` of the
        first.

    Source:
        Interval of V: Smithson (2003), Confidence Intervals, p. 39-41 (noncentral χ²); homogeneity and
        completeness: Rosenberg & Hirschberg (2007), V-Measure, EMNLP-CoNLL, p. 410-420, corrected as by Vinh,
        Epps & Bailey (2010), Journal of Machine Learning Research 11; adjusted Rand index: Hubert & Arabie
        (1985), Journal of Classification 2, p. 193-218. The bounds 0.3 and 0.7 are this method's own.

    Example:
        >>> counts = DataFrame({"grouping": "segment", "group": ["a", "b"], "profile": ["x", "y"], "n": 100})
        >>> found = segment_by_profile(counts, seed=1)
        >>> found.table[["v", "ari", "verdict"]].values.tolist()
        [[1.0, 1.0, 'repeats']]
    """
    ways = counts["grouping"].unique().tolist()
    tables = [_both(counts[counts["grouping"].eq(way)]) for way in ways]
    rows = [
        {"grouping": way, **_association(table, draws, seed), "n_without": _without(counts, way)}
        for way, table in zip(ways, tables, strict=True)
    ]
    shares = _shares(tables[0] if tables else _both(counts))
    return Profiles(declare(DataFrame(rows, columns=COLUMNS)), shares)


def _shares(table: DataFrame) -> DataFrame:
    """The share of each group in each profile; a cell of a few people is hidden, with what gives it away."""
    cells = table.stack().rename("cell_n").reset_index()
    cells["cell"] = [
        f"{group} / {profile}" for group, profile in zip(cells["group"], cells[PROFILE], strict=True)
    ]
    cells["n"] = cells.groupby("group")["cell_n"].transform("sum")
    by_group, by_profile = table.sum(axis=1), table.sum(axis=0)
    rows = [
        cells.assign(
            grouping="cell", level=cells["group"], group=cells["cell"], share=cells["cell_n"] / cells["n"]
        ),
        DataFrame({"grouping": "group", "group": by_group.index, "n": by_group, "share": 1.0}),
        DataFrame(
            {
                "grouping": PROFILE,
                "group": by_profile.index,
                "n": by_profile,
                "share": by_profile / max(by_profile.sum(), 1),
            }
        ),
    ]
    shares = concat(rows, ignore_index=True)
    together = cells[["group", PROFILE, "cell", "cell_n"]].rename(columns={"cell_n": "n"})
    return declare(shares.reindex(columns=SHARES), "share", overlaps=together, keep=["group", PROFILE])


def _both(counts: DataFrame) -> DataFrame:
    """Customers per group (rows) and profile (columns), of those who have both."""
    known = counts.dropna(subset=["group", PROFILE])
    return known.pivot_table(index="group", columns=PROFILE, values="n", aggfunc="sum", fill_value=0)


def _without(counts: DataFrame, way: str) -> int:
    rows = counts[counts["grouping"].eq(way)]
    return int(rows.loc[rows["group"].isna() | rows[PROFILE].isna(), "n"].sum())


def _association(table: DataFrame, draws: int, seed: int) -> dict:
    from scipy.stats import random_table
    from sklearn.metrics import adjusted_rand_score

    counts = table.to_numpy(dtype=int)
    facts = {"n": int(counts.sum()), "groups": table.shape[0], "profiles": table.shape[1]}
    if min(counts.shape, default=0) < 2:
        return facts | {"df": 0, "verdict": "unknown"}
    drawn = random_table(counts.sum(1), counts.sum(0), seed=np.random.default_rng(seed)).rvs(draws)
    chi2, df = float(_chi2(counts)), (counts.shape[0] - 1) * (counts.shape[1] - 1)
    p = float((1 + np.sum(_chi2(drawn) >= chi2 * (1 - 1e-9))) / (draws + 1))
    most = facts["n"] * (min(counts.shape) - 1)
    low, high = (float(np.sqrt(min(end / most, 1.0))) for end in noncentrality(chi2, df))
    group_of, profile_of = (np.repeat(place.ravel(), counts.ravel()) for place in np.indices(counts.shape))
    told = {
        "homogeneity": _beyond_chance(_told(counts), _told(drawn).mean()),
        "completeness": _beyond_chance(_told(counts.T), _told(np.swapaxes(drawn, 1, 2)).mean()),
    }
    found = {"chi2": chi2, "df": df, "p": p, "v": float(np.sqrt(chi2 / most)), "low": low, "high": high}
    ari = float(adjusted_rand_score(group_of, profile_of))
    return facts | found | told | {"ari": ari, "verdict": _verdict(p=p, high=high, **told)}


def _chi2(counts: np.ndarray) -> np.ndarray:
    """Pearson's chi-square of each table in the last two axes; empty rows and columns add nothing."""
    rows, columns = counts.sum(axis=-1, keepdims=True), counts.sum(axis=-2, keepdims=True)
    expected = rows * columns / counts.sum(axis=(-2, -1), keepdims=True)
    return np.divide((counts - expected) ** 2, expected, out=np.zeros_like(expected), where=expected > 0).sum(
        axis=(-2, -1)
    )


def noncentrality(chi2: float, df: int) -> tuple[float, float]:
    """The 95 % interval of the noncentrality of a chi-square.

    Args:
        chi2: As it was found.
        df: Its degrees of freedom.

    Source:
        Smithson (2003), Confidence Intervals, Sage, p. 39-41.

    Example:
        >>> [round(end, 1) for end in noncentrality(10.0, 1)]
        [1.4, 26.2]
    """
    from scipy.optimize import brentq
    from scipy.stats import chi2 as central
    from scipy.stats import ncx2

    ends = []
    for tail in (0.975, 0.025):
        if central.cdf(chi2, df) <= tail:
            ends.append(0.0)
            continue
        most = chi2 + 10 * np.sqrt(2 * (df + 2 * chi2)) + 50
        ends.append(brentq(lambda at, tail=tail: ncx2.cdf(chi2, df, at) - tail, 1e-12, most))
    return ends[0], ends[1]


def _told(counts: np.ndarray) -> np.ndarray:
    """The share of the entropy of the groups (rows) that the profiles (columns) take away."""
    n = counts.sum(axis=(-2, -1))
    whole = _entropy(counts.sum(axis=-1) / n[..., None])
    columns = counts.sum(axis=-2)
    within = counts / np.maximum(columns, 1)[..., None, :]
    left = (columns / n[..., None] * _entropy(np.swapaxes(within, -1, -2))).sum(axis=-1)
    return 1 - left / whole


def _entropy(shares: np.ndarray) -> np.ndarray:
    from scipy.special import entr

    return entr(shares).sum(axis=-1)


def _beyond_chance(found: np.ndarray, expected: float) -> float:
    return float(max((found - expected) / (1 - expected), 0.0)) if expected < 1 else 0.0


def _verdict(*, p: float, high: float, homogeneity: float, completeness: float) -> str:
    if p >= CLEAR:
        return "unrelated" if high < HARDLY else "unclear"
    if completeness >= TELLS:
        return "repeats"
    return "refines" if homogeneity >= TELLS else "extends"
