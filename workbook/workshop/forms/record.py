"""Take filled forms into a workshop as one more round that was held, by the rules of the pages."""

from collections.abc import Sequence

from workbook.workshop.forms.read import Form
from workbook.workshop.room import Room
from workbook.workshop.session import FACILITATOR


def record(room: Room, forms: Sequence[Form]) -> int:
    """Write a round of forms down, and show it as revealed.

    An expert with the name of a seat of an earlier round sits there again. In the first round every
    opportunity is asked, in a later one those of which anything was filled in.

    Args:
        room: The workshop; its last round is revealed, or there is none yet.
        forms: What the experts filled in.

    Returns:
        The number of the round.

    Raises:
        WorkshopError: The round cannot be, or the file cannot be written.
    """
    seats = _seats(room, forms)
    answered = set().union(*(form.answered for form in forms))
    asked = [name for name in room.session.items if not room.session.rounds or name in answered]
    _send(room, FACILITATOR, "round", asked=asked)
    number = room.session.current.number
    for seat, form in zip(seats, forms, strict=True):
        _answers(room, seat, form, number)
    _send(room, FACILITATOR, "reveal", round=number)
    return number


def _seats(room: Room, forms: Sequence[Form]) -> list[str]:
    """A seat per form: of two forms with one name the second gets another seat than the first."""
    free = {name.casefold(): seat for seat, name in room.names.items()}
    return [
        free.pop(form.name.casefold(), None) or room.join({"name": form.name, "role": form.role})[0]
        for form in forms
    ]


def _answers(room: Room, seat: str, form: Form, number: int) -> None:
    for opportunity in sorted(form.answered):
        of = {"round": number, "opportunity": opportunity}
        if opportunity in form.cannot:
            _send(room, seat, "cannot", **of, cannot=True)
        for criterion, score in form.scores.get(opportunity, {}).items():
            _send(room, seat, "score", **of, criterion=criterion, score=score)
        if opportunity in form.remarks:
            _send(room, seat, "remark", **of, remark=form.remarks[opportunity])
    _send(room, seat, "ready", round=number, ready=True)


def _send(room: Room, who: str, kind: str, **data: object) -> None:
    room.take(who, kind, data, f"form-{room.session.last}")
