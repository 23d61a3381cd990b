"""Whether small and large partners meet the same norm with the same chance."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from workbook.engagement import MILLION, Norm
from workbook.errors import MeasureError

if TYPE_CHECKING:
    import ibis


def size_classes(results: "ibis.Table", *, parts: int = 4) -> "ibis.Table":
    """Put each partner in a class by its number of cases, from 1 (the fewest) to `parts`.

    The class is 1 plus the number of whole parts of the partners that have strictly fewer cases, so equal
    partners are in the same class.

    Args:
        results: From `workbook.recognise.service_norms.norm_results`, of the quarters to count.
        parts: How many classes.

    Returns:
        customer_id, size_class (text).
    """
    import ibis

    partner = results.group_by("customer_id").aggregate(n=results.n.sum().cast("int64"))
    sizes = partner.group_by("n").aggregate(partners=partner.count())
    fewer = sizes.partners.sum().over(ibis.window(order_by="n", rows=(None, 0))) - sizes.partners
    every = sizes.partners.sum().over(ibis.window(rows=(None, None)))
    sizes = sizes.select("n", size_class=(fewer * parts // every + 1).cast("int64").cast("string"))
    return partner.join(sizes, "n").select("customer_id", "size_class")


def kept_by_size(results: "ibis.Table", classes: "ibis.Table", order: Sequence[str]) -> pd.DataFrame:
    """How often partners of each size keep each norm, and how good their cases are.

    The quarters and cases of one partner resemble each other, so the partner is the unit: first a share
    per partner, then the mean over partners, each counting once. The interval is Wilson's for as many
    independent observations as the spread between partners is worth; where there is no spread, as many as
    there are partners.

    Args:
        results: From `workbook.recognise.service_norms.norm_results`, of the quarters to compare.
        classes: customer_id and, in its second column, the size class; others are left out.
        order: The classes, smallest first.

    Returns:
        norm, measure ("kept": judged quarters in which the norm is kept; "met_share": cases within the norm,
        of the judged quarters), size_class, partners, judged (quarters of partners), share (0 to 1), low,
        high (missing with one partner), n_effective; every class that has judged results.

    Raises:
        MeasureError: Nobody in these classes is judged.

    Source:
        Korn & Graubard (1998), Survey Methodology 24(2), p. 193-201; Wilson (1927), Journal of the American
        Statistical Association 22(158), p. 209-212.
    """
    from statsmodels.stats.proportion import proportion_confint

    found = _shares_by_size(results, classes)
    found = found[found["size_class"].isin(order)]
    if found.empty:
        raise MeasureError(f"0 partners in the classes {', '.join(order)} are judged on a norm.")
    by_measure = [
        found[["norm", "size_class", "partners", "judged"]].assign(
            measure=measure, share=found[measure], spread=found[f"{measure}_spread"], units=found[units]
        )
        for measure, units in (("kept", "judged"), ("met_share", "n"))
    ]
    table = pd.concat(by_measure).assign(
        size_class=lambda rows: pd.Categorical(rows["size_class"], order, ordered=True)
    )
    table = table.sort_values(["norm", "measure", "size_class"], ignore_index=True)
    table["n_effective"] = _effective_number(table)
    low, high = proportion_confint(
        table["share"] * table["n_effective"], table["n_effective"], method="wilson"
    )
    columns = ["norm", "measure", "size_class", "partners", "judged", "share", "low", "high", "n_effective"]
    return table.assign(low=low, high=high, size_class=table["size_class"].astype("str"))[columns]


def _shares_by_size(results: "ibis.Table", classes: "ibis.Table") -> pd.DataFrame:
    judged = _judged_with_size(results, classes)
    partner = judged.group_by("norm", "size_class", "customer_id").aggregate(
        judged=judged.count(),
        n=judged.n.sum().cast("int64"),
        kept=judged.kept.mean(),
        met_share=judged.met.sum().cast("float64") / judged.n.sum().cast("float64"),
    )
    return (
        partner.group_by("norm", "size_class")
        .aggregate(
            partners=partner.count(),
            judged=partner.judged.sum().cast("int64"),
            n=partner.n.sum().cast("int64"),
            kept=partner.kept.mean(),
            kept_spread=partner.kept.var(how="pop"),
            met_share=partner.met_share.mean(),
            met_share_spread=partner.met_share.var(how="pop"),
        )
        .to_pandas()
    )


def _judged_with_size(results: "ibis.Table", classes: "ibis.Table") -> "ibis.Table":
    key, size = classes.columns
    sized = classes.select(customer_id=classes[key], size_class=classes[size])
    return results.filter(results.judged).join(sized, "customer_id")


def _effective_number(table: pd.DataFrame) -> pd.Series:
    from scipy.stats import t

    alone = table["share"] * (1 - table["share"])
    spread = table["spread"].where(table["spread"] > 1e-12)
    n = (table["partners"] * alone / spread).clip(upper=table["units"]).fillna(table["partners"])
    return n * (t.ppf(0.975, table["units"] - 1) / t.ppf(0.975, table["partners"] - 1)) ** 2


def size_differences(by_size: pd.DataFrame, small: str, large: str) -> pd.DataFrame:
    """What the smallest partners do less the largest, per norm.

    The intervals of one measure hold for all its norms together: each is at 1 − 5 % / number of norms.

    Args:
        by_size: From `kept_by_size`.
        small: The class of small partners.
        large: The class of large partners.

    Returns:
        measure, norm, partners_small, partners_large, difference (small less large, −1 to 1), low, high,
        norms (how many the intervals hold for); norms that both classes are judged on.

    Source:
        Newcombe (1998), Statistics in Medicine 17(8), p. 873-890, method 10; Bonferroni.

    Example:
        >>> rows = pd.DataFrame({"norm": "on time", "measure": "kept", "size_class": ["1", "4"],
        ...     "partners": [80, 70], "share": [48 / 80, 56 / 70], "n_effective": [80, 70]})
        >>> size_differences(rows, "1", "4")[["difference", "low", "high"]].round(4).values.tolist()
        [[-0.2, -0.3339, -0.0524]]
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    keys = ["measure", "norm"]
    one, other = (by_size[by_size["size_class"] == name] for name in (small, large))
    both = one.merge(other, on=keys, suffixes=("_small", "_large")).sort_values(keys, ignore_index=True)
    norms = both.groupby("measure")["norm"].transform("size")
    counts = [
        column
        for name in ("small", "large")
        for column in (both[f"share_{name}"] * both[f"n_effective_{name}"], both[f"n_effective_{name}"])
    ]
    low, high = confint_proportions_2indep(*counts, method="newcomb", compare="diff", alpha=0.05 / norms)
    both = both.assign(difference=both["share_small"] - both["share_large"], low=low, high=high, norms=norms)
    return both[[*keys, "partners_small", "partners_large", "difference", "low", "high", "norms"]]


