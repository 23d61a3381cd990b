"""What is hidden about a few people, and what must not give it away."""

import pandas as pd
from hypothesis import given
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
