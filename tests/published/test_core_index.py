"""Robust portfolio modelling: Liesiö, Mild & Salo (2007), EJOR 181(3); the worked case of the method."""

from itertools import combinations

import pandas as pd
import pytest

from prioritization import WeightSet, core_index

TWO = ("one", "two")


@pytest.fixture
def five():
    return pd.DataFrame(
        {
            "opportunity": list("ABCDE"),
            "one": [8, 3, 5, 2, 6],
            "two": [2, 7, 5, 3, 1],
            "cost": [4, 4, 3, 2, 3],
        }
    )


@pytest.mark.parametrize(
    ("weights", "portfolios", "index"),
    [
        (WeightSet(TWO), "ACD ADE BCD BDE", [0.5, 0.5, 0.5, 1, 0.5]),
        (WeightSet(TWO, order=[("one", "two")]), "ACD ADE", [1, 0, 0.5, 1, 0.5]),
        (WeightSet(TWO, at_least={"one": 0.4}, at_most={"one": 0.6}), "ACD BCD", [0.5, 0.5, 1, 1, 0]),
        # Equal weights: of nine that fit, ACD and BCD are both worth 12.5, and the next ones 11.
        (WeightSet(TWO, at_least={"one": 0.5, "two": 0.5}), "ACD BCD", [0.5, 0.5, 1, 1, 0]),
    ],
    ids=["nothing known", "one is worth more", "one between .4 and .6", "equal"],
)
def test_the_core_index_of_the_worked_case_agrees(five, weights, portfolios, index):
    found = core_index(five, 9, weights)
    assert ["".join(members) for members in found.portfolios] == portfolios.split()
    assert found.table["core_index"].tolist() == index


def test_a_preference_for_the_other_criterion_leaves_one_portfolio(five):
    """BCD beats every other one at (0, 1), and nothing is above its 12.5 at (.5, .5)."""
    found = core_index(five, 9, WeightSet(TWO, order=[("two", "one")]))
    assert found.portfolios == (("B", "C", "D"),)
    assert found.table["verdict"].tolist() == ["exterior", "core", "core", "core", "exterior"]


def test_equal_weights_leave_the_best_of_all_portfolios_that_fit(five):
    """The fourth weight set by brute force: with one weighting, non-dominated is best, ties together."""
    values = (five["one"] + five["two"]).set_axis(five["opportunity"])
    costs = five.set_index("opportunity")["cost"]
    fitting = [one for size in range(6) for one in combinations("ABCDE", size) if costs[list(one)].sum() <= 9]
    best = max(values[list(one)].sum() for one in fitting)
    found = core_index(five, 9, WeightSet(TWO, at_least={"one": 0.5, "two": 0.5}))
    assert list(found.portfolios) == [one for one in fitting if values[list(one)].sum() == best]
    assert best == 25
