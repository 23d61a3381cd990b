import pandas as pd
import pytest

from workbook.understand.needs import need_differences, needs, overserved


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


@pytest.fixture
def two():
    """Two needs of the same 100 people; the till is less important and satisfies most of them."""
    scores = {
        ("app", "importance"): [5] * 90 + [1] * 10,
        ("app", "satisfaction"): [5] * 30 + [1] * 70,
        ("till", "importance"): [5] * 50 + [1] * 50,
        ("till", "satisfaction"): [5] * 70 + [1] * 30,
    }
    parts = [
        pd.DataFrame({"respondent_id": range(100), "touchpoint": at, "question": question, "score": given})
        for (at, question), given in scores.items()
    ]
    frame = pd.concat(parts, ignore_index=True)
    table = needs(frame)
    return frame, table.assign(opportunity_score=score(table["importance"], table["satisfaction"]))


def score(importance, satisfaction):
    return importance + (importance - satisfaction).clip(lower=0)


def test_the_least_served_need_is_compared_by_its_score(two):
    [found] = need_differences(*two, score, seed=1).to_dict("records")
    assert (found["first"], found["other"], found["difference"]) == ("app", "till", 10)
    assert 6 < found["low"] < 10 < found["high"] + 1 and found["p"] < 0.01 and found["share_first"] == 1


def test_overserved_is_tested_as_a_difference_within_a_need(two):
    found = overserved(*two, seed=1).set_index("touchpoint")
    assert found["difference"].tolist() == [-6, 2]
    assert found.at["till", "p"] < 0.05 and found.at["app", "p"] == 1


def test_a_hidden_need_is_compared_with_nothing(two):
    frame, table = two
    table = table.assign(opportunity_score=[None, 5.0], importance=[None, 5.0])
    assert need_differences(frame, table, score, seed=1).empty
    assert overserved(frame, table, seed=1)["touchpoint"].tolist() == ["till"]
    assert need_differences(frame.head(0), table.head(0), score, seed=1).empty
    assert overserved(frame.head(0), table.head(0), seed=1).empty
