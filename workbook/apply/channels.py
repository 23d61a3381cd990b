"""What each channel is for, what it brings, and which channels do the same for the same customers."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd
from pandas import DataFrame, Series

from workbook.privacy import declare, tells

if TYPE_CHECKING:
    import ibis

MOST = 12
"""What is done in more channels than this is done in places, such as shops: these are not compared."""
NO_OFFLINE = DataFrame(
    {"name": Series(dtype="str"), **dict.fromkeys(("n", "of", "share"), Series(dtype=float))}
)
"""What holds where no identities tell who is known offline and online."""
ORDERS = "orders"


def in_quarter(rows: "ibis.Table", at: str, *, start: datetime, end: datetime) -> "ibis.Table":
    """The rows of a quarter in which a customer used a channel."""
    known = (rows[at] >= start) & (rows[at] < end) & rows.customer_id.notnull() & rows.channel.notnull()
    return rows.filter(known)


def channel_use(orders: "ibis.Table", contacts: "ibis.Table") -> DataFrame:
    """Count per channel who ordered by it, what that brought, and who was met in it.

    Args:
        orders: Order lines of the quarter: customer_id, channel, amount.
        contacts: Contacts of the quarter: customer_id, channel.

    Returns:
        channel, customers (who ordered by it or were met in it), buyers (who ordered by it), value,
        share_of_value (of all that was ordered by a known channel) and contacts, that with the most customers
        first. What few buyers brought is hidden, however many were met.
    """
    each = orders.group_by("channel", "customer_id").aggregate(value=orders.amount.sum())
    sold = each.group_by("channel").aggregate(value=each.value.sum(), buyers=each.count()).to_pandas()
    met = contacts.group_by("channel").aggregate(contacts=contacts.count()).to_pandas()
    both = orders.select("customer_id", "channel").union(
        contacts.select("customer_id", "channel"), distinct=True
    )
    people = both.group_by("channel").aggregate(customers=both.count()).to_pandas()
    table = people.merge(sold, on="channel", how="left").merge(met, on="channel", how="left")
    table["share_of_value"] = table["value"] / table["value"].sum() if len(sold) else float("nan")
    order = table.fillna({"contacts": 0, "buyers": 0}).astype({"contacts": int, "buyers": int})
    columns = ["channel", "customers", "buyers", "value", "share_of_value", "contacts"]
    order = order.sort_values(["customers", "channel"], ascending=[False, True], ignore_index=True)
    counted = declare(order[columns], "customers", n="customers")
    return declare(counted, "value", "share_of_value", n="buyers")


@tells("n", "share", "low", "high", n="of")
def overlap(orders: "ibis.Table", contacts: "ibis.Table") -> DataFrame:
    """How many customers do the same in two channels: order, or meet the same touchpoint.

    What is done in more than MOST channels is left out.

    Args:
        orders: Order lines of the quarter: customer_id, channel.
        contacts: Contacts of the quarter: customer_id, channel, touchpoint.

    Returns:
        act ("orders" or a touchpoint), channel (the one with fewer customers), other, of (customers of
        `channel`), n (of them, who did it in `other` too), share, low and high (its 95 % Wilson interval),
        the largest share first.

    Source:
        Wilson (1927), Journal of the American Statistical Association 22, p. 209-212.
    """
    from statsmodels.stats.proportion import proportion_confint

    met = contacts.filter(contacts.touchpoint.notnull())
    found = [
        _pairs(orders.select("customer_id", "channel").mutate(act=1)).assign(act=ORDERS),
        _pairs(met.select("customer_id", "channel", act=met.touchpoint)),
    ]
    table = pd.concat([rows for rows in found if len(rows)] or found[:1], ignore_index=True)
    low, high = proportion_confint(table["n"], table["of"], method="wilson")
    table = table.assign(share=table["n"] / table["of"], low=low, high=high)
    return table.sort_values(["share", "act", "channel"], ascending=[False, True, True], ignore_index=True)


def _pairs(used: "ibis.Table") -> DataFrame:
    """Of each act and two of its channels: who used the smaller one, and who both."""
    used = used.distinct()
    sizes = used.group_by("act", "channel").aggregate(of=used.count()).to_pandas()
    sizes = sizes.sort_values(["act", "of", "channel"], ascending=[True, False, True])
    top = sizes[sizes.groupby("act")["act"].transform("size").le(MOST)]
    kept = used.filter(used.channel.isin(top["channel"].drop_duplicates().tolist()))
    also = kept.view()
    both = kept.join(also, ["customer_id", "act"])
    both = both.filter(both.channel != both.channel_right)
    pairs = both.group_by("act", "channel", other=both.channel_right).aggregate(n=both.count()).to_pandas()
    # Every two channels of an act, also those that nobody uses both.
    every = top.merge(top, on="act", suffixes=("", "_other")).rename(columns={"channel_other": "other"})
    tied = every["of"].eq(every["of_other"]) & every["channel"].gt(every["other"])
    every = (
        every[every["of"].lt(every["of_other"]) | tied]
        .merge(pairs, on=["act", "channel", "other"], how="left")
        .fillna({"n": 0})
    )
    return every[["act", "channel", "other", "of", "n"]].astype({"n": int})


def places(used: DataFrame) -> int:
    """In how many channels was ordered, where these are too many to be channels; else 0.

    Args:
        used: From `channel_use`.
    """
    sold = int(used["value"].notna().sum())
    return sold if sold > MOST else 0


@tells()
def channel_objectives(
    journey: DataFrame, programmes: DataFrame, used: DataFrame, offline: Sequence[str]
) -> DataFrame:
    """What each channel is for, by the journey map, and what is sent through it.

    Args:
        journey: Table of the journey: touchpoint, channel, channel_objective.
        programmes: Table of programmes: programme, channel.
        used: From `channel_use`, as may be shown.
        offline: The channels that are offline.

    Returns:
        channel, kind ("offline" or "online"; blank where it is in no journey and no programme), objectives,
        touchpoints and programmes (lists), customers, share_of_value and contacts (blank where nothing was
        ordered or met in it), and gap (whether it is in the journey, and nowhere has an objective). Channels
        of the journey and of programmes first, in their order, then those with the most customers; where
        these are more than MOST, they are places and left out.
    """
    rows = journey.dropna(subset=["channel"])
    sent = programmes.groupby("channel", sort=False)["programme"].agg(list)
    mapped = dict.fromkeys([*rows["channel"], *programmes["channel"]])
    others = [] if places(used) else used["channel"].tolist()
    told = []
    for name in dict.fromkeys([*mapped, *others]):
        own = rows[rows["channel"].eq(name)]
        objectives = own["channel_objective"].dropna().unique().tolist()
        kind = "offline" if name in offline else "online" if name in mapped else ""
        facts = {"channel": name, "kind": kind, "objectives": objectives}
        facts |= {"touchpoints": own["touchpoint"].unique().tolist(), "programmes": sent.get(name, [])}
        told.append(facts | {"gap": not objectives and len(own) > 0})
    by_channel = used.set_index("channel")
    numbers = by_channel[["customers", "share_of_value", "contacts"]]
    return DataFrame(told).join(numbers, on="channel") if told else DataFrame(columns=["channel", *numbers])
