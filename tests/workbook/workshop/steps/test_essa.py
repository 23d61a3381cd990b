"""The ESSA board: questions in their order, blind, never a breakdown of fewer than five, then a decision."""

import json

import pytest
from workshops import AT, STEPS, StepPanel, refused, room

from workbook.workshop.steps.outcome import step_rows, steps_told


@pytest.fixture
def panel(tmp_path):
    opened = StepPanel(room(tmp_path / "w.sqlite", steps=STEPS), "essa")
    yield opened
    opened.room.file.close()


def test_answers_are_blind_and_of_fewer_than_five_only_their_number_is_shown(panel):
    seats = panel.join("Ann", "Bob", "Cid", "Dan", "Eve")
    before = json.dumps(panel.room.view(seats[0]))
    for seat in seats[1:]:
        panel.enter(seat, "process:0", "eliminate")
        panel.enter(seat, "process:1", "keep")
    assert json.dumps(panel.room.view(seats[0])) == before and panel.shown() == {}
    panel.enter(seats[0], "process:0", "no:standardise")  # three questions answered: not whole yet
    panel.enter(seats[0], "process:0", "automate")
    panel.next()
    first, second = panel.shown(seats[1])["processes"]
    assert first["counts"] == {"eliminate": 4, "simplify": 0, "standardise": 0, "automate": 1, "keep": 0}
    assert (second["n"], second["counts"]) == (4, None)
    assert not any(seat in json.dumps(panel.shown()) for seat in seats)


def test_what_is_half_answered_does_not_count(panel):
    [ann] = panel.join("Ann")
    panel.enter(ann, "process:0", "no:eliminate")
    panel.next()
    assert panel.shown()["processes"][0]["n"] == 0
    assert step_rows(panel.room.session, "x") == {"amendments": [], "essa_answers": []}


def test_questions_have_an_order_and_a_decision_comes_after_the_answers(panel):
    [ann] = panel.join("Ann")
    for wrong in ("no:automate", "yes", 1, ["keep"], {"verdict": "keep"}):
        assert "yes or no, in their order" in refused(panel.enter, ann, "process:0", wrong)
    assert "is not a process step" in refused(panel.enter, ann, "process:9", "keep")
    assert "Show the answers first" in refused(panel.settle, "process:0", {"verdict": "keep", "by": ""})
    panel.next()
    assert "were shown" in refused(panel.enter, ann, "process:0", "keep")
    for wrong in ("keep", {"verdict": "burn"}, {}):
        assert "A verdict is one of" in refused(panel.settle, "process:0", wrong)


def test_automate_answers_the_questions_before_it_no_and_without_a_name_nothing_is_answered(panel):
    [ann] = panel.join("Ann")
    panel.enter(ann, "process:0", "automate")
    panel.next()
    panel.settle("process:0", {"verdict": "automate", "by": "Board"})
    panel.settle("process:1", {"verdict": "automate", "by": ""})
    first, second = (
        {
            row["column_name"]: row["value"]
            for row in step_rows(panel.room.session, "x")["amendments"]
            if at in row["row_key"]
        }
        for at in ("Retype", "Answer")
    )
    assert [first[name] for name in ("eliminate", "simplify", "standardise")] == ["no"] * 3
    assert sorted(second) == ["verdict", "verdict_on", "verdict_reason"]


def test_the_decision_is_the_verdict_of_the_process_step_and_answers_are_kept_by_seat(panel):
    ann, bob = panel.join("Ann", "Bob")
    panel.enter(ann, "process:0", "simplify")
    panel.enter(bob, "process:1", "automate")
    panel.next()
    panel.settle("process:0", {"verdict": "eliminate", "by": "Head of service"})
    panel.settle("process:1", {"verdict": "automate", "by": ""})
    panel.settle("process:1", None)
    found = step_rows(panel.room.session, "x")
    row = found["amendments"][0]
    assert json.loads(row["row_key"]) == {"process": "Returns", "step": "Retype"}
    assert (row["table_name"], row["column_name"], row["value"]) == ("processes", "verdict", "eliminate")
    assert (row["instead_of"], row["who"], row["at"]) == (None, "Head of service", AT[:10])
    cells = {row["column_name"]: row["value"] for row in found["amendments"]}
    assert cells["verdict_reason"] == "x" and cells["verdict_on"] == cells["eliminate_on"] == AT[:10]
    assert cells["verdict_by"] == cells["eliminate_by"] == "Head of service"
    assert cells["eliminate"] == "yes" and "simplify" not in cells  # the questions end at the first yes
    assert [(one["step"], one["who"], one["answer"]) for one in found["essa_answers"]] == [
        ("Retype", ann, "simplify"),
        ("Answer", bob, "automate"),
    ]
    (told,) = steps_told(panel.room.session)
    assert [one["decided"] for one in told["processes"]] == [
        {"verdict": "eliminate", "by": "Head of service"},
        None,
    ]
