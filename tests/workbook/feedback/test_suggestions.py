import pandas as pd

from workbook.feedback.suggestions import suggestions
from workbook.feedback.topics import Sorted


def told(without, within, people=None):
    texts = [*without, *within]
    rows = pd.DataFrame({"text": texts, "person": people or range(len(texts))})
    flags = pd.DataFrame({"late": [False] * len(without) + [True] * len(within)})
    return Sorted(rows, flags, pd.Series([""] * len(without) + ["rule"] * len(within)))


def test_what_comments_without_a_topic_share_is_suggested_with_a_masked_example():
    without = ["Mrs Jones says the parking place is full"] * 12 + ["geen parkeerplaats vrij"] * 12
    found = suggestions(told(without, ["late again", "it is full of errors"] * 20), minimum=10)
    assert found["term"].tolist() == ["parkeerplaats vrij", "parking place"]
    assert "Mrs […] says the parking place is full" in found["quote"].tolist()


def test_a_word_that_few_people_use_often_is_not_suggested():
    one = told(["nice parking"] * 20, ["late"] * 20, people=[1] * 20 + list(range(20)))
    assert suggestions(one, minimum=10).empty


def test_nothing_is_suggested_from_few_comments_or_from_common_words():
    assert suggestions(told(["parking"] * 9, ["late"] * 9), minimum=10).empty
    assert suggestions(told(["not so and the"] * 20, ["late"] * 20), minimum=10).empty
