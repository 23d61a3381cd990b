"""What asks for a later phase of maturity than there is."""

import pandas as pd

from workbook.apply.maturity import ReadinessGap
from workbook.chapters.start._phases import phase_name
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)
ROWS = 12


def exhibit(table: pd.DataFrame, gap: ReadinessGap, engagement: Engagement) -> Exhibit:
    """Which programmes and opportunities ask for more, and what the plan does with them.

    Args:
        table: As `workbook.apply.maturity.asks_more` gives it.
        gap: As `readiness_gap` gives it.
        engagement: The settings.
    """
    if gap.ready is None:
        return Exhibit(title="", findings=(say("not_known"),), tables=("readiness",))
    rows = table.head(ROWS).to_dict("records")
    shown = table.head(ROWS).assign(
        what=[say(f"kind.{row['kind']}") for row in rows],
        phase=[phase_name(row["needed"]) for row in rows],
        how=[say("stated" if row["stated"] else "by_rule") for row in rows],
    )
    columns = [
        Column("name", say("name")),
        Column("what", say("what")),
        Column("phase", say("needs")),
        Column("how", say("how")),
    ]
    return table_exhibit(
        shown,
        columns,
        title=_title(table, gap.ready),
        findings=phrases(
            say("waits" if engagement.maturity.limits_plan else "told_only") if len(table) else None,
            say("more", n=len(table) - ROWS) if len(table) > ROWS else None,
        ),
        note=say("note"),
        tables=("opportunities", "programmes", "readiness"),
    )


def _title(table: pd.DataFrame, ready: int) -> Phrase:
    name = label(f"phase.{ready}")
    return (
        say("title", n=len(table), phase=ready, name=name)
        if len(table)
        else say("title.none", phase=ready, name=name)
    )
