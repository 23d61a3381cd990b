"""What the customer data allow, measured: one key, history, consent, survey, and who is known offline."""

import pandas as pd

from workbook.chapters.start._phases import phase_name
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, label, phrases, sayer, show

say = sayer(__name__)
MONTHS = "history_months"
RESTS_ON = {"one_key": "transactions", MONTHS: "transactions", "consent": "customers", "survey": "answers"}
"""The table behind each measure; who is known offline rests on identities."""


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """The weakest measure, and what is not known.

    Args:
        table: As `workbook.apply.data_phase.data_phase` gives it.
        engagement: The settings.
    """
    rows = table.to_dict("records")
    weakest = table["phase"].min()
    shown = table.assign(
        name=[say(f"measure.{row['measure']}") for row in rows],
        told=[_value(row, "value") for row in rows],
        phase_name=[phase_name(row["phase"]) for row in rows],
        ahead=[_value(row, "next") for row in rows],
        rule=[_rule(row["measure"], engagement) for row in rows],
    )
    columns = [
        Column("name", say("measured")),
        Column("told", say("value")),
        Column("phase_name", label("phase"), tone=lambda row: "warn" if row["phase"] == weakest else ""),
        Column("ahead", say("next")),
        Column("rule", say("rule")),
    ]
    unknown = [row["measure"] for row in rows if pd.isna(row["value"])]
    known = [RESTS_ON.get(row["measure"], "identities") for row in rows if row["measure"] not in unknown]
    return table_exhibit(
        shown,
        columns,
        title=_title(table),
        findings=phrases(_unknown(unknown)),
        note=say("note"),
        tables=tuple(dict.fromkeys(known)),
    )


def _unknown(measures: list[str]) -> Phrase | None:
    """What is not measured, and what each of these would need."""
    names = [say(f"measure.{name}") for name in measures]
    return say("unknown", names=names, needs=[say(f"needs.{name}") for name in measures]) if names else None


def _title(table: pd.DataFrame) -> Phrase:
    if table["phase"].isna().all():
        return say("title.none")
    weakest = table.loc[table["phase"].idxmin()]
    phase = int(weakest["phase"])
    return say(
        "title", phase=phase, name=label(f"phase.{phase}"), measure=say(f"measure.{weakest['measure']}")
    )


def _value(row: dict, name: str) -> Phrase:
    if pd.isna(row[name]):
        return say("not_known") if name == "value" else ""
    return say("months", n=row[name]) if row["measure"] == MONTHS else show(row[name], "percent")


def _rule(measure: str, engagement: Engagement) -> Phrase:
    form = "num" if measure == MONTHS else "percent"
    return say("steps", steps=[show(step, form) for step in getattr(engagement.maturity, measure)])
