"""Which estimates move the money of the plan most."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, chart
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, labels, sayer

say = sayer(__name__)
LISTED = 10


def exhibit(table: pd.DataFrame, given: pd.DataFrame, engagement: Engagement) -> Exhibit | None:
    """Which estimate is worth checking first.

    Args:
        table: From `prioritization.tornado`, with titles: title, amount, low, high, npv_low, npv_high,
            npv_likely, swing.
        given: What was assumed, of the opportunities in the plan, from `case_inputs`.
        engagement: The settings.
    """
    if table.empty or not given["estimated"].any():
        return None
    shown = table.head(LISTED)
    shown = shown.assign(
        kind=labels("amount." + shown["amount"]),
        low=shown[["npv_low", "npv_high"]].min(axis=1),
        high=shown[["npv_low", "npv_high"]].max(axis=1),
    )
    years = engagement.plan.case_quarters / 4
    axis = say("value", n=years)
    return Exhibit(
        title=_title(table),
        chart=chart(
            "swings",
            shown,
            name="title",
            kind="kind",
            low="low",
            high="high",
            form="estimate",
            axis=axis,
            base=table["npv_likely"].iloc[0],
        ),
        alt=say("alt", n=len(shown), years=years),
        findings=(_flips(table),),
        note=say("note", shown=len(shown), n_all=len(table)),
        tables=PLAN_TABLES,
    )


def _title(table: pd.DataFrame) -> Phrase:
    first = table.iloc[0]
    amount = label(f"amount.{first['amount']}")
    return say("title", title=first["title"], amount=amount, swing=first["swing"])


def _flips(table: pd.DataFrame) -> Phrase:
    """Whether one estimate by itself decides if the plan pays for itself."""
    ends = table[["npv_low", "npv_high"]]
    both = ends.min(axis=1).lt(0) & ends.max(axis=1).gt(0)
    return say("flips", names=table.loc[both, "title"].unique().tolist()) if both.any() else say("flips.none")
