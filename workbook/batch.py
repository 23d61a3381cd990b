"""A quarter of many engagements: each runs in a process apart, and what befalls one is told in its line."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import psutil

from workbook.engagement_folder import folder_of, reports_of

WORKER = (sys.executable, "-P", "-m", "workbook.batch_worker")
MEMORY = 1_500_000_000  # what a client with a few hundred thousand orders takes, its notebooks included
ENDED = "Its process ended before it was done ({how}). How far it came: {log}"
TOO_LONG = "It took longer than {minutes:g} minutes, and was stopped. Allow it more with --minutes."
TOO_MUCH = (
    "It took more than {gigabytes:g} GB, and was stopped. Allow it more with --memory, or run fewer --jobs."
)
LOOK = 0.5  # seconds between two looks at what a worker takes


@dataclass(frozen=True)
class Task:
    """What a worker is asked.

    Attributes:
        engagement: Its folder.
        period: The quarter.
        made_at: The time to put in the manifest, as ISO 8601 has it.
        languages: Of the reports; the engagement's own when none is given.
    """

    engagement: str
    period: str
    made_at: str
    languages: Sequence[str]


@dataclass(frozen=True)
class Most:
    """What one engagement may take.

    Attributes:
        minutes: Wall time.
        gigabytes: Memory of all its processes; None where it may take what there is.
    """

    minutes: float
    gigabytes: float | None

    def exceeded(self, began: float, pid: int) -> str:
        """Say which limit a worker has passed; empty where none.

        Args:
            began: When it began, by the clock that only goes on.
            pid: Its process.
        """
        if time.monotonic() - began > 60 * self.minutes:
            return TOO_LONG.format(minutes=self.minutes)
        if self.gigabytes is not None and _memory(pid) > 1e9 * self.gigabytes:
            return TOO_MUCH.format(gigabytes=self.gigabytes)
        return ""


def _memory(pid: int) -> int:
    """Bytes that a process takes with all that it has started; what they share counts once."""
    taken = 0
    with suppress(psutil.Error):
        first = psutil.Process(pid)
        for one in (first, *first.children(recursive=True)):
            with suppress(psutil.Error):  # it has ended meanwhile
                found = one.memory_full_info()
                taken += getattr(found, "pss", found.uss)
    return taken


@dataclass(frozen=True)
class Outcome:
    """What became of one engagement.

    Attributes:
        engagement: Its folder.
        state: "done", "up to date" (it was done before), or "failed".
        report: The report, the last good one where it failed; empty where there is none.
        error: Why it failed, in the words of `run`; else empty.
        log: The file with each step and its time, and what went wrong.
        seconds: Wall time.
    """

    engagement: str
    state: str
    report: str
    error: str
    log: str
    seconds: float


def batch(
    engagements: Sequence[str | Path],
    period: str,
    *,
    made_at: datetime,
    jobs: int | None = None,
    minutes: float = 60.0,
    gigabytes: float | None = None,
    languages: Sequence[str] = (),
    told: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Run a quarter of many engagements side by side.

    What was finished before is up to date and not run again, so a batch that was stopped goes on where it
    was. A fault, a crash or a limit ends one engagement and no other.

    Args:
        engagements: The folders; one that is named twice counts once.
        period: The quarter.
        made_at: The time to put in the manifests.
        jobs: How many at a time; by default one per core, as far as memory allows.
        minutes: What an engagement may take in all.
        gigabytes: What an engagement may take in all, its notebooks included; no limit by default.
        languages: Of the reports; each engagement's own when none is given.
        told: Is given each outcome as it comes.

    Returns:
        The outcomes, in the order of the engagements.
    """
    folders = list(dict.fromkeys(str(Path(one).absolute()) for one in engagements))
    tasks = [Task(one, period, made_at.isoformat(), tuple(languages)) for one in folders]
    with _pool(jobs or jobs_at_once()) as pool:
        asked = [pool.submit(run_apart, task, Most(minutes, gigabytes)) for task in tasks]
        for future in as_completed(asked):
            told(future.result())
        return [future.result() for future in asked]


def jobs_at_once() -> int:
    """One per core, as far as there is memory for what each takes."""
    return max(1, min(os.cpu_count() or 1, psutil.virtual_memory().available // MEMORY))


def run_apart(task: Task, most: Most) -> Outcome:
    """Run one engagement in a worker, and see to it that it ends.

    Args:
        task: What to run.
        most: What it may take.

    Returns:
        What became of it: this never raises for what the engagement does.
    """
    folder, began = Path(task.engagement), time.monotonic()
    log = log_file(folder, task.period)
    if folder_of(folder) is None:
        missing = f"There is no engagement in {task.engagement}: it has no engagement.yml."
        return Outcome(task.engagement, "failed", "", missing, "", 0.0)
    worker = _worker()
    told, stopped = worker.ask(task, most)
    if told is None:
        error = stopped or ENDED.format(how=worker.ended(), log=log)
        told = {"state": "failed", "report": "", "error": error}
    elif told.pop("sound"):
        _idle.append(worker)
    else:
        worker.kill()
    last = reports_of(folder) / task.period / "report.html"
    if told["state"] == "failed" and last.exists():
        told["report"] = str(last)
    return Outcome(task.engagement, log=str(log), seconds=round(time.monotonic() - began, 1), **told)


def log_file(folder: Path, period: str) -> Path:
    """Where a batch writes down what it does for an engagement: in its store, beside the quarter."""
    return folder / ".store" / f"batch-{period}.log"


class Worker:
    """A process that runs one engagement after another; it ends with this one."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            WORKER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,  # Ctrl-C is for the process at the terminal
        )
        _workers.add(self)

    def ask(self, task: Task, most: Most) -> tuple[dict[str, Any] | None, str]:
        """Let it run an engagement.

        Returns:
            What it tells, or None where it ended before it told anything; and why it was stopped, if it was.
        """
        done, stopped = threading.Event(), []

        def watch() -> None:
            began = time.monotonic()
            while not done.wait(LOOK):
                if why := most.exceeded(began, self._process.pid):
                    stopped.append(why)
                    self.kill()
                    return

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            _pipe(self._process.stdin).write(json.dumps(asdict(task)) + "\n")
            _pipe(self._process.stdin).flush()
            line = _pipe(self._process.stdout).readline()
        except OSError:
            line = ""
        done.set()
        watcher.join()
        return (json.loads(line) if line.endswith("\n") else None), "".join(stopped)

    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ended(self) -> str:
        """How it ended, once it has."""
        self.kill()
        code = self._process.wait()
        return f"signal {-code}: perhaps it took all memory" if code < 0 else f"exit code {code}"

    def kill(self) -> None:
        """End it with all that it started: its notebooks end with it."""
        _workers.discard(self)
        with suppress(OSError):
            if os.name == "posix":
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()


_idle: list[Worker] = []
_workers: set[Worker] = set()


def _worker() -> Worker:
    """One that waits for work, or a new one."""
    while True:
        try:
            worker = _idle.pop()
        except IndexError:
            return Worker()
        if worker.alive():
            return worker


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


@contextmanager
def _pool(jobs: int) -> Iterator[Executor]:
    """Threads that wait for workers; whatever ends the batch ends those too."""
    pool = ThreadPoolExecutor(jobs)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in list(_workers):
            worker.kill()
        _idle.clear()
