"""Scores over the waves of a survey, and whether they changed: who answered in both is allowed for."""

from collections.abc import Mapping, Sequence

import numpy as np
from pandas import DataFrame, Series, concat

from workbook.differences import holm, holm_of_known
from workbook.engagement import Question
from workbook.intervals import Z95
from workbook.privacy import declare, tells
from workbook.understand.answers import answers_to, pulls
from workbook.understand.scores import adds, scores

RELATION, TOUCHPOINTS = "relation", "touchpoints"
NOTHING = 1e-9
"""A variance below this is none."""
MEASURES, CHANGES = ["score", "low", "high"], ["change", "change_low", "change_high", "p"]


def scores_by_wave(
    answers: DataFrame, relation: Mapping[str, Question], contacts: Mapping[str, Question]
) -> DataFrame:
    """Scores of the relation and of each touchpoint in every quarter in which they were asked.

    The change is that since the first wave of the same series. Who answers in both makes it more certain, or
    less, by how much their two answers go together.

    Args:
        answers: Table of answers: at, respondent_id, touchpoint (blank: the relation), question, score,
            [customer_id, cluster, weight].
        relation: The questions about the relation, the leading one first.
        contacts: Those about touchpoints.

    Returns:
        One row per series and wave, the relation first and then by touchpoint: question, kind, measure,
        touchpoint, wave (as in 2017Q4), n, score, low, high, change, change_low, change_high (in the unit of
        the score; blank in the first wave), p (two-sided; of touchpoints
        corrected by Holm for the number of them in the wave), n_both (people who answered in both waves) and
        fewest (the fewer people of the two waves).

    Source:
        As `scores` and `score_change`; the covariance of two means over the same people: Kish (1965), Survey
        Sampling, section 12.4.

    Example:
        >>> import pandas as pd
        >>> at = pd.to_datetime(["2017-01-05"] * 4 + ["2017-04-05"] * 4)
        >>> answers = pd.DataFrame({"at": at, "respondent_id": range(8), "question": "nps"})
        >>> answers["touchpoint"] = None
        >>> answers["score"] = [9, 9, 5, 5, 9, 9, 9, 8]
        >>> waves = scores_by_wave(answers, {"nps": Question(kind="nps")}, {})
        >>> waves[["wave", "score", "change"]].to_numpy().tolist()
        [['2017Q1', 0.0, nan], ['2017Q2', 75.0, 75.0]]
    """
    waves = answers.assign(wave=answers["at"].dt.to_period("Q").astype("str"))
    whole = waves["touchpoint"].isna()
    series = [(name, question, waves[whole]) for name, question in relation.items()]
    series += [(name, question, waves[~whole]) for name, question in contacts.items()]
    columns = [
        "question",
        "kind",
        "measure",
        "touchpoint",
        "wave",
        "n",
        "persons",
        *MEASURES,
        *CHANGES,
        "n_both",
        "fewest",
    ]
    tables = [table for part in series if len(table := _since_first(*part))]
    table = concat(tables, ignore_index=True)[columns] if tables else DataFrame(columns=columns)
    table.attrs.clear()
    told = declare(
        table.astype({"n": int, "persons": int}), *MEASURES, n="persons", totals=["question", "wave"]
    )
    return declare(told, *CHANGES, n="fewest", totals=["question", "wave"])


