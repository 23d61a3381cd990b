"""Numbers of a sheet as a whole, by hand."""

import pytest
from pandas import DataFrame

from prioritization.sheet_numbers import plain_numbers, written_out


@pytest.mark.parametrize(
    ("written", "full"),
    [("10k", "10000"), ("1M", "1000000"), ("1,5 mln", "1500000"), ("€ 2.5K", "€ 2500"), ("10 k€", "10000€")],
)
def test_short_numbers_are_written_out(written, full):
    assert written_out(written) == full


@pytest.mark.parametrize("written", ["1.500k", "10kg", "5m", "k", "10k 5", "O12", 10, None])
def test_what_is_no_short_number_stays_to_be_refused(written):
    assert written_out(written) == written


def numbers(decimals=None, **columns):
    table, notes, _ = plain_numbers(DataFrame(columns, dtype=object), columns, decimals)
    return table.to_dict("list"), notes


def test_points_are_thousands_only_where_another_column_has_a_decimal_comma():
    assert numbers(score=["8,5"], cost=["30.000"])[0]["cost"] == ["30000"]
    assert numbers(score=["8.5"], cost=["30,000"])[0]["cost"] == ["30000"]
    assert numbers(score=["8,5"], cost=["1,500"])[0]["cost"] == ["1,5000"]
    for undecided in (["8"], [8.5], ["8,5", "8.5"]):
        assert numbers(score=undecided, cost=["30.000"] * len(undecided)) == (
            {"score": undecided, "cost": ["30.000"] * len(undecided)},
            [],
        )


def test_a_mark_that_is_said_decides():
    assert numbers("comma", cost=["30.000", "€ 1.500"])[0]["cost"] == ["30000", "€ 1500"]
    assert numbers("point", cost=["30.000"]) == (
        {"cost": ["30.0000"]},
        ["Read 30.000 in cost as a fraction (--decimals point)."],
    )


def test_what_stands_beside_a_short_number_is_not_taken_for_a_unit():
    assert [written_out(cell) for cell in ("€2k p.j.", "2k per month", "EUR 2k", "2 k€")] == [
        *("€2k p.j.", "2k per month", "EUR 2000", "2000€"),
    ]
