"""Profiles through the phases of the journey: what they need, where, and what we say or do not say."""

from typing import Any

import pandas as pd

from workbook.engagement import Engagement
from workbook.exhibit import Exhibit
from workbook.phrases import Phrase, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """How many cells have a need that no message answers.

    Args:
        table: As `workbook.apply.profile_phases.profile_phases` gives it.
        engagement: The settings.
    """
    if table.empty:
        return Exhibit(title="", findings=(say("no_profiles"),), tables=("insights", "programmes"))
    first = table.drop_duplicates("phase").to_dict("records")
    lanes = [_lane(say("lane.activities"), [_list(row["activities"]) for row in first])]
    lanes += [_lane(say("lane.for_all"), [_list(row["for_all"]) for row in first])]
    lanes += [
        _lane(str(profile), [_cell(row) for row in rows.to_dict("records")])
        for profile, rows in table.groupby("profile", sort=False)
    ]
    strip = {
        "name": say("strip"),
        "groups": [say("phases") for _ in first],
        "places": [row["phase"] for row in first],
        "notes": ["" for _ in first],
        "lanes": lanes,
    }
    unsaid = table[table["gap"].eq("message")]
    return Exhibit(
        title=say("title", n=len(unsaid), n_all=len(table))
        if len(unsaid)
        else say("title.none", n=len(table)),
        board={"strips": [strip]},
        findings=phrases(_most(unsaid), _unknown(table)),
        note=say("note"),
        tables=("journey", "insights", "programmes"),
    )


def _lane(name: Phrase, cells: list[list[Phrase]]) -> dict[str, Any]:
    return {"name": name, "kind": "text", "cells": [{"texts": texts} for texts in cells]}


def _list(texts: list[str]) -> list[Phrase]:
    return list(texts) if len(texts) else [say("none")]


def _cell(row: dict[str, Any]) -> list[Phrase]:
    """What one profile needs in one phase, where, and what it is told."""
    if not len(row["needs"]) and not len(row["messages"]):
        return [say("need_unknown")]
    need = say("need", needs=list(row["needs"]), touchpoints=list(row["touchpoints"]))
    said = say("said", messages=list(row["messages"]), channels=list(row["channels"]))
    return [
        need if len(row["needs"]) else say("need_unknown"),
        said if len(row["messages"]) else say("unsaid"),
    ]


def _most(unsaid: pd.DataFrame) -> Phrase | None:
    """The profile with the most needs that no message is for."""
    if unsaid.empty:
        return None
    counts = unsaid.groupby("profile", sort=False).size()
    names = counts.index[counts.eq(counts.max())].tolist()
    return say("most", names=names, n=counts.max())


def _unknown(table: pd.DataFrame) -> Phrase | None:
    unknown = int(table["gap"].eq("need").sum())
    return say("unknown", n=unknown, n_all=len(table)) if unknown else None
