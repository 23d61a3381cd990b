"""Hours saved per verdict, from the low to the high assumption."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, chart
from workbook.phrases import Phrase, between, label, labels, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """What the review saves, and what kind of number that is."""
    shown = table[table["saved_high"] > 0]
    return Exhibit(
        title=_title(table),
        chart=chart(
            "ranges",
            shown.assign(name=labels("verdict." + shown["verdict"])),
            name="name",
            low="saved_low",
            high="saved_high",
            axis=label("saved"),
            legend=[say("low"), say("high")],
        ),
        alt=say("alt"),
        findings=(say("assumed"),),
        note=say("note"),
        tables=("processes",),
    )


def _title(table: pd.DataFrame) -> Phrase:
    if not table["saved_high"].any():
        return say("title.none")
    saved = between(table["saved_low"].sum(), table["saved_high"].sum(), "int")
    return say("title", saved=saved, hours=table["hours"].sum())
