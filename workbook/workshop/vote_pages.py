"""The pages of a vote: links for customers and partners, voters, and pictures of what is voted on."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tornado import web

from workbook.workshop.checks import text_of
from workbook.workshop.handling import Handler
from workbook.workshop.room import Room
from workbook.workshop.seats import qr_code
from workbook.workshop.session import FACILITATOR
from workbook.workshop.steps.pictures import picture
from workbook.workshop.steps.vote import LINK


def links_of_votes(room: Room) -> list[dict[str, str]]:
    """A link for each label that has one already: after a restart their secrets are known to nobody here.

    Args:
        room: The workshop; its door has the address.
    """
    pages = [event.data["page"] for event in room.file.events() if event.kind == "page"]
    labels = dict.fromkeys(page.removeprefix(LINK) for page in pages if page.startswith(LINK))
    return [_link(room, label) for label in labels]


def routes(files: Mapping[str, Path]) -> list[Any]:
    """The addresses of a vote, with what answers there.

    Args:
        files: The pictures that options may have, by id.
    """
    return [
        (r"/api/vote/link", VoteLink),
        (r"/api/vote/join", VoteJoin),
        (r"/api/vote/picture/([0-9a-f]{16})", Picture, {"files": files}),
    ]


def _link(room: Room, group: str) -> dict[str, str]:
    group = text_of({"name": group}, "name")
    address = f"{room.door['address']}vote#s={room.vote_link(group)}"
    return {"group": group, "address": address, "qr": qr_code(address)}


class VoteLink(Handler):
    """A link on which customers or partners vote."""

    async def post(self) -> None:
        """The facilitator gets it; it stands on their page and the beamer's from now on."""
        self.who(FACILITATOR)
        made = _link(self.room, str(self.body().get("group", "")).strip())
        others = [one for one in self.room.door["links"] if one["group"] != made["group"]]
        self.room.door["links"] = [*others, made]
        await self.room.tell()
        self.answer(made)


class VoteJoin(Handler):
    """A voter's own secret for who opened a link of the vote."""

    async def post(self) -> None:
        """The secret."""
        secret = self.room.join_vote(self.opened_link())
        await self.room.tell()
        self.answer({"secret": secret})


class Picture(Handler):
    """A picture of an option."""

    def initialize(self, files: Mapping[str, Path]) -> None:
        """Which there are."""
        self.files = files

    def get(self, name: str) -> None:
        """The file, for who takes part or votes."""
        self.who()
        found = picture(self.files, name)
        if found is None:
            raise web.HTTPError(404, reason="No such picture")
        self.set_header("Content-Type", found[1])
        self.finish(found[0])
