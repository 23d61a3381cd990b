"""What segments and other groups of customers are called, as phrases."""

from typing import get_args

import pandas as pd

from workbook.engagement import Measure
from workbook.phrases import Phrase, label, named, say, show


def segment_names(rule: pd.DataFrame, *, form: str = "long") -> dict[str, Phrase]:
    """Each segment's name: its rule, as a reader would say it; `form` is long or short."""
    cuts: dict[str, dict[int, list[Phrase]]] = {}
    for row in rule.to_dict("records"):
        cuts.setdefault(row["segment"], {}).setdefault(row["part"], []).append(_cut(row, form))
    return {
        segment: say("cut.either", parts=[say("cut.both", parts=part) for part in parts.values()])
        for segment, parts in cuts.items()
    }


def segment_levels(rule: pd.DataFrame) -> dict[str, Phrase]:
    """A short name of each segment of an axis rule: high or low on each of its measures."""
    levels: dict[str, list[Phrase]] = {}
    for row in rule.to_dict("records"):
        level = "high" if pd.notna(row["at_least"]) else "low"
        levels.setdefault(row["segment"], []).append(_level(row["column"], level))
    return {segment: say("cut.name", name=say("cut.both", parts=parts)) for segment, parts in levels.items()}


def measure_name(name: str) -> Phrase:
    """What a measure is called; an attribute of the client's by its own name."""
    return label(f"measure.{name}") if name in get_args(Measure) else name


def _level(name: str, level: str) -> Phrase:
    if name in get_args(Measure):
        return label(f"level.{name}.{level}")
    return say(f"cut.level.{level}", name=name)


def _cut(row: dict, form: str) -> Phrase:
    """One question of a rule: from a cut-point, up to one, or between two."""
    ends = {end: measured(row["column"], row[end]) for end in ("at_least", "below") if pd.notna(row[end])}
    kind = "between" if len(ends) == 2 else next(iter(ends))
    return say(f"cut.{form}.{kind}", measure=measure_name(row["column"]), **ends)


def measured(measure: str, value: float) -> Phrase:
    """A value of a measure: money, or a number."""
    return show(value, "money" if measure == "value" else "num")


def group_name(grouping: str, group: str, rule: pd.DataFrame, *, form: str = "long") -> Phrase:
    """A group as a reader would call it."""
    if grouping == "stage":
        return named("stage", group)
    if grouping == "segment" and not group:
        return label("no_segment")
    if grouping == "segment":
        return segment_names(rule, form=form)[group]
    if grouping == "manager":
        band, managed = group.split("|")
        return say(f"label.manager.{managed}", band=band)
    return group or label("no_profile")
