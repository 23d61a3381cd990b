"""Columns that nothing reads, by hand."""

from pandas import DataFrame

from prioritization.unread_columns import candidates, unread_columns


def test_known_used_and_empty_columns_are_not_named():
    row = {
        "opportunity": "A",
        "title": "x",
        "days_it": 1,
        "together": "",
        "Ease": 5,
        "Empty": " ",
        "Note": "y",
    }
    assert unread_columns(DataFrame([row]), {"Ease"}) == ["Note"]


def test_without_any_there_is_nothing_to_offer():
    assert candidates([], "score") == ""
