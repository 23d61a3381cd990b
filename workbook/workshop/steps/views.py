"""What each screen may see of the step that the room is on."""

from workbook.workshop.session import FACILITATOR, Session
from workbook.workshop.steps import journey
from workbook.workshop.steps.methods import METHODS, offered, stage_of
from workbook.workshop.steps.state import SCORE, VOTE, Json


def step_view(session: Session, who: str, step: str = "") -> Json:
    """The step that the room is on: what it asks, what is shown to all, and what one entered themselves.

    Args:
        session: The workshop.
        who: A seat, the facilitator or the beamer.
        step: Another step than that which the room is on.

    Returns:
        step; beside scoring also stage, material and shown; of a seat own; of the other pages offered (the
        steps to choose from), stages and entered (how many entered something); of the facilitator
        entered_by (their seats) and lead (what waits for a decision of theirs).
    """
    step = step or session.steps.now
    seat = who in session.seats
    seen: Json = {"step": step} if seat else {"step": step, "offered": offered(session)}
    if step == SCORE:
        return seen
    stage = stage_of(session, step)
    seen |= {"stage": stage, "material": METHODS[step].material(session)}
    seen["shown"] = METHODS[step].shown(session, stage)
    if seat:
        return seen | {"own": session.steps.own(step, who)}
    entered = session.steps.who(step)
    seen |= {"entered": len(entered), "stages": list(METHODS[step].STAGES)}
    if who != FACILITATOR:
        return seen
    return seen | {
        "entered_by": entered,
        "lead": journey.lead(session, stage) if step == journey.STEP else {},
    }


def voter_view(session: Session, voter: str) -> Json:
    """What a customer or partner sees: the options and what they chose themselves; nothing of another.

    Args:
        session: The workshop.
        voter: Whose screen.

    Returns:
        title, closed, until, step, stage, material, shown and own.
    """
    seen = step_view(session, voter, VOTE)
    own = {name: seen[name] for name in ("step", "stage", "material", "shown")}
    fixed = {"title": session.setting["title"], "closed": session.closed, "until": ""}
    return fixed | own | {"own": session.steps.own(VOTE, voter)}
