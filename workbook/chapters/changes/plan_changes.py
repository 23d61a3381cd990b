"""Last quarter's plan and this one, per opportunity, with what moved it."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, labels, sayer

say = sayer(__name__)
AS_PLANNED = ("unchanged", "continues", "started", "delivered")
"""The moves that were to be expected."""


def exhibit(changes: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """What moved in the plan since the last quarter."""
    first = changes["move"].eq("new").all()
    shown = changes.iloc[:0] if first else changes
    columns = [
        Column("title", label("title")),
        Column("name", label("move"), tone=lambda row: "" if row["move"] == "unchanged" else "strong"),
        Column("why", label("main_cause")),
        Column("start_before", label("start_before")),
        Column("start_after", label("start_after")),
        Column("score_before", label("score_before"), "dec1"),
        Column("score_after", label("score_after"), "dec1"),
    ]
    return table_exhibit(
        shown.assign(name=labels("move." + shown["move"]), why=[_why(row) for row in shown.itertuples()]),
        columns,
        title=say("title.first") if first else _title(changes),
        findings=(say("none" if first else "rule"),),
        note="" if first else say("note"),
        tables=PLAN_TABLES,
    )


def _why(row) -> Phrase:
    told = isinstance(row.main_cause, str) and row.main_cause and row.move not in AS_PLANNED
    return label(f"cause.{row.main_cause}") if told else ""


def _title(changes: pd.DataFrame) -> Phrase:
    moved = (~changes["move"].isin(AS_PLANNED)).sum()
    counts = {move: changes["move"].eq(move).sum() for move in ("started", "delivered")}
    if any(counts.values()):
        return say("title" if moved else "title.none", moved=moved, n_all=len(changes), **counts)
    return say("title.on_time" if moved else "title.none.on_time", moved=moved, n_all=len(changes))
