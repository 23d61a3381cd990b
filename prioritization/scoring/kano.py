"""Kano categories of features, from pairs of answers."""

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from prioritization.errors import ScoreError, did_you_mean, fault_list
from prioritization.intervals import wilson

ANSWERS = ("like", "must_be", "neutral", "live_with", "dislike")
CLASSES = ("must_be", "one_dimensional", "attractive", "indifferent", "reverse", "questionable")
"""In the order that settles a tie: what is missed most comes first."""
KEY = ["respondent_id", "feature"]

_Q, _A, _O, _R, _I, _M = (
    "questionable",
    "attractive",
    "one_dimensional",
    "reverse",
    "indifferent",
    "must_be",
)
EVALUATION = DataFrame(
    [[_Q, _A, _A, _A, _O], *[[_R, _I, _I, _I, _M]] * 3, [_R, _R, _R, _R, _Q]],
    index=pd.Index(ANSWERS, name="functional"),
    columns=pd.Index(ANSWERS, name="dysfunctional"),
)
"""The class that a pair of answers means: a row per functional answer, a column per dysfunctional."""


def kano(answers: DataFrame) -> DataFrame:
    """Classify features by what customers feel when they are there, and when they are not.

    better = (A + O) / (A + O + M + I), worse = -(O + M) / (A + O + M + I)

    Args:
        answers: A row per respondent and feature: `respondent_id`, `feature`, and the answers
            `functional` (when it is there) and `dysfunctional` (when it is not), each one of like,
            must_be, neutral, live_with, dislike.

    Returns:
        feature, n, a count per class (must_be, one_dimensional, attractive, indifferent, reverse,
        questionable), `category` (the commonest class; a tie goes to the first of that order),
        better (0 to 1) with better_low and better_high, worse (-1 to 0) with worse_low and
        worse_high: 95 % intervals by Wilson. Coefficients are blank where nobody answered A, O, M
        or I. Sorted by feature.

    Raises:
        ScoreError: Columns are missing, an answer is not one of the five, an id is blank, or a
            respondent answers on a feature twice.

    Source:
        Kano, Seraku, Takahashi & Tsuji (1984), Journal of the Japanese Society for Quality Control
        14(2), p. 147-156; Berger et al. (1993), Center for Quality of Management Journal 2(4),
        p. 3-36 (table, tie, better and worse); Wilson (1927), Journal of the American Statistical
        Association 22(158), p. 209-212.

    Example:
        >>> answers = pd.DataFrame({"respondent_id": [1, 2], "feature": "track and trace",
        ...     "functional": ["like", "neutral"], "dysfunctional": ["dislike", "dislike"]})
        >>> kano(answers)[["n", "one_dimensional", "must_be", "category", "better", "worse"]]
           n  one_dimensional  must_be category  better  worse
        0  2                1        1  must_be     0.5   -1.0
    """
    _refuse_faults(answers)
    rows, columns = (EVALUATION.index.get_indexer(answers[side]) for side in ("functional", "dysfunctional"))
    classes = Series(EVALUATION.to_numpy()[rows, columns], index=answers.index, name="class")
    counts = pd.crosstab(answers["feature"], classes).reindex(columns=list(CLASSES), fill_value=0)
    table = counts.assign(category=counts.idxmax(axis="columns"))
    table.insert(0, "n", counts.sum(axis="columns"))
    rated = counts[[_A, _O, _M, _I]].sum(axis="columns")
    better = _share(counts[_A] + counts[_O], rated)
    worse = 0 - _share(counts[_O] + counts[_M], rated)
    table[["better", "better_low", "better_high"]] = better
    table[["worse", "worse_low", "worse_high"]] = worse[:, [0, 2, 1]]
    return table.rename_axis(columns=None).reset_index()


def _share(part: Series, total: Series) -> np.ndarray:
    """A share with its interval by Wilson; blank where the total is 0."""
    n = total.where(total > 0).to_numpy(dtype=float)
    share = part.to_numpy(dtype=float) / n
    return np.column_stack([share, *wilson(share, n)])


def _refuse_faults(answers: DataFrame) -> None:
    sides = ["functional", "dysfunctional"]
    faults = [f"column '{name}' is missing" for name in [*KEY, *sides] if name not in answers]
    if not faults:
        faults = _answer_faults(answers.reset_index(drop=True), sides)
    if faults:
        raise ScoreError(fault_list("The answers", faults))


def _answer_faults(answers: DataFrame, sides: list[str]) -> list[str]:
    blanks = answers[KEY].isna().stack()
    faults = [f"row {row + 1}, {column}: is blank" for row, column in blanks.index[blanks]]
    for side in sides:
        for row, answer in answers.loc[~answers[side].isin(ANSWERS), side].items():
            cell = "a blank" if pd.isna(answer) else f"'{answer}'"
            offer = did_you_mean(str(answer), ANSWERS)
            faults.append(f"row {row + 1}, {side}: {cell} is not one of {', '.join(ANSWERS)}{offer}")
    for row in answers.index[answers.duplicated(KEY) & answers[KEY].notna().all(axis="columns")]:
        who, feature = answers.loc[row, KEY]
        faults.append(f"row {row + 1}: '{who}' answers on '{feature}' twice")
    return faults
