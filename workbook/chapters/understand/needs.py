"""Importance, satisfaction and opportunity score per touchpoint, least served first."""

import pandas as pd

from workbook.differences import CLEAR, not_clearly_behind
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, as_facts, table_exhibit
from workbook.phrases import Phrase, between, label, labels, phrases, sayer, show

say = sayer(__name__)


def exhibit(table: pd.DataFrame, apart: pd.DataFrame, over: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """The need that is served least, and whether another may be served as little.

    Args:
        table: Importance, satisfaction and score per touchpoint, as may be shown.
        apart: How far the highest score lies above each of the others, from `need_differences`.
        over: How far satisfaction lies above importance, from `overserved`.
        engagement: The settings.
    """
    shown = table.dropna(subset=["opportunity_score"]).sort_values("opportunity_score", ascending=False)
    rows = shown.assign(
        band_name=labels("band." + shown["band"]),
        importance_text=_with_ends(shown, "importance"),
        satisfaction_text=_with_ends(shown, "satisfaction"),
    )
    columns = [
        Column("touchpoint", label("touchpoint")),
        Column("importance_text", label("importance"), kind="range"),
        Column("satisfaction_text", label("satisfaction"), kind="range"),
        Column(
            "opportunity_score",
            label("opportunity_score"),
            "dec1",
            tone=lambda row: "strong" if row["band"] != "not" else "",
        ),
        Column("band_name", label("band")),
        Column("n_satisfaction", label("n"), "int"),
    ]
    more = overserved(over)
    return table_exhibit(
        rows,
        columns,
        title=_title(shown, apart),
        findings=phrases(_apart(shown, apart), say("bands"), say("over", names=more) if more else None),
        note=say("note", minimum=engagement.minimum_group),
        tables=("answers",),
    )


def _with_ends(table: pd.DataFrame, measure: str) -> list[Phrase]:
    ends = zip(table[measure], table[f"{measure}_low"], table[f"{measure}_high"], strict=True)
    return [
        say("with_interval", number=show(value, "dec1"), ends=between(low, high, "dec1"))
        for value, low, high in ends
    ]


def overserved(over: pd.DataFrame) -> list[str]:
    """The touchpoints whose satisfaction lies clearly above their importance."""
    clear = over["p"].lt(CLEAR) & over["difference"].gt(0)
    return over.loc[clear, "touchpoint"].tolist()


def as_little_served(scored: pd.DataFrame, apart: pd.DataFrame) -> list[str]:
    """The touchpoints worth acting on that may be served as little as the first one."""
    close = scored["touchpoint"].isin(not_clearly_behind(apart)) & scored["band"].ne("not")
    return scored.loc[close, "touchpoint"].tolist()


def _title(scored: pd.DataFrame, apart: pd.DataFrame) -> Phrase:
    if scored.empty:
        return say("title.none")
    top, close = scored.iloc[0], as_little_served(scored, apart)
    key = "title.close" if close else f"title.{top['band']}"
    names = [top["touchpoint"], *close]
    return say(key, touchpoint=top["touchpoint"], score=top["opportunity_score"], names=names)


def _apart(scored: pd.DataFrame, apart: pd.DataFrame) -> Phrase | None:
    """How far the next one is, or how often the first comes first; nothing where none is worth acting on."""
    if apart.empty or scored["band"].iloc[0] == "not":
        return None
    next_one = apart.iloc[0]
    if not_clearly_behind(apart):
        return say("chance", touchpoint=next_one["first"], share=next_one["share_first"])
    return say("nearest", **as_facts(next_one, "other", "difference", "low", "high"))
