"""Net Promoter Score with its error, per group and between two waves."""

from collections.abc import Sequence

import numpy as np
from pandas import DataFrame, Series

from workbook.differences import first_against_others, per_person, redrawn_means
from workbook.errors import MeasureError
from workbook.intervals import Z95
from workbook.privacy import declare, tells
from workbook.understand.answers import answers_to, independent_answers, pulls, weighted_shares

SCALES = ("0-10", "1-10")
NOTHING = 1e-9
"""A variance in points² below this is none."""


@tells("promoters", "passives", "detractors", "nps", "se", "low", "high")
def nps(answers: DataFrame, by: Sequence[str] = (), *, scale: str = "0-10") -> DataFrame:
    """Net Promoter Score of each group, with its error.

    100 · (promoters − detractors); promoters score 9 or 10, detractors 6 or lower. The standard
    error is 100 · √[(p + d − (p − d)²) / n]. With weights, or where people answered more than once or
    were drawn in clusters, the shares are weighted and the standard error is the linearised one over
    people. The interval is the adjusted Wald one, which holds for small groups too, so its centre is not
    the score itself; n is then the number of independent answers that would have that error.

    Args:
        answers: Table of answers: question, score, the columns of `by`, [respondent_id, customer_id,
            cluster, weight]. Only rows with question "nps" count; answers about a touchpoint and about the
            whole relation are pooled unless `by` holds "touchpoint" (blank: the whole relation) or the
            caller picks.
        by: Columns that make the groups; none makes one group.
        scale: "0-10", or "1-10" as some Dutch surveys ask it; the groups are the same on both.

    Returns:
        One row per group, sorted: by…, n (answers), promoters, passives, detractors (shares, 0 to
        1), nps, se, low, high (points, −100 to 100; `low` and `high` bound the 95 % interval).

    Raises:
        MeasureError: The scale is unknown.

    Source:
        Reichheld (2003), Harvard Business Review 81(12), p. 46-54; interval: Rocks (2016),
        Interval estimation for the Net Promoter Score, The American Statistician 70(4), p. 365-372;
        linearised error: Lumley (2004), Journal of Statistical Software 9(8).

    Example:
        >>> import pandas as pd
        >>> answers = pd.DataFrame({"question": "nps", "score": [10, 9, 9, 8, 3]})
        >>> nps(answers).round(1)
           n  promoters  passives  detractors   nps    se   low  high
        0  5        0.6       0.2         0.2  40.0  35.8 -29.8  79.8
    """
    if scale not in SCALES:
        raise MeasureError(f"NPS scale '{scale}' is not known; use one of: {', '.join(SCALES)}.")
    rows = answers_to(answers, "nps")
    promoter, detractor = rows["score"] >= 9, rows["score"] <= 6
    flags = DataFrame({"promoters": promoter, "passives": ~(promoter | detractor), "detractors": detractor})
    shares = weighted_shares(rows, flags, by)
    p, d = shares["promoters"], shares["detractors"]
    n = independent_answers(rows, points(rows["score"]), by, spread=100**2 * (p + d - (p - d) ** 2))
    p_adjusted, d_adjusted = (p * n + 0.75) / (n + 3), (d * n + 0.75) / (n + 3)
    centre, half = 100 * (p_adjusted - d_adjusted), Z95 * _standard_error(p_adjusted, d_adjusted, n + 3)
    return shares.assign(
        nps=100 * (p - d),
        se=_standard_error(p, d, n),
        low=(centre - half).clip(lower=-100),
        high=(centre + half).clip(upper=100),
    )[[*by, "n", *flags.columns, "nps", "se", "low", "high"]]


def nps_differences(answers: DataFrame, touchpoints: DataFrame, *, seed: int) -> DataFrame:
    """How far the touchpoint with the lowest NPS lies below each of the others.

    Args:
        answers: Table of answers: respondent_id, touchpoint, question, score, [customer_id, cluster, weight].
        touchpoints: Those to compare, as `nps` returns them by touchpoint; hidden ones are left out.
        seed: Seed of the draws.

    Returns:
        As `workbook.differences.first_against_others` returns it, in points.

    Example:
        >>> import pandas as pd
        >>> answers = pd.DataFrame({"respondent_id": range(80), "question": "nps"})
        >>> answers["touchpoint"], answers["score"] = ["till", "app"] * 40, [3, 9] * 40
        >>> nps_differences(answers, nps(answers, ["touchpoint"]), seed=1)[["first", "difference"]].values
        array([['till', -200.0]], dtype=object)
    """
    known = touchpoints.dropna(subset=["nps"]).set_index("touchpoint")
    rows = answers_to(answers, "nps")
    rows = rows[rows["touchpoint"].isin(known.index)]
    totals, weights = per_person(rows, points(rows["score"]), rows["touchpoint"])
    draws = redrawn_means(totals, weights, ends=(-100, 100), seed=seed)
    return first_against_others(known["nps"], draws, known["n"], lowest=True)


