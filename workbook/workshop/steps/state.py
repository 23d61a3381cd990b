"""What has been entered and settled in the steps of a workshop beside scoring, made of its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workbook.workshop.events import Event

SCORE, VOTE = "score", "vote"
FEWEST = 5
"""Of fewer answers only their number is told."""
Json = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """What somebody entered under a name.

    Attributes:
        value: As the step's own check left it.
        at: When, UTC.
    """

    value: Any
    at: str


@dataclass
class Steps:
    """The steps as they stand after some events.

    Attributes:
        now: The step that the room is on.
        stages: Per step how often the facilitator went on to its next stage; none where it is at its first.
        experts: Per step, how many there were when it went on to its last stage.
        entries: Per step, per seat, what was entered by name.
        settled: Per step what the facilitator settled, by name.
        voters: Per browser that opened the link of a vote, the label of the link.
    """

    now: str = SCORE
    stages: dict[str, int] = field(default_factory=dict)
    experts: dict[str, int] = field(default_factory=dict)
    entries: dict[str, dict[str, dict[str, Entry]]] = field(default_factory=dict)
    settled: dict[str, dict[str, Entry]] = field(default_factory=dict)
    voters: dict[str, str] = field(default_factory=dict)

    def take(self, event: Event) -> bool:
        """Take an event in; no where it is of another kind than those of the steps."""
        data = event.data
        if event.kind == "step":
            self.now = data["step"]
        elif event.kind == "stage":
            self.stages[data["step"]] = data["stage"]
        elif event.kind == "entry":
            _put(self.entries.setdefault(data["step"], {}).setdefault(event.seat, {}), data, event.at)
        elif event.kind == "settle":
            _put(self.settled.setdefault(data["step"], {}), data, event.at)
        elif event.kind == "voter":
            self.voters[data["voter"]] = data["group"]
        return event.kind in ("step", "stage", "entry", "settle", "voter")

    def own(self, step: str, seat: str) -> dict[str, Any]:
        """What a seat entered in a step: values by name."""
        return {name: one.value for name, one in self.entries.get(step, {}).get(seat, {}).items()}

    def all_of(self, step: str, start: str = "", *, exact: bool = False) -> list[tuple[str, str, Entry]]:
        """What all entered in a step: seat, name and entry of names that begin so, or are it exactly."""
        return [
            (seat, name, entry)
            for seat, given in self.entries.get(step, {}).items()
            for name, entry in given.items()
            if (name == start if exact else name.startswith(start))
        ]

    def who(self, step: str) -> list[str]:
        """The seats that have something entered in a step."""
        return [seat for seat, given in self.entries.get(step, {}).items() if given]

    def choices(self, step: str, start: str = "") -> dict[str, Any]:
        """What the facilitator settled in a step under names that begin so, by the rest of the name."""
        settled = self.settled.get(step, {})
        return {name[len(start) :]: one.value for name, one in settled.items() if name.startswith(start)}


def _put(names: dict[str, Entry], data: Mapping[str, Any], at: str) -> None:
    """Enter a value under a name; none takes it out."""
    if data["value"] is None:
        names.pop(data["name"], None)
    else:
        names[data["name"]] = Entry(data["value"], at)
