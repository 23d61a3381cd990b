"""What the drivers of a survey rest on: whose answers, of when, counted how, and what that changes."""

import numpy as np
from pandas import DataFrame, Series

from workbook.drivers.found import Drivers
from workbook.drivers.importance import relative_importance
from workbook.drivers.models import answer_sheets, outcome_model
from workbook.privacy import declare

COLUMNS = [
    *("first", "last", "waves", "respondents", "n", "people", "r2", "r2_adjusted", "unexplained"),
    *("weighted", "weight_moves", "error_ratio", "tests"),
]


def drivers_basis(
    found: Drivers, ratings: DataFrame, answers: DataFrame, people: Series, weights: Series
) -> DataFrame:
    """What the table of drivers rests on, and what weights and people who come back change in it.

    Args:
        found: From `relative_importance`.
        ratings: The answers that it was given, outcome first.
        answers: Table of answers behind them: respondent_id, at.
        people: Which person each respondent is, in the index of `ratings`.
        weights: How much each respondent counts, in the same index.

    Returns:
        One row: first and last (days of the answers), waves (quarters with answers), respondents (in all), n
        (in the model), people (in the model), r2, r2_adjusted (for the number of drivers), unexplained (1 −
        r2), weighted (whether weights differ), weight_moves (the most that weights move a share of what is
        explained; blank without), error_ratio (standard errors that allow for people who come back, as a
        multiple of those that do not, median over the drivers; blank where nobody does) and tests (drivers
        tested). Without rows as `found`.

    Source:
        Design effects of clusters and weights: Kish (1965), Survey Sampling, sections 8.2 and 11.7.
    """
    if found.table.empty:
        return declare(DataFrame(columns=COLUMNS))
    drivers = found.table["driver"].tolist()
    cases = ratings[[ratings.columns[0], *drivers]].dropna()
    asked = answers[answer_sheets(answers).isin(cases.index)]
    who, weight = people[cases.index], weights[cases.index]
    k = len(drivers)
    facts = {
        "first": asked["at"].min(),
        "last": asked["at"].max(),
        "waves": asked["at"].dt.to_period("Q").nunique(),
        "respondents": found.n_total,
        "n": found.n,
        "people": found.people,
        "r2": found.r2,
        "r2_adjusted": 1 - (1 - found.r2) * (found.n - 1) / max(found.n - k - 1, 1),
        "unexplained": 1 - found.r2,
        "weighted": weight.nunique() > 1,
        "weight_moves": _weight_moves(found, cases) if weight.nunique() > 1 else float("nan"),
        "error_ratio": _error_ratio(cases, who, weight),
        "tests": k,
    }
    return declare(DataFrame([facts]))


def _weight_moves(found: Drivers, cases: DataFrame) -> float:
    """The most that a share of what is explained moves by the weights."""
    outcome, *drivers = cases.columns
    plain = relative_importance(cases, outcome, drivers, bootstrap=1).table.set_index("driver")["share"]
    return float((found.table.set_index("driver")["share"] - plain).abs().max())


def _error_ratio(cases: DataFrame, people: Series, weights: Series) -> float:
    if not people.duplicated().any():
        return float("nan")
    errors = [outcome_model(cases, who, weights)["standard_error"] for who in (people, None)]
    return float(np.median(errors[0] / errors[1]))
