"""Scores of partners by hand, what is fair to small ones, and how scores change."""

from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta
from served import CANCELLED, ON_TIME, Q3, Q4, service, several, sorted_frame

from workbook.engagement import Norm
from workbook.errors import MeasureError
from workbook.recognise.quality_score import norm_chances, quality_scores, score_by_quarter, score_changes
from workbook.recognise.service_norms import norm_results

END = datetime(2018, 1, 1)
NORMS = [ON_TIME, CANCELLED]
HAND = [
    ("a", "2017-11-01", "on time", 40, 38),
    ("a", "2017-11-01", "cancelled", 100, 97),
    ("b", "2017-11-01", "on time", 9, 3),
    ("b", "2017-11-01", "cancelled", 50, 49),
]


def test_chances_by_hand_where_partners_differ_no_more_than_by_chance(as_table):
    rows = several([("a", Q4, 100, 95), ("b", Q4, 100, 96), ("c", Q4, 100, 94)])
    found = norm_chances(norm_results(as_table(rows), [ON_TIME], end=END), [ON_TIME])
    assert found[["alpha", "beta"]].to_numpy().tolist() == [[285.5, 15.5]] * 3
    assert found["average"].tolist() == pytest.approx([beta.sf(0.95, 285.5, 15.5)] * 3)
    assert found["chance"].tolist() == pytest.approx(
        beta.sf(0.95, [379.5, 380.5, 381.5], [21.5, 20.5, 19.5]).tolist()
    )


def test_chances_by_hand_where_partners_differ(as_table):
    # Shares .8 and 1: mean .9, variance .02, alike .02 / .09; by chance .01. 1 / strength + 1 = .2145.
    rows = several([("a", Q4, 100, 80), ("b", Q4, 100, 100)])
    found = norm_chances(norm_results(as_table(rows), [ON_TIME], end=END), [ON_TIME])
    strength = 0.99 / (0.02 / 0.09 - 0.01) - 1
    assert found["alpha"].tolist() == pytest.approx([0.9 * strength] * 2)
    assert found["beta"].tolist() == pytest.approx([0.1 * strength] * 2)
    assert found["chance"][0] < 0.001 and found["chance"][1] > 0.99


def test_the_fit_recovers_how_much_partners_differ(as_table):
    rng = np.random.default_rng(3)
    n = rng.integers(10, 300, 4000)
    met = rng.binomial(n, rng.beta(28.5, 1.5, 4000))
    rows = several([(f"p{place}", Q4, *cases) for place, cases in enumerate(zip(n, met, strict=True))])
    found = norm_chances(norm_results(as_table(rows), [ON_TIME], end=END), [ON_TIME]).iloc[0]
    assert found["alpha"] / (found["alpha"] + found["beta"]) == pytest.approx(0.95, abs=0.003)
    assert found["alpha"] + found["beta"] == pytest.approx(30, rel=0.15)


def test_one_judged_result_starts_from_jeffreys(as_table):
    found = norm_chances(norm_results(as_table(several([("a", Q4, 20, 20)])), [ON_TIME], end=END), [ON_TIME])
    assert found["chance"].tolist() == pytest.approx([beta.sf(0.95, 20.5, 0.5)])


def crowd(*more):
    """Partners whose true shares lie around .95, and some more."""
    many = [
        (f"p{place:02d}", Q4, 200, met) for place, met in enumerate([170, 180, 186, 190, 192, 196, 199, 200])
    ]
    return several([*many, *more])


def test_a_miss_of_three_is_not_a_hundred_of_three_hundred(as_table):
    norm = Norm(name="on time", at_least=0.95, minimum=1)
    rows = crowd(("few", Q4, 3, 2), ("many", Q4, 300, 200), ("nobody", Q4, 1, 1))
    scores = sorted_frame(quality_scores(norm_results(as_table(rows), [norm], end=END), [norm]))
    score = scores.set_index("customer_id")["score"]
    assert score["many"] < 0.1 and 5 < score["few"] < score["nobody"] < 70
    assert scores.set_index("customer_id")["kept"][["few", "many"]].tolist() == [0, 0]


