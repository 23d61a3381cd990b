"""Where an engagement is: a path, or a name looked up here and in the folders above."""

from contextlib import suppress
from pathlib import Path


def folder_of(engagement: str | Path) -> Path | None:
    """The folder with an engagement.yml that a name or path means; none where there is none."""
    here = Path.cwd()
    for base in (here, *here.parents):
        folder = base / engagement
        with suppress(OSError):  # a name that is too long, a folder that is closed
            if (folder / "engagement.yml").is_file():
                return folder.resolve()
    return None


def reports_of(folder: Path) -> Path:
    """Where the reports of an engagement are, a folder per quarter: beside its own folder."""
    return folder.parent / "reports" / folder.name
