"""The contact calendar: weeks across, programmes down, and what the rules would withhold hatched."""

from typing import Any

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Exhibit
from workbook.phrases import Phrase, named, phrases, sayer, show

say = sayer(__name__)
LANES = 16
"""So many programmes are drawn, those with most messages first."""


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
    names = list(dict.fromkeys(calendar["programme"]))
    weeks = calendar.groupby("week")[["due", "withheld"]].sum()
    drawn = calendar[calendar["programme"].isin(names[:LANES])]
    meant = programmes.set_index("programme")["stage"]
    lanes = [
        {"name": _name(str(name), meant[name], reached), "kind": "fill", "cells": _cells(rows)}
        for name, rows in drawn.groupby("programme", sort=False)
    ]
    if len(names) > 1:
        lanes.append({"name": say("every"), "kind": "text", "cells": _cells(weeks.reset_index())})
    strip = {
        "name": say("strip"),
        "groups": [show(week, "month") for week in weeks.index],
        "places": [show(week, "day") for week in weeks.index],
        "notes": [""] * len(weeks),
        "lanes": lanes,
    }
    return Exhibit(
        title=_title(weeks),
        board={"strips": [strip]},
        findings=phrases(_empty(weeks), _left_out(names)),
        note=say("note"),
        tables=("programmes", "touchpoints"),
    )


def _name(programme: str, stage: str, reached: pd.DataFrame) -> Phrase:
    """A programme, whom it is for, and which part of those it reached were in that stage."""
    own = reached[reached["programme"].eq(programme) & reached["intended"]]
    facts: dict[str, Any] = {"programme": programme, "stage": named("stage", stage)}
    if own.empty or own["share"].isna().all():
        return say("lane.unknown", **facts)
    return say("lane", share=own["share"].iloc[0], **facts)


def _cells(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {"texts": _told(row.due, row.withheld), "level": int(row.due > 0) + int(row.withheld > 0)}
        for row in rows.itertuples()
    ]


def _told(due: int, withheld: int) -> list[Phrase]:
    if not due:
        return []
    return [show(due, "int"), *([say("withheld", n=withheld)] if withheld else [])]


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


def _left_out(names: list[str]) -> Phrase | None:
    return say("left_out", n=len(names) - LANES) if len(names) > LANES else None
