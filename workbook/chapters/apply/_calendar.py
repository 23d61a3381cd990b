"""A calendar as a picture: weeks across, programmes down, and what the rules would withhold hatched."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from workbook.phrases import Phrase, say, show

LANES = 16
"""So many programmes are drawn, those with most messages first."""


def by_week(calendar: pd.DataFrame) -> pd.DataFrame:
    """Messages due and withheld of all programmes, by week."""
    return calendar.groupby("week")[["due", "withheld"]].sum()


def board(calendar: pd.DataFrame, name: Callable[[str], Phrase]) -> dict[str, Any]:
    """The calendar, as `workbook.render.boards.board` takes it.

    Args:
        calendar: From `workbook.apply.pressure_counts.contact_calendar`.
        name: What the lane of a programme is called.
    """
    names = list(dict.fromkeys(calendar["programme"]))
    drawn, weeks = calendar[calendar["programme"].isin(names[:LANES])], by_week(calendar)
    lanes = [
        {"name": name(str(programme)), "kind": "fill", "cells": _cells(rows)}
        for programme, rows in drawn.groupby("programme", sort=False)
    ]
    if len(names) > 1:
        lanes.append(
            {"name": say("contact_calendar.every"), "kind": "text", "cells": _cells(weeks.reset_index())}
        )
    strip = {
        "name": say("contact_calendar.strip"),
        "groups": [show(week, "month") for week in weeks.index],
        "places": [show(week, "day") for week in weeks.index],
        "notes": [""] * len(weeks),
        "lanes": lanes,
    }
    return {"strips": [strip]}


def left_out(calendar: pd.DataFrame) -> Phrase | None:
    """How many programmes are not drawn."""
    n = calendar["programme"].nunique() - LANES
    return say("contact_calendar.left_out", n=n) if n > 0 else None


def _cells(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {"texts": _told(row.due, row.withheld), "level": int(row.due > 0) + int(row.withheld > 0)}
        for row in rows.itertuples()
    ]


def _told(due: int, withheld: int) -> list[Phrase]:
    if not due:
        return []
    return [show(due, "int"), *([say("contact_calendar.withheld", n=withheld)] if withheld else [])]
