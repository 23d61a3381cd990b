"""Phase per dimension: what is planned against what there is, and what that means for the plan."""

import pandas as pd

from workbook.apply.maturity import PLAN, ReadinessGap
from workbook.chapters.start._phases import phase_name
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, chart, table_exhibit
from workbook.phrases import Phrase, label, labels, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, gap: ReadinessGap, engagement: Engagement) -> Exhibit:
    """Whether the plans run ahead of the preconditions.

    Args:
        table: As `workbook.apply.maturity.maturity` gives it.
        gap: As `readiness_gap` gives it.
        engagement: The settings.
    """
    shown = table.assign(
        name=labels("dimension." + table["dimension"]),
        phase_name=[phase_name(phase) for phase in table["phase"]],
        answered_name=[phase_name(phase) for phase in table["answered"]],
        measured_name=[phase_name(phase) for phase in table["measured"]],
    )
    several = table["respondents"].gt(1).any()
    columns = [
        Column("name", label("dimension")),
        Column("phase_name", label("phase"), tone=lambda row: _tone(row, gap)),
        Column("answered_name", say("answered")),
        *([Column("measured_name", say("measured"))] if table["measured"].notna().any() else []),
        *(
            [Column("lowest", say("lowest"), "int"), Column("highest", say("highest"), "int")]
            if several
            else []
        ),
        Column("n", say("answers"), "int"),
        Column("respondents", say("respondents"), "int"),
    ]
    there = shown[shown["dimension"].ne(PLAN)]
    ends = there["phase"].clip(lower=gap.planned or 0)
    legend = [say("legend.now"), say("legend.ambition")]
    picture = chart(
        "ranges",
        there.assign(to=ends),
        name="name",
        low="phase",
        high="to",
        axis=label("phase"),
        legend=legend,
    )
    return table_exhibit(
        shown,
        columns,
        title=_title(gap),
        findings=phrases(_finding(gap), _limit(gap, engagement), *_differs(table), _asked(table)),
        chart=picture if gap.planned and len(there) else None,
        alt=say("alt"),
        note=say("note"),
        tables=("readiness",),
    )


def _tone(row: pd.Series, gap: ReadinessGap) -> str:
    return "strong" if gap.planned is None or row["phase"] >= gap.planned else "warn"


def _title(gap: ReadinessGap) -> Phrase:
    if gap.ready is None:
        return say("title.no_preconditions")
    if gap.planned is None:
        return say("title.no_plan", ready_n=gap.ready, ready=label(f"phase.{gap.ready}"))
    phases = {"planned": label(f"phase.{gap.planned}"), "ready": label(f"phase.{gap.ready}")}
    key = "title.ahead" if gap.planned > gap.ready else "title.ready"
    return say(key, planned_n=gap.planned, ready_n=gap.ready, **phases)


def _finding(gap: ReadinessGap) -> Phrase | None:
    weakest = labels(f"dimension.{name}" for name in gap.weakest)
    if gap.gap is None:
        return say("half")
    return say("ahead", n=gap.gap, weakest=weakest) if gap.gap > 0 else say("ready", weakest=weakest)


def _limit(gap: ReadinessGap, engagement: Engagement) -> Phrase | None:
    """What the plan does with it."""
    if gap.ready is None:
        return None
    return say("limits" if engagement.maturity.limits_plan else "warns", n=gap.ready)


def _differs(table: pd.DataFrame) -> list[Phrase]:
    """Where data say something else than respondents, and where these are far apart."""
    both = table.dropna(subset=["measured", "answered"])
    told = [
        say(
            "lower" if row.measured < row.answered else "higher", measured=row.measured, answered=row.answered
        )
        for row in both.itertuples()
        if row.measured != row.answered
    ]
    apart = table[table["highest"].sub(table["lowest"]).ge(2).fillna(False)]
    names = labels("dimension." + apart["dimension"])
    return told + ([say("apart", names=names)] if len(apart) else [])


def _asked(table: pd.DataFrame) -> Phrase:
    people = int(table["respondents"].max())
    return say("one") if people == 1 else say("several", n=people)