def scores_now(answers: DataFrame, questions: Mapping[str, Question], quarter: str) -> DataFrame:
    """Score of each question in a quarter, about the relation and about touchpoints, and its last change.

    Args:
        answers: Table of answers up to the end of the quarter, as for `scores_by_wave`.
        questions: Those to score, the leading one first.
        quarter: As 2017Q4.

    Returns:
        One row per question and about ("relation", or "touchpoints": all of them together), in the order of
        the
        questions: question, kind, measure, about, n (answers), score, se, low, high, wave_before (the last
        quarter before this one in which it was asked; blank where there is none), score_before, change,
        change_low, change_high, p (of the change), p_holm (corrected for the number of changes), n_both
        (people in both) and fewest (the fewer people of the two).

    Source:
        As `scores`, `score_change` and `workbook.differences.holm`.

    Example:
        >>> import pandas as pd
        >>> at = pd.to_datetime(["2017-01-05"] * 4 + ["2017-04-05"] * 4)
        >>> answers = pd.DataFrame({"at": at, "respondent_id": range(8), "question": "nps"})
        >>> answers["touchpoint"] = None
        >>> answers["score"] = [9, 9, 5, 5, 9, 9, 9, 8]
        >>> now = scores_now(answers, {"nps": Question(kind="nps")}, "2017Q2")
        >>> now[["about", "n", "score", "wave_before", "change"]].to_numpy().tolist()
        [['relation', 4, 75.0, '2017Q1', 75.0]]
    """
    rows = answers[answers["score"].notna()]
    rows = rows.assign(
        wave=rows["at"].dt.to_period("Q").astype("str"),
        about=np.where(rows["touchpoint"].isna(), RELATION, TOUCHPOINTS),
    )
    now, keys = rows[rows["wave"].eq(quarter)], ["question", "about"]
    earlier = rows[rows["wave"].lt(quarter)]
    before = earlier[earlier["wave"].eq(earlier.groupby(keys)["wave"].transform("max"))]
    both = in_both_waves(before, now, questions, ["about"])
    then, table = (scores(part, questions, ["about"]) for part in (before, now))
    change = score_change(then, table, ["about"], both)
    fewer = then[[*keys, "persons"]].merge(table[[*keys, "persons"]], on=keys).set_index(keys).min(axis=1)
    change = change.rename(columns={"low": "change_low", "high": "change_high"})
    change = change.assign(p_holm=holm_of_known(change["p"])).join(fewer.rename("fewest"), on=keys)
    last = before.drop_duplicates(keys)[[*keys, "wave"]].rename(columns={"wave": "wave_before"})
    told = ["score_before", *CHANGES, "p_holm", "n_both", "fewest"]
    table = table.merge(last, how="left", on=keys).merge(change[[*keys, *told]], how="left", on=keys)
    table.attrs.clear()
    table = declare(table, *MEASURES, "se", n="persons", totals=["question"])
    return declare(table, "score_before", *CHANGES, "p_holm", n="fewest", totals=["question"])


def _since_first(name: str, question: Question, answers: DataFrame) -> DataFrame:
    """The scores of one question per touchpoint and wave, with the change since the first wave of each."""
    from scipy.special import ndtr

    by = ["touchpoint", "wave"]
    table = scores(answers, {name: question}, by)
    first = table.groupby("touchpoint", dropna=False)[["score", "se", "persons"]].transform("first")
    later = table.duplicated("touchpoint")
    each = _pulls(answers, name, question, by)
    start = each.groupby("touchpoint", dropna=False)["wave"].transform("min")
    both = _covariances(each, each[each["wave"].eq(start)].drop(columns="wave"), ["touchpoint"])
    table = table.merge(both.groupby(by, dropna=False, as_index=False).sum(), how="left", on=by)
    variance = table["se"] ** 2 + first["se"] ** 2 - 2 * table["covariance"]
    change, half = (table["score"] - first["score"]).where(later), Z95 * np.sqrt(variance.clip(lower=0))
    se = np.sqrt(variance.where(later & (variance > NOTHING)))
    p = Series(2 * ndtr(-(change / se).abs().astype(float)), table.index)
    return table.assign(
        p=p.groupby(table["wave"]).transform(holm),
        n_both=table["n_both"].where(later),
        change=change,
        change_low=change - half,
        change_high=change + half,
        fewest=np.minimum(table["persons"], first["persons"]),
    )


def _pulls(answers: DataFrame, name: str, question: Question, by: Sequence[str]) -> DataFrame:
    rows = answers_to(answers, name)
    return pulls(rows, adds(rows["score"], question), by).reset_index()


