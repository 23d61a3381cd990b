"""What each screen may see of the step that the room is on."""

from workbook.workshop.session import FACILITATOR, Session
from workbook.workshop.steps.methods import METHODS, material_of, offered, stage_of
from workbook.workshop.steps.state import SCORE, Json


def step_view(session: Session, who: str) -> Json:
    """The step that the room is on: what it asks, what is shown to all, and what one entered themselves.

    Args:
        session: The workshop.
        who: A seat, the facilitator or the beamer.

    Returns:
        step; beside scoring also stage, material and shown; of a seat own; of the other pages offered (the
        steps to choose from), stages and entered (how many entered something); of the facilitator
        entered_by (their seats).
    """
    step = session.steps.now
    seat = who in session.seats
    seen: Json = {"step": step} if seat else {"step": step, "offered": offered(session)}
    if step == SCORE:
        return seen
    stage = stage_of(session, step)
    seen |= {"stage": stage, "material": material_of(session, step)}
    seen["shown"] = METHODS[step].shown(session, stage)
    if seat:
        return seen | {"own": session.steps.own(step, who)}
    entered = session.steps.who(step)
    seen |= {"entered": len(entered), "stages": list(METHODS[step].STAGES)}
    return seen | ({"entered_by": entered} if who == FACILITATOR else {})
