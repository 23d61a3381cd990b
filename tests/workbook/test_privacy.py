"""What is hidden about a few people, and what must not give it away."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.privacy import hide_small


def hidden(counts, minimum=10):
    table = pd.DataFrame({"n": counts, "value": [float(count) for count in counts]})
    return hide_small(table, ["value"], minimum)["value"].isna().tolist()


def test_a_small_group_takes_the_next_smallest_with_it():
    assert hidden([4, 25, 90]) == [True, True, False]


def test_two_small_groups_need_no_third():
    assert hidden([4, 5, 90]) == [True, True, False]


def test_an_empty_group_tells_nothing_of_anyone():
    assert hidden([0, 25, 90]) == [False, False, False]


def test_the_count_itself_stays():
    table = pd.DataFrame({"n": [4, 25], "value": [1.0, 2.0]})
    assert hide_small(table, ["value"], 10)["n"].tolist() == [4, 25]


@given(st.lists(st.integers(0, 40), min_size=2, max_size=8))
def test_a_total_never_leaves_one_unknown_small_group(counts):
    blank = [count for count, gone in zip(counts, hidden(counts), strict=True) if gone]
    others = [count for count in counts if count >= 10]
    assert len(blank) != 1 or not others


def flows(*rows):
    table = pd.DataFrame(rows, columns=["before", "after", "n"]).assign(value=1.0)
    return hide_small(table, ["value"], 10, within=["before"])["value"].isna().tolist()


def test_within_a_total_a_small_row_takes_its_neighbour_with_it():
    rows = [("a", "b", 4), ("a", "c", 30), ("a", "d", 50), ("b", "c", 5), ("b", "d", 20), ("b", "e", 40)]
    assert flows(*rows) == [True, True, False, True, True, False]


def test_where_a_total_is_hidden_so_is_every_row_of_it():
    rows = [("few", "b", 9), ("next", "b", 12), ("next", "c", 13), ("most", "b", 90)]
    assert flows(*rows) == [True, True, True, False]
    assert flows() == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 30)), min_size=1, max_size=12))
def test_no_row_can_be_told_from_totals_that_are_shown_by_the_same_rule(rows):
    table = pd.DataFrame(rows, columns=["before", "n"]).assign(value=1.0)
    shown = hide_small(table, ["value"], 10, within=["before"]).assign(small=table["n"] < 10)
    totals = table.groupby("before", sort=False)[["n"]].sum().assign(value=1.0)
    known = hide_small(totals, ["value"], 10)["value"].notna()
    assert shown.loc[shown["small"], "value"].isna().all()
    for before, part in shown.groupby("before"):
        gone = part["value"].isna()
        assert gone.all() or (known[before] and gone.sum() != 1)


def test_a_total_within_a_total_is_hidden_by_the_same_rule_as_where_it_is_shown():
    rows = [("band", "A", 5), ("band", "A", 3), ("band", "B", 12), ("band", "B", 40), ("band", "C", 90)]
    table = pd.DataFrame(rows, columns=["grouping", "total", "n"]).assign(value=1.0)
    hidden = hide_small(table, ["value"], 10, within=["grouping", "total"])["value"].isna()
    assert hidden.tolist() == [True, True, True, True, False]
    wide = table.assign(n=[30, 5, 12, 40, 90])
    hidden = hide_small(wide, ["value"], 10, within=["grouping", "total"])["value"].isna()
    assert hidden.tolist() == [True, True, False, False, False]
