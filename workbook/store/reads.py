"""Which tables and settings a step reads, noted while it runs: what it has to run again for."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbook.engagement import Engagement
from workbook.files import sha256

NAMED = ("input", "counted", "setting", "made")
DIGESTED = ("result", "published")
ALL = "all"  # stands for every setting


@dataclass(frozen=True)
class Reads:
    """Notes what is asked for, once, in a file that a run reads afterwards; without a file nowhere.

    Attributes:
        file: One JSON list per line: kind, name and, of what may change during a run, its digest.
    """

    file: Path | None = None
    _noted: set[tuple[str, str]] = field(default_factory=set, compare=False)

    def note(self, kind: str, name: str, digest: str = "") -> None:
        """Note that a table or setting was read, or that a table was made."""
        if self.file is not None and (kind, name) not in self._noted:
            self._noted.add((kind, name))
            with self.file.open("a", encoding="utf-8") as notes:
                notes.write(json.dumps([kind, name, digest]) + "\n")

    def note_table(self, name: str, file: Path) -> None:
        """Note that a table of the store was read, unless this step itself has made it."""
        if self.file is not None and ("made", name) not in self._noted:
            self.note("result", name, sha256(file.read_bytes()))


def noted(file: Path) -> dict[str, Any]:
    """What a step has noted, by kind; tables of other steps and of the quarter before with their digests."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    notes = sorted(json.loads(line) for line in lines)
    names = {kind: [name for own, name, _ in notes if own == kind] for kind in NAMED}
    digests = {kind: {name: digest for own, name, digest in notes if own == kind} for kind in DIGESTED}
    return names | digests


def noting(engagement: Engagement, reads: Reads) -> Engagement:
    """The same settings, which note which of them are read."""
    values = {name: getattr(engagement, name) for name in type(engagement).model_fields}
    recorded = _NotingEngagement.model_construct(engagement.model_fields_set, **values)
    object.__setattr__(recorded, "_reads", reads)
    return recorded


class _NotingEngagement(Engagement):
    """Settings that note which of them are read; who reads them in another way is taken to read all."""

    def __getattribute__(self, name: str) -> Any:
        value = super().__getattribute__(name)
        if name in Engagement.model_fields:
            _note(self, name)
        elif name == "__dict__" or name in ("model_dump", "model_dump_json", "model_copy", "copy", "dict"):
            _note(self, ALL)
        return value


def _note(engagement: Engagement, name: str) -> None:
    try:
        reads = object.__getattribute__(engagement, "_reads")
    except AttributeError:  # while it is made
        return
    reads.note("setting", name)
