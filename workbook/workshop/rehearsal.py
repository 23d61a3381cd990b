"""Made-up experts for a rehearsal: they join, answer slowly, change their minds a little, and say so."""

import asyncio
from collections.abc import Callable, Iterator
from random import Random
from statistics import median
from typing import Any

from workbook.workshop.room import Room
from workbook.workshop.round_rules import top_score, top_scores
from workbook.workshop.session import Session
from workbook.workshop.steps.rehearsal import StepsRehearsal

EXPERTS = 20
ROLES = ("Marketing", "IT", "Service", "Sales", "Finance")
SEED = 7
PAUSE = 0.4
"""Seconds between two answers of the group."""
ABSTAINING, REMARKING, DIVIDED = 0.04, 0.3, 0.4
"""The share of answers "cannot judge", of answers with a reason, and of ideas that divide the group."""
Pause = Callable[[float], Any]


class Rehearsal:
    """Twenty made-up experts on the first seats of a workshop.

    Args:
        room: The workshop, with nobody in it or resumed.
        remark: The reason that they give, in the language of the engagement.
        seed: Of what they think.
    """

    def __init__(self, room: Room, remark: str, seed: int = SEED) -> None:
        self._room, self._remark, self._chance = room, remark, Random(seed)
        for number in range(len(room.session.seats), EXPERTS):
            room.join({"name": f"Expert {number + 1}", "role": ROLES[number % len(ROLES)]})
        self._seats = room.session.experts[:EXPERTS]
        self._steps = StepsRehearsal(room, remark, Random(seed))
        self._divided = {name: self._chance.random() < DIVIDED for name in room.session.items}
        self._centres = {
            (name, criterion): self._chance.uniform(0.35, 0.85)
            for name in room.session.items
            for criterion in room.session.criteria
        }

    async def go_on(self, pause: Pause = asyncio.sleep) -> None:
        """Answer whatever is asked until the workshop is closed.

        Args:
            pause: Waits for so many seconds.
        """
        while not self._room.session.closed:
            for seat in self._seats:
                self._room.alive(seat)
            step = next(self._open(), None)
            if self._steps.enter(self._seats):
                await self._room.tell()
            elif step is not None:
                self._answer(*step)
                await self._room.tell()
            elif self._put_in_order():
                await self._room.tell()
            await pause(PAUSE)

    def _open(self) -> Iterator[tuple[str, str | None]]:
        """Who has what to answer yet, by opportunity; then, with None, who is not ready."""
        session = self._room.session
        current = session.current
        if current is None or current.revealed:
            return
        for opportunity in current.asked:
            for seat in self._seats:
                if not session.complete(seat, opportunity, current.number):
                    yield seat, opportunity
        yield from ((seat, None) for seat in self._seats if seat not in current.ready)

    def _put_in_order(self) -> bool:
        """Let one expert answer the open ranking; no where there is none, or all have."""
        ranking = self._room.session.ranking
        if (
            ranking is None
            or ranking.revealed
            or not (left := [s for s in self._seats if s not in ranking.done])
        ):
            return False
        liked = {name: self._wanted(left[0], name) + self._chance.gauss(0, 0.2) for name in ranking.asked}
        order = sorted(ranking.asked, key=lambda name: -liked[name])
        self._send(left[0], "order", ranking=ranking.number, order=order)
        self._send(left[0], "ordered", ranking=ranking.number, done=True)
        return True

    def _wanted(self, seat: str, opportunity: str) -> float:
        """How much an expert likes an opportunity over all criteria."""
        return sum(self._centre(seat, opportunity, criterion) for criterion in self._room.session.criteria)

    def _centre(self, seat: str, opportunity: str, criterion: str) -> float:
        """Around which share of the scale an expert scores: where an idea divides, half of them lower."""
        other_side = self._divided[opportunity] and self._seats.index(seat) % 2
        return self._centres[opportunity, criterion] - (0.45 if other_side else 0)

    def _keep_the_spread(self, seat: str) -> None:
        """Lower top scores until the round allows as many as there are."""
        session, most = self._room.session, self._room.session.current.spread
        for criterion, n in top_scores(session, seat).items() if most else ():
            top = top_score(session.criteria[criterion])
            given = session.current.answers[seat]
            scored = {name: answer.scores for name, answer in given.items() if not answer.cannot}
            high = [name for name, scores in scored.items() if scores[criterion] >= top]
            for name in high[: max(0, n - most)]:
                data = {"round": session.current.number, "opportunity": name, "criterion": criterion}
                self._send(seat, "score", **data, score=int(top) - 1)

    def _answer(self, seat: str, opportunity: str | None) -> None:
        number = self._room.session.current.number
        if opportunity is None:
            self._keep_the_spread(seat)
            self._send(seat, "ready", round=number, ready=True)
            return
        given = {"round": number, "opportunity": opportunity}
        if self._chance.random() < ABSTAINING:
            self._send(seat, "cannot", **given, cannot=True)
            return
        for criterion in self._room.session.criteria:
            score = self._score(seat, opportunity, criterion, number)
            self._send(seat, "score", **given, criterion=criterion, score=score)
        if self._chance.random() < REMARKING:
            self._send(seat, "remark", **given, remark=self._remark)

    def _score(self, seat: str, opportunity: str, criterion: str, number: int) -> int:
        """A score around what the group thinks; in a later round nearer to the median of the round before."""
        session = self._room.session
        scale = session.criteria[criterion]
        low, high = scale["low"], scale["low"] + 10 if scale["high"] is None else scale["high"]
        wanted = low + (high - low) * self._chance.gauss(self._centre(seat, opportunity, criterion), 0.1)
        if number > 1:
            wanted = (wanted + 2 * _median_before(session, opportunity, criterion, number)) / 3
        return int(min(high, max(low, round(wanted))))

    def _send(self, seat: str, kind: str, **data: Any) -> None:
        self._room.take(seat, kind, data, f"rehearsal-{self._room.session.last}")


def _median_before(session: Session, opportunity: str, criterion: str, number: int) -> float:
    """What the group thought last time it was asked; the middle of the scale where nobody scored."""
    for one in reversed(session.rounds[: number - 1]):
        answers = [given[opportunity] for given in one.answers.values() if opportunity in given]
        scores = [answer.scores[criterion] for answer in answers if criterion in answer.scores]
        if scores:
            return median(scores)
    return session.criteria[criterion]["low"] + 5
