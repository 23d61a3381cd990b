"""The contact programmes, with what the pressure rules withhold of each."""

import pandas as pd

from workbook.chapters.apply._rules import all_rules
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, labels, named, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """What the rules withhold in all, and which programme they hit most."""
    rows = table.assign(
        stage_name=[named("stage", name) for name in table["stage"]],
        class_name=labels("class." + table["class"]),
    )
    columns = [
        Column("programme", label("programme")),
        Column("stage_name", label("stage")),
        Column("class_name", label("class")),
        Column("planned", label("planned"), "int"),
        Column("sent", label("sent"), "int"),
        Column("withheld", label("withheld"), "int", lambda row: "warn" if row["withheld"] else ""),
    ]
    return table_exhibit(
        rows,
        columns,
        title=_title(table),
        findings=_findings(table, engagement),
        note=say("note"),
        tables=("programmes", "touchpoints"),
    )


def _title(table: pd.DataFrame) -> Phrase:
    planned, withheld = table["planned"].sum(), table["withheld"].sum()
    if not planned:
        return say("title.none")
    return say("title", withheld=withheld, planned=planned, share=withheld / planned)


def _findings(table: pd.DataFrame, engagement: Engagement) -> tuple[Phrase, ...]:
    contact = engagement.contact
    exempt = labels(f"class.{name}" for name in contact.exempt)
    return phrases(
        say("rules", rules=all_rules(contact)),
        say("exempt", names=exempt) if exempt else None,
        say("order"),
        _hit(table),
    )


def _hit(table: pd.DataFrame) -> Phrase | None:
    if not table["planned"].sum():
        return None
    if not table["withheld"].sum():
        return say("nothing")
    most = table.loc[table["withheld"].idxmax()]
    ends = {"share": most["withheld_share"], "low": most["low"], "high": most["high"]}
    return say("most", programme=most["programme"], withheld=most["withheld"], **ends)
