"""What follows the close of a workshop: minutes, scores and decisions handed on, names deleted."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from workbook.workshop.handing_on import hand_on
from workbook.workshop.minutes import minutes
from workbook.workshop.room import Room

Ask = Callable[..., Awaitable[Any]]


async def finish(room: Room, ask: Ask, folder: Path) -> None:
    """Do what is to be done once a workshop is closed; twice does the same as once.

    Args:
        room: The workshop, closed.
        ask: Runs a cell of the workshop's notebook.
        folder: The engagement's folder.

    Raises:
        WorkshopError: The minutes cannot be made, or the scores cannot be handed on; names are deleted
            all the same where that was agreed.
    """
    session, name = room.session, room.file.path.stem
    facts = minutes(session, room.names, room.results, name=name, votes=room.votes, order=room.order)
    if session.setting.get("anonymous"):
        room.destroy_names()
    hand_on(session, name, folder)
    await ask("minutes", {"facts": facts, "file": str(room.file.path)})
    room.show_minutes()
