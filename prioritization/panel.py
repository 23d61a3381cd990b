"""Many experts' scores become one, with their spread and a verdict on consensus."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas import DataFrame, Series
from scipy import stats

from prioritization.errors import ScoreError, did_you_mean, fault_list
from prioritization.scoring import pie_score

CRITERIA = ("potential", "importance", "ease")
KEY = ["expert", "round", "opportunity", "criterion"]
AGREED_IQR = 2.0
"""The widest interquartile range, on the 1-10 scale, that counts as agreement."""


@dataclass(frozen=True)
class KendallW:
    """How far experts rank the same items alike, from 0 (not at all) to 1 (the same).

    Attributes:
        w: Coefficient of concordance, corrected for ties.
        chi2: Its test statistic, with items - 1 degrees of freedom.
        p: Chance of a concordance this strong among experts who rank at random.
        experts: Experts that ranked.
        items: Items that every expert rated; the others are left out.
    """

    w: float
    chi2: float
    p: float
    experts: int
    items: int


def pie_by_expert(scores: DataFrame) -> DataFrame:
    """Score every opportunity as each expert sees it.

    An expert who abstained on a criterion, or skipped one, has no PIE score for that opportunity
    in that round: two thirds of an opinion is not an opinion.

    Args:
        scores: A row per expert, round, opportunity and criterion (potential, importance, ease):
            `score` from 1 to 10; optionally `abstained`, true where the expert gave none.

    Returns:
        expert, round, opportunity, pie; sorted by round, opportunity and expert.

    Raises:
        ScoreError: Columns are missing, a score lies outside 1 to 10, a criterion is unknown, or a
            score is given twice.

    Example:
        >>> given = pd.DataFrame({"expert": "ann", "round": 1, "opportunity": "returns",
        ...     "criterion": ["potential", "importance", "ease"], "score": [9, 10, 5]})
        >>> pie_by_expert(given)["pie"].tolist()
        [8.0]
    """
    given = _given(scores)
    wide = given.pivot(index=["round", "opportunity", "expert"], columns="criterion", values="score")
    whole = wide.reindex(columns=list(CRITERIA)).dropna()
    pie = pie_score(whole["potential"], whole["importance"], whole["ease"])
    return pie.rename("pie").reset_index()[["expert", "round", "opportunity", "pie"]]


def panel_scores(scores: DataFrame) -> DataFrame:
    """Bring the experts' PIE scores together, per opportunity and round.

    The verdict is "agreed" when at least two experts scored and the interquartile range is at most
    2 on the 1-10 scale; otherwise "no consensus", which is a result too.

    `low` and `high` bound the median with order statistics: no shape of the scores is assumed. The
    coverage is the smallest possible of at least 95 % (96.9 % with 6 experts, 95.9 % with 20);
    with fewer than 6 experts no such interval exists, and both are missing.

    Args:
        scores: As for `pie_by_expert`.

    Returns:
        opportunity, round, n (experts with a score), median, mean, low, high, iqr, verdict. An
        opportunity on which all abstained has n 0. Sorted by round and opportunity.

    Raises:
        ScoreError: As for `pie_by_expert`.

    Source:
        Conover (1999), Practical Nonparametric Statistics, section 3.2 (interval of a quantile).
    """
    pies = pie_by_expert(scores).groupby(["round", "opportunity"])["pie"]
    asked = pd.MultiIndex.from_frame(
        scores[["round", "opportunity"]].drop_duplicates().sort_values(["round", "opportunity"])
    )
    table = DataFrame({"n": pies.size(), "median": pies.median(), "mean": pies.mean()}).reindex(asked)
    table["n"] = table["n"].fillna(0).astype(int)
    bounds = {group: median_interval(pie) for group, pie in pies}
    table["low"] = Series({group: low for group, (low, _) in bounds.items()}, dtype=float)
    table["high"] = Series({group: high for group, (_, high) in bounds.items()}, dtype=float)
    table["iqr"] = pies.quantile(0.75) - pies.quantile(0.25)
    agreed = (table["n"] >= 2) & (table["iqr"].round(9) <= AGREED_IQR)
    table["verdict"] = np.where(agreed, "agreed", "no consensus")
    return table.reset_index()[
        ["opportunity", "round", "n", "median", "mean", "low", "high", "iqr", "verdict"]
    ]


def median_interval(values: Series) -> tuple[float, float]:
    """Bound a median by order statistics, at 95 % or just above.

    Args:
        values: What was observed; nothing is assumed of its distribution.

    Returns:
        The k-th smallest and the k-th largest value, for the largest k whose binomial coverage
        1 - 2·P(X < k), X ~ Bin(n, 1/2), is at least .95; both missing with fewer than 6 values.

    Source:
        Conover (1999), Practical Nonparametric Statistics, section 3.2.

    Example:
        >>> median_interval(pd.Series([4, 5, 6, 7, 8, 9]))
        (4.0, 9.0)
    """
    n = len(values)
    k = int(stats.binom.ppf(0.025, n, 0.5))  # the largest k with P(X < k) below .025
    if k < 1:
        return np.nan, np.nan
    ordered = np.sort(values.to_numpy(dtype=float))
    return float(ordered[k - 1]), float(ordered[n - k])


def kendall_w(ratings: DataFrame) -> KendallW:
    """Measure how far experts rank the same items alike.

    12·S / (m²(n³ - n) - m·T), with T = Σ(t³ - t) over each expert's ties.

    Args:
        ratings: A row per item, a column per expert; blank where an expert abstained. Items with a
            blank are left out, and `items` says how many were used.

    Returns:
        W with its chi-square test.

    Raises:
        ScoreError: Fewer than two experts, fewer than two items that all of them rated, or every
            expert rates all items the same.

    Source:
        Kendall & Babington Smith (1939), Annals of Mathematical Statistics 10(3), p. 275-287.

    Example:
        >>> kendall_w(pd.DataFrame({"ann": [1, 2, 3], "bob": [1, 2, 3]})).w
        1.0
    """
    ranks = ratings.dropna().rank()
    items, experts = ranks.shape
    if items < 2 or experts < 2:
        raise ScoreError(
            f"Concordance needs 2 experts and 2 items that all of them rated; "
            f"there are {experts} and {items}. Leave out whoever abstained most."
        )
    sums = ranks.sum(axis="columns")
    ties = sum(_ties(ranked) for _, ranked in ranks.items())
    room = experts**2 * (items**3 - items) - experts * ties
    if room == 0:
        raise ScoreError("Concordance needs a ranking: every expert rates all items the same.")
    w = float(12 * ((sums - sums.mean()) ** 2).sum() / room)
    chi2 = experts * (items - 1) * w
    return KendallW(w, chi2, float(stats.chi2.sf(chi2, items - 1)), experts, items)


def _ties(ranked: Series) -> int:
    alike = ranked.value_counts()
    return int((alike**3 - alike).sum())


def _given(scores: DataFrame) -> DataFrame:
    """The scores that were given, once nothing is wrong with any of them."""
    missing = [f"column '{name}' is missing" for name in [*KEY, "score"] if name not in scores]
    if missing:
        raise ScoreError(fault_list("The experts' scores", missing))
    given = scores.reset_index(drop=True)
    if "abstained" in given:
        given = given[~given["abstained"].astype("boolean").fillna(False).astype(bool)]
    faults = _score_faults(given)
    if faults:
        raise ScoreError(fault_list("The experts' scores", faults))
    return given.assign(score=pd.to_numeric(given["score"]))


def _score_faults(given: DataFrame) -> list[str]:
    blanks = given[KEY].isna().stack()
    faults = [f"row {row + 1}, {column}: is blank" for row, column in blanks.index[blanks]]
    values = pd.to_numeric(given["score"], errors="coerce")
    for row in given.index[~values.between(1, 10)]:
        faults.append(f"row {row + 1}, score: {given.at[row, 'score']} is not within 1 to 10")
    for row in given.index[~given["criterion"].isin(CRITERIA)]:
        criterion = str(given.at[row, "criterion"])
        offer = did_you_mean(criterion, CRITERIA)
        faults.append(f"row {row + 1}, criterion: '{criterion}' is not one of {', '.join(CRITERIA)}{offer}")
    for row in given.index[given.duplicated(KEY)]:
        who = ", ".join(str(given.at[row, column]) for column in KEY)
        faults.append(f"row {row + 1}: a score of {who} is given twice")
    return faults
