"""Open a workshop on an engagement, or go on with one: its file, its kernel, its server."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from workbook.catalogues import catalogue, languages
from workbook.errors import WorkshopError
from workbook.workshop.closing import finish
from workbook.workshop.events import EventFile
from workbook.workshop.live_plan import LivePlan
from workbook.workshop.notebook_link import NotebookLink
from workbook.workshop.rehearsal import Rehearsal
from workbook.workshop.room import BEAMER, Results, Room
from workbook.workshop.round_rules import ranks
from workbook.workshop.scores import counted_rows
from workbook.workshop.seats import qr_code
from workbook.workshop.server import application, serve
from workbook.workshop.session import FACILITATOR, SERVER, Session
from workbook.workshop.session_files import session_file
from workbook.workshop.steps.methods import stage_of
from workbook.workshop.steps.pictures import pictures
from workbook.workshop.steps.state import VOTE
from workbook.workshop.steps.vote import ballots
from workbook.workshop.vote_pages import links_of_votes, routes

LOCAL = "127.0.0.1"


@dataclass(frozen=True)
class Terms:
    """How a workshop is held.

    Attributes:
        address: Where the server listens; only this machine by default.
        port: On which port.
        quorum: The percentage of the experts who have to answer for a round to count.
        rounds: How many rounds there may be.
        resume: Whether to go on with the last one.
        anonymous: Whether names are deleted when it is closed.
        rehearsal: Whether made-up experts answer, and nothing is handed on.
    """

    address: str = LOCAL
    port: int = 8765
    quorum: int = 50
    rounds: int = 3
    resume: bool = False
    anonymous: bool = False
    rehearsal: bool = False


def words_of(folder: Path) -> dict[str, str]:
    """What the terminal says, in the engagement's language; in English where its settings cannot be read."""
    spoken = "en"
    with suppress(OSError, ValueError, AttributeError, yaml.YAMLError):
        spoken = yaml.safe_load((folder / "engagement.yml").read_text("utf-8")).get("language", "en")
    return catalogue(spoken if spoken in languages() else "en")["terminal"]


def page_words(language: str) -> dict[str, Any]:
    """The words of the pages, those of the steps among them."""
    return catalogue(language)["page"] | catalogue(language)["steps"]


async def hold(
    folder: Path,
    period: str,
    terms: Terms,
    announce: Callable[[str, str, str], None],
    clock: Callable[[], str],
) -> Session:
    """Hold a workshop until it is stopped from the keyboard; all that was confirmed is on disk.

    Args:
        folder: The engagement's folder.
        period: The quarter that is planned from.
        terms: How it is held.
        announce: Is told the address of the room, of the facilitator's page and of the beamer's.
        clock: Gives this moment, UTC, ISO 8601.

    Returns:
        The workshop as it stood when it was stopped.

    Raises:
        WorkshopError: It cannot be held.
        OSError: The address or port is taken.
    """
    path = session_file(folder, period, resume=terms.resume, rehearsal=terms.rehearsal)
    link = NotebookLink(folder, period)
    starting = asyncio.ensure_future(link.start())
    try:
        setting = {}
        if not terms.resume:
            await starting
            setting = await asked_about(link, terms)
        file = EventFile(path)
        try:
            open_file(file, setting, terms, clock)
            room = Room(file, panel_by(link), clock)
            await _held(room, link, starting, folder, terms, announce)
        finally:
            file.close()
        return room.session
    finally:
        starting.cancel()
        await link.stop()


async def asked_about(link: NotebookLink, terms: Terms) -> dict[str, Any]:
    """What a workshop of the quarter is about, as its first event says it."""
    setting = await link.ask("setting", {"quorum": terms.quorum, "rounds": terms.rounds})
    agreed = {"anonymous": terms.anonymous, "rehearsal": terms.rehearsal}
    return {**setting, **agreed, "steps": await link.ask("steps")}


def open_file(file: EventFile, setting: dict[str, Any], terms: Terms, clock: Callable[[], str]) -> None:
    """Say in the file of a new workshop what it is about; one that goes on has said it."""
    if not terms.resume:
        file.append(SERVER, "open", setting, key="open", at=clock())


def panel_by(link: NotebookLink) -> Results:
    """What works out the panel's results: the workshop's notebook, on the scores that count."""

    async def results(session: Session) -> dict[str, Any]:
        rows, cast = counted_rows(session), ballots(session, stage_of(session, VOTE))
        found = await link.ask("panel", {"scores": rows}) if rows else {"results": [], "habits": {}}
        found["votes"] = await link.ask("votes", {"votes": cast}) if cast else []
        return found | {"order": await order_by(link, session)}

    return results


