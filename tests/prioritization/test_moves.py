import numpy as np
from pandas import DataFrame

from prioritization import Limits, Problem
from prioritization.moves import Moves


def moves(**columns):
    three = DataFrame({"opportunity": ["a", "b", "c"], "score": [1, 8, 3], "cost": 2.0}).assign(**columns)
    milp = Problem(three, Limits(("Q1",), 4)).model.milp
    return Moves(milp, np.zeros(len(milp.constraints)))


def test_each_variable_is_a_move():
    assert moves().members == [[0], [1], [2]]


def test_what_belongs_together_comes_in_together():
    joint = moves(together=["b", "", ""]).members[3:]
    assert [sorted(one) for one in joint] == [[0, 1]]


def test_what_is_required_comes_in_with_what_requires_it():
    table = DataFrame({"opportunity": ["a", "b"], "score": [0, 9], "cost": 1.0, "requires": ["", "a"]})
    milp = Problem(table, Limits(("Q1", "Q2"), 4)).model.milp
    found = Moves(milp, np.zeros(len(milp.constraints)))
    [joint] = [members for members in found.members if len(members) > 1]
    assert milp.values[joint].sum() == found.values[-1] == milp.values[2]


def test_a_line_with_a_choice_of_one_has_no_price():
    milp = moves().milp
    priced = Moves(milp, np.ones(len(milp.constraints)))
    assert priced.prices.tolist() == [float(one.kind == "budget") for one in milp.constraints]


def test_a_variable_that_no_constraint_limits_is_taken_once():
    milp = moves().milp
    apart = Moves(type(milp)(milp.values, milp.upper, milp.integer, milp.constraints[-1:]), np.zeros(1))
    assert apart.lines.shape == (4, 3)
    assert apart.highs.tolist()[1:] == [1, 1, 1, np.inf]
