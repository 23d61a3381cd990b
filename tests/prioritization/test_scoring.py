import pandas as pd
import pytest

from prioritization import ScoreError, opportunity_band, opportunity_score, pie_score


def series(*values):
    return pd.Series(values, index=[f"o{number}" for number in range(len(values))], dtype=float)


def test_scores_keep_the_index():
    assert pie_score(series(1, 2), series(1, 2), series(1, 2)).index.tolist() == ["o0", "o1"]
    assert opportunity_score(series(1, 2), series(1, 2)).index.tolist() == ["o0", "o1"]
    assert opportunity_band(series(1, 2)).index.tolist() == ["o0", "o1"]


def test_satisfaction_above_importance_takes_nothing_off():
    assert opportunity_score(series(5, 5, 5), series(4, 5, 6)).tolist() == [6, 5, 5]


def test_bands_meet_at_10_12_and_15():
    bands = opportunity_band(series(9.99, 10, 11.99, 12, 15, 15.01))
    assert bands.tolist() == ["not", "worthwhile", "worthwhile", "high", "high", "extreme"]


def test_a_band_is_not_moved_by_the_rounding_of_a_sum():
    assert opportunity_band(series(0.1 + 0.2 + 14.7)).tolist() == ["high"]


def test_a_score_outside_its_scale_is_refused_with_row_and_value():
    with pytest.raises(ScoreError, match="row o1, ease: 11 is not within 1 to 10"):
        pie_score(series(1, 2), series(1, 2), series(1, 11))


def test_a_share_below_zero_and_a_blank_are_refused():
    with pytest.raises(
        ScoreError, match=r"2 faults.*\n.*row o0, importance: -0.5.*\n.*row o1, satisfaction: a blank"
    ):
        opportunity_score(series(-0.5, 1), series(1, float("nan")))


def test_indexes_that_differ_are_refused():
    with pytest.raises(ScoreError, match="satisfaction: its index differs from that of importance"):
        opportunity_score(series(1, 2), series(1))
