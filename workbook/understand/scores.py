"""The score of any question that was asked, with its error: NPS, CSAT, CES, a mean or a share."""

from collections.abc import Mapping, Sequence

import numpy as np
from pandas import DataFrame, Series, concat

from workbook.differences import first_against_others, people, per_person, redrawn_means
from workbook.engagement import Question
from workbook.intervals import Z95
from workbook.privacy import tells
from workbook.understand.answers import answers_to, independent_answers

MEASURES = ("score", "se", "low", "high")
POINTS, PERCENT = ("nps", "ces_net"), ("csat", "ces_top", "yes")
"""Measures from −100 to 100, and from 0 to 100; the others are means, on the scale of their question."""
FEW_ANSWERS = 3
"""On a scale of so many answers or fewer the highest one counts as satisfied, on a longer one the two
highest."""


def measure_of(question: Question) -> str:
    """How the answers to a question are counted.

    Returns:
        "nps"; "csat", the share with one of the two highest answers; "ces_mean", "ces_top" or "ces_net", by
        the formula of the question; "yes", the share who said yes; or "mean".

    Example:
        >>> measure_of(Question(kind="effort", formula="top")), measure_of(Question(scale="stars"))
        ('ces_top', 'mean')
    """
    if question.kind == "effort":
        return {"mean": "ces_mean", "top": "ces_top", "net": "ces_net"}[question.formula]
    kinds = {"nps": "nps", "satisfaction": "csat"}
    return kinds.get(question.kind) or ("yes" if question.bounds == (0, 1) else "mean")


def ends(question: Question) -> tuple[float, float]:
    """The lowest and the highest score that a question can have.

    Example:
        >>> ends(Question(kind="nps")), ends(Question(scale="1-7"))
        ((-100, 100), (1, 7))
    """
    measure, (low, high) = measure_of(question), question.bounds
    if measure in POINTS:
        return -100, 100
    return (0, 100) if measure in PERCENT else (low, high)


def adds(scores: Series, question: Question) -> Series:
    """What each answer adds to the score, which is the mean of these.

    Args:
        scores: Answers to the question, on its scale.
        question: The question.

    Returns:
        In the unit of the score: of NPS 100, 0 or −100; of a share 100 or 0; of a mean the answer itself.

    Source:
        NPS: Reichheld (2003), Harvard Business Review 81(12), p. 46-54. CES, its mean: Dixon, Freeman & Toman
        (2010), Harvard Business Review 88(7/8), p. 116-122.

    Example:
        >>> adds(Series([9, 8, 6]), Question(kind="nps")).tolist()
        [100.0, 0.0, -100.0]
        >>> adds(Series([5, 4, 3]), Question(kind="satisfaction")).tolist()
        [100.0, 100.0, 0.0]
    """
    measure, (low, high) = measure_of(question), question.bounds
    if measure == "nps":
        return 100.0 * ((scores >= 9).astype(int) - (scores <= 6).astype(int))
    if measure == "ces_net":
        return 100.0 * ((scores >= high - 1).astype(int) - (scores <= low + 2).astype(int))
    if measure in PERCENT:
        return 100.0 * (scores >= counted_from(question))
    return scores.astype(float)


def counted_from(question: Question) -> int:
    """The lowest answer that counts in a share: of effort the three highest do, else the two highest, or one.

    Example:
        >>> counted_from(Question(kind="satisfaction", scale="0-10")), counted_from(Question(scale="yes/no"))
        (9, 1)
    """
    low, high = question.bounds
    if question.kind == "effort":
        return high - 2
    return high if high - low < FEW_ANSWERS else high - 1