async def order_by(link: NotebookLink, session: Session) -> dict[str, Any] | None:
    """What the last ranking that was shown came to; none where nobody answered one."""
    shown = [one for one in session.rankings if one.revealed]
    given = ranks(shown[-1]) if shown else {}
    return await link.ask("ranking", {"ranks": given}) if given else None


async def _held(
    room: Room,
    link: NotebookLink,
    starting: Awaitable[Any],
    folder: Path,
    terms: Terms,
    announce: Callable[[str, str, str], None],
) -> None:
    """Serve the pages until somebody stops it: they save at once, and show results once those are known."""
    plan, stopped = LivePlan(room, link.ask), _stopped_from_the_keyboard()
    ready = asyncio.ensure_future(_get_ready(room, link, starting, plan, folder))
    links, files = _links(room, f"{terms.address}:{terms.port}"), pictures(folder)
    room.door["pictures"] = {name: file.name for name, file in files.items()}
    hosts = {f"{terms.address}:{terms.port}", f"localhost:{terms.port}"}
    after = _after(room, plan, link, ready, folder)
    pages = application(room, _words(room.session, terms), hosts, after, routes(files))
    beside = [ready, _made_up_experts(room, terms)]
    for task in beside:  # where one fails, the workshop stops and says why
        task.add_done_callback(lambda task: _failed(task) and stopped.set())
    try:
        await serve(pages, terms.address, terms.port, stopped, lambda: announce(*links))
    finally:
        plan.stop()
        for task in beside:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _get_ready(
    room: Room, link: NotebookLink, starting: Awaitable[Any], plan: LivePlan, folder: Path
) -> None:
    """Work out what the pages tell, as soon as the notebook is there; hand on what was closed already."""
    await starting
    room.note_intake(await opportunities_of(link, room.session.items))
    await room.work_out()
    plan.want()
    if room.session.closed:
        await finish(room, link.ask, folder)
    await room.tell()


def _after(
    room: Room, plan: LivePlan, link: NotebookLink, ready: Awaitable[None], folder: Path
) -> Callable[[str], Awaitable[None]]:
    """What follows an event that changes the results, the plan, or all."""

    async def after(kind: str) -> None:
        await ready
        if kind in ("move", "undo"):
            plan.want()
            return
        if kind in ("round", "close"):
            await room.tell()
            room.note_intake(await opportunities_of(link, room.session.items))
        if kind == "close":
            await finish(room, link.ask, folder)
        if kind in ("reveal", "show_order", "stage"):
            await room.work_out()
        if kind == "reveal":
            plan.want(anew=True)

    return after


async def opportunities_of(link: NotebookLink, otherwise: Iterable[str]) -> Iterable[str]:
    """The opportunities that the intake holds now; of an intake that has faults, `otherwise`."""
    try:
        return await link.ask("intake")
    except WorkshopError:
        return otherwise


def _links(room: Room, host: str) -> tuple[str, str, str]:
    """The addresses of the room, of the facilitator's page and of the beamer's."""
    address, beamer = f"http://{host}/", f"/beamer#s={room.page_secret(BEAMER)}"
    room.door = {"address": address, "qr": qr_code(address), "beamer": beamer}
    room.door["links"] = links_of_votes(room)
    return address, f"{address}facilitator#s={room.page_secret(FACILITATOR)}", f"http://{host}{beamer}"


def _words(session: Session, terms: Terms) -> dict[str, Any]:
    """The words of the pages per language; those of a rehearsal say that it is one."""
    words = {language: page_words(language) for language in languages()}
    if not terms.rehearsal:
        return words
    return {language: own | {"mark": session.setting["mark"][language]} for language, own in words.items()}


def _stopped_from_the_keyboard() -> asyncio.Event:
    stopped = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stopped.set)
    return stopped


def _made_up_experts(room: Room, terms: Terms) -> asyncio.Future:
    """The experts of a rehearsal, or nobody."""
    remark = room.session.setting["remark"] if terms.rehearsal else ""
    return asyncio.ensure_future(Rehearsal(room, remark).go_on() if remark else asyncio.sleep(0))


def _failed(task: asyncio.Future) -> bool:
    return not task.cancelled() and task.exception() is not None
