"""Made-up experts take part in each step by the same rules as real ones."""

from random import Random

import pytest
from workshops import STEPS, StepPanel, room

from workbook.workshop.steps.methods import METHODS
from workbook.workshop.steps.rehearsal import VOTERS, StepsRehearsal


@pytest.mark.parametrize("step", METHODS)
def test_each_enters_something_once_in_a_stage_and_nothing_is_refused(step, tmp_path):
    panel = StepPanel(room(tmp_path / "w.sqlite", steps=STEPS, rehearsal=True), step)
    seats = panel.join(*[f"Expert {number}" for number in range(7)])
    made_up = StepsRehearsal(panel.room, "Made up.", Random(7))
    for stage in METHODS[step].STAGES:
        turns = 0
        while made_up.enter(seats):
            turns += 1
        if step != "vote":
            assert turns == len(seats)
        if stage == "prepare":
            panel.settle("option:I1", True)
        if stage == "group":
            panel.settle("group:g1", "All")
            panel.settle(f"put:{panel.shown()['cards'][0]['card']}", "g1")
        if stage != METHODS[step].STAGES[-1]:
            panel.next()
    assert len(panel.room.session.steps.who(step)) == (VOTERS if step == "vote" else len(seats))
    panel.lead("step", step="score")
    assert not made_up.enter(seats)
    panel.room.file.close()
