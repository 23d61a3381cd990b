"""Work beside the kernel: in one thread, and of the requests that wait only the newest."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from workbook.lab.turn import TURN

NOTHING = object()


class Worker:
    """Works on requests in a thread, a step at a time; a newer request ends the one before.

    Args:
        work: Works on a request; between two of its steps a cell may run, and a newer request is looked at.
        failed: Is told of an error, which nobody would see in a thread.

    Example:
        >>> done = []
        >>> worker = Worker(lambda request: iter([done.append(request)]), done.append)
        >>> worker.ask("this"), worker.wait()
        (None, None)
        >>> done
        ['this']
    """

    def __init__(self, work: Callable[[Any], Iterator[None]], failed: Callable[[Exception], None]) -> None:
        self._work, self._failed = work, failed
        self._wanted: Any = NOTHING
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def ask(self, request: Any) -> None:
        """Work on a request, and no longer on those before it."""
        with self._lock:
            self._wanted = request
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Wait until there is nothing to do."""
        if thread := self._thread:
            thread.join()

    def _run(self) -> None:
        while (request := self._next()) is not NOTHING:
            try:
                self._answer(request)
            except Exception as error:
                with suppress(Exception):  # what cannot be told must not end the thread
                    self._failed(error)

    def _next(self) -> Any:
        with self._lock:
            request, self._wanted = self._wanted, NOTHING
            if request is NOTHING:
                self._thread = None
            return request

    def _answer(self, request: Any) -> None:
        with TURN:
            steps = self._work(request)
        while self._wanted is NOTHING:
            with TURN:
                if next(steps, NOTHING) is NOTHING:
                    return
