"""The mean quality score per quarter with its change, beside the strikes."""

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, as_facts, table_exhibit
from workbook.phrases import Phrase, between, label, sayer

say = sayer(__name__)


def exhibit(scores: pd.DataFrame, strikes: pd.DataFrame, engagement: Engagement) -> Exhibit | None:
    """The score of the last quarter, who is at risk, and how the score differs from strikes.

    Nothing without scores.
    """
    if scores.empty:
        return None
    rows = scores.assign(
        ends=[between(*ends, "dec1") for ends in zip(scores["low"], scores["high"], strict=True)],
        change_ends=[
            between(*ends, "signed1")
            for ends in zip(scores["change_low"], scores["change_high"], strict=True)
        ],
    )
    columns = [
        Column("quarter", label("quarter")),
        Column("n", label("n"), "int"),
        Column("score", label("score.mean"), "dec1"),
        Column("ends", label("interval"), kind="range"),
        Column("change", label("change_points"), "signed1"),
        Column("change_ends", label("change_interval"), kind="range"),
        Column("given", label("strikes_given"), "int"),
        Column("expired", label("strikes_expired"), "int"),
    ]
    return table_exhibit(
        rows,
        columns,
        title=_title(scores.iloc[-1]),
        findings=_findings(strikes, engagement),
        note=say("note", minimum=engagement.minimum_group),
        tables=("service",),
    )


def _title(now: pd.Series) -> Phrase:
    if pd.isna(now["score"]):
        return say("title.few")
    clear = now["change_low"] > 0 or now["change_high"] < 0
    key = "title.first" if pd.isna(now["change"]) else "title.changed" if clear else "title"
    return say(key, **as_facts(now, "score", "low", "high", "change", "change_low", "change_high"))


def _findings(strikes: pd.DataFrame, engagement: Engagement) -> tuple[Phrase, ...]:
    if strikes.empty:
        return ()
    now, rule = strikes.iloc[0], engagement.strikes
    rules = (say("rule", n=rule.expires_after), say("fair"))
    if pd.isna(now["given"]):
        return rules
    return (
        say("strikes", present=now["n"], **as_facts(now, "given", "expired", "active")),
        say("at_risk" if now["at_risk"] else "safe", n=now["at_risk"], limit=rule.limit),
        *rules,
    )
