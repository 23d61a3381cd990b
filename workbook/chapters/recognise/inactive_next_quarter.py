"""Which customers change stage if they order nothing more, with what they bring now."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, as_facts, table_exhibit
from workbook.phrases import Phrase, label, named, sayer

say = sayer(__name__)


def exhibit(slides: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """How many would change stage, and which slide weighs most."""
    away = slides[slides["after"].ne(slides["before"])]
    columns = [
        Column("stage", label("stage_now")),
        Column("later", label("stage_if_inactive")),
        Column("n", label("n"), "int"),
        Column("value", label("revenue"), "money"),
        Column("share_of_value", label("share_of_revenue"), "percent"),
        Column("moved", label("moved_last_quarter"), "percent"),
    ]
    share = away["share_of_customers"].sum()
    return table_exhibit(
        away.assign(
            stage=[named("stage", name) for name in away["before"]],
            later=[_stage(name) for name in away["after"]],
        ),
        columns,
        title=say("title" if share else "title.none", share=share),
        findings=_findings(away, engagement),
        note=say("note", days=engagement.days_counted),
        tables=("transactions",),
    )


def _stage(name: str | None) -> Phrase:
    return label("no_stage") if pd.isna(name) else named("stage", name)


def heaviest(away: pd.DataFrame) -> pd.Series | None:
    """The slide with most revenue, times the share that went that way last quarter where it is known."""
    away = away[away["value"].gt(0)]
    if away.empty:
        return None
    weight = away["value"] * away["moved"].fillna(0.0)
    return away.loc[(weight if weight.any() else away["value"]).idxmax()]


def _findings(away: pd.DataFrame, engagement: Engagement) -> tuple[Phrase, ...]:
    top = heaviest(away)
    if top is None:
        return (say("hidden"),)
    stages = {"before": named("stage", top["before"]), "after": _stage(top["after"])}
    facts = {**as_facts(top, "n", "value"), "share": top["share_of_value"], **stages}
    return (
        say("most", days=engagement.days_counted, **facts),
        say("unknown" if pd.isna(top["moved"]) else "moved", **as_facts(top, "moved", "low", "high")),
    )
