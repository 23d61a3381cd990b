"""Faults between tables, and between a table and the settings: what is named must be there."""

from collections.abc import Mapping

import pandas as pd

from workbook.engagement import Engagement
from workbook.tables.contracts import REFERENCES, TABLES, column
from workbook.tables.faults import Fault, RawTable, not_known, rows_by_value
from workbook.tables.numbers import shown

Frames = Mapping[str, pd.DataFrame]
RawTables = Mapping[str, RawTable]


def unknown_references(frames: Frames, raw: RawTables) -> list[Fault]:
    """Values that the table they refer to does not hold."""
    faults = []
    for (name, own), (other, key) in REFERENCES.items():
        if own not in frames.get(name, ()) or not _can_be_asked(other, key, frames):
            continue
        values = frames[name][own].dropna()
        if column(name, own).metadata["kind"] == "ids":
            values = values.str.split(";").explode().str.strip()
        known = frames[other][key].dropna().unique() if other in frames else []
        strangers = values[~values.isin(known)]
        faults += not_known(raw[name], own, strangers, list(known), f"in table '{other}'")
    return faults


def _can_be_asked(other: str, key: str, frames: Frames) -> bool:
    """Whether a table holds what others refer to; one with a fault of its own is not blamed twice."""
    if TABLES[other].metadata["required"]:
        return other in frames and key in frames[other] and len(frames[other]) > 0
    return other not in frames or key in frames[other]


def unknown_stages(frames: Frames, raw: RawTables, engagement: Engagement) -> list[Fault]:
    """Stages of programmes that the settings do not name."""
    if "stage" not in frames.get("programmes", ()):
        return []
    stages = [stage.name for stage in engagement.stages]
    values = frames["programmes"]["stage"].dropna()
    strangers = values[~values.isin(stages)]
    return not_known(raw["programmes"], "stage", strangers, stages, "a stage in engagement.yml")


def off_scale(frames: Frames, raw: RawTables, engagement: Engagement) -> list[Fault]:
    """Scores that are not on the scale of their question."""
    answers = frames.get("answers", pd.DataFrame())
    if not {"question", "score"} <= set(answers):
        return []
    low, high = (int(end) for end in engagement.nps_scale.split("-"))
    scales = {"nps": (low, high), "satisfaction": (1, 5), "importance": (1, 5)}
    faults = []
    for question, (low, high) in scales.items():
        scores = answers.loc[answers["question"].eq(question).fillna(False), "score"].dropna()
        for value, rows in rows_by_value(scores[~scores.between(low, high) | (scores % 1 != 0)]).items():
            way = f"is below {low}" if value < low else f"is above {high}" if value > high else "is not whole"
            message = f"{shown(value)} {way} (scale {question} is {low} to {high})"
            faults.append(raw["answers"].fault(message, "score", rows))
    return faults


def other_currencies(frames: Frames, raw: RawTables, engagement: Engagement) -> list[Fault]:
    """Amounts in another currency than the engagement's; a row without a currency is in the engagement's."""
    if "currency" not in frames.get("transactions", ()):
        return []
    currencies = frames["transactions"]["currency"].dropna().str.upper()
    rows_of = {}
    for name, rows in rows_by_value(currencies[currencies.ne(engagement.currency)]).items():
        way_out = "convert their amounts, or leave them out"
        if len(rows) == len(frames["transactions"]):
            way_out = "convert the amounts, or set the currency in engagement.yml"
        found = f"'{name}' is not {engagement.currency}, the currency in engagement.yml"
        rows_of[f"{found} ({len(rows):,} of {len(frames['transactions']):,} rows); {way_out}"] = rows
    return raw["transactions"].faults_by_message(rows_of, "currency")
