"""The scores of a workshop as rows: for the panel, and for the engagement once it is closed."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from workbook.errors import WorkshopError
from workbook.workshop.session import Session

COLUMNS = {
    "expert": "text",
    "round": "integer",
    "opportunity": "text",
    "criterion": "text",
    "score": "real",
    "at": "text",
    "period": "text",
    "role": "text",
    "abstained": "text",
    "remark": "text",
    "session": "text",
}
FILE = "workshop.sqlite"
"""Where an engagement keeps the scores of its workshops."""


def counted_rows(session: Session) -> list[dict[str, Any]]:
    """List what counts of the rounds that were revealed: whole answers, where enough experts gave one.

    An answer is whole where every criterion is scored or the expert cannot judge it; half an answer counts
    for nothing. An opportunity that fewer experts than the quorum answered in a round keeps its round before.

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
            if len(seats) >= quorum(session):
                rows += [row for seat in seats for row in _rows(session, seat, opportunity, one.number)]
    return rows


def quorum(session: Session) -> int:
    """How many experts have to answer for a round to count: a share of those with a seat, rounded up."""
    return max(1, -(-len(session.experts) * session.setting["quorum"] // 100))


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


def hand_on(session: Session, name: str, folder: Path) -> int:
    """Put the scores of a closed workshop where `cx-workbook run` reads them, in one move.

    Handing on twice does the same as once: rows of the same workshop are replaced.

    Args:
        session: The workshop, closed.
        name: Of the workshop; its rows bear it.
        folder: The engagement's folder.

    Returns:
        How many rows were written.

    Raises:
        WorkshopError: It is not closed, or the file cannot be written.
    """
    if not session.closed:
        raise WorkshopError("The workshop is not closed yet: close it on the facilitator's page first.")
    period = session.setting["period"]
    given = [{**row, "period": period, "session": name} for row in counted_rows(session)]
    fields = ", ".join(COLUMNS)
    values = ", ".join(f":{column}" for column in COLUMNS)
    try:
        with closing(sqlite3.connect(folder / FILE)) as data, data:
            _ready_table(data)
            data.execute("delete from scores where session = ?", (name,))
            data.executemany(f"insert into scores ({fields}) values ({values})", given)
    except sqlite3.Error as error:
        raise WorkshopError(
            f"{folder / FILE} cannot be written: {error}. The workshop keeps all; close it again later."
        ) from error
    return len(given)


def _ready_table(data: sqlite3.Connection) -> None:
    """The table, with every column that is written."""
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    data.execute(f"create table if not exists scores ({columns})")
    there = {row[1] for row in data.execute("pragma table_info(scores)")}
    for name, kind in COLUMNS.items():
        if name not in there:
            data.execute(f"alter table scores add column {name} {kind}")
