"""What somebody sends to a step of a workshop, checked before it is written."""

from collections.abc import Mapping
from typing import Any

from workbook.errors import WorkshopError
from workbook.workshop.session import FACILITATOR, Session
from workbook.workshop.steps.methods import METHODS, offered, stage_of
from workbook.workshop.steps.state import VOTE

STEP_KINDS = ("step", "stage", "settle", "entry")


def checked_step(session: Session, who: str, kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Check what somebody sends to a step.

    Args:
        session: The workshop.
        who: A seat, a voter, or the facilitator.
        kind: entry of a seat or voter; step (which one the room is on), stage (of it, the next one) and
            settle of the facilitator.
        data: The step and, of an entry or what is settled, name and value.

    Returns:
        What is to be written.

    Raises:
        WorkshopError: It cannot be; the message says why and what to do.
    """
    if session.closed:
        raise WorkshopError("The workshop is closed; nothing is added any more.")
    if (kind == "entry") == (who == FACILITATOR):
        raise WorkshopError(f"'{kind}' is not for {'the facilitator' if who == FACILITATOR else 'a seat'}.")
    step = data.get("step")
    if not isinstance(step, str) or step not in offered(session):
        raise WorkshopError(f"'{step}' is not a step of this workshop; it has {', '.join(offered(session))}.")
    if kind == "step":
        return {"step": step}
    if step not in METHODS:
        raise WorkshopError(f"'{step}' has rounds; nothing is entered there this way.")
    return {"step": step, **(_stage(session, step, data) if kind == "stage" else _value(session, who, data))}


def _stage(session: Session, step: str, data: Mapping[str, Any]) -> dict[str, Any]:
    following = session.steps.stages.get(step, 0) + 1
    if data.get("stage") != following or following >= len(METHODS[step].STAGES):
        raise WorkshopError("A step goes on one stage at a time; this page is behind, look again.")
    return {"stage": following}


def _value(session: Session, who: str, data: Mapping[str, Any]) -> dict[str, Any]:
    step, name, value = data["step"], data.get("name"), data.get("value")
    if not isinstance(name, str):
        raise WorkshopError("What is entered has a name.")
    if who != FACILITATOR and (who in session.steps.voters) != (step == VOTE):
        raise WorkshopError("This is for who opened the link of a vote, and nothing else is for them.")
    method, stage = METHODS[step], stage_of(session, step)
    if who == FACILITATOR:
        return {"name": name, "value": method.settle(session, stage, name, value)}
    if who in session.seats and session.seats[who].observer:
        raise WorkshopError("An observer enters nothing; ask the facilitator for a seat.")
    return {"name": name, "value": method.entry(session, stage, who, name, value)}


def refuse_while_open(session: Session) -> None:
    """Refuse to close a workshop while customers vote.

    Raises:
        WorkshopError: A vote is open.
    """
    if stage_of(session, VOTE) == "open":
        raise WorkshopError("The vote is still open; close it before you close the workshop.")
