"""Which customers change stage if they order nothing more, with what they bring now."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, as_facts, table_exhibit
from workbook.phrases import Phrase, label, named, sayer

say = sayer(__name__)


def exhibit(slides: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """Which move would take most revenue along, if customers move as they did last quarter."""
    away = slides[slides["after"].ne(slides["before"])]
    columns = [
        Column("stage", label("stage_now")),
        Column("later", label("stage_if_inactive")),
        Column("n", label("n"), "int"),
        Column("value", label("revenue"), "money"),
        Column("share_of_value", label("share_of_revenue"), "percent"),
        Column("moved", label("moved_last_quarter"), "percent"),
        Column("moving", label("revenue_moving"), "money"),
    ]
    return table_exhibit(
        away.assign(
            stage=[named("stage", name) for name in away["before"]],
            later=[_stage(name) for name in away["after"]],
        ),
        columns,
        title=_title(away),
        findings=_findings(away, engagement),
        note=say("note", days=engagement.days_counted),
        tables=("transactions",),
    )


def _stage(name: str | None) -> Phrase:
    return label("no_stage") if pd.isna(name) else named("stage", name)


def heaviest(away: pd.DataFrame) -> pd.Series | None:
    """The move that takes most revenue along at the share of last quarter, where that is known."""
    known = away[away["moving"].gt(0)]
    return None if known.empty else known.loc[known["moving"].idxmax()]


def _title(away: pd.DataFrame) -> Phrase:
    """What would move; that customers without an order do is what the rules say, and no finding."""
    top, share = heaviest(away), away["share_of_customers"].sum()
    if top is None:
        return say("title.rules" if share else "title.none", share=share)
    return say("title", moving=top["moving"], **_stages(top))


def _stages(move: pd.Series) -> dict[str, Phrase]:
    return {"before": named("stage", move["before"]), "after": _stage(move["after"])}


def _findings(away: pd.DataFrame, engagement: Engagement) -> tuple[Phrase, ...]:
    top = heaviest(away)
    if top is not None:
        shares = {"share": top["share_of_value"], **as_facts(top, "n", "value", "moved", "low", "high")}
        return (say("most", days=engagement.days_counted, **shares), say("worst"))
    return (say("unknown" if away["value"].gt(0).any() else "hidden"),)
