"""One run of an engagement's quarter: the steps in order, what is up to date skipped, then the report."""

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from workbook.engagement import Language
from workbook.errors import RunError
from workbook.notebook_run import NotebookRun
from workbook.notebooks import STEPS, refuse_unfit
from workbook.render.words import Words
from workbook.report import report_html
from workbook.store import open_period, period_lock, publish
from workbook.store.period import IN_RUN

Progress = Callable[[str, str], None]


@dataclass(frozen=True)
class Run:
    """What a run has done.

    Attributes:
        report: The report, one HTML file.
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
    language: Language | None = None,
    parameters: Mapping[str, Any] | None = None,
    progress: Progress = lambda step, state: None,
) -> Run:
    """Run the steps of a quarter that are not up to date, and publish the report.

    Args:
        engagement: Name or path of the engagement folder.
        period: The quarter.
        made_at: The time to put in the manifest.
        only: The one step to run, up to date or not; the others must be up to date.
        language: Of the report; the engagement's own when not given.
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
    book = _book(engagement, period, language, given)
    with period_lock(book.period.store):
        book.period.scans()  # every fault in the input is told before anything runs
        with _in_run():
            seconds = _run_steps(book, only, progress)
        progress("report", "running")
        outcome = _published(book, seconds, made_at)
        progress("report", "done")
    return outcome


def render(
    engagement: str | Path, period: str, *, made_at: datetime, language: Language | None = None
) -> Run:
    """Write the report of a quarter again, from the notebooks as they ran.

    Args:
        engagement: Name or path of the engagement folder.
        period: The quarter.
        made_at: The time to put in the manifest.
        language: Of the report; the engagement's own when not given.

    Returns:
        Where the report is.

    Raises:
        StoreError: A step has not been run yet in this language.
    """
    book = _book(engagement, period, language, {})
    with period_lock(book.period.store):
        return _published(book, {}, made_at)


@contextmanager
def _in_run() -> Iterator[None]:
    """Kernels of a run show nothing: the report words their exhibits, in every language."""
    os.environ[IN_RUN] = "1"
    try:
        yield
    finally:
        os.environ.pop(IN_RUN, None)


def _book(
    engagement: str | Path, period: str, language: Language | None, given: dict[str, Any]
) -> NotebookRun:
    period = open_period(engagement, period)
    return NotebookRun(period, language or period.engagement.language, given)


def _published(book: NotebookRun, seconds: dict[str, float], made_at: datetime) -> Run:
    words = Words(book.language, book.period.engagement)
    html = report_html(book.notebooks(), book.period, words)
    files = publish(book.period, book.language, html, book.notebooks(), book.facts(), made_at)
    return Run(*files, seconds)


def _run_steps(book: NotebookRun, only: str | None, progress: Progress) -> dict[str, float]:
    stale = book.not_up_to_date()
    wanted = [only] if only else stale
    for step in STEPS:
        if step not in wanted and step not in stale:
            progress(step, "up to date")
    book.forget(wanted)
    seconds: dict[str, float] = {}

    def timed(step: str) -> None:
        progress(step, "running")
        seconds[step] = book.run(step)
        progress(step, "done")

    for wave in _waves(wanted):
        with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
            list(pool.map(timed, wave))
    if stale := book.not_up_to_date():
        raise RunError(
            f"Step {only} is done; the report is left as it was. Not up to date: {', '.join(stale)}.\n"
            f"{book.remedy}"
        )
    return seconds


def _waves(wanted: list[str]) -> list[list[str]]:
    """The steps in groups; a group needs only steps of the groups before it."""
    waves: list[list[str]] = []
    left = list(wanted)
    while left:
        ready = [step for step in left if not set(STEPS[step]) & set(left)]
        waves.append(ready)
        left = [step for step in left if step not in ready]
    return waves
