"""The journey map: what one adds the others see once it is accepted, and no value is replaced unasked."""

import json

import pytest
from workshops import STEPS, StepPanel, refused, room

from workbook.workshop.steps.journey import MOST
from workbook.workshop.steps.outcome import step_rows, steps_told


@pytest.fixture
def panel(tmp_path):
    opened = StepPanel(room(tmp_path / "w.sqlite", steps=STEPS), "journey")
    yield opened
    opened.room.file.close()


def addition(text, cell=0, field="pain"):
    return {"cell": cell, "field": field, "text": text}


def waiting(panel):
    """What waits, by text: its id."""
    return {one["text"]: one["id"] for one in panel.room.view("facilitator")["lead"]["waiting"]}


def accept(panel, text, **how):
    panel.settle(f"accept:{waiting(panel)[text]}", {"accepted": True, **how})


def test_what_one_adds_others_see_once_it_is_accepted_and_never_whose_it_is(panel):
    ann, bob = panel.join("Annabel", "Bobiversary")
    before = json.dumps(panel.room.view(ann))
    panel.enter(bob, "add:1", addition("Slow to load"))
    assert json.dumps(panel.room.view(ann)) == before
    assert "Slow" not in json.dumps(panel.room.view("beamer"))
    lead = json.dumps(panel.room.view("facilitator")["lead"])
    assert "Slow to load" in lead and bob not in lead and "Bobiversary" not in lead
    accept(panel, "Slow to load")
    seen = panel.room.view(ann)
    assert seen["shown"]["cells"][0]["pains"] == ["Slow to load"]
    assert bob not in json.dumps(seen["shown"]) and waiting(panel) == {}


def test_a_value_that_is_there_is_replaced_knowingly_only(panel):
    [ann] = panel.join("Ann")
    panel.enter(ann, "add:1", addition("Shop team", 0, "owner"))
    panel.enter(ann, "add:2", addition("Returns desk", 1, "owner"))
    assert "has 'Web team' already" in refused(accept, panel, "Shop team")
    accept(panel, "Shop team", replace=True)
    accept(panel, "Returns desk")  # a blank cell is filled
    panel.enter(ann, "add:3", addition("Somebody", 1, "owner"))
    assert "has 'Returns desk' already" in refused(accept, panel, "Somebody")
    assert [cell["owner"] for cell in panel.shown()["cells"]] == ["Shop team", "Returns desk"]


def test_what_was_accepted_is_handed_on_pains_as_insights_the_rest_in_place(panel):
    ann, bob = panel.join("Ann", "Bob")
    panel.enter(ann, "add:1", addition("Slow", 1))
    panel.enter(bob, "add:1", addition("Shop team", 0, "owner"))
    panel.enter(bob, "add:2", addition("Left out", 0))
    panel.enter(bob, "add:3", addition("Waits", 0))
    accept(panel, "Slow")
    accept(panel, "Shop team", replace=True)
    panel.settle(f"accept:{waiting(panel)['Left out']}", {"accepted": False})
    found = step_rows(panel.room.session, "2026Q3-01")
    (pain,) = found["insights"]
    assert (pain["insight"], pain["text"], pain["pain"]) == ("W2026Q3-01-j1", "Slow", "Slow")
    assert (pain["phase"], pain["touchpoint"], pain["who"]) == ("buy", "returns", ann)
    (owner,) = found["amendments"]
    assert json.loads(owner["row_key"]) == {"journey": "Buying", "phase": "buy", "touchpoint": "checkout"}
    assert (owner["column_name"], owner["value"], owner["instead_of"]) == ("owner", "Shop team", "Web team")
    (told,) = steps_told(panel.room.session)
    assert [one["text"] for one in told["accepted"]] == ["Shop team", "Slow"] and told["waiting"] == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"cell": 2}, "has a cell"),
        ({"cell": -1}, "has a cell"),
        ({"cell": True}, "has a cell"),
        ({"cell": "0"}, "has a cell"),
        ({"field": "evidence"}, "one of pain, customer_goal, activity, owner"),
        ({"text": " "}, "has a text"),
        ({"text": "x" * 301}, "300 fit"),
    ],
)
def test_what_is_added_has_a_cell_a_field_and_a_text(panel, changed, words):
    [ann] = panel.join("Ann")
    assert words in refused(panel.enter, ann, "add:1", addition("Slow") | changed)


def test_what_was_decided_stays_and_a_closed_map_takes_nothing_more(panel):
    [ann] = panel.join("Ann")
    panel.enter(ann, "add:1", addition("Slow"))
    panel.enter(ann, "add:2", addition("Mine"))
    panel.enter(ann, "add:2", None)
    assert "not there" in refused(panel.settle, "accept:nothing", {"accepted": True})
    accept(panel, "Slow")
    assert "decided on this one" in refused(panel.enter, ann, "add:1", None)
    for number in range(MOST - 1):
        panel.enter(ann, f"add:x{number}", addition("Text"))
    assert "60 additions are made" in refused(panel.enter, ann, "add:y", addition("Text"))
    panel.next()
    assert "is closed" in refused(panel.enter, ann, "add:9", addition("Late"))


def test_the_number_of_a_cell_as_a_decimal_is_that_cell_once_it_is_accepted(panel):
    [ann] = panel.join("Ann")
    panel.enter(ann, "add:1", addition("Slow", cell=1.0))
    accept(panel, "Slow")
    assert panel.shown()["cells"][1]["pains"] == ["Slow"]
