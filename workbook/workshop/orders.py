"""Who sees and who speaks in which order: no opportunity and no senior voice always comes first."""

from random import Random

from workbook.workshop.answers import Ranking, Round
from workbook.workshop.session import Session


def order_of(seat: str, current: Round | Ranking) -> list[str]:
    """The opportunities of a round in the order in which a seat gets them, the same each time it asks.

    An expert judges what comes later against what came first; with an order of their own, what comes first
    differs from expert to expert.

    Args:
        seat: Whose.
        current: The round, or the question for an order.

    Example:
        >>> one = Round(1, ("I1", "I2", "I3"))
        >>> order_of("S01", one) == order_of("S01", one)
        True
        >>> sorted(order_of("S01", one))
        ['I1', 'I2', 'I3']
    """
    return drawn_order(list(current.asked), f"{seat} {current.number}")


def roles_of(session: Session) -> list[str]:
    """The roles of those who score, in alphabetical order; blank stands for those who gave none."""
    return sorted({session.seats[seat].role for seat in session.experts})


def speaking_order(session: Session) -> list[str]:
    """Who is asked first when a round is discussed: the roles in a drawn order, those marked senior last.

    Args:
        session: The workshop.

    Returns:
        The roles, the same for a round each time; without a round that was revealed, or with one role, none.
    """
    roles, current = roles_of(session), session.current
    if current is None or not current.revealed or len(roles) < 2:
        return []
    drawn = drawn_order(roles, f"{session.began} {current.number}")
    return sorted(drawn, key=lambda role: role in session.seniors)


def drawn_order(names: list[str], seed: str) -> list[str]:
    """Names in an order drawn by a seed, the same for a seed each time."""
    return Random(seed).sample(names, len(names))
