"""What belongs in a portfolio whatever the weights of the criteria, as far as their order holds."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.opportunities import PLAN_TABLES
from workbook.phrases import Phrase, label, labels, own, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, made, engagement: Engagement) -> Exhibit:
    """Which choices rest on the weights, and which do not.

    Args:
        table: From `prioritization.core_index`, with titles: core_index, verdict; and portfolios, of how many
            it is a share.
        made: The plan.
        engagement: The settings: the weights.
    """
    planned = table["opportunity"].isin(made.members)
    shown = table.assign(
        now=labels("in_plan." + planned.map({True: "yes", False: "no"})),
        told=labels("core." + table["verdict"]),
    ).sort_values(["core_index", "title"], ascending=[False, True])
    return table_exhibit(
        shown,
        [
            Column("title", label("title")),
            Column("core_index", label("core_index"), "percent"),
            Column("told", label("verdict")),
            Column("now", label("in_the_plan")),
        ],
        title=_title(table),
        findings=_findings(table, planned),
        note=say("note", n=int(table["portfolios"].iloc[0]), weights=_weights(engagement)),
        tables=PLAN_TABLES,
    )


def _title(table: pd.DataFrame) -> Phrase:
    counts = {name: int(table["verdict"].eq(name).sum()) for name in ("core", "borderline", "exterior")}
    return say("title" if counts["borderline"] else "title.settled", n_all=len(table), **counts)


def _findings(table: pd.DataFrame, planned: pd.Series) -> tuple[Phrase, ...]:
    core, outside = (table["verdict"].eq(name) for name in ("core", "exterior"))
    missing, doubtful = (
        table.loc[core & ~planned, "title"].tolist(),
        table.loc[outside & planned, "title"].tolist(),
    )
    return phrases(
        say("missing", names=missing) if missing else None,
        say("doubtful", names=doubtful) if doubtful else None,
        None if missing or doubtful else say("agrees"),
    )


def _weights(engagement: Engagement) -> list[Phrase]:
    rule = engagement.score
    return [say("weight", name=own(one.label or one.name), weight=one.weight) for one in rule.criteria]
