"""A workshop that is going on: its file, its state, and who waits for news."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from workbook.errors import WorkshopError
from workbook.workshop.checks import LONGEST, checked, text_of
from workbook.workshop.events import Event, EventFile, LiveFileError
from workbook.workshop.log import Log
from workbook.workshop.seats import digest, new_secret
from workbook.workshop.session import FACILITATOR, SERVER, Session
from workbook.workshop.steps.checks import STEP_KINDS, checked_step, refuse_while_open
from workbook.workshop.steps.methods import stage_of
from workbook.workshop.steps.state import VOTE
from workbook.workshop.steps.views import step_view, voter_view
from workbook.workshop.steps.vote import LINK
from workbook.workshop.views import beamer_view, expert_view, facilitator_view, version_for

BEAMER = "beamer"
MOST_SEATS, MOST_VOTERS = 60, 2000
MOST_SCREENS = 8
"""Of one seat; of more the ones that were heard of longest ago are forgotten."""
GONE = 40.0
"""Seconds without a sign of life, after which a screen counts as not there."""
Results = Callable[[Session], Awaitable[dict[str, Any]]]


class Room:
    """The workshop behind the pages; used from one event loop.

    Args:
        file: Its events, the first of kind "open".
        results: Of the state, what the panel thinks once a round is revealed: results, habits (how many
            experts scored in a way that tells little), and order (of the last ranking that was shown).
        clock: What an event is dated by: UTC, ISO 8601.
    """

    def __init__(self, file: EventFile, results: Results, clock: Callable[[], str]) -> None:
        self.file, self._results, self._clock = file, results, clock
        events = list(file.events())
        self.session, self.names = self._session_of(events), file.names()
        self._seen = Counter(event.seat for event in events)
        self._secrets = self._digests(events)
        self.log = Log(events)
        self.door: dict[str, Any] = {}
        self._alive: dict[str, dict[str, float]] = {}
        self._screens = Counter()
        self._news = asyncio.Condition()
        self.results: list[dict[str, Any]] = []
        self.habits: dict[str, int] = {}
        self.votes: list[dict[str, Any]] = []
        self.order: dict[str, Any] | None = None
        self._worked_out = 0
        self.has_minutes = False
        self.unwritable = False
        self.plan: dict[str, Any] | None = None
        self._plans = 0

    def _session_of(self, events: list[Event]) -> Session:
        """The state after what stands in the file; an event in it may be of a newer version, or changed."""
        session = Session()
        for event in events:
            try:
                session.apply(event)
            except Exception as error:
                raise WorkshopError(
                    f"{self.file.path.name} cannot be gone on with: its event {event.id} ('{event.kind}')"
                    " cannot be read. Nothing in it was changed; update cx-workbook, or go on with a backup."
                ) from error
        return session

    @staticmethod
    def _digests(events: list[Event]) -> dict[str, str]:
        found = {one.data["digest"]: one.data["page"] for one in events if one.kind == "page"}
        for kind in ("seat", "voter"):
            found |= {one.data["digest"]: one.data[kind] for one in events if one.kind == kind}
        return found

    def who(self, secret: str) -> str | None:
        """Whose secret it is: a seat, the facilitator or the beamer; of a seat the newest one counts."""
        known = digest(secret)
        found = self._secrets.get(known)
        if found in self.session.seats and self.session.seats[found].digest != known:
            return None
        if found == FACILITATOR and self.session.links[known] < self.session.since:
            return None
        return found

    def link(self, secret: str) -> int:
        """The number of a facilitator's link; 0 for any other secret."""
        return self.session.links.get(digest(secret), 0)

    def page_secret(self, page: str) -> str:
        """A new secret for the facilitator's page or the beamer's; those given out before stay good."""
        secret = new_secret()
        self._append(SERVER, "page", {"digest": digest(secret), "page": page}, key=digest(secret))
        self._secrets[digest(secret)] = page
        return secret

    def join(self, given: Mapping[str, Any]) -> tuple[str, str]:
        """Give somebody a seat.

        Args:
            given: name, [role, observer].

        Returns:
            The seat and its secret.

        Raises:
            WorkshopError: The name is blank, all seats are taken, or the workshop is closed.
        """
        name, role = text_of(given, "name"), text_of(given, "role")
        if not name:
            raise WorkshopError("Give a name, so that the facilitator sees who is there.")
        if self.session.closed:
            raise WorkshopError("The workshop is closed.")
        if len(self.session.seats) >= MOST_SEATS:
            raise WorkshopError(f"All {MOST_SEATS} seats are taken; ask the facilitator.")
        seat = f"S{len(self.session.seats) + 1:02}"
        return seat, self._give(seat, self._free_name(name), role, given.get("observer") is True)

    def vote_link(self, group: str) -> str:
        """A new secret for a link on which customers vote; those given out before stay good.

        Args:
            group: Whose link it is, such as partners; votes are told apart by it.
        """
        label = text_of({"name": group}, "name")
        if not label:
            raise WorkshopError("Say who votes on this link, such as customers or partners.")
        return self.page_secret(f"{LINK}{label}")

    def join_vote(self, link: str) -> str:
        """The secret of a new voter.

        Args:
            link: The page that a link opens, with its label.

        Raises:
            WorkshopError: The vote is not open, or as many vote as there is room for.
        """
        if self.session.closed or stage_of(self.session, VOTE) != "open":
            raise WorkshopError("The vote is not open.")
        if len(self.session.steps.voters) >= MOST_VOTERS:
            raise WorkshopError(f"{MOST_VOTERS:,} people vote already; there is no room for more.")
        secret, voter = new_secret(), f"V{len(self.session.steps.voters) + 1:04}"
        data = {"voter": voter, "group": link.removeprefix(LINK), "digest": digest(secret)}
        self._append(voter, "voter", data, key=data["digest"])
        self._secrets[data["digest"]] = voter
        return secret

    def give_again(self, seat: str) -> str:
        """A new secret for a seat whose link was lost; the old one opens nothing any more."""
        if seat not in self.session.seats:
            raise WorkshopError(f"There is no seat '{seat}'.")
        sits = self.session.seats[seat]
        return self._give(seat, self.names.get(seat, seat), sits.role, sits.observer)

    def take(self, who: str, kind: str, data: Mapping[str, Any], key: str, link: int = 0) -> Event:
        """Check what somebody sends and write it down; what was written under its key already is that.

        Args:
            who: A seat, a voter, or the facilitator.
            kind: What.
            data: The rest of it.
            key: As for `EventFile.append`.
            link: Of the facilitator, the number of their link.

        Raises:
            WorkshopError: It cannot be, or could not be written.
        """
        before = self.file.sent(who, key)
        if before is not None:  # its answer was lost on the way: a round may be closed since, and it counts
            return before
        if who in self.session.steps.voters and kind != "entry":
            raise WorkshopError(f"'{kind}' is not for a voter.")
        if kind == "close":
            refuse_while_open(self.session)
        written = (checked_step if kind in STEP_KINDS else checked)(self.session, who, kind, data)
        if kind in ("scenario", "close"):
            written["plan"] = self.plan
        if link:
            written["link"] = link
        return self._append(who, kind, written, key=key)

    def view(self, who: str) -> dict[str, Any]:
        """What a screen may see now, with the version of it."""
        if who in self.session.steps.voters:
            seen = voter_view(self.session, who)
            return {"version": self.version(who), "now": self._clock(), **seen}
        if who == FACILITATOR:
            seen = facilitator_view(self.session, self.names, self.here(), self.results)
            seen |= {"habits": self.habits, "minutes": self.has_minutes, "log": self._told_log()}
            seen |= {"unwritable": self.unwritable}
        elif who == BEAMER:
            seen = beamer_view(self.session, self.here(), self.results)
        else:
            seen = expert_view(self.session, who, self.names, self.results)
            seen |= step_view(self.session, who) | {"votes": self.votes}
            return self._marked(who) | seen | {"screens": self._open_screens(who)}
        own = {"plan": self.plan, "votes": self.votes}
        return self._marked(who) | self.door | seen | step_view(self.session, who) | own

    def _marked(self, who: str) -> dict[str, Any]:
        """What every screen gets: its version, the time, whether results are known, and the last ranking."""
        marks = {"version": self.version(who), "now": self._clock()}
        return marks | {"worked_out": self._worked_out > 0, "order_results": self.order}

    def version(self, who: str) -> int:
        """The number by which a screen sees that there is something new for it."""
        known = version_for(self.session, who, self._seen) + self._worked_out
        alone = who in self.session.seats or who in self.session.steps.voters
        return known + (self._screens[who] if alone else self._plans)

    def show_plan(self, plan: dict[str, Any]) -> None:
        """Put a plan on the pages of the facilitator and the beamer."""
        self.plan = plan
        self._plans += 1

    async def work_out(self) -> None:
        """Work out what the panel thinks, from the rounds that were revealed."""
        found = await self._results(self.session)
        self.results, self.habits = found["results"], found["habits"]
        self.order, self.votes = found.get("order"), found.get("votes", [])
        self._worked_out += 1

    def note_intake(self, there: Iterable[str]) -> None:
        """Note which opportunities of the workshop the intake holds no longer, or again."""
        gone = sorted(set(self.session.items) - set(there))
        if set(gone) != self.session.gone:
            self._append(SERVER, "gone", {"gone": gone}, key=f"gone-{self.session.last}")

    def show_minutes(self) -> None:
        """Let the facilitator's page offer the minutes."""
        self.has_minutes = True
        self._plans += 1

    def destroy_names(self) -> None:
        """Delete every name, for good; roles stay."""
        self.file.destroy_names()
        self.names = {}

    def here(self) -> dict[str, bool]:
        """Per seat, whether its screen is open."""
        return {name: self._open_screens(name) > 0 for name in self._alive}

    def alive(self, who: str, screen: str = "") -> None:
        """Note that a screen is open; a seat's other screens are told of a new one."""
        screens = self._alive.setdefault(who, {})
        if screen not in screens:
            self._screens[who] += 1
        screens[screen] = time.monotonic()
        for name in sorted(screens, key=screens.get)[:-MOST_SCREENS]:
            del screens[name]

    def _open_screens(self, who: str) -> int:
        now = time.monotonic()
        return sum(now - at < GONE for at in self._alive.get(who, {}).values())

    def _told_log(self) -> list[dict[str, Any]]:
        return [
            {**one, "name": self.names.get(one["seat"], one["seat"])} for one in reversed(self.log.entries)
        ]

    async def news(self, who: str, version: int, patience: float) -> None:
        """Wait until there is something new for a screen, or patience runs out."""
        async with self._news:
            try:
                await asyncio.wait_for(
                    self._news.wait_for(lambda: self.version(who) != version), timeout=patience
                )
            except TimeoutError:
                return

    async def tell(self) -> None:
        """Wake all who wait."""
        async with self._news:
            self._news.notify_all()

    def _give(self, seat: str, name: str, role: str, observer: bool) -> str:
        secret = new_secret()
        data = {"seat": seat, "role": role, "observer": observer, "digest": digest(secret)}
        self.file.name(seat, name)
        self._append(seat, "seat", data, key=data["digest"])
        self.names[seat] = name
        self._secrets[data["digest"]] = seat
        return secret

    def _free_name(self, name: str) -> str:
        """The name, with a number where somebody has it already."""
        taken, n, free = set(self.names.values()), 1, name
        while free in taken:
            n += 1
            free = f"{name[: LONGEST['name'] - 5]} ({n})"
        return free

    def _append(self, who: str, kind: str, data: Mapping[str, Any], *, key: str) -> Event:
        known = self.session.last
        try:
            event = self._kept(who, kind, data, key)
        except LiveFileError:
            self._plans += not self.unwritable
            self.unwritable = True
            raise
        self._plans += self.unwritable
        self.unwritable = False
        if event.id > known:
            self.log.add(event)
            self._seen[who] += 1
        return event

    def _kept(self, who: str, kind: str, data: Mapping[str, Any], key: str) -> Event:
        """Write an event down and take it in: one that cannot be taken in is not written down either."""
        known = self.session.last
        try:
            with self.file.together():
                event = self.file.append(who, kind, data, key=key, at=self._clock())
                if event.id > known:
                    self.session.apply(event)
        except LiveFileError:
            if self.session.last > known:  # taken in, and not on disk
                self.session = Session(self.file.events())
            raise
        except Exception:
            self.session = Session(self.file.events())
            raise
        return event
