import numpy as np
import pandas as pd
import pytest
from scipy import stats

from prioritization.business_case.three_points import drawn, expected


def one(value):
    return pd.Series([value], dtype=float)


def test_means_are_those_of_the_distributions():
    low, likely, high = 10.0, 20.0, 60.0
    pert = stats.beta(1 + 4 * 0.2, 1 + 4 * 0.8, loc=low, scale=high - low)
    triangle = stats.triang(0.2, loc=low, scale=high - low)
    assert expected(one(low), one(likely), one(high))[0] == pytest.approx(pert.mean())
    assert expected(one(low), one(likely), one(high), "triangular")[0] == pytest.approx(triangle.mean())


@pytest.mark.parametrize(
    ("distribution", "reference"),
    [("pert", stats.beta(1.8, 4.2, loc=10, scale=50)), ("triangular", stats.triang(0.2, loc=10, scale=50))],
)
def test_draws_follow_the_distribution(distribution, reference):
    draws = drawn(np.random.default_rng(3), 10.0, 20.0, 60.0, 20_000, distribution)
    assert stats.kstest(draws, reference.cdf).pvalue > 0.01


@pytest.mark.parametrize("distribution", ["pert", "triangular"])
@pytest.mark.parametrize("likely", [10.0, 60.0])
def test_the_likely_value_may_be_an_end(distribution, likely):
    draws = drawn(np.random.default_rng(3), 10.0, likely, 60.0, 1000, distribution)
    assert 10 <= draws.min() < draws.max() <= 60


def test_what_is_known_is_not_drawn():
    assert drawn(np.random.default_rng(3), 4.0, 4.0, 4.0, 3).tolist() == [4, 4, 4]
