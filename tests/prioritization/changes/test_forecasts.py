import numpy as np
import pandas as pd
import pytest

from prioritization import (
    ScoreError,
    forecast_check,
    forecast_checks,
    score_calibration,
    score_calibrations,
)


def test_results_that_are_not_in_yet_do_not_count():
    results = pd.DataFrame({"low": 1, "likely": [2, 3, 4, 4], "high": 5, "realised": [1, 2, 6, None]})
    check = forecast_check(results)
    assert (check.n, check.bias) == (3, 0)
    assert check.error == pytest.approx(4 / 3)
    assert (check.inside, check.inside_low, check.inside_high) == pytest.approx(
        (2 / 3, 0.2077, 0.9385), abs=1e-4
    )
    assert np.isnan(check.rank)


def test_the_rank_correlation_has_the_interval_of_bonett_and_wright():
    likely, realised = [1, 2, 3, 4, 5], [1, 2, 3, 5, 4]
    check = forecast_check(pd.DataFrame({"low": 0, "likely": likely, "high": 9, "realised": realised}))
    half = 1.959964 * np.sqrt((1 + 0.9**2 / 2) / 2)
    assert check.rank == pytest.approx(0.9)
    assert check.rank_low == pytest.approx(np.tanh(np.arctanh(0.9) - half), abs=1e-6)


def test_faults_of_results_are_said_at_once():
    wrong = pd.DataFrame({"low": [3, 1], "likely": [2, "x"], "high": 5, "realised": [1, 2]})
    with pytest.raises(ScoreError, match="row 2, likely: 'x'"):
        forecast_check(wrong)
    with pytest.raises(ScoreError, match="row 1: low, likely and high do not go up"):
        forecast_check(wrong.iloc[:1])


def test_a_line_through_few_results_is_not_drawn_and_says_how_many_it_takes():
    seven = pd.DataFrame({"score": range(8), "realised": [*range(7), None]})
    row = score_calibration(seven).iloc[0]
    assert np.isnan(row["slope"]) and (row["n"], row["needed"]) == (7, 8)
    row = score_calibration(seven.assign(realised=seven["score"] * 3 + 1)).iloc[0]
    assert (row["slope"], row["intercept"], row["n"]) == pytest.approx((3, 1, 8))


def test_equal_scores_have_no_line():
    row = score_calibration(pd.DataFrame({"score": 5, "realised": range(9)})).iloc[0]
    assert np.isnan(row["slope"]) and row["n"] == 9


def test_each_kind_of_forecast_is_checked_by_itself():
    results = pd.DataFrame(
        {
            "amount": ["extra", "cost", "cost", "protected"],
            "low": 1,
            "likely": [2, 3, 4, 4],
            "high": 5,
            "realised": [1, 5, 6, None],
        }
    )
    checks = forecast_checks(results, "amount")
    assert checks[["amount", "n", "bias", "inside"]].to_numpy().tolist() == [
        ["extra", 1, -1.0, 1.0],
        ["cost", 2, 2.0, 0.5],
    ]
    assert forecast_checks(results.iloc[3:], "amount").empty


def test_groups_have_the_lines_that_they_have_alone():
    alone = pd.DataFrame({"score": range(10), "realised": [3.0 * score + 1 for score in range(10)]})
    few = pd.DataFrame({"score": [1.0, 2.0], "realised": [5.0, None]})
    both = pd.concat([alone.assign(role="IT"), few.assign(role="Sales"), few.assign(role=None)])
    found = score_calibrations(both, "role").set_index("role")
    assert found.index.tolist() == ["IT", "Sales"] and found["n"].tolist() == [10, 1]
    assert found.loc["IT", "slope"] == pytest.approx(3.0) and pd.isna(found.loc["Sales", "slope"])
    assert score_calibrations(both.head(0), "role").empty
