"""What the plan holds with one expert fewer."""

import pandas as pd
import pytest
from draws import backlog, scored

from prioritization import Limits, Problem, ScoreError, make_plan, plan_one_less

QUARTERS = ("2027Q1", "2027Q2", "2027Q3")
LIMITS = Limits(QUARTERS, dict.fromkeys(QUARTERS, 6), discount=0.02)


def test_counts_are_those_of_plans_made_one_by_one():
    table = backlog()
    problem = Problem(table, LIMITS)
    plan, points = make_plan(problem), scored(table, 12)
    found = plan_one_less(problem, plan, points, gap=0.0).set_index("opportunity")
    by_hand = [
        make_plan(Problem(table.assign(score=table["opportunity"].map(row)), LIMITS)).members
        for _, row in points.iterrows()
    ]
    counts = pd.Series([name for members in by_hand for name in members]).value_counts()
    assert found["inside"].to_dict() == counts.reindex(found.index, fill_value=0).to_dict()
    assert found["planned"].to_dict() == {name: name in plan.members for name in found.index}
    assert found["panels"].eq(12).all()


def test_the_plan_stays_where_another_is_no_better():
    two = pd.DataFrame({"opportunity": ["A", "B"], "score": 5.0, "cost": 6})
    problem = Problem(two, Limits(QUARTERS[:1], 6))
    plan = make_plan(problem)
    found = plan_one_less(problem, plan, pd.DataFrame({"A": [5.0, 5.0], "B": [5.0, 5.0]}))
    assert found.loc[found["planned"], "inside"].tolist() == [2]
    near = pd.DataFrame({"A": [5.0, 4.99], "B": [4.99, 5.0]})
    assert plan_one_less(problem, plan, near, gap=0.01)["inside"].tolist() in ([2, 0], [0, 2])


def test_without_another_panel_nothing_is_counted():
    two = pd.DataFrame({"opportunity": ["A", "B"], "score": [5.0, 4.0], "cost": 6})
    problem = Problem(two, Limits(QUARTERS[:1], 6))
    found = plan_one_less(problem, make_plan(problem), pd.DataFrame({"A": []}, dtype=float))
    assert found[["inside", "panels"]].to_numpy().tolist() == [[0, 0], [0, 0]]


def test_points_below_zero_are_refused():
    two = pd.DataFrame({"opportunity": ["A", "B"], "score": [5.0, 4.0], "cost": 6})
    problem = Problem(two, Limits(QUARTERS[:1], 6))
    with pytest.raises(ScoreError, match="below 0 in 1 draws"):
        plan_one_less(problem, make_plan(problem), pd.DataFrame({"A": [-1.0]}))
