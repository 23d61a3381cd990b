"""What is hidden about a few people, and what must not give it away."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

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


def test_each_total_has_its_own_hidden_groups():
    table = pd.DataFrame({"of": list("aaabbb"), "n": [4, 20, 30, 40, 50, 60], "value": 1.0})
    shown = hide_small(table, ["value"], 10, within="of")
    assert shown["value"].isna().tolist() == [True, True, False, False, False, False]
