"""What contacts about each topic cost, and what preventing a part of them would bring."""

import pandas as pd

from workbook.chapters.understand._topics import topic_names
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, between, label, named, phrases, sayer

say = sayer(__name__)


def exhibit(proposals: pd.DataFrame, totals: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """The first line of a business case per topic, dearest first.

    Args:
        proposals: As `workbook.feedback.proposals.proposals` gives them.
        totals: Of `workbook.feedback.topics.totals`, one row.
        engagement: The settings.
    """
    shown = proposals.assign(
        name=topic_names(proposals["topic"], engagement),
        owner=[named("team", team) for team in proposals["team"]],
        saves=[
            between(low, high, "estimate")
            for low, high in zip(proposals["saves_low"], proposals["saves_high"], strict=True)
        ],
    )
    columns = [
        Column("name", say("topic")),
        Column("owner", label("team")),
        Column("contacts_year", say("contacts"), "int"),
        Column("cost_year", say("cost"), "estimate"),
        Column("saves", say("saves"), kind="range"),
    ]
    return table_exhibit(
        shown,
        columns,
        title=_title(shown, totals.iloc[0], engagement),
        findings=phrases(*([say("accept"), say("assumed")] if len(shown) else [_why_not(engagement)])),
        note=say("note", minimum=engagement.minimum_group),
        tables=("touchpoints",),
    )


def _title(shown: pd.DataFrame, whole: pd.Series, engagement: Engagement) -> Phrase:
    if whole["contacts"] == 0:
        return say("title.no_contacts")
    if shown.empty:
        return say("title.none")
    first = shown.iloc[0]
    return say("title", name=first["name"], cost=first["cost_year"])


def _why_not(engagement: Engagement) -> Phrase:
    priced = any(topic.cost_per_contact for topic in engagement.topics.values())
    return say("few") if priced else say("unpriced")
