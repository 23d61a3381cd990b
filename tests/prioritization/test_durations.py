"""Columns of durations, by hand."""

import pytest
from pandas import DataFrame

from prioritization import OpportunitiesError
from prioritization.durations import duration_unit, with_quarters


def quarters(heading, *cells, **asked):
    return with_quarters(DataFrame({heading: list(cells)}, dtype=object), set(), **asked)


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        *(("Doorlooptijd (kwartalen)", "quarters"), ("Doorlooptijd", "quarters"), ("Duur", "quarters")),
        *(("Aantal kwartalen", "quarters"), ("Duur (kwartalen)", "quarters"), ("Duration (Q)", "quarters")),
        *(("Duration (quarters)", "quarters"), ("Lead time", "quarters"), ("lead_time", "quarters")),
        *(("Number of quarters", "quarters"), ("Custom field (Duration)", "quarters")),
        *(("Geschatte doorlooptijd in maanden", "months"), ("Duration [yrs]", "years")),
        *(("Lead time (weeks)", "weeks"), ("Doorlooptijd dagen", "days"), ("Aantal weken", "weeks")),
        *(("Duration (man days)", "man days"), ("Duration (weeks/quarters)", "weeks quarters")),
        *(("Quarter", ""), ("Aantal dagen", ""), ("Aantal", ""), ("Number", ""), ("Job duration", "")),
        *(("Lead time reduction (weeks)", ""), ("accelerated_quarters", ""), ("", "")),
    ],
)
def test_a_heading_says_its_unit(heading, unit):
    assert duration_unit(heading) == unit


@pytest.mark.parametrize(
    ("heading", "cell", "read"),
    [
        *(("Doorlooptijd", "2", "2"), ("Duur", "2 kwartalen", "2"), ("Duur", "6 mnd.", "2")),
        *(("Duur (maanden)", 9.0, "3"), ("Duur (jaren)", "1,5", "6"), ("quarters", "1 jaar", "4")),
    ],
)
def test_what_is_whole_quarters_is_converted(heading, cell, read):
    assert quarters(heading, cell)[0]["quarters"].tolist() == [read]


@pytest.mark.parametrize(
    ("heading", "cell", "fault"),
    [
        ("Duur (maanden)", "4", r"row 1, Duur \(maanden\): 4 months are no whole number of quarters; write"),
        ("Duur (weken)", "13", r"column 'Duur \(weken\)' is in weeks, .* in a column called quarters"),
        ("Lead time", "6 weken", "row 1, Lead time: '6 weken' is no number of quarters, months or years"),
        ("Duur (maanden)", "lang", "row 1, .*'lang' is no amount"),
    ],
)
def test_what_is_not_is_refused_with_the_way_out(heading, cell, fault):
    with pytest.raises(OpportunitiesError, match=fault):
        quarters(heading, cell)


def test_without_time_a_duration_does_not_count_whatever_its_unit():
    table, notes = quarters("Duur (weken)", "7", timed=False)
    assert list(table) == ["Duur (weken)"]
    assert notes == ["Duur (weken) does not count, as no quarters were given."]


def test_a_column_in_quarters_wins_over_one_in_weeks_and_two_are_refused():
    both = DataFrame({"Duur (weken)": [26], "Aantal kwartalen": ["2"]})
    used = set()
    assert with_quarters(both, used)[0]["quarters"].tolist() == ["2"]
    assert used == {"Aantal kwartalen"}
    with pytest.raises(OpportunitiesError, match="'Doorlooptijd' and 'Aantal kwartalen' both seem to be"):
        with_quarters(both.rename(columns={"Duur (weken)": "Doorlooptijd"}), set())


def test_a_blank_stays_blank():
    assert quarters("Duur (maanden)", None, "3")[0]["quarters"].tolist() == [None, "1"]
