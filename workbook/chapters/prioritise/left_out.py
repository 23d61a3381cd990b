"""The opportunities that wait, each with the reason."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, named, sayer, show

say = sayer(__name__)
ROUNDING = 1e-6  # a smaller difference in a plan's score is only rounding


def exhibit(reasons: pd.DataFrame, gap: float, engagement: Engagement) -> Exhibit:
    """Why the rest waits, and how near the nearest one was.

    Args:
        reasons: From `prioritization.why_left_out`, with titles.
        gap: How near to the best the plans come that were made for it, as a share.
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
        looked_into_first.assign(why=[_why(row) for row in looked_into_first.itertuples()]),
        columns,
        title=say("title", n=len(reasons)) if unasked.any() else _title(reasons),
        findings=(
            say("unasked", n=unasked.sum(), n_all=len(reasons)) if unasked.any() else _nearest(reasons),
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


def _why(row) -> Phrase:
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
        lost=_loss(row.value_lost_at_least, row.value_lost),
        blocker=_blocker(row.reason, blocker),
    )


def _blocker(reason: str, blocker: str) -> Phrase:
    """What stands in the way: a limit or precondition by its name; a title or a quarter as it is."""
    if reason in ("deadline", "earliest") or not blocker:
        return blocker
    return named({"readiness": "precondition", "cannot": "blocker"}.get(reason, "role"), blocker)


def is_tie(value_lost: float) -> bool:
    """Whether a difference in a plan's score is only rounding."""
    return abs(value_lost) < ROUNDING


def _loss(least: float, most: float) -> Phrase:
    """What the plan's score loses: a number where it is known, else its bounds."""
    if pd.isna(least) or pd.isna(most) or abs(most - least) < 0.005:
        return show(most, "dec2")
    return say("bound" if least > 0 else "bound.most", least=least, most=most)


def _nearest(reasons: pd.DataFrame) -> Phrase:
    near = reasons[reasons["reason"].eq("worth_less")]
    if near.empty:
        return say("none")
    first = near.loc[near["value_lost"].idxmin()]
    if is_tie(first["value_lost"]):
        return say("tie", title=first["title"], names=list(first["makes_way_titles"]))
    return say("near", title=first["title"], lost=_loss(first["value_lost_at_least"], first["value_lost"]))
