"""The terms of a plan are told whatever the plan lacks, so that a workshop can always be closed."""

from workshops import Panel, room

from workbook.workshop.handing_on import hand_on
from workbook.workshop.live_plan import NO_SLIDERS
from workbook.workshop.plan_terms import plan_terms


def test_days_of_a_role_that_the_plan_does_not_know_keep_nobody_from_closing(tmp_path):
    panel = Panel(room(tmp_path / "w.sqlite"))
    panel.join("Ann")
    panel.lead("move", settings={"days": {"it": 0.5, "ghosts": 2}, "must_do": ["I2"]})
    known = {"budget": None, "days": {"it": 40.0}}
    assert plan_terms(panel.room.session, {"sliders": known}) == {
        "budget": None,
        "days": [{"role": "it", "days": 20.0}],
        "weights": [],
        "must_do": ["Idea I2"],
        "must_not": [],
    }
    panel.room.show_plan({"possible": False, "why": "The kernel ended.", "sliders": NO_SLIDERS})
    panel.lead("note", about="note", text="Kept")
    panel.lead("close")
    assert hand_on(panel.room.session, "2026Q3-01", tmp_path)["workshop_notes"] == 1
    panel.room.file.close()
