"""What a workshop asks its notebook: what it is about, what the panel thinks, what the intake holds."""

from collections.abc import Iterable
from typing import Any

from workbook.errors import WorkshopError
from workbook.workshop.notebook_link import NotebookLink
from workbook.workshop.room import Results
from workbook.workshop.round_rules import ranks
from workbook.workshop.scores import counted_rows
from workbook.workshop.session import Session
from workbook.workshop.steps.methods import stage_of
from workbook.workshop.steps.state import VOTE
from workbook.workshop.steps.vote import ballots
from workbook.workshop.terms import Terms


async def asked_about(link: NotebookLink, terms: Terms) -> dict[str, Any]:
    """What a workshop of the quarter is about, as its first event says it."""
    setting = await link.ask("setting", {"quorum": terms.quorum, "rounds": terms.rounds})
    agreed = {"anonymous": terms.anonymous, "rehearsal": terms.rehearsal}
    return {**setting, **agreed, "steps": await link.ask("steps")}


def panel_by(link: NotebookLink) -> Results:
    """What works out the panel's results: the workshop's notebook, on the scores that count."""

    async def results(session: Session) -> dict[str, Any]:
        rows, cast = counted_rows(session), ballots(session, stage_of(session, VOTE))
        found = await link.ask("panel", {"scores": rows}) if rows else {"results": [], "habits": {}}
        found["votes"] = await link.ask("votes", {"votes": cast}) if cast else []
        return found | {"order": await order_by(link, session)}

    return results


async def order_by(link: NotebookLink, session: Session) -> dict[str, Any] | None:
    """What the last ranking that was shown came to; none where nobody answered one."""
    shown = [one for one in session.rankings if one.revealed]
    given = ranks(shown[-1]) if shown else {}
    return await link.ask("ranking", {"ranks": given}) if given else None


async def opportunities_of(link: NotebookLink, otherwise: Iterable[str]) -> Iterable[str]:
    """The opportunities that the intake holds now; of an intake that has faults, `otherwise`."""
    try:
        return await link.ask("intake")
    except WorkshopError:
        return otherwise
