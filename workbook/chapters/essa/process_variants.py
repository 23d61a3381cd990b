"""The ways that most cases take through a process, and how long each takes."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, phrases, sayer

say = sayer(__name__)
ROWS = 8


def exhibit(variants: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """How many ways there are, how many cases take the most common one, and how long each takes.

    Args:
        variants: From `workbook.essa.event_log.log_variants`.
        engagement: The settings.
    """
    rows = variants.assign(way=[say("way", steps=list(steps)) for steps in variants["steps"]])
    columns = [
        Column("process", label("process")),
        Column("way", say("way_heading")),
        Column("cases", say("cases"), "int"),
        Column("share", label("share"), "percent"),
        Column("hours", say("hours"), "num"),
    ]
    more = len(rows) - ROWS
    return table_exhibit(
        rows.head(ROWS),
        columns,
        title=_title(variants),
        findings=phrases(_slow(variants), _rest(variants), say("more", n=more) if more > 0 else None),
        note=say("note", minimum=engagement.minimum_group),
        tables=("event_log",),
    )


def _title(variants: pd.DataFrame) -> Phrase:
    if variants.empty:
        return say("title.none")
    first = variants.sort_values("in_all", ascending=False, kind="stable").iloc[0]
    return say("title", process=first["process"], share=first["share"], n=first["variants"])


def _slow(variants: pd.DataFrame) -> Phrase | None:
    """The way that takes longest beside the most common one of its process."""
    usual = variants.groupby("process")["hours"].transform("first")
    times = (variants["hours"] / usual.where(usual > 0)).dropna()
    if times.empty or times.max() < 1.5:
        return None
    row = variants.loc[times.idxmax()]
    return say(
        "slow",
        steps=list(row["steps"]),
        hours=row["hours"],
        usual=usual[times.idxmax()],
        process=row["process"],
    )


def _rest(variants: pd.DataFrame) -> Phrase | None:
    """How many cases take a way that is not told."""
    sums = variants.drop_duplicates("process")
    n = sums["in_all"].sum() - sums["told"].sum()
    return say("rest", n=n, of=sums["in_all"].sum()) if n else None
