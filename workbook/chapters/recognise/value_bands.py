"""The bands by value: how few customers bring the first part of the revenue, and the next."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """What the first band that is shown brings."""
    columns = [
        Column("group", label("value_band")),
        Column("n", label("n"), "int"),
        Column("share_of_customers", label("share_of_customers"), "percent"),
        Column("share_of_value", label("share_of_value"), "percent"),
        Column("value_per_customer", label("value_per_customer_shown"), "money"),
    ]
    return table_exhibit(
        table,
        columns,
        title=_title(table.dropna(subset=["share_of_value"])),
        note=say("note", days=engagement.days_counted),
        tables=("transactions",),
    )


def _title(shown: pd.DataFrame) -> Phrase:
    if not shown["n"].sum():
        return say("title.none")
    top = shown.iloc[0]
    shares = {"base": top["share_of_customers"], "value": top["share_of_value"]}
    return say("title", band=top["group"], n=top["n"], **shares)
