"""The process that runs engagements of a batch: a task per line in, what came of it out."""

import json
import logging
import os
import queue
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any


def main() -> None:
    """Run what is asked until nobody asks any more; then end at once, whatever is under way."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer
    asked: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(asked,), daemon=True).start()
    while True:
        answers.write(json.dumps(answer(json.loads(asked.get()))) + "\n")
        answers.flush()


def _listen(asked: "queue.SimpleQueue[str]") -> None:
    """Hand on what is asked; the one who asks is gone when there are no more lines."""
    for line in sys.stdin:
        asked.put(line)
    from workbook.kernels import stop_server

    stop_server()
    os._exit(0)


def answer(task: dict[str, Any]) -> dict[str, Any]:
    """Run one engagement.

    Args:
        task: As `workbook.batch.Task` has it.

    Returns:
        state, report and error, as `workbook.batch.Outcome` has them, and sound: can this process go on?
    """
    from workbook.batch import log_file

    file = log_file(Path(task["engagement"]), task["period"])
    try:
        with _logged(file) as log:
            return _told(task, log, file)
    except OSError as error:  # a folder that cannot be written in
        return _failed(f"{error.strerror}: {file}", sound=True)


def _told(task: dict[str, Any], log: logging.Logger, file: Path) -> dict[str, Any]:
    from workbook.errors import WorkbookError
    from workbook.runs import run

    try:
        done = run(
            task["engagement"],
            task["period"],
            made_at=datetime.fromisoformat(task["made_at"]),
            languages=task["languages"],
            progress=lambda step, state: log.info(f"{step} {state}"),
        )
    except WorkbookError as error:
        log.info(str(error))
        return _failed(str(error), sound=True)
    except Exception as error:
        log.exception("Unforeseen")
        return _failed(f"{type(error).__name__}: {error}. Where it happened: {file}", sound=False)
    state = "done" if done.seconds else "up to date"
    log.info(f"{state}: {done.report}")
    return {"state": state, "report": str(done.report), "error": "", "sound": True}


def _failed(error: str, *, sound: bool) -> dict[str, Any]:
    return {"state": "failed", "report": "", "error": error, "sound": sound}


@contextmanager
def _logged(file: Path) -> Iterator[logging.Logger]:
    """A log of what is done meanwhile, each line with the time."""
    file.parent.mkdir(parents=True, exist_ok=True)
    log, handler = logging.Logger("batch"), logging.FileHandler(file, "w", encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log.addHandler(handler)
    try:
        yield log
    finally:
        handler.close()


if __name__ == "__main__":
    main()
