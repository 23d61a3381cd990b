"""The state of a workshop, made of its events: who sits where, what is asked, what each has answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from workbook.workshop.events import Event
from workbook.workshop.steps.state import Steps

SERVER, FACILITATOR = "server", "facilitator"


@dataclass
class Answer:
    """What one expert has said of one opportunity in one round.

    Attributes:
        scores: Per criterion that was scored, the score.
        cannot: Whether they cannot judge it: that is an answer, and no score of theirs counts.
        remark: Their reason; blank where none was given.
        at: When the last of it came.
    """

    scores: dict[str, float] = field(default_factory=dict)
    cannot: bool = False
    remark: str = ""
    at: str = ""


@dataclass
class Round:
    """One round of scoring.

    Attributes:
        number: From 1.
        asked: The opportunities that are asked, in order.
        answers: Per seat, per opportunity.
        ready: The seats that said they are.
        revealed: Whether all have seen what all answered: from then on nothing of it changes.
    """

    number: int
    asked: tuple[str, ...]
    answers: dict[str, dict[str, Answer]] = field(default_factory=dict)
    ready: set[str] = field(default_factory=set)
    revealed: bool = False


@dataclass
class Seat:
    """Who takes part.

    Attributes:
        role: Role or group; blank where none was said.
        observer: Whether they only look on: an observer has no answers, and does not count.
        digest: SHA-256 of the secret that opens the seat; the newest one where it was given out again.
    """

    role: str
    observer: bool
    digest: str


class Session:
    """A workshop as it stands after some events.

    Args:
        events: In the order in which they came, the first of kind "open".

    Attributes:
        setting: What was fixed at the start: period, items (opportunity, title, …), criteria (name, low,
            high, …), quorum, rounds (how many at most), anonymous
            (whether names are deleted at the close) and rehearsal (whether it is none that counts).
        seats: By id, in the order in which they came.
        rounds: In order.
        decisions: What was decided on an opportunity, by id: decided, by, reason, at.
        notes: Open questions and notes, in order: kind, text.
        scenarios: Plans that were kept, in order: name, settings and plan.
        moves: The positions of the sliders, in order: what undo goes back over.
        until: When the time of the open round is up, UTC; blank where there is no limit. It closes nothing.
        steps: The steps beside scoring, and which one the room is on.
        closed: Whether it is over: then nothing is added.
        began: When it was opened, UTC.
        ended: When it was closed; blank while it goes on.
        plan: The plan as it stood on the pages when it was closed; None where there was none.
    """

    def __init__(self, events: Any = ()) -> None:
        self.setting: dict[str, Any] = {}
        self.seats: dict[str, Seat] = {}
        self.rounds: list[Round] = []
        self.decisions: dict[str, dict[str, Any]] = {}
        self.notes: list[dict[str, Any]] = []
        self.scenarios: list[dict[str, Any]] = []
        self.moves: list[dict[str, Any]] = []
        self.steps = Steps()
        self.until = ""
        self.closed = False
        self.began, self.ended = "", ""
        self.plan: dict[str, Any] | None = None
        self.last = 0
        for event in events:
            self.apply(event)

    @property
    def criteria(self) -> dict[str, Mapping[str, Any]]:
        """Each criterion by name: low, high (None without an end), keys (whole scores only)."""
        return {one["name"]: one for one in self.setting["criteria"]}

    @property
    def items(self) -> dict[str, Mapping[str, Any]]:
        """The opportunities by id, with what is shown of them."""
        return {one["opportunity"]: one for one in self.setting["items"]}

    @property
    def current(self) -> Round | None:
        """The newest round."""
        return self.rounds[-1] if self.rounds else None

    @property
    def experts(self) -> list[str]:
        """The seats that score."""
        return [name for name, seat in self.seats.items() if not seat.observer]

    def apply(self, event: Event) -> None:
        """Take an event in; whether it may come is for `checked` to say, before it is written."""
        if not self.steps.take(event):
            getattr(self, f"_{event.kind}")(event.seat, event.data, event.at)
        self.last = event.id

    def complete(self, seat: str, opportunity: str, number: int) -> bool:
        """Whether an expert has answered an opportunity in a round: every criterion, or that they cannot."""
        answer = self.rounds[number - 1].answers.get(seat, {}).get(opportunity)
        return answer is not None and (answer.cannot or set(answer.scores) == set(self.criteria))

    def _open(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.setting, self.began = dict(data), at

    def _seat(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.seats[data["seat"]] = Seat(data["role"], data["observer"], data["digest"])

    def _page(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        """A secret was given out: it opens a page and changes nothing here."""

    def _round(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.rounds.append(Round(len(self.rounds) + 1, tuple(data["asked"])))
        self.until = ""

    def _restart(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.rounds[-1] = Round(self.rounds[-1].number, self.rounds[-1].asked)

    def _answer(self, seat: str, data: Mapping[str, Any]) -> Answer:
        answers = self.rounds[data["round"] - 1].answers.setdefault(seat, {})
        return answers.setdefault(data["opportunity"], Answer())

    def _score(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        answer = self._answer(seat, data)
        if data["score"] is None:
            answer.scores.pop(data["criterion"], None)
        else:
            answer.scores[data["criterion"]] = data["score"]
            answer.cannot = False
        answer.at = at

    def _cannot(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        answer = self._answer(seat, data)
        answer.cannot, answer.at = data["cannot"], at

    def _remark(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        answer = self._answer(seat, data)
        answer.remark, answer.at = data["remark"], at

    def _ready(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        ready = self.rounds[data["round"] - 1].ready
        (ready.add if data["ready"] else ready.discard)(seat)

    def _reveal(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.rounds[-1].revealed, self.until = True, ""

    def _timer(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        end = datetime.fromisoformat(at) + timedelta(minutes=data["minutes"])
        self.until = end.isoformat(timespec="seconds").replace("+00:00", "Z") if data["minutes"] else ""

    def _decision(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.decisions[data["opportunity"]] = {**data, "at": at}

    def _note(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.notes.append({**data, "at": at})

    def _scenario(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.scenarios.append({**data, "at": at})

    def _move(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.moves.append(dict(data["settings"]))

    def _undo(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.moves.pop()

    def _close(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.closed, self.ended, self.plan = True, at, data.get("plan")
