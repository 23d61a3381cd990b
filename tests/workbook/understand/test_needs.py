import pandas as pd
import pytest

from workbook.understand.needs import needs


def answers(importance, satisfaction, touchpoint="checkout"):
    return pd.DataFrame(
        {
            "touchpoint": touchpoint,
            "question": ["importance"] * len(importance) + ["satisfaction"] * len(satisfaction),
            "score": [*importance, *satisfaction],
        }
    )


def test_scores_are_ten_times_the_share_of_fours_and_fives():
    row = needs(answers([5, 4, 3, 2, 5], [4, 1])).iloc[0]
    assert row[["importance", "satisfaction", "n_importance", "n_satisfaction"]].tolist() == [6, 5, 5, 2]


def test_interval_is_wilsons():
    # Brown, Cai & DasGupta's centre (x + z²/2) / (n + z²), for 4 of 10: 0.4278
    row = needs(answers([5] * 4 + [1] * 6, [5])).iloc[0]
    assert (row["importance_low"] + row["importance_high"]) / 2 == pytest.approx(4.278, abs=1e-3)


def test_scores_lie_inside_their_interval():
    row = needs(answers([5, 5, 5], [1, 1, 1])).iloc[0]
    assert row["importance_low"] < row["importance"] == row["importance_high"] == 10
    assert row["satisfaction_low"] == row["satisfaction"] == 0 < row["satisfaction_high"]


def test_a_group_that_answered_one_question_has_a_blank_for_the_other():
    both = pd.concat([answers([5], [4]), answers([3], [], touchpoint="returns")])
    row = needs(both).set_index("touchpoint").loc["returns"]
    assert row["n_satisfaction"] == 0
    assert pd.isna(row["satisfaction"])


def test_a_segment_can_be_a_group():
    table = needs(answers([5, 1], [5, 1]).assign(segment=["a", "b", "a", "b"]), by=["segment", "touchpoint"])
    assert table["importance"].tolist() == [10, 0]
