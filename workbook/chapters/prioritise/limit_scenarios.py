"""What more days, more or earlier money, or an obligation released would bring."""

import pandas as pd

from workbook.chapters.prioritise._worth import difference, is_tie
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, named, phrases, sayer

say = sayer(__name__)
CLOSE = 0.01
"""A gain that may be larger by less than this share is told as it is."""


def exhibit(table: pd.DataFrame, made, engagement: Engagement) -> Exhibit | None:
    """Which limit is worth moving.

    Args:
        table: From `prioritization.limit_scenarios`, with titles: kind, name, change, gained, gained_at_most,
            [npv], enters_titles, leaves_titles.
        made: The plan.
        engagement: The settings.
    """
    if table.empty:
        return None
    money = "npv" in table
    columns = [
        Column("what", label("more_of")),
        Column("points", label("gained"), kind="number"),
        *([Column("npv", say("money", n=engagement.plan.case_quarters / 4), "estimate")] if money else []),
        Column("brings", label("difference")),
    ]
    shown = table.assign(
        what=[what(row) for row in table.itertuples()],
        points=[_gained(row, made.objective) for row in table.itertuples()],
        brings=[_brings(row) for row in table.itertuples()],
    )
    return table_exhibit(
        shown,
        columns,
        title=_title(table, made.objective),
        findings=_findings(table),
        note=say("note"),
        tables=PLAN_TABLES,
    )


def what(row) -> Phrase:
    """Which limit moves, and how far."""
    if row.kind == "capacity":
        return say("what.capacity", role=named("role", row.name), days=row.change)
    if row.kind == "must_do":
        return say("what.must_do", title=row.title)
    return say("what.budget", amount=row.change) if row.kind == "budget" else say("what.earlier")


def _gained(row, objective: str) -> Phrase:
    if is_tie(row.gained_at_most):
        return label("nothing")
    if is_tie(row.gained):
        return say("at_most", gained=difference(row.gained_at_most, objective))
    return gained(row, objective)


def gained(row, objective: str) -> Phrase:
    """What a wider limit brings: for certain, or at least where a better plan may not have been found."""
    found = difference(row.gained, objective)
    proved = row.gained_at_most - row.gained < CLOSE * row.gained
    return found if proved else say("at_least", gained=found)


def _brings(row) -> Phrase:
    enters, leaves = list(row.enters_titles), list(row.leaves_titles)
    if not enters and not leaves:
        return "" if is_tie(row.gained) else say("sooner")
    return say(
        "swap" if enters and leaves else "enters" if enters else "leaves", enters=enters, leaves=leaves
    )


def _title(table: pd.DataFrame, objective: str) -> Phrase:
    best = table.iloc[0]
    if is_tie(best["gained"]):
        return say("title.none" if table["gained_at_most"].map(is_tie).all() else "title.unknown")
    first = next(table.head(1).itertuples())
    return say("title", what=what(first), gained=gained(first, objective))


def _findings(table: pd.DataFrame) -> tuple[Phrase, ...]:
    """Money and people that bring nothing more hold nothing back, however much of them is used."""
    idle = table[table["gained_at_most"].map(is_tie)]
    names = [
        named("role", "budget" if row.kind == "budget" else row.name)
        for row in idle.itertuples()
        if row.kind in ("capacity", "budget")
    ]
    return phrases(say("idle", names=names) if names else None)
