"""The steps of each process in their order: hours before and after, waiting, rework, dependencies."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Exhibit
from workbook.phrases import Phrase, between, label, named, phrases, sayer, show

say = sayer(__name__)
SHOWN = 3
"""So many processes are drawn; the rest stands in the tables."""


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """What a case goes through before and after the review, where it waits, and what misses a step that goes.

    Args:
        table: From `workbook.essa.flow.process_flow`.
        engagement: The settings.
    """
    names = table["process"].unique()
    told = table.groupby("process", sort=False)[["wait_hours", "rework_rate", "after"]].agg(
        lambda cells: any(bool(cell) and cell == cell for cell in cells if cell is not None)
    )
    drawn = [name for name in names if told.loc[name].any()][:SHOWN]
    more = len(names) - len(drawn)
    return Exhibit(
        title=_title(table) if drawn else "",
        board={"strips": [_strip(name, table[table["process"].eq(name)]) for name in drawn]}
        if drawn
        else None,
        findings=phrases(
            *[_missed(row) for row in table[table["needed_by"].map(len).gt(0)].itertuples()],
            *_rounds(table),
            _waiting(table),
            say("more", n=more) if drawn and more else None,
            None if drawn else say("unknown"),
        ),
        note=say("note"),
        tables=("processes",),
    )


def _title(table: pd.DataFrame) -> Phrase:
    missed = table[table["needed_by"].map(len).gt(0)]
    if len(missed):
        return say("title.missed", n=len(missed), names=missed["step"].tolist())
    waits = table.dropna(subset=["wait_hours"])
    if waits["wait_hours"].sum():
        row = waits.loc[waits["wait_hours"].idxmax()]
        return say("title.waits", process=row["process"], step=row["step"], hours=row["wait_hours"])
    return say("title")


def _strip(name: str, rows: pd.DataFrame) -> dict[str, Any]:
    """One process: its steps across in their order, and what is told of each."""
    lanes = {
        "role": lambda row: named("role", row["role"]) if isinstance(row["role"], str) else "",
        "wait": lambda row: _known(row["wait_hours"], lambda hours: say("hours", hours=hours)),
        "hours": lambda row: _known(row["hours"], lambda hours: show(hours, "int")),
        "again": lambda row: _known(row["rework_rate"], lambda share: show(share, "percent")),
        "verdict": lambda row: label(f"verdict.{row['verdict']}"),
        "after": _after,
    }
    found = [_lane(lane, rows, told) for lane, told in lanes.items()]
    return {
        "name": name,
        "groups": [say("place", place=place) for place in rows["place"]],
        "places": rows["step"].tolist(),
        "notes": [say("waits_for", names=list(names)) if len(names) else "" for names in rows["after"]],
        "lanes": [lane for lane in found if any(cell["texts"] for cell in lane["cells"])],
    }


def _known(value: float, told: Callable[[float], Phrase]) -> Phrase:
    return told(value) if value == value else ""


def _lane(name: str, rows: pd.DataFrame, told: Callable[[Any], Phrase]) -> dict[str, Any]:
    texts = [told(row) for row in rows.to_dict("records")]
    cells = [{"texts": [text] if isinstance(text, dict | str) and text else []} for text in texts]
    return {"name": say(f"lane.{name}"), "kind": "text", "cells": cells}


def _after(row: Any) -> Phrase:
    if row["verdict"] == "eliminate":
        return say("gone")
    return _known(row["after_low"], lambda low: between(low, row["after_high"], "int"))


def _missed(row) -> Phrase:
    return say("missed", n=len(row.needed_by), step=row.step, process=row.process, names=list(row.needed_by))


def _rounds(table: pd.DataFrame) -> list[Phrase]:
    rounds = table[table["in_round"].astype(bool)]
    return [
        say("round", process=name, names=part["step"].tolist())
        for name, part in rounds.groupby("process", sort=False)
    ]


def _waiting(table: pd.DataFrame) -> Phrase | None:
    """How long a case waits in the process in which it waits longest, beside the work in it."""
    waits = table.groupby("process", sort=False)["waited"].max()
    if not waits.max():
        return None
    return say("waiting", process=waits.idxmax(), hours=waits.max())
