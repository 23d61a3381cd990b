"""Names: proposed and voted on blind, and no two of a kind get one name."""

import json

import pytest
from workshops import AT, STEPS, StepPanel, refused, room

from workbook.workshop.steps.outcome import step_rows, steps_told


@pytest.fixture
def panel(tmp_path):
    opened = StepPanel(room(tmp_path / "w.sqlite", steps=STEPS), "names")
    yield opened
    opened.room.file.close()


def option(panel, place, text):
    """The id of a name to vote for."""
    return next(one["option"] for one in panel.shown()["groups"][place]["options"] if one["text"] == text)


def test_proposals_and_votes_are_blind_until_each_is_shown(panel):
    ann, bob = panel.join("Ann", "Bob")
    before = json.dumps(panel.room.view(ann))
    panel.enter(bob, "name:1", "Storyteller")
    assert json.dumps(panel.room.view(ann)) == before and panel.shown() == {}
    panel.enter(ann, "name:1", "storyteller ")  # the same name is one option
    panel.next()
    assert [one["text"] for one in panel.shown(ann)["groups"][1]["options"]] == [
        "Brand builder",
        "Storyteller",
    ]
    before = json.dumps(panel.room.view(ann))
    panel.enter(bob, "vote:1", option(panel, 1, "Storyteller"))
    assert json.dumps(panel.room.view(ann)) == before
    assert "votes" not in json.dumps(panel.shown()["groups"])
    assert "Choose one of the names" in refused(panel.enter, ann, "vote:1", "nothing")
    panel.next()
    assert [one["votes"] for one in panel.shown(ann)["groups"][1]["options"]] == [0, 1]
    assert bob not in json.dumps(panel.shown())


def test_no_two_of_a_kind_get_one_name(panel):
    [ann] = panel.join("Ann")
    assert "There is a profile 'ranger' already" in refused(panel.enter, ann, "name:1", "ranger")
    panel.enter(ann, "name:0", "Ranger")  # of a segment it may be
    for wrong in (" ", 7, "x" * 81):
        refused(panel.enter, ann, "name:1", wrong)
    assert "not the number" in refused(panel.enter, ann, "name:3", "New")
    assert "proposed first" in refused(panel.enter, ann, "vote:1", "x")
    assert "Show the votes first" in refused(panel.settle, "choose:1", "New")
    panel.next()
    panel.next()
    panel.settle("choose:1", "Storyteller")
    assert "already" in refused(panel.settle, "choose:2", "Storyteller")


def test_what_was_chosen_is_handed_on_with_its_votes_and_what_stays_is_not(panel):
    [ann] = panel.join("Ann")
    panel.enter(ann, "name:1", "Storyteller")
    panel.next()
    panel.enter(ann, "vote:1", option(panel, 1, "Storyteller"))
    panel.next()
    panel.settle("choose:1", "Storyteller")
    panel.settle("choose:2", "Ranger")
    (row,) = step_rows(panel.room.session, "x")["names"]
    assert row == {"kind": "profile", "old": "Brand builder", "new": "Storyteller", "votes": 1, "at": AT[:10]}
    (told,) = steps_told(panel.room.session)
    assert [one["chosen"] for one in told["groups"]] == [None, "Storyteller", "Ranger"]