def points(scores: Series) -> Series:
    """What an answer adds to the NPS: 100 of a promoter, 0 of a passive, -100 of a detractor.

    Example:
        >>> points(Series([9, 8, 6])).tolist()
        [100.0, 0.0, -100.0]
    """
    return 100.0 * ((scores >= 9).astype(int) - (scores <= 6).astype(int))


def nps_by_wave(answers: DataFrame, *, scale: str = "0-10") -> DataFrame:
    """NPS of the relation and of each touchpoint in every quarter in which it was asked.

    The change is that since the first wave of the same series. Who answers in both makes it more certain, or
    less, by how much their two answers go together.

    Args:
        answers: Table of answers: at, respondent_id, touchpoint (blank: the relation), question, score,
            [customer_id, cluster, weight].
        scale: As for `nps`.

    Returns:
        One row per series and wave, the relation first and then by touchpoint: touchpoint, wave (as in
        2017Q4), n, nps, low, high, change, change_low, change_high (points; blank in the first wave), n_both
        (people who answered in both waves) and fewest (the smaller n of the two waves).

    Source:
        As `nps` and `nps_change`; the covariance of two means over the same people: Kish (1965), Survey
        Sampling, section 12.4.

    Example:
        >>> import pandas as pd
        >>> at = pd.to_datetime(["2017-01-05"] * 4 + ["2017-04-05"] * 4)
        >>> answers = pd.DataFrame({"at": at, "respondent_id": range(8), "touchpoint": None})
        >>> answers["question"] = "nps"
        >>> answers["score"] = [9, 9, 5, 5, 9, 9, 9, 8]
        >>> nps_by_wave(answers)[["wave", "nps", "change"]].to_numpy().tolist()
        [['2017Q1', 0.0, nan], ['2017Q2', 75.0, 75.0]]
    """
    series, measures = ["touchpoint"], ["nps", "low", "high"]
    waves = answers.assign(wave=answers["at"].dt.to_period("Q").astype("str"))
    scores = nps(waves, [*series, "wave"], scale=scale)
    first = scores.groupby(series, dropna=False)[["nps", "se", "n"]].transform("first")
    later = scores.duplicated(series)
    change = (scores["nps"] - first["nps"]).where(later)
    both = _with_first_wave(answers_to(waves, "nps"), [*series, "wave"])
    scores = scores.merge(both, how="left", on=[*series, "wave"])
    variance = scores["se"] ** 2 + first["se"] ** 2 - 2 * scores["covariance"]
    half = Z95 * np.sqrt(variance.clip(lower=0))
    scores = scores.assign(
        n_both=scores["n_both"].where(later),
        change=change,
        change_low=change - half,
        change_high=change + half,
        fewest=np.minimum(scores["n"], first["n"]),
    ).sort_values([*series, "wave"], na_position="first", ignore_index=True)
    changes = ["change", "change_low", "change_high"]
    table = scores[[*series, "wave", "n", *measures, *changes, "n_both", "fewest"]]
    table.attrs.clear()
    told = declare(table, *measures, totals=["wave"])
    return declare(told, *changes, n="fewest", totals=["wave"])


def _with_first_wave(rows: DataFrame, by: list[str]) -> DataFrame:
    """How many people of each wave are also in the first one of its series, and how their answers covary."""
    each, series = pulls(rows, points(rows["score"]), by).reset_index(), by[:-1]
    first = each[each["wave"].eq(each.groupby(series, dropna=False)["wave"].transform("min"))]
    return (
        _covariances(each, first.drop(columns="wave"), series).groupby(by, dropna=False, as_index=False).sum()
    )


