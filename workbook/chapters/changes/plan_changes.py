"""Last quarter's plan and this one, per opportunity: what was done, what is new, and what dropped out."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, labels, phrases, sayer

say = sayer(__name__)
UNCHANGED = "unchanged"
EXPLAINED = ("continues", "started", "delivered", "stopped", "gone", "unlisted")
"""The moves that were to be expected, were decided, or follow from another: their cause is no news."""
ORDER = (
    *(
        "delivered",
        "not delivered",
        "started",
        "accelerated",
        "in again",
        "new",
        "dropped",
        "stopped",
        "gone",
        "unlisted",
    ),
    *("moved earlier", "moved later", "continues"),
)


def exhibit(changes: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """What was done of the plan, and what else moved in it.

    Args:
        changes: From `workbook.decisions.told_moves`, with titles and main_cause.
        engagement: The settings.
    """
    first = changes["move"].eq("new").all()
    shown = changes.iloc[:0] if first else changes[changes["move"].ne(UNCHANGED)]
    shown = shown.sort_values("move", key=lambda moves: moves.map(ORDER.index), kind="stable")
    columns = [
        Column("title", label("title")),
        Column("name", label("move"), tone=lambda row: "" if row["move"] == "continues" else "strong"),
        Column("known", label("known")),
        Column("why", label("main_cause")),
        Column("start_before", label("start_before")),
        Column("start_after", label("start_after")),
        Column("score_before", label("score_before"), "dec1"),
        Column("score_after", label("score_after"), "dec1"),
    ]
    return table_exhibit(
        shown.assign(
            name=labels("move." + shown["move"]),
            known=[_known(row) for row in shown.itertuples()],
            why=[_why(row) for row in shown.itertuples()],
        ),
        columns,
        title=say("title.first") if first else say("title", done=say("things", things=_things(changes))),
        findings=(say("none"),) if first else phrases(_moved(changes), _unchanged(changes), say("rule")),
        note="" if first else say("note"),
        tables=PLAN_TABLES,
    )


def _known(row) -> Phrase:
    """Whether a delivery or a start was recorded."""
    told = row.move in ("delivered", "started", "not delivered", "stopped")
    return label(f"basis.{row.basis}") if told and isinstance(row.basis, str) else ""


def _why(row) -> Phrase:
    told = isinstance(row.main_cause, str) and row.main_cause and row.move not in EXPLAINED
    return label(f"cause.{row.main_cause}") if told else ""


def _moved(changes: pd.DataFrame) -> Phrase | None:
    names = changes.loc[changes["move"].isin(["moved earlier", "moved later"]), "title"].tolist()
    return say("moved", names=names) if names else None


def _unchanged(changes: pd.DataFrame) -> Phrase | None:
    n = changes["move"].eq(UNCHANGED).sum()
    return say("unchanged", n=n) if n else None


def _things(changes: pd.DataFrame) -> tuple[Phrase, ...]:
    """What was done, what started, what is new in the plan and what is out of it, each by name."""
    move, assumed = changes["move"], changes["basis"].eq("assumed")
    is_in, was_in = changes["start_after"].notna(), changes["start_before"].notna()
    groups = {
        "done": move.eq("delivered") & ~assumed,
        "done.assumed": move.eq("delivered") & assumed,
        "late": move.eq("not delivered"),
        "started": move.isin(["started", "accelerated"]) & ~assumed,
        "started.assumed": move.isin(["started", "accelerated"]) & assumed,
        "added": move.isin(["in again", "new"]) & is_in,
        "shifted": move.isin(["moved earlier", "moved later"]),
        "stopped": move.eq("stopped") & was_in,
        "out": move.eq("dropped") | move.eq("gone") & was_in,
        "unlisted": move.eq("unlisted") & was_in,
    }
    named = [
        say(key, names=changes.loc[rows, "title"].tolist()) for key, rows in groups.items() if rows.any()
    ]
    return phrases(None if move.eq("delivered").any() else say("done.none"), *named)
