"""Share of the revenue that the customers who spend most bring together."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, chart
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)
MANY_OTHERS = 2  # from here on one of the few who bring half is told to weigh as much as several others


def exhibit(table: pd.DataFrame, half: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """What the tenth who spend most bring, and how few bring half.

    Args:
        table: The curve, from `concentration`.
        half: Who bring half, from `half_of_revenue`; one row.
        engagement: The settings.
    """
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
        findings=_findings(table, half.iloc[0], engagement.minimum_group),
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


def _findings(table: pd.DataFrame, half: pd.Series, minimum: int) -> tuple[Phrase, ...]:
    if not half["n"]:
        return (say("none"),)
    if len(table) == 1:
        return (say("even"),)
    few = half["n"] < minimum
    return phrases(
        say("half.few", minimum=minimum)
        if few
        else say("half", n=half["n"], share=half["share_of_customers"]),
        say("times", times=half["times"]) if not few and half["times"] >= MANY_OTHERS else None,
        say("even"),
    )
