"""What happened wins over what was planned, and what is not known yet has not happened."""

import pandas as pd
import pytest

from workbook.decisions import (
    carried_out,
    closed,
    decision_tracker,
    known_decisions,
    left_open,
    results,
    scored_results,
    told_moves,
)
from workbook.engagement import PlanRule
from workbook.opportunities import NO_PLAN, PLAN_COLUMNS, candidates, plan_table

FIRST = "2018Q1"
DAYS = ("decided_on", "started_on", "delivered_on", "measured_on")
COLUMNS = (
    *("opportunity", "decided", "decided_by", *DAYS),
    *("realised_cost", "realised_extra", "realised_protected", "remark"),
)
PIE = pd.DataFrame(columns=["opportunity", "n", "median", "low", "high", "verdict"])
NEED = pd.DataFrame(columns=["touchpoint", "opportunity_score"])


def decisions(*rows):
    given = [{"decided": "start", "decided_on": "2017-10-05"} | row for row in rows]
    table = pd.DataFrame(given, columns=COLUMNS)
    numbers = dict.fromkeys(["realised_cost", "realised_extra", "realised_protected"], float)
    return table.assign(**{day: pd.to_datetime(table[day]) for day in DAYS}).astype(numbers)


def backlog(**columns):
    table = pd.DataFrame({"opportunity": ["O1", "O2", "O3"], "title": ["Costs", "Chat", "Faq"]})
    return table.assign(**{"cost": 600.0, "quarters": 3, "team": "Web", "status": None} | columns)


def plan_of(*rows):
    blank = dict.fromkeys(PLAN_COLUMNS) | {"cost": 600.0}
    return pd.DataFrame([blank | row for row in rows], columns=PLAN_COLUMNS)


def planned(opportunity, decision="start", start="2017Q4", finish="2017Q4"):
    return {"opportunity": opportunity, "decision": decision, "start": start, "finish": finish, "score": 7.0}


def next_candidates(previous, table, listed):
    carried = carried_out(previous, table, listed, FIRST)
    return candidates(listed, PIE, NEED, None, carried, FIRST).set_index("opportunity")


def test_without_a_row_the_plan_is_assumed_to_have_been_carried_out():
    previous = plan_of(planned("O1"))
    carried = carried_out(previous, decisions(), backlog(), FIRST)
    assert carried["recorded"].tolist() == [False]
    assert candidates(backlog(), PIE, NEED, None, carried, FIRST)["opportunity"].tolist() == ["O2", "O3"]


def test_what_started_is_running_with_what_remains_by_its_start_and_not_by_the_plan():
    """O1 was planned to be done and began in its second quarter: two of three quarters are left."""
    begun = decisions({"opportunity": "O1", "started_on": "2017-11-20"})
    row = next_candidates(plan_of(planned("O1")), begun, backlog()).loc["O1"]
    assert row[["status", "quarters", "cost"]].tolist() == ["running", 2, 400.0]


def test_what_is_late_takes_a_quarter_more():
    begun = decisions({"opportunity": "O1", "started_on": "2017-01-02", "decided_on": "2017-01-01"})
    row = next_candidates(NO_PLAN, begun, backlog()).loc["O1"]
    assert row[["status", "quarters", "cost"]].tolist() == ["running", 1, 200.0]


def test_what_runs_by_its_status_keeps_the_end_that_was_planned():
    begun = decisions({"opportunity": "O1", "started_on": "2017-07-10"})
    listed = backlog(status=["running", None, None])
    going = plan_of(planned("O1", "continue", "2017Q4", "2018Q1"))
    assert next_candidates(going, begun, listed).loc["O1", "quarters"] == 1
    assert next_candidates(NO_PLAN, begun, listed).loc["O1", ["status", "quarters"]].tolist() == [
        "running",
        3,
    ]


