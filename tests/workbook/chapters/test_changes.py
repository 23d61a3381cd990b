"""What moved, and why: nothing is called a change that chance or rounding explains."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from told import told

from workbook.chapters.changes.change_causes import rounded_together


def test_changes_count_only_when_they_survive_the_number_of_comparisons():
    rows = {"touchpoint": ["a", "b"], "change": [9.0, 8.0], "low": [1.0, 0.0], "high": [17.0, 16.0]}
    table = pd.DataFrame({**rows, "score_before": 1.0, "score_after": 10.0, "n_both": [0, 0]})
    table = table.assign(measure="nps")
    assert told("changes/score_changes", table.assign(p=[0.03, 0.05])).title.startswith(
        "At no touchpoint did NPS"
    )
    assert told("changes/score_changes", table.assign(p=[0.02, 0.05])).title.startswith(
        "NPS of “a” changed by +9"
    )


def test_people_who_answered_in_both_waves_are_told():
    rows = {"touchpoint": ["a"], "measure": "nps", "change": [9.0], "low": [1.0], "high": [17.0], "p": [0.01]}
    table = pd.DataFrame({**rows, "score_before": 1.0, "score_after": 10.0, "n_both": [40]})
    assert "up to 40 people answered in both" in told("changes/score_changes", table).findings[1]
    assert len(told("changes/score_changes", table.assign(n_both=0)).findings) == 1


def moves(*rows):
    """Of each: move, title, basis, and the start then and now."""
    table = pd.DataFrame(rows, columns=["move", "title", "basis", "start_before", "start_after"])
    return table.assign(main_cause=None, score_before=5.0, score_after=4.0)


def test_a_first_quarter_has_no_moves():
    shown = told("changes/plan_changes", moves(("new", "One", None, None, "2018Q1")))
    assert shown.title.startswith("This is the first quarter reported") and shown.cells == []
    assert shown.findings == ["Run the quarter before this one to see what moved."]


def test_the_title_says_what_was_done_by_name_and_tells_recorded_from_assumed():
    table = moves(
        ("unchanged", "Same", None, "2018Q1", "2018Q1"),
        ("dropped", "Shop", None, "2018Q1", None),
        ("in again", "Faq", None, None, "2018Q2"),
        ("not delivered", "Chat", "recorded", "2017Q4", "2018Q1"),
        ("delivered", "Login", "recorded", "2017Q4", "2017Q4"),
        ("delivered", "Returns", "assumed", "2017Q4", "2017Q4"),
    )
    shown = told("changes/plan_changes", table)
    assert shown.title == (
        "Delivered: “Login”; delivered if all went to plan: “Returns”; planned but not delivered: “Chat”; "
        "new in the plan: “Faq”; no longer in the plan: “Shop”"
    )
    assert [row[0] for row in shown.cells] == ["Login", "Returns", "Chat", "Faq", "Shop"]
    assert [row[2] for row in shown.cells] == ["recorded", "assumed", "recorded", "", ""]
    assert told("changes/plan_changes", table, language="nl").title.startswith(
        "Opgeleverd: “Login”; opgeleverd als alles volgens plan ging: “Returns”; gepland maar niet opgeleverd"
    )
    assert shown.findings[0].startswith("One other stands as it stood")
    assert "delivery is assumed" in shown.findings[1]


def test_what_only_moved_in_time_is_no_thing_done():
    table = moves(
        ("delivered", "Login", "recorded", "2017Q4", "2017Q4"),
        ("moved later", "Faq", None, "2018Q1", "2018Q2"),
    )
    shown = told("changes/plan_changes", table)
    assert shown.title == "Delivered: “Login”; in another quarter: “Faq”"
    assert shown.findings[0] == "Still in the plan, in another quarter: “Faq”."


def test_where_nothing_was_delivered_the_title_says_so():
    table = moves(("started", "Chat", "assumed", "2017Q4", "2018Q1"), ("gone", "Old", None, None, None))
    shown = told("changes/plan_changes", table)
    assert shown.title == "Nothing was delivered last quarter; started if all went to plan: “Chat”"


def test_what_is_no_longer_on_the_list_is_not_a_first_quarter_and_not_delivered():
    table = moves(("new", "New", None, None, "2018Q1"), ("unlisted", "Old", "unlisted", "2017Q4", None))
    shown = told("changes/plan_changes", table)
    assert shown.title == (
        "Nothing was delivered last quarter; new in the plan: “New”; "
        "no longer on the list, and not known to be delivered: “Old”"
    )
    assert shown.cells[1][:2] == ["Old", "no longer on the list"]


def test_the_cause_is_told_of_what_was_not_to_be_expected():
    table = moves(
        ("dropped", "One", None, "2018Q1", None),
        ("started", "Two", "recorded", "2017Q4", "2017Q4"),
        ("stopped", "Three", "recorded", "2017Q4", None),
    )
    shown = told("changes/plan_changes", table.assign(main_cause=["costs", "scores", "candidates"]))
    assert {row[0]: row[3] for row in shown.cells} == {"One": "costs and work", "Two": "", "Three": ""}


# Why the plan moved


def causes(before, after, orders=2, **parts):
    value = pd.DataFrame({"cause": list(parts), "change": list(parts.values())})
    return SimpleNamespace(value=value, before=before, after=after, orders=orders, all_orders=2)


COSTS = pd.DataFrame(
    {
        "title": ["One", "Two", "Three", "Four", "Five"],
        "move": ["delivered", "in again", "dropped", "unchanged", "delivered"],
        "cost_before": [100.0, None, 50.0, 300.0, None],
        "cost_after": [None, 70.0, None, 250.0, None],
    }
)


def bars(shown):
    return [row["text"]["show"] for row in shown.exhibit.chart["rows"]]


def test_things_and_money_come_before_points_and_done_work_is_no_loss():
    found = causes(40.0, 33.0, done=-9.0, costs=3.0, scores=-1.0)
    shown = told("changes/change_causes", found, COSTS, True)
    assert shown.title == (
        "2 delivered, 1 new in the plan, 1 dropped; the plan ahead costs €320 and is worth 33.0 points, "
        "against €450 and 40.0 a quarter ago"
    )
    assert shown.findings == [
        "In money: from €450 then to €320 now. €100 of it has been delivered; €50 fell away with what "
        "dropped out; €70 came in with what is new; what stays costs €50 less from here on, as running "
        "work goes on and estimates change.",
        "Work that is done took 9.0 points out of the plan ahead: that is progress, not loss.",
        "Apart from that the plan gained 2.0 points, most of all through costs and work.",
    ]
    kinds = [row["kind"]["say"] for row in shown.exhibit.chart["rows"]]
    assert kinds == [f"label.step.{kind}" for kind in ("plan", "done", "more", "less", "plan")]
    dutch = told("changes/change_causes", found, COSTS, True, language="nl")
    assert dutch.findings[1].endswith("dat is voortgang, geen verlies.")


def test_what_is_off_the_list_is_neither_delivered_nor_dropped():
    found, gone = causes(40.0, 33.0, candidates=-7.0), COSTS.assign(move=["unlisted", *COSTS["move"][1:]])
    shown = told("changes/change_causes", found, gone, True)
    assert shown.title.startswith("1 delivered, 1 new in the plan, 1 dropped, 1 no longer on the list; ")
    assert "€100 is of work that is no longer on the list; " in shown.findings[0]


@pytest.mark.parametrize(
    ("marks", "cause"),
    [
        (["stopped"], "the decision to stop “One”."),
        (["stopped", "unlisted"], "the decision to stop “One” and other changes to the list of candidates."),
        (["dropped"], "the list of candidates."),
    ],
)
def test_a_decision_to_stop_is_named_as_the_cause(marks, cause):
    table = COSTS.assign(move=[*marks, *COSTS["move"][len(marks) :]])
    shown = told("changes/change_causes", causes(40.0, 33.0, candidates=-7.0), table, True)
    assert shown.findings[-1] == f"Apart from that the plan lost 7.0 points, most of all through {cause}"


def test_each_bar_begins_where_the_last_one_ended():
    shown = told("changes/change_causes", causes(40.0, 33.0, done=-9.0, costs=3.0, scores=-1.0), COSTS, True)
    rows = shown.exhibit.chart["rows"]
    ends = [(row["start"], row["end"]) for row in rows]
    assert ends == [(0, 40.0), (40.0, 31.0), (31.0, 34.0), (34.0, 33.0), (0, 33.0)]


@pytest.mark.parametrize("seed", range(20))
def test_the_ends_and_the_steps_add_up_as_shown(seed):
    random = np.random.default_rng(seed)
    parts = random.normal(0, 3, random.integers(1, 8))
    before = random.uniform(20, 80)
    first, steps, last = rounded_together(before, parts.tolist(), before + parts.sum())
    assert round(first + sum(steps), 1) == last
    assert np.abs(np.array(steps) - parts).max() < 0.1 + 1e-9
    assert (first, last) == (round(before, 1), round(before + parts.sum(), 1))


def test_a_cause_that_changed_nothing_has_no_bar():
    shown = told("changes/change_causes", causes(40.0, 40.0, done=0.0, scores=0.0), COSTS, True)
    assert bars(shown) == [40.0, 40.0]
    assert shown.findings[-1] == "Apart from that it is worth as much as before."


def test_without_an_earlier_plan_there_is_nothing_to_explain():
    shown = told("changes/change_causes", causes(40.0, 40.0, scores=0.0), COSTS, False)
    assert shown.title.startswith("There is no earlier plan") and shown.exhibit.chart is None


def test_causes_that_cannot_be_told_apart_are_not_shown_as_numbers():
    found = causes(10.0, 12.0, orders=0, done=float("nan"), scores=float("nan"))
    shown = told("changes/change_causes", found, COSTS, True)
    assert shown.exhibit.chart is None and "10.0 a quarter ago" in shown.title
    assert shown.findings[0].startswith("The causes cannot be separated")


# What came of the decisions


def tracker(*rows):
    columns = ["title", "decided", "planned", "started", "delivered", "basis", "realised_cost"]
    days = dict.fromkeys(["decided_on", "started_on", "delivered_on"], pd.Timestamp("2017-10-05"))
    return pd.DataFrame(rows, columns=columns).assign(
        team="Web", decided_by="The board", remark=None, planned_cost=100.0, **days
    )


RECORDED = ("Login", "start", True, True, True, "recorded", 120.0)
ASSUMED = ("Returns", None, True, True, True, "assumed", None)


def test_the_tracker_counts_planned_starts_and_tells_recorded_from_assumed():
    late = ("Chat", "start", True, False, False, "recorded", None)
    shown = told("changes/decision_tracker", tracker(RECORDED, ASSUMED, late))
    assert shown.title == (
        "2 of 3 planned opportunities started (1 recorded, 1 assumed); 2 delivered (1 recorded, 1 assumed)"
    )
    assert [row[2] for row in shown.cells] == [
        "Delivered on 5 October 2017",
        "Delivered (assumed)",
        "Not started",
    ]
    assert shown.findings[0].startswith("Nobody recorded what came of “Returns”")
    assert shown.findings[1] == "The one delivered whose cost is known cost €120; €100 was planned."
    dutch = told("changes/decision_tracker", tracker(RECORDED, ASSUMED, late), language="nl").title
    assert dutch.endswith("2 opgeleverd (1 vastgelegd, 1 aangenomen)")


@pytest.mark.parametrize(
    ("row", "outcome", "title"),
    [
        (RECORDED, "Delivered on 5 October 2017", "1 of 1 planned opportunities started; 1 delivered"),
        (
            ASSUMED,
            "Delivered (assumed)",
            "1 of 1 planned opportunities started (assumed); 1 delivered (assumed)",
        ),
        (
            ("Chat", "postpone", False, False, False, "recorded", None),
            "Postponed on 5 October 2017 by: The board",
            "Nothing was planned to start; none delivered",
        ),
        (
            ("Chat", "stop", False, True, False, "recorded", None),
            "Stopped on 5 October 2017 by: The board",
            "Nothing was planned to start; none delivered",
        ),
        (
            ("Chat", None, True, False, False, "status", None),
            "Not started, by its status in the list",
            "0 of 1 planned opportunities started; none delivered",
        ),
        (
            ("Chat", "start", True, True, False, "recorded", 30.0),
            "Under way since 5 October 2017",
            "1 of 1 planned opportunities started; none delivered",
        ),
    ],
)
def test_each_outcome_has_its_words(row, outcome, title):
    shown = told("changes/decision_tracker", tracker(row))
    assert (shown.cells[0][2], shown.title) == (outcome, title)


def test_without_an_earlier_report_what_was_planned_is_not_known():
    first = tracker(("Chat", "start", None, True, False, "recorded", None))
    assert told("changes/decision_tracker", first).title == (
        "There is no report of the quarter before: what was planned to start is not known; none delivered"
    )
    gone = tracker(("Chat", None, True, False, False, "unlisted", None))
    assert told("changes/decision_tracker", gone).cells[0][2] == (
        "No longer on the list: what came of it is not known"
    )


def test_nothing_to_track_is_no_exhibit():
    assert told("changes/decision_tracker", tracker()) is None


# Forecasts and scores


def results(*rows):
    return pd.DataFrame(rows, columns=["title", "amount", "low", "likely", "high", "realised"])


def checks(*rows):
    return pd.DataFrame(rows, columns=["amount", "n", "bias", "bias_se", "error"])


def test_a_forecast_without_a_range_has_none_to_lie_in():
    table = results(("Login", "cost", 100.0, 100.0, 100.0, 120.0), ("Login", "extra", 10.0, 20.0, 30.0, 25.0))
    found = checks(("cost", 1, 20.0, None, 20.0), ("extra", 1, 5.0, None, 5.0))
    shown = told("changes/forecast_check", table, found)
    assert shown.title == "Of the one result with a forecast range, 1 lies within it"
    assert shown.findings == [
        "Cost: €20 more than forecast.",
        "Extra business: €5 more than forecast.",
        "With so few results this says little yet about how well we forecast.",
    ]
    only = told("changes/forecast_check", table.head(1), found.head(1))
    assert only.title == "What was delivered, beside what was expected of it"
    assert [row[2] for row in shown.cells] == ["–", "€10 to €30"]
    assert told("changes/forecast_check", table.iloc[:0], found) is None


def test_enough_results_say_how_sure_it_is():
    table = results(*[("Login", "cost", 80.0, 100.0, 120.0, 90.0)] * 8)
    shown = told("changes/forecast_check", table, checks(("cost", 8, -10.0, 2.0, 12.0)))
    assert shown.title == "8 of 8 results with a forecast range lie within it"
    assert shown.findings == [
        "Cost: on average over 8 €10 less than forecast (standard error €2); a single forecast was €12 off."
    ]


def line(n, slope=None, low=None, high=None):
    return pd.DataFrame([{"slope": slope, "slope_low": low, "slope_high": high, "n": n, "needed": 8}])


NO_ROLES = line(0).assign(role="").head(0)


def test_groups_of_experts_are_compared_as_far_as_their_results_go():
    roles = [line(8, 90.0, 40.0, 140.0), line(9, 5.0, -50.0, 60.0), line(8, -70.0, -90.0, -50.0), line(3)]
    names = ["IT", "Sales", "Service", "Stores"]
    by_role = pd.concat([one.assign(role=name) for one, name in zip(roles, names, strict=True)])
    scored = pd.DataFrame({"title": list("abcdefgh"), "score": range(8), "realised": 1.0})
    said = told("changes/score_calibration", scored, line(8, 100.0, 50.0, 150.0), by_role).findings[1:]
    assert said[0].startswith("IT: what they scored higher brought more, €90 a year")
    assert said[1].startswith("Sales: no link") and "(−€50 to €60 a year per point)" in said[1]
    assert said[2].startswith("Service: what they scored higher brought less, €70")
    assert said[3] == "Too few of the results were scored by Stores to say the same of them."


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (line(3), "3 delivered opportunities have a measured result so far; from 8 on"),
        (line(1), "One delivered opportunity has a measured result so far; from 8 on"),
        (line(9), "All 9 results are of opportunities with the same score"),
    ],
)
def test_too_few_results_say_how_many_it_takes(found, said):
    shown = told("changes/score_calibration", pd.DataFrame(), found, NO_ROLES)
    assert shown.title == "" and shown.findings[0].startswith(said)


@pytest.mark.parametrize(
    ("ends", "title"),
    [
        ((100.0, 50.0, 150.0), "What scored higher brought more: €100 a year per point (€50 to €150)"),
        ((-100.0, -150.0, -50.0), "What scored higher brought less"),
        ((10.0, -50.0, 70.0), "No link could be shown between the score and what 8 delivered"),
    ],
)
def test_a_link_is_said_only_where_its_interval_leaves_out_zero(ends, title):
    scored = pd.DataFrame({"title": list("abcdefgh"), "score": range(8), "realised": [1.0] * 7 + [None]})
    shown = told("changes/score_calibration", scored, line(8, *ends), NO_ROLES)
    assert shown.title.startswith(title) and [row[0] for row in shown.cells] == list("gfedcba")
