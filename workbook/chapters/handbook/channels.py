"""The channels: what each is for, what it brings, and which do the same for the same customers."""

import pandas as pd

from workbook.apply.channels import ORDERS
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import Phrase, between, phrases, sayer

say = sayer(__name__)
ROWS, SAME, KIOSK = 12, 3, 0.8
"""Rows shown; pairs of channels that are told; from this share on a channel is one that others make idle."""


def exhibit(
    table: pd.DataFrame, pairs: pd.DataFrame, offline: pd.DataFrame, places: int, engagement: Engagement
) -> Exhibit:
    """Which channels lack an objective, and which ones overlap.

    Args:
        table: As `workbook.apply.channels.channel_objectives` gives it.
        pairs: As `overlap` gives it, as may be shown.
        offline: Share of offline customers who are known online: name, n, of, share; likewise.
        places: In how many channels was ordered, where these are too many to be channels; else 0.
        engagement: The settings.
    """
    rows = table.head(ROWS).to_dict("records")
    known = bool(engagement.journey.offline_channels)
    shown = table.head(ROWS).assign(
        kind_name=[say(f"kind.{row['kind']}") if known and row["kind"] else say("unknown") for row in rows],
        objective=[_objective(row) for row in rows],
        where=[
            say("listed", names=list(dict.fromkeys([*row["touchpoints"], *row["programmes"]])))
            for row in rows
        ],
    )
    columns = [
        Column("channel", say("channel")),
        Column("kind_name", say("kind")),
        Column("objective", say("objective"), tone=lambda row: "warn" if row["gap"] else ""),
        Column("where", say("where")),
        Column("customers", say("customers"), "int"),
        Column("share_of_value", say("share_of_value"), "percent"),
    ]
    return table_exhibit(
        shown,
        columns,
        title=_title(table),
        findings=phrases(
            say("places", n=places) if places else None,
            *_overlaps(pairs),
            *_recognised(offline),
            None if known else say("no_offline"),
            say("more", n=len(table) - ROWS) if len(table) > ROWS else None,
        ),
        note=say("note"),
        tables=("journey", "programmes", "transactions", "touchpoints"),
    )


def _title(table: pd.DataFrame) -> Phrase:
    lacking = table.loc[table["gap"], "channel"].tolist()
    return say("title", n=len(lacking), names=lacking) if lacking else say("title.none")


def _objective(row: dict) -> Phrase:
    if len(row["objectives"]):
        return say("listed", names=list(row["objectives"]))
    return say("lacking") if row["gap"] else say("not_mapped")


def _overlaps(pairs: pd.DataFrame) -> list[Phrase]:
    """The pairs in which most customers do the same, or that there is nothing to compare."""
    known = pairs.dropna(subset=["share"])
    if known.empty:
        return [say("no_overlap")]
    told = []
    for row in known.head(SAME).itertuples():
        facts = {"channel": row.channel, "other": row.other, "share": row.share, "n": row.of}
        facts |= {"ends": between(row.low, row.high, "percent"), "act": row.act}
        kind = "orders" if row.act == ORDERS else "met"
        told.append(say(f"kiosk.{kind}" if row.low >= KIOSK else f"same.{kind}", **facts))
    return told


def _recognised(offline: pd.DataFrame) -> list[Phrase]:
    return [
        say("recognised", share=row.share, n=row.of)
        for row in offline.dropna(subset=["share"]).itertuples(index=False)
    ]
