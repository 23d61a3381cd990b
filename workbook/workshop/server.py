"""The workshop's web server: pages, seats and news, and nothing of the machine."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from socket import socket
from typing import Any

from tornado import httpserver, netutil, web

from workbook.errors import WorkshopError
from workbook.shipped import shipped
from workbook.workshop.events import LiveFileError
from workbook.workshop.handling import Handler
from workbook.workshop.minutes import minutes_file
from workbook.workshop.room import BEAMER, Room
from workbook.workshop.seats import qr_code
from workbook.workshop.session import FACILITATOR

BODY = 16 * 1024
"""Bytes that somebody may send at once."""
PATIENCE = 20.0
"""Seconds that a screen waits for news before it asks again."""
PACE = 0.5
"""Seconds between two pages of news for the facilitator and the beamer, however fast twenty experts tap."""
FOLLOWED = ("round", "reveal", "show_order", "close", "move", "undo", "stage")
"""The kinds of event that the panel, the plan or the intake is asked about."""
PAGES = {"/": "expert", "/facilitator": FACILITATOR, "/beamer": BEAMER, "/vote": "vote"}
SCRIPT = (
    *("core", "expert", "ranking", "results", "facilitator", "rounds", "people", "plan", "beamer", "steps"),
    *("needs", "boards", "journey", "names", "vote", "start"),
)
"""The parts of the pages' script, in the order in which they stand in it."""


class Page(Handler):
    """A page, or what it is made of."""

    def initialize(self, files: tuple[str, ...], kind: str = "text/html", page: str = "") -> None:
        """Which files, of what kind, and for whom."""
        self.files, self.kind, self.page = files, kind, page

    def get(self) -> None:
        """The files as they ship, as one, with the name of the page in it."""
        self.set_header("Content-Type", f"{self.kind}; charset=utf-8")
        text = b"".join((shipped("templates") / "workshop" / file).read_bytes() for file in self.files)
        self.finish(text.replace(b"PAGE", self.page.encode(), 1) if self.page else text)


class WordsOfPages(Handler):
    """The words of the pages in a language."""

    def get(self, language: str) -> None:
        """As the catalogue holds them."""
        words = self.application.settings["words"]
        if language not in words:
            raise web.HTTPError(404, reason="No such language")
        self.answer(words[language])


class Join(Handler):
    """A seat for who gives a name."""

    async def post(self) -> None:
        """The seat and its secret."""
        seat, secret = self.room.join(self.body())
        await self.room.tell()
        self.answer({"seat": seat, "secret": secret})


class State(Handler):
    """What a screen may see, as soon as there is something new."""

    async def get(self) -> None:
        """The state; with the version that is known, only once there is another one."""
        who, began = self.who(), time.monotonic()
        self.room.alive(who, self.get_query_argument("screen", "")[:40])
        known = self.get_query_argument("version", "")
        if known.isdigit():
            await self.room.news(who, int(known), PATIENCE)
            if who in PAGES.values():
                await asyncio.sleep(max(0.0, began + PACE - time.monotonic()))
        link = {"link": self.room.link(self.secret)} if who == FACILITATOR else {}
        self.answer(self.room.view(who) | link)


class Sent(Handler):
    """What a seat or the facilitator sends."""

    async def post(self) -> None:
        """Written down when this is answered."""
        who, sent = self.who(), self.body()
        if who == BEAMER:
            raise web.HTTPError(403, reason="Not for this seat")
        kind, data, key = sent.get("kind"), sent.get("data"), sent.get("key")
        if not isinstance(kind, str) or not isinstance(data, dict) or not isinstance(key, str) or not key:
            raise web.HTTPError(400, reason="kind, data and key are needed")
        try:
            event = self.room.take(who, kind, data, key[:80], self.room.link(self.secret))
        except LiveFileError:
            await self.room.tell()
            raise
        if event.kind in FOLLOWED:
            await self.application.settings["after"](event.kind)
        await self.room.tell()
        self.answer({"version": self.room.version(who)})


