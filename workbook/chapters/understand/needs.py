"""Importance, satisfaction and opportunity score per touchpoint, least served first."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, between, label, labels, phrases, sayer, show

say = sayer(__name__)


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """The need that is served least, and whether another may be served as little."""
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
    over = overserved(shown)
    return table_exhibit(
        rows,
        columns,
        title=_title(shown),
        findings=phrases(say("bands"), say("over", names=over) if over else None),
        note=say("note", minimum=engagement.minimum_group),
        tables=("answers",),
    )


def _with_ends(table: pd.DataFrame, measure: str) -> list[Phrase]:
    ends = zip(table[measure], table[f"{measure}_low"], table[f"{measure}_high"], strict=True)
    return [
        say("with_interval", number=show(value, "dec1"), ends=between(low, high, "dec1"))
        for value, low, high in ends
    ]


def overserved(table: pd.DataFrame) -> list[str]:
    """The touchpoints whose satisfaction lies clearly above their importance."""
    return table.loc[table["satisfaction_low"] > table["importance_high"], "touchpoint"].tolist()


def as_little_served(scored: pd.DataFrame) -> list[str]:
    """The touchpoints that may be served as little as the first one, as far as the intervals can tell."""
    top = scored.iloc[0]
    better = scored["satisfaction_low"].gt(top["satisfaction_high"])
    better |= scored["importance_high"].lt(top["importance_low"])
    others = scored["touchpoint"].ne(top["touchpoint"]) & scored["band"].ne("not")
    return scored.loc[~better & others, "touchpoint"].tolist()


def _title(scored: pd.DataFrame) -> Phrase:
    if scored.empty:
        return say("title.none")
    top, close = scored.iloc[0], as_little_served(scored)
    key = "title.close" if close else f"title.{top['band']}"
    names = [top["touchpoint"], *close]
    return say(key, touchpoint=top["touchpoint"], score=top["opportunity_score"], names=names)
