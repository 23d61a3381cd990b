import pandas as pd
import pytest

from workbook.engagement import Question
from workbook.feedback.topic_scores import topic_scores

ASKED = {"nps": Question(kind="nps"), "stars": Question(kind="rating", scale="stars")}


def raised(n, m):
    people = [f"respondent_id r{number}" for number in range(n + m)]
    return pd.DataFrame({"topic": "late", "person": people, "value": [True] * n + [False] * m})


def answers(scores, question="nps", touchpoint=None):
    people = [f"r{number}" for number in range(len(scores))]
    return pd.DataFrame(
        {"respondent_id": people, "question": question, "score": scores, "touchpoint": touchpoint}
    )


def test_those_who_raise_a_topic_are_held_against_the_others():
    found = topic_scores(raised(20, 30), answers([3] * 20 + [10] * 15 + [8] * 15), ASKED).iloc[0]
    assert (found["score"], found["n_scored"], found["fewest"]) == (-100, 20, 20)
    assert found["gap"] == -150 and found["gap_p"] < 1e-6
    alike = topic_scores(raised(20, 20), answers([3, 10] * 20), ASKED).iloc[0]
    assert alike["gap"] == 0 and alike["gap_p"] == pytest.approx(1)


def test_the_relation_goes_before_a_touchpoint():
    both = pd.concat([answers([9] * 4), answers([1] * 4, touchpoint="till")], ignore_index=True)
    assert topic_scores(raised(2, 2), both, ASKED)["score"].tolist() == [100]


def test_reviews_of_stars_alone_give_their_mean():
    found = topic_scores(raised(12, 12), answers([1] * 12 + [5] * 12, "stars", "shop"), ASKED).iloc[0]
    assert (found["measure"], found["score"], found["gap"]) == ("mean", 1, -4)


def test_without_scores_the_topic_stands_without_one():
    found = topic_scores(raised(2, 2), answers([]), ASKED).iloc[0]
    assert found["question"] == "" and pd.isna(found["score"]) and found["n_scored"] == 0
