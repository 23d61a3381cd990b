"""What a customer gets in each stage, in the order of days: trigger, message, channel and aim."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Exhibit
from workbook.phrases import Phrase, label, named, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """The stages in which most is sent, and those that rest on one channel.

    Args:
        table: As `workbook.apply.briefings.in_journey_order` gives it.
        engagement: The settings.
    """
    rows = table.to_dict("records")
    counts = table.groupby("stage", sort=False).size()
    most = [named("stage", str(name)) for name in counts.index[counts.eq(counts.max())]]
    one_channel = table.groupby("stage", sort=False)["channel"].nunique().eq(1) & counts.gt(1)
    alike = [named("stage", str(name)) for name in one_channel.index[one_channel]]
    strip = {
        "name": say("strip"),
        "groups": [named("stage", row["stage"]) for row in rows],
        "places": [row["programme"] for row in rows],
        "notes": [_day(row) for row in rows],
        "lanes": [
            {"name": say(f"lane.{lane}"), "kind": "text", "cells": [{"texts": [of(row)]} for row in rows]}
            for lane, of in _LANES.items()
        ],
    }
    return Exhibit(
        title=say("title" if len(most) == 1 else "title.several", n=int(counts.max()), names=most),
        board={"strips": [strip]},
        findings=phrases(say("one_channel", names=alike) if alike else None),
        note=say("note"),
        tables=("programmes",),
    )


def _text(value: Any) -> Phrase:
    return value if isinstance(value, str) else say("blank")


def _day(row: dict[str, Any]) -> Phrase:
    if isinstance(row["timing"], str):
        return row["timing"]
    return say("no_day") if pd.isna(row["day"]) else say("day", n=row["day"])


_LANES: dict[str, Callable[[dict[str, Any]], Phrase]] = {
    "profile": lambda row: row["profile"] if isinstance(row["profile"], str) else say("everyone"),
    "trigger": lambda row: _text(row["trigger"]),
    "message": lambda row: _text(row["message"]),
    "channel": lambda row: row["channel"],
    "class": lambda row: label(f"class.{row['class']}"),
    "kpi": lambda row: _text(row["kpi"]),
    "owner": lambda row: _text(row["owner"]),
}
