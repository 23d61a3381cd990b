"""Columns under other headings, by hand."""

import pytest
from pandas import DataFrame

from prioritization import OpportunitiesError
from prioritization.known_columns import with_known_columns


def columns(*headings, **asked):
    return set(with_known_columns(DataFrame([["1"] * len(headings)], columns=headings), **asked)[0].columns)


@pytest.mark.parametrize(
    ("heading", "known"),
    [
        ("Kosten", "cost"),
        ("Cost (EUR)", "cost"),
        ("Kosten in €", "cost"),
        ("Depends on", "requires"),
        ("Afhankelijk van", "requires"),
        ("Samen met", "together"),
        ("State", "status"),
        ("Score (1-10)", "score"),
        ("Must do?", "must_do"),
        ("Custom field (Team)", "team"),
        ("Dagen IT", "days_IT"),
        ("Days (IT)", "days_IT"),
        ("Feature name", "title"),
        ("Current State", "status"),
        ("data science days", "days_data_science"),
        ("Summary", "title"),
    ],
)
def test_a_heading_in_other_words_is_read(heading, known):
    assert known in columns("Issue key", heading)


def test_a_column_of_the_engine_wins_and_the_other_stays():
    assert {"cost", "Kosten"} <= columns("id", "cost", "Kosten")


def test_two_that_mean_the_same_are_refused():
    with pytest.raises(OpportunitiesError, match="'Kosten' and 'Costs' both seem to be cost"):
        columns("id", "Kosten", "Costs")


def test_amounts_in_thousands_are_not_read_as_money():
    assert "cost" not in columns("id", "Kosten (k€)")


def test_points_are_no_cost_beside_one_in_money():
    assert with_known_columns(DataFrame({"id": ["1"], "cost": ["5"], "Points": ["3"]}), points_as_cost=True)[
        0
    ]["cost"].tolist() == ["5"]
