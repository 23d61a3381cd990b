"""The next action for each customer: who may get what, what it is expected to bring, and which goes first."""

from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pandas import DataFrame

from workbook.apply.audience import GROUP, grouped
from workbook.apply.channel_capacity import FULL
from workbook.apply.expected_response import RATE, expected_response
from workbook.apply.first_day import first_days
from workbook.apply.messages import Messages, in_order
from workbook.apply.pressure import second
from workbook.engagement import ContactRule
from workbook.privacy import tells

if TYPE_CHECKING:
    import ibis

ONLY, VALUE, HIERARCHY, NONE = "only", "value", "hierarchy", "none"
"""Why an action is the next one: no other fits; it is expected to bring most; class and weight decide, as the
response of one of them is not known; none fits."""


@tells()
def action_candidates(
    programmes: DataFrame,
    groups: DataFrame,
    overall: DataFrame,
    within: DataFrame,
    *,
    contact: ContactRule,
    start: datetime,
    end: datetime,
) -> DataFrame:
    """Which programmes fit each group of customers in the coming period, and which one goes first.

    A programme fits who is in its stage and has its profile, where it runs in the period and is no message
    of an exempt class. What it is expected to bring is its response so far, in the stage where that is known
    and else as a whole, times what a response is worth. Where that is known of all that fit, the one that is
    expected to bring most goes first; else class and weight decide, for what is not known is not less.

    Args:
        programmes: Table of programmes: programme, stage, profile, class, channel, weight, start, end,
            value_each.
        groups: From `workbook.apply.audience.group_sizes`.
        overall: programme, customers, responded_share, responded_low, responded_high; blank where hidden or
            unknown.
        within: The same per programme and stage.
        contact: Says which classes are exempt.
        start: First instant of the coming period.
        end: First instant after it.

    Returns:
        One row per group and programme that fits, the one that goes first in front: stage, profile, n
        (customers), programme, channel, share (response), low, high, known ("stage", "programme" or blank:
        where the response comes from), brings, brings_low, brings_high (per message: responses, times their
        worth where all that fit have one), value_each, place (by class and weight, among all programmes), fit
        (how many fit), chosen (whether it goes first) and reason.
    """
    running = programmes[
        ~programmes["class"].isin(contact.exempt)
        & programmes["start"].lt(end).where(programmes["start"].notna(), True).astype(bool)
        & programmes["end"].ge(start).where(programmes["end"].notna(), True).astype(bool)
    ]
    ordered = in_order(running.assign(campaign="")).drop(columns="campaign").reset_index(names="place")
    table = groups.merge(ordered, on="stage", suffixes=("", "_meant"))
    table = table[table["profile_meant"].isna() | table["profile_meant"].eq(table["profile"])]
    table = table.reset_index(drop=True)
    table = table.join(expected_response(table, overall, within))
    by = [table[name] for name in GROUP]
    worth = table["value_each"].where(table["value_each"].notna().groupby(by).transform("all"), 1.0)
    table = table.assign(
        fit=table.groupby(GROUP)["programme"].transform("size").astype(int),
        **{
            f"brings{end}": table[name] * worth for name, end in zip(RATE, ("", "_low", "_high"), strict=True)
        },
    )
    compared = table["brings"].notna().groupby(by).transform("all")
    table = table.assign(compared=compared, less=-table["brings"].where(compared, 0.0))
    table = table.sort_values([*GROUP, "less", "place"], ignore_index=True)
    reason = np.select([table["fit"].eq(1), table["compared"]], [ONLY, VALUE], HIERARCHY)
    table = table.assign(chosen=~table.duplicated(GROUP), reason=reason)
    return table[_CANDIDATES]


_CANDIDATES = [*GROUP, "n", "programme", "channel", *RATE, "known", "brings", "brings_low", "brings_high"]
_CANDIDATES += ["value_each", "place", "fit", "chosen", "reason"]


def next_actions(
    actions: DataFrame,
    stages: "ibis.Table",
    customers: "ibis.Table",
    messages: Messages,
    programmes: DataFrame,
    *,
    contact: ContactRule,
    end: datetime,
) -> "ibis.Table":
    """The next action of every customer, why it is that one, and from when the pressure rules let it through.

    Which customers of a group get an action that has no room for all is drawn by lot: by the digest of their
    id and the day, so that a second run draws the same.

    Args:
        actions: `workbook.apply.channel_capacity.ChannelPlan.actions`.
        stages: customer_id, stage; at the end of the period.
        customers: Table of customers: customer_id, profile.
        messages: From `workbook.apply.messages.messages_due`.
        programmes: Table of programmes: programme, class, channel.
        contact: The rules.
        end: First instant after the period.

    Returns:
        customer_id, next_action (blank where none fits or none has room), next_action_reason ("only",
        "value", "hierarchy", "other", "full" or "none") and next_action_from (a day as 2018-01-09; blank
        where there is no action).
    """
    import ibis

    drawn = _drawn(_places(actions), grouped(stages, customers), end)
    named = drawn.select("customer_id", "stage", programme="next_action")
    days = first_days(named, messages, programmes, contact=contact, end=end)
    joined = drawn.left_join(days, "customer_id")
    day = joined.second.as_timestamp("s").strftime("%Y-%m-%d")
    return joined.select(
        "customer_id",
        "next_action",
        "next_action_reason",
        next_action_from=joined.next_action.notnull().ifelse(day, ibis.null("string")),
    )


def _places(actions: DataFrame) -> DataFrame:
    """From and up to which place in the draw of its group each action goes; who is left waits."""
    got = actions[actions["assigned"] > 0]
    ends = got.groupby(GROUP)["assigned"].cumsum()
    places = got[[*GROUP, "programme", "reason"]].assign(first=ends - got["assigned"], end=ends)
    groups = actions.groupby(GROUP)[["n", "assigned"]].agg({"n": "first", "assigned": "sum"}).reset_index()
    waits = groups[groups["n"] > groups["assigned"]].rename(columns={"assigned": "first", "n": "end"})
    return pd.concat([places, waits.assign(programme=None, reason=FULL)], ignore_index=True)


def _drawn(places: DataFrame, known: "ibis.Table", end: datetime) -> "ibis.Table":
    """Who gets which action: customer_id, stage, next_action and next_action_reason."""
    import ibis

    schema = dict.fromkeys([*GROUP, "programme", "reason"], "string") | {"first": "int64", "end": "int64"}
    lot = (known.customer_id + str(second(end))).hexdigest("md5")
    known = known.mutate(lot=lot)
    place = ibis.row_number().over(group_by=GROUP, order_by=["lot", "customer_id"])
    joined = known.mutate(place=place).left_join(ibis.memtable(places[[*schema]], schema=schema), GROUP)
    mine = joined.reason.isnull() | ((joined.place >= joined["first"]) & (joined.place < joined["end"]))
    return joined.filter(mine).select(
        "customer_id",
        "stage",
        next_action="programme",
        next_action_reason=joined.reason.fill_null(NONE),
    )


def with_actions(crm: "ibis.Table", actions: "ibis.Table") -> "ibis.Table":
    """What goes back to the client's own systems, with the next action of each customer.

    Args:
        crm: From `workbook.recognise.crm.crm_rows`.
        actions: From `next_actions`.
    """
    joined = crm.left_join(actions, "customer_id")
    return joined.select(*crm.columns, *actions.columns[1:]).order_by("customer_id")