def _covariances(each: DataFrame, others: DataFrame, on: list[str]) -> DataFrame:
    """Per person of a wave what they add to the covariance with another one, and whether they are in it."""
    pairs = each.merge(others, how="left", on=[*on, "person"], suffixes=("", "_other"))
    return pairs.assign(
        covariance=(pairs["pull"] * pairs["pull_other"]).fillna(0.0), n_both=pairs["pull_other"].notna()
    ).drop(columns=["person", "pull", "pull_other"])


@tells()
def nps_in_both(before: DataFrame, after: DataFrame, on: list[str]) -> DataFrame:
    """How many people of a wave answered in the one before it too, and how their answers go together.

    Args:
        before: Answers of the earlier wave: question, score, respondent_id, the columns of `on`,
            [customer_id, cluster, weight].
        after: Those of the later wave.
        on: Columns that identify a group, one or more.

    Returns:
        One row per group of the later wave: on…, covariance (of the two scores, in points²) and n_both
        (people in both).

    Source:
        The covariance of two means over the same people: Kish (1965), Survey Sampling, section 12.4.

    Example:
        >>> wave = DataFrame({"respondent_id": ["a", "b"], "phase": "buy", "question": "nps"})
        >>> wave["score"] = [10, 0]
        >>> nps_in_both(wave, wave, ["phase"]).to_numpy().tolist()
        [['buy', 5000.0, 2]]
    """
    waves = (answers_to(answers, "nps") for answers in (before, after))
    earlier, later = (pulls(rows, points(rows["score"]), on).reset_index() for rows in waves)
    return _covariances(later, earlier, on).groupby(on, dropna=False, as_index=False).sum()


@tells()
def nps_change(
    before: DataFrame, after: DataFrame, on: Sequence[str], both: DataFrame | None = None
) -> DataFrame:
    """Change of the NPS between two waves.

    z = change / √(se_before² + se_after² − 2 · covariance). Where neither wave has any spread (everybody in
    one camp), or all say in both what they said, there is nothing to judge the change by: low, high, z and p
    are blank.

    Args:
        before: The earlier wave, as `nps` returns it.
        after: The later wave, as `nps` returns it, by the same columns.
        on: Columns that identify a group; none when both hold one row. Groups that are in one
            wave only are left out.
        both: Who answered in both, as `nps_in_both` returns it by the same columns; the waves are taken as
            independent if not given.

    Returns:
        One row per group in both: on…, nps_before, nps_after, change, low, high (points, 95 %
        interval of the change), z, p (two-sided), n_before, n_after, n_both (people in both waves; 0 if not
        given).

    Source:
        Difference of two estimates with the variance of Rocks (2016); who is in both: Kish (1965), Survey
        Sampling, section 12.4.

    Example:
        >>> import pandas as pd
        >>> before = pd.DataFrame({"nps": [10.0], "se": [3.0], "n": [500]})
        >>> after = pd.DataFrame({"nps": [20.0], "se": [4.0], "n": [480]})
        >>> nps_change(before, after, on=[])[["change", "low", "high", "z"]].round(1)
           change  low  high    z
        0    10.0  0.2  19.8  2.0
    """
    from scipy.special import ndtr

    columns, shared = [*on, "nps", "se", "n"], ["covariance", "n_both"]
    join = {"on": list(on), "validate": "one_to_one"} if on else {"how": "cross"}
    waves = before[columns].merge(after[columns], suffixes=("_before", "_after"), **join)
    if both is None:
        waves = waves.assign(covariance=0.0, n_both=0)
    else:
        waves = waves.merge(both[[*on, *shared]], how="left", on=list(on)).fillna(dict.fromkeys(shared, 0))
    change = waves["nps_after"] - waves["nps_before"]
    variance = waves["se_before"] ** 2 + waves["se_after"] ** 2 - 2 * waves["covariance"]
    se = np.sqrt(variance.where(variance > NOTHING))
    z = change / se
    measures = {
        "change": change,
        "low": change - Z95 * se,
        "high": change + Z95 * se,
        "z": z,
        "p": 2 * ndtr(-z.abs()),
    }
    counts = ["n_before", "n_after", "n_both"]
    table = waves.assign(**measures).astype({"n_both": int})
    return table[[*on, "nps_before", "nps_after", *measures, *counts]]


def _standard_error(promoters: Series, detractors: Series, n: Series) -> Series:
    return 100 * np.sqrt((promoters + detractors - (promoters - detractors) ** 2) / n)
