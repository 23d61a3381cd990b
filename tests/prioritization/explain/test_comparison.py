import pandas as pd
import pytest

from prioritization import Limits, OpportunitiesError, Problem, compared_plans, make_plan


def test_plans_are_valued_by_both_objectives_in_the_quarters_they_have():
    """By score A goes first; by money B does, as it loses 8 by waiting."""
    two = pd.DataFrame({"opportunity": ["A", "B"], "score": [6.0, 5.0], "cost": 4.0})
    two = two.assign(npv=[10, 10], npv_1=[9, 2])
    limits = Limits(("2027Q1", "2027Q2"), {"2027Q1": 4, "2027Q2": 4}, discount=0.1)
    points, money = Problem(two, limits), Problem(two, limits, "npv")
    found = compared_plans(points, {"points": make_plan(points), "money": make_plan(money)}, ["score", "npv"])
    assert found["plan"].tolist() == ["points", "money"]
    assert found["score"].tolist() == pytest.approx([6 + 5 * 0.9, 6 * 0.9 + 5])
    assert found["npv"].tolist() == [12, 19]
    assert found["cost"].tolist() == [8, 8]
    assert found[["enters", "leaves"]].to_numpy().tolist() == [[(), ()], [(), ()]]


def test_an_objective_that_is_not_there_is_refused():
    one = Problem(pd.DataFrame({"opportunity": ["A"], "score": [1]}), Limits())
    with pytest.raises(OpportunitiesError, match="column 'npv' is missing"):
        compared_plans(one, {"plan": make_plan(one)}, ["npv"])
