"""The workshop's web server: pages, seats and news, and nothing of the machine."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tornado import httpserver, netutil, web

from workbook.errors import WorkshopError
from workbook.shipped import shipped
from workbook.workshop.minutes import minutes_file
from workbook.workshop.room import BEAMER, Room
from workbook.workshop.session import FACILITATOR

BODY = 16 * 1024
"""Bytes that somebody may send at once."""
PATIENCE = 20.0
"""Seconds that a screen waits for news before it asks again."""
PER_SECOND, AT_ONCE = 20.0, 60.0
"""Requests that one seat or address may make: so many a second, and so many in a burst."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Server": "cx-workbook",
}
PAGES = {"/": "expert", "/facilitator": FACILITATOR, "/beamer": BEAMER}
SCRIPT = ("core", "expert", "results", "facilitator", "plan", "beamer", "steps", "start")
"""The parts of the pages' script, in the order in which they stand in it."""


@dataclass
class Allowance:
    """How many requests somebody has left, filled up as time goes by."""

    left: float = AT_ONCE
    at: float = field(default_factory=time.monotonic)

    def take(self) -> bool:
        """Use one; no where there is none left."""
        now = time.monotonic()
        self.left = min(AT_ONCE, self.left + (now - self.at) * PER_SECOND)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


class Handler(web.RequestHandler):
    """What all answers share: headers, a known host, a limit on requests, errors in words."""

    def set_default_headers(self) -> None:
        """No other origin, no cache, no word about the machine."""
        for name, value in HEADERS.items():
            self.set_header(name, value)

    @property
    def room(self) -> Room:
        """The workshop."""
        return self.application.settings["room"]

    def prepare(self) -> None:
        """Refuse another host's pages, and who asks too often."""
        if self.request.host not in self.application.settings["hosts"]:
            raise web.HTTPError(403, reason="Host not known")
        allowances = self.application.settings["allowances"]
        whose = self.request.headers.get("X-Seat") or self.request.remote_ip or ""
        if len(allowances) > 1000:
            allowances.clear()
        if not allowances.setdefault(whose, Allowance()).take():
            raise web.HTTPError(429, reason="Too many requests")

    def who(self, *pages: str) -> str:
        """Who asks, by their secret; refused where it opens nothing here."""
        found = self.room.who(self.request.headers.get("X-Seat", ""))
        if found is None:
            raise web.HTTPError(401, reason="Seat not known")
        if pages and found not in pages:
            raise web.HTTPError(403, reason="Not for this seat")
        return found

    def body(self) -> Mapping[str, Any]:
        """What was sent, as a JSON object."""
        try:
            sent = json.loads(self.request.body)
        except (ValueError, UnicodeDecodeError, RecursionError):
            raise web.HTTPError(400, reason="No JSON") from None
        if not isinstance(sent, dict):
            raise web.HTTPError(400, reason="No JSON object")
        return sent

    def answer(self, told: Any, status: int = 200) -> None:
        """Answer in JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(told, ensure_ascii=False))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """What went wrong, without a word of the code."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, WorkshopError):
            self.answer({"error": str(error)}, 409)
            return
        reason = error.reason if isinstance(error, web.HTTPError) and error.reason else "Failed"
        self.answer({"error": reason}, status_code)

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """An answer that somebody was refused is not a fault of the server."""
        if not isinstance(value, WorkshopError):
            super().log_exception(typ, value, tb)


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
        who = self.who()
        self.room.alive(who)
        known = self.get_query_argument("version", "")
        if known.isdigit():
            await self.room.news(who, int(known), PATIENCE)
        self.answer(self.room.view(who))


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
        event = self.room.take(who, kind, data, key[:80])
        if event.kind in ("reveal", "close", "move", "undo"):
            await self.application.settings["after"](event.kind)
        await self.room.tell()
        self.answer({"version": self.room.version(who)})


class GivenAgain(Handler):
    """A new link for a seat whose link was lost."""

    async def post(self) -> None:
        """The new secret; the old one opens nothing any more."""
        self.who(FACILITATOR)
        secret = self.room.give_again(str(self.body().get("seat")))
        await self.room.tell()
        self.answer({"secret": secret})


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
    room: Room, words: Mapping[str, Any], hosts: set[str], after: Callable[[str], Awaitable[None]]
) -> web.Application:
    """The pages of a workshop.

    Args:
        room: The workshop.
        words: Per language the words of the pages.
        hosts: The names, with the port, under which the server may be asked.
        after: What follows a reveal or the close.
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
        (r"/api/minutes/([a-z]{2})", Minutes),
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

    def prepare(self) -> None:
        """Say so."""
        super().prepare()
        raise web.HTTPError(404, reason="Nothing here")


async def serve(
    pages: web.Application, address: str, port: int, stopped: asyncio.Event, announce: Callable[[], None]
) -> None:
    """Serve until told to stop.

    Args:
        pages: From `application`.
        address: Where to listen.
        port: On which port.
        stopped: Set when it is to end.
        announce: Is called once the pages can be opened.
    """
    terms = {"max_body_size": BODY, "max_header_size": BODY, "idle_connection_timeout": 60}
    server = httpserver.HTTPServer(pages, **terms)
    server.add_sockets(netutil.bind_sockets(port, address))
    announce()
    await stopped.wait()
    server.stop()
    await server.close_all_connections()
