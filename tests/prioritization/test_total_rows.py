"""Rows of totals, by hand."""

import pytest
from pandas import DataFrame

from prioritization import OpportunitiesError
from prioritization.total_rows import without_totals


def sheet(*rows):
    return DataFrame(list(rows), columns=["opportunity", "title", "score", "cost"], dtype=object)


TWO = (("A", "One", "5", "50"), ("B", "Two", "4", "40"))


@pytest.mark.parametrize(
    "row",
    [
        ("Total", None, "9", "90"),
        ("Totaal:", None, None, "90"),
        ("Grand total", None, "4.5", "90"),
        (None, "Total", "4.5", "x"),
        (None, None, "4.5", "90"),
        (None, None, None, "€ 90"),
    ],
)
def test_a_total_is_left_out_and_said(row):
    table, note = without_totals(sheet(*TWO, row))
    assert table["opportunity"].tolist() == ["A", "B"]
    assert note == "Left out as a total, and not an opportunity: row 3."


def test_subtotals_and_the_total_over_them_are_all_left_out():
    rows = (*TWO, ("Subtotal", None, None, "90"), *(("C", "x", "1", "1"), ("D", "y", "1", "2")))
    rows += (("Subtotal", None, None, "3"), ("Total", None, None, "93"))
    table, note = without_totals(sheet(*rows))
    assert table["opportunity"].tolist() == ["A", "B", "C", "D"]
    assert note.endswith("totals, and not opportunities: rows 3, 6, 7.")


@pytest.mark.parametrize(
    "row", [("C", "Three", "9", "90"), (None, "Three", "9", "90"), (None, None, "3", "7")]
)
def test_what_is_not_surely_a_total_stays(row):
    table, note = without_totals(sheet(*TWO, row))
    assert (len(table), note) == (3, "")


def test_a_total_that_is_no_sum_is_refused():
    with pytest.raises(OpportunitiesError, match=r"row 3, opportunity: 'Total' seems to be a total,"):
        without_totals(sheet(*TWO, ("Total", None, "7", "7")))


def test_a_total_of_one_is_one_where_it_is_called_so():
    assert without_totals(sheet(TWO[0], ("Total", None, None, "50")))[0]["opportunity"].tolist() == ["A"]
    assert len(without_totals(sheet(TWO[0], (None, None, None, "50")))[0]) == 2


def test_28k_adds_up_as_28000():
    rows = (("A", "One", "5", "28k"), ("B", "Two", "4", "12000"), ("Totaal", None, None, "40k"))
    table, note = without_totals(sheet(*rows))
    assert (table["opportunity"].tolist(), note[:8]) == (["A", "B"], "Left out")
