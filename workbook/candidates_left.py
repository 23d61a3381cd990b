"""Whether an opportunity is left to decide on, beside what else a quarter has at hand for the notebooks."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbook.store.period import Period


def at_hand(period: "Period") -> frozenset[str]:
    """What the notebooks of a quarter have to go by: what its tables hold, and whether anything is left.

    Args:
        period: The quarter.

    Returns:
        What `period.at_hand` says; where opportunities are listed, also "opportunities.open" if one of them
        is left to decide on, and "opportunities.closed" if none is.
    """
    from workbook.decisions import any_open
    from workbook.opportunities import NO_PLAN
    from workbook.store.at_hand import CLOSED, OPEN

    found = period.at_hand
    if "opportunities" not in found:
        return found
    tables = period.published("plan", NO_PLAN), period.inputs("decisions"), period.inputs("opportunities")
    return found | {OPEN if any_open(*tables, period.quarters[0]) else CLOSED}
