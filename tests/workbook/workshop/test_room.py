"""A room and its file hold the same, whatever fails."""

import pytest
from workshops import AT, Panel, no_results, room

from workbook.errors import WorkshopError
from workbook.workshop.events import EventFile, LiveFileError
from workbook.workshop.room import Room
from workbook.workshop.session import FACILITATOR, SERVER, Session


@pytest.fixture
def panel(tmp_path):
    opened = Panel(room(tmp_path / "w.sqlite"))
    yield opened
    opened.room.file.close()


def test_an_event_that_cannot_be_taken_in_does_not_stay_in_the_file(panel, monkeypatch):
    [ann] = panel.join("Ann")
    panel.lead("round", asked=["I1"])
    before = list(panel.room.file.events())

    def fails(self, seat, data, at):
        self.rounds.clear()
        raise TypeError("list indices must be integers")

    with monkeypatch.context() as changed:
        changed.setattr(Session, "_ready", fails)
        with pytest.raises(TypeError):
            panel.send(ann, "ready", round=1, ready=True)
    assert list(panel.room.file.events()) == before and len(panel.room.session.rounds) == 1
    panel.score(ann, "I1", 7)
    again = Room(EventFile(panel.room.file.path), no_results, clock=lambda: AT)
    assert again.session.complete(ann, "I1", 1)
    again.file.close()


def test_what_could_not_be_confirmed_is_not_shown_as_there(panel, monkeypatch):
    [ann] = panel.join("Ann")
    panel.lead("round", asked=["I1"])
    told = panel.room.file._told
    calls = []

    def full():
        calls.append(None)
        if len(calls) == 3:  # begin, append, commit
            raise LiveFileError("The disk is full")
        return told()

    with monkeypatch.context() as changed:
        changed.setattr(panel.room.file, "_told", full)
        with pytest.raises(LiveFileError):
            panel.send(ann, "ready", round=1, ready=True)
    assert panel.room.session.current.ready == set() and panel.room.unwritable
    panel.send(ann, "ready", round=1, ready=True)
    assert panel.room.session.current.ready == {ann} and not panel.room.unwritable
    assert [one.kind for one in panel.room.file.events() if one.seat != SERVER][-1] == "ready"


def test_an_event_that_nobody_here_knows_is_told_with_its_number(tmp_path):
    panel = Panel(room(tmp_path / "w.sqlite"))
    number = panel.room.file.append("S01", "of_2030", {}, key="k", at=AT).id
    with pytest.raises(
        WorkshopError, match=f"w.sqlite cannot be gone on with: its event {number} .'of_2030'"
    ):
        Room(panel.room.file, no_results, clock=lambda: AT)
    panel.room.file.close()


def test_what_was_saved_and_is_sent_again_after_the_reveal_is_not_told_to_be_late(panel):
    [ann] = panel.join("Ann")
    panel.lead("round", asked=["I1"])
    one = {"round": 1, "opportunity": "I1", "criterion": "ease", "score": 7}
    first = panel.room.take(ann, "score", one, "tap")
    panel.lead("reveal", round=1)
    assert panel.room.take(ann, "score", one, "tap") == first
    with pytest.raises(WorkshopError, match="too late"):
        panel.room.take(ann, "score", one, "another tap")
    closed = panel.room.take(FACILITATOR, "close", {}, "end")
    assert panel.room.take(FACILITATOR, "close", {}, "end") == closed
