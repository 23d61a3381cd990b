"""MoSCoW columns, by hand."""

import pytest
from pandas import DataFrame

from prioritization.moscow import with_moscow


def read(words, heading="MoSCoW", **columns):
    rows = {"opportunity": list("ABCD")[: len(words)], heading: words, **columns}
    return with_moscow(DataFrame(rows))


@pytest.mark.parametrize("heading", ["MoSCoW", "Priority", "Prioriteit"])
def test_must_and_wont_are_rules_whatever_the_heading(heading):
    table, notes = read(["Must-have", "S", None, "1. Won’t have (this time)"], heading)
    assert table["must_do"].tolist() == ["yes", "", "", ""]
    assert table["must_not"].tolist() == ["", "", "", "yes"]
    assert notes == [f"Read from {heading}: A must be done; D must not be done."]


def test_a_priority_in_other_words_says_nothing():
    assert read(["High", "Must"], "Priority")[1] == []
    assert read(["Should", "Could"])[1] == []


def test_a_rule_of_its_own_wins():
    assert "must_not" not in read(["Must", "Won't"], must_do=["", "yes"])[0]
