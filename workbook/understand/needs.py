"""How important a need is and how well it is met, as shares of the two highest answers."""

from collections.abc import Callable, Sequence

from pandas import DataFrame, Series

from workbook.differences import first_against_others, holm, per_person, redrawn_means
from workbook.privacy import declare, tells
from workbook.understand.answers import answers_to, independent_answers, weighted_shares

ASKED = ("importance", "satisfaction")


@tells(
    "importance",
    "importance_low",
    "importance_high",
    "satisfaction",
    "satisfaction_low",
    "satisfaction_high",
    n="fewest",
)
def needs(answers: DataFrame, by: Sequence[str] = ("touchpoint",)) -> DataFrame:
    """Importance and satisfaction of each group of answers, on 0 to 10.

    10 × the share of answers 4 or 5 on a 1–5 scale. Ulwick's score is defined within one segment:
    give a segment's answers, or put the segment in `by`.

    Args:
        answers: Table of answers: question, score (1 to 5), the columns of `by`, [weight]. Only
            rows with question "importance" or "satisfaction" count.
        by: Columns that make the groups; blank is a group of its own.

    Returns:
        One row per group, sorted: by…, importance, importance_low, importance_high, n_importance,
        satisfaction, satisfaction_low, satisfaction_high, n_satisfaction (scores 0 to 10 with
        their 95 % Wilson interval; blank with n 0 where a group did not answer one of the two), and
        fewest (the smaller n of the two).

    Source:
        Ulwick (2002), Harvard Business Review 80(1), p. 91-97; interval: Wilson (1927), Journal
        of the American Statistical Association 22, p. 209-212.

    Example:
        >>> import pandas as pd
        >>> answers = pd.DataFrame({
        ...     "touchpoint": "checkout",
        ...     "question": ["importance"] * 4 + ["satisfaction"] * 4,
        ...     "score": [5, 5, 4, 3, 5, 2, 2, 1],
        ... })
        >>> needs(answers)[["touchpoint", "importance", "satisfaction", "n_satisfaction"]]
          touchpoint  importance  satisfaction  n_satisfaction
        0   checkout         7.5           2.5               4
    """
    importance, satisfaction = (_top2_scores(answers, question, by) for question in ASKED)
    both = importance.merge(satisfaction, on=list(by), how="outer")
    counts = ["n_importance", "n_satisfaction"]
    both = both.assign(**both[counts].fillna(0).astype(int))
    return both.assign(fewest=both[counts].min(axis="columns"))


def need_differences(
    answers: DataFrame, scored: DataFrame, score: Callable[[Series, Series], Series], *, seed: int
) -> DataFrame:
    """How far the touchpoint with the highest opportunity score lies above each of the others.

    Args:
        answers: Table of answers: respondent_id, touchpoint, question, score, [customer_id, cluster, weight].
        scored: Those to compare: touchpoint, opportunity_score (blank where hidden), fewest.
        score: The opportunity score of importances and satisfactions.
        seed: Seed of the draws.

    Returns:
        As `workbook.differences.first_against_others` returns it, in points of the score.
    """
    known = scored.dropna(subset=["opportunity_score"]).set_index("touchpoint")
    importance, satisfaction = redrawn_needs(answers, known.index, seed)
    draws = DataFrame(
        {name: scored_where_known(score, importance[name], satisfaction[name]) for name in known.index}
    )
    return first_against_others(known["opportunity_score"], draws, known["fewest"])


def scored_where_known(
    score: Callable[[Series, Series], Series], importance: Series, satisfaction: Series
) -> Series:
    """The score in the draws in which somebody answered both questions; blank in the others."""
    known = importance.notna() & satisfaction.notna()
    return score(importance[known], satisfaction[known]).reindex(importance.index)


def overserved(answers: DataFrame, scored: DataFrame, *, seed: int) -> DataFrame:
    """How far satisfaction with each touchpoint lies above its importance.

    Args:
        answers: As for `need_differences`.
        scored: touchpoint, importance and satisfaction (0 to 10; blank where hidden), fewest.
        seed: Seed of the draws.

    Returns:
        One row per touchpoint: touchpoint, difference (satisfaction less importance), low, high (its 95 %
        interval), p (that satisfaction is no higher; corrected by Holm for their number), fewest.
    """
    known = scored.dropna(subset=["importance", "satisfaction"]).set_index("touchpoint")
    importance, satisfaction = redrawn_needs(answers, known.index, seed)
    gaps = (satisfaction - importance).fillna(0.0)
    table = DataFrame(
        {
            "touchpoint": known.index,
            "difference": (known["satisfaction"] - known["importance"]).to_numpy(float),
            "low": gaps.quantile(0.025).to_numpy(float),
            "high": gaps.quantile(0.975).to_numpy(float),
            "p": holm((gaps.le(0).sum() + 1) / (len(gaps) + 1)),
            "fewest": known["fewest"].to_numpy(int),
        }
    )
    return declare(table, "difference", "low", "high", "p", n="fewest")


def redrawn_needs(answers: DataFrame, touchpoints: Sequence[str], seed: int) -> tuple[DataFrame, DataFrame]:
    """Importance and satisfaction of touchpoints, in the same draws of people.

    Args:
        answers: As for `need_differences`.
        touchpoints: Those that are drawn.
        seed: Seed of the draws.

    Returns:
        Two tables with a row per draw and a column per touchpoint, 0 to 10.
    """
    rows = answers[answers["question"].isin(ASKED) & answers["score"].notna()]
    rows = rows[rows["touchpoint"].isin(touchpoints)]
    names = rows["question"] + " " + rows["touchpoint"]
    totals, weights = per_person(rows, 10.0 * (rows["score"] >= 4), names)
    draws = redrawn_means(totals, weights, ends=(0, 10), seed=seed)
    parts = [draws[[f"{question} {name}" for name in touchpoints]] for question in ASKED]
    return tuple(part.set_axis(touchpoints, axis="columns") for part in parts)


def _top2_scores(answers: DataFrame, question: str, by: Sequence[str]) -> DataFrame:
    from statsmodels.stats.proportion import proportion_confint

    rows = answers_to(answers, question)
    top = rows["score"] >= 4
    shares = weighted_shares(rows, DataFrame({question: top}), by)
    share = shares[question]
    n = independent_answers(rows, top.astype(float), by, spread=share * (1 - share))
    low, high = proportion_confint(shares[question] * n, n, method="wilson")
    scores = {question: 10 * shares[question], f"{question}_low": 10 * low, f"{question}_high": 10 * high}
    return shares[list(by)].assign(**scores, **{f"n_{question}": shares["n"]})
