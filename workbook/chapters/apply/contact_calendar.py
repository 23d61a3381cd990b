"""The contact calendar: weeks across, programmes down, and what the rules would withhold hatched."""

import pandas as pd

from workbook.chapters.apply._calendar import board, by_week, left_out
from workbook.engagement import Engagement
from workbook.exhibit import Exhibit
from workbook.phrases import Phrase, named, phrases, sayer, show

say = sayer(__name__)


def exhibit(
    calendar: pd.DataFrame, programmes: pd.DataFrame, reached: pd.DataFrame, engagement: Engagement
) -> Exhibit:
    """The fullest week, and what the rules would withhold in it.

    Args:
        calendar: From `workbook.apply.pressure_counts.contact_calendar`.
        programmes: From `workbook.apply.pressure_counts.pressure_by_programme`.
        reached: From `workbook.apply.audience.audience_reached`, as may be shown.
        engagement: The settings.
    """
    if calendar.empty:
        return Exhibit(title=say("title.none"), findings=(say("none"),), tables=("programmes", "touchpoints"))
    weeks, meant = by_week(calendar), programmes.set_index("programme")["stage"]
    return Exhibit(
        title=_title(weeks),
        board=board(calendar, lambda name: _name(name, meant[name], reached)),
        findings=phrases(_empty(weeks), left_out(calendar)),
        note=say("note"),
        tables=("programmes", "touchpoints"),
    )


def _name(programme: str, stage: str, reached: pd.DataFrame) -> Phrase:
    """A programme, whom it is for, and which part of those it reached were in that stage."""
    own = reached[reached["programme"].eq(programme) & reached["intended"]]
    facts = {"programme": programme, "stage": named("stage", stage)}
    if own.empty or own["share"].isna().all():
        return say("lane.unknown", **facts)
    return say("lane", share=own["share"].iloc[0], **facts)


def _title(weeks: pd.DataFrame) -> Phrase:
    day = weeks["due"].idxmax()
    fullest = weeks.loc[day]
    if not weeks["withheld"].sum():
        return say("title.fits", day=show(day, "day"), n=fullest["due"])
    worst = weeks["withheld"].idxmax()
    return say(
        "title", day=show(worst, "day"), n=weeks.loc[worst, "due"], withheld=weeks.loc[worst, "withheld"]
    )


def _empty(weeks: pd.DataFrame) -> Phrase | None:
    n = int(weeks["due"].eq(0).sum())
    return say("empty", n=n, weeks=len(weeks)) if n else None
