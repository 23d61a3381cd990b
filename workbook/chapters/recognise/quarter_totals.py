"""Revenue, customers who bought and new ones, per quarter."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, sayer

say = sayer(__name__)
YEAR = 4


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit | None:
    """How this quarter compares with the same one a year ago.

    Args:
        table: From `recognise.quarter_totals`: quarter, revenue, n, new.
        engagement: The settings.
    """
    if table.empty:
        return None
    columns = [
        Column("quarter", label("quarter"), "quarter"),
        Column("revenue", label("revenue"), "money"),
        Column("n", label("bought"), "int"),
        Column("new", label("new_customers"), "int"),
    ]
    return table_exhibit(
        table,
        columns,
        title=_title(table),
        findings=(say("new", n=table["new"].iloc[-1]),) if pd.notna(table["new"].iloc[-1]) else (),
        note=say("note"),
        tables=("transactions",),
    )


def _title(table: pd.DataFrame) -> Phrase:
    now = table.iloc[-1]
    then, key = compared(table, "revenue")
    if key == "none":
        return say("title.alone", quarter=now["quarter"], revenue=now["revenue"], n=now["n"])
    change = now["revenue"] / then - 1
    direction = "same" if abs(change) < 0.005 else "more" if change > 0 else "less"
    return say(
        f"title.{direction}.{key}",
        quarter=now["quarter"],
        revenue=now["revenue"],
        change=abs(change),
        n=now["n"],
    )


def compared(table: pd.DataFrame, column: str) -> tuple[float, str]:
    """What a column was a year ago, else the quarter before; and which of the two, or none."""
    for back, key in ((YEAR, "year"), (1, "quarter")):
        if len(table) > back and (then := table[column].iloc[-1 - back]) > 0:
            return float(then), key
    return float("nan"), "none"
