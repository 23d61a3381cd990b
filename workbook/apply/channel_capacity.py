"""Next actions within the capacity of each channel: who gets the first choice, who another one, who waits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from pandas import DataFrame, Series

from workbook.apply.audience import GROUP
from workbook.privacy import declare

OTHER, FULL = "other", "full"
"""Why an action is not the first choice, or there is none: the channel of a better one is full."""
BY_MONEY, BY_RESPONSE, BY_HIERARCHY = "money", "response", "hierarchy"
"""What the places of full channels are given by."""


@dataclass(frozen=True)
class ChannelPlan:
    """Candidates with how many customers get each, and the channels.

    Attributes:
        actions: The candidates, with assigned (customers who get it) and reason: of a row that is not the
            first choice "other".
        channels: A row per channel with a capacity: channel, slots, used, price (what one place more would
            bring; blank where places are given by hierarchy).
        by: What places are given by: "money", "response" or "hierarchy"; blank where nothing is limited.
        waiting: Customers who wait, because no place is left for any action that fits.
    """

    actions: DataFrame
    channels: DataFrame
    by: str
    waiting: int


def within_capacity(
    candidates: DataFrame, capacity: Mapping[str, int], assign: Callable[..., Any]
) -> ChannelPlan:
    """Give every group the actions for which the channels have capacity.

    Places of a full channel go to whom they are expected to bring most, where that is known in one unit of
    all actions that compete; else class and weight decide, over all groups. Groups with the same choice are
    served alike, in proportion to their size.

    Args:
        candidates: From `workbook.apply.next_action.action_candidates`.
        capacity: How many messages each channel takes; what is not named has no limit.
        assign: The engine's assignment: takes offers and slots.
    """
    actions = candidates.assign(assigned=candidates["n"].where(candidates["chosen"], 0).astype(int))
    groups = [candidates[name] for name in GROUP]
    limited = candidates["channel"].isin(capacity).groupby(groups).transform("any")
    by, price = "", None
    slots = DataFrame({"channel": list(capacity), "slots": list(capacity.values()), "used": 0})
    if limited.any():
        value, by = _value(actions[limited])
        rows = _by_choice(actions[limited].assign(value=value))
        found = assign(_offers(rows), capacity)
        actions.loc[rows.index, "assigned"] = _spread(rows, found.offers)
        slots, price = found.slots.drop(columns="price"), found.slots["price"]
    other = actions["assigned"].gt(0) & ~actions["chosen"]
    waiting = candidates.drop_duplicates(GROUP)["n"].sum() - actions["assigned"].sum()
    return ChannelPlan(
        declare(actions.assign(reason=actions["reason"].mask(other, OTHER))),
        declare(slots.assign(price=np.nan if by in ("", BY_HIERARCHY) else price)),
        by,
        int(waiting),
    )


def _by_choice(rows: DataFrame) -> DataFrame:
    """The same, with one name in column group for all groups that choose from the same."""
    offer = rows["programme"] + "=" + rows["value"].map(repr)
    return rows.assign(group=offer.groupby([rows[name] for name in GROUP]).transform(" | ".join))


def _offers(rows: DataFrame) -> DataFrame:
    """A row per offer, as the engine takes them."""
    offers = rows.groupby(["group", "programme"], sort=False)
    return offers.agg(n=("n", "sum"), channel=("channel", "first"), value=("value", "first")).reset_index()


def _value(rows: DataFrame) -> tuple[Series, str]:
    """What one message of each competing action is worth, and in what."""
    priced = rows["value_each"].notna()
    if rows["share"].notna().all() and (priced.all() or not priced.any()):
        by = BY_MONEY if priced.all() else BY_RESPONSE
        return rows["share"] * (rows["value_each"].astype(float) if priced.all() else 1.0), by
    points = rows["place"].max() + 1.0 - rows["place"]
    groups = [rows[name] for name in GROUP]
    ranked = points.groupby(groups).transform(lambda group: np.sort(group)[::-1])  # the first choice has most
    return ranked, BY_HIERARCHY


def _spread(rows: DataFrame, found: DataFrame) -> Series:
    """How many of each group get what was assigned to all with the same choice, in proportion."""
    key = ["group", "programme"]
    totals = rows[key].merge(found[[*key, "assigned"]], on=key, how="left")["assigned"].to_numpy()
    assigned, left = Series(0, rows.index), rows.drop_duplicates(GROUP).set_index(GROUP)["n"].copy()
    for (_, _), part in rows.assign(total=totals).groupby(key, sort=False):
        owners = part.set_index(GROUP).index
        sizes = left[owners].to_numpy()
        ends = np.rint(np.cumsum(sizes) * part["total"].iloc[0] / max(sizes.sum(), 1)).astype(int)
        got = np.diff(ends, prepend=0)
        assigned[part.index] = got
        left[owners] = sizes - got
    return assigned
