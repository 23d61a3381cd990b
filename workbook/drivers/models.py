"""Ratings side by side per respondent, and the regression of the outcome on them."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import numpy as np
from pandas import DataFrame, Series

from workbook.differences import people
from workbook.engagement import Question
from workbook.intervals import Z95


def ratings_by_respondent(
    answers: DataFrame, questions: Mapping[str, Question], *, left_out: Collection[str] = ()
) -> DataFrame:
    """Outcome and touchpoint ratings of each respondent, side by side.

    The outcome is the question that leads of those about the whole relation (touchpoint blank). Touchpoints
    are rated by their satisfaction, or where that was not asked by the question that leads there.

    Args:
        answers: Table of answers: respondent_id, question, score, touchpoint, [at].
        questions: Those that have a score, the leading ones first, by name.
        left_out: Touchpoints whose ratings do not count.

    Returns:
        One row per answer sheet (`answer_sheets`) with either, sorted. First column the
        outcome, then one per touchpoint, sorted: its rating, the mean if given more than once, blank if not
        given.

    Example:
        >>> import pandas as pd
        >>> answers = pd.DataFrame({
        ...     "respondent_id": ["r1", "r1", "r2"],
        ...     "question": ["nps", "satisfaction", "nps"],
        ...     "touchpoint": [None, "checkout", None],
        ...     "score": [9, 4, 6],
        ... })
        >>> ratings_by_respondent(answers, {"nps": Question(kind="nps"), "satisfaction": Question()})
               nps  checkout
        sheet
        r1     9.0       4.0
        r2     6.0       NaN
    """
    answers = answers.assign(sheet=answer_sheets(answers))[answers["score"].notna()]
    of_touchpoint = answers["touchpoint"].notna()
    outcome = _first_asked(answers[~of_touchpoint], questions)
    by_satisfaction = sorted(questions, key=lambda name: questions[name].kind != "satisfaction")
    rated_by = _first_asked(answers[of_touchpoint], by_satisfaction)
    relation = answers[answers["question"].eq(outcome) & ~of_touchpoint]
    ratings = answers[answers["question"].eq(rated_by) & of_touchpoint]
    ratings = ratings[~ratings["touchpoint"].isin(list(left_out))]
    outcomes = relation.groupby("sheet")["score"].mean().to_frame(outcome)
    return outcomes.join(
        ratings.pivot_table(index="sheet", columns="touchpoint", values="score"), how="outer"
    ).astype(float)


def answer_sheets(answers: DataFrame) -> Series:
    """The answer sheet that each answer stands on: of a respondent, in a quarter.

    Args:
        answers: Table of answers: respondent_id, [at].

    Example:
        >>> from pandas import to_datetime
        >>> at = to_datetime(["2026-01-02", "2026-04-02"])
        >>> answer_sheets(DataFrame({"respondent_id": ["a", "a"], "at": at})).tolist()
        ['a 2026Q1', 'a 2026Q2']
    """
    ids = answers["respondent_id"].astype("str")
    return ids + " " + answers["at"].dt.to_period("Q").astype("str") if "at" in answers else ids


def _first_asked(answers: DataFrame, names: Iterable[str]) -> str:
    """The first of some questions that was answered; the first of all where none was."""
    asked, names = set(answers["question"]), list(names)
    return next((name for name in names if name in asked), names[0])


def people_and_weights(answers: DataFrame) -> DataFrame:
    """Which person each respondent is, and how much the respondent counts.

    Args:
        answers: Table of answers: respondent_id, [at, customer_id, cluster, weight].

    Returns:
        By answer sheet (`answer_sheets`): person (who answers in several waves is one) and weight (1 where
        there is none).

    Example:
        >>> answers = DataFrame({"respondent_id": ["r1", "r2"], "customer_id": ["a", "a"]})
        >>> people_and_weights(answers).to_numpy().tolist()
        [['customer_id a', 1.0], ['customer_id a', 1.0]]
    """
    weight = answers.get("weight", Series(1.0, answers.index)).fillna(1.0)
    found = DataFrame({"person": people(answers), "weight": weight}).set_axis(answer_sheets(answers))
    return found[~found.index.duplicated()]


def outcome_model(cases: DataFrame, people: Series | None = None, weights: Series | None = None) -> DataFrame:
    """Regress the outcome on all drivers at once.

    Least squares with HC3 errors, which hold when the spread differs between respondents and where
    respondents have weights; where one person answered more than once, with errors that hold for answers
    that hang together. Nothing is set to zero or left out: the sign of a driver is the one found here.

    Args:
        cases: First column the outcome, then one numeric column per driver; no blanks.
        people: Which person each case is of, in the index of `cases`; each is one if not given.
        weights: How much each case counts, above 0, in the index of `cases`; all the same if not given.

    Returns:
        One row per driver, in their order: driver, coefficient (points of the outcome per point
        of the rating), standard_error, low, high (95 % interval), p, vif (variance inflation, 1 = unrelated
        to the other drivers), n (respondents).

    Source:
        MacKinnon & White (1985), Journal of Econometrics 29(3), p. 305-325 (HC3); Liang & Zeger
        (1986), Biometrika 73(1), p. 13-22 (by person).

    Example:
        >>> cases = DataFrame({"nps": [2, 5, 6, 9, 10], "checkout": [1, 2, 3, 4, 5]})
        >>> outcome_model(cases)[["driver", "coefficient", "vif", "n"]].round(2)
             driver  coefficient  vif  n
        0  checkout          2.0  1.0  5
    """
    from statsmodels.regression.linear_model import WLS

    outcome, drivers = cases.iloc[:, 0], cases.iloc[:, 1:]
    design = drivers.assign(**{"(intercept)": 1.0})
    count = 1.0 if weights is None else weights / weights.mean()
    model = WLS(outcome, design, weights=count).fit(use_t=True, **design_errors(people))
    names, interval = list(drivers.columns), model.conf_int()
    related = np.cov(drivers.to_numpy(), rowvar=False, ddof=0, aweights=weights).reshape(2 * [len(names)])
    return DataFrame(
        {
            "driver": names,
            "coefficient": model.params[names].to_numpy(),
            "standard_error": model.bse[names].to_numpy(),
            "low": interval.loc[names, 0].to_numpy(),
            "high": interval.loc[names, 1].to_numpy(),
            "p": model.pvalues[names].to_numpy(),
            "vif": np.linalg.inv(related).diagonal() * related.diagonal(),
            "n": len(cases),
        }
    )


def design_errors(people: Series | None) -> dict[str, Any]:
    """Which errors a regression of statsmodels is to give: by person where people come back, else HC3."""
    if people is not None and people.duplicated().any():
        return {"cov_type": "cluster", "cov_kwds": {"groups": people.factorize()[0]}}
    return {"cov_type": "HC3"}


def pairwise_model(cases: DataFrame, correlation: np.ndarray, redrawn: np.ndarray) -> DataFrame:
    """The regression of the outcome on all drivers, from correlations that rest on different respondents.

    Args:
        cases: As for `outcome_model`; a driver may be blank.
        correlation: Correlation matrix of its columns.
        redrawn: The same when people are drawn again: draws × columns × columns; their spread is the error.

    Returns:
        As `outcome_model`; errors and p are blank without draws.
    """
    from scipy.stats import norm

    units = (cases.iloc[:, 0].std() / cases.iloc[:, 1:].std()).to_numpy()
    own, drawn = (_standardised(one) * units for one in (correlation[None], redrawn))
    error = drawn.std(axis=0, ddof=1) if len(drawn) > 1 else np.full(len(units), np.nan)
    coefficient = own[0]
    return DataFrame(
        {
            "driver": list(cases.columns[1:]),
            "coefficient": coefficient,
            "standard_error": error,
            "low": coefficient - Z95 * error,
            "high": coefficient + Z95 * error,
            "p": 2 * norm.sf(np.abs(coefficient) / error),
            "vif": np.linalg.inv(correlation[1:, 1:]).diagonal(),
            "n": len(cases),
        }
    )


def _standardised(correlations: np.ndarray) -> np.ndarray:
    return np.linalg.solve(correlations[:, 1:, 1:], correlations[:, 1:, :1])[..., 0]
