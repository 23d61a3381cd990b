"""The models of customer lifetime value: by hand, laws, another implementation, and what they refuse."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.special import beta

from workbook.errors import MeasureError
from workbook.recognise.clv import (
    FittedModel,
    _buying_loss,
    _spending_loss,
    bg_nbd,
    expected_purchases,
    expected_spending,
    gamma_gamma,
    probability_alive,
)

TRUE = {"r": 0.8, "alpha": 6.0, "a": 0.7, "b": 2.5}


def fit_of(model, **parameters):
    return FittedModel(model, parameters, {}, np.zeros((len(parameters),) * 2), 0.0, 1, ())


def simulated(customers, seed=1, *, r, alpha, a, b, weeks=104):
    """Histories as BG/NBD has them, in days / 7: customers join in the first half of the time."""
    random = np.random.default_rng(seed)
    age = random.integers(weeks * 7 // 2, weeks * 7, customers) / 7
    rate, chance = random.gamma(r, 1 / alpha, customers), random.beta(a, b, customers)
    # Alive for so many purchases after the first; each comes after an exponential time.
    most = np.minimum(random.geometric(np.maximum(chance, 1e-9)), 60)
    times = np.cumsum(random.exponential(1, (customers, 60)) / rate[:, None], axis=1)
    counted = (times <= age[:, None]) & (np.arange(60) < most[:, None])
    recency = np.ceil((times * counted).max(axis=1) * 7) / 7
    frame = pd.DataFrame({"frequency": counted.sum(axis=1), "recency": np.minimum(recency, age), "age": age})
    return frame.groupby(["frequency", "recency", "age"], as_index=False).size().rename(columns={"size": "n"})


@pytest.fixture(scope="module")
def crowd():
    return simulated(100_000, **TRUE)


@pytest.fixture(scope="module")
def few():
    return simulated(3_000, seed=2, **TRUE)


@pytest.fixture(scope="module")
def amounts():
    random = np.random.default_rng(3)
    frequency = random.integers(1, 9, 4_000)
    mean = random.gamma(6 * frequency, 1 / (frequency * random.gamma(4, 1 / 90, 4_000)))
    return pd.DataFrame({"frequency": frequency, "monetary": mean, "n": 1})


def test_a_customer_who_never_came_back_is_alive_and_one_long_silent_is_not():
    fit = fit_of("bg_nbd", r=1.0, alpha=1.0, a=1.0, b=1.0)
    found = probability_alive(
        fit, pd.DataFrame({"frequency": [0, 1, 1], "recency": [0, 9, 1], "age": [9, 9, 9]})
    )
    # Odds of having left: a / (b + x - 1) · ((alpha + age) / (alpha + recency))^(r + x) = 1 and 25.
    assert found.tolist() == pytest.approx([1, 1 / 2, 1 / 26])


def test_expected_spending_lies_between_all_and_the_customer_by_hand():
    fit = fit_of("gamma_gamma", p=2.0, q=3.0, v=10.0)
    spending = pd.DataFrame({"frequency": [0, 1, 4], "monetary": [np.nan, 20.0, 20.0]})
    assert expected_spending(fit, spending).tolist() == pytest.approx([10, 15, 18])


@pytest.mark.parametrize("logs", [[-0.5, 1.2, -0.3, 0.6], [0.4, 2.5, -2.0, 1.5]])
def test_the_gradient_of_buying_agrees_with_differences(few, logs):
    loss = _buying_loss(*(few[name].to_numpy(dtype=float) for name in ("frequency", "recency", "age", "n")))
    assert_gradient(loss, np.array(logs))


def test_the_gradient_of_spending_agrees_with_differences(amounts):
    loss = _spending_loss(*(amounts[name].to_numpy(dtype=float) for name in ("frequency", "monetary", "n")))
    assert_gradient(loss, np.log([3.0, 2.0, 50.0]))


def assert_gradient(loss, logs, step=1e-5):
    moves = np.eye(len(logs)) * step
    numeric = [(loss(logs + move)[0] - loss(logs - move)[0]) / (2 * step) for move in moves]
    np.testing.assert_allclose(loss(logs)[1], numeric, rtol=1e-6)


def test_what_made_the_histories_lies_within_the_standard_errors(crowd):
    fit = bg_nbd(crowd)
    off = {name: abs(fit.parameters[name] - TRUE[name]) / fit.errors[name] for name in TRUE}
    assert max(off.values()) < 4, off


def test_a_hundred_thousand_customers_fit_as_in_lifetimes(crowd):
    lifetimes = pytest.importorskip("lifetimes")
    fit = bg_nbd(crowd)
    other = lifetimes.BetaGeoFitter()
    with np.errstate(all="ignore"):
        other.fit(
            crowd["frequency"],
            crowd["recency"],
            crowd["age"],
            weights=crowd["n"],
            initial_params=list(TRUE.values()),
        )
    np.testing.assert_allclose(
        list(fit.parameters.values()), other.params_[["r", "alpha", "a", "b"]], rtol=2e-3
    )
    ours = fit_of("bg_nbd", **other.params_[["r", "alpha", "a", "b"]].to_dict())
    some = crowd[crowd["frequency"] < 20].head(2000)
    columns = [some[name] for name in ("frequency", "recency", "age")]
    theirs = other.conditional_expected_number_of_purchases_up_to_time(52, *columns)
    np.testing.assert_allclose(expected_purchases(ours, some, 52), theirs, rtol=1e-6)
    np.testing.assert_allclose(
        probability_alive(ours, some), other.conditional_probability_alive(*columns), rtol=1e-9
    )


def test_gamma_gamma_fits_as_in_lifetimes(amounts):
    lifetimes = pytest.importorskip("lifetimes")
    other = lifetimes.GammaGammaFitter().fit(amounts["frequency"], amounts["monetary"])
    fit = gamma_gamma(amounts)
    np.testing.assert_allclose(list(fit.parameters.values()), other.params_[["p", "q", "v"]], rtol=5e-3)


@pytest.mark.parametrize("a", [0.02, 0.4, 1.0, 1.3])
@pytest.mark.parametrize("b", [0.3, 2.0])
def test_expected_purchases_agree_with_an_integral(a, b):
    """While alive, (1 − ((α + T) / (α + T + p·t))^(r + x)) / p come, for p from Beta(a, b + x)."""
    fit = fit_of("bg_nbd", r=0.6, alpha=5.0, a=a, b=b)
    rows = pd.DataFrame({"frequency": [0, 1, 7], "recency": [0.0, 10.0, 30.0], "age": [25.0, 25.0, 31.0]})

    def if_alive(x, age):
        def at(p):
            return -np.expm1(-(0.6 + x) * np.log1p(p * 40 / (5 + age))) / p

        return over_beta(at, a, b + x)

    integral = [if_alive(x, age) for x, age in zip(rows["frequency"], rows["age"], strict=True)]
    np.testing.assert_allclose(
        expected_purchases(fit, rows, 40), probability_alive(fit, rows) * integral, rtol=1e-5
    )


def over_beta(function, a, b):
    """The mean of a function of p over Beta(a, b); the density, infinite at an end, is the weight."""
    value, _ = quad(lambda p: function(max(p, 1e-12)), 0, 1, weight="alg", wvar=(a - 1, b - 1), limit=200)
    return value / beta(a, b)


def test_a_customer_with_a_thousand_purchases_gets_a_finite_number():
    fit = fit_of("bg_nbd", **TRUE)
    rows = pd.DataFrame({"frequency": [1000, 1000], "recency": [104.0, 20.0], "age": [104.0, 104.0]})
    found = expected_purchases(fit, rows, 52)
    assert 300 < found[0] < 520 and 0 <= found[1] < 1e-9


def test_expected_purchases_rise_with_the_horizon_from_nothing(few):
    fit = fit_of("bg_nbd", **TRUE)
    found = np.array([expected_purchases(fit, few, horizon) for horizon in (0, 1, 13, 52, 520)])
    assert np.abs(found[0]).max() < 1e-9 and (np.diff(found, axis=0) > -1e-9).all() and (found[3] > 0).all()


def test_the_unit_of_time_changes_alpha_and_nothing_else(few):
    weeks, days = bg_nbd(few), bg_nbd(few.assign(recency=few["recency"] * 7, age=few["age"] * 7))
    assert days.parameters["alpha"] == pytest.approx(7 * weeks.parameters["alpha"], rel=1e-5)
    for name in ("r", "a", "b"):
        assert days.parameters[name] == pytest.approx(weeks.parameters[name], rel=1e-4)
        assert days.errors[name] == pytest.approx(weeks.errors[name], rel=1e-3)


def test_the_currency_changes_v_and_nothing_else(amounts):
    euros, yen = gamma_gamma(amounts), gamma_gamma(amounts.assign(monetary=amounts["monetary"] * 160))
    assert yen.parameters["v"] == pytest.approx(160 * euros.parameters["v"], rel=1e-4)
    assert [yen.parameters[name] for name in "pq"] == pytest.approx(
        [euros.parameters[name] for name in "pq"], rel=1e-4
    )


def test_neither_the_order_of_rows_nor_counting_them_together_changes_the_fit(few):
    fit = bg_nbd(few)
    apart = few.loc[few.index.repeat(few["n"])].assign(n=1).sample(frac=1, random_state=1)
    assert bg_nbd(apart).parameters == pytest.approx(fit.parameters, rel=1e-6)
    assert bg_nbd(apart).log_likelihood == pytest.approx(fit.log_likelihood, rel=1e-12)


def test_where_nobody_leaves_a_parameter_is_at_its_edge_and_has_no_error():
    steady = simulated(2_000, seed=5, r=2.0, alpha=8.0, a=1e-6, b=5.0, weeks=52)
    fit = bg_nbd(steady)
    assert "a" in fit.edge and np.isnan(fit.errors["a"]) and fit.errors["r"] < 0.2
    assert np.isfinite(expected_purchases(fit, steady, 52)).all()


def test_fewer_than_two_repeat_buyers_are_refused_with_their_number():
    once = pd.DataFrame({"frequency": [0, 1], "recency": [0, 2], "age": [9, 9], "n": [50, 1]})
    with pytest.raises(MeasureError, match="1 customers bought on a second day"):
        bg_nbd(once)
    with pytest.raises(MeasureError, match="1 customers bought on a second day"):
        gamma_gamma(pd.DataFrame({"frequency": [1], "monetary": [9.0], "n": [1]}))


def test_impossible_histories_are_refused_with_their_number_and_the_first():
    wrong = pd.DataFrame({"frequency": [3, 3, 0], "recency": [5, 9, 1], "age": [8, 8, 8], "n": [9, 2, 1]})
    with pytest.raises(MeasureError, match=r"3 customers have an impossible history.*\[3, 9, 8\]"):
        bg_nbd(wrong)


def test_amounts_of_nothing_are_refused_with_their_number():
    wrong = pd.DataFrame({"frequency": [3, 3, 0], "monetary": [5.0, 0.0, 4.0], "n": [9, 2, 1]})
    with pytest.raises(
        MeasureError, match="3 customers have no purchase after the first, or a mean amount of 0"
    ):
        gamma_gamma(wrong)


def test_amounts_without_a_mean_are_refused_with_q(amounts):
    fit = replace(gamma_gamma(amounts), parameters={"p": 2.0, "q": 0.9, "v": 10.0})
    with pytest.raises(MeasureError, match=r"q is 0\.90"):
        expected_spending(fit, amounts)


ALIKE = {"r": 0.692, "alpha": 4.897, "a": 1879.26, "b": 10000.0}
"""Where all leave alike, a and b are large, and the formula of the paper overflows."""


@pytest.mark.parametrize(("a", "b"), [(0.3, 2), (0.8, 2.4), (300, 900), (1879.26, 10000), (9999, 9999)])
def test_what_is_expected_is_the_mean_over_the_chances_to_leave_whatever_the_parameters(a, b):
    fit = fit_of("bg_nbd", **ALIKE | {"a": float(a), "b": float(b)})
    known = pd.DataFrame({"frequency": [0, 1, 4, 30], "recency": [0, 10, 30, 36], "age": [30, 36, 38, 38]})
    chances = np.random.default_rng(1).beta(a, b + known["frequency"], (400_000, 4))
    times = (1 + chances * 52.18 / (4.897 + known["age"].to_numpy())) ** -(
        0.692 + known["frequency"].to_numpy()
    )
    drawn = ((1 - times) / chances).mean(axis=0) * probability_alive(fit, known)
    assert expected_purchases(fit, known, 52.18).to_numpy() == pytest.approx(drawn.to_numpy(), rel=0.02)


def test_where_all_leave_alike_the_numbers_are_those_of_the_integral():
    known = pd.DataFrame({"frequency": [0, 1, 4], "recency": [0, 10, 30], "age": [30, 36, 38]})
    expected = expected_purchases(fit_of("bg_nbd", **ALIKE), known, 52.18)
    assert expected.tolist() == pytest.approx([0.864, 0.829, 2.378], abs=6e-4)


def test_a_number_that_the_model_cannot_give_is_refused_and_not_added_up():
    known = pd.DataFrame({"frequency": [0], "recency": [0], "age": [30]})
    with pytest.raises(MeasureError, match="gives no number for 1 histories"):
        expected_purchases(fit_of("bg_nbd", **ALIKE | {"r": np.nan}), known, 52)
