"""What each accepted verdict would bring: proposals for the list of opportunities."""

import pandas as pd

from workbook.chapters.essa._ranges import ranges
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, between, label, labels, phrases, sayer

say = sayer(__name__)


def exhibit(cases: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """The first line of a business case per accepted verdict, the one that saves most first.

    Args:
        cases: From `workbook.essa.savings.essa_cases`.
        engagement: The settings.
    """
    priced = cases["saves_high"].notna()
    rows = cases.assign(
        verdict_name=labels("verdict." + cases["verdict"]),
        hours_saved=ranges(cases, "saved", "int"),
        days=ranges(cases, "days", "int"),
        money=ranges(cases, "saves", "estimate"),
    )
    columns = [
        Column("process", label("process")),
        Column("step", label("step")),
        Column("verdict_name", label("verdict")),
        Column("hours_saved", label("saved"), kind="range"),
        Column("days", say("days"), kind="range"),
        *([Column("money", say("a_year"), kind="range")] if priced.any() else []),
    ]
    unpriced = (~priced).sum()
    return table_exhibit(
        rows,
        columns,
        title=_title(cases),
        findings=phrases(
            say("accept") if len(cases) else say("decide"),
            say("unpriced", n=unpriced) if unpriced else None,
        ),
        note=say("note") if len(cases) else "",
        tables=("processes",),
    )


def _title(cases: pd.DataFrame) -> Phrase:
    if cases.empty:
        return say("title.none")
    saved = between(cases["saved_low"].sum(), cases["saved_high"].sum(), "int")
    return say("title", n=len(cases), saved=saved)
