"""The scores of a workshop as rows, as far as they count."""

from typing import Any

from workbook.workshop.session import Session


def counted_rows(session: Session) -> list[dict[str, Any]]:
    """List what counts of the rounds that were revealed: whole answers, where enough experts gave one.

    An answer is whole where every criterion is scored or the expert cannot judge it; half an answer counts
    for nothing. An opportunity that fewer experts than the quorum answered in a round keeps its round before.
    The quorum is of those who had a seat when the round was revealed.

    Args:
        session: The workshop.

    Returns:
        Rows of expert (the seat), round, opportunity, criterion, score (None where they cannot judge it), at,
        role, abstained ("yes" or "no") and remark (in the row of the first criterion).
    """
    rows = []
    for one in session.rounds:
        for opportunity in one.asked if one.revealed else ():
            seats = [seat for seat in session.experts if session.complete(seat, opportunity, one.number)]
            if len(seats) >= quorum(session, one.experts):
                rows += [row for seat in seats for row in _rows(session, seat, opportunity, one.number)]
    return rows


def quorum(session: Session, experts: int) -> int:
    """How many of so many experts have to answer for a round to count, rounded up."""
    return max(1, -(-experts * session.setting["quorum"] // 100))


def _rows(session: Session, seat: str, opportunity: str, number: int) -> list[dict[str, Any]]:
    answer = session.rounds[number - 1].answers[seat][opportunity]
    remarks = [answer.remark, *[""] * (len(session.criteria) - 1)]
    return [
        {
            "expert": seat,
            "round": number,
            "opportunity": opportunity,
            "criterion": criterion,
            "score": None if answer.cannot else answer.scores[criterion],
            "at": answer.at[:10],
            "role": session.seats[seat].role or None,
            "abstained": "yes" if answer.cannot else "no",
            "remark": remark or None,
        }
        for criterion, remark in zip(session.criteria, remarks, strict=True)
    ]
