"""Why an opportunity is left out, and what a plan would lose with or without one."""

from dataclasses import dataclass

from pandas import DataFrame, Series

from prioritization.collisions import collisions
from prioritization.errors import InfeasibleError, OpportunitiesError, did_you_mean
from prioritization.limits import Limits
from prioritization.links import committed, dependents
from prioritization.opportunities import DAYS, checked_opportunities
from prioritization.plan import Plan, make_plan

COLUMNS = ["opportunity", "reason", "value_lost", "makes_way", "blocker"]


@dataclass(frozen=True)
class _Why:
    reason: str
    blocker: str | None = None
    value_lost: float = float("nan")
    makes_way: tuple[str, ...] = ()


def why_left_out(
    opportunities: DataFrame, limits: Limits, plan: Plan, *, time_limit: float = 10.0
) -> DataFrame:
    """Say why each opportunity is left out, and what it would take to have it in.

    Where an opportunity could fit, the best plan with it in is truly made, and held against `plan`.

    Args:
        opportunities: The opportunities that `plan` was made of.
        limits: The limits that `plan` was made within.
        plan: The plan to explain.
        time_limit: Seconds for each of the plans that are made on the way.

    Returns:
        A row per opportunity left out, in the order of the input:

        - opportunity
        - reason: "too_long" (takes longer than the horizon), "too_expensive" (costs more than the
          whole budget), "no_capacity" (needs more days of a role than there are, from whichever
          quarter), "excluded" (by one that every plan holds), "cannot" (no plan holds it), or
          "worth_less" (it fits, but the best plan with it in is worth less)
        - value_lost: what the plan loses with it in; missing where that cannot be. Below 0 only
          where the time limit cut `plan` off and a better one came to light
        - makes_way: the members that would leave
        - blocker: the role, "budget" or opportunity in the way; missing where none stands out

    Raises:
        OpportunitiesError: The opportunities have faults.
        SolverError: No plan was found within the time limit.

    Example:
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> limits = Limits(("2027Q1",), 10)
        >>> why = why_left_out(four, limits, make_plan(four, limits))
        >>> why[["opportunity", "reason", "value_lost", "makes_way"]]
          opportunity      reason  value_lost makes_way
        0           A  worth_less         4.5    (B, C)
        1           D  worth_less         4.5    (B, C)
    """
    table = checked_opportunities(opportunities, plan.objective)
    rows = []
    for _, row in table[~table["opportunity"].isin(plan.members)].iterrows():
        why = _alone(row, table, limits) or _forced(row["opportunity"], table, limits, plan, time_limit)
        rows.append((row["opportunity"], why.reason, why.value_lost, why.makes_way, why.blocker))
    return DataFrame(rows, columns=COLUMNS)


def replacement_cost(
    opportunities: DataFrame, limits: Limits, plan: Plan, opportunity: str, *, time_limit: float = 60.0
) -> float:
    """Say what a plan is worth less when one opportunity cannot be done.

    Args:
        opportunities: The opportunities that `plan` was made of.
        limits: The limits that `plan` was made within.
        plan: The plan.
        opportunity: The one that cannot be done; what waits for it cannot either.
        time_limit: Seconds for making the plan without it.

    Returns:
        The value of `plan` minus that of the best plan without `opportunity`.

    Raises:
        OpportunitiesError: The opportunities have faults, or `opportunity` is not among them.
        InfeasibleError: A must-do requires it.
        SolverError: No plan was found within the time limit.

    Example:
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> limits = Limits(("2027Q1",), 10)
        >>> replacement_cost(four, limits, make_plan(four, limits), "B")
        4.5
    """
    table = checked_opportunities(opportunities, plan.objective)
    known = table["opportunity"].tolist()
    if opportunity not in known:
        raise OpportunitiesError(f"'{opportunity}' is not an opportunity{did_you_mean(opportunity, known)}")
    rest = _without(opportunity, table)
    if rest.empty:
        return plan.value
    return plan.value - make_plan(rest, limits, objective=plan.objective, time_limit=time_limit).value


def _alone(row: Series, table: DataFrame, limits: Limits) -> _Why | None:
    """What stands in the way of an opportunity before any other competes with it."""
    if row["quarters"] > len(limits.quarters):
        return _Why("too_long")
    if row["cost"] > limits.cumulative_budget()[-1]:
        return _Why("too_expensive", "budget")
    for role, capacity in limits.days().iterrows():
        if not _fits(row.get(DAYS + role, 0.0) / row["quarters"], row["quarters"], capacity):
            return _Why("no_capacity", role)
    certain = committed(table)
    for other, excludes in zip(certain["opportunity"], certain["excludes"], strict=True):
        if other in row["excludes"] or row["opportunity"] in excludes:
            return _Why("excluded", other)
    return None


def _fits(days: float, quarters: int, capacity: Series) -> bool:
    """Is there a quarter from which a role has these days in every quarter that follows?"""
    return capacity.rolling(quarters).min().max() >= days


def _forced(name: str, table: DataFrame, limits: Limits, plan: Plan, time_limit: float) -> _Why:
    """Make the best plan with an opportunity in, and see what it takes."""
    forced = table.assign(must_do=table["must_do"] | table["opportunity"].eq(name))
    try:
        other = make_plan(forced, limits, objective=plan.objective, time_limit=time_limit)
    except InfeasibleError:
        blockers = [found.blocker for found in collisions(forced, limits) if found.blocker != name]
        return _Why("cannot", blockers[0] if blockers else None)
    makes_way = tuple(member for member in plan.members if member not in other.members)
    return _Why("worth_less", value_lost=plan.value - other.value, makes_way=makes_way)


def _without(name: str, table: DataFrame) -> DataFrame:
    """The table as if an opportunity did not exist: what waits for it can never start either."""
    gone = {name} | dependents(table, name)
    bereft = table.loc[table["opportunity"].isin(gone - {name}) & table["must_do"], "opportunity"]
    if len(bereft):
        raise InfeasibleError(
            f"No plan fits without {name}: must-do {bereft.iloc[0]} requires it. Release {bereft.iloc[0]}."
        )
    rest = table[~table["opportunity"].isin(gone)]
    return rest.assign(requires=_stripped(rest["requires"], gone), excludes=_stripped(rest["excludes"], gone))


def _stripped(links: Series, gone: set[str]) -> Series:
    kept = [tuple(name for name in names if name not in gone) for names in links]
    return Series(kept, links.index, dtype=object)
