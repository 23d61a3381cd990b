"""Per source how many of its identities are known in another source too."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)


def exhibit(
    sources: pd.DataFrame, offline: pd.DataFrame, joins: pd.DataFrame, engagement: Engagement
) -> Exhibit:
    """How identities became customers, and what the sources should mend.

    Args:
        sources: Per source how many of its identities are known elsewhere, as may be shown.
        offline: How many offline customers are known online, as may be shown; one row, or none.
        joins: Counts of links, conflicts and rows.
        engagement: The settings.
    """
    is_offline = sources["name"].isin(engagement.keys.offline_sources)
    kinds = is_offline.map({True: label("offline"), False: label("online")})
    columns = [
        Column("name", label("source")),
        *([Column("kind", label("kind_of_source"))] if is_offline.any() else []),
        Column("of", label("identities"), "int"),
        Column("n", label("known_elsewhere"), "int"),
        Column("share", label("share"), "percent"),
    ]
    return table_exhibit(
        sources.assign(kind=kinds),
        columns,
        title=_title(sources, offline),
        findings=_findings(sources, joins, engagement),
        note=say("note"),
        tables=("identities",),
    )


def _title(sources: pd.DataFrame, offline: pd.DataFrame) -> Phrase:
    """How many of the offline customers are known online; without offline sources, in another source."""
    if sources.empty:
        return ""
    if len(sources) < 2:
        return say("title.one", source=sources["name"].iloc[0], identities=sources["of"].sum())
    shown = offline.dropna(subset=["share"])
    if len(shown):
        return say("title.offline", share=shown["share"].iloc[0], total=shown["of"].iloc[0])
    known = sources.dropna(subset=["share"])
    return say("title", share=known["n"].sum() / known["of"].sum(), total=known["of"].sum())


def _findings(sources: pd.DataFrame, joins: pd.DataFrame, engagement: Engagement) -> tuple[Phrase, ...]:
    rule, parts = engagement.keys, joins.groupby("part")[["n", "of"]].sum()
    counts = parts["n"].to_dict()
    links = joins[joins["part"].eq("link")]
    by_rule = [
        say("by", rule=label(f"link.{link.name}"), count=link.n) for link in links.itertuples(index=False)
    ]
    weak = joins[joins["part"].eq("unused") & ~joins["name"].str.contains("spellings|disputed")]
    told = {
        "wrong": {"likely": parts["of"].get("wrong", 0), "wrong": counts.get("wrong", 0)},
        "conflict": {"n": counts.get("conflict", 0)},
        "large": {"n": counts.get("large", 0), "limit": rule.largest_customer},
        "unused": {"n": weak["of"].sum(), "limit": rule.largest_group},
        "joined": {"n": counts.get("joined", 0)},
        "merged": {"n": counts.get("merged", 0)},
        "ambiguous": {"n": counts.get("ambiguous", 0)},
        "forgotten": {"n": counts.get("forgotten", 0)},
    }
    return phrases(
        say("links", n=links["n"].sum(), names=by_rule) if len(links) else None,
        *[say(part, **facts) for part, facts in told.items() if next(iter(facts.values()))],
        say("counted" if len(sources) else "none"),
    )
