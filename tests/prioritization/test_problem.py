import pandas as pd
import pytest

from prioritization import Limits, LimitsError, OpportunitiesError, Problem, make_plan

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
