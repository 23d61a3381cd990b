"""The facts of the minutes: what was decided against what, who took part, what too few answered."""

import json

import pytest
from workshops import AT, CRITERIA, Panel, room

from workbook.phrases import show
from workbook.workshop.minutes import _against, _quarter_after, minutes

RESULTS = [
    {"opportunity": "I1", "verdict": "no consensus", "median": 6.0, "points": [3.0, 9.0], "round": 1}
    | {"abstained": 0, "stable": None, "higher": ["As high"], "lower": ["As low"], "notes": [], "n": 2}
]
PLAN = {"possible": True, "value": 6.0, "cost": 10.0, "members": [{"opportunity": "I1", "start": "2026Q4"}]}
PLAN |= {"money": -4.0, "sliders": {"objective": "score", "budget": 40.0, "days": {"it": 10.0}}}


def held(path, plan=PLAN, **setting):
    panel = Panel(room(path, **setting))
    ann, bob = panel.join("Ann", "Bob")
    panel.room.join({"name": "Boss", "observer": True})
    panel.lead("round", asked=["I1", "I2"])
    panel.score(ann, "I1", 3)
    panel.score(bob, "I1", 9)
    panel.lead("reveal", round=1)
    panel.lead("decision", opportunity="I1", decided="stop", by="Board", reason="Too dear")
    panel.lead("decision", opportunity="I2", decided="start", by="", reason="")
    panel.lead("note", about="dissent", text="IT says it is too early")
    panel.room.show_plan(plan)
    panel.lead("scenario", name="As it was", settings={})
    panel.lead(
        "move",
        settings={"budget": 0.5, "days": {"it": 1}, "weights": dict(zip(CRITERIA, (2, 1, 1), strict=True))},
    )
    panel.lead("close")
    panel.room.file.close()
    return panel.room


@pytest.fixture
def facts(tmp_path):
    own = held(tmp_path / "w.sqlite")
    return minutes(own.session, own.names, RESULTS, name="2026Q3-01")


def test_a_decision_says_what_it_goes_against(facts):
    first, second = facts["decisions"]
    assert (first["title"], first["by"], first["reason"]) == ("Idea I1", "Board", "Too dear")
    assert first["against_plan"] == "in" and first["without_consensus"]
    assert second["against_plan"] == "left_out" and not second["without_consensus"]
    assert first["on"] == {"date": AT[:10]}


def test_without_a_plan_nothing_goes_against_it(tmp_path):
    for number, plan in enumerate((None, {"possible": False, "why": "No plan fits."})):
        own = held(tmp_path / f"{number}.sqlite", plan)
        told = minutes(own.session, own.names, RESULTS, name="x")
        assert told["plan"] is None and not any(one["against_plan"] for one in told["decisions"])


def test_rounds_say_how_many_answered_and_what_too_few_did(facts):
    (told,) = facts["rounds"]
    assert told == {"number": 1, "asked": 2, "spread": 0, "answered": 2, "below": ["Idea I2"]}
    assert facts["unanswered"] == ["Idea I2"] and (facts["experts"], facts["observers"]) == (2, 1)
    assert facts["dissent"] == ["IT says it is too early"] and facts["questions"] == []


def test_a_ranking_and_what_left_the_intake_are_recorded(tmp_path):
    own = held(tmp_path / "w.sqlite")
    own.session.gone = {"I2"}
    order = {"n": 2, "w": 0.25, "p": 0.5, "items": [{"opportunity": "I2", "median": 1.5, "points": [1, 2]}]}
    told = minutes(own.session, own.names, RESULTS, name="x", order=order)
    points = [show(1, "num"), show(2, "num")]
    assert told["ranking"] == order | {"items": [{"title": "Idea I2", "median": 1.5, "points": points}]}
    assert told["gone"] == ["Idea I2"]


def test_an_anonymous_workshop_has_roles_and_no_names(tmp_path):
    own = held(tmp_path / "w.sqlite", anonymous=True)
    told = minutes(own.session, own.names, RESULTS, name="x")
    assert told["people"] == [] and told["roles"] == [{"role": "IT", "n": 2}]
    assert not any(name in json.dumps(told) for name in ("Ann", "Bob", "Boss"))


def test_the_plan_is_the_one_on_the_pages_at_the_close_with_what_was_moved(facts):
    plan = facts["plan"]
    (kept,) = facts["scenarios"]
    assert kept["name"] == "As it was" and kept["plan"]["points"] == 6.0
    assert (plan["points"], plan["money"], plan["cost"]) == (6.0, -4.0, 10.0)
    assert plan["terms"]["budget"] == 20.0 and plan["terms"]["days"] == []
    assert [one["share"] for one in plan["terms"]["weights"]] == [0.5, 0.25, 0.25]


@pytest.mark.parametrize(
    "decided, start, against",
    [
        ("start", "2026Q4", ""),
        ("start", "2027Q1", "later"),
        ("start", "", "left_out"),
        ("postpone", "2026Q4", "in"),
        ("postpone", "2027Q1", ""),
        ("stop", "2027Q1", "in"),
        ("stop", "", ""),
    ],
)
def test_a_decision_differs_from_the_plan_by_the_rule_of_the_report(decided, start, against):
    assert _against(decided, start, _quarter_after("2026Q3")) == against
    assert _quarter_after("2026Q4") == "2027Q1"
