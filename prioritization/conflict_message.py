"""The message that no plan fits: all conflicts that arithmetic shows, and ways out of all."""

from collections.abc import Collection, Mapping

from pandas import DataFrame

from prioritization.conflicts import FEW, Conflict, conflicts
from prioritization.dependencies import prerequisites, waits_for
from prioritization.errors import SolverError, few, names
from prioritization.infeasibility import BRIEFLY, WayOut, cheapest_way_out, fits_without, remedies
from prioritization.limits.capacity import Capacity
from prioritization.opportunities import days_columns
from prioritization.plan_model import PlanModel

TRIED = 50
"""Commitments of which it is tried whether the release of one is enough."""
LISTED = 30
"""Commitments to release together that are written out."""
TOGETHER = 5
"""Of those that are released together, the lightest that are tried without."""


def conflict_message(table: DataFrame, model: PlanModel, found: list[Conflict]) -> str:
    """Write the message that no plan fits, with all conflicts and the ways out of all of them together.

    Args:
        table: Checked opportunities.
        model: Their model, which is infeasible.
        found: What `conflicts` finds in them; at least one.

    Returns:
        A line per conflict, and one with the ways out. A release is named only where a plan fits after it;
        what limits give way by is what lets a plan fit, or is said to be the least that it takes.
    """
    facts = [f"No plan fits: {conflict.fact}." for conflict in found]
    release = _release(table, model)
    given_way = _giving_way(model, found)
    ways = ", or ".join(way for way in (given_way, release) if way)
    return "\n".join([*facts, f"{ways[0].upper()}{ways[1:]}."] if ways else facts)


def _giving_way(model: PlanModel, found: list[Conflict]) -> str:
    """How limits give way. That money and days are then enough is solved; else it is the least."""
    least = dict.fromkeys(conflict.remedy for conflict in found if conflict.remedy)
    if not all(conflict.kind for conflict in found):
        return _joined(least)
    ways = _ways_out(model, found)
    if not ways:
        return f"it takes at least this: {_joined(least)}"
    if len(found) == 1 and abs(sum(way.amount for way in ways) - found[0].short) <= 1e-6 * found[0].short:
        return found[0].remedy
    return _joined(remedies(ways)) + _from_when(model, ways)


def _joined(ways: Collection[str]) -> str:
    return ", and ".join(ways)


def _ways_out(model: PlanModel, found: list[Conflict]) -> list[WayOut]:
    """The least by which the limits that are short give way, or where that is no help all money and days."""
    short = dict.fromkeys(
        (conflict.kind, "" if conflict.kind == "budget" else conflict.blocker) for conflict in found
    )
    all_limits = dict.fromkeys(
        (constraint.kind, constraint.key)
        for constraint in model.milp.constraints
        if constraint.kind in ("budget", *Capacity.names)
    )
    try:
        return cheapest_way_out(model, short, BRIEFLY) or cheapest_way_out(model, all_limits, BRIEFLY)
    except SolverError:
        return []


def _from_when(model: PlanModel, ways: list[WayOut]) -> str:
    """When money must be there that comes in by quarter."""
    limits = model.data.limits
    if not isinstance(limits.budget, Mapping) or not any(way.kind == "budget" for way in ways):
        return ""
    return (
        f" (the money from {limits.quarters[0]} on)"
        if limits.carries_over
        else " (the money in each quarter)"
    )


def _release(table: DataFrame, model: PlanModel) -> str:
    """Whose release is enough for all conflicts: each that is alone, or else as few as were found."""
    weight = _weights(table, model)

    def suffices(released: Collection[str]) -> bool:
        return not conflicts(_released(table, released), model.data.limits) and fits_without(model, released)

    heavy = sorted(weight, key=lambda name: -weight[name])
    if not suffices(heavy):
        return ""
    alone: list[str] = []
    for name in (one for one in weight if one in heavy[:TRIED]):
        alone += [name] if len(alone) < FEW and suffices([name]) else []
    if alone:
        return f"release one of: {', '.join(alone)}" if len(alone) > 1 else f"release {alone[0]}"
    low, high = 1, len(heavy)
    while low < high:  # releasing more never hurts
        middle = (low + high) // 2
        low, high = (low, middle) if suffices(heavy[:middle]) else (middle + 1, high)
    chosen = heavy[:low]
    for name in chosen[: -TOGETHER - 1 : -1]:
        rest = [other for other in chosen if other != name]
        chosen = rest if suffices(rest) else chosen
    several = [name for name in weight if name in chosen]
    return f"release {names(several) if len(several) <= LISTED else few(several)} together"


def _released(table: DataFrame, released: Collection[str]) -> DataFrame:
    """The table in which some need not be done, and may stop where they are running."""
    chosen = table["opportunity"].isin(released)
    stop_loss = table["stop_loss"].mask(chosen & table["stop_loss"].isna(), 0.0)
    return table.assign(must_do=table["must_do"] & ~chosen, stop_loss=stop_loss)


def _weights(table: DataFrame, model: PlanModel) -> dict[str, float]:
    """Per must-do and running opportunity, in the order of the table, the share of limits that it frees."""
    limits = model.data.limits
    there = {"cost": limits.cumulative_budget()[-1]}
    there |= {f"days_{role}": days for role, days in limits.days().sum(axis="columns").items()}
    columns = [name for name in ("cost", *days_columns(table)) if name in there]
    share = sum((table[name] / (there[name] or 1.0) for name in columns), 0.0 * table["cost"])
    own = dict(zip(table["opportunity"], share, strict=True))
    waits = dict(zip(table["opportunity"], waits_for(table), strict=True))
    held = table.loc[table["must_do"] | table["status"].eq("running"), "opportunity"]
    return {
        name: own[name] + sum(own[other] for other in (prerequisites(table, [name]) if waits[name] else ()))
        for name in held
    }
