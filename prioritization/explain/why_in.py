"""Reasons why opportunities are in a plan, and the value of the plan without them."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from pandas import DataFrame, Series

from prioritization.dependencies import dependents, waits_for
from prioritization.errors import InfeasibleError, OpportunitiesError
from prioritization.explain.solved_plan import (
    SolvedPlan,
    best,
    done_variables,
    members_of,
    position,
    solved_plan,
    without,
)
from prioritization.milp import Milp
from prioritization.parsing import text
from prioritization.plan import Plan
from prioritization.plan_model import PlanModel, plan_model
from prioritization.problem import Problem

COLUMNS = ["opportunity", "reason", "detail", "value_lost", "value_lost_at_least", "enters", "leaves"]


def why_in(
    problem: Problem,
    plan: Plan,
    names: Iterable[str] | str | None = None,
    *,
    gap: float = 0.0,
    time_limit: float = 10.0,
) -> DataFrame:
    """Say why each member is in the plan, and what the plan is worth less without it.

    The best plan without the member is truly made, as if it did not exist; what is running is stopped
    instead, at its `stop_loss`, where it has one. Whether it is there for
    the sake of a rule or of another member is found by making the plan without that rule. That is a
    stronger statement than the reason in `Plan.schedule`, which makes no other plan and calls only
    what is worth nothing by itself a prerequisite: of a small score, the two can differ.

    Args:
        problem: The problem that `plan` solves.
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
        OpportunitiesError: `plan` solves another problem, or one of
            `names` is not a member.
        SolverError: No plan was found within the time limit.

    Example:
        >>> from prioritization import Limits, make_plan
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> problem = Problem(four, Limits(("2027Q1",), 10))
        >>> why_in(problem, make_plan(problem))[["opportunity", "reason", "value_lost", "enters"]]
          opportunity    reason  value_lost  enters
        0           B  worth_it         4.5  (A, D)
        1           C  worth_it         4.5  (A, D)
    """
    solved = solved_plan(problem, plan, gap=gap, time_limit=time_limit)
    given = plan.members if names is None else [names] if isinstance(names, str) else names
    asked = [text(name) for name in given]
    strangers = [f"'{name}'" for name in without(asked, plan.members)]
    if strangers:
        raise OpportunitiesError(f"Not in the plan: {', '.join(strangers)}. Ask `why_left_out` about those.")
    rules = _required_by_rule(solved)
    rows = []
    for name in without(plan.members, without(plan.members, asked)):
        other = best(solved, milp=_without(solved, name))
        others = () if other.status == "infeasible" else members_of(solved, other.values)
        changed = (
            (without(others, plan.members), without(plan.members, (*others, name))) if others else ((), ())
        )
        lost = (plan.value - other.objective, plan.value - other.bound)
        rows.append((name, *_reason(solved, name, rules), *lost, *changed))
    return DataFrame(rows, columns=COLUMNS)


def replacement_cost(
    problem: Problem,
    plan: Plan,
    opportunity: str,
    *,
    gap: float = 0.0,
    time_limit: float = 60.0,
) -> float:
    """Say what a plan is worth less when one opportunity cannot be done.

    Args:
        problem: The problem that `plan` solves.
        plan: The plan.
        opportunity: The one that cannot be done; what waits for it cannot either.
        gap: How far below their bounds the plans that are made on the way may stay, as a share.
        time_limit: Seconds for making the plan without it.

    Returns:
        The value of `plan` minus that of the best plan without `opportunity`.

    Raises:
        OpportunitiesError: `plan` solves another problem, or `opportunity` is not in this one.
        InfeasibleError: A must-do requires it, or a limit asks for it.
        SolverError: No plan was found within the time limit.

    Example:
        >>> from prioritization import Limits, make_plan
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> problem = Problem(four, Limits(("2027Q1",), 10))
        >>> replacement_cost(problem, make_plan(problem), "B")
        4.5
    """
    solved = solved_plan(problem, plan, gap=gap, time_limit=time_limit)
    opportunity = solved.model.data.names[position(solved, opportunity)]
    milp = _without(solved, opportunity)
    waiting = dependents(solved.table, opportunity)
    bereft = solved.table.loc[
        solved.table["opportunity"].isin(waiting) & solved.table["must_do"], "opportunity"
    ]
    if len(bereft):
        raise InfeasibleError(
            f"No plan fits without {opportunity}: must-do {bereft.iloc[0]} requires it. "
            f"Release {bereft.iloc[0]}."
        )
    other = best(solved, milp=milp)
    if other.status == "infeasible":
        raise InfeasibleError(
            f"No plan fits without {opportunity}: a rule asks for it. Lower what is asked for at least."
        )
    return plan.value - other.objective


def _without(solved: SolvedPlan, name: str) -> Milp:
    """The MILP as if an opportunity did not exist; what is running is stopped where it may be."""
    upper, data = solved.milp.upper.copy(), solved.model.data
    upper[done_variables(solved, name)] = 0.0
    if len(done_variables(solved, name)) < len(data.variables[position(solved, name)]):
        return replace(solved.milp, upper=upper)
    constraints = [
        replace(one, low=-np.inf) if one.key == name and one.kind in ("must_do", "running") else one
        for one in solved.milp.constraints
    ]
    return replace(solved.milp, upper=upper, constraints=tuple(constraints))


def _reason(solved: SolvedPlan, name: str, rules: dict[str, str]) -> tuple[str, str]:
    """The first of the reasons that holds, and who or what asks for it."""
    row = solved.model.data.table.iloc[position(solved, name)]
    if row["must_do"] or row["status"] == "running":
        return "must_do" if row["must_do"] else "running", ""
    waits = zip(solved.table["opportunity"], waits_for(solved.table), strict=True)
    asking = sorted(other for other, required in waits if name in required and other in solved.plan.members)
    if asking and name not in _relaxed(solved, _without_dependents(solved, name)):
        return "prerequisite", asking[0]
    return ("at_least", rules[name]) if name in rules else ("worth_it", "")


def _required_by_rule(solved: SolvedPlan) -> dict[str, str]:
    """The members that the best plan would leave out without a rule that is just kept, and the rule."""
    rules: dict[str, str] = {}
    for rule in solved.milp.constraints:
        if rule.kind == "at_least" and rule.weights @ solved.values[rule.variables] <= rule.low:
            rest = tuple(one for one in solved.milp.constraints if one is not rule)
            others = _relaxed(solved, PlanModel(solved.model.data, replace(solved.milp, constraints=rest)))
            for name in without(solved.plan.members, others):
                if np.isin(done_variables(solved, name), rule.variables).any():
                    rules.setdefault(name, rule.key)
    return rules


def _relaxed(solved: SolvedPlan, model: PlanModel) -> tuple[str, ...]:
    """The members of the best plan within fewer limits; of those that are worth as much, the plan's."""
    other = best(solved, milp=model.milp)
    better = other.objective > solved.plan.value + 1e-9 * max(abs(solved.plan.value), 1.0)
    return members_of(solved, other.values, model) if better else solved.plan.members


def _without_dependents(solved: SolvedPlan, name: str) -> PlanModel:
    """The model in which nothing waits for one opportunity."""
    requires = [tuple(other for other in others if other != name) for others in solved.table["requires"]]
    freed = solved.table.assign(requires=Series(requires, solved.table.index, dtype=object))
    return plan_model(freed, solved.problem.limits, solved.problem.objective)
