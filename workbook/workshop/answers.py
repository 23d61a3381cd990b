"""What the state of a workshop is made of: who takes part, what is asked, and what each has answered."""

from dataclasses import dataclass, field


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
        spread: How many opportunities an expert may give a top score on a criterion; 0 for any number.
        answers: Per seat, per opportunity.
        ready: The seats that said they are.
        revealed: Whether all have seen what all answered: from then on nothing of it changes.
        experts: How many there were then: who comes later does not make a round count for less.
    """

    number: int
    asked: tuple[str, ...]
    spread: int = 0
    answers: dict[str, dict[str, Answer]] = field(default_factory=dict)
    ready: set[str] = field(default_factory=set)
    revealed: bool = False
    experts: int = 0


@dataclass
class Ranking:
    """A question for an order: a few opportunities, from first to last.

    Attributes:
        number: From 1.
        asked: The opportunities.
        orders: Per seat its order.
        done: The seats that said that theirs is what they think: only those count.
        revealed: Whether all have seen the outcome; from then on nothing of it changes.
    """

    number: int
    asked: tuple[str, ...]
    orders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
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
