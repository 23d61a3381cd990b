"""The maturity questionnaire: blind, and of all answers the middle with how far they are apart."""

import json

import pandas as pd
import pytest
from workshops import STEPS, StepPanel, room

from workbook.errors import WorkshopError
from workbook.intake.amendments import _amended
from workbook.tables import RawTable
from workbook.workshop.steps.outcome import step_rows, steps_told


@pytest.fixture
def panel(tmp_path):
    opened = StepPanel(room(tmp_path / "w.sqlite", steps=STEPS), "maturity")
    yield opened
    opened.room.file.close()


def test_answers_are_blind_and_then_the_middle_and_the_ends_are_shown(panel):
    ann, bob, cid, dan = panel.join("Ann", "Bob", "Cid", "Dan")
    before = json.dumps(panel.room.view(ann))
    for seat, answer in ((bob, 1), (cid, 4), (dan, 5)):
        panel.enter(seat, "statement:0", answer)
    assert json.dumps(panel.room.view(ann)) == before
    assert panel.shown() == {} and panel.room.view("facilitator")["entered_by"] == [bob, cid, dan]
    panel.enter(ann, "statement:0", 2)
    panel.enter(ann, "statement:1", 3)
    panel.next()
    first, second = panel.shown(ann)["statements"]
    spread = ("n", "median", "lowest", "highest")
    assert [first[name] for name in spread] == [4, 2, 1, 5]  # of two middles the lower one: it was given
    assert [second[name] for name in spread] == [1, 3, 3, 3]
    assert [(one["dimension"], one["median"]) for one in panel.shown()["dimensions"]] == [
        ("plan", 2),
        ("data", 3),
    ]
    assert not any(seat in json.dumps(panel.shown()) for seat in (ann, bob, cid, dan))


@pytest.mark.parametrize("value", [0, 6, 2.5, True, "3"])
def test_an_answer_is_whole_from_one_to_five(panel, value):
    [ann] = panel.join("Ann")
    with pytest.raises(WorkshopError, match="not a whole number from 1 to 5"):
        panel.enter(ann, "statement:0", value)


def test_there_is_nothing_to_settle_no_other_statement_and_nothing_after_it(panel):
    [ann] = panel.join("Ann")
    with pytest.raises(WorkshopError, match="is not a statement"):
        panel.enter(ann, "statement:2", 3)
    with pytest.raises(WorkshopError, match="settles nothing"):
        panel.settle("statement:0", 3)
    panel.next()
    with pytest.raises(WorkshopError, match="were shown"):
        panel.enter(ann, "statement:0", 3)


def test_the_middle_takes_the_place_of_the_answer_that_was_there_where_enough_answered(panel):
    ann, bob, *_ = panel.join("Ann", "Bob", "Cid")
    panel.enter(ann, "statement:0", 3)
    panel.enter(bob, "statement:0", 3)
    panel.enter(ann, "statement:1", 5)  # one of three is no quorum
    assert step_rows(panel.room.session, "x") == {}
    panel.next()
    found = step_rows(panel.room.session, "x")
    (row,) = found["amendments"]
    assert (row["table_name"], row["row_key"]) == ("readiness", '{"statement": "We plan offers"}')
    assert (row["column_name"], row["value"], row["instead_of"]) == ("answer", "3", "4")
    assert row["who"] == "median of 2"
    (spread,) = found["maturity_answers"]
    assert (spread["n"], spread["lowest"], spread["highest"]) == (2, 3, 3)
    (told,) = steps_told(panel.room.session)
    assert told["statements"][1]["n"] == 1 and "Ann" not in json.dumps(told)


def test_the_middle_takes_the_place_of_what_each_respondent_answered_and_no_one_sees_who(tmp_path):
    said = [("Head of IT", 4), ("Head of sales", 2), (None, None)]
    answered = [{"statement": "We plan offers", "respondent": who, "answer": given} for who, given in said]
    panel = StepPanel(room(tmp_path / "several.sqlite", steps=STEPS | {"answered": answered}), "maturity")
    ann, bob, *_ = panel.join("Ann", "Bob", "Cid")
    panel.enter(ann, "statement:0", 3)
    panel.enter(bob, "statement:0", 3)
    panel.next()
    seen = json.dumps([panel.room.view(ann), panel.room.view("facilitator"), panel.shown()])
    assert "Head of" not in seen
    rows = step_rows(panel.room.session, "x")["amendments"]
    panel.room.file.close()
    frame = pd.DataFrame(answered, dtype=object)
    later = frame.assign(
        answer=pd.Series([4, 5, None], dtype=object)
    )  # the client has changed the second since
    for table, expected in ((frame, ["3", "3", "3"]), (later, ["3", "5", "3"])):
        changed = RawTable("readiness", "intake.xlsx", table)
        for row in rows:
            changed = _amended(changed, row, "workshop.sqlite")
        assert changed.frame["answer"].astype("str").tolist() == expected


def test_without_statements_there_is_no_such_step(tmp_path):
    opened = room(tmp_path / "none.sqlite", steps={"touchpoints": [], "profiles": []})
    assert opened.view("facilitator")["offered"] == ["needs", "vote", "score"]
    opened.file.close()


def test_a_round_that_is_open_keeps_its_answers_while_the_room_is_on_another_step(panel):
    ann, bob = panel.join("Ann", "Bob")
    panel.lead("step", step="score")
    panel.lead("round", asked=["I1"])
    panel.score(ann, "I1", 7)
    panel.lead("step", step="maturity")
    panel.score(bob, "I1", 4)  # the tap was on its way
    panel.lead("step", step="score")
    answers = [panel.room.view(seat)["answers"]["I1"]["scores"] for seat in (ann, bob)]
    assert [set(one.values()) for one in answers] == [{7}, {4}] and len(answers[0]) == 3
