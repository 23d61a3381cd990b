"""Published scores and concordance, to the printed digits."""

import numpy as np
import pandas as pd
import pytest

from prioritization import kendall_w, opportunity_band, opportunity_score
from prioritization.panel.consensus import ipras
from prioritization.scoring.kano import kano
from prioritization.scoring.scores import ice_score, pie_product, pie_score, rice_score, wsjf_score


def one(value):
    return pd.Series([value], dtype=float)


@pytest.mark.parametrize(
    ("potential", "importance", "ease", "printed"),
    [(9, 10, 5, 8.0), (6, 5, 8, 6.33), (10, 10, 1, 7.0), (6, 6, 6, 6.0)],
)
def test_pie_is_the_mean_of_goward(potential, importance, ease, printed):
    assert round(pie_score(one(potential), one(importance), one(ease))[0], 2) == printed


def test_the_product_of_pie_ranks_the_other_way():
    assert [pie_product(one(p), one(i), one(e))[0] for p, i, e in [(10, 10, 1), (6, 6, 6)]] == [100, 216]


def test_ice_is_the_mean_of_ellis_and_brown():
    assert round(ice_score(one(7), one(4), one(8))[0], 2) == 6.33


@pytest.mark.parametrize(
    ("reach", "impact", "confidence", "effort", "printed"),
    [(2000, 1, 0.9, 1, 1800), (5000, 3, 0.5, 6, 1250), (2000, 2, 0.8, 4, 800)],
)
def test_rice_agrees_with_mcbride(reach, impact, confidence, effort, printed):
    assert rice_score(one(reach), one(impact), one(confidence), one(effort))[0] == pytest.approx(printed)


@pytest.mark.parametrize(
    ("value", "time", "risk", "size", "printed"),  # printed are the sums 26, 26 and 14
    [(13, 8, 5, 5, 5.2), (13, 8, 5, 8, 3.25), (8, 5, 1, 5, 2.8)],
)
def test_wsjf_agrees_with_safe(value, time, risk, size, printed):
    assert wsjf_score(one(value), one(time), one(risk), one(size))[0] == pytest.approx(printed)


@pytest.mark.parametrize(
    ("part", "n", "low", "high"), [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611)]
)
def test_the_interval_of_better_is_wilsons_as_newcombe_prints_it(part, n, low, high):
    """Newcombe (1998), Statistics in Medicine 17, p. 857-872, table I, method 3."""
    answers = pd.DataFrame({"respondent_id": range(n), "feature": "chat", "dysfunctional": "neutral"})
    answers["functional"] = ["like"] * part + ["neutral"] * (n - part)
    row = kano(answers).iloc[0]
    assert row["better"] == part / n
    assert (round(row["better_low"], 4), round(row["better_high"], 4)) == (low, high)


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


RATED = [3, 5, 6, *[7] * 5, *[8] * 5, *[9] * 2]


def test_ipras_agrees_with_the_published_example():
    """BMJ Open 2012;2:e001431, table 1: 15 panellists on a scale of 1 to 9."""
    row = ipras(pd.DataFrame([RATED]), scale=(1, 9)).iloc[0]
    assert (row["p30"], row["p70"], row["ipr"]) == (7, 8, 1)
    assert round(row["ipras"], 1) == 6.1
    assert not row["disagreement"]


@pytest.mark.parametrize("method", ["inverted_cdf", "hazen", "weibull", "linear", "median_unbiased"])
def test_the_published_example_holds_by_every_definition_of_a_percentile(method):
    assert np.percentile(RATED, [30, 70], method=method).tolist() == [7, 8]


def test_ipras_on_1_to_10_is_centred_at_five_and_a_half():
    assert ipras(pd.DataFrame([RATED]))["ipras"][0] == pytest.approx(2.35 + 1.5 * 2)
