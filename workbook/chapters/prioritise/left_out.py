"""The opportunities that wait, each with the reason."""

import pandas as pd

from workbook.chapters.prioritise._worth import is_tie, lost
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, named, sayer

say = sayer(__name__)


def exhibit(reasons: pd.DataFrame, gap: float, made, engagement: Engagement) -> Exhibit:
    """Why the rest waits, and how near the nearest one was.

    Args:
        reasons: From `prioritization.why_left_out`, with titles.
        gap: How near to the best the plans come that were made for it, as a share.
        made: The plan.
        engagement: The settings.
    """
    unasked = reasons["reason"].eq("not_looked_into")
    looked_into_first = pd.concat([reasons[~unasked], reasons[unasked]])
    columns = [
        Column("title", label("title")),
        Column("score", label("score"), "dec1"),
        Column("cost", label("cost"), "money"),
        Column("why", label("reason")),
    ]
    return table_exhibit(
        looked_into_first.assign(why=[_why(row, made.objective) for row in looked_into_first.itertuples()]),
        columns,
        title=say("title", n=len(reasons)) if unasked.any() else _title(reasons),
        findings=(
            say("unasked", n=unasked.sum(), n_all=len(reasons))
            if unasked.any()
            else _nearest(reasons, made.objective),
        ),
        note=say("note", gap=gap),
        tables=PLAN_TABLES,
    )


def _title(reasons: pd.DataFrame) -> Phrase:
    if reasons.empty:
        return say("title.none")
    worth_less = reasons["reason"].eq("worth_less").sum()
    waits = say("title", n=len(reasons))
    return (
        say("title.fits", n=len(reasons), waits=waits, fits=say("fits", n=worth_less))
        if worth_less
        else waits
    )


def _why(row, objective: str) -> Phrase:
    if row.verdict == "unscored" and row.reason in ("worth_less", "cannot"):
        return say("why.unscored")
    variant = ""
    if row.reason == "worth_less":
        variant = ".alone" if not len(row.makes_way_titles) else ".tie" if is_tie(row.value_lost) else ""
    blocker = "" if pd.isna(row.blocker) else str(row.blocker)
    if row.reason == "cannot" and blocker:
        variant = ".blocker"
    return say(
        f"why.{row.reason}{variant}",
        names=list(row.makes_way_titles),
        lost=lost(row.value_lost_at_least, row.value_lost, objective),
        blocker=_blocker(row.reason, blocker),
    )


def _blocker(reason: str, blocker: str) -> Phrase:
    """What stands in the way: a limit or precondition by its name; a title or a quarter as it is."""
    if reason in ("deadline", "earliest") or not blocker:
        return blocker
    return named({"readiness": "precondition", "cannot": "blocker"}.get(reason, "role"), blocker)


def _nearest(reasons: pd.DataFrame, objective: str) -> Phrase:
    near = reasons[reasons["reason"].eq("worth_less")]
    if near.empty:
        return say("none")
    first = near.loc[near["value_lost"].idxmin()]
    if is_tie(first["value_lost"]):
        return say("tie", title=first["title"], names=list(first["makes_way_titles"]))
    return say(
        "near", title=first["title"], lost=lost(first["value_lost_at_least"], first["value_lost"], objective)
    )
