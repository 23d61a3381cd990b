"""What became of the opportunities, where none is left to decide on."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import label, sayer

say = sayer(__name__)
TABLES = ("opportunities", "decisions")


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """That nothing is left to decide, and why.

    Args:
        table: From `workbook.decisions.closed`.
        engagement: The settings.
    """
    assumed = table["basis"].eq("assumed").sum()
    return table_exhibit(
        table.assign(
            became=[say(f"outcome.{outcome}") for outcome in table["outcome"]],
            known=[label(f"basis.{basis}") if basis else "" for basis in table["basis"]],
        ),
        [
            Column("title", label("title")),
            Column("became", label("outcome")),
            Column("known", label("known")),
        ],
        title=say("title", n=len(table)),
        findings=(*([say("assumed", n=assumed)] if assumed else []), say("next")),
        tables=TABLES,
    )
