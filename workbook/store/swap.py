"""Replace a report's folder by another, so that a whole one is there whenever a run stops.

The new folder is written beside the old one and brought to the disk; then the old one moves aside, and the
new one takes its place. What is cut short between these two moves is finished by `settle`.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

MANIFEST = "manifest.json"
"""Written last: a folder that has it is whole."""


def draft_of(target: Path) -> Path:
    """The folder to make the new one in."""
    return target.with_name(f".{target.name}.partial")


def _old_of(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def swap(draft: Path, target: Path) -> None:
    """Put a folder that is whole and on the disk in the place of another."""
    old = _old_of(target)
    if target.exists():
        target.replace(old)
    draft.replace(target)
    _sync_one(target.parent)
    shutil.rmtree(old, ignore_errors=True)


def settle(target: Path) -> None:
    """Finish or undo what was cut short, and remove what is left over of it."""
    draft, old = draft_of(target), _old_of(target)
    if old.exists() and not target.exists():
        whole = draft if (draft / MANIFEST).exists() else old
        whole.replace(target)
        _sync_one(target.parent)
    for left in (draft, old):
        shutil.rmtree(left, ignore_errors=True)


def is_unsettled(target: Path) -> bool:
    """Whether there is no report because a swap was cut short."""
    return _old_of(target).exists() and not target.exists()


def sync(folder: Path) -> None:
    """Bring every file of a folder to the disk, and the folder itself."""
    for place, _, files in os.walk(folder):
        for name in files:
            _sync_one(Path(place) / name)
        _sync_one(Path(place))


def _sync_one(path: Path) -> None:
    """Bring a file or folder to the disk; some systems cannot do so for a folder."""
    flags = os.O_RDONLY if path.is_dir() else os.O_RDWR
    with suppress(PermissionError):
        handle = os.open(path, flags)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
