"""A round on paper is a round like any other: the same events, the same rules."""

import pytest
from workshops import CRITERIA, Panel, room

from workbook.errors import WorkshopError
from workbook.workshop.forms.read import Form
from workbook.workshop.forms.record import record
from workbook.workshop.scores import counted_rows


def form(name, scores, **given):
    return Form(name, "IT", {idea: dict.fromkeys(CRITERIA, score) for idea, score in scores.items()}, **given)


@pytest.fixture
def held(tmp_path):
    opened = room(tmp_path / "w.sqlite")
    yield opened
    opened.file.close()


def test_a_round_on_paper_is_the_same_as_one_on_the_pages(held, tmp_path):
    forms = [
        form("Ann", {"I1": 3, "I2": 4}, remarks={"I1": "Too late"}),
        form("Bob", {"I1": 9}, cannot=["I2"]),
    ]
    assert record(held, forms) == 1
    panel = Panel(room(tmp_path / "pages.sqlite"))
    ann, bob = panel.join("Ann", "Bob")
    panel.lead("round", asked=["I1", "I2"])
    panel.score(ann, "I1", 3)
    panel.score(ann, "I2", 4)
    panel.send(ann, "remark", round=1, opportunity="I1", remark="Too late")
    panel.score(bob, "I1", 9)
    panel.send(bob, "cannot", round=1, opportunity="I2", cannot=True)
    panel.lead("reveal", round=1)
    assert counted_rows(held.session) == counted_rows(panel.room.session)
    assert held.names == panel.room.names and held.session.current.ready == {ann, bob}
    panel.room.file.close()


def test_half_answers_and_a_round_below_the_quorum_count_for_nothing(held):
    half = Form("Ann", "", {"I1": {"ease": 5}})
    record(held, [half, form("Bob", {"I2": 5}), form("Cid", {}, cannot=["I1"])])
    assert counted_rows(held.session) == []


def test_a_second_round_asks_what_was_answered_and_names_keep_their_seats(held):
    record(held, [form("Ann", {"I1": 3, "I2": 4}), form("Bob", {"I1": 9, "I2": 4})])
    assert record(held, [form("bob", {"I1": 7}), form("Ann", {"I1": 5}), form("Dee", {"I1": 6})]) == 2
    assert held.session.current.asked == ("I1",)
    scores = {row["expert"]: row["score"] for row in counted_rows(held.session) if row["round"] == 2}
    assert scores == {"S01": 5, "S02": 7, "S03": 6}
    with pytest.raises(WorkshopError, match="2 rounds were agreed"):
        record(held, [form("Ann", {"I1": 5})])


def test_what_cannot_be_leaves_nothing_behind(held):
    with pytest.raises(WorkshopError, match="is not a whole score"), held.file.together():
        record(held, [form("Ann", {"I1": 3}), form("Bob", {"I1": 99})])
    assert [one.kind for one in held.file.events()] == ["open"] and held.file.names() == {}
