"""What an answer must keep to besides its scale: the spread of a round, and an order that holds all."""

from collections.abc import Mapping
from typing import Any

from workbook.errors import WorkshopError
from workbook.workshop.answers import Ranking
from workbook.workshop.session import Session

FIFTH = 5
"""The top scores are the highest fifth of a scale's keys, one at the least: 9 and 10 of 1 to 10."""


class Refused(WorkshopError):
    """A refusal that an expert may meet without doing anything wrong; pages word it in their language.

    Args:
        key: Of the words, in the catalogue's table of the pages, after "refused.".
        message: The same in English.
        facts: What the words name.
    """

    def __init__(self, key: str, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.key, self.facts = key, facts


def top_score(criterion: Mapping[str, Any]) -> float:
    """From which score on a criterion counts as a top score.

    Example:
        >>> top_score({"low": 1, "high": 10}), top_score({"low": 1, "high": 5})
        (9, 5)
    """
    low, high = criterion["low"], criterion["high"]
    return high - max(1, int(high - low + 1) // FIFTH) + 1


def top_scores(session: Session, seat: str) -> dict[str, int]:
    """Per criterion, how many opportunities of the newest round a seat gave a top score."""
    given = session.current.answers.get(seat, {}).values() if session.current else ()
    scores = [answer.scores for answer in given if not answer.cannot]
    return {
        name: sum(name in one and one[name] >= top_score(criterion) for one in scores)
        for name, criterion in session.criteria.items()
        if criterion["keys"]
    }


def keep_the_spread(session: Session, seat: str) -> None:
    """Refuse who is not ready yet, as more opportunities have a top score than this round allows.

    Raises:
        Refused: On some criterion there are too many.
    """
    most = session.current.spread
    for name, n in top_scores(session, seat).items() if most else ():
        if n > most:
            top = session.criteria[name]
            message = (
                f"{n} opportunities have {top_score(top):g} or more on {name}; in this round {most} may."
                f" Lower {n - most} of them, then say again that you are ready."
            )
            raise Refused("spread", message, criterion=name, n=n, most=most, score=top_score(top))


def spread_of(session: Session, data: Mapping[str, Any], asked: list[str]) -> int:
    """The spread that a round is to have: how many top scores per criterion; 0 for none.

    Raises:
        WorkshopError: It is no number that can bind, or no criterion has keys.
    """
    most = data.get("spread", 0)
    if isinstance(most, bool) or not isinstance(most, int) or not 0 <= most < max(2, len(asked)):
        raise WorkshopError("A spread is how many opportunities may have a top score: 1 or more, not all.")
    if most and not any(one["keys"] for one in session.criteria.values()):
        raise WorkshopError("The criteria of this workshop have no highest score, so nothing can be spread.")
    return most


def order_in(ranking: Ranking, data: Mapping[str, Any]) -> list[str]:
    """An order that was sent.

    Raises:
        WorkshopError: It does not hold each opportunity of the question once.
    """
    order = data.get("order")
    if not isinstance(order, list) or sorted(map(str, order)) != sorted(ranking.asked):
        raise WorkshopError("An order holds every opportunity that is asked, once.")
    return [str(one) for one in order]


def ranks(ranking: Ranking) -> dict[str, dict[str, int]]:
    """Per seat that is done, the place of each opportunity, from 1.

    Example:
        >>> ranks(Ranking(1, ("I1", "I2"), {"S01": ("I2", "I1"), "S02": ("I1", "I2")}, {"S01"}))
        {'S01': {'I2': 1, 'I1': 2}}
    """
    return {
        seat: {name: place for place, name in enumerate(order, 1)}
        for seat, order in ranking.orders.items()
        if seat in ranking.done
    }
