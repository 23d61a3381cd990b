"""The stages side by side: definition, objective, entry and exit, size, value, moves and programmes."""

import pandas as pd

from workbook.engagement import Engagement, Interval, Stage
from workbook.exhibit import Exhibit
from workbook.market_stages import NAMES, market_stages
from workbook.phrases import Phrase, between, label, named, own, phrases, sayer, show

say = sayer(__name__)
ONLY_RISES = "age_days"
"""A measure that never falls: nobody leaves a stage by it in that direction."""


def exhibit(
    table: pd.DataFrame, aims: pd.DataFrame, programmes: pd.DataFrame, engagement: Engagement
) -> Exhibit:
    """What each stage is, and what is not served in it.

    Args:
        table: As `workbook.apply.stage_model.stage_model` gives it.
        aims: What one point more is worth, as `workbook.apply.targets.stage_targets` gives it, as may be
            shown.
        programmes: Table of programmes.
        engagement: The settings.
    """
    stages = {stage.name: stage for stage in engagement.stages}
    rows = table.to_dict("records")
    worth = aims.set_index("stage").to_dict("index")
    of_stage = programmes.groupby("stage", sort=False)["programme"].agg(list).to_dict()
    lanes = {
        "objective": [[_objective(stages[row["stage"]])] for row in rows],
        "enters": [_entry(stages[row["stage"]]) for row in rows],
        "leaves": [_exit(stages[row["stage"]]) for row in rows],
        "size": [_size(row) for row in rows],
        "moves": [_moves(row) for row in rows],
        "aim": [_aim(worth.get(row["stage"])) for row in rows],
        "programmes": [of_stage.get(row["stage"], [say("none")]) for row in rows],
    }
    strip = {
        "name": say("strip"),
        "groups": [say("left" if stages[row["stage"]].left else "with_us") for row in rows],
        "places": [named("stage", row["stage"]) for row in rows],
        "notes": ["" for _ in rows],
        "lanes": [
            {"name": say(f"lane.{name}"), "kind": "text", "cells": [{"texts": texts} for texts in cells]}
            for name, cells in lanes.items()
        ],
    }
    unserved = [named("stage", name) for name in stages if name not in of_stage]
    return Exhibit(
        title=_title(table),
        board={"strips": [strip]},
        findings=phrases(
            say("unserved", names=unserved) if unserved else say("served"),
            _market(engagement),
        ),
        note=say("note", days=engagement.window_days),
        tables=("transactions", "programmes"),
    )


def _title(table: pd.DataFrame) -> Phrase:
    """The stage that brings most, where that is known."""
    known = table.dropna(subset=["share_of_value"])
    if known.empty:
        return say("title.unknown", n=len(table))
    top = known.loc[known["share_of_value"].idxmax()]
    return say(
        "title",
        stage=named("stage", top["stage"]),
        customers=top["share_of_customers"],
        value=top["share_of_value"],
    )


def _objective(stage: Stage) -> Phrase:
    """What the settings say; of the market's own stages, what such a stage is usually for."""
    if stage.objective:
        return own(stage.objective)
    return say(f"usual.{stage.name}") if stage.name in NAMES else say("no_objective")


def _entry(stage: Stage) -> list[Phrase]:
    """Every rule of a stage, all of which have to hold."""
    return [_range(measure, interval) for measure, interval in stage.rules.items()]


def _range(measure: str, interval: Interval) -> Phrase:
    low, high = interval.at_least, interval.below
    facts = {"measure": label(f"measure.{measure}"), "low": low, "high": high}
    return say("between" if None not in (low, high) else "below" if low is None else "at_least", **facts)


def _exit(stage: Stage) -> list[Phrase]:
    """The ways out of a stage: each end of a rule that a customer can come past."""
    ways = []
    for measure, interval in stage.rules.items():
        name = label(f"measure.{measure}")
        if interval.below is not None:
            ways.append(say("reaches", measure=name, high=interval.below))
        if interval.at_least is not None and measure != ONLY_RISES:
            ways.append(say("falls", measure=name, low=interval.at_least))
    return ways


def _size(row: dict) -> tuple[Phrase, ...]:
    if pd.isna(row["n"]):
        return (say("not_known"),)
    value = row["share_of_value"]
    brings = say("hidden") if pd.isna(value) else say("value", share=value)
    return say("size", n=int(row["n"]), share=row["share_of_customers"]), brings


def _moves(row: dict) -> tuple[Phrase, ...]:
    stays = say("stays", share=row["stays"], ends=between(row["stays_low"], row["stays_high"], "percent"))
    goes = say(
        "goes",
        stage=named("stage", str(row["goes_to"])),
        share=row["goes"],
        ends=between(row["goes_low"], row["goes_high"], "percent"),
    )
    comes = say("comes", stage=named("stage", str(row["comes_from"])))
    told = phrases(
        None if pd.isna(row["stays"]) else stays,
        goes if isinstance(row["goes_to"], str) else None,
        comes if isinstance(row["comes_from"], str) else None,
    )
    return told or (say("not_known"),)


def _market(engagement: Engagement) -> Phrase:
    """Whether the rules are those of the market, and why these are as they are."""
    given = [Stage(**one) for one in market_stages(engagement.market, engagement.window_days)]
    of_market = {stage.name: stage.rules for stage in given}
    own = {stage.name: stage.rules for stage in engagement.stages}
    return say(f"market.{engagement.market}" if own == of_market else "market.own")


def _aim(worth: dict | None) -> tuple[Phrase]:
    """What one point more of the stage moving up, or staying, goes with."""
    if worth is None or pd.isna(worth["point"]):
        return (say("not_known"),)
    ends = between(worth["point_low"], worth["point_high"], "estimate")
    return (say(f"aim.{worth['aim']}", point=show(worth["point"], "estimate"), ends=ends),)
