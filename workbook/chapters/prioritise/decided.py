"""What was decided on this plan, where that differs from it, and what was said and stays open."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, labels, phrases, sayer

say = sayer(__name__)


def exhibit(
    table: pd.DataFrame, workshops: pd.DataFrame, notes: pd.DataFrame, engagement: Engagement
) -> Exhibit | None:
    """Who decided what, with the plan or against it; dissent and open questions as they were said.

    Args:
        table: From `workbook.decided_now.decided_now`.
        workshops: Table of the workshops on this plan.
        notes: Table of workshop notes: what was said about it.
        engagement: The settings.
    """
    if table.empty and workshops.empty and notes.empty:
        return None
    shown = table.assign(
        decided_name=labels("decided." + table["decided"]),
        in_plan=[_in_plan(start) for start in table["plan_start"]],
    )
    optional = [
        Column("decided_by", label("decided_by")),
        Column("remark", label("remark_of_decision")),
    ]
    return table_exhibit(
        shown.fillna({"decided_by": "", "remark": ""}),
        [
            Column("title", label("title")),
            Column("decided_name", label("decided")),
            Column("in_plan", label("plan_says"), tone=lambda row: "warn" if row["differs"] else ""),
            *[column for column in optional if table[column.name].notna().any()],
        ],
        title=_title(table),
        findings=phrases(*_held(workshops), _divided(table), *_said(notes)),
        note=say("note") if len(table) else "",
        tables=("decisions", "workshops", "workshop_notes"),
    )


def _in_plan(start: str | float) -> Phrase:
    return say("left_out") if pd.isna(start) else say("starts", quarter=start)


def _title(table: pd.DataFrame) -> Phrase:
    if table.empty:
        return say("title.none")
    differ = int(table["differs"].sum())
    return say("title.differ", n=len(table), differ=differ) if differ else say("title.same", n=len(table))


def _held(workshops: pd.DataFrame) -> list[Phrase]:
    return [
        say("held.moved" if moved else "held", day=day, n=n)
        for day, n, moved in zip(
            workshops["held_on"], workshops["experts"], workshops["limits_moved"].eq(True), strict=True
        )
    ]


def _divided(table: pd.DataFrame) -> Phrase | None:
    names = table.loc[table["divided"], "title"].tolist()
    return say("divided", names=names) if names else None


def _said(notes: pd.DataFrame) -> list[Phrase]:
    """What was said of each kind; all of it, as it was said."""
    found = {
        kind: notes.loc[notes["about"].eq(kind), "text"].tolist() for kind in ("dissent", "question", "note")
    }
    return [say(f"said.{kind}", text=text) for kind, texts in found.items() for text in texts]
