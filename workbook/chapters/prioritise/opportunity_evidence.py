"""What each opportunity rests on: what was found at its touchpoint, and the insights that it names."""

import pandas as pd

from workbook.chapters.drivers.stage_drivers import driver_name
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, named, own, phrases, sayer
from workbook.phrases import say as say_of

say = sayer(__name__)


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """How many opportunities rest on something that was measured or said, and which do not.

    Args:
        table: From `workbook.findings.evidence`.
        engagement: The settings.
    """
    bare = table.loc[table["findings"].eq(0) & table["insights"].eq(0), "title"].tolist()
    rows = table.assign(
        rests_on=[
            say("parts", texts=_evidence(row, engagement)) if row["findings"] else say("nothing")
            for row in table.to_dict("records")
        ]
    )
    columns = [
        Column("title", label("title")),
        Column("rests_on", say("rests_on")),
        Column("insights", say("insights"), "int"),
    ]
    return table_exhibit(
        rows,
        columns,
        title=say("title", n=len(table) - len(bare), of=len(table)) if bare else say("title.all"),
        findings=phrases(say("bare", n=len(bare), names=bare) if bare else None, say("about")),
        note=say("note"),
        tables=("opportunities", "insights"),
    )


def _evidence(row: dict, engagement: Engagement) -> list[Phrase]:
    each = zip(row["source"], row["subject"], row["n"], row["strength"], strict=True)
    return [
        say_of(f"suggest.evidence.{source}", **finding_facts(source, subject, n, strength, engagement))
        for source, subject, n, strength in each
    ]


def finding_facts(source: str, subject: str, n: float, strength: float, engagement: Engagement) -> dict:
    """The facts of the sentences on a finding: what it is about, as the report calls it, and its numbers."""
    counted = {} if pd.isna(n) else {"n": int(n)}
    return {"subject": _named(source, subject, engagement), "strength": strength, **counted}


def _named(source: str, subject: str, engagement: Engagement) -> Phrase:
    if source == "feedback_cases":
        topic = engagement.topics.get(subject)
        return own(topic.label) if topic and topic.label else subject
    if source == "essa_cases":
        process, _, step = subject.partition(": ")
        return say_of("essa_cases.subject", process=process, step=step)
    if source == "maturity":
        return label(f"dimension.{subject}")
    if source == "stage_drivers":
        return driver_name(subject)
    return named("norm", subject) if source == "norms_kept" else subject
