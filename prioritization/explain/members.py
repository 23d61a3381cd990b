"""Why an opportunity is in a plan, and what the plan is worth without it."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from pandas import DataFrame, Series

from prioritization.errors import InfeasibleError, OpportunitiesError
from prioritization.explain.case import Case, best, beyond, case_of, doing, members, place
from prioritization.limits import Limits
from prioritization.links import dependents, waits_for
from prioritization.model import Model, plan_model
from prioritization.plan import Plan
from prioritization.programme import Programme

COLUMNS = ["opportunity", "reason", "detail", "value_lost", "value_lost_at_least", "enters", "leaves"]


def why_in(
    opportunities: DataFrame,
    limits: Limits,
    plan: Plan,
    names: Iterable[str] | str | None = None,
    *,
    gap: float = 0.0,
    time_limit: float = 10.0,
) -> DataFrame:
    """Say why each member is in the plan, and what the plan is worth less without it.

    The best plan without the member is truly made, as if it did not exist. Whether it is there for
    the sake of a rule or of another member is found by making the plan without that rule. That is a
    stronger statement than the reason in `Plan.schedule`, which makes no other plan and calls only
    what is worth nothing by itself a prerequisite: of a small score, the two can differ.

    Args:
        opportunities: The opportunities that `plan` was made of.
        limits: The limits that `plan` was made within.
        plan: The plan to explain.
        names: The members to explain, one or several; all of them where not given. One takes one to
            three plans.
        gap: How far below their bounds the plans that are made on the way may stay, as a share.
        time_limit: Seconds for each of the plans that are made on the way.

    Returns:
        A row per member asked for, in the order of the input:

        - opportunity
        - reason: "must_do"; "running"; "prerequisite" (if nothing had to wait for it, the best plan
          would leave it out); "at_least" (without that rule the best plan would leave it out); or
          "worth_it"
        - detail: for a prerequisite the member that requires it, for at_least the rule; else empty
        - value_lost: what the plan is worth less without it, in the best plan found; missing where
          nothing fits without it. Below 0 for what has to be in and costs more than it brings
        - value_lost_at_least: what it loses for certain; equal to `value_lost` where that is proved,
          lower where the time limit came first
        - enters: what would take its place
        - leaves: the other members that would leave with it

    Raises:
        OpportunitiesError: The opportunities have faults, `plan` was made of others, or one of
            `names` is not a member.
        LimitsError: The limits and the opportunities do not know each other's names.
        SolverError: No plan was found within the time limit.

    Example:
        >>> from prioritization import make_plan
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> limits = Limits(("2027Q1",), 10)
        >>> why_in(four, limits, make_plan(four, limits))[["opportunity", "reason", "value_lost", "enters"]]
          opportunity    reason  value_lost  enters
        0           B  worth_it         4.5  (A, D)
        1           C  worth_it         4.5  (A, D)
    """
    case = case_of(opportunities, limits, plan, gap=gap, time_limit=time_limit)
    asked = [names] if isinstance(names, str) else list(plan.members if names is None else names)
    strangers = [f"'{name}'" for name in beyond(asked, plan.members)]
    if strangers:
        raise OpportunitiesError(f"Not in the plan: {', '.join(strangers)}. Ask `why_left_out` about those.")
    ruled = _ruled(case)
    rows = []
    for name in beyond(plan.members, beyond(plan.members, asked)):
        other = best(case, programme=_without(case, name))
        held = () if other.status == "infeasible" else members(case, other.values)
        changed = (beyond(held, plan.members), beyond(plan.members, (*held, name))) if held else ((), ())
        lost = (plan.value - other.objective, plan.value - other.bound)
        rows.append((name, *_reason(case, name, ruled), *lost, *changed))
    return DataFrame(rows, columns=COLUMNS)


def replacement_cost(
    opportunities: DataFrame,
    limits: Limits,
    plan: Plan,
    opportunity: str,
    *,
    gap: float = 0.0,
    time_limit: float = 60.0,
) -> float:
    """Say what a plan is worth less when one opportunity cannot be done.

    Args:
        opportunities: The opportunities that `plan` was made of.
        limits: The limits that `plan` was made within.
        plan: The plan.
        opportunity: The one that cannot be done; what waits for it cannot either.
        gap: How far below their bounds the plans that are made on the way may stay, as a share.
        time_limit: Seconds for making the plan without it.

    Returns:
        The value of `plan` minus that of the best plan without `opportunity`.

    Raises:
        OpportunitiesError: The opportunities have faults, or `opportunity` is not among them.
        InfeasibleError: A must-do requires it, or a limit asks for it.
        SolverError: No plan was found within the time limit.

    Example:
        >>> from prioritization import make_plan
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> limits = Limits(("2027Q1",), 10)
        >>> replacement_cost(four, limits, make_plan(four, limits), "B")
        4.5
    """
    case = case_of(opportunities, limits, plan, gap=gap, time_limit=time_limit)
    programme = _without(case, opportunity)
    waiting = dependents(case.table, opportunity)
    bereft = case.table.loc[case.table["opportunity"].isin(waiting) & case.table["must_do"], "opportunity"]
    if len(bereft):
        raise InfeasibleError(
            f"No plan fits without {opportunity}: must-do {bereft.iloc[0]} requires it. "
            f"Release {bereft.iloc[0]}."
        )
    other = best(case, programme=programme)
    if other.status == "infeasible":
        raise InfeasibleError(
            f"No plan fits without {opportunity}: a rule asks for it. Lower what is asked for at least."
        )
    return plan.value - other.objective


def _without(case: Case, name: str) -> Programme:
    """The programme as if an opportunity did not exist."""
    upper = case.programme.upper.copy()
    upper[case.model.ground.columns[place(case, name)]] = 0.0
    rows = [
        replace(row, low=-np.inf) if row.key == name and row.kind in ("must_do", "running") else row
        for row in case.programme.rows
    ]
    return replace(case.programme, upper=upper, rows=tuple(rows))


def _reason(case: Case, name: str, ruled: dict[str, str]) -> tuple[str, str]:
    """The first of the reasons that holds, and who or what asks for it."""
    row = case.model.ground.table.iloc[place(case, name)]
    if row["must_do"] or row["status"] == "running":
        return "must_do" if row["must_do"] else "running", ""
    waits = zip(case.table["opportunity"], waits_for(case.table), strict=True)
    asking = sorted(own for own, others in waits if name in others and own in case.plan.members)
    if asking and name not in _relaxed(case, _unasked(case, name)):
        return "prerequisite", asking[0]
    return ("at_least", ruled[name]) if name in ruled else ("worth_it", "")


def _ruled(case: Case) -> dict[str, str]:
    """The members that the best plan would leave out without a rule that is just kept, and the rule."""
    found: dict[str, str] = {}
    for rule in case.programme.rows:
        if rule.kind == "at_least" and rule.weights @ case.values[rule.columns] <= rule.low:
            rest = tuple(row for row in case.programme.rows if row is not rule)
            held = _relaxed(case, Model(case.model.ground, replace(case.programme, rows=rest)))
            for name in beyond(case.plan.members, held):
                if np.isin(doing(case, name), rule.columns).any():
                    found.setdefault(name, rule.key)
    return found


def _relaxed(case: Case, model: Model) -> tuple[str, ...]:
    """The members of the best plan within fewer limits; of those that are worth as much, the plan's."""
    other = best(case, programme=model.programme)
    better = other.objective > case.plan.value + 1e-9 * max(abs(case.plan.value), 1.0)
    return members(replace(case, model=model), other.values) if better else case.plan.members


def _unasked(case: Case, name: str) -> Model:
    """The model in which nothing waits for one opportunity."""
    requires = [tuple(other for other in others if other != name) for others in case.table["requires"]]
    freed = case.table.assign(requires=Series(requires, case.table.index, dtype=object))
    return plan_model(freed, case.model.ground.limits, case.plan.objective)