def leading_question(answers: DataFrame, questions: Mapping[str, Question]) -> dict[str, Question]:
    """The question by which an engagement is led: of those that were answered the one asked for first.

    That is NPS where it was asked, else satisfaction, else effort, else the first rating. Give the answers
    about touchpoints, or those about the relation: what leads may differ.

    Args:
        answers: Table of answers: question, score.
        questions: Those that can lead, in that order, as `workbook.tables.questions.scored_questions` gives
            them.

    Returns:
        The question by its name; none where nobody answered one.

    Example:
        >>> answers = DataFrame({"question": ["effort", "csat"], "score": [5, 4]})
        >>> asked = {"csat": Question(kind="satisfaction"), "effort": Question(kind="effort")}
        >>> list(leading_question(answers, asked))
        ['csat']
    """
    answered = set(answers.loc[answers["score"].notna(), "question"])
    first = next((name for name in questions if name in answered), None)
    return {first: questions[first]} if first else {}


@tells(*MEASURES, n="persons", totals=["question"])
def scores(answers: DataFrame, questions: Mapping[str, Question], by: Sequence[str] = ()) -> DataFrame:
    """Score of each question in each group, with its error.

    A score is the weighted mean of what the answers add to it. Its standard error is the linearised one over
    people: who answered more than once, or was drawn in a cluster, counts as one. Its interval is that of
    Wilson for a share and the adjusted Wald one for NPS and means, which hold for small groups too; their n
    is the number of independent answers that would have that error.

    Args:
        answers: Table of answers: question, score, the columns of `by`, [respondent_id, customer_id, cluster,
            weight]. Answers about a touchpoint and about the relation are pooled unless `by` holds
            "touchpoint" (blank: the relation) or the caller picks.
        questions: Those to score, by name.
        by: Columns that make the groups; none makes one group.

    Returns:
        One row per question and group, the questions in their order and groups sorted: question, kind,
        measure, by…, n (answers), persons (who gave them), score, se, low, high (95 %): in points (NPS, net
        CES), percent (CSAT, top CES, yes) or on the scale of the question (means).

    Source:
        NPS: Rocks (2016), Interval estimation for the Net Promoter Score, The American Statistician 70(4),
        p. 365-372; shares: Wilson (1927), Journal of the American Statistical Association 22, p. 209-212;
        means: Agresti & Caffo (2000), The American Statistician 54(4), p. 280-288; linearised error: Lumley
        (2004), Journal of Statistical Software 9(8).

    Example:
        >>> answers = DataFrame({"question": "nps", "score": [10, 9, 9, 8, 3]})
        >>> scores(answers, {"nps": Question(kind="nps")})[["n", "score", "se", "low", "high"]].round(1)
           n  score    se   low  high
        0  5   40.0  35.8 -29.8  79.8
    """
    tables = [_scored(answers_to(answers, name), name, question, by) for name, question in questions.items()]
    columns = ["question", "kind", "measure", *by, "n", "persons", *MEASURES]
    if filled := [table for table in tables if len(table)]:
        return concat(filled, ignore_index=True)[columns]
    kinds = {"n": int, "persons": int, **dict.fromkeys(MEASURES, float)}
    return DataFrame(columns=columns).astype(kinds)


def _scored(rows: DataFrame, name: str, question: Question, by: Sequence[str]) -> DataFrame:
    table = moments(rows, question, by)
    low, high = _interval(table, question)
    spread = (table["square"] - table["score"] ** 2).clip(lower=0)
    table = table.assign(se=np.sqrt(spread / table["independent"]), low=low, high=high)
    return table.assign(question=name, kind=question.kind, measure=measure_of(question))


def moments(rows: DataFrame, question: Question, by: Sequence[str]) -> DataFrame:
    """The score of each group, the mean of the squares of what answers add, and how much it rests on.

    Args:
        rows: Answers to the question, as for `scores`.
        question: The question.
        by: Columns that make the groups; none makes one group.

    Returns:
        One row per group, sorted: by…, n, persons, score, square and independent (how many independent
        answers would give the same error).

    Example:
        >>> moments(DataFrame({"score": [1, 3]}), Question(scale="1-5"), ()).to_numpy().tolist()
        [[2.0, 2.0, 2.0, 5.0, 2.0]]
    """
    values = adds(rows["score"], question)
    weight = rows.get("weight", Series(1.0, index=rows.index)).fillna(1.0)
    sums = DataFrame({"n": 1, "w": weight, "x": weight * values, "xx": weight * values**2})
    keys = [rows[column] for column in by] or np.zeros(len(rows))
    groups = sums.groupby(keys, dropna=False).sum()
    groups["persons"] = _persons(rows).groupby(keys, dropna=False).nunique()
    table = groups.reset_index().assign(score=lambda sums: sums["x"] / sums["w"])
    table["square"] = table["xx"] / table["w"]
    spread = (table["square"] - table["score"] ** 2).clip(lower=0)
    return table.assign(independent=independent_answers(rows, values, by, spread=spread))[
        [*by, "n", "persons", "score", "square", "independent"]
    ]


