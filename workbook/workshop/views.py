"""What each screen may see: own answers, who is ready, and the results once they are revealed."""

from collections.abc import Mapping, Sequence
from typing import Any

from workbook.workshop.answers import Answer, Ranking, Round
from workbook.workshop.orders import order_of, speaking_order
from workbook.workshop.session import FACILITATOR, SERVER, Session

Json = dict[str, Any]


def expert_view(session: Session, seat: str, names: Mapping[str, str], results: Sequence[Json]) -> Json:
    """What one expert sees. Nothing in it comes from another expert before the reveal, not even a count.

    Args:
        session: The workshop.
        seat: Whose screen.
        names: Names by seat.
        results: Of the rounds that were revealed, as `results` of the panel gives them.
    """
    sits = session.seats[seat]
    return {
        "me": {"seat": seat, "name": names.get(seat, ""), "role": sits.role, "observer": sits.observer},
        "round": _round_of(session.current, seat),
        "ready": session.current is not None and seat in session.current.ready,
        "answers": _own(session.current, seat),
        "before": _own(_earlier(session), seat),
        "order": _order(session.ranking, seat),
        **_of_all(session, results),
    }


def facilitator_view(
    session: Session, names: Mapping[str, str], here: Mapping[str, bool], results: Sequence[Json]
) -> Json:
    """What the facilitator sees: who is there and who is ready, and not what they answered.

    Args:
        session: The workshop.
        names: Names by seat.
        here: Per seat, whether its screen is open.
        results: As for `expert_view`.
    """
    ready = session.current.ready if session.current else set()
    seats = [
        {
            "seat": name,
            "name": names.get(name, name),
            "role": seat.role,
            "observer": seat.observer,
            "ready": name in ready,
            "here": here.get(name, False),
        }
        for name, seat in session.seats.items()
    ]
    return {
        "seats": seats,
        "round": _round(session.current),
        "decisions": session.decisions,
        "notes": session.notes,
        "scenarios": session.scenarios,
        "settings": session.moves[-1] if session.moves else {},
        "moved": len(session.moves),
        "ordering": _ordering(session.ranking),
        "speaking": speaking_order(session),
        "seniors": sorted(session.seniors),
        "rounds_left": session.setting["rounds"] - len(session.rounds),
        **_of_all(session, results),
    }


def beamer_view(session: Session, here: Mapping[str, bool], results: Sequence[Json]) -> Json:
    """What the wall shows: how many are there and ready, and the results.

    Args:
        session: The workshop.
        here: As for `facilitator_view`.
        results: As for `expert_view`.
    """
    experts = session.experts
    ready = session.current.ready if session.current else set()
    return {
        "experts": len(experts),
        "here": sum(here.get(name, False) for name in experts),
        "ready": len(ready & set(experts)),
        "ordering": _ordering(session.ranking),
        "round": _round(session.current),
        "settings": session.moves[-1] if session.moves else {},
        "moved": len(session.moves),
        **_of_all(session, results),
    }


def version_for(session: Session, seat: str, seen: Mapping[str, int]) -> int:
    """The number of the newest event that a screen may know of: of its own, the server or the facilitator.

    Args:
        session: The workshop.
        seat: Whose screen: a seat, a voter, "facilitator" or "beamer".
        seen: Per sender, the number of their events.
    """
    if seat in session.seats or seat in session.steps.voters:
        return sum(seen.get(one, 0) for one in (seat, SERVER, FACILITATOR))
    return sum(seen.values())


def _of_all(session: Session, results: Sequence[Json]) -> Json:
    return {
        "title": session.setting["title"],
        "criteria": session.setting["criteria"],
        "scale": session.setting["scale"],
        "currency": session.setting["currency"],
        "items": session.setting["items"],
        "gone": sorted(session.gone),
        "closed": session.closed,
        "anonymous": session.setting.get("anonymous", False),
        "until": session.until,
        "minutes_set": session.minutes,
        "results": list(results),
    }


def _round(current: Round | None) -> Json | None:
    if current is None:
        return None
    return {
        "number": current.number,
        "asked": list(current.asked),
        "spread": current.spread,
        "revealed": current.revealed,
    }


def _round_of(current: Round | None, seat: str) -> Json | None:
    """The round as one seat sees it: in an order of its own."""
    told = _round(current)
    return told and {**told, "asked": order_of(seat, current)}


def _order(ranking: Ranking | None, seat: str) -> Json | None:
    """The open question for an order with the seat's own answer, first in an order of its own."""
    if ranking is None or ranking.revealed:
        return None
    order = list(ranking.orders.get(seat, ())) or order_of(seat, ranking)
    return {"ranking": ranking.number, "order": order, "done": seat in ranking.done}


def _ordering(ranking: Ranking | None) -> Json | None:
    """The open question for an order, and how many have answered it."""
    if ranking is None or ranking.revealed:
        return None
    return {"ranking": ranking.number, "asked": list(ranking.asked), "done": len(ranking.done)}


def _earlier(session: Session) -> Round | None:
    return session.rounds[-2] if len(session.rounds) > 1 else None


def _own(one: Round | None, seat: str) -> dict[str, Json]:
    given: Mapping[str, Answer] = one.answers.get(seat, {}) if one else {}
    return {
        name: {"scores": answer.scores, "cannot": answer.cannot, "remark": answer.remark}
        for name, answer in given.items()
    }