class Invited(Handler):
    """A link for another facilitator, who may do all that this one may."""

    async def post(self) -> None:
        """The address, and a picture of it to scan."""
        self.who(FACILITATOR)
        address = f"{self.room.door['address']}facilitator#s={self.room.page_secret(FACILITATOR)}"
        await self.room.tell()
        self.answer({"address": address, "qr": qr_code(address)})


class GivenAgain(Handler):
    """A new link for a seat whose link was lost."""

    async def post(self) -> None:
        """The new secret; the old one opens nothing any more."""
        self.who(FACILITATOR)
        secret = self.room.give_again(str(self.body().get("seat")))
        address = f"{self.room.door['address']}#s={secret}"
        await self.room.tell()
        self.answer({"secret": secret, "address": address, "qr": qr_code(address)})


class Minutes(Handler):
    """The minutes of a workshop that was closed."""

    def get(self, language: str) -> None:
        """The page, for the facilitator to keep."""
        self.who(FACILITATOR)
        if not self.room.has_minutes or language not in self.application.settings["words"]:
            raise web.HTTPError(404, reason="No minutes")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(minutes_file(self.room.file.path, language).read_bytes())


def application(
    room: Room,
    words: Mapping[str, Any],
    hosts: set[str],
    after: Callable[[str], Awaitable[None]],
    more: Sequence[Any] = (),
) -> web.Application:
    """The pages of a workshop.

    Args:
        room: The workshop.
        words: Per language the words of the pages.
        hosts: The names, with the port, under which the server may be asked.
        after: What follows a reveal, a step's next stage or the close.
        more: Further addresses, with what answers there.
    """
    script = tuple(f"script/{part}.js" for part in SCRIPT)
    routes: list[Any] = [(at, Page, {"files": ("page.html",), "page": page}) for at, page in PAGES.items()]
    routes += [
        ("/workshop.js", Page, {"files": script, "kind": "text/javascript"}),
        ("/workshop.css", Page, {"files": ("workshop.css",), "kind": "text/css"}),
        (r"/words/([a-z]{2})\.json", WordsOfPages),
        (r"/api/join", Join),
        (r"/api/state", State),
        (r"/api/sent", Sent),
        (r"/api/seat", GivenAgain),
        (r"/api/facilitator", Invited),
        (r"/api/minutes/([a-z]{2})", Minutes),
        *more,
    ]
    return web.Application(
        routes,
        room=room,
        words=words,
        hosts=hosts,
        after=after,
        allowances={},
        compress_response=True,
        default_handler_class=Nothing,
        log_function=lambda handler: None,
    )


class Nothing(Handler):
    """There is nothing at this address."""

    async def prepare(self) -> None:
        """Say so."""
        await super().prepare()
        raise web.HTTPError(404, reason="Nothing here")


@contextmanager
def listening(address: str, port: int) -> Iterator[list[socket]]:
    """Take the address on which pages are served, and give it back in the end.

    Args:
        address: Where to listen.
        port: On which port.

    Raises:
        WorkshopError: It is taken, or it is not this machine's.
    """
    try:
        sockets = netutil.bind_sockets(port, address)
    except OSError as error:
        raise WorkshopError(
            f"{address}:{port} cannot be opened: {error.strerror or error}. If it is in use, give another"
            " --port; --share takes this machine's own address in the room's network (hostname -I, or"
            " ipconfig)."
        ) from error
    with ExitStack() as ended:
        for one in sockets:
            ended.callback(one.close)
        yield sockets


async def serve(
    pages: web.Application,
    sockets: Sequence[socket],
    stopped: asyncio.Event,
    announce: Callable[[], None],
) -> None:
    """Serve until told to stop.

    Args:
        pages: From `application`.
        sockets: From `listening`.
        stopped: Set when it is to end.
        announce: Is called once the pages can be opened.
    """
    terms = {"max_body_size": BODY, "max_header_size": BODY, "idle_connection_timeout": 60}
    server = httpserver.HTTPServer(pages, **terms)
    server.add_sockets(sockets)
    announce()
    await stopped.wait()
    server.stop()
    await server.close_all_connections()
