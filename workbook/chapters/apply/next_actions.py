"""The next action of each group of customers, and why it is that one."""

import pandas as pd

from workbook.apply.channel_capacity import OTHER, ChannelPlan
from workbook.engagement import Engagement
from workbook.exhibit import Column, Exhibit, table_exhibit
from workbook.phrases import NO_VALUE, Phrase, between, label, named, phrases, sayer

say = sayer(__name__)
MOST = 8


def exhibit(
    actions: pd.DataFrame,
    channels: pd.DataFrame,
    plan: ChannelPlan,
    groups: pd.DataFrame,
    engagement: Engagement,
) -> Exhibit:
    """How many customers have a next action, for how many it rests on what was measured, and who waits.

    Args:
        actions: `workbook.apply.channel_capacity.ChannelPlan.actions`, as published.
        channels: `workbook.apply.channel_capacity.ChannelPlan.channels`, as published.
        plan: From `workbook.apply.channel_capacity.within_capacity`.
        groups: From `workbook.apply.audience.group_sizes`.
        engagement: The settings.
    """
    given = actions[actions["assigned"] > 0].sort_values("assigned", ascending=False, kind="stable")
    rows = given.assign(
        whom=[_whom(row.stage, row.profile) for row in given.itertuples()],
        ends=[_ends(row) for row in given.itertuples()],
        why=[label(f"next_action.{reason}") for reason in given["reason"]],
    )
    columns = [
        Column("whom", say("whom")),
        Column("assigned", label("customers"), "int"),
        Column("programme", say("action"), tone=lambda _: "strong"),
        Column("channel", say("channel")),
        Column("share", say("response"), "percent1"),
        Column("ends", label("interval"), kind="range"),
        Column("why", say("why")),
    ]
    total, with_one = groups["n"].sum(), given["assigned"].sum()
    measured = given.loc[given["reason"].eq("value"), "assigned"].sum()
    without = total - with_one - plan.waiting
    return table_exhibit(
        rows.head(MOST),
        columns,
        title=say("title", n=with_one, total=total) if with_one else say("title.none"),
        findings=phrases(
            _measured(measured, with_one, given["reason"].eq(OTHER).any()),
            say("without", n=without) if without else None,
            *_capacity(channels, plan, engagement.currency),
            say("more", n=len(rows) - MOST) if len(rows) > MOST else None,
        ),
        note=say("note"),
        tables=("programmes", "touchpoints", "transactions", "customers"),
    )


def _capacity(channels: pd.DataFrame, plan: ChannelPlan, currency: str) -> list[Phrase | None]:
    """Who waits for a full channel, and what one place more would bring."""
    if channels.empty:
        return [say("no_capacity")]
    full = channels[channels["used"].ge(channels["slots"])]
    names = [say("capacity", channel=row.channel, n=row.slots) for row in full.itertuples()]
    waits = say(f"waits.{plan.by}", n=plan.waiting, names=names) if plan.waiting else say("room")
    priced = full[full["price"].gt(0)].itertuples()
    prices = [{"channel": row.channel, "price": row.price, "currency": currency} for row in priced]
    return [waits, *[say(f"price.{plan.by}", **facts) for facts in prices]]


def _measured(n: int, of: int, is_full: bool) -> Phrase | None:
    """For how many the choice rests on what was measured."""
    if not of:
        return None
    return say("measured.full" if is_full else "measured", n=n, of=of) if n else say("unmeasured")


def _whom(stage: str, profile: str) -> Phrase:
    name = named("stage", stage)
    return say("with_profile", stage=name, profile=profile) if profile else name


def _ends(row: tuple) -> Phrase:
    return NO_VALUE if pd.isna(row.share) else between(row.low, row.high, "percent1")
