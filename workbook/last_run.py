"""Whether a report stands as the last run has left it, told by hashes alone, before pandas is there."""

import hashlib
import json
import os
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from workbook.engagement_folder import reports_of
from workbook.shipped import shipped

_PACKAGES = Path(__file__).parents[1]
_KEYS = ("CX_WORKBOOK_KEY", "CX_WORKBOOK_KEY_FILE")
_NOT_DELIVERED = (".store", "notebooks")
_DATABASE = re.compile(rb"(?<!duckdb)(?<!spark)://")
"""A URL in engagement.yml: what stands behind it may change without a file that does."""


def asked(folder: Path, quarter: str, terms: Any) -> str:
    """A digest of all that a run's outcome depends on; empty where files do not tell that.

    Args:
        folder: The engagement.
        quarter: The quarter.
        terms: What else was asked: parameters, languages.
    """
    if _DATABASE.search((folder / "engagement.yml").read_bytes()):
        return ""
    delivered = [file for file in _files(folder) if file.relative_to(folder).parts[0] not in _NOT_DELIVERED]
    delivered += (folder / "notebooks").glob("*.ipynb")
    code = [file for name in ("workbook", "prioritization") for file in _files(_PACKAGES / name)]
    dressed = [file for name in ("notebooks", "templates") for file in _files(shipped(name))]
    others = reports_of(folder).glob("*/tables/*.parquet")  # of the quarter before, and rather too many
    before = [file for file in others if quarter not in file.parts]
    secret = [os.environ.get(name, "") for name in _KEYS]
    key_files = [Path(secret[1]).expanduser()] if secret[1] else []
    facts = [quarter, terms, hashlib.sha256("\n".join(secret).encode()).hexdigest(), versions()]
    return _digest(facts, [*delivered, *code, *dressed, *before, *key_files])


def outcome(folder: Path, quarter: str) -> str:
    """A digest of what a run has left: the report's folder, and in the store the notebooks and the tables."""
    store = folder / ".store" / quarter
    kept = [*_files(store / "notebooks"), *_files(store / "tables")]
    return _digest([], [*_files(reports_of(folder) / quarter), *kept])


def keep(folder: Path, quarter: str, digest: str, facts: Mapping[str, Any]) -> None:
    """After a run: keep what it was asked, and what it left."""
    known = {"asked": digest, "outcome": outcome(folder, quarter), **facts}
    file = _file(folder, quarter)
    partial = file.with_suffix(".partial")
    partial.write_text(json.dumps(known), encoding="utf-8")
    partial.replace(file)


def standing(folder: Path, quarter: str, digest: str) -> dict[str, Any] | None:
    """What the last run has kept, where it was asked the same and all that it left is as it was."""
    try:
        known = json.loads(_file(folder, quarter).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    stands = bool(digest) and known["asked"] == digest and known["outcome"] == outcome(folder, quarter)
    return known if stands else None


def any_before(folder: Path, quarter: str) -> bool:
    """Whether a quarter was run to its end before."""
    return _file(folder, quarter).exists()


def versions() -> dict[str, str]:
    """The versions of Python and of what pyproject.toml names, where it is installed."""
    found = {"python": platform.python_version()}
    for requirement in metadata.requires("cx-workbook") or []:
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def _file(folder: Path, quarter: str) -> Path:
    return folder / ".store" / quarter / "last_run.json"


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def _digest(facts: Sequence[Any], files: Iterable[Path]) -> str:
    total = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
    for file in sorted(set(files)):
        with file.open("rb") as opened:
            total.update(f"{file}\n".encode() + hashlib.file_digest(opened, "sha256").digest())
    return total.hexdigest()
