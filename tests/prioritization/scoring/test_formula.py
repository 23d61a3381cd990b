"""A formula of one's own: numbers and columns, and nothing that runs."""

import pandas as pd
import pytest

from prioritization import ScoreError
from prioritization.scoring.formula import formula

KNOWN = ("reach", "effort")


def values(text, **columns):
    return formula(text, list(columns)).value({n: pd.Series(v) for n, v in columns.items()}).tolist()


@pytest.mark.parametrize(
    ("text", "by_hand"),
    [
        ("reach / effort", [3.0, 0.5]),
        ("-reach + 2 * effort ** 2", [2.0, 7.0]),
        ("max(reach, effort, 3) - min(reach, 2)", [4.0, 2.0]),
        ("(reach + effort) * 0.5", [4.0, 1.5]),
    ],
)
def test_a_formula_computes_what_the_hand_does(text, by_hand):
    assert values(text, reach=[6.0, 1.0], effort=[2.0, 2.0]) == by_hand


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("reach / efort", "'efort' is not a column; did you mean 'effort'?"),
        ("log(reach)", r"log\(…\) is not allowed; the functions are min\(a, b\) and max\(a, b\)"),
        ("reach * max", r"'max' is a function; write it as max\(a, b\)"),
        ("reach.__class__", "reach.__class__ is not allowed; use numbers"),
        ("__import__('os')", r"__import__\(…\) is not allowed"),
        ("max(*reach)", r"\*reach is not allowed"),
        ("reach[0] + (lambda: 1)()", r"2 faults(.|\n)*reach\[0\] is not allowed"),
        ("reach if effort else 1", "is not allowed"),
        ("'reach' + True", "True is not a number"),
        ("reach +", "cannot be read as a formula"),
        ("2 * 3", "it names no column; those are reach, effort"),
        ("1 + " * 200 + "reach", "longer than 500 signs"),
    ],
)
def test_what_is_no_formula_is_refused_with_the_way_out(text, fault):
    with pytest.raises(ScoreError, match=fault):
        formula(text, KNOWN)


def test_division_by_zero_and_a_blank_are_told_with_their_row():
    with pytest.raises(ScoreError, match=r"1 fault(.|\n)*row 2: reach / effort divides by zero"):
        values("reach / effort", reach=[1.0, 1.0], effort=[1.0, 0.0])
    with pytest.raises(ScoreError, match="row 1: 'reach' is blank"):
        values("reach / effort", reach=[None, 1.0], effort=[1.0, 1.0])
    with pytest.raises(ScoreError, match="row 1: no finite number"):
        values("reach ** 0.5", reach=[-1.0])
