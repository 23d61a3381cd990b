"""What follows the close: minutes, rows, and no names where that was agreed."""

import asyncio

import pytest
from workshops import Panel, room

from workbook.engagement import engagement_from
from workbook.errors import WorkshopError
from workbook.workshop.closing import finish
from workbook.workshop.handing_on import FILE
from workbook.workshop.minutes import minutes_file
from workbook.workshop.minutes_page import keep_minutes
from workbook.workshop.session import FACILITATOR


async def notebook(cell, asked):
    """Answers as the workshop's notebook does."""
    assert cell == "minutes"
    return keep_minutes(asked["facts"], asked["file"], engagement_from({"client": "Acme"}))


async def broken(cell, asked):
    raise WorkshopError("The kernel of the workshop failed.")


def closed(folder, **setting):
    panel = Panel(room(folder / "workshop" / "2026Q3-01.sqlite", **setting))
    seats = panel.join("Annabel", "Bobiversary")
    panel.lead("round", asked=["I1"])
    for seat in seats:
        panel.score(seat, "I1", 8)
    panel.lead("reveal", round=1)
    panel.lead("decision", opportunity="I1", decided="start", by="Board", reason="")
    panel.lead("close")
    return panel.room


def test_minutes_stand_beside_the_workshop_in_each_language_and_the_facilitator_sees_that(tmp_path):
    own = closed(tmp_path)
    assert not own.view(FACILITATOR)["minutes"]
    for _ in range(2):
        asyncio.run(finish(own, notebook, tmp_path))
    assert own.view(FACILITATOR)["minutes"] and (tmp_path / FILE).exists()
    for language, words in (("en", "Decided by Board"), ("nl", "Besloten door Board")):
        told = minutes_file(own.file.path, language).read_text("utf-8")
        assert words in told and "Annabel, IT" in told
    own.file.close()


@pytest.mark.parametrize("ask", [notebook, broken])
def test_an_anonymous_workshop_leaves_no_name_in_any_file(tmp_path, ask):
    own = closed(tmp_path, anonymous=True)
    if ask is broken:
        with pytest.raises(WorkshopError, match="kernel"):
            asyncio.run(finish(own, ask, tmp_path))
    else:
        asyncio.run(finish(own, ask, tmp_path))
    assert own.names == {} and own.view(FACILITATOR)["seats"][0]["name"] == "S01"
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len(files) >= 2
    assert not any(name in file.read_bytes() for file in files for name in (b"Annabel", b"Bobiversary"))
    own.file.close()
