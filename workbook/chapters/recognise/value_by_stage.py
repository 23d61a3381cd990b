"""Share of the customers beside share of the revenue, per stage."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, chart
from workbook.phrases import Phrase, label, named, phrases, sayer

say = sayer(__name__)
TOLD_FROM = 0.005  # of the revenue; a stage that brings less is passed over as the least


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """The stage that brings most, and the least of those that bring anything."""
    groups = [say("group", stage=named("stage", row.group), count=row.n) for row in table.itertuples()]
    return Exhibit(
        title=_title(table),
        chart=chart(
            "paired_bars",
            table.assign(group=groups),
            name="group",
            left="share_of_customers",
            right="share_of_value",
            legend=[label("share_of_customers"), label("share_of_value")],
        ),
        alt=say("alt"),
        findings=phrases(_least(table), say("counted")),
        note=say("note", days=engagement.days_counted),
        tables=("transactions",),
    )


def _title(table: pd.DataFrame) -> Phrase:
    if not table["share_of_value"].fillna(0).any():
        return say("title.none")
    top = table.loc[table["share_of_value"].idxmax()]
    shares = {"base": top["share_of_customers"], "value": top["share_of_value"]}
    return say("title", stage=named("stage", top["group"]), **shares)


def _least(table: pd.DataFrame) -> Phrase | None:
    brings = table[table["share_of_value"].ge(TOLD_FROM)].sort_values("share_of_value")
    if len(brings) < 2:
        return None
    least = brings.iloc[0]
    return say("least", stage=named("stage", least["group"]), n=least["n"], value=least["share_of_value"])
