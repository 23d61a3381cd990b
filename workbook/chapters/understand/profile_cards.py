"""Profiles as cards: who they are, what they need, what they say, and what is to be done for them."""

from dataclasses import replace

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, as_facts, table_exhibit
from workbook.phrases import Phrase, between, phrases, sayer, show

say = sayer(__name__)
NEEDS_SHOWN = 2


def exhibit(sizes: pd.DataFrame, needs: pd.DataFrame, words: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """The profile that brings most, and what is not known of which.

    Args:
        sizes: As `workbook.understand.profile_cards.profile_sizes` gives them, as may be shown.
        needs: As `profile_needs` gives them, as may be shown.
        words: As `profile_words` gives them.
        engagement: The settings.
    """
    cards = sizes.merge(words, on="profile")
    rows = [row._asdict() for row in cards.itertuples()]
    shown = cards.assign(
        who=[say("who", **as_facts(row, "n", "share_of_base")) for row in rows],
        revenue=[_revenue(row) for row in rows],
        channel=[_channel(row) for row in rows],
        job=[_listed(row["jobs"]) for row in rows],
        need=[_listed(row["needs"]) for row in rows],
        short=[_short(needs[needs["profile"].eq(row["profile"])]) for row in rows],
        pain=[_listed(row["pains"]) for row in rows],
        quote=[say("quotes", texts=row["quotes"]) if len(row["quotes"]) else say("none") for row in rows],
        todo=[_todo(row) for row in rows],
    )
    names = ["job", "need", "short", "pain", "quote", "todo"]
    revenue = ["revenue"] if sizes["share_of_value"].notna().any() else []
    channel = ["channel"] if sizes["channel"].notna().any() else []
    columns = [Column("profile", say("profile")), Column("who", say("who_head"))]
    columns += [Column(name, _HEADINGS[name]) for name in (*revenue, *channel, *names)]
    made = table_exhibit(
        shown,
        columns,
        title=_title(sizes),
        findings=phrases(_known(sizes), *_gaps(words)),
        note=say("note", minimum=engagement.minimum_group),
        tables=("customers", "insights", "answers", "opportunities"),
    )
    return replace(made, cards=True)


_HEADINGS = {
    "revenue": say("revenue_head"),
    "channel": say("channel_head"),
    "job": say("job"),
    "need": say("need"),
    "short": say("short"),
    "pain": say("pain"),
    "quote": say("quote"),
    "todo": say("todo"),
}


def _listed(texts: list[str]) -> Phrase:
    return say("texts", texts=list(texts)) if len(texts) else say("none")


def _revenue(row: dict) -> Phrase:
    return say("few") if pd.isna(row["share_of_value"]) else say("revenue", share=row["share_of_value"])


def _channel(row: dict) -> Phrase:
    if not isinstance(row["channel"], str) or pd.isna(row["channel_share"]):
        return say("none")
    return say("channel", name=row["channel"], share=row["channel_share"])


def _short(needs: pd.DataFrame) -> Phrase:
    """The needs with the highest scores within the profile, with their intervals."""
    known = needs.dropna(subset=["opportunity_score"]).head(NEEDS_SHOWN)
    if known.empty:
        return say("few" if len(needs) else "none")
    told = [
        say(
            "score",
            touchpoint=row.touchpoint,
            score=show(row.opportunity_score, "dec1"),
            ends=between(row.low, row.high, "dec1"),
        )
        for row in known.itertuples()
    ]
    return say("scores", texts=told)


def _todo(row: dict) -> Phrase:
    """Its opportunities, by phase."""
    by_phase: dict[str, list[str]] = {}
    for phase, title in zip(row["phases"], row["titles"], strict=True):
        by_phase.setdefault(phase, []).append(title)
    told = [
        say("in_phase" if phase else "in_none", phase=phase, titles=titles)
        for phase, titles in by_phase.items()
    ]
    return say("texts", texts=told) if told else say("nothing_planned")


def _title(sizes: pd.DataFrame) -> Phrase:
    known = sizes.dropna(subset=["share_of_value"])
    if known.empty:
        most = sizes.loc[sizes["n"].eq(sizes["n"].max()), "profile"].tolist()
        return say("title.size", names=most, count=sizes["n"].max(), share=sizes["share_of_base"].max())
    top = known.loc[known["share_of_value"].idxmax()]
    return say("title", profile=top["profile"], base=top["share_of_base"], value=top["share_of_value"])


def _known(sizes: pd.DataFrame) -> Phrase | None:
    share = sizes["known"].iloc[0]
    return say("known", share=share, n=sizes["n"].sum()) if share < 1 else None


def _gaps(words: pd.DataFrame) -> list[Phrase | None]:
    """The profiles without an insight, and those for which nothing is planned."""
    silent = words.loc[words["insights"].eq(0), "profile"].tolist()
    idle = words.loc[words["titles"].str.len().eq(0), "profile"].tolist()
    return [say("silent", names=silent) if silent else None, say("idle", names=idle) if idle else None]
