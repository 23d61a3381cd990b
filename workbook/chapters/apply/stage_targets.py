"""What one point more conversion is worth per stage."""

import pandas as pd

from workbook.differences import CLEAR
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import NO_VALUE, Phrase, between, label, named, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """Where one point more is worth most, where that is clear.

    Args:
        table: From `workbook.apply.targets.stage_targets`, as may be shown.
        engagement: The settings.
    """
    rows = table.assign(
        stage_name=[named("stage", name) for name in table["stage"]],
        aim_name=[say(f"aim.{aim}") for aim in table["aim"]],
        points=_ranges(table),
    )
    columns = [
        Column("stage_name", label("stage")),
        Column("aim_name", say("aim")),
        Column("n", say("now"), "int"),
        Column("share", say("share"), "percent1"),
        Column("worth", say("worth"), "estimate"),
        Column("point", say("point"), "estimate", lambda _: "strong"),
        Column("points", label("interval"), kind="range"),
    ]
    return table_exhibit(
        rows,
        columns,
        title=_title(table),
        findings=phrases(_less(table), say("association")),
        note=say("note", days=engagement.days_counted),
        tables=("transactions", "customers"),
    )


def _ranges(table: pd.DataFrame) -> list[Phrase]:
    ends = table[["point_low", "point_high"]].itertuples(index=False)
    return [NO_VALUE if pd.isna(low) else between(low, high, "estimate") for low, high in ends]


def _title(table: pd.DataFrame) -> Phrase:
    known = table.dropna(subset=["point"])
    known = known[known["point_low"] > 0]
    if known.empty:
        return say("title.none")
    best = known.loc[known["point"].idxmax()]
    facts = {"stage": named("stage", best["stage"]), "point": best["point"]}
    facts |= {"ends": between(best["point_low"], best["point_high"], "estimate")}
    clear = len(known) > 1 and known["p"].drop(best.name).lt(CLEAR).all()
    return say(f"title.{best['aim']}" if clear else f"title.unclear.{best['aim']}", **facts)


def _less(table: pd.DataFrame) -> Phrase | None:
    """The stages where it cannot be told whether one point more brings anything."""
    unsure = table[table["point_low"].le(0) & table["point_high"].ge(0)]
    names = [named("stage", name) for name in unsure["stage"]]
    return say("unsure", names=names, n=len(names)) if names else None
