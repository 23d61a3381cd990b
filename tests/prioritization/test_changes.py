import pandas as pd
import pytest

from prioritization import Limits, make_plan, plan_changes

MOVES = [
    ("new", None, ("start", "2027Q2")),
    ("gone", ("start", "2027Q1"), None),
    ("started", ("start", "2027Q1"), ("continue", "2027Q2")),
    ("continues", ("continue", "2027Q1"), ("continue", "2027Q2")),
    ("moved earlier", ("start", "2027Q3"), ("start", "2027Q2")),
    ("moved later", ("start", "2027Q2"), ("start", "2027Q3")),
    ("in again", ("left out", None), ("start", "2027Q2")),
    ("dropped", ("start", "2027Q2"), ("left out", None)),
    ("unchanged", ("start", "2027Q2"), ("start", "2027Q2")),
    ("unchanged", ("left out", None), ("left out", None)),
    ("delivered", ("start", "2027Q1"), ("delivered", "2027Q1")),
    ("unchanged", ("delivered", "2027Q1"), ("delivered", "2027Q1")),
]


def schedule(*rows):
    return pd.DataFrame(rows, columns=["opportunity", "decision", "start"])


@pytest.mark.parametrize(("move", "was", "now"), MOVES)
def test_every_move_has_its_name(move, was, now):
    before = schedule(*([("a", *was)] if was else []))
    after = schedule(*([("a", *now)] if now else []))
    row = plan_changes(before, after).iloc[0]
    assert (row["opportunity"], row["move"]) == ("a", move)
    for column, plan in (("start_before", was), ("start_after", now)):
        assert row[column] == plan[1] if plan and plan[1] else pd.isna(row[column])


def test_scores_are_set_beside_each_other():
    before, after = schedule(("a", "start", "2027Q1")), schedule(("b", "start", "2027Q1"))
    table = plan_changes(before, after, pd.Series({"a": 7.0}), pd.Series({"b": 8.0}))
    assert table["opportunity"].tolist() == ["b", "a"]
    assert table["score_before"].tolist()[1] == 7
    assert table["score_after"].tolist()[0] == 8
    assert pd.isna(table.loc[0, "score_before"])


def test_a_plan_against_itself_is_unchanged():
    table = pd.DataFrame({"opportunity": ["a", "b"], "score": [2, 1], "cost": [6, 6]})
    plan = make_plan(table, Limits(("2027Q1",), 10))
    assert plan_changes(plan.schedule, plan.schedule)["move"].tolist() == ["unchanged", "unchanged"]
