"""What the steps of a workshop found: rows to hand on, and what the minutes say."""

from collections.abc import Sequence

from workbook.workshop.session import Session
from workbook.workshop.steps import vote
from workbook.workshop.steps.methods import METHODS, held, stage_of
from workbook.workshop.steps.state import VOTE, Json

STEP_TABLES = {table: columns for method in METHODS.values() for table, columns in method.TABLES.items()}
"""Per table that a step hands on its columns and their kinds."""


def step_rows(session: Session, name: str) -> dict[str, list[Json]]:
    """What the steps hand on; what was not shown stays in the file of the workshop.

    Args:
        session: The workshop.
        name: Of the workshop.

    Returns:
        Rows by table.
    """
    found: dict[str, list[Json]] = {}
    for step in held(session):
        for table, rows in METHODS[step].rows(session, stage_of(session, step), name).items():
            found[table] = found.get(table, []) + rows
    return found


def steps_told(session: Session, votes: Sequence[Json] = ()) -> list[Json]:
    """What the minutes say of each step that was held.

    Args:
        session: The workshop.
        votes: Of a vote, what was worked out of it, as the pages show it.

    Returns:
        Per step its name (step), whether anything was shown, and what its own module tells.
    """
    return [
        {
            "step": step,
            "shown": stage_of(session, step) != METHODS[step].STAGES[0],
            **METHODS[step].told(session, stage_of(session, step)),
            **({"results": vote.results_told(session, votes)} if step == VOTE else {}),
        }
        for step in held(session)
    ]
