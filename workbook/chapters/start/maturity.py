"""Phase per dimension: what is planned against what there is, and what that means for the plan."""

from dataclasses import replace
from typing import Any

import pandas as pd

from workbook.apply.maturity import FEWEST, PHASES, PLAN, PRECONDITIONS, ReadinessGap
from workbook.chapters.start._phases import phase_name
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
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
    several = table["lowest"].notna().any()
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
    there = table[table["dimension"].ne(PLAN)]
    made = table_exhibit(
        shown,
        columns,
        title=_title(gap),
        findings=phrases(
            _finding(gap), _unknown(table, gap), _limit(gap, engagement), *_differs(table), _asked(table)
        ),
        note=say("note"),
        tables=("readiness",),
    )
    return replace(made, board={"strips": [_now_and_ambition(there, gap)]} if len(there) else None)


def _now_and_ambition(there: pd.DataFrame, gap: ReadinessGap) -> dict[str, Any]:
    """The five phases across, the preconditions down: what each has reached, and what the plans still ask."""
    phases = range(1, len(PHASES) + 1)
    marks = {gap.ready: say("here"), gap.planned: say("there")}
    return {
        "name": say("strip"),
        "groups": [say("phases") for _ in phases],
        "places": [phase_name(phase) for phase in phases],
        "notes": [
            say("both") if phase == gap.ready == gap.planned else marks.get(phase, "") for phase in phases
        ],
        "lanes": [
            {
                "name": label(f"dimension.{row.dimension}"),
                "kind": "fill",
                "cells": [_cell(phase, row.phase, gap.planned) for phase in phases],
            }
            for row in there.itertuples()
        ],
    }


def _cell(phase: int, reached: int, planned: int | None) -> dict[str, Any]:
    if phase <= reached:
        return {"level": 1, "texts": [say("reached")]}
    ahead = planned is not None and phase <= planned
    return {"level": 2 if ahead else 0, "texts": [say("to_go")] if ahead else []}


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
    people = table.loc[table["answered"].notna(), "respondents"].max()
    if pd.isna(people):
        return say("unnamed")
    if 1 < people < FEWEST:
        return say("few", n=people, fewest=FEWEST)
    return say("one") if people == 1 else say("several", n=people)


def _unknown(table: pd.DataFrame, gap: ReadinessGap) -> Phrase | None:
    """The preconditions of which nothing is known, where others are: the verdict is about those."""
    names = [name for name in PRECONDITIONS if name not in table["dimension"].tolist()]
    return (
        say("unknown", names=labels(f"dimension.{name}" for name in names)) if gap.ready and names else None
    )
