"""What every answer of the workshop's server shares: headers, a known host, limits, and errors in words."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from tornado import web

from workbook.errors import WorkshopError
from workbook.workshop.events import LiveFileError
from workbook.workshop.room import Room
from workbook.workshop.round_rules import Refused
from workbook.workshop.steps.vote import LINK

SEAT, ADDRESS = (20.0, 60.0), (100.0, 400.0)
"""Requests a second, and at once, that a seat may make, and an address: phones may share one."""
SLOWED = 1.0
"""Seconds that a refusal for asking too often takes."""
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


@dataclass
class Allowance:
    """How many requests somebody has left, filled up as time goes by.

    Attributes:
        per_second: So many are added.
        most: So many there may be.
        at: When it was looked at last, in seconds of a clock that only goes on.

    Example:
        >>> seat = Allowance(20, 60, at=0.0)
        >>> sum(seat.take(now=1.0) for _ in range(10_000)), sum(seat.take(now=2.0) for _ in range(10_000))
        (60, 20)
    """

    per_second: float
    most: float
    at: float
    left: float = inf

    def take(self, now: float) -> bool:
        """Use one; no where there is none left."""
        self.left = min(self.most, self.left + (now - self.at) * self.per_second)
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

    async def prepare(self) -> None:
        """Refuse another host's pages; refuse slowly who asks too often, so that others are not slowed."""
        if self.request.host not in self.application.settings["hosts"]:
            raise web.HTTPError(403, reason="Host not known")
        allowances, seat = self.application.settings["allowances"], self.room.who(self.secret)
        if len(allowances) > 1000:
            allowances.clear()
        whose, now = seat or self.request.remote_ip or "", time.monotonic()
        if whose not in allowances:
            allowances[whose] = Allowance(*(SEAT if seat else ADDRESS), at=now)
        if not allowances[whose].take(now):
            await asyncio.sleep(SLOWED)
            raise web.HTTPError(429, reason="Too many requests")

    @property
    def secret(self) -> str:
        """What whoever asks shows."""
        return self.request.headers.get("X-Seat", "")

    def who(self, *pages: str) -> str:
        """Who asks, by their secret; refused where it opens nothing here."""
        found = self.room.who(self.secret)
        if found is None:
            raise web.HTTPError(401, reason="Seat not known")
        if found.startswith(LINK) or (pages and found not in pages):
            raise web.HTTPError(403, reason="Not for this seat")
        return found

    def opened_link(self) -> str:
        """The link of a vote that somebody opened, by its secret."""
        found = self.room.who(self.secret) or ""
        if not found.startswith(LINK):
            raise web.HTTPError(401, reason="Link not known")
        return found

    def body(self) -> Mapping[str, Any]:
        """What was sent, as a JSON object that can be written and sent on: no NaN, no half of a sign."""
        try:
            sent = json.loads(self.request.body)
            json.dumps(sent, ensure_ascii=False, allow_nan=False).encode()
        except (ValueError, RecursionError):
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
            told = {"key": error.key, "facts": error.facts} if isinstance(error, Refused) else {}
            self.answer({"error": str(error), **told}, 503 if isinstance(error, LiveFileError) else 409)
            return
        reason = error.reason if isinstance(error, web.HTTPError) and error.reason else "Failed"
        self.answer({"error": reason}, status_code)

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """An answer that somebody was refused is not a fault of the server."""
        if not isinstance(value, WorkshopError):
            super().log_exception(typ, value, tb)