def _persons(rows: DataFrame) -> Series:
    """Who gave each answer; where nobody is named, each is of another."""
    if "respondent_id" not in rows and "customer_id" not in rows:
        return Series(range(len(rows)), rows.index)
    return people(rows.drop(columns="cluster", errors="ignore"))


def adjusted(table: DataFrame, question: Question) -> tuple[Series, Series]:
    """The adjusted score of each group and its standard error, which hold for small groups too.

    A few answers are added: one at either end of the scale; of points ¾ at either end and 1½ at 0.

    Args:
        table: As `moments` gives it.
        question: The question.

    Source:
        Agresti & Caffo (2000), The American Statistician 54(4), p. 280-288; of points: Rocks (2016), The
        American Statistician 70(4), p. 365-372.

    Example:
        >>> table = DataFrame({"score": [5.0], "square": [25.0], "independent": [8]})
        >>> [part.round(2).tolist() for part in adjusted(table, Question(scale="1-5"))]
        [[4.6], [0.38]]
    """
    (least, most), n = ends(question), table["independent"]
    each, of_all = (0.75, 3.0) if measure_of(question) in POINTS else (1.0, 2.0)
    centre = (table["score"] * n + each * (least + most)) / (n + of_all)
    variance = (table["square"] * n + each * (least**2 + most**2)) / (n + of_all) - centre**2
    return centre, np.sqrt(variance / (n + of_all))


def _interval(table: DataFrame, question: Question) -> tuple[Series, Series]:
    if measure_of(question) in PERCENT:
        from statsmodels.stats.proportion import proportion_confint

        n = table["independent"]
        low, high = proportion_confint(table["score"] * n / 100, n, method="wilson")
        return 100 * low, 100 * high
    (least, most), (centre, error) = ends(question), adjusted(table, question)
    return (centre - Z95 * error).clip(lower=least), (centre + Z95 * error).clip(upper=most)


def score_differences(
    answers: DataFrame, table: DataFrame, questions: Mapping[str, Question], *, seed: int
) -> DataFrame:
    """How far the touchpoint with the lowest score lies below each of the others.

    Args:
        answers: Table of answers: respondent_id, touchpoint, question, score, [customer_id, cluster, weight].
        table: Those to compare, as `scores` returns them for one question by touchpoint; hidden ones are left
            out.
        questions: The question, by its name; none where nothing was asked.
        seed: Seed of the draws.

    Returns:
        As `workbook.differences.first_against_others` returns it, in the unit of the score.

    Example:
        >>> answers = DataFrame({"respondent_id": range(80), "question": "nps"})
        >>> answers["touchpoint"], answers["score"] = ["till", "app"] * 40, [3, 9] * 40
        >>> asked = {"nps": Question(kind="nps")}
        >>> found = score_differences(answers, scores(answers, asked, ["touchpoint"]), asked, seed=1)
        >>> found[["first", "difference"]].values
        array([['till', -200.0]], dtype=object)
    """
    known = table.dropna(subset=["score"]).set_index("touchpoint")
    if known.empty:
        return first_against_others(known["score"], DataFrame(), known["n"], lowest=True)
    name = known["question"].iloc[0]
    rows = answers_to(answers, name)
    rows = rows[rows["touchpoint"].isin(known.index)]
    totals, weights = per_person(rows, adds(rows["score"], questions[name]), rows["touchpoint"])
    draws = redrawn_means(totals, weights, ends=ends(questions[name]), seed=seed)
    return first_against_others(known["score"], draws, known["n"], lowest=True)