def _covariances(each: DataFrame, others: DataFrame, on: list[str]) -> DataFrame:
    """Per person of a wave what they add to the covariance with another one, and whether they are in it."""
    pairs = each.merge(others, how="left", on=[*on, "person"], suffixes=("", "_other"))
    return pairs.assign(
        covariance=(pairs["pull"] * pairs["pull_other"]).fillna(0.0), n_both=pairs["pull_other"].notna()
    ).drop(columns=["person", "pull", "pull_other"])


@tells()
def in_both_waves(
    before: DataFrame, after: DataFrame, questions: Mapping[str, Question], on: Sequence[str] = ()
) -> DataFrame:
    """How many people of a wave answered in the one before it too, and how their answers go together.

    Args:
        before: Answers of the earlier wave: question, score, respondent_id, the columns of `on`,
            [customer_id, cluster, weight].
        after: Those of the later wave.
        questions: Those to compare, by name.
        on: Columns that identify a group.

    Returns:
        One row per question and group of the later wave: question, on…, covariance (of the two scores) and
        n_both (people in both).

    Source:
        The covariance of two means over the same people: Kish (1965), Survey Sampling, section 12.4.

    Example:
        >>> wave = DataFrame({"respondent_id": ["a", "b"], "phase": "buy", "question": "nps"})
        >>> wave["score"] = [10, 0]
        >>> in_both_waves(wave, wave, {"nps": Question(kind="nps")}, ["phase"]).to_numpy().tolist()
        [['nps', 'buy', 5000.0, 2]]
    """
    keys = ["question", *on]
    waves = [
        [_pulls(answers, name, question, on).assign(question=name) for name, question in questions.items()]
        for answers in (before, after)
    ]
    if not questions:
        return DataFrame(columns=[*keys, "covariance", "n_both"])
    earlier, later = (concat(parts, ignore_index=True)[[*keys, "person", "pull"]] for parts in waves)
    return _covariances(later, earlier, keys).groupby(keys, dropna=False, as_index=False).sum()


@tells()
def score_change(
    before: DataFrame, after: DataFrame, on: Sequence[str] = (), both: DataFrame | None = None
) -> DataFrame:
    """Change of scores between two waves.

    z = change / √(se_before² + se_after² − 2 · covariance). Where neither wave has any spread (everybody in
    one camp), or all say in both what they said, there is nothing to judge the change by: low, high, z and p
    are blank.

    Args:
        before: The earlier wave, as `scores` returns it.
        after: The later wave, as `scores` returns it, by the same columns.
        on: Columns that identify a group. Questions and groups that are in one wave only are left out.
        both: Who answered in both, as `in_both_waves` returns it by the same columns; the waves are taken as
            independent if not given.

    Returns:
        One row per question and group in both: question, measure, on…, score_before, score_after, change,
        low, high (in the unit of the score, 95 % interval of the change), z, p (two-sided), n_before,
        n_after, n_both (people in both waves; 0 if not given).

    Source:
        Difference of two estimates with the variance of Rocks (2016); who is in both: Kish (1965), Survey
        Sampling, section 12.4.

    Example:
        >>> before = DataFrame({"question": ["nps"], "measure": "nps", "score": 10.0, "se": 3.0, "n": 500})
        >>> after = before.assign(score=20.0, se=4.0, n=480)
        >>> score_change(before, after)[["change", "low", "high", "z"]].round(1)
           change  low  high    z
        0    10.0  0.2  19.8  2.0
    """
    from scipy.special import ndtr

    keys, shared = ["question", "measure", *on], ["covariance", "n_both"]
    columns = [*keys, "score", "se", "n"]
    waves = before[columns].merge(
        after[columns], suffixes=("_before", "_after"), on=keys, validate="one_to_one"
    )
    if both is None:
        waves = waves.assign(covariance=0.0, n_both=0)
    else:
        join = ["question", *on]
        waves = waves.merge(both[[*join, *shared]], how="left", on=join).fillna(dict.fromkeys(shared, 0))
    change = waves["score_after"] - waves["score_before"]
    variance: Series = waves["se_before"] ** 2 + waves["se_after"] ** 2 - 2 * waves["covariance"]
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
    return table[[*keys, "score_before", "score_after", *measures, *counts]]
