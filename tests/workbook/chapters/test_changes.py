"""What moved, and why: nothing is called a change that chance or rounding explains."""

from types import SimpleNamespace

import pandas as pd
from told import told


def test_changes_count_only_when_they_survive_the_number_of_comparisons():
    rows = {"touchpoint": ["a", "b"], "change": [9.0, 8.0], "low": [1.0, 0.0], "high": [17.0, 16.0]}
    table = pd.DataFrame({**rows, "nps_before": 1.0, "nps_after": 10.0})
    assert told("changes/nps_changes", table.assign(p=[0.03, 0.05])).title.startswith(
        "At no touchpoint did NPS"
    )
    assert told("changes/nps_changes", table.assign(p=[0.02, 0.05])).title.startswith(
        "NPS of “a” changed by +9"
    )


def test_a_first_quarter_has_no_moves():
    first = pd.DataFrame({"move": ["new", "new"], "title": ["One", "Two"], "main_cause": [None, None]})
    shown = told("changes/plan_changes", first)
    assert shown.title.startswith("This is the first quarter reported") and shown.cells == []
    assert shown.findings == ["Run the quarter before this one to see what moved."]


def test_the_cause_is_told_of_what_was_not_to_be_expected():
    moves = pd.DataFrame(
        {
            "move": ["dropped", "started"],
            "title": ["One", "Two"],
            "main_cause": ["costs", "scores"],
            "start_before": ["2018Q1", "2017Q4"],
            "start_after": [None, "2017Q4"],
            "score_before": 5.0,
            "score_after": 4.0,
        }
    )
    shown = told("changes/plan_changes", moves)
    assert [row[2] for row in shown.cells] == ["costs and work", ""]
    assert shown.title.endswith("if all went to schedule, 1 started and 0 finished")


def test_planned_and_not_delivered_is_said_and_so_is_what_is_assumed():
    moves = pd.DataFrame(
        {"move": ["not delivered", "delivered"], "title": ["One", "Two"], "main_cause": None}
    )
    dates = {
        "start_before": "2017Q4",
        "start_after": ["2018Q1", "2017Q4"],
        "score_before": 5,
        "score_after": 5,
    }
    shown = told("changes/plan_changes", moves.assign(**dates))
    assert [row[1] for row in shown.cells] == ["planned, not delivered", "delivered"]
    assert shown.title.startswith("Of 2 opportunities, 1 moved")
    assert "Where it gives none, delivery is assumed" in shown.findings[0]
    dutch = told("changes/plan_changes", moves.assign(**dates), language="nl")
    assert dutch.cells[0][1] == "gepland, niet opgeleverd"
    assert "dan wordt aangenomen dat het plan is uitgevoerd" in dutch.findings[0]


def causes(before, after, **parts):
    value = pd.DataFrame({"cause": list(parts), "change": list(parts.values())})
    return SimpleNamespace(value=value, before=before, after=after, orders=2, all_orders=2)


def test_the_cause_named_is_the_largest_in_the_direction_of_the_change():
    lower = causes(40.0, 33.0, candidates=-9.0, costs=3.0, scores=-1.0)
    assert told("changes/change_causes", lower, True).title.endswith(
        "7.0 points less than a quarter ago; what took away most: the list of candidates"
    )
    higher = causes(33.0, 35.0, candidates=-9.0, costs=11.0)
    dutch = told("changes/change_causes", higher, True, language="nl")
    assert dutch.title.endswith("wat het meest toevoegde: kosten en werk")
    assert told("changes/change_causes", higher, False).title.startswith("There is no earlier plan")


def test_the_causes_and_both_ends_are_shown_with_their_signs():
    shown = told("changes/change_causes", causes(40.0, 38.5, scores=-2.0, costs=0.5), True)
    assert [row[1] for row in shown.cells] == ["40.0", "−2.0", "+0.5", "38.5"]
    assert told("changes/change_causes", causes(40.0, 40.0, scores=0.0), False).cells == []


def test_causes_that_cannot_be_told_apart_are_not_shown_as_numbers():
    value = pd.DataFrame({"cause": ["scores", "costs"], "change": [float("nan")] * 2})
    found = SimpleNamespace(value=value, before=10.0, after=12.0, orders=0, all_orders=2)
    shown = told("changes/change_causes", found, True)
    assert shown.cells == [] and shown.title.startswith("The best plan changed by +2.0 points")