def test_a_delivery_within_the_quarter_of_its_start_leaves_and_is_in_the_plan_as_delivered():
    done = decisions({"opportunity": "O2", "started_on": "2017-10-09", "delivered_on": "2017-12-01"})
    previous = plan_of(
        planned("O2", start="2018Q2", finish="2018Q4"), planned("O3", start="2018Q1", finish="2018Q3")
    )
    carried = carried_out(previous, done, backlog(), FIRST)
    options = candidates(backlog(), PIE, NEED, None, carried, FIRST)
    assert options["opportunity"].tolist() == ["O1", "O3"]
    schedule = plan_of(planned("O3", start="2018Q1", finish="2018Q3"))[PLAN_COLUMNS[:6]]
    listed = options.reindex(columns=["opportunity", *PLAN_COLUMNS[6:]])
    plan = plan_table(schedule, listed, carried, FIRST).set_index("opportunity")
    assert plan.loc["O2", ["decision", "start", "finish", "title", "score"]].tolist() == [
        *("delivered", "2017Q4", "2017Q4", "Chat", 7.0)
    ]


def test_what_is_decided_and_has_not_started_is_new_whatever_the_plan_and_the_status_say():
    waiting = decisions({"opportunity": "O1"}, {"opportunity": "O2", "decided": "postpone"})
    listed = backlog(status=["running", None, None])
    found = next_candidates(plan_of(planned("O1"), planned("O2")), waiting, listed)
    assert found.loc[["O1", "O2"], "status"].tolist() == ["new", "new"]
    assert found.loc[["O1", "O2"], "cost"].tolist() == [600.0, 600.0]


def test_what_is_stopped_leaves_with_what_requires_it_and_excludes_nothing():
    stopped = decisions({"opportunity": "O1", "decided": "stop", "started_on": "2017-07-01"})
    listed = backlog(requires=[None, "O1", None], excludes=[None, None, "O1"])
    found = next_candidates(plan_of(planned("O1", "continue")), stopped, listed)
    assert found.index.tolist() == ["O3"] and found.loc["O3", "excludes"] == ""


def test_the_latest_decision_counts_and_what_is_of_later_is_not_known():
    rows = decisions(
        {"opportunity": "O1", "decided": "stop", "decided_on": "2017-11-01"},
        {"opportunity": "O1", "started_on": "2017-10-09"},
        {"opportunity": "O2", "started_on": "2018-01-01", "delivered_on": "2018-02-01", "realised_cost": 5},
        {"opportunity": "O3", "started_on": "2017-10-09", "delivered_on": "2017-12-01", "realised_cost": 7}
        | {"measured_on": "2018-03-01"},
    )
    known = known_decisions(rows, FIRST).set_index("opportunity")
    assert known["decided"].to_dict() == {"O1": "stop", "O2": "start", "O3": "start"}
    assert known.loc["O2", ["started_on", "delivered_on", "realised_cost"]].isna().all()
    assert known.loc["O3", "delivered_on"] == pd.Timestamp("2017-12-01")
    assert pd.isna(known.loc["O3", "realised_cost"])
    later = known_decisions(rows, "2018Q2").set_index("opportunity")["realised_cost"]
    assert later[["O2", "O3"]].tolist() == [5.0, 7.0]


def test_what_came_of_a_decision_holds_where_the_same_is_decided_once_more():
    rows = decisions(
        {"opportunity": "O1", "started_on": "2017-07-03", "realised_cost": 5},
        {"opportunity": "O1", "decided_on": "2017-11-01"},
        {"opportunity": "O2", "started_on": "2017-07-03"},
        {"opportunity": "O2", "decided": "stop", "decided_on": "2017-11-01"},
        {"opportunity": "O2", "decided_on": "2017-12-01"},
    )
    known = known_decisions(rows, FIRST).set_index("opportunity")
    assert known.loc["O1", "started_on"] == pd.Timestamp("2017-07-03")
    assert known.loc["O1", "decided_on"] == pd.Timestamp("2017-11-01")
    assert known.loc["O1", "realised_cost"] == 5 and pd.isna(known.loc["O2", "started_on"])


