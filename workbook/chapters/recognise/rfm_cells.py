"""Customers per cell of recency and frequency, darker where they are worth more."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, chart
from workbook.phrases import Phrase, label, labels, phrases, sayer

say = sayer(__name__)


def exhibit(cells: pd.DataFrame, groups: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """The customers who came recently and often, and whom to win back.

    Args:
        cells: Per cell its scores, name, n and value_per_customer.
        groups: Per name of a cell: n, share_of_customers and share_of_value, as may be shown.
        engagement: The settings.
    """
    return Exhibit(
        title=_title(groups),
        chart=chart(
            "heat",
            cells.assign(called=labels("cell." + cells["name"])),
            x="frequency_score",
            y="recency_score",
            colour="value_per_customer",
            text="n",
            form="int",
            name="called",
            axes=[label("frequency_score"), label("recency_score")],
        ),
        alt=say("alt"),
        findings=_findings(cells, groups.set_index("name")),
        note=say("note", minimum=engagement.minimum_group),
        tables=("transactions",),
    )


def _title(groups: pd.DataFrame) -> Phrase:
    best = groups.set_index("name").loc["best"]
    if pd.isna(best["share_of_value"]) or not best["n"]:
        return say("title.few")
    return say("title", n=best["n"], base=best["share_of_customers"], value=best["share_of_value"])


def _findings(cells: pd.DataFrame, groups: pd.DataFrame) -> tuple[Phrase, ...]:
    best, at_risk = (groups.loc[name] for name in ("best", "at_risk"))
    # Where most came on one and the same last day, these have the lowest scores, and nobody came later.
    recent = cells.loc[cells["n"].gt(0), "recency_score"].max()
    lost = "at_risk.few" if pd.isna(at_risk["share_of_value"]) else "at_risk"
    return phrases(
        say("best", n=best["n"]) if best["n"] else None,
        say(lost, n=at_risk["n"], value=at_risk["share_of_value"]) if at_risk["n"] and recent >= 3 else None,
        say("rule"),
    )
