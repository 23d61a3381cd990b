"""Pictures for the options of a vote: those in the folder pictures/ of the engagement, and no other file."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

FOLDER = "pictures"
MOST_BYTES = 400_000
KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""How the files begin that are shown, and what they are."""


def pictures(folder: Path) -> dict[str, Path]:
    """The pictures that an option may have: PNG and JPEG of at most 400 kB.

    Args:
        folder: The engagement's folder.

    Returns:
        The files by id, in the order of their names; an id tells nothing of the path.
    """
    room = (folder / FOLDER).resolve()
    files = [file for file in sorted(room.glob("[!.]*")) if _may_be_shown(file, room)]
    return {hashlib.sha256(file.name.encode()).hexdigest()[:16]: file for file in files}


def picture(files: Mapping[str, Path], name: str) -> tuple[bytes, str] | None:
    """A picture and what kind it is; None where there is none (any more).

    Args:
        files: From `pictures`.
        name: The id.
    """
    file = files.get(name)
    if file is None or not _may_be_shown(file, file.parent):
        return None
    data = file.read_bytes()
    return data, next(kind for start, kind in KINDS.items() if data.startswith(start))


def _may_be_shown(file: Path, room: Path) -> bool:
    """Whether it is a picture in the folder itself: no link to elsewhere, and not too large."""
    if not file.is_file() or file.resolve().parent != room or file.stat().st_size > MOST_BYTES:
        return False
    with file.open("rb") as opened:
        return opened.read(8).startswith(tuple(KINDS))
