"""What is hidden about a few people, and what must not give it away."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from profiles import examples

from workbook.privacy import hide_small


def hidden(counts, minimum=10):
    table = pd.DataFrame({"n": counts, "value": [float(count) for count in counts]})
    return hide_small(table, ["value"], minimum)["value"].isna().tolist()


def test_a_small_group_takes_the_next_smallest_with_it():
    assert hidden([4, 25, 90]) == [True, True, False]


def test_two_small_groups_that_are_no_small_group_together_need_no_third():
    assert hidden([4, 6, 90]) == [True, True, False]


def test_small_groups_that_are_a_small_group_together_take_another_with_them():
    assert hidden([4, 5, 90, 95]) == [True, True, True, False]


def test_a_group_alone_hides_itself():
    assert hidden([4]) == [True] and hidden([4, 0]) == [True, False]


def test_an_empty_group_tells_nothing_of_anyone():
    assert hidden([0, 25, 90]) == [False, False, False]


def test_the_count_itself_stays():
    table = pd.DataFrame({"n": [4, 25], "value": [1.0, 2.0]})
    assert hide_small(table, ["value"], 10)["n"].tolist() == [4, 25]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=8))
def test_what_is_hidden_is_together_no_small_group_unless_everybody_is(counts):
    gone = hidden(counts)
    blank = [count for count, hides in zip(counts, gone, strict=True) if hides]
    shown = [count for count, hides in zip(counts, gone, strict=True) if not hides and count]
    assert all(count >= 10 for count in shown)
    if blank and shown:
        assert len(blank) > 1 and sum(blank) >= 10


def recovered(table, measure, margins):
    """The hidden cells that the margins of a table give away: found by solving for what they allow."""
    unknown = np.flatnonzero(table[measure].isna())
    sums = np.array([[table[name].iloc[at] == key for at in unknown] for name, key in margins], dtype=float)
    free = np.linalg.matrix_rank(sums)
    return [at for place, at in enumerate(unknown) if _pinned(sums, place, free)]


def _pinned(sums, place, rank):
    alone = np.zeros((1, sums.shape[1]))
    alone[0, place] = 1
    return np.linalg.matrix_rank(np.vstack([sums, alone])) == rank


@given(st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4), min_size=4, max_size=4))
def test_no_cell_of_a_cross_table_follows_from_its_row_and_column_totals(counts):
    """Rows of small groups go whole, and a second with them: every column then lacks two cells."""
    table = pd.DataFrame(
        [(row, column, n) for row, line in enumerate(counts) for column, n in enumerate(line)],
        columns=["before", "after", "n"],
    )
    table["from_n"] = table.groupby("before")["n"].transform("sum")
    table = table[table["from_n"] > 0].reset_index(drop=True)
    shown = hide_small(table, ["n"], 10, n="from_n", group="before")
    if shown["n"].notna().any():
        margins = [(name, key) for name in ("before", "after") for key in table[name].unique()]
        assert recovered(shown, "n", margins) == []


def flows(*rows):
    table = pd.DataFrame(rows, columns=["before", "after", "n"]).assign(value=1.0)
    return hide_small(table, ["value"], 10, totals=["before"])["value"].isna().tolist()


def test_within_a_total_a_small_row_takes_its_neighbour_with_it():
    rows = [("a", "b", 4), ("a", "c", 30), ("a", "d", 50), ("b", "c", 5), ("b", "d", 20), ("b", "e", 40)]
    assert flows(*rows) == [True, True, False, True, True, False]


def test_where_a_total_is_hidden_so_is_every_row_of_it():
    rows = [("few", "b", 9), ("next", "b", 12), ("next", "c", 13), ("most", "b", 90)]
    assert flows(*rows) == [True, True, True, False]
    assert flows() == []


@examples(30)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 30)), min_size=1, max_size=12))
def test_no_row_can_be_told_from_totals_that_are_shown_by_the_same_rule(rows):
    table = pd.DataFrame(rows, columns=["before", "n"]).assign(value=1.0)
    shown = hide_small(table, ["value"], 10, totals=["before"]).assign(small=table["n"] < 10)
    totals = table.groupby("before", sort=False)[["n"]].sum().assign(value=1.0)
    known = hide_small(totals, ["value"], 10)["value"].notna()
    assert shown.loc[shown["small"], "value"].isna().all()
    for before, part in shown.groupby("before"):
        gone = part["value"].isna()
        assert gone.all() or (known[before] and gone.sum() != 1)


def test_a_total_within_a_total_is_hidden_by_the_same_rule_as_where_it_is_shown():
    rows = [("band", "A", 5), ("band", "A", 3), ("band", "B", 12), ("band", "B", 40), ("band", "C", 90)]
    table = pd.DataFrame(rows, columns=["grouping", "total", "n"]).assign(value=1.0)
    hidden = hide_small(table, ["value"], 10, totals=["grouping", "total"])["value"].isna()
    assert hidden.tolist() == [True, True, True, True, False]
    wide = table.assign(n=[30, 5, 12, 40, 90])
    hidden = hide_small(wide, ["value"], 10, totals=["grouping", "total"])["value"].isna()
    assert hidden.tolist() == [True, True, False, False, False]


STAGES = ["new", "loyal", "occasional", "slipping", "lapsed"]


@pytest.mark.parametrize("sizes", [[6, 40, 30, 14, 8], [5, 40, 30, 14, 12]])
def test_a_group_that_is_known_to_bring_nothing_is_no_cover(sizes):
    table = pd.DataFrame({"group": STAGES, "before": STAGES, "n": sizes, "grouping": "stage"})
    table = table.assign(value=[401.0, 25052, 3367, 1223, 0], expected=[5.0, 4, 3, 2, 1])
    alone = hide_small(table, ["value"], 10)
    beside = hide_small(table, ["value", "expected"], 10, totals=["grouping"])
    apart = hide_small(table, ["value"], 10, totals=["before"])
    for shown in (alone, beside, apart):
        assert shown["value"].isna().tolist()[:4] == [True, False, False, True]
