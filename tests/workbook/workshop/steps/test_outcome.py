"""What steps found reaches the intake and the minutes, each once."""

import json
import sqlite3
from contextlib import closing

import pytest
from workshops import STEPS, StepPanel, card, room

from workbook.store import raw_tables
from workbook.workshop.events import EventFile
from workbook.workshop.handing_on import FILE, hand_on
from workbook.workshop.minutes import minutes
from workbook.workshop.session import Session
from workbook.workshop.steps.outcome import steps_told


@pytest.fixture
def panel(tmp_path):
    opened = StepPanel(room(tmp_path / "w.sqlite", steps=STEPS), "needs")
    yield opened
    opened.room.file.close()


def test_closing_twice_hands_cards_on_once_beside_those_of_the_client(panel, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "insights.csv").write_text("insight,text\nI1,From an interview\n", "utf-8")
    [ann] = panel.join("Ann")
    panel.enter(ann, "card:1", card("From the workshop"))
    panel.next()
    panel.lead("close")
    assert [hand_on(panel.room.session, "2026Q3-01", tmp_path) for _ in range(2)] == [
        {"insights": 1, "workshops": 1}
    ] * 2
    with closing(sqlite3.connect(tmp_path / FILE)) as data:
        kept = data.execute("select text, who, period, session from insights").fetchall()
    assert kept == [("From the workshop", ann, "2026Q3", "2026Q3-01")]
    read = raw_tables(tmp_path)["insights"]
    assert read.frame["text"].tolist() == ["From an interview", "From the workshop"]
    assert read.file == "insights.csv and workshop.sqlite"


def test_minutes_tell_what_was_found_and_what_was_not_shown(panel):
    [ann] = panel.join("Annabel")
    assert steps_told(panel.room.session) == []
    panel.enter(ann, "card:1", card("A thought"))
    (unshown,) = steps_told(panel.room.session)
    assert not unshown["shown"] and "A thought" not in json.dumps(unshown)
    panel.next()
    (shown,) = minutes(panel.room.session, panel.room.names, [], name="x")["steps"]
    assert shown["rest"] == ["A thought"] and shown["n"] == 1 and "Annabel" not in json.dumps(shown)


def test_the_steps_are_what_their_events_make_of_them_on_another_machine_too(panel, tmp_path):
    ann, bob = panel.join("Ann", "Bob")
    panel.enter(ann, "card:1", card("A thought"))
    panel.enter(bob, "card:1", card("Gone"))
    panel.enter(bob, "card:1", None)
    panel.next()
    panel.settle("group:g1", "All")
    panel.lead("settle", step="vote", name="option:I1", value=True)
    panel.lead("stage", step="vote", stage=1)
    panel.room.join_vote("vote:customers")
    panel.send("V0001", "entry", step="vote", name="importance:I1", value=7)
    panel.room.file.backup(tmp_path / "copy.sqlite")
    copy = EventFile(tmp_path / "copy.sqlite")
    assert vars(Session(copy.events())) == vars(panel.room.session)
    copy.close()
    assert [one["step"] for one in panel.room.log.entries if one["kind"] == "stage"] == ["needs", "vote"]
