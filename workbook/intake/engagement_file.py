"""Find an engagement folder, and read its engagement.yml."""

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from workbook.engagement import CODEBOOK, Engagement, engagement_from
from workbook.engagement_folder import folder_of
from workbook.errors import EngagementError


class _EachOnce(yaml.SafeLoader):
    """YAML in which no setting stands twice: of two, the first would not count."""

    def construct_mapping(self, node, deep=False):
        lines: dict[str, int] = {}
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            line = key.start_mark.line + 1
            if key.value in lines:
                raise EngagementError(
                    f"{key.start_mark.name} cannot be used: '{key.value}' stands there twice, at line"
                    f" {lines[key.value]} and at line {line}; keep one of them."
                )
            lines[key.value] = line
        return super().construct_mapping(node, deep)


def find(engagement: str | Path) -> Path:
    """The folder of an engagement: a path, or a name looked up here and in the folders above.

    Raises:
        EngagementError: There is no such folder with an engagement.yml in it.
    """
    if folder := folder_of(engagement):
        return folder
    raise EngagementError(
        f"There is no engagement '{engagement}' here: no engagement.yml in {Path(engagement)}.\n"
        f"Make one with: cx-workbook new {Path(engagement).name}"
    )


def open_engagement(folder: Path) -> Engagement:
    """Read and check engagement.yml.

    Raises:
        EngagementError: The file is not YAML, or its settings have faults.
    """
    return checked_settings(folder, settings_in(settings_text(folder)))


def checked_settings(folder: Path, settings: Mapping[str, Any]) -> Engagement:
    """Check settings as those of an engagement, with codebook.yml and the files that they name.

    Raises:
        EngagementError: They have faults; the message lists all of them.
    """
    read = partial(_beside, folder)
    book = read(CODEBOOK)
    rules = settings_in(_decoded(book, CODEBOOK), CODEBOOK) if book else {}
    if not rules:
        return engagement_from(settings, read=read)
    if "codebook" in settings:
        raise EngagementError(f"A codebook stands in engagement.yml and in {CODEBOOK}; keep one of them.")
    return engagement_from(settings | {"codebook": rules}, file=f"engagement.yml, or {CODEBOOK},", read=read)


def settings_text(folder: Path) -> str:
    """What engagement.yml holds, with the ends of its lines as they are.

    Raises:
        EngagementError: It cannot be read.
    """
    try:
        return _decoded((folder / "engagement.yml").read_bytes(), "engagement.yml")
    except OSError as error:
        raise EngagementError(f"engagement.yml cannot be read: {error.strerror}.") from error


def _decoded(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except ValueError as error:  # not text
        raise EngagementError(f"{file} is not readable YAML; check colons and indents.") from error


def settings_in(text: str, file: str = "engagement.yml") -> dict[str, Any]:
    """The settings that a text of engagement.yml, or of a file beside it, holds; not checked yet.

    Raises:
        EngagementError: It is not YAML, or no settings.
    """
    try:
        loader = _EachOnce(text)
        loader.name = file  # where a fault of its marks is
        settings = loader.get_single_data()
    except EngagementError:
        raise
    except RecursionError:
        raise EngagementError(f"{file} is nested too deeply; check brackets and indents.") from None
    except (yaml.YAMLError, ValueError) as error:  # or a number too long for Python
        place = getattr(error, "problem_mark", None)
        line = f" at line {place.line + 1}" if place else ""
        raise EngagementError(f"{file} is not readable YAML{line}; check colons and indents.") from error
    if settings is None and file == CODEBOOK:
        return {}
    if settings is None:
        raise EngagementError("engagement.yml is empty; a line 'client: name' is the least it needs.")
    if not isinstance(settings, dict):
        raise EngagementError(f"{file} is no list of settings; each is a line such as 'client: name'.")
    return settings


def _beside(folder: Path, name: str) -> bytes | None:
    """A file in the folder that the settings name; none where there is none, or it is elsewhere."""
    with suppress(OSError, ValueError):  # a folder, a name that is too long, a name with a 0 in it
        file = (folder / name).resolve()
        return file.read_bytes() if file.is_relative_to(folder.resolve()) else None
    return None
