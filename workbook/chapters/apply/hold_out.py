"""Whether next actions that were chosen before the quarter were answered better than others."""

import pandas as pd

from workbook.apply.hold_out import ALL, CHOSEN, RANDOM
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import NO_VALUE, Phrase, between, phrases, sayer

say = sayer(__name__)


def exhibit(table: pd.DataFrame, actions: pd.DataFrame, engagement: Engagement) -> Exhibit:
    """The response to what was chosen beside that by lot and to all.

    Args:
        table: From `workbook.apply.hold_out.hold_out`, as may be shown.
        actions: What was chosen, from `workbook.apply.next_action.action_candidates`.
        engagement: The settings.
    """
    known = table.dropna(subset=["share"])
    if known.empty:
        return Exhibit(title=say("title.none"), findings=(say("none"),), tables=_TABLES)
    ways = known.set_index("way")
    rows = known.assign(
        name=[say(f"way.{way}") for way in known["way"]],
        points=100 * known["gain"],
        ends=[_ends(row) for row in known.itertuples()],
    )
    columns = [
        Column("name", say("way")),
        Column("share", say("response"), "percent1"),
        Column("points", say("gain"), "signed1"),
        Column("ends", say("interval"), kind="range"),
    ]
    return table_exhibit(
        rows,
        columns,
        title=_title(ways),
        findings=phrases(_measured(actions), say("observed"), *_tested(ways.loc[CHOSEN])),
        note=say("note"),
        tables=_TABLES,
    )


_TABLES = ("programmes", "touchpoints", "transactions", "customers")


def _ends(row: tuple) -> Phrase:
    return NO_VALUE if pd.isna(row.gain) else between(100 * row.low, 100 * row.high, "signed1")


def _title(ways: pd.DataFrame) -> Phrase:
    lot = ways.loc[RANDOM]
    facts = {"share": ways.loc[CHOSEN, "share"], "lot": lot["share"], "every": ways.loc[ALL, "share"]}
    clear = "better" if lot["low"] > 0 else "worse" if lot["high"] < 0 else "unclear"
    return say(f"title.{clear}", **facts)


def _measured(actions: pd.DataFrame) -> Phrase:
    """For how many the choice rested on what was measured."""
    first = actions[actions["chosen"]]
    n = first.loc[first["reason"].eq("value"), "n"].sum()
    return say("measured", n=n, of=first["n"].sum()) if n else say("unmeasured")


def _tested(chosen: pd.Series) -> list[Phrase | None]:
    """For how many it is measured, for how many others stand in, and for whom nothing is known."""
    counts = chosen[["actions", "tested", "got"]].astype(int)
    left = counts["actions"] - counts["tested"]
    return [
        say("got", n=counts["got"], of=counts["tested"]),
        say("left", n=left) if left else None,
    ]
