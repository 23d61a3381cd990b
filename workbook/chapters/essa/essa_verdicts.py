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
    team = verdicts["proposed"].notna()
    if team.any():
        rows["team_verdict"] = [
            label(f"verdict.{verdict}") if said else None
            for verdict, said in zip(verdicts["proposed"], team, strict=True)
        ]
        columns.append(Column("team_verdict", label("team_verdict")))
    waits = verdicts.loc[verdicts["blocked"], "step"]
    others = verdicts.loc[team & verdicts["proposed"].ne(verdicts["verdict"]), "step"]
    told = say("blocked", n=len(waits), steps=waits) if len(waits) else say("free")
    return table_exhibit(
        rows,
        columns,
        title=say("title", n=verdicts["verdict"].isin(BEFORE_AUTOMATING).sum(), steps=len(verdicts)),
        findings=(told, *([say("others", n=len(others), steps=others)] if len(others) else [])),
        note=say("note", share=rules.heavy_share, hours=rules.heavy_hours),
        tables=("processes",),
    )


def _reason(row) -> Phrase:
    reason = label(f"reason.{row.reason}")
    return say("waits", reason=reason) if row.blocked else reason
