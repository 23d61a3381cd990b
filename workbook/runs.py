"""One run of an engagement's quarter: the steps in order, what is up to date skipped, then the report."""

import errno
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import psutil

from workbook.engagement import Language
from workbook.errors import RunError, StoreError
from workbook.kernels import end_kernels, start_server, stop_server
from workbook.notebook_run import NotebookRun
from workbook.notebooks import NO_ROOM, STEPS, refuse_unfit
from workbook.store import Period, period_lock, publish
from workbook.store.period import pinned_period
from workbook.wording import Words

Progress = Callable[[str, str], None]
KERNEL_MEMORY = 600 * 2**20  # bytes that a notebook takes, of its own
FULL = {getattr(errno, name, None) for name in ("ENOSPC", "EDQUOT", "EFBIG")}
PATIENCE = 1.2  # seconds for threads to see that their kernels were ended; nbclient looks once a second
SPARK = "spark://"  # a session of Spark takes every core that it can get


@dataclass(frozen=True)
class Run:
    """What a run has done.

    Attributes:
        report: The report, one HTML file; of several languages the first.
        manifest: What it was made from, and with.
        seconds: Wall time of each step that was run; steps that were up to date are not in it.
    """

    report: Path
    manifest: Path
    seconds: dict[str, float]


def run(
    engagement: str | Path,
    period: str,
    *,
    made_at: datetime,
    only: str | None = None,
    languages: Sequence[Language] = (),
    parameters: Mapping[str, Any] | None = None,
    progress: Progress = lambda step, state: None,
) -> Run:
    """Run the steps of a quarter that are not up to date, and publish the report.

    All steps work on the input as it was when it was checked: what is saved meanwhile waits for the next run.

    Args:
        engagement: Name or path of the engagement folder.
        period: The quarter.
        made_at: The time to put in the manifest.
        only: The one step to run, up to date or not; the others must be up to date.
        languages: Of the reports; the engagement's own when none is given.
        parameters: For the notebooks that declare them.
        progress: Is told each step, and whether it is running, done or up to date.

    Returns:
        Where the report is.

    Raises:
        WorkbookError: Settings, tables or parameters have faults, or a step failed. The last good
            report stays as it was.
    """
    given = dict(parameters or {})
    refuse_unfit(given)
    start_server()
    with _room_on_disk():
        now = pinned_period(engagement, period)
        with period_lock(now.store):
            runs = _runs(now, given, languages)
            seconds: dict[str, float] = {}
            for one in runs:
                seconds |= _run_steps(one, only, progress)
            progress("report", "running")
            outcome = _published(runs, seconds, made_at)
            progress("report", "done")
    return outcome


def render(
    engagement: str | Path, period: str, *, made_at: datetime, languages: Sequence[Language] = ()
) -> Run:
    """Write the report of a quarter again, from the notebooks as they ran.

    Args:
        engagement: Name or path of the engagement folder.
        period: The quarter.
        made_at: The time to put in the manifest.
        languages: Of the reports; the engagement's own when none is given.

    Returns:
        Where the report is.

    Raises:
        StoreError: A step has not been run yet, or what it uses has changed since.
    """
    with _room_on_disk():
        now = pinned_period(engagement, period)
        with period_lock(now.store):
            return _published(_runs(now, {}, languages), {}, made_at)


@contextmanager
def _room_on_disk() -> Iterator[None]:
    """Tell in plain words that the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise StoreError(NO_ROOM) from error


def _runs(period: Period, given: Mapping[str, Any], languages: Sequence[Language]) -> list[NotebookRun]:
    """The run of the notebooks, for each language."""
    return [NotebookRun(period, given, language) for language in languages or [period.engagement.language]]


def _published(runs: Sequence[NotebookRun], seconds: dict[str, float], made_at: datetime) -> Run:
    from workbook.report import report_html

    pages, notebooks = {}, {}
    for one in runs:
        executed = one.notebooks()
        if changed := one.not_up_to_date():
            raise StoreError(f"Changed since they ran: {', '.join(changed)}.\n{one.remedy}")
        notebooks |= one.files()
        pages[one.language] = report_html(executed, one.period, Words(one.language, one.period.engagement))
    facts = {one.language: one.facts() for one in runs}
    files = publish(runs[0].period, pages, notebooks, runs[0].tables(), facts, made_at)
    return Run(*files, seconds)


def _run_steps(one: NotebookRun, only: str | None, progress: Progress) -> dict[str, float]:
    stale = one.not_up_to_date()
    one.refuse_edited(set(STEPS) - set([only] if only else stale))
    for step in [step for step in STEPS if only and step != only and step not in stale]:
        progress(step, "up to date")
    seconds = _side_by_side(one, only, progress)
    if stale := one.not_up_to_date():
        raise RunError(
            f"Step {only} is done; the report is left as it was. Not up to date: {', '.join(stale)}.\n"
            f"{one.remedy}"
        )
    return seconds


def _side_by_side(one: NotebookRun, only: str | None, progress: Progress) -> dict[str, float]:
    """Run the steps that are not up to date, or one, each as soon as those that it needs are done.

    They run in threads that nobody waits for: the first that fails, or Ctrl-C, ends the kernels of all.
    """
    order = TopologicalSorter({only: ()} if only else STEPS)
    order.prepare()
    ended: queue.SimpleQueue[tuple[str, float | BaseException]] = queue.SimpleQueue()
    places = _places(one.period.engagement.backend)
    ready: list[str] = []
    running: dict[str, threading.Thread] = {}
    seconds: dict[str, float] = {}
    try:
        while order.is_active():
            ready += order.get_ready()
            while ready and len(running) < places:
                step = ready.pop(0)
                if step != only and one.is_kept(step):
                    progress(step, "up to date")
                    order.done(step)
                    ready += order.get_ready()
                    continue
                progress(step, "running")
                running[step] = threading.Thread(target=_run_step, args=(one, step, ended), daemon=True)
                running[step].start()
            if not running:
                break
            step, outcome = ended.get()
            del running[step]
            if isinstance(outcome, BaseException):
                raise outcome
            seconds[step] = outcome
            progress(step, "done")
            order.done(step)
    except BaseException as error:
        if not isinstance(error, Exception):  # Ctrl-C: nothing is run after this
            stop_server()
        end_kernels()
        last = time.monotonic() + PATIENCE
        for thread in running.values():
            thread.join(max(0, last - time.monotonic()))
        raise
    return {step: seconds[step] for step in STEPS if step in seconds}


def _run_step(one: NotebookRun, step: str, ended: "queue.SimpleQueue[tuple[str, Any]]") -> None:
    try:
        ended.put((step, one.run(step)))
    except BaseException as error:
        ended.put((step, error))


def _places(backend: str) -> int:
    """How many notebooks run at a time: some more than there are cores, as far as memory allows.

    A kernel waits for messages a part of its time.
    """
    if backend.startswith(SPARK):
        return 1
    by_memory = psutil.virtual_memory().available // KERNEL_MEMORY
    return max(1, min((os.cpu_count() or 1) + 2, by_memory))
