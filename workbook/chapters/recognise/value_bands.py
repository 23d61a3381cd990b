"""The bands by value: how few customers bring the first part of the revenue, and the next."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """What the first band brings."""
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
        title=_title(table.iloc[0]),
        note=say("note", days=engagement.days_counted),
        tables=("transactions",),
    )


def _title(top: pd.Series) -> Phrase:
    if pd.isna(top["share_of_value"]) or not top["n"]:
        return say("title.none")
    shares = {"base": top["share_of_customers"], "value": top["share_of_value"]}
    return say("title", band=top["group"], n=top["n"], **shares)
