"""What somebody sends to a workshop, checked before it is written."""

from collections.abc import Mapping
from typing import Any

from workbook.errors import WorkshopError
from workbook.workshop.orders import roles_of
from workbook.workshop.plan_terms import settings_in
from workbook.workshop.round_rules import Refused, keep_the_spread, order_in, spread_of
from workbook.workshop.session import FACILITATOR, Session

LONGEST = {"remark": 2000, "name": 80, "role": 80, "by": 80, "reason": 2000, "text": 2000}
"""Signs that a text may have."""
LONGEST_TIMER = 240
"""Minutes."""
MOST = 10**12
"""The highest score on a scale without an end: of more, sums and means have no finite value any more."""


def checked(session: Session, seat: str, kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Check what somebody sends before it is written.

    Args:
        session: The workshop.
        seat: Who sends it: a seat, or the facilitator.
        kind: What, as `EXPERT_KINDS` and `FACILITATOR_KINDS` list it.
        data: The rest of it.

    Returns:
        What is to be written.

    Raises:
        WorkshopError: It cannot be; the message says why and what to do.
    """
    allowed = FACILITATOR_KINDS if seat == FACILITATOR else EXPERT_KINDS
    if kind not in allowed:
        raise WorkshopError(f"'{kind}' is not for {'the facilitator' if seat == FACILITATOR else 'a seat'}.")
    if session.closed:
        raise Refused("closed", "The workshop is closed; nothing is added any more.")
    if seat != FACILITATOR and session.seats[seat].observer:
        raise Refused("observer", "An observer does not score; ask the facilitator for a seat.")
    if kind == "ready" and data.get("ready") is True and session.current is not None:
        keep_the_spread(session, seat)
    return allowed[kind](session, data)


def _of_round(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    """The round that an answer is for; it must be the open one."""
    number, current = data.get("round"), session.current
    if current is None:
        raise WorkshopError("No round is open yet; wait for the facilitator.")
    if number != current.number or current.revealed:
        message = f"Round {number} is closed; this answer came too late and is not counted."
        raise Refused("late", message, number=str(number)[:9])
    return {"round": current.number}


def _of_item(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    given = _of_round(session, data)
    if data.get("opportunity") not in session.current.asked:
        raise WorkshopError(f"'{data.get('opportunity')}' is not asked in round {given['round']}.")
    return given | {"opportunity": data["opportunity"]}


def _score(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    given, criterion, score = _of_item(session, data), data.get("criterion"), data.get("score")
    if criterion not in list(session.criteria):
        raise WorkshopError(f"'{criterion}' is not one of {', '.join(session.criteria)}.")
    if score is not None and not on_scale(score, session.criteria[criterion]):
        raise WorkshopError(f"{score!r} is not {scale_of(session.criteria[criterion])}.")
    return given | {"criterion": criterion, "score": score}


def on_scale(score: Any, criterion: Mapping[str, Any]) -> bool:
    """Whether a score is one that a criterion has.

    Example:
        >>> ten = {"low": 1, "high": 10, "keys": True}
        >>> [on_scale(score, ten) for score in (7, 7.5, 11, True, "7")]
        [True, False, False, False, False]
    """
    kinds = int if criterion["keys"] else int | float
    if isinstance(score, bool) or not isinstance(score, kinds):
        return False
    return criterion["low"] <= score <= (MOST if criterion["high"] is None else criterion["high"])


def scale_of(criterion: Mapping[str, Any]) -> str:
    """What a criterion takes, as an error says it.

    Example:
        >>> scale_of({"low": 1, "high": 10, "keys": True})
        'a whole score from 1 to 10'
    """
    kind, low, high = (
        "a whole score" if criterion["keys"] else "a number",
        criterion["low"],
        criterion["high"],
    )
    return (
        f"{kind} of {low:g} or more, up to {MOST:,}" if high is None else f"{kind} from {low:g} to {high:g}"
    )


def _cannot(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    return _of_item(session, data) | {"cannot": _yes_or_no(data, "cannot")}


def _remark(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    return _of_item(session, data) | {"remark": text_of(data, "remark")}


def _ready(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    return _of_round(session, data) | {"ready": _yes_or_no(data, "ready")}


def _round(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    _nothing_open(session, "reveal it, or start it again")
    if len(session.rounds) >= session.setting["rounds"]:
        raise WorkshopError(
            f"{session.setting['rounds']} rounds were agreed; what is still divided is 'no consensus'."
        )
    asked = _asked(session, data)
    return {"asked": asked, "spread": spread_of(session, data, asked)}


def _nothing_open(session: Session, way_out: str) -> None:
    if session.current is not None and not session.current.revealed:
        raise WorkshopError(f"Round {session.current.number} is still open; {way_out}.")
    if session.ranking is not None and not session.ranking.revealed:
        raise WorkshopError("A ranking is still open; show its outcome first.")


def _asked(session: Session, data: Mapping[str, Any]) -> list[str]:
    asked, there = data.get("asked"), [one for one in session.items if one not in session.gone]
    if not isinstance(asked, list) or not asked or any(one not in there for one in asked):
        raise WorkshopError(
            "Say which opportunities are asked, one or more of those of the workshop that the intake holds."
        )
    return list(dict.fromkeys(asked))


def _ranking(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    _nothing_open(session, "reveal it before you ask for an order")
    asked = _asked(session, data)
    if len(asked) < 2:
        raise WorkshopError("An order is of two opportunities or more.")
    return {"asked": asked}


def _of_ranking(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    """The question for an order that an answer is for; it must be the open one."""
    number, current = data.get("ranking"), session.ranking
    if current is None or number != current.number or current.revealed:
        raise Refused("late.order", "This ranking is closed; your order came too late and is not counted.")
    return {"ranking": current.number}


def _order(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    return _of_ranking(session, data) | {"order": order_in(session.ranking, data)}


def _ordered(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    return _of_ranking(session, data) | {"done": _yes_or_no(data, "done")}


def _restart(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    return _of_round(session, data)


def _reveal(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    return _of_round(session, data)


def _timer(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    given, minutes = _of_round(session, data), data.get("minutes")
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not 0 <= minutes <= LONGEST_TIMER:
        raise WorkshopError(f"A timer has 1 to {LONGEST_TIMER} whole minutes, or 0 for none.")
    return given | {"minutes": minutes}


def _takeover(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    return {}


def _seniors(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    roles = data.get("roles")
    if not isinstance(roles, list) or any(one not in roles_of(session) for one in roles):
        raise WorkshopError("Say which roles speak last; each is the role of somebody in the workshop.")
    return {"roles": sorted(set(roles))}


def _observe(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    seat = data.get("seat")
    if seat not in list(session.seats):
        raise WorkshopError("Say which seat looks on, or scores.")
    if any(seat in one.answers for one in session.rounds if one.revealed):
        raise Refused("answered", "What this expert answered was shown already: the seat stays an expert's.")
    return {"seat": seat, "observer": _yes_or_no(data, "observer")}


def _decision(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    if data.get("opportunity") not in list(session.items):
        raise WorkshopError(f"'{data.get('opportunity')}' is not an opportunity of the workshop.")
    if data.get("decided") not in ("start", "postpone", "stop"):
        raise WorkshopError("A decision is one of start, postpone and stop.")
    texts = {name: text_of(data, name, longest=LONGEST["text"]) for name in ("by", "reason")}
    return {"opportunity": data["opportunity"], "decided": data["decided"], **texts}


def _note(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    if data.get("about") not in ("question", "dissent", "note"):
        raise WorkshopError("A note is a question, dissent or a note.")
    return {"about": data["about"], "text": text_of(data, "text")}


def _move(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    return {"settings": settings_in(session, data)}


def _undo(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    if not session.moves:
        raise WorkshopError("Nothing was moved yet.")
    return {}


def _scenario(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": text_of(data, "name"), "settings": settings_in(session, data)}


def _close(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    _nothing_open(session, "reveal it before you close")
    return {}


def _yes_or_no(data: Mapping[str, Any], name: str) -> bool:
    if not isinstance(data.get(name), bool):
        raise WorkshopError(f"{name} is yes or no.")
    return data[name]


def text_of(data: Mapping[str, Any], name: str, longest: int | None = None) -> str:
    """A text that was sent, without signs that steer a terminal or a page.

    Args:
        data: What was sent.
        name: The name of the text in it; blank where it is not there.
        longest: Signs that it may have; by default those of its name.

    Raises:
        WorkshopError: It is no text, or too long.

    Example:
        >>> text_of({"name": " Ann\\u202e "}, "name")
        'Ann'
    """
    text, most = data.get(name, ""), longest or LONGEST[name]
    if not isinstance(text, str):
        raise WorkshopError(f"{name} is a text.")
    text = "".join(sign for sign in text if sign.isprintable() or sign == "\n").strip()
    if len(text) > most:
        raise WorkshopError(f"{name} has {len(text)} signs; {most} fit.")
    return text


EXPERT_KINDS = {
    "score": _score,
    "cannot": _cannot,
    "remark": _remark,
    "ready": _ready,
    "order": _order,
    "ordered": _ordered,
}
FACILITATOR_KINDS = {
    "round": _round,
    "restart": _restart,
    "reveal": _reveal,
    "ranking": _ranking,
    "show_order": _of_ranking,
    "timer": _timer,
    "seniors": _seniors,
    "observe": _observe,
    "takeover": _takeover,
    "decision": _decision,
    "note": _note,
    "scenario": _scenario,
    "move": _move,
    "undo": _undo,
    "close": _close,
}
