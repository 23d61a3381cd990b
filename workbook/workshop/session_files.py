"""Which file a workshop is in: a new one, or the last one; and that one process holds it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbook.errors import WorkshopError
from workbook.workshop.events import EventFile

FOLDER = "workshop"
"""Of an engagement, where its workshops stand."""


def session_file(folder: Path, period: str, *, resume: bool, rehearsal: bool = False) -> Path:
    """The file of the workshop to hold: a new one, or the last one.

    Args:
        folder: The engagement's folder.
        period: The quarter that is planned from.
        resume: Whether to go on with the last one; one that was closed is shown and handed on again.
        rehearsal: Whether it is a rehearsal: those have files of their own, and a new one may always begin.

    Raises:
        WorkshopError: One was not closed and is not to be gone on with, or there is none to go on with.
    """
    kind, number = ("rehearsal", f"{period}-rehearsal-") if rehearsal else ("workshop", f"{period}-")
    files = sorted((folder / FOLDER).glob(f"{number}[0-9][0-9].sqlite"))
    held = [path for path in files if _kinds(path)]  # one that was killed before its first event is none
    if resume:
        if not held:
            raise WorkshopError(f"There is no {kind} of {period} to go on with; leave out --resume.")
        return held[-1]
    if held and not rehearsal and "close" not in _kinds(held[-1]):
        raise WorkshopError(
            f"The workshop {held[-1].stem} was not closed. Go on with it: add --resume. Or close it first."
        )
    last = int(held[-1].stem.removeprefix(number)) if held else 0  # one before it may have been moved away
    return folder / FOLDER / f"{number}{last + 1:02}.sqlite"


def _kinds(path: Path) -> set[str]:
    """The kinds of event that a file holds."""
    file = EventFile(path)
    try:
        return {event.kind for event in file.events()}
    finally:
        file.close()


@contextmanager
def held_once(path: Path) -> Iterator[None]:
    """Hold a workshop's file, so that no other process writes to it; a crash releases it.

    Args:
        path: The file; it need not be there yet.

    Raises:
        WorkshopError: Another process holds it, or its folder cannot be written to.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(path.with_name(f".{path.stem}.lock"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise WorkshopError(
            f"The workshop {path.stem} is open already, in another terminal. Go on there, or stop it there."
        ) from None
    except OSError as error:
        raise WorkshopError(
            f"{path.parent} cannot be used: {error}. Give the folder back its rights."
        ) from error
    try:
        yield
    finally:
        lock.release()
        Path(lock.lock_file).unlink(missing_ok=True)
