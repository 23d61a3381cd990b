"""One score per opportunity from many experts, with its spread and a verdict on consensus."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from prioritization.panel.consensus import ipras
from prioritization.panel.quantiles import effective_number, row_median_interval, row_quantile
from prioritization.panel.ratings import checked_scores, points, score_matrix
from prioritization.panel.rounds import round_changes
from prioritization.scoring.methods import PIE, Method

AGREED_IQR = 2.0
"""The widest interquartile range, on the 1-10 scale, that counts as agreement."""
MOVED_MEDIAN = 1.0
"""From how far on, on the 1-10 scale, a move of the median between two rounds matters."""
COLUMNS = [
    *["opportunity", "round", "n", "abstained", "n_effective", "median", "mean", "sd", "low", "high"],
    *["spread_low", "spread_high", "iqr", "disagreement", "changed", "stable", "verdict"],
]


def panel_scores(
    scores: DataFrame, weights: Mapping[str, float] | None = None, *, method: Method = PIE
) -> DataFrame:
    """Bring the experts' scores together, per opportunity and round.

    The verdict is "unstable" when opinions still moved since the round before (`round_stability`) and
    it matters: the median moved by 1 point or more, or agreement came or went. A first round cannot
    be. Otherwise it is "one expert" when one scored, as nobody is there to agree; "agreed" when the
    interquartile range is at most 2 on the 1-10 scale, and RAND/UCLA sees no disagreement (`ipras`);
    else "no consensus", which is a result too. Of the two rules the first is the stricter: where
    there is disagreement, the interquartile range is above 2. Scores on another scale are put on this one
    first (`points`); of scores without a scale, 2 points are 40 % of the opportunity's median.

    `low` and `high` bound the median with order statistics: no shape of the scores is assumed. The
    coverage is the smallest possible of at least 95 % (96.9 % with 6 experts, 95.9 % with 20);
    with fewer than 6 experts no such interval exists, and both are missing.

    Args:
        scores: As for `expert_scores`; with `weights` also `role`, one per expert.
        weights: Per role its weight, 0 or more: median, mean, sd and all ranges are weighted, and
            the interval rests on the effective number of experts. Experts with weight 0 are left
            out. Without weights all experts weigh the same.
        method: As for `expert_scores`.

    Returns:
        opportunity, round, n (experts with a score), abstained (experts asked who have none),
        n_effective (n when weights are equal, less when not), median, mean, sd, low, high,
        spread_low and spread_high (percentiles 10 and 90 of the experts), iqr, disagreement (by
        RAND/UCLA), changed (share of net person-changes since the round before), stable (blank when
        not known), verdict. An opportunity on which all abstained has n 0. Sorted by round and
        opportunity.

    Raises:
        ScoreError: As for `expert_scores`; or a role is blank or has no weight, an expert has two
            roles, or a weight is below 0.

    Source:
        Conover (1999), Practical Nonparametric Statistics, section 3.2 (interval of a quantile);
        Akinshin (2023), Weighted quantile estimators, arXiv:2304.07265.
    """
    return judged_panel(checked_scores(scores, weights, method=method), method)


def judged_panel(given: DataFrame, method: Method) -> DataFrame:
    """Bring scores together that are checked already.

    Args:
        given: As `checked_scores` gives them.
        method: As for `expert_scores`.

    Returns:
        As `panel_scores`.
    """
    wide, weight = score_matrix(given, method)
    on_ten = points(wide, method)
    quantile = {p: row_quantile(wide, p, weight) for p in (0.1, 0.25, 0.5, 0.75, 0.9)}
    table = DataFrame(
        {"n": wide.notna().sum(axis="columns").astype(int), "n_effective": effective_number(wide, weight)}
    )
    heavy = given[given["weight"] > 0]
    asked = heavy.groupby(["round", "opportunity"])["expert"].nunique().reindex(table.index, fill_value=0)
    table["abstained"] = asked - table["n"]
    table["median"], table["iqr"] = quantile[0.5], quantile[0.75] - quantile[0.25]
    table["spread_low"], table["spread_high"] = quantile[0.1], quantile[0.9]
    table[["mean", "sd"]] = _mean_and_sd(wide, weight)
    table[["low", "high"]] = row_median_interval(wide, weight)
    table["disagreement"] = ipras(on_ten, weights=weight)["disagreement"]
    table[["changed", "stable"]] = round_changes(on_ten)[["changed", "stable"]].reindex(table.index)
    ranges = row_quantile(on_ten, 0.75, weight) - row_quantile(on_ten, 0.25, weight)
    middles = row_quantile(on_ten, 0.5, weight)
    return table.assign(verdict=_verdict(table, middles, ranges)).reset_index()[COLUMNS]


def _mean_and_sd(wide: DataFrame, weight: Series) -> DataFrame:
    """With equal weights the usual ones, n - 1 below the sd."""
    heavy = wide.notna() * weight
    total = heavy.sum(axis="columns")
    total = total.where(total > 0)
    mean = (wide * heavy).sum(axis="columns") / total
    squares = (wide.sub(mean, axis="index") ** 2 * heavy).sum(axis="columns")
    freedom = total - (heavy**2).sum(axis="columns") / total
    return pd.concat([mean, np.sqrt(squares / freedom.where(freedom > 1e-9))], axis="columns")


def _verdict(table: DataFrame, median: Series, iqr: Series) -> Series:
    """The verdicts, by median and interquartile range on the scale from 1 to 10."""
    agreed = (table["n"] >= 2) & (iqr.round(9) <= AGREED_IQR) & ~table["disagreement"]
    rounds = DataFrame({"median": median, "agreed": agreed.astype(float)}).groupby("opportunity")
    moved = rounds.diff().abs().round(9)
    matters = moved["median"].ge(MOVED_MEDIAN) | moved["agreed"].gt(0)
    moving = table["stable"].eq(False).fillna(False).astype(bool) & matters
    one = table["n"].eq(1)
    verdicts = np.select([moving, one, agreed], ["unstable", "one expert", "agreed"], "no consensus")
    return Series(verdicts, index=table.index, dtype="str")
