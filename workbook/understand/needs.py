"""How important a need is and how well it is met, as shares of the two highest answers."""

from collections.abc import Sequence

from pandas import DataFrame

from workbook.privacy import tells
from workbook.understand.answers import answers_to, weighted_shares


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
    importance, satisfaction = (
        _top2_scores(answers, question, by) for question in ("importance", "satisfaction")
    )
    both = importance.merge(satisfaction, on=list(by), how="outer")
    counts = ["n_importance", "n_satisfaction"]
    both = both.assign(**both[counts].fillna(0).astype(int))
    return both.assign(fewest=both[counts].min(axis="columns"))


def _top2_scores(answers: DataFrame, question: str, by: Sequence[str]) -> DataFrame:
    from statsmodels.stats.proportion import proportion_confint

    rows = answers_to(answers, question)
    shares = weighted_shares(rows, DataFrame({question: rows["score"] >= 4}), by)
    n = shares["n_effective"]
    low, high = proportion_confint(shares[question] * n, n, method="wilson")
    scores = {question: 10 * shares[question], f"{question}_low": 10 * low, f"{question}_high": 10 * high}
    return shares[list(by)].assign(**scores, **{f"n_{question}": shares["n"]})
