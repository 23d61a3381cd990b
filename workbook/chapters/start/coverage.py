"""Rows, customers and dates per input table."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import label, labels, own, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """What the report rests on."""
    made_up = table["table"].isin(engagement.illustrative)
    shown = table.assign(
        name=labels("table." + table["table"]),
        kind=labels(made_up.map({True: "made_up.yes", False: "made_up.no"})),
    )
    columns = [
        Column("name", label("table")),
        Column("rows", label("rows"), "int"),
        Column("customers", say("customers"), "int"),
        Column("first", label("first"), "date"),
        Column("last", label("last"), "date"),
        Column("kind", label("made_up")),
    ]
    orders = table.set_index("table").loc["transactions"]
    names = shown.loc[made_up, "name"].tolist()
    return table_exhibit(
        shown,
        columns,
        title=say("title", rows=orders["rows"], n_customers=orders["customers"], last=orders["last"]),
        findings=phrases(own(engagement.about), say("cut"), names and say("illustrative", names=names)),
        source=say("source"),
        tables=tuple(table["table"]),
    )
