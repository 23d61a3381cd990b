"""The facts of the minutes: what was decided against what, who took part, what too few answered."""

import json

import pytest
from workshops import AT, Panel, room

from workbook.workshop.minutes import minutes

RESULTS = [
    {"opportunity": "I1", "verdict": "no consensus", "median": 6.0, "points": [3.0, 9.0], "round": 1}
    | {"abstained": 0, "stable": None, "higher": ["As high"], "lower": ["As low"], "notes": [], "n": 2}
]
PLAN = {"possible": True, "value": 6.0, "cost": 10.0, "members": [{"opportunity": "I1", "start": "2026Q4"}]}


def held(path, **setting):
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
    panel.lead("close")
    panel.room.file.close()
    return panel.room


@pytest.fixture
def facts(tmp_path):
    own = held(tmp_path / "w.sqlite")
    return minutes(own.session, own.names, RESULTS, PLAN, name="2026Q3-01")


def test_a_decision_says_what_it_goes_against(facts):
    first, second = facts["decisions"]
    assert (first["title"], first["by"], first["reason"]) == ("Idea I1", "Board", "Too dear")
    assert first["against_plan"] and first["without_consensus"]
    assert second["against_plan"] and not second["without_consensus"]  # it starts, and the plan leaves it out
    assert first["on"] == {"date": AT[:10]}


def test_without_a_plan_nothing_goes_against_it(tmp_path):
    own = held(tmp_path / "w.sqlite")
    for plan in (None, {"possible": False, "why": "No plan fits."}):
        told = minutes(own.session, own.names, RESULTS, plan, name="x")
        assert told["plan"] is None and not any(one["against_plan"] for one in told["decisions"])


def test_rounds_say_how_many_answered_and_what_too_few_did(facts):
    assert facts["rounds"] == [{"number": 1, "asked": 2, "answered": 2, "below": ["Idea I2"]}]
    assert facts["unanswered"] == ["Idea I2"] and (facts["experts"], facts["observers"]) == (2, 1)
    assert facts["dissent"] == ["IT says it is too early"] and facts["questions"] == []


def test_an_anonymous_workshop_has_roles_and_no_names(tmp_path):
    own = held(tmp_path / "w.sqlite", anonymous=True)
    told = minutes(own.session, own.names, RESULTS, PLAN, name="x")
    assert told["people"] == [] and told["roles"] == [{"role": "IT", "n": 2}]
    assert not any(name in json.dumps(told) for name in ("Ann", "Bob", "Boss"))