def test_a_quarter_that_is_run_again_says_the_same_when_more_has_happened():
    then = decisions({"opportunity": "O1", "started_on": "2017-11-20"})
    since = then.assign(delivered_on=pd.Timestamp("2018-02-01"), realised_extra=9.0)
    previous = plan_of(planned("O1"))
    pd.testing.assert_frame_equal(
        *(carried_out(previous, table, backlog(), FIRST) for table in (then, since))
    )


# Laws


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize("start", ["2017Q2", "2017Q3", "2017Q4", "2018Q1"])
def test_recording_what_was_assumed_changes_nothing(start, quarters):
    begin = pd.Period(start, "Q")
    end = begin + quarters - 1
    listed = backlog(quarters=quarters, requires=[None, "O1", None], days_it=30.0)
    previous = plan_of(planned("O1", start=start, finish=str(end)))
    assumed = candidates(listed, PIE, NEED, None, previous, FIRST)
    row = {"opportunity": "O1", "decided_on": "2017-03-31", "started_on": begin.start_time}
    row |= {"delivered_on": end.end_time.normalize()}
    carried = carried_out(previous, decisions(row), listed, FIRST)
    pd.testing.assert_frame_equal(candidates(listed, PIE, NEED, None, carried, FIRST), assumed)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_rows_does_not_matter(seed):
    rows = decisions(
        {"opportunity": "O1", "started_on": "2017-10-09"},
        {"opportunity": "O1", "decided": "stop", "decided_on": "2017-11-01"},
        {"opportunity": "O2", "started_on": "2017-10-09"},
        {"opportunity": "O3", "decided": "postpone"},
    )
    previous = plan_of(planned("O1"), planned("O3"))
    options, mixed = (
        next_candidates(previous, table, backlog())
        for table in (rows, rows.sample(frac=1, random_state=seed, ignore_index=True))
    )
    pd.testing.assert_frame_equal(mixed, options)


# The tracker


@pytest.fixture
def tracked():
    before = plan_of(planned("O1"), planned("O2"), planned("O3", start="2018Q1", finish="2018Q1"))
    after = plan_of(planned("O1", "delivered"), planned("O2", "delivered"), planned("O3", start="2018Q1"))
    told = decisions({"opportunity": "O1", "started_on": "2017-10-16", "delivered_on": "2017-12-04"})
    return before, after, known_decisions(told, FIRST)


def test_the_tracker_tells_what_is_recorded_from_what_is_assumed(tracked):
    table = decision_tracker(*tracked, backlog(), "2017Q4").set_index("opportunity")
    assert table.index.tolist() == ["O1", "O2"]
    assert table["basis"].to_dict() == {"O1": "recorded", "O2": "assumed"}
    assert table[["planned", "started", "delivered"]].all(axis=None)
    assert table["planned_cost"].tolist() == [600.0, 600.0]


def test_a_status_in_the_list_is_neither_recorded_nor_assumed(tracked):
    listed = backlog(status=[None, "new", None])
    before, after, known = tracked
    after = after.assign(decision=["delivered", "start", "start"])
    row = decision_tracker(before, after, known, listed, "2017Q4").set_index("opportunity").loc["O2"]
    assert row[["basis", "planned", "started", "delivered"]].tolist() == ["status", True, False, False]


def test_a_decision_outside_the_plan_is_tracked_in_its_own_quarter_only(tracked):
    before, after, _ = tracked
    told = decisions({"opportunity": "O3", "decided": "postpone", "decided_on": "2017-12-19"})
    for quarter, listed in (("2017Q4", ["O1", "O2", "O3"]), ("2017Q3", [])):
        assert decision_tracker(before, after, told, backlog(), quarter)["opportunity"].tolist() == listed


