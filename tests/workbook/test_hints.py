"""Hints that help, and none that mislead."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.hints import did_you_mean

WORDS = st.text("abcO0 12-_.é", max_size=6) | st.integers().map(str) | st.floats(allow_nan=False).map(str)


@given(WORDS, st.lists(WORDS, max_size=5))
def test_a_hint_never_equals_what_was_found_and_never_stands_between_numbers(word, allowed):
    hint = re.fullmatch(r"; did you mean '(.*)'\?", did_you_mean(word, allowed), re.DOTALL)
    if hint is None:
        return
    assert hint[1] in allowed and hint[1] != word
    assert re.findall(r"\d", hint[1]) == re.findall(r"\d", word)
    assert not re.fullmatch(r"[-\d., ]+", word)


@pytest.mark.parametrize(
    ("word", "allowed"),
    [
        ("17850", ["12380"]),
        ("17850.0", ["178500"]),
        ("C0017", ["C0011", "C0007"]),
        ("2027Q3", ["2027Q2"]),
        ("columns", ["columns"]),
        ("amount", ["country"]),
    ],
)
def test_no_hint_is_better_than_a_wrong_one(word, allowed):
    assert did_you_mean(word, allowed) == ""


@pytest.mark.parametrize(
    ("word", "meant"),
    [("chekout", "checkout"), ("nsp", "nps"), ("W3", "w3"), ("2_understnd", "2_understand")],
)
def test_slips_get_a_hint(word, meant):
    assert did_you_mean(word, ["delivery", meant]) == f"; did you mean '{meant}'?"


def test_among_very_many_names_only_capitals_are_looked_at():
    names = ["".join(letters) for letters in product("abcdef", repeat=4)]
    assert did_you_mean("abcdx", names) == ""
    assert did_you_mean("ABCD", names) == "; did you mean 'abcd'?"
