"""The verdict on each process step."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.essa import EssaRules
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, between, label, labels, sayer

say = sayer(__name__)
BEFORE_AUTOMATING = ("eliminate", "simplify", "standardise")


def exhibit(verdicts: pd.DataFrame, rules: EssaRules, engagement: Engagement) -> Exhibit:
    """How many steps change before anything is automated, and which ones wait."""
    rows = verdicts.assign(
        verdict_name=labels("verdict." + verdicts["verdict"]),
        reason_name=[_reason(row) for row in verdicts.itertuples()],
        saved=[between(row.saved_low, row.saved_high, "int") for row in verdicts.itertuples()],
    )
    columns = [
        Column("process", label("process")),
        Column("step", label("step")),
        Column("hours", label("hours"), "int"),
        Column(
            "verdict_name", label("verdict"), tone=lambda row: "strong" if row["verdict"] != "keep" else ""
        ),
        Column("reason_name", label("reason"), tone=lambda row: "warn" if row["blocked"] else ""),
        Column("saved", label("saved"), kind="range"),
    ]
    waits = verdicts.loc[verdicts["blocked"], "step"]
    return table_exhibit(
        rows,
        columns,
        title=say("title", n=verdicts["verdict"].isin(BEFORE_AUTOMATING).sum(), steps=len(verdicts)),
        findings=(say("blocked", n=len(waits), steps=waits) if len(waits) else say("free"),),
        note=say("note", share=rules.heavy_share, hours=rules.heavy_hours),
        tables=("processes",),
    )


def _reason(row) -> Phrase:
    reason = label(f"reason.{row.reason}")
    return say("waits", reason=reason) if row.blocked else reason
