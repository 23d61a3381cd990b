"""The steps that a workshop may hold, each a module of its own, and which of them an engagement has."""

from types import ModuleType

from workbook.workshop.session import Session
from workbook.workshop.steps import essa, journey, maturity, names, needs, vote
from workbook.workshop.steps.state import SCORE

METHODS: dict[str, ModuleType] = {one.STEP: one for one in (maturity, needs, names, journey, essa, vote)}
"""Per step its module: STAGES, material, entry, settle, shown, rows, told and made_up."""


def offered(session: Session) -> list[str]:
    """The steps that there is something for; a workshop that began before there were steps has scoring only.

    Args:
        session: The workshop.
    """
    known = "steps" in session.setting
    return [*[name for name, one in METHODS.items() if known and one.material(session)], SCORE]


def stage_of(session: Session, step: str) -> str:
    """The stage that a step is at."""
    return METHODS[step].STAGES[session.steps.stages.get(step, 0)]


def held(session: Session) -> list[str]:
    """The steps in which somebody entered something."""
    return [name for name in METHODS if session.steps.who(name)]
