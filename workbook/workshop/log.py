"""What happened in a workshop, for the facilitators: who did what and when, and nothing that was answered."""

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

from workbook.workshop.events import Event
from workbook.workshop.session import FACILITATOR

KINDS = {
    *("round", "restart", "reveal", "ranking", "show_order", "timer", "seniors", "decision", "takeover"),
    *("page", "seat", "gone", "stage", "close"),
}
MOST = 30
"""So many of the last entries are kept at hand; the file keeps all."""


class Log:
    """The last entries of a workshop's log.

    Args:
        events: Those that there are.

    Attributes:
        entries: The newest last: at, kind (as in `KINDS`, or "again" for a seat's new link), link (of the
            facilitator who did it; 0 for anybody else), seat (whom it is about; blank for nobody), number
            (of the round, ranking or link) and step (that went on to its next stage; blank for none).
    """

    def __init__(self, events: Iterable[Event]) -> None:
        self.entries: deque[dict[str, Any]] = deque(maxlen=MOST)
        self._numbers = {"round": 0, "ranking": 0, "page": 0}
        self._seats: set[str] = set()
        for event in events:
            self.add(event)

    def add(self, event: Event) -> None:
        """Take an event in, where it is one that is told."""
        if event.kind not in KINDS or event.data.get("page", FACILITATOR) != FACILITATOR:
            return
        seat = event.data["seat"] if event.kind == "seat" else ""
        entry = {"at": event.at, "kind": event.kind, "link": event.data.get("link", 0), "seat": seat}
        entry |= {"number": self._number(event.kind, event.data), "step": event.data.get("step", "")}
        self.entries.append(entry)
        if seat in self._seats:
            self.entries[-1]["kind"] = "again"
        self._seats.update([seat] if seat else [])

    def _number(self, kind: str, data: Mapping[str, Any]) -> int:
        if kind not in self._numbers:
            return data.get("round", data.get("ranking", 0))
        self._numbers[kind] += 1
        return self._numbers[kind]