def test_each_move_has_who_says_so_and_its_costs_then_and_now(tracked):
    moves = pd.DataFrame({"opportunity": ["O1", "O2", "O3"], "move": ["delivered", "gone", "unchanged"]})
    before, after, known = tracked
    tracker = decision_tracker(before, after, known, backlog(), "2017Q4")
    tracker = tracker.assign(decided=tracker["decided"].where(tracker["opportunity"].ne("O2"), "stop"))
    told = told_moves(moves, before, after, tracker, backlog())
    assert told["move"].tolist() == ["delivered", "stopped", "unchanged"]
    assert told["basis"].fillna("").tolist() == ["recorded", "assumed", ""]
    assert told["cost_before"].tolist() == [600.0] * 3 and told["cost_after"].fillna(0).tolist() == [
        0,
        0,
        600,
    ]


def test_what_left_the_list_is_not_taken_for_delivered_and_is_told_apart(tracked):
    before, after, known = tracked
    listed = backlog().tail(2)
    carried = carried_out(before, known.head(0), listed, FIRST)
    assert carried["opportunity"].tolist() == ["O2", "O3"]
    moves = pd.DataFrame({"opportunity": ["O1", "O2", "O3"], "move": ["gone", "gone", "unchanged"]})
    before = before.assign(title=["Costs", "Chat", "Faq"])
    tracker = decision_tracker(before, after, known.head(0), listed, "2017Q4")
    assert tracker.set_index("opportunity")["basis"].to_dict() == {"O2": "assumed", "O1": "unlisted"}
    told = told_moves(moves, before, after, tracker, listed)
    assert told["move"].tolist() == ["unlisted", "gone", "unchanged"] and told["title"][0] == "Costs"


def test_without_an_earlier_plan_it_is_not_known_what_was_to_start(tracked):
    _, after, known = tracked
    assert decision_tracker(NO_PLAN, after, known, backlog(), "2017Q4")["planned"].isna().tolist() == [True]


def test_nothing_is_open_where_all_is_delivered_stopped_or_ruled_out():
    told = decisions(
        {"opportunity": "O1", "started_on": "2017-10-16", "delivered_on": "2017-12-04"},
        {"opportunity": "O2", "decided": "stop"},
    )
    listed = backlog(requires=[None, None, "O2"])
    assert left_open(NO_PLAN, told, backlog(), FIRST) and not left_open(NO_PLAN, told, listed, FIRST)
    table = closed(carried_out(NO_PLAN, told, listed, FIRST), told, listed, FIRST)
    assert table[["outcome", "basis"]].to_numpy().tolist() == [
        ["delivered", "recorded"],
        ["stopped", "recorded"],
        ["impossible", ""],
    ]


# Results


def test_results_stand_beside_their_forecasts_and_the_cost_of_what_is_not_delivered_is_no_result():
    listed = backlog(extra_low=1.0, extra_likely=2.0, extra_high=3.0, cost_low=None)
    told = decisions(
        {"opportunity": "O1", "started_on": "2017-10-16", "delivered_on": "2017-12-04"}
        | {"realised_cost": 650, "realised_extra": 5, "realised_protected": 4},
        {"opportunity": "O2", "started_on": "2017-10-16", "realised_cost": 100},
    )
    table = results(known_decisions(told, FIRST), listed, PlanRule(overrun=(0.9, 1.5)))
    assert table[["opportunity", "amount", "low", "likely", "high", "realised"]].to_numpy().tolist() == [
        ["O1", "cost", 540.0, 600.0, 900.0, 650.0],
        ["O1", "extra", 1.0, 2.0, 3.0, 5.0],
    ]


def test_a_result_stands_beside_the_score_it_was_chosen_by():
    told = decisions(
        {"opportunity": "O1", "started_on": "2017-07-03", "delivered_on": "2017-09-04", "realised_extra": 5},
        {"opportunity": "O2", "started_on": "2017-07-03", "delivered_on": "2017-09-04"},
    )
    panel = pd.DataFrame({"opportunity": ["O1", "O2"], "title": ["Costs", "Chat"], "median": [9.0, 6.0]})
    table = scored_results(known_decisions(told, FIRST), plan_of(planned("O1", "delivered")), panel)
    assert table["score"].tolist() == [7.0, 6.0] and table["title"].tolist() == ["Costs", "Chat"]
    assert table["realised"].fillna(-1).tolist() == [5.0, -1.0]