def misses_by_chance(
    results: "ibis.Table", classes: "ibis.Table", norms: Sequence[Norm], order: Sequence[str]
) -> pd.DataFrame:
    """How often partners of each size would miss a norm by chance alone, all being equally good.

    Cases of a partner are taken to be independent, so the number outside the norm is binomial; in truth
    they go wrong together, and chance does more. Averaged over the numbers of cases that the class has.

    Args:
        results: From `workbook.recognise.service_norms.norm_results`, of the quarters to compare.
        classes: customer_id and, in its second column, the size class; others are left out.
        norms: The norms.
        order: The classes, smallest first.

    Returns:
        norm, size_class, chance (to be struck in a quarter, of a partner whose cases are within the norm as
        often as the mean of all judged results).

    Source:
        Binomial distribution.
    """
    judged = _judged_with_size(results, classes)
    counts = judged.group_by("norm", "size_class", "n").aggregate(
        judged=judged.count(), met_share=(judged.met.cast("float64") / judged.n.cast("float64")).sum()
    )
    rows = counts.filter(counts.size_class.isin(list(order))).to_pandas()
    rows = rows.sort_values(["norm", "size_class", "n"], ignore_index=True)
    allowed = rows["norm"].map({norm.name: norm.allowed for norm in norms})
    by_norm = rows.groupby("norm")
    average = by_norm["met_share"].transform("sum") / by_norm["judged"].transform("sum")
    rows["chance"] = rows["judged"] * chance_of_miss(rows["n"], allowed, 1 - average)
    sums = rows.groupby(["norm", "size_class"])[["judged", "chance"]].sum()
    return (sums["chance"] / sums["judged"]).rename("chance").reset_index()


def chance_of_miss(n: ArrayLike, allowed: ArrayLike, outside: ArrayLike) -> np.ndarray:
    """The chance that more than the allowed share of `n` independent cases is outside a norm.

    Args:
        n: Cases.
        allowed: What the norm allows outside it, in cases per million.
        outside: The true share outside the norm, 0 to 1.

    Example:
        >>> round(float(chance_of_miss(10, 50_000, 0.05)), 4)
        0.4013
    """
    from scipy.stats import binom

    return binom.sf(np.asarray(n) * np.asarray(allowed) // MILLION, n, outside)
