import pandas as pd
import pytest

from prioritization import (
    Limits,
    LimitsError,
    OpportunitiesError,
    Problem,
    make_plan,
    plan_changes,
)

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
    ("accelerated", ("continue", "2027Q1"), ("accelerate", "2027Q2")),
    ("continues", ("accelerate", "2027Q1"), ("continue", "2027Q2")),
    ("stopped", ("continue", "2027Q1"), ("stop", None)),
    ("unchanged", ("stop", None), ("left out", None)),
    ("in again", ("stop", None), ("start", "2027Q2")),
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
    plan = make_plan(Problem(table, Limits(("2027Q1",), 10)))
    assert plan_changes(plan.schedule, plan.schedule)["move"].tolist() == ["unchanged", "unchanged"]


def test_quarters_move_in_the_order_of_the_horizon_and_not_of_their_text():
    before, after = schedule(("a", "start", "Q9")), schedule(("a", "start", "Q10"))
    horizon = [f"Q{number}" for number in range(8, 12)]
    assert plan_changes(before, after, quarters=horizon)["move"].tolist() == ["moved later"]
    assert plan_changes(after, before, None, None, horizon)["move"].tolist() == ["moved earlier"]


def test_a_move_between_quarters_of_unknown_order_is_refused_with_both():
    before = schedule(("a", "start", "Q9"), ("b", "start", "2027Q1"), ("c", "start", "Q9"))
    after = schedule(("a", "start", "Q10"), ("b", "start", "2027Q2"), ("c", "start", "Q9"))
    with pytest.raises(LimitsError, match=r"1 fault(.|\n)*which of 'Q9' and 'Q10' comes first"):
        plan_changes(before, after)
    with pytest.raises(LimitsError, match="'Q9' and 'Q10'"):
        plan_changes(before, after, quarters=["Q9"])


def test_faults_of_schedules_are_said_at_once():
    twice = schedule(("a", "start", "2027Q1"), ("a", "start", "2027Q2"))
    bare = pd.DataFrame({"opportunity": ["a"]})
    scores = pd.Series([1, 2], index=["b", "b"])
    with pytest.raises(OpportunitiesError) as refused:
        plan_changes(twice, bare, scores)
    assert str(refused.value).splitlines() == [
        "The schedules cannot be used: 4 faults.",
        "  before: 'a' appears 2 times",
        "  after: column 'decision' is missing",
        "  after: column 'start' is missing",
        "  scores_before: 'b' appears 2 times",
    ]


def table(**columns):
    return pd.DataFrame({"opportunity": list("ABCDEF")[: len(columns["score"])], **columns})
