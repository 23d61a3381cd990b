"""Share of the revenue that the customers who spend most bring together."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, chart
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)
MANY_OTHERS = 2  # from here on one of the few who bring half is told to weigh as much as several others


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """What the tenth who spend most bring, and how few bring half."""
    return Exhibit(
        title=_title(table),
        chart=chart(
            "rising_line",
            table,
            x="share_of_customers",
            y="share_of_value",
            axes=[label("share_of_base_so_far"), label("share_of_revenue")],
        ),
        alt=say("alt"),
        findings=_findings(table),
        note=say("note", days=engagement.days_counted),
        tables=("transactions",),
    )


def _title(table: pd.DataFrame) -> Phrase:
    if not table["share_of_value"].any():
        return say("none")
    if len(table) == 1:
        return say("few")
    tenth = table.loc[table["share_of_customers"].sub(0.1).abs().idxmin()]
    return say("title", base=tenth["share_of_customers"], share=tenth["share_of_value"])


def _findings(table: pd.DataFrame) -> tuple[Phrase, ...]:
    half = table[table["share_of_value"] >= 0.5]
    if half.empty:
        return (say("none"),)
    if len(table) == 1:
        return (say("even"),)
    times = times_as_much(table)
    few = half.iloc[0]
    return phrases(
        say("half", n=few["n"], share=few["share_of_customers"]),
        say("times", times=times) if times >= MANY_OTHERS else None,
        say("even"),
    )


def times_as_much(table: pd.DataFrame) -> float:
    """How many of the others bring as much as one of the few who bring half; 0 where they bring nothing."""
    half, every = table[table["share_of_value"] >= 0.5].iloc[0], table.iloc[-1]
    others = (every["share_of_value"] - half["share_of_value"]) / max(every["n"] - half["n"], 1)
    return half["share_of_value"] / half["n"] / others if others > 0 else 0.0
