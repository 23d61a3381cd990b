"""What a screen sees of a step: nothing of another before it is shown, by no route and in no error."""

import json
from random import Random

import pytest
from workshops import STEPS, StepPanel, room

from workbook.errors import WorkshopError
from workbook.workshop.steps.methods import METHODS, offered, stage_of
from workbook.workshop.steps.rehearsal import StepsRehearsal

BLIND = [
    (step, place)
    for step, method in METHODS.items()
    for place in range(len(method.STAGES) - 1)
    if (step, method.STAGES[place]) not in {("needs", "group")}
]


def at_stage(path, step, place):
    """A panel of three in which made-up experts took part until a stage."""
    panel = StepPanel(room(path, steps=STEPS), step)
    seats = panel.join("Annabel", "Bobiversary", "Cid")
    if step == "vote":
        panel.settle("option:I1", True)
    made_up = StepsRehearsal(panel.room, "The secret thought", Random(3))
    for _ in range(place):
        while made_up.enter(seats):
            pass
        if stage_of(panel.room.session, "needs") == "group":
            panel.settle("group:g1", "All")
            panel.settle(f"put:{panel.shown()['cards'][0]['card']}", "g1")
        panel.next()
    return panel, seats, made_up


@pytest.mark.parametrize(("step", "place"), BLIND)
def test_what_others_enter_changes_no_byte_of_ones_own_screen(tmp_path, step, place):
    panel, (ann, *others), made_up = at_stage(tmp_path / "w.sqlite", step, place)
    own, wall = json.dumps(panel.room.view(ann)), json.dumps(panel.shown("beamer"))
    entered = 0
    while made_up.enter(others):
        entered += 1
    if (step, place) != ("vote", 0):
        assert entered
    assert json.dumps(panel.room.view(ann)) == own
    assert json.dumps(panel.shown("beamer")) == wall
    for name in ("card:1", "dots:g1", "add:1", "statement:0", "process:0", "name:1", "vote:1", "preference"):
        with pytest.raises(WorkshopError) as refusal:
            panel.enter(ann, name, {"wrong": "value"})
        assert "secret thought" not in str(refusal.value) and not any(
            seat in str(refusal.value) for seat in others
        )
    panel.room.file.close()


@pytest.mark.parametrize("step", METHODS)
def test_names_and_seats_stand_on_no_screen_of_a_step_that_was_shown(tmp_path, step):
    panel, seats, _ = at_stage(tmp_path / "w.sqlite", step, len(METHODS[step].STAGES) - 1)
    for who in (seats[0], "beamer"):
        told = json.dumps(panel.room.view(who))
        assert "Bobiversary" not in told and f'"{seats[1]}"' not in told
    panel.room.file.close()


def test_a_workshop_from_before_there_were_steps_has_scoring_only(tmp_path):
    opened = room(tmp_path / "w.sqlite")
    assert offered(opened.session) == ["score"] and opened.view("facilitator")["step"] == "score"
    opened.file.close()
