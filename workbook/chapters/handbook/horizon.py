"""What lies beyond the plan: long-term opportunities and risks, each with what it rests on."""

import pandas as pd

from workbook.chapters.prioritise._scale import dot_form, how
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, between, named, phrases, sayer, show

say = sayer(__name__)


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """How many there are of each kind, and what they rest on.

    Args:
        table: As `workbook.apply.horizon.horizon` gives it.
        engagement: The settings.
    """
    if table.empty:
        return Exhibit(title="", findings=(say("nothing"),), tables=("opportunities", "transactions"))
    rows = table.to_dict("records")
    shown = table.assign(
        kind_name=[say(f"kind.{row['kind']}") for row in rows],
        text=[_text(row) for row in rows],
        rests=[_rests(row, engagement) for row in rows],
    )
    counts = table["kind"].value_counts()
    facts = {"opportunities": int(counts.get("opportunity", 0)), "risks": int(counts.get("risk", 0))}
    return table_exhibit(
        shown,
        [Column("kind_name", say("kind")), Column("text", say("what")), Column("rests", say("rests"))],
        title=say("title", **facts),
        findings=phrases(say("waits") if table["what"].eq("waits").any() else None),
        note=say("note", how=how(engagement)),
        tables=("opportunities", "transactions", "programmes"),
    )


def _text(row: dict) -> Phrase:
    name = named("stage", row["name"]) if row["what"] in ("grows", "shrinks", "leaves") else row["name"]
    return say(f"text.{row['what']}", name=name)


def _rests(row: dict, engagement: Engagement) -> Phrase:
    if row["what"] == "waits":
        return say("rests.waits", score=show(row["value"], dot_form(engagement)))
    if row["what"] == "untested":
        return say("rests.untested")
    if row["what"] == "leaves":
        ends = between(row["low"], row["high"], "percent")
        return say("rests.leaves", share=row["value"], ends=ends, value=row["beside"])
    ends = between(row["low"], row["high"], "int")
    return say("rests.stage", n=row["beside"], expected=row["value"], ends=ends)
