import numpy as np
import pandas as pd
import pytest

from prioritization import (
    ScoreError,
    forecast_check,
    score_calibration,
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


def test_a_line_through_few_results_is_refused():
    with pytest.raises(ScoreError, match="3 results are filled in; 10 or more"):
        score_calibration(pd.DataFrame({"score": [1, 2, 3], "realised": [1, 2, 3]}))
