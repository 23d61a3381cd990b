import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from profiles import examples
from scipy import stats

from prioritization.panel.quantiles import effective_number, row_median_interval, row_quantile


def row(*values):
    return pd.DataFrame([values], columns=[f"e{n}" for n in range(len(values))], dtype=float)


def weights(*values):
    return pd.Series(values, index=[f"e{n}" for n in range(len(values))], dtype=float)


def interval(values, heavy):
    return tuple(row_median_interval(row(*values), weights(*heavy)).iloc[0])


scores = st.lists(st.integers(3, 30).map(lambda thirds: thirds / 3), min_size=1, max_size=15)
probabilities = st.floats(0, 1)


@examples(50)
@given(scores, probabilities, st.floats(0.1, 10))
def test_equal_weights_give_the_usual_quantile_whatever_the_weight(values, probability, weight):
    found = row_quantile(row(*values), probability, weights(*[weight] * len(values)))[0]
    assert found == pytest.approx(np.quantile(values, probability), abs=1e-9)


@examples(50)
@given(scores, probabilities, st.randoms(use_true_random=False))
def test_a_weighted_quantile_lies_between_the_values_and_does_not_see_their_order(
    values, probability, random
):
    heavy = [random.uniform(0.1, 5) for _ in values]
    found = row_quantile(row(*values), probability, weights(*heavy))[0]
    assert min(values) - 1e-9 <= found <= max(values) + 1e-9
    order = random.sample(range(len(values)), len(values))
    shuffled = row_quantile(
        row(*[values[n] for n in order]), probability, weights(*[heavy[n] for n in order])
    )
    assert shuffled[0] == pytest.approx(found)


def test_a_weighted_median_by_hand():
    # 3 and 1 are worth 1.6 experts: 1.2 of them say 1, 0.4 say 3; between 0.3 and 1.3 lie 0.9 and 0.1.
    assert effective_number(row(1, 3), weights(3, 1)).tolist() == [1.6]
    assert row_quantile(row(1, 3), 0.5, weights(3, 1))[0] == pytest.approx(0.9 * 1 + 0.1 * 3)


def test_blanks_weigh_nothing():
    both = pd.concat([row(4, np.nan, 8), row(np.nan, np.nan, np.nan)], ignore_index=True)
    assert row_quantile(both, 0.5, weights(1, 7, 1)).fillna(-1).tolist() == [6, -1]
    assert effective_number(both, weights(1, 7, 1)).tolist() == [2, 0]


@pytest.mark.parametrize("n", range(6, 41))
def test_the_interval_is_the_narrowest_that_covers_95_percent(n):
    low, high = interval(range(1, n + 1), [1] * n)
    assert low + high == n + 1
    assert 1 - 2 * stats.binom.cdf(low - 1, n, 0.5) >= 0.95
    assert 1 - 2 * stats.binom.cdf(low, n, 0.5) < 0.95


def test_an_interval_does_not_see_the_size_of_equal_weights():
    values = [9, 1, 8, 2, 7, 3, 6, 4, 5, 5, 1]
    assert interval(values, [2.5] * 11) == interval(values, [1] * 11) == (1, 8)


def test_unequal_weights_leave_fewer_experts_to_rest_an_interval_on():
    assert interval(range(1, 8), [1] * 7) == (1, 7)
    assert np.isnan(interval(range(1, 8), [10, 1, 1, 1, 1, 1, 1])).all()  # worth 2.4 experts
