"""A workshop that stops says what became of what it found."""

import asyncio

import pytest
from workshops import Panel, room

from workbook.errors import WorkshopError
from workbook.workshop import opening
from workbook.workshop.terms import Terms


def test_who_stops_a_workshop_that_was_closed_and_not_handed_on_is_told_to_go_on(tmp_path, monkeypatch):
    path = tmp_path / "2026Q3-01.sqlite"
    panel = Panel(room(path))
    panel.lead("note", about="note", text="Kept")
    panel.lead("close")
    panel.room.file.close()

    class Link:
        def __init__(self, folder, period):
            pass

        async def start(self):
            """Nothing to start."""

        async def stop(self):
            """Nothing to stop."""

    async def held(own, *others):
        if others[-1] == "finished":
            own.show_minutes()

    monkeypatch.setattr(opening, "NotebookLink", Link)
    monkeypatch.setattr(opening, "_held", held)
    given = path, [], tmp_path, "2026Q3", Terms(resume=True)
    with pytest.raises(WorkshopError, match=r"2026Q3-01 is closed.* not handed on yet.* --resume"):
        asyncio.run(opening._opened(*given, "stopped at once", lambda: ""))
    assert asyncio.run(opening._opened(*given, "finished", lambda: "")).closed
