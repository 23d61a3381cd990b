"""Messages of programmes, as the pressure rules look at them: per customer, in the order of being due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import numpy as np
from pandas import DataFrame

from workbook.engagement import MessageClass

if TYPE_CHECKING:
    import ibis

LADDER = get_args(MessageClass)
"""Classes of messages, the ones that go first in front."""
CODES = 1 << 20
"""A message is one whole number: its second times this, and its place among the kinds of messages."""
MOST_KINDS = 5_000
"""More campaigns than this are not told apart."""
AT_ONCE = 8_000_000
"""So many messages are in memory at once, about."""
CONTROL = "control"
"""The outcome of a contact that was left out by lot: the message was not sent."""
NO_STAGE = ""
"""The stage of customers in none, as who was no customer yet."""


def stages_met(before: "ibis.Table", now: "ibis.Table") -> "ibis.Table":
    """The stage in which messages of a period meet a customer.

    It is the one when the period begins. Who became a customer within it was in none: of them the stage at
    its end counts. A programme for new customers could reach nobody else.

    Args:
        before: customer_id, stage; when the period begins.
        now: The same at its end.

    Returns:
        customer_id, stage.
    """
    columns = ["customer_id", "stage"]
    return before.select(*columns).union(now.anti_join(before, "customer_id").select(*columns))


@dataclass(frozen=True)
class Messages:
    """Messages of programmes, in the backend.

    Attributes:
        due: customer_id, packed (second and kind in one number).
        staged: customer_id, stage (its place in `stages`).
        n: How many messages there are.
        kinds: By code: programme, campaign ("" where there is none), class, channel, weight; in the order in
            which they go when they are due at the same moment.
        stages: Names of the stages, and "" for customers in none.
    """

    due: "ibis.Table"
    staged: "ibis.Table"
    n: int
    kinds: DataFrame
    stages: tuple[str, ...]


def messages_due(
    touchpoints: "ibis.Table", programmes: DataFrame, customers: "ibis.Table", stages: Sequence[str]
) -> Messages:
    """The contacts that are messages of a programme, with what the pressure rules look at.

    A contact is a message when its touchpoint is the name of a programme; one with outcome "control" was not
    sent. Of messages due in the same second, the class higher on the ladder goes first, then the greater
    weight, then the name of the programme and of the campaign.

    Args:
        touchpoints: Table of contacts: customer_id, at, touchpoint, campaign, outcome.
        programmes: Table of programmes: programme, class, channel, weight.
        customers: customer_id, stage.
        stages: Names of the stages, in order.

    Returns:
        The messages; nothing is read until they are replayed.
    """
    import ibis

    known = touchpoints.filter(
        touchpoints.touchpoint.isin(programmes["programme"].tolist()),
        touchpoints.customer_id.notnull(),
        touchpoints.outcome.fill_null("") != CONTROL,
    )
    campaign = known.campaign.cast("string").fill_null("")
    named = known.select("customer_id", "at", programme=known.touchpoint, campaign=campaign)
    found = named.group_by("programme", "campaign").aggregate(n=named.count())
    found = found.limit(MOST_KINDS + 1).to_pandas()
    if len(found) > MOST_KINDS:
        named = named.mutate(campaign=ibis.literal(""))
        found = named.group_by("programme", "campaign").aggregate(n=named.count()).to_pandas()
    facts = programmes[["programme", "class", "channel", "weight"]]
    kinds = in_order(found.merge(facts, on="programme"))
    codes = ibis.memtable(kinds[["programme", "campaign"]].assign(code=range(len(kinds))), schema=_KINDS)
    coded = named.join(codes, ["programme", "campaign"])
    packed = coded["at"].epoch_seconds().cast("int64") * CODES + coded.code
    place = ibis.cases(*[(customers.stage == name, at) for at, name in enumerate(stages)], else_=len(stages))
    staged = customers.select("customer_id", stage=place.cast("int64"))
    due, n = coded.select("customer_id", packed=packed), int(found["n"].sum())
    return Messages(due, staged, n, kinds.drop(columns="n"), (*stages, NO_STAGE))


_KINDS = {"programme": "string", "campaign": "string", "code": "int64"}


def in_order(kinds: DataFrame) -> DataFrame:
    """Kinds of messages in the order in which they go: ladder, weight, name.

    Args:
        kinds: class, weight, programme, campaign.

    Example:
        >>> kinds = DataFrame({"programme": ["news", "terms"], "campaign": "", "weight": [9.0, 1.0],
        ...                    "class": ["newsletter", "legal"]})
        >>> in_order(kinds)["programme"].tolist()
        ['terms', 'news']
    """
    rank = kinds["class"].map({name: place for place, name in enumerate(LADDER)})
    ordered = kinds.assign(rank=rank, light=-kinds["weight"].astype(float))
    ordered = ordered.sort_values(["rank", "light", "programme", "campaign"], ignore_index=True)
    return ordered.drop(columns=["rank", "light"])


def by_customer(messages: Messages, *, every: int = 1) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The messages of customers who have as many of them, in the order in which they are due.

    Args:
        messages: From `messages_due`.
        every: Of how many customers one is taken, spread evenly.

    Yields:
        Place of the stage per customer, and packed messages: a row per message of the customer, first one
        first, and a column per customer.
    """
    import ibis

    due = messages.due
    if every > 1:
        ids = due.select("customer_id").distinct()
        ids = ids.mutate(place=ibis.row_number().over(order_by=ids.customer_id))
        due = due.semi_join(ids.filter(ids.place % every == 0), "customer_id")
    parts = 1 + messages.n // AT_ONCE
    for part in range(parts):
        rows = due if parts == 1 else due.filter((due.customer_id.hash() % parts + parts) % parts == part)
        lists = rows.group_by("customer_id").aggregate(packed=rows.packed.collect())
        lists = lists.left_join(messages.staged, "customer_id")
        stage = lists.stage.fill_null(len(messages.stages) - 1)
        table = lists.select(stage=stage, packed=lists.packed).to_pyarrow().combine_chunks()
        if len(table):
            packed = table["packed"].chunk(0)
            starts, flat = np.asarray(packed.offsets), np.asarray(packed.values)
            yield from of_one_length(table["stage"].to_numpy(), starts, flat)


def of_one_length(
    stage: np.ndarray, starts: np.ndarray, flat: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Customers with as many messages side by side, each with the messages in order.

    Args:
        stage: Place of the stage per customer.
        starts: Where the messages of each customer begin in `flat`, and where those of the last one end.
        flat: Packed messages.

    Example:
        >>> groups = of_one_length(np.array([0, 1, 0]), np.array([0, 1, 3, 4]), np.array([7, 9, 8, 5]))
        >>> [(stage.tolist(), packed.tolist()) for stage, packed in groups]
        [([0, 0], [[7, 5]]), ([1], [[8], [9]])]
    """
    lengths = np.diff(starts)
    order = np.argsort(lengths, kind="stable")
    order = order[lengths[order] > 0]
    for these in np.split(order, np.flatnonzero(np.diff(lengths[order])) + 1) if len(order) else []:
        n = lengths[these[0]]
        yield stage[these], np.sort(flat[starts[these] + np.arange(n)[:, None]], axis=0)
