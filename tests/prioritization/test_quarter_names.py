"""Quarters by name, by hand."""

from datetime import date

import pytest

from prioritization.quarter_names import quarter_after, quarter_name, quarters_of_dates


@pytest.mark.parametrize(
    "written", ["2027Q3", "2027 q3", "Q3 2027", "q3-2027", "K3 2027", "2027/K3", "Q3'2027"]
)
def test_a_quarter_is_read_in_either_order(written):
    assert quarter_name(written) == "2027Q3"


@pytest.mark.parametrize("written", ["Q5 2027", "27Q3", "Q3", "2027", ""])
def test_what_is_no_quarter_of_a_year_stays_as_it_is(written):
    assert quarter_name(written) == written


@pytest.mark.parametrize(
    ("day", "quarter"),
    [(date(2026, 12, 31), "2027Q1"), (date(2027, 1, 1), "2027Q2"), (date(2027, 9, 30), "2027Q4")],
)
def test_the_next_quarter_begins_after_the_day(day, quarter):
    assert quarter_after(day) == quarter


@pytest.mark.parametrize(
    ("dates", "quarters"),
    [
        (["2027-03-31", "2027-04-01 00:00:00"], ["2027Q1", "2027Q2"]),
        (["31-12-2027", "1-4-2027"], ["2027Q4", "2027Q2"]),
        (["12/31/2027", "1/4/2027"], ["2027Q4", "2027Q1"]),
        (["1/4/2027"], ["1/4/2027"]),
        (["2/3/2027", "31-12-2027", "12/31/2027"], ["2027Q1", "31-12-2027", "12/31/2027"]),
        (["2027-13-01", "Q2 2027", None], ["2027-13-01", "2027Q2", ""]),
    ],
)
def test_a_date_is_read_as_its_quarter_where_day_and_month_are_told(dates, quarters):
    assert quarters_of_dates(dates) == quarters
