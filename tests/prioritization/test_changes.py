import numpy as np
import pandas as pd
import pytest

from prioritization import (
    InfeasibleError,
    Limits,
    LimitsError,
    OpportunitiesError,
    ScoreError,
    change_causes,
    forecast_check,
    make_plan,
    plan_changes,
    score_calibration,
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
    plan = make_plan(table, Limits(("2027Q1",), 10))
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


# causes

Q1 = Limits(("2027Q1",), 10)


def table(**columns):
    return pd.DataFrame({"opportunity": list("ABCDEF")[: len(columns["score"])], **columns})


def part(found, cause):
    return found.value.set_index("cause")["change"][cause]


def test_one_cause_has_the_whole_change():
    before, after = table(score=[4, 5], cost=[6, 6]), table(score=[7, 5], cost=[6, 6])
    found = change_causes(before, Q1, after, Q1)
    assert (found.before, found.after, part(found, "scores")) == (5, 7, 2)
    assert found.moves[["opportunity", "move", "scores"]].to_numpy().tolist() == [
        ["A", 1, 1.0],
        ["B", -1, -1.0],
    ]
    assert found.moves["main_cause"].tolist() == ["scores", "scores"]


def test_a_change_of_score_is_the_panels_where_its_verdict_changed():
    before = table(score=[4, 5], cost=[6, 6], verdict=["agreed", "agreed"])
    after = before.assign(score=[7, 5.0], verdict=["no consensus", "agreed"])
    found = change_causes(before, Q1, after, Q1)
    assert (part(found, "panel"), part(found, "scores")) == (2, 0)


def test_a_new_opportunity_is_its_own_cause():
    found = change_causes(table(score=[4]), Q1, table(score=[4, 3]), Q1)
    assert part(found, "candidates") == 3
    assert found.moves[["opportunity", "candidates"]].to_numpy().tolist() == [["B", 1.0]]


def test_capacity_is_matched_by_position_where_the_horizon_moves():
    frame = table(score=[4], days_it=[10])
    days = [
        pd.DataFrame({"role": "it", "quarter": [quarter], "days": [most]})
        for quarter, most in (("2027Q1", 5), ("2027Q2", 10))
    ]
    found = change_causes(frame, Limits(("2027Q1",), 0, days[0]), frame, Limits(("2027Q2",), 0, days[1]))
    assert (part(found, "capacity"), part(found, "limits")) == (4, 0)


def test_an_order_on_which_no_plan_fits_is_left_out():
    before, after = table(score=[4], cost=[6], must_do=True), table(score=[4], cost=[12], must_do=True)
    found = change_causes(before, Q1, after, Limits(("2027Q1",), 12))
    assert (found.orders, found.all_orders) == (1, 2)
    assert found.value["change"].tolist() == [0.0] * 6


def test_a_period_without_a_plan_is_refused():
    dear = table(score=[4], cost=[12], must_do=True)
    with pytest.raises(InfeasibleError, match="12"):
        change_causes(dear, Q1, dear, Q1)


@pytest.mark.parametrize("seed", range(2))
def test_parts_add_up_to_the_whole_and_turn_with_the_direction(seed):
    random = np.random.default_rng(seed)

    def period(names, quarter):
        size = len(names)
        frame = pd.DataFrame(
            {
                "opportunity": names,
                "score": random.uniform(1, 9, size),
                "cost": random.integers(2, 9, size),
                "days_it": random.integers(0, 9, size),
            }
        )
        capacity = pd.DataFrame({"role": ["it"], "quarter": [quarter], "days": [int(random.integers(8, 20))]})
        return frame, Limits((quarter,), int(random.integers(8, 20)), capacity)

    one, other = period(list("ABCDE"), "2027Q1"), period(list("BCDEF"), "2027Q2")
    found, back = change_causes(*one, *other), change_causes(*other, *one)
    assert found.value["change"].sum() == pytest.approx(found.after - found.before)
    parts = found.moves[found.value["cause"].tolist()].sum(axis="columns")
    assert parts.tolist() == pytest.approx(found.moves["move"].tolist())
    assert back.value["change"].tolist() == pytest.approx((-found.value["change"]).tolist())
    assert found.after == pytest.approx(make_plan(*other).value)


# forecasts


def test_results_that_are_not_in_yet_do_not_count():
    results = pd.DataFrame({"low": 1, "likely": [2, 3, 4, 4], "high": 5, "realised": [1, 2, 6, None]})
    check = forecast_check(results)
    assert (check.n, check.bias) == (3, 0)
    assert check.error == pytest.approx(4 / 3)
    assert (check.inside, check.inside_low, check.inside_high) == pytest.approx(
        (2 / 3, 0.2077, 0.9385), abs=1e-4
    )
    assert np.isnan(check.rank)


def test_the_rank_correlation_has_the_interval_of_bonett_and_wright():
    likely, realised = [1, 2, 3, 4, 5], [1, 2, 3, 5, 4]
    check = forecast_check(pd.DataFrame({"low": 0, "likely": likely, "high": 9, "realised": realised}))
    half = 1.959964 * np.sqrt((1 + 0.9**2 / 2) / 2)
    assert check.rank == pytest.approx(0.9)
    assert check.rank_low == pytest.approx(np.tanh(np.arctanh(0.9) - half), abs=1e-6)


def test_faults_of_results_are_said_at_once():
    wrong = pd.DataFrame({"low": [3, 1], "likely": [2, "x"], "high": 5, "realised": [1, 2]})
    with pytest.raises(ScoreError, match="row 2, likely: 'x'"):
        forecast_check(wrong)
    with pytest.raises(ScoreError, match="row 1: low, likely and high do not go up"):
        forecast_check(wrong.iloc[:1])


def test_a_line_through_few_results_is_refused():
    with pytest.raises(ScoreError, match="3 results are filled in; 10 or more"):
        score_calibration(pd.DataFrame({"score": [1, 2, 3], "realised": [1, 2, 3]}))


def test_where_no_order_has_a_plan_on_the_way_the_causes_are_not_told_apart():
    """Run work takes a fifth, and then four fifths: each half of the change alone has no plan."""
    both = pd.DataFrame({"opportunity": ["A", "B"], "score": [4, 6], "cost": [2, 8], "must_do": True})
    both["kind"] = ["run", "change"]
    before, after = Limits(("Q1",), 10, run_share=(0.2, 0.2)), Limits(("Q1",), 10, run_share=(0.8, 0.8))
    found = change_causes(both, before, both.assign(cost=[8, 2]), after)
    assert (found.orders, found.all_orders, found.before, found.after) == (0, 2, 10, 10)
    assert found.value["change"].isna().all()
    assert found.moves.empty
