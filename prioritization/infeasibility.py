"""Infeasibility explained: an irreducible set of conflicting limits, and the ways out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from prioritization.errors import SolverError, names
from prioritization.limits.kinds import KIND_OF
from prioritization.milp import Constraint, Milp
from prioritization.plan_model import PlanModel
from prioritization.solver import solve

Group = tuple[str, str]
"""Kind and key: one limit over all its quarters."""

COMMITTED = ("must_do", "running")
"""Kinds of constraints that hold an opportunity in every plan."""
BRIEFLY = 2.0
"""Time limit of a solve that is one of many."""
SECONDS = 10.0
"""Time limit per solve; a solve without an answer counts as infeasible."""


@dataclass(frozen=True)
class WayOut:
    """One limit that, made wider by itself, lets a plan fit.

    Attributes:
        kind: "budget", "capacity", "must_do", …
        key: The role, team or opportunity; empty for the budget.
        quarter: Name of the quarter; empty where it is not one quarter's.
        amount: How much wider: money, days, or a count.
    """

    kind: str
    key: str
    quarter: str
    amount: float


def conflicting_limits(model: PlanModel) -> list[Group]:
    """Find an irreducible set of limits that cannot be kept together.

    A deletion filter: each limit is left out in turn; where still no plan fits, it is left out for good.

    Args:
        model: An infeasible model.

    Returns:
        Kind and key of each limit.

    Source:
        Chinneck & Dravnieks (1991), ORSA Journal on Computing 3(2), p. 157-168, over groups of constraints.
    """
    return _irreducible(_without_value(model.milp))


def ways_out(model: PlanModel, groups: Iterable[Group]) -> list[WayOut]:
    """Find, for each limit, the least by which it alone has to give way.

    Args:
        model: An infeasible model.
        groups: The limits to try, as `conflicting_limits` gives them.

    Returns:
        A way out per quarter of each limit that can give way by itself; none for the others.
    """
    ways = []
    for group in groups:
        wider, extra = _wider(model.milp, [group])
        solved = solve(wider, time_limit=SECONDS)
        if solved.status != "infeasible":
            ways += _ways(model, extra, solved.values)
    return ways


def cheapest_way_out(model: PlanModel, groups: Iterable[Group], seconds: float = SECONDS) -> list[WayOut]:
    """Find the least by which limits have to give way together, each counted in shares of itself.

    Args:
        model: An infeasible model.
        groups: The limits that may give way.
        seconds: Time limit; where it is reached, what is found is enough and may not be the least.

    Returns:
        What each gives way by; none where even together they cannot.
    """
    wider, extra = _wider(model.milp, list(groups))
    solved = solve(wider, time_limit=seconds)
    return [] if solved.status == "infeasible" else _ways(model, extra, solved.values)


def fits_without(model: PlanModel, released: Collection[str]) -> bool:
    """Find out whether a plan fits once some commitments are released.

    Args:
        model: An infeasible model.
        released: Ids of must-do and running opportunities that need not be in the plan.

    Returns:
        Whether a plan was found; where the time does not suffice, none was.
    """
    constraints = [
        replace(constraint, low=-np.inf)
        if constraint.kind in COMMITTED and constraint.key in released
        else constraint
        for constraint in model.milp.constraints
    ]
    try:
        milp = replace(_without_value(model.milp), constraints=tuple(constraints))
        return solve(milp, time_limit=BRIEFLY).status != "infeasible"
    except SolverError:
        return False


def infeasibility_message(model: PlanModel) -> str:
    """Write the message that no plan fits, with the conflicts and the ways out.

    Args:
        model: An infeasible model in which `conflicts` finds nothing.

    Returns:
        Every conflict on its own line, and the least amounts by which limits have to give way.
    """
    milp, involved, lines = _without_value(model.milp), [], []
    while not _fits(milp) and (groups := _irreducible(milp)):
        phrases = dict.fromkeys(KIND_OF[kind].phrase(kind, key) for kind, key in groups)
        verb = "cannot be kept" if len(phrases) == 1 else "cannot all be kept"
        lines.append(f"No plan fits: {names(phrases)} {verb}.")
        involved += groups
        rest = {(constraint.kind, constraint.key) for constraint in milp.constraints} - set(groups)
        milp = _only(milp, list(rest))
    single = remedies(ways_out(model, involved))
    if single:
        return "\n".join([*lines, f"Any one of these would do: {'; '.join(single)}."])
    together = remedies(cheapest_way_out(model, involved))
    return "\n".join([*lines, f"Together these would do: {'; '.join(together)}."] if together else lines)


def remedies(ways: list[WayOut]) -> list[str]:
    """Say ways out in words.

    Args:
        ways: As `ways_out` and `cheapest_way_out` give them.

    Returns:
        Words per limit, such as "raise the budget by 5".
    """
    if not ways:
        return []
    return [
        KIND_OF[kind].remedy(kind, key, more)
        for (kind, key), more in pd.DataFrame(ways).groupby(["kind", "key"], sort=False)
    ]


def _quarter(constraint: Constraint, model: PlanModel) -> str:
    return "" if constraint.quarter < 0 else model.data.limits.quarters[constraint.quarter]


def _without_value(milp: Milp) -> Milp:
    return replace(milp, values=np.zeros(len(milp.values)))


def _only(milp: Milp, groups: list[Group]) -> Milp:
    """The MILP with these limits only: what must be decided once stays, as a choice."""
    kept = set(groups)
    constraints = [
        _free(constraint) if (constraint.kind, constraint.key) not in kept else constraint
        for constraint in milp.constraints
    ]
    return replace(
        milp, constraints=tuple(constraint for constraint in constraints if constraint is not None)
    )


def _free(constraint: Constraint) -> Constraint | None:
    if constraint.kind == "once":
        return constraint
    return replace(constraint, low=-np.inf) if constraint.kind in COMMITTED else None


def _fits(milp: Milp) -> bool:
    return solve(milp, time_limit=SECONDS).status != "infeasible"


def _irreducible(milp: Milp) -> list[Group]:
    groups = dict.fromkeys(
        (constraint.kind, constraint.key) for constraint in milp.constraints if constraint.kind != "once"
    )
    kept = list(groups)
    for group in groups:
        rest = [other for other in kept if other != group]
        if not _fits(_only(milp, rest)):
            kept = rest
    return kept


def _wider(milp: Milp, groups: list[Group]) -> tuple[Milp, dict[int, int]]:
    """The MILP with variables that widen limits, and are to be small in shares of each limit.

    Extra money is available from the first quarter on: one variable serves all its constraints. Other limits
    get one variable per constraint. The second result maps each constraint that may give way to its variable.
    """
    constraints, extra, costs = list(milp.constraints), {}, []
    for group in groups:
        places = [
            place
            for place, constraint in enumerate(constraints)
            if (constraint.kind, constraint.key) == group
        ]
        for place in places:
            if group[0] != "budget" or place == places[0]:
                costs.append(-1.0 / max(_size(constraints[one]) for one in places))
            extra[place] = len(milp.values) + len(costs) - 1
    for place, variable in extra.items():
        constraint = constraints[place]
        sign = 1.0 if np.isfinite(constraint.low) else -1.0
        weights, variables = np.append(constraint.weights, sign), np.append(constraint.variables, variable)
        constraints[place] = replace(constraint, variables=variables, weights=weights)
    wider = Milp(
        values=np.concatenate([np.zeros(len(milp.values)), costs]),
        upper=np.concatenate([milp.upper, np.full(len(costs), np.inf)]),
        integer=np.concatenate([milp.integer, np.zeros(len(costs), bool)]),
        constraints=tuple(constraints),
    )
    return wider, extra


def _size(constraint: Constraint) -> float:
    """What the whole of a limit is: its bound, or the largest weight where the bound is nil."""
    bounds = [abs(bound) for bound in (constraint.low, constraint.high) if np.isfinite(bound)]
    return max(bounds) or float(np.abs(constraint.weights).max())


def _ways(model: PlanModel, extra: dict[int, int], values: np.ndarray) -> list[WayOut]:
    """By how much each constraint gave way; money once."""
    constraints = model.milp.constraints
    variables = {variable: place for place, variable in reversed(extra.items())}
    return [
        WayOut(
            constraints[place].kind,
            constraints[place].key,
            _quarter(constraints[place], model),
            float(values[variable]),
        )
        for variable, place in sorted(variables.items())
        if values[variable] > 1e-6
    ]
