"""Each insight with its evidence and what rests on it; and what rests on none."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, as_facts, table_exhibit
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)


def exhibit(links: pd.DataFrame, without: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """Which insights lead to nothing, and which opportunities rest on nothing.

    Args:
        links: As `workbook.understand.insight_links.insight_links` gives them.
        without: As `without_insight` gives them.
        engagement: The settings.
    """
    rows = [row._asdict() for row in links.itertuples()]
    shown = links.assign(
        said=[say("said", text=row["text"], insight=row["insight"]) for row in rows],
        rests_on=[_evidence(row) for row in rows],
        heard=[_heard(row) for row in rows],
        leads_to=[say("titles", names=list(row["titles"])) if len(row["titles"]) else "–" for row in rows],
    )
    columns = [
        Column("said", say("insight")),
        Column("rests_on", say("evidence")),
        Column("heard", label("touchpoint")),
        Column("leads_to", say("opportunities")),
    ]
    return table_exhibit(
        shown,
        columns,
        title=_title(links),
        findings=phrases(_unused(links), _unfounded(without)),
        note=say("note"),
        tables=("insights", "opportunities", "answers"),
    )


def _evidence(row: dict) -> Phrase:
    parts = [row[name] for name in ("source", "evidence") if isinstance(row[name], str)]
    return say("parts", texts=parts) if parts else say("no_evidence")


def _heard(row: dict) -> Phrase:
    if not isinstance(row["touchpoint"], str):
        return "–"
    return say("heard", n=row["respondents"], **as_facts(row, "touchpoint", "comments"))


def _title(links: pd.DataFrame) -> Phrase:
    used = int(links["titles"].str.len().gt(0).sum())
    key = "title.all" if used == len(links) else "title.none" if used == 0 else "title"
    return say(key, n=used, insights=len(links))


def _unused(links: pd.DataFrame) -> Phrase | None:
    names = links.loc[links["titles"].str.len().eq(0), "text"].tolist()
    return say("unused", n=len(names), names=names) if names else None


def _unfounded(without: pd.DataFrame) -> Phrase:
    names = without["title"].tolist()
    return say("unfounded", n=len(names), names=names) if names else say("all_founded")
