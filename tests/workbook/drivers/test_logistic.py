import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from workbook.drivers.logistic import INTERCEPT, average_effects, logistic_model, logistic_shares, separates


@pytest.fixture
def data():
    rng = np.random.default_rng(2)
    columns = pd.DataFrame({"rating": rng.integers(1, 6, 400), "trained": rng.integers(0, 2, 400)})
    chance = 1 / (1 + np.exp(3 - 0.8 * columns["rating"] - 0.5 * columns["trained"]))
    return pd.Series(rng.random(400) < chance), columns


def test_average_effects_are_those_of_statsmodels(data):
    happened, columns = data
    ours = average_effects(logistic_model(happened, columns))
    theirs = sm.Logit(happened.astype(float), sm.add_constant(columns)).fit(disp=0).get_margeff(dummy=True)
    assert ours["effect"].tolist() == pytest.approx(theirs.margeff.tolist(), abs=1e-6)
    half = (ours["high"] - ours["low"]) / 2 / 1.959964
    assert half.tolist() == pytest.approx(theirs.margeff_se.tolist(), rel=1e-4)


def test_whole_weights_are_rows_that_come_more_often(data):
    happened, columns = data
    weights = pd.Series(np.random.default_rng(3).integers(1, 4, len(columns)))
    again = columns.index.repeat(weights)
    weighed = logistic_model(happened, columns, weights=weights).coefficients
    repeated = logistic_model(happened[again], columns.loc[again]).coefficients
    assert weighed.to_dict() == pytest.approx(repeated.to_dict())


def test_a_person_who_answers_twice_the_same_makes_nothing_more_certain(data):
    happened, columns = data
    people = pd.Series(range(400))
    once = logistic_model(happened, columns).errors
    twice = logistic_model(
        pd.concat([happened, happened], ignore_index=True),
        pd.concat([columns, columns], ignore_index=True),
        pd.concat([people, people], ignore_index=True),
    ).errors
    assert twice.to_dict() == pytest.approx(once.to_dict(), rel=0.15)
    assert twice["rating"] > 0.9 * once["rating"]


def test_columns_that_separate_get_firths_penalty():
    # Firth on a two-way table is logistic regression with half a case more in each cell.
    happened = pd.Series([0] * 10 + [1] * 10)
    model = logistic_model(happened, pd.DataFrame({"app": [0] * 10 + [1] * 10}))
    assert model.penalised
    assert model.coefficients["app"] == pytest.approx(np.log(10.5 * 10.5 / 0.5 / 0.5), abs=1e-3)


def test_quasi_separation_is_seen_and_overlap_is_not():
    columns = np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1]])
    assert separates(np.array([False, True, False, True, True, True]), columns)
    assert not separates(np.array([False, True, False, True, True, False]), columns)


def test_shares_of_mcfadden_are_the_gains_over_all_orders(data):
    happened, columns = data
    y = happened.astype(float)

    def r2(*names):
        null = sm.Logit(y, np.ones(len(y))).fit(disp=0).llf
        design = sm.add_constant(columns[list(names)]) if names else np.ones(len(y))
        return 1 - sm.Logit(y, design).fit(disp=0).llf / null

    both = r2("rating", "trained")
    rating = (r2("rating") + both - r2("trained")) / 2
    assert logistic_shares(happened, columns).to_dict() == pytest.approx(
        {"rating": rating, "trained": both - rating}
    )


def test_events_per_column_count_the_rarer_outcome(data):
    happened, columns = data
    rare = happened & (np.arange(400) < 60)
    model = logistic_model(rare, columns)
    assert model.per_column == rare.sum() / 2
    assert list(model.coefficients.index) == [INTERCEPT, "rating", "trained"]
