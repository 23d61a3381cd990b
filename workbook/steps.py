"""Run the steps of a quarter that are not up to date, side by side as far as memory allows."""

import os
import queue
import threading
import time
from collections.abc import Callable
from graphlib import TopologicalSorter
from typing import Any

import psutil

from workbook.errors import RunError
from workbook.kernels import end_kernels, start_server
from workbook.notebook_run import NotebookRun

Progress = Callable[[str, str], None]
KERNEL_MEMORY = 600 * 2**20  # bytes that a notebook takes, of its own
PATIENCE = 1.2  # seconds for threads to see that their kernels were ended; nbclient looks once a second
SPARK = "spark://"  # a session of Spark takes every core that it can get


def run_steps(one: NotebookRun, only: str | None, progress: Progress) -> dict[str, float]:
    """Run the steps that are not up to date, or one of them, each as soon as those that it needs are done.

    Args:
        one: The notebooks of the quarter.
        only: The one step to run, up to date or not.
        progress: Is told each step, and whether it is running, done or up to date.

    Returns:
        Seconds of each step that was run.

    Raises:
        StoreError: A notebook that would not be run again was changed by hand.
        RunError: A step failed, or there is nothing for it; or, after one step, others are not up to date.
    """
    if only and only not in one.steps:
        wanted = one.method[only].lacking(one.at_hand)
        raise RunError(f"Step {only} has nothing to show: not at hand are {', '.join(wanted)}.")
    stale = one.not_up_to_date()
    one.drop_without_input()
    for step in [step for step in one.method if step not in one.steps]:
        progress(step, "no input")
    one.refuse_edited(set(one.steps) - {only} if only else set(one.steps) - set(stale))
    for step in [step for step in one.steps if only and step != only and step not in stale]:
        progress(step, "up to date")
    if only or stale:
        start_server()
    seconds = _Steps(one, only, progress).run()
    if stale := one.not_up_to_date():
        raise RunError(
            f"Step {only} is done; the report is left as it was. Not up to date: {', '.join(stale)}.\n"
            f"{one.remedy}"
        )
    return {step: seconds[step] for step in one.steps if step in seconds}


class _Steps:
    """Steps in threads that nobody waits for: the first that fails, or Ctrl-C, ends the kernels of all."""

    def __init__(self, one: NotebookRun, only: str | None, progress: Progress) -> None:
        self._one, self._only, self._progress = one, only, progress
        among = {step: set(one.method[step].after) & set(one.steps) for step in one.steps}
        self._order = TopologicalSorter({only: ()} if only else among)
        self._ready: list[str] = []
        self._running: dict[str, threading.Thread] = {}
        self._ended: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()

    def run(self) -> dict[str, float]:
        places = kernels_at_a_time(self._one.period.engagement.backend)
        seconds: dict[str, float] = {}
        self._order.prepare()
        self._start(places)
        while self._running:
            step, outcome = self._ended.get()
            del self._running[step]
            if isinstance(outcome, BaseException):
                self._end()
                raise outcome
            seconds[step] = outcome
            self._progress(step, "done")
            self._order.done(step)
            self._start(places)
        return seconds

    def _start(self, places: int) -> None:
        """Start what can be started; what is up to date is done at once."""
        self._ready += self._order.get_ready()
        while self._ready and len(self._running) < places:
            step = self._ready.pop(0)
            if step != self._only and self._one.is_kept(step):
                self._progress(step, "up to date")
                self._order.done(step)
                self._ready += self._order.get_ready()
            else:
                self._progress(step, "running")
                self._running[step] = threading.Thread(target=self._run_one, args=(step,), daemon=True)
                self._running[step].start()

    def _run_one(self, step: str) -> None:
        try:
            self._ended.put((step, self._one.run(step)))
        except BaseException as error:
            self._ended.put((step, error))

    def _end(self) -> None:
        """End what runs, and wait until nothing of it writes any more."""
        end_kernels()
        last = time.monotonic() + PATIENCE
        for thread in self._running.values():
            thread.join(max(0, last - time.monotonic()))


def kernels_at_a_time(backend: str) -> int:
    """How many notebooks run side by side: some more than there are cores, as far as memory allows.

    A kernel waits for messages a part of its time. Sessions of Spark would take the cores from one another.
    """
    if backend.startswith(SPARK):
        return 1
    by_memory = psutil.virtual_memory().available // KERNEL_MEMORY
    return max(1, min((os.cpu_count() or 1) + 2, by_memory))
