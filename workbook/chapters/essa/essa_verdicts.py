"""The verdict on each process step: advice, decision, or a question that is open."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.essa import EssaRules
from workbook.essa.verdicts import DECIDED
from workbook.essa_rules import QUESTIONS
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, between, label, labels, phrases, sayer

say = sayer(__name__)
STATE_TONES = {"waits": "warn", "unreasoned": "warn", "decided": "strong", "overruled": "strong"}


def exhibit(verdicts: pd.DataFrame, rules: EssaRules, engagement: Engagement) -> Exhibit:
    """How many steps change before anything is automated, what is decided of it, and what is not known.

    Args:
        verdicts: From `workbook.essa.verdicts.essa_verdicts`.
        rules: The thresholds that were used.
        engagement: The settings.
    """
    rows = verdicts.assign(
        verdict_name=labels("verdict." + verdicts["verdict"]),
        reason_name=[_reason(row) for row in verdicts.itertuples()],
        status=[_status(row) for row in verdicts.itertuples()],
        saves=[between(row.saved_low, row.saved_high, "int") for row in verdicts.itertuples()],
    )
    columns = [
        Column("process", label("process")),
        Column("step", label("step")),
        Column("hours", label("hours"), "int"),
        Column(
            "verdict_name", label("verdict"), tone=lambda row: "" if row["verdict"] == "keep" else "strong"
        ),
        Column("reason_name", label("reason"), tone=lambda row: "warn" if row["verdict"] == "open" else ""),
        Column("status", say("status"), tone=lambda row: STATE_TONES.get(row["state"], "")),
        Column("saves", label("saved"), kind="range"),
    ]
    return table_exhibit(
        rows,
        columns,
        title=_title(verdicts),
        findings=phrases(_gate(verdicts), _unknown(verdicts), *_otherwise(verdicts)),
        note=_note(rules),
        tables=("processes",),
    )


def _title(verdicts: pd.DataFrame) -> Phrase:
    before = verdicts["verdict"].isin(QUESTIONS)
    decided = verdicts["state"].isin(DECIDED)
    facts = {"n": before.sum(), "steps": len(verdicts), "decided": (before & decided).sum()}
    return say("title.decided" if facts["decided"] else "title", **facts)


def _gate(verdicts: pd.DataFrame) -> Phrase:
    waits = verdicts.loc[verdicts["state"].eq("waits"), "step"]
    return say("blocked", n=len(waits), steps=waits) if len(waits) else say("free")


def _unknown(verdicts: pd.DataFrame) -> Phrase | None:
    """What is to be asked, of how many steps each."""
    asked = verdicts["asks"].str.split(",").explode()
    counts = asked[asked.ne("")].value_counts()
    if counts.empty:
        return None
    questions = [say(f"asks.{name}", n=n) for name, n in counts.items()]
    return say("unknown", questions=questions, n=verdicts["verdict"].eq("open").sum())


def _otherwise(verdicts: pd.DataFrame) -> list[Phrase]:
    """What the team decided otherwise, and where it says otherwise without a reason."""
    names = {
        state: verdicts.loc[verdicts["state"].eq(state), "step"] for state in ("overruled", "unreasoned")
    }
    return [say(state, n=len(steps), steps=steps) for state, steps in names.items() if len(steps)]


def _reason(row) -> Phrase:
    if row.state == "overruled":
        return row.why
    if row.advice != "open":
        return label(f"reason.{row.rule}")
    return say("open", asks=labels(f"fact.{name}" for name in row.asks.split(",")))


def _status(row) -> Phrase:
    """Whether the verdict is advice or was decided, by whom and when, and what the team says otherwise."""
    if row.state == "advice":
        return say("status.advice")
    if row.state == "waits":
        return say("status.waits", block=label(f"block.{row.block}"))
    if row.state == "unreasoned":
        return say("status.unreasoned", verdict=label(f"verdict.{row.proposed}"))
    by = say("status.by", by=row.by) if isinstance(row.by, str) else ""
    on = say("status.on", on=row.on) if not pd.isna(row.on) else ""
    if row.state == "overruled":
        advice, rule = label(f"verdict.{row.advice}"), label(f"reason.{row.rule}")
        if row.advice == "open":
            return say("status.overruled.open", by=by, on=on)
        return say("status.overruled", advice=advice, rule=rule, by=by, on=on)
    return say("status.decided", by=by, on=on)


def _note(rules: EssaRules) -> Phrase:
    return say(
        "note", **rules.model_dump(include={*rules.__class__.model_fields} - {"hour_rates", "closing"})
    )
