"""Made-up experts in the steps beside scoring: each enters something once in each stage."""

from random import Random

from workbook.workshop.room import Room
from workbook.workshop.steps.methods import METHODS, stage_of
from workbook.workshop.steps.state import SCORE, VOTE
from workbook.workshop.steps.vote import LINK

VOTERS = 14


class StepsRehearsal:
    """What made-up experts enter in the step that the room is on.

    Args:
        room: The workshop.
        text: What they write.
        chance: What they think depends on it.
    """

    def __init__(self, room: Room, text: str, chance: Random) -> None:
        self._room, self._text, self._chance = room, text, chance
        self._done: set[tuple[str, str, str]] = set()

    def enter(self, seats: list[str]) -> bool:
        """Let the next of them enter something; no where all have.

        Args:
            seats: Theirs.
        """
        session, step = self._room.session, self._room.session.steps.now
        if step == SCORE:
            return False
        stage = stage_of(session, step)
        for seat in self._voters(stage) if step == VOTE else seats:
            if (step, stage, seat) in self._done:
                continue
            self._done.add((step, stage, seat))
            given = METHODS[step].made_up(session, stage, seat, self._chance, self._text)
            for name, value in given.items():
                data = {"step": step, "name": name, "value": value}
                self._room.take(seat, "entry", data, f"rehearsal-{session.last}")
            return True
        return False

    def _voters(self, stage: str) -> list[str]:
        """Customers who opened a link of the vote, half of them one, half of them another."""
        voters = self._room.session.steps.voters
        while stage == "open" and len(voters) < VOTERS:
            self._room.join_vote(f"{LINK}{'AB'[len(voters) % 2]}")
        return list(voters)
