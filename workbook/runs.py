"""One run of an engagement's quarter: the steps in order, what is up to date skipped, then the report."""

import errno
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from workbook import last_run
from workbook.engagement_folder import folder_of
from workbook.errors import StoreError
from workbook.method import needed_for_the_plan, shipped_steps
from workbook.notebooks import NO_ROOM, refuse_unfit
from workbook.own_notebooks import engagement_steps, step_names

if TYPE_CHECKING:
    from workbook.engagement import Language
    from workbook.notebook_run import NotebookRun

Progress = Callable[[str, str], None]
FULL = {getattr(errno, name, None) for name in ("ENOSPC", "EDQUOT", "EFBIG")}


@dataclass(frozen=True)
class Run:
    """What a run has done.

    Attributes:
        report: The report, one HTML file; of several languages the first.
        manifest: What it was made from, and with.
        seconds: Wall time of each step that was run; steps that were up to date are not in it.
        steps: The steps whose exhibits are in the report: those that had input.
    """

    report: Path
    manifest: Path
    seconds: dict[str, float]
    steps: Sequence[str]

    def kept(self) -> dict[str, Any]:
        """What the next run has to know of this one."""
        return {"report": str(self.report), "manifest": str(self.manifest), "steps": list(self.steps)}


def run(
    engagement: str | Path,
    period: str,
    *,
    made_at: datetime,
    only: str | None = None,
    languages: "Sequence[Language]" = (),
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
    given, folder = dict(parameters or {}), folder_of(engagement)
    refuse_unfit(given, (engagement_steps(folder) if folder else shipped_steps()).values())
    asked = last_run.asked(folder, period, [given, list(languages)]) if folder and not only else ""
    if folder and (kept := last_run.standing(folder, period, asked)):
        for step in (*step_names(folder), "report"):
            progress(step, "up to date" if step in (*kept["steps"], "report") else "no input")
        return Run(Path(kept["report"]), Path(kept["manifest"]), {}, kept["steps"])
    at_once = folder is None or not last_run.any_before(folder, period)
    with _kernels(at_once=at_once), _ctrl_c(progress) as heard, _room_on_disk():
        done = _run(engagement, period, made_at, only, languages, given, heard)
        if folder and asked:
            last_run.keep(folder, period, asked, done.kept())
    return done


def _run(
    engagement: str | Path,
    period: str,
    made_at: datetime,
    only: str | None,
    languages: "Sequence[Language]",
    given: dict[str, Any],
    progress: Progress,
) -> Run:
    from workbook.candidates_left import refuse_gaps_in_capacity
    from workbook.notebook_run import NotebookRun
    from workbook.steps import run_steps
    from workbook.store import period_lock, pinned_period

    now = pinned_period(engagement, period)
    one = NotebookRun(now, given)
    refuse_gaps_in_capacity(now, one.at_hand, needed_for_the_plan())
    with period_lock(now.store):
        seconds = run_steps(one, only, progress)
        progress("report", "running")
        outcome = _published(one, languages, seconds, made_at)
        progress("report", "done")
    return outcome


def render(
    engagement: str | Path, period: str, *, made_at: datetime, languages: "Sequence[Language]" = ()
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
    from workbook.notebook_run import NotebookRun
    from workbook.store import period_lock, pinned_period

    with _room_on_disk():
        now = pinned_period(engagement, period)
        with period_lock(now.store):
            return _published(NotebookRun(now, {}), languages, {}, made_at)


@contextmanager
def _ctrl_c(progress: Progress) -> Iterator[Progress]:
    """Ctrl-C ends the run at once, or at the next step: an import may swallow it, or make an error of it."""
    pressed = threading.Event()

    def note(number: int, frame: FrameType | None) -> None:
        pressed.set()
        raise KeyboardInterrupt

    def heard(step: str, state: str) -> None:
        if pressed.is_set():
            raise KeyboardInterrupt
        progress(step, state)

    in_main = threading.current_thread() is threading.main_thread()
    if not in_main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield progress  # nobody presses it, or it is another's to answer
        return
    signal.signal(signal.SIGINT, note)
    try:
        yield heard
    except Exception as error:
        if pressed.is_set():
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def _kernels(*, at_once: bool) -> Iterator[None]:
    """Kernels can be had; Ctrl-C ends them, and the fork server, which else stays for the next run.

    Args:
        at_once: Let the server import while the input is checked, as steps are sure to run.
    """
    from workbook.kernels import start_server, stop_server

    try:
        if at_once:
            start_server()
        yield
    except BaseException as error:
        if not isinstance(error, Exception):
            if threading.current_thread() is threading.main_thread():
                signal.signal(
                    signal.SIGINT, signal.SIG_IGN
                )  # once is enough: nothing may stop the clearing up
            stop_server()
        raise


@contextmanager
def _room_on_disk() -> Iterator[None]:
    """Tell in plain words that the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise StoreError(NO_ROOM) from error


def _published(
    one: "NotebookRun", languages: "Sequence[Language]", seconds: dict[str, float], made_at: datetime
) -> Run:
    """Put the report of each language in its place; the exhibits are worded only here."""
    from workbook.crm_words import crm_words
    from workbook.feedback_words import feedback_words
    from workbook.handbook import handbook_html
    from workbook.method import HANDBOOK
    from workbook.render.words import Words
    from workbook.report import report_html
    from workbook.store import publish

    notebooks, tables, settings = one.notebooks(), one.results(), one.period.engagement
    if changed := one.not_up_to_date():
        raise StoreError(f"Changed since they ran: {', '.join(changed)}.\n{one.remedy}")
    every = {language: Words(language, settings) for language in languages or [settings.language]}
    pages = {
        language: report_html(one.method, notebooks, one.period, tables, words)
        for language, words in every.items()
    }
    handbooks = {
        language: handbook_html(one.method, notebooks, one.period, words)
        for language, words in every.items()
        if HANDBOOK in notebooks
    }
    words = Words(settings.language, settings)
    crm, feedback = crm_words(tables, one.period, words), feedback_words(words)
    made = one.files(), one.tables(), one.facts(), crm, feedback
    files = publish(one.period, pages, handbooks, *made, made_at)
    return Run(*files, seconds, one.steps)
