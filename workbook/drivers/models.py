"""Ratings side by side per respondent, and the regression of the outcome on them."""

from collections.abc import Collection

import numpy as np
from pandas import DataFrame, Series

from workbook.differences import people


def ratings_by_respondent(
    answers: DataFrame, outcome: str = "nps", *, left_out: Collection[str] = ()
) -> DataFrame:
    """Outcome and touchpoint ratings of each respondent, side by side.

    Args:
        answers: Table of answers: respondent_id, question, score, touchpoint.
        outcome: Question about the whole relation (touchpoint blank) that drivers explain.
        left_out: Touchpoints whose ratings do not count.

    Returns:
        One row per respondent who answered either, sorted; index respondent_id. First column the
        outcome, then one per touchpoint, sorted: its satisfaction (1 to 5), the mean if given
        more than once, blank if not given.

    Example:
        >>> import pandas as pd
        >>> answers = pd.DataFrame({
        ...     "respondent_id": ["r1", "r1", "r2"],
        ...     "question": ["nps", "satisfaction", "nps"],
        ...     "touchpoint": [None, "checkout", None],
        ...     "score": [9, 4, 6],
        ... })
        >>> ratings_by_respondent(answers)
                       nps  checkout
        respondent_id
        r1             9.0       4.0
        r2             6.0       NaN
    """
    relation = answers[answers["question"].eq(outcome) & answers["touchpoint"].isna()]
    ratings = answers[answers["question"].eq("satisfaction") & answers["touchpoint"].notna()]
    ratings = ratings[~ratings["touchpoint"].isin(list(left_out))]
    outcomes = relation.groupby("respondent_id")["score"].mean().to_frame(outcome)
    return outcomes.join(
        ratings.pivot_table(index="respondent_id", columns="touchpoint", values="score"), how="outer"
    ).astype(float)


def person_of_respondent(answers: DataFrame) -> Series:
    """Which person each respondent is, by respondent_id: who answers in several waves is one.

    Args:
        answers: Table of answers: respondent_id, [customer_id, cluster].

    Example:
        >>> answers = DataFrame({"respondent_id": ["r1", "r2"], "customer_id": ["a", "a"]})
        >>> person_of_respondent(answers).to_dict()
        {'r1': 'customer_id a', 'r2': 'customer_id a'}
    """
    persons = people(answers).set_axis(answers["respondent_id"])
    return persons[~persons.index.duplicated()]


def complete_cases(ratings: DataFrame) -> DataFrame:
    """Respondents who gave the outcome and rated every touchpoint.

    Args:
        ratings: As `ratings_by_respondent` returns it.

    Returns:
        The rows of `ratings` without a blank, in their order.

    Example:
        >>> ratings = DataFrame({"nps": [9.0, 6.0], "checkout": [4.0, None]})
        >>> len(complete_cases(ratings))
        1
    """
    return ratings.dropna()


def outcome_model(cases: DataFrame, people: Series | None = None) -> DataFrame:
    """Regress the outcome on all drivers at once.

    Ordinary least squares with HC3 errors, which hold when the spread differs between
    respondents; where one person answered more than once, with errors that hold for answers that
    hang together. Nothing is set to zero or left out: the sign of a driver is the one
    found here.

    Args:
        cases: First column the outcome, then one numeric column per driver; no blanks.
        people: Which person each case is of, in the index of `cases`; each is one if not given.

    Returns:
        One row per driver, in their order: driver, coefficient (points of the outcome per point
        of the rating), low, high (95 % interval), p, vif (variance inflation, 1 = unrelated to
        the other drivers), n (respondents).

    Source:
        MacKinnon & White (1985), Journal of Econometrics 29(3), p. 305-325 (HC3); Liang & Zeger
        (1986), Biometrika 73(1), p. 13-22 (by person).

    Example:
        >>> cases = DataFrame({"nps": [2, 5, 6, 9, 10], "checkout": [1, 2, 3, 4, 5]})
        >>> outcome_model(cases)[["driver", "coefficient", "vif", "n"]].round(2)
             driver  coefficient  vif  n
        0  checkout          2.0  1.0  5
    """
    from statsmodels.regression.linear_model import OLS

    outcome, drivers = cases.iloc[:, 0], cases.iloc[:, 1:]
    design = drivers.assign(**{"(intercept)": 1.0})
    errors = {"cov_type": "HC3"}
    if people is not None and people.duplicated().any():
        errors = {"cov_type": "cluster", "cov_kwds": {"groups": people.factorize()[0]}}
    model = OLS(outcome, design).fit(use_t=True, **errors)
    names, interval = list(drivers.columns), model.conf_int()
    return DataFrame(
        {
            "driver": names,
            "coefficient": model.params[names].to_numpy(),
            "low": interval.loc[names, 0].to_numpy(),
            "high": interval.loc[names, 1].to_numpy(),
            "p": model.pvalues[names].to_numpy(),
            "vif": np.linalg.inv(drivers.corr().to_numpy()).diagonal(),
            "n": len(cases),
        }
    )