def test_more_cases_met_never_lower_the_chance(as_table):
    norm = Norm(name="on time", at_least=0.95, minimum=1)
    rows = several([(f"p{n}-{met}", Q4, n, met) for n in (1, 5, 40) for met in range(n // 2, n + 1)])
    found = norm_chances(norm_results(as_table(rows), [norm], end=END), [norm])
    assert (found.groupby("n")["chance"].diff().dropna() >= 0).all()
    assert found["chance"].between(0, 1).all()


def test_small_and_large_partners_of_equal_quality_score_alike_and_plain_scores_do_not(as_table):
    rng = np.random.default_rng(5)
    n = np.repeat([12, 400], 3000)
    met = rng.binomial(n, rng.beta(58.2, 1.8, n.size))
    rows = several([(f"p{place}", Q4, *cases) for place, cases in enumerate(zip(n, met, strict=True))])
    scores = quality_scores(norm_results(as_table(rows), [ON_TIME], end=END), [ON_TIME]).to_pandas()
    fair = scores.groupby("n")["score"].mean()
    plain = scores.groupby("n")["kept"].mean() * 100
    assert abs(fair[12] - fair[400]) < 3 < 10 < abs(plain[12] - plain[400])


def test_scores_by_hand_over_two_norms(as_table):
    rows = pd.concat([crowd(), service(HAND)])
    results = norm_results(as_table(rows), NORMS, end=END)
    chances = norm_chances(results, NORMS).set_index(["norm", "n", "met"])
    scores = sorted_frame(quality_scores(results, NORMS)).set_index(["customer_id", "quarter"])
    on_time, cancelled = chances.loc[("on time", 40, 38)], chances.loc[("cancelled", 100, 97)]
    a, b = scores.loc[("a", Q4)], scores.loc[("b", Q4)]
    assert a["score"] == pytest.approx(100 * (on_time["chance"] + 2 * cancelled["chance"]) / 3)
    parts = [on_time["chance"], cancelled["chance"]]
    doubt = [part * (1 - part) for part in parts]
    assert a["se"] == pytest.approx(100 / 3 * np.sqrt(doubt[0] + 4 * doubt[1]))
    unjudged, kept = on_time["average"], chances.loc[("cancelled", 50, 49), "chance"]
    assert b["score"] == pytest.approx(100 * (unjudged + 2 * kept) / 3)
    assert b[["judged", "kept", "n"]].tolist() == [1, 1, 50]
    assert scores[["low", "high"]].stack().between(0, 100).all()


def test_changes_by_hand(as_table):
    scores = pd.DataFrame(
        {
            "customer_id": ["a", "a", "b", "b", "c"],
            "quarter": [Q3, Q4, Q3, Q4, Q4],
            "score": [50.0, 80.0, 60.0, 70.0, 90.0],
            "se": [3.0, 4.0, 0.0, 5.0, 1.0],
        }
    )
    changes = sorted_frame(score_changes(as_table(scores))).set_index("customer_id")
    assert changes["change"].to_dict() == {"a": 30, "b": 10}
    assert changes.loc["a", ["before", "se"]].tolist() == [50, 5]
    assert changes.loc["a", ["low", "high"]].tolist() == pytest.approx([20.2, 39.8], abs=0.01)
    table = score_by_quarter(as_table(scores))
    assert table["quarter"].tolist() == ["2017Q3", "2017Q4"]
    assert table[["n", "score", "n_both"]].to_numpy().tolist() == [[2, 55, 0], [3, 80, 2]]
    # t with 1 degree of freedom 12.706, sd of 30 and 10 14.142: 20 ± 127.06.
    assert table.loc[1, ["change", "change_low", "change_high"]].tolist() == pytest.approx(
        [20, -107.06, 147.06], abs=0.01
    )
    assert np.isnan(table.loc[0, "change"])


def test_one_partner_has_a_score_and_no_interval_over_partners(as_table):
    results = norm_results(as_table(several([("a", Q4, 100, 99)])), [ON_TIME], end=END)
    table = score_by_quarter(quality_scores(results, [ON_TIME]))
    assert table["n"].tolist() == [1] and table["score"].between(0, 100).all()
    assert table[["low", "high"]].isna().all(axis=None)


def test_scores_without_a_judged_norm_are_refused_with_what_was_found(as_table):
    results = norm_results(as_table(several([("a", Q4, 9, 9), ("b", Q4, 4, 4)])), [ON_TIME], end=END)
    with pytest.raises(MeasureError, match=r"0 of 2 results .*\n  on time: at most 9, and 10 are needed"):
        quality_scores(results, [ON_TIME])
