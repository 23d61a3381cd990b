"""Hand on what a closed workshop found and decided, to where `cx-workbook run` reads it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from workbook.errors import WorkshopError
from workbook.workshop.plan_terms import plan_terms
from workbook.workshop.scores import counted_rows
from workbook.workshop.session import Session
from workbook.workshop.steps.outcome import STEP_TABLES, step_rows

FILE = "workshop.sqlite"
"""Where an engagement keeps what its workshops found."""
TABLES = {
    "scores": {
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
    },
    "decisions": {
        "opportunity": "text",
        "decided": "text",
        "decided_on": "text",
        "decided_by": "text",
        "period": "text",
        "remark": "text",
        "session": "text",
    },
    "workshops": {
        "workshop": "text",
        "held_on": "text",
        "experts": "integer",
        "rounds": "integer",
        "observers": "integer",
        "limits_moved": "text",
        "period": "text",
        "session": "text",
    },
    "workshop_notes": {
        "about": "text",
        "text": "text",
        "said_on": "text",
        "period": "text",
        "session": "text",
    },
    **STEP_TABLES,
}
"""Per table its columns and their kinds; `session` names the workshop that a row is from."""


def decision_rows(session: Session) -> list[dict[str, Any]]:
    """The decisions of a workshop, the last one on each opportunity.

    Args:
        session: The workshop.

    Returns:
        Rows of opportunity, decided (start, postpone or stop), decided_on (a day), decided_by and remark
        (None where nothing was said).
    """
    return [
        {
            "opportunity": opportunity,
            "decided": decision["decided"],
            "decided_on": decision["at"][:10],
            "decided_by": decision["by"] or None,
            "remark": decision["reason"] or None,
        }
        for opportunity, decision in session.decisions.items()
    ]


def workshop_row(session: Session, name: str) -> dict[str, Any]:
    """A workshop as a row of its table.

    Args:
        session: The workshop, closed.
        name: Of the workshop.

    Returns:
        workshop, held_on (the day it was closed), experts (seats of experts), rounds (that were shown),
        observers and limits_moved ("yes" where its last plan had other limits or weights than the
        engagement, else "no").
    """
    moved = session.plan is not None and any(plan_terms(session, session.plan).values())
    return {
        "workshop": name,
        "held_on": session.ended[:10],
        "experts": len(session.experts),
        "rounds": sum(one.revealed for one in session.rounds),
        "observers": len(session.seats) - len(session.experts),
        "limits_moved": "yes" if moved else "no",
    }


def note_rows(session: Session) -> list[dict[str, Any]]:
    """The dissent, questions and notes that were recorded, as rows of about, text and said_on (a day)."""
    return [{"about": one["about"], "text": one["text"], "said_on": one["at"][:10]} for one in session.notes]


def hand_on(session: Session, name: str, folder: Path) -> dict[str, int]:
    """Put the scores and decisions of a closed workshop where `cx-workbook run` reads them, in one move.

    Of a rehearsal nothing is handed on, nor of an opportunity that no longer stands in the intake, which
    would refuse it; the workshop's own file keeps all. Handing on twice does the same as once: rows of the
    same workshop are replaced. Rounds are counted on from those of earlier workshops, so that the newest
    counts. A decision takes the place of one on the same opportunity that another workshop took on the same
    day.

    Args:
        session: The workshop, closed.
        name: Of the workshop; its rows bear it.
        folder: The engagement's folder.

    Returns:
        Per table how many rows were written.

    Raises:
        WorkshopError: It is not closed, or the file cannot be written.
    """
    if not session.closed:
        raise WorkshopError("The workshop is not closed yet: close it on the facilitator's page first.")
    if session.setting.get("rehearsal"):
        return {}
    mark = {"period": session.setting["period"], "session": name}
    given = _given(session, name)
    if not given:
        return {}
    given = {table: [row | mark for row in rows] for table, rows in given.items()}
    given["workshops"] = [workshop_row(session, name) | mark]
    try:
        with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as data:
            data.execute("begin immediate")
            for table, rows in given.items():
                _write(data, table, rows)
            data.execute("commit")
    except sqlite3.Error as error:
        raise WorkshopError(
            f"{folder / FILE} cannot be written: {error}. The workshop keeps all; make the file writable, and"
            " start it with --resume to hand it on again."
        ) from error
    return {table: len(rows) for table, rows in given.items()}


def _given(session: Session, name: str) -> dict[str, list[dict[str, Any]]]:
    """Per table the rows that there are, without those on an opportunity that left the intake."""
    found = {
        "scores": counted_rows(session),
        "decisions": decision_rows(session),
        "workshop_notes": note_rows(session),
        **step_rows(session, name),
    }
    there = {
        table: [row for row in rows if row.get("opportunity") not in session.gone]
        for table, rows in found.items()
    }
    return {table: rows for table, rows in there.items() if rows}


def _write(data: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    """Replace the rows of a workshop in a table."""
    _ready_table(data, table)
    data.execute(f"delete from {table} where session = ?", (rows[0]["session"],))
    if table == "scores":
        rows = _after_earlier_ones(data, rows)
    if table == "decisions":
        taken = "delete from decisions where opportunity = :opportunity and decided_on = :decided_on"
        data.executemany(f"{taken} and session is not null", rows)
    fields, values = (", ".join(form.format(name) for name in TABLES[table]) for form in ('"{}"', ":{}"))
    data.executemany(f"insert into {table} ({fields}) values ({values})", rows)


def _after_earlier_ones(data: sqlite3.Connection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Scores with rounds that go on from those there are: a seat has other people in another workshop."""
    name = rows[0]["session"]
    earlier = "select max(cast(round as integer)) from scores where session is null or session < ?"
    before = data.execute(earlier, (name,)).fetchone()[0] or 0
    if not before:
        return rows
    return [row | {"round": before + row["round"], "expert": f"{name}-{row['expert']}"} for row in rows]


def _ready_table(data: sqlite3.Connection, table: str) -> None:
    """The table, with every column that is written."""
    columns = ", ".join(f'"{name}" {kind}' for name, kind in TABLES[table].items())
    data.execute(f"create table if not exists {table} ({columns})")
    there = {row[1] for row in data.execute(f"pragma table_info({table})")}
    for name, kind in TABLES[table].items():
        if name not in there:
            data.execute(f'alter table {table} add column "{name}" {kind}')
