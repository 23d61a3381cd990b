"""What messages are made of: lists of faults, and hints that never mislead."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritization.errors import MOST_FAULTS, did_you_mean, fault_list

WORDS = st.text("abcO0 12-_.é", max_size=6) | st.integers().map(str) | st.floats(allow_nan=False).map(str)


@given(WORDS, st.lists(WORDS, max_size=5))
def test_a_hint_never_equals_what_was_found_and_never_stands_between_numbers(word, allowed):
    hint = re.fullmatch(r"; did you mean '(.*)'\?", did_you_mean(word, allowed), re.DOTALL)
    if hint is None:
        return
    assert hint[1] in allowed and hint[1] != word
    assert re.findall(r"\d", hint[1]) == re.findall(r"\d", word)
    assert not re.fullmatch(r"[-\d., ]+", word)


@pytest.mark.parametrize("word", ["amount", "12380", "O12"])
def test_no_hint_is_better_than_a_wrong_one(word):
    assert did_you_mean(word, ["country", "17850", "O17"]) == ""


def test_a_hint_does_not_look_at_capitals():
    assert did_you_mean("COSTS", ["cost", "score"]) == "; did you mean 'cost'?"


def test_of_many_faults_the_first_are_written_out_and_all_are_counted():
    told = fault_list("The limits", [f"fault {number}" for number in range(MOST_FAULTS + 3)]).splitlines()
    assert told[0] == "The limits cannot be used: 23 faults."
    assert told[-2:] == ["  fault 19", "  and 3 more"]
