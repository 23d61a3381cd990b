from decimal import Decimal

import pandas as pd
import pytest

from prioritization import (
    Limits,
    LimitsError,
    OpportunitiesError,
    Problem,
    budget_curve,
    core_index,
    make_plan,
    what_it_takes,
    why_in,
)
from prioritization.robust_portfolios.weights import WeightSet

FOUR = pd.DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})


def test_faults_are_told_when_the_problem_is_made():
    with pytest.raises(OpportunitiesError, match="'A' appears 2 times"):
        Problem(FOUR.assign(opportunity=list("ABCA")), Limits(("2027Q1",), 10))
    with pytest.raises(LimitsError, match="no opportunity has team 'shop'"):
        Problem(FOUR, Limits(("2027Q1",), work_in_progress={"shop": 1}))


def test_the_milp_is_built_once():
    problem = Problem(FOUR, Limits(("2027Q1",), 10))
    assert problem.model is problem.model


def test_what_is_changed_outside_changes_nothing_in_the_problem():
    table = FOUR.copy()
    problem = Problem(table, Limits(("2027Q1",), 10))
    table.loc[0, "cost"] = 0
    assert problem.opportunities.loc[0, "cost"] == 6
    assert make_plan(problem).members == ("B", "C")


def test_the_objective_is_a_column_of_choice():
    problem = Problem(FOUR.assign(euros=[1, 1, 9, 9]), Limits(("2027Q1",), 6), "euros")
    assert make_plan(problem).members == ("C", "D")


def test_an_amount_of_money_may_be_a_decimal():
    for budget in (Decimal("10"), {"2027Q1": Decimal("10.00")}):
        problem = Problem(FOUR, Limits(("2027Q1",), budget))
        assert make_plan(problem).members == ("B", "C")
        assert budget_curve(problem, [Decimal("6")])["value"].tolist() == [11.5]
    found = core_index(FOUR, Decimal("10"), WeightSet(("score",)))
    assert found.portfolios == (("B", "C"),)


def test_an_accent_written_in_two_ways_is_one_id():
    one, two = "caf\u00e9", "cafe\u0301"
    table = pd.DataFrame(
        {
            "opportunity": [one, "B", "C"],
            "score": [5, 4, 1],
            "requires": ["", two, ""],
            "team": [two, one, ""],
        }
    )
    problem = Problem(table, Limits(("2027Q1", "2027Q2"), work_in_progress={two: 1}))
    plan = make_plan(problem)
    assert plan.members == (one, "B", "C")
    assert why_in(problem, plan, two)["opportunity"].tolist() == [one]
    with pytest.raises(OpportunitiesError, match="is in the plan already"):
        what_it_takes(problem, plan, two)
    with pytest.raises(OpportunitiesError, match="appears 2 times"):
        Problem(table.assign(opportunity=[one, two, "C"], requires=""), Limits())
