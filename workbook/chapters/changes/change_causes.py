"""What made the best plan worth more or less than a quarter ago, by cause; they add up."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, labels, phrases, sayer, show

say = sayer(__name__)
SMALL_CHANGE = 0.05  # points; what is less is written as none


def exhibit(found, compared: bool, engagement: Engagement) -> Exhibit:
    """By how much the best plan changed, and what did most.

    Args:
        found: From `prioritization.change_causes`.
        compared: Whether there is an earlier plan with its input.
        engagement: The settings.
    """
    value = found.value
    causes = value.assign(
        name=labels("cause." + value["cause"]), text=[show(part, "signed1") for part in value["change"]]
    )
    ends = [(label("before"), show(found.before, "dec1")), (label("after"), show(found.after, "dec1"))]
    before, after = (pd.DataFrame([end], columns=["name", "text"]) for end in ends)
    rows = pd.concat([before, causes[["name", "text"]], after])
    return table_exhibit(
        rows if compared and found.orders else rows.iloc[:0],
        [Column("name", label("cause")), Column("text", label("points"), kind="number")],
        title=_title(found, compared),
        findings=_findings(found, compared),
        note=say("note") if compared else "",
        tables=PLAN_TABLES,
    )


def _title(found, compared: bool) -> Phrase:
    if not compared:
        return say("title.first")
    change = found.after - found.before
    if abs(change) < SMALL_CHANGE:
        return say("title.none")
    if not found.orders:
        return say("title.unknown", change=change)
    toward = found.value.set_index("cause")["change"] * (1 if change > 0 else -1)
    key = "title.more" if change > 0 else "title.less"
    return say(key, change=abs(change), cause=label(f"cause.{toward.idxmax()}"))


def _findings(found, compared: bool) -> tuple[Phrase, ...]:
    if not compared:
        return (say("first"),)
    if not found.orders:
        return (say("unknown"),)
    some = found.orders < found.all_orders
    counts = {"orders": found.orders, "all_orders": found.all_orders}
    return phrases(say("read"), say("some", **counts) if some else None)
