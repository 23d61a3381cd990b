"""Open a workshop on an engagement, or go on with one: its file, its kernel, its server."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from socket import socket
from typing import Any

import yaml

from workbook.catalogues import catalogue, languages
from workbook.errors import WorkshopError
from workbook.workshop.closing import finish
from workbook.workshop.events import EventFile
from workbook.workshop.live_plan import LivePlan
from workbook.workshop.notebook_link import NotebookLink
from workbook.workshop.questions import asked_about, opportunities_of, panel_by
from workbook.workshop.rehearsal import Rehearsal
from workbook.workshop.room import BEAMER, Room
from workbook.workshop.seats import qr_code
from workbook.workshop.server import application, listening, serve
from workbook.workshop.session import FACILITATOR, SERVER, Session
from workbook.workshop.session_files import held_once, session_file
from workbook.workshop.steps.pictures import pictures
from workbook.workshop.terms import Terms
from workbook.workshop.vote_pages import links_of_votes, routes


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
        WorkshopError: It cannot be held, the address or port is taken, or it was closed and what it found
            could not be handed on.
    """
    path = session_file(folder, period, resume=terms.resume, rehearsal=terms.rehearsal)
    with held_once(path), listening(terms.address, terms.port) as sockets:
        return await _opened(path, sockets, folder, period, terms, announce, clock)


async def _opened(
    path: Path,
    sockets: list[socket],
    folder: Path,
    period: str,
    terms: Terms,
    announce: Callable[[str, str, str], None],
    clock: Callable[[], str],
) -> Session:
    """Hold it on its file and its address."""
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
            await _held(room, link, starting, sockets, folder, terms, announce)
            _refuse_half_closed(room)
        finally:
            file.close()
        return room.session
    finally:
        starting.cancel()
        await link.stop()


def _refuse_half_closed(room: Room) -> None:
    """Tell who stops a workshop of which nothing was handed on, though it was closed."""
    if room.session.closed and not room.has_minutes:
        raise WorkshopError(
            f"The workshop {room.file.path.stem} is closed, and what it found is not handed on yet. Start it"
            " again with --resume, and wait until the facilitator's page offers the minutes."
        )


def open_file(file: EventFile, setting: dict[str, Any], terms: Terms, clock: Callable[[], str]) -> None:
    """Say in the file of a new workshop what it is about; one that goes on has said it."""
    if not terms.resume:
        file.append(SERVER, "open", setting, key="open", at=clock())


async def _held(
    room: Room,
    link: NotebookLink,
    starting: Awaitable[Any],
    sockets: list[socket],
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
        await serve(pages, sockets, stopped, lambda: announce(*links))
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
