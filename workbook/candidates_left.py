"""Whether an opportunity is left to decide on, beside what else a quarter has at hand for the notebooks."""

from collections.abc import Set
from typing import TYPE_CHECKING

from workbook.errors import MeasureError, TablesError

if TYPE_CHECKING:
    from workbook.store.period import Period


def at_hand(period: "Period") -> frozenset[str]:
    """What the notebooks of a quarter have to go by: what its tables hold, and whether anything is left.

    Args:
        period: The quarter.

    Returns:
        What `period.at_hand` says; where opportunities are listed, also "opportunities.open" if one of them
        is left to decide on, and "opportunities.closed" if none is. Scores of which none is about what is
        left count for nothing: "settled.scores" in place of "scores".
    """
    from workbook.decisions import left_open
    from workbook.opportunities import NO_PLAN
    from workbook.store.at_hand import CLOSED, OPEN, SETTLED

    found = period.at_hand
    if "opportunities" not in found:
        return found
    tables = period.published("plan", NO_PLAN), period.inputs("decisions"), period.inputs("opportunities")
    left = left_open(*tables, period.quarters[0])
    if not left:
        return found | {CLOSED}
    scored = period.inputs("scores").dropna(subset="score")["opportunity"]
    if "scores" in found and not scored.isin(left).any():
        found = found - {"scores"} | {f"{SETTLED}.scores"}
    return found | {OPEN}


def refuse_gaps_in_capacity(period: "Period", found: Set[str], needed: Set[str]) -> None:
    """Refuse capacity that does not cover the quarters of a plan that is to be made, before a step runs.

    Args:
        period: The quarter.
        found: What it has at hand.
        needed: What the exhibit with the plan needs at hand; where it is not there, no plan is made.

    Raises:
        TablesError: The budget or a role has no row for a quarter of the plan.
    """
    from workbook.opportunities import budget_and_days

    if not needed <= found:
        return
    try:
        budget_and_days(period.inputs("capacity"), period.quarters)
    except MeasureError as error:
        raise TablesError(str(error)) from None
