"""Published scores and concordance, to the printed digits."""

import pandas as pd
import pytest

from prioritization import kendall_w, opportunity_band, opportunity_score, pie_score


def one(value):
    return pd.Series([value], dtype=float)


@pytest.mark.parametrize(
    ("potential", "importance", "ease", "printed"),
    [(9, 10, 5, 8.0), (6, 5, 8, 6.33), (10, 10, 1, 7.0), (6, 6, 6, 6.0)],
)
def test_pie_is_the_mean_of_goward(potential, importance, ease, printed):
    assert round(pie_score(one(potential), one(importance), one(ease))[0], 2) == printed


@pytest.mark.parametrize(
    ("importance", "satisfaction", "printed"),
    [(9, 3, 15), (9, 9, 9), (8.1, 9, 8.1), (6.2, 3.5, 8.9)],
)
def test_opportunity_score_agrees_with_ulwick(importance, satisfaction, printed):
    assert round(opportunity_score(one(importance), one(satisfaction))[0], 1) == printed


@pytest.mark.parametrize(
    ("score", "band"),
    [(15.1, "extreme"), (15, "high"), (12, "high"), (11.9, "worthwhile"), (10, "worthwhile"), (9.9, "not")],
)
def test_bands_agree_with_ulwick(score, band):
    assert opportunity_band(one(score))[0] == band


def test_kendall_w_agrees_with_the_published_example():
    ratings = pd.DataFrame({"a": [1, 6, 3, 2, 5, 4], "b": [1, 5, 6, 4, 2, 3], "c": [6, 3, 2, 5, 4, 1]})
    result = kendall_w(ratings)
    assert round(result.w, 4) == 0.1619
    assert round(result.p, 3) == 0.787
    assert (result.experts, result.items) == (3, 6)
