"""Assignment under shared slots: which option each group gets, so that the whole is worth most."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from pandas import DataFrame

from prioritization.errors import LimitsError, OpportunitiesError
from prioritization.milp import Constraint, Milp
from prioritization.pulp_bridge import Solution
from prioritization.solver import solve

OFFERS = ("group", "n", "channel", "value")
LEAST = 1e-6
"""An offer is worth at least this share of the best one: what brings nothing still goes before no offer."""


@dataclass(frozen=True, eq=False)
class Assignment:
    """Who gets what, and what one more slot is worth.

    Attributes:
        offers: The offers, with assigned: how many members of the group get it.
        slots: A row per channel with slots: channel, slots, used, price (what one more slot adds; 0 where
            there is room).
        value: What all that is assigned is worth.
        proven: Whether no other assignment is worth more.
    """

    offers: DataFrame
    slots: DataFrame
    value: float
    proven: bool


def assignment(offers: DataFrame, slots: Mapping[str, int], *, time_limit: float = 60.0) -> Assignment:
    """Give every member of every group one offer at most, within the slots of each channel.

    Args:
        offers: A row per offer to a group: group, n (members, the same in all its rows), channel, value (of
            one, 0 or more); other columns are handed back as they are.
        slots: By channel how many offers go through it at most; a channel that is not named has no limit.
        time_limit: Seconds for each problem that is solved.

    Returns:
        The assignment of which the offers are worth most together.

    Raises:
        OpportunitiesError: A column is missing, a value is missing or negative, or members differ in a group.
        LimitsError: A number of slots is negative.
        SolverError: Nothing was found in time.

    Source:
        Transportation problem: Hitchcock (1941), Journal of Mathematics and Physics 20, p. 224-230.

    Example:
        >>> offers = DataFrame({"group": ["a", "a", "b"], "n": [3, 3, 2], "value": [5.0, 4.0, 2.0],
        ...                     "channel": ["mail", "phone", "mail"]})
        >>> found = assignment(offers, {"mail": 4})
        >>> found.offers["assigned"].tolist(), found.slots["price"].tolist(), found.value
        ([2, 1, 2], [1.0], 18.0)
    """
    _check(offers, slots)
    found, values = _solved(offers, slots, time_limit), offers["value"].to_numpy(dtype=float)
    value, rows = float(values @ found.values), []
    for channel, most in slots.items():
        used = int(found.values[offers["channel"].eq(channel).to_numpy()].sum())
        row = {"channel": channel, "slots": most, "used": used, "price": 0.0}
        if used == most:
            wider = _solved(offers, {**slots, channel: most + 1}, time_limit)
            row["price"] = max(float(values @ wider.values) - value, 0.0)
        rows.append(row)
    told = DataFrame(rows, columns=["channel", "slots", "used", "price"])
    assigned = offers.assign(assigned=found.values.astype(int))
    return Assignment(assigned, told, value, found.status == "optimal")


def _solved(offers: DataFrame, slots: Mapping[str, int], time_limit: float) -> Solution:
    """The best assignment, in whole numbers."""
    found = solve(_milp(offers, slots), time_limit=time_limit)
    return replace(found, values=np.rint(found.values))


def _milp(offers: DataFrame, slots: Mapping[str, int]) -> Milp:
    """A variable per offer: how many get it; no member gets two, and no channel more than its slots."""
    values = offers["value"].to_numpy(dtype=float)
    sizes = offers["n"].to_numpy(dtype=float)
    groups = offers.groupby("group", sort=False).indices
    through = {channel: np.flatnonzero(offers["channel"].eq(channel)) for channel in slots}
    lines = [("group", str(name), places, sizes[places[0]]) for name, places in groups.items()]
    lines += [("channel", name, places, float(slots[name])) for name, places in through.items()]
    constraints = [
        Constraint(kind, key, -1, np.asarray(places), np.ones(len(places)), high=most)
        for kind, key, places, most in lines
    ]
    least = LEAST * values.max(initial=0.0) or 1.0
    return Milp(np.maximum(values, least), sizes, np.ones(len(values), bool), tuple(constraints))


def _check(offers: DataFrame, slots: Mapping[str, int]) -> None:
    if missing := [name for name in OFFERS if name not in offers]:
        raise OpportunitiesError(f"The offers cannot be assigned: no column {', '.join(missing)}.")
    if wrong := int((~offers["value"].ge(0)).sum()):
        raise OpportunitiesError(f"{wrong} offers cannot be assigned: their value is missing or below 0.")
    sizes = offers.groupby("group")["n"].nunique()
    if len(odd := sizes.index[sizes > 1]):
        raise OpportunitiesError(f"Group '{odd[0]}' has several sizes in column n: give it one.")
    if negative := [name for name, most in slots.items() if most < 0]:
        raise LimitsError(f"Channel '{negative[0]}' has {slots[negative[0]]} slots; 0 is the least.")
