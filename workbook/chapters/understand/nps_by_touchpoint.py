"""NPS per touchpoint with its interval, lowest first, and that of the relation."""

import pandas as pd

from workbook.differences import not_clearly_behind
from workbook.engagement import Engagement
from workbook.exhibit import Exhibit, as_facts, chart
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)


def exhibit(
    table: pd.DataFrame, relation: pd.DataFrame, apart: pd.DataFrame, engagement: Engagement
) -> Exhibit:
    """The lowest touchpoint, and whether it is clearly the lowest.

    Args:
        table: NPS per touchpoint, as may be shown.
        relation: NPS of the relation, as may be shown; one row, or none.
        apart: How far the lowest lies below each of the others, from `nps_differences`.
        engagement: The settings.
    """
    shown = table.dropna(subset=["nps"]).sort_values("nps")
    names = [say("group", touchpoint=row.touchpoint, count=row.n) for row in shown.itertuples()]
    return Exhibit(
        title=_title(shown, apart),
        chart=chart(
            "intervals",
            shown.assign(name=names),
            name="name",
            value="nps",
            form="signed",
            axis=label("nps"),
            zero=True,
        ),
        alt=say("alt"),
        findings=_findings(table, relation, apart, engagement),
        note=say("note.1-10" if engagement.nps_scale == "1-10" else "note", minimum=engagement.minimum_group),
        tables=("answers",),
    )


def _title(shown: pd.DataFrame, apart: pd.DataFrame) -> Phrase:
    if len(shown) < 2:
        return say("title.few")
    low, close = shown.iloc[0], not_clearly_behind(apart)
    key = "title.close" if close else "title.clear"
    return say(key, touchpoint=low["touchpoint"], nps=low["nps"], names=close)


def _apart(apart: pd.DataFrame) -> Phrase | None:
    """How far the next one is, or how often the lowest comes out lowest."""
    if apart.empty:
        return None
    next_one = apart.iloc[0]
    if not_clearly_behind(apart):
        return say("chance", touchpoint=next_one["first"], share=next_one["share_first"])
    higher = {"difference": -next_one["difference"], "low": -next_one["high"], "high": -next_one["low"]}
    return say("nearest", other=next_one["other"], **higher)


def _findings(
    table: pd.DataFrame, relation: pd.DataFrame, apart: pd.DataFrame, engagement: Engagement
) -> tuple[Phrase, ...]:
    smallest = [
        say("smallest", touchpoint=row.touchpoint, n_answers=row.n)
        for row in table.nsmallest(1, "n").itertuples()
    ]
    return phrases(_apart(apart), _relation(relation, engagement), *smallest, say("respondents"))


def _relation(relation: pd.DataFrame, engagement: Engagement) -> Phrase:
    if relation.empty:
        return say("none")
    whole = relation.iloc[0]
    if pd.isna(whole["nps"]):
        return say("relation.few", n=whole["n"], minimum=engagement.minimum_group)
    return say("relation", n_answers=whole["n"], **as_facts(whole, "nps", "low", "high"))
