"""The state of a workshop, made of its events: who sits where, what is asked, what each has answered."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from workbook.workshop.answers import Answer, Ranking, Round, Seat
from workbook.workshop.events import Event
from workbook.workshop.steps.state import Steps

SERVER, FACILITATOR = "server", "facilitator"


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
        rankings: Questions for an order, likewise; they are shown beside the scores and change none.
        decisions: What was decided on an opportunity, by id: decided, by, reason, at.
        notes: Open questions and notes, in order: kind, text.
        scenarios: Plans that were kept, in order: name, settings and plan.
        links: Per digest of a facilitator's link its number, from 1.
        since: The number of the oldest facilitator's link that still opens the page.
        gone: The opportunities that no longer stand in the intake: nothing more is asked of them.
        seniors: The roles that speak last, as the facilitator marked them.
        moves: The positions of the sliders, in order: what undo goes back over.
        minutes: Of the timer that was set last.
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
        self.rankings: list[Ranking] = []
        self.decisions: dict[str, dict[str, Any]] = {}
        self.notes: list[dict[str, Any]] = []
        self.scenarios: list[dict[str, Any]] = []
        self.links: dict[str, int] = {}
        self.since = 1
        self.gone: set[str] = set()
        self.seniors: set[str] = set()
        self.moves: list[dict[str, Any]] = []
        self.steps = Steps()
        self.minutes, self.until = 0, ""
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
    def ranking(self) -> Ranking | None:
        """The newest question for an order."""
        return self.rankings[-1] if self.rankings else None

    @property
    def experts(self) -> list[str]:
        """The seats that score."""
        return [name for name, seat in self.seats.items() if not seat.observer]

    def apply(self, event: Event) -> None:
        """Take an event in; whether it may come is for `checked` to say, before it is written."""
        if not self.steps.take(event):
            getattr(self, f"_{event.kind}")(event.seat, event.data, event.at)
        if event.kind == "stage":
            self.steps.experts[event.data["step"]] = len(self.experts)
        self.last = event.id

    def complete(self, seat: str, opportunity: str, number: int) -> bool:
        """Whether an expert has answered an opportunity in a round: every criterion, or that they cannot."""
        answer = self.rounds[number - 1].answers.get(seat, {}).get(opportunity)
        return answer is not None and (answer.cannot or set(answer.scores) == set(self.criteria))

    def _open(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.setting, self.began = dict(data), at

    def _seat(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.seats[data["seat"]] = Seat(data["role"], data["observer"], data["digest"])

    def _observe(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.seats[data["seat"]].observer = data["observer"]

    def _page(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        """A secret was given out; links of the facilitator are numbered."""
        if data["page"] == FACILITATOR:
            self.links[data["digest"]] = len(self.links) + 1

    def _takeover(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.since = max(self.since, data["link"])

    def _gone(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.gone = set(data["gone"])

    def _round(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.rounds.append(Round(len(self.rounds) + 1, tuple(data["asked"]), data["spread"]))
        self.until = ""

    def _restart(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        last = self.rounds[-1]
        self.rounds[-1] = Round(last.number, last.asked, last.spread)

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
        if self.rounds[data["round"] - 1].spread:  # whether it is kept to is asked when they are ready again
            self.rounds[data["round"] - 1].ready.discard(seat)

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
        self.rounds[-1].experts = len(self.experts)

    def _ranking(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.rankings.append(Ranking(len(self.rankings) + 1, tuple(data["asked"])))

    def _order(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.rankings[data["ranking"] - 1].orders[seat] = tuple(data["order"])

    def _ordered(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        done = self.rankings[data["ranking"] - 1].done
        (done.add if data["done"] else done.discard)(seat)

    def _show_order(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.rankings[-1].revealed = True

    def _timer(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.minutes = data["minutes"]
        end = datetime.fromisoformat(at) + timedelta(minutes=data["minutes"])
        self.until = end.isoformat(timespec="seconds").replace("+00:00", "Z") if data["minutes"] else ""

    def _seniors(self, seat: str, data: Mapping[str, Any], at: str) -> None:
        self.seniors = set(data["roles"])

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
