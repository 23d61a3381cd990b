"""The least change that brings an opportunity in: a higher score, a lower cost, more money, more days."""

from dataclasses import replace

import numpy as np
from pandas import DataFrame

from prioritization.errors import OpportunitiesError
from prioritization.explain.solved_plan import (
    SolvedPlan,
    best,
    done_variables,
    inclusion,
    position,
    solved_plan,
    value_floor,
)
from prioritization.milp import Constraint, Milp
from prioritization.opportunities import later_columns
from prioritization.options import plan_options
from prioritization.plan import Plan
from prioritization.problem import Problem
from prioritization.pulp_bridge import EXACT

COLUMNS = ["kind", "role", "quarter", "amount", "proven"]
Need = tuple[str, str, float, bool]
"""Role, quarter, amount, and whether it is proved to be the least."""

NO_WAY: Need = ("", "", float("nan"), True)
NEGLIGIBLE = 1e-6
"""Share of a cost, and amount of money or days, that counts as none within the tolerances."""


def what_it_takes(
    problem: Problem,
    plan: Plan,
    opportunity: str,
    *,
    gap: float = 0.0,
    time_limit: float = 10.0,
) -> DataFrame:
    """Say what it would take to have an opportunity in: each kind is a way by itself.

    Args:
        problem: The problem that `plan` solves.
        plan: The plan.
        opportunity: One that is left out of it.
        gap: How far below their bounds the plans that are made on the way may stay, as a share.
        time_limit: Seconds for each of the plans that are made on the way.

    Returns:
        kind, role, quarter, amount, proven. By kind:

        - "score": how much higher its score, for the best plan with it in to be worth as much as
          `plan`. With any more it is in; with any less it is not. Where npv is the objective, it is
          npv that is raised, and npv_1, npv_2, … all by the same amount.
        - "cost": how much cheaper, its score the same, for a plan with it in to be worth as much as
          `plan`. What going faster costs on top stays.
        - "budget": the least extra money with which it fits beside all members, at whatever quarters;
          there from the first quarter or, where money does not carry over, per quarter.
        - "capacity": the least extra days with which it fits beside all members, at whatever
          quarters: a row per role and quarter, which together are one way.
        - "both": only where neither more money nor more days alone would do. The least extra money if
          days were free (a row without a role) and, with that money, the least extra days.

        `role` and `quarter` are empty where they do not apply. `amount` is missing where that way is
        none: even free would not do, or another limit keeps it out. It always suffices; `proven` says
        whether it is proved to be the least, which the time limit may prevent.

    Raises:
        OpportunitiesError: `plan` solves another problem, or `opportunity`
            is unknown or in the plan.
        SolverError: No plan was found within the time limit.

    Source:
        Dinkelbach (1967), Management Science 13(7), p. 492-498, for the score.

    Example:
        >>> from prioritization import Limits, make_plan
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> problem = Problem(four, Limits(("2027Q1",), 10))
        >>> what_it_takes(problem, make_plan(problem), "A")[["kind", "amount"]].round(2)
               kind  amount
        0     score     4.5
        1      cost     1.0
        2    budget     6.0
        3  capacity     NaN
    """
    solved = solved_plan(problem, plan, gap=gap, time_limit=time_limit)
    opportunity = solved.model.data.names[position(solved, opportunity)]
    if opportunity in plan.members:
        raise OpportunitiesError(f"'{opportunity}' is in the plan already. Ask `why_in` about it.")
    rows = [
        ("score", *_score(solved, opportunity)),
        ("cost", *_cost(solved, opportunity)),
    ]
    money = _short(solved, opportunity, ("budget",))
    days = _short(solved, opportunity, ("capacity",))
    rows += [("budget", *need) for need in money or [NO_WAY]]
    rows += [("capacity", *need) for need in days or [NO_WAY]]
    if not money and not days:
        rows += [("both", *need) for need in _short(solved, opportunity, ("budget", "capacity"))]
    return DataFrame(rows, columns=COLUMNS)


def _score(solved: SolvedPlan, name: str) -> Need:
    """Newton on the value with it in, which is convex in its score: from above, down to the plan's."""
    data, objective, variables = solved.model.data, solved.problem.objective, done_variables(solved, name)
    raised_by_one = dict.fromkeys([objective, *later_columns(data.table, objective)], 1.0)
    worth = np.zeros(len(solved.milp.values))
    worth[variables] = plan_options(data.table.assign(**raised_by_one), data.limits, objective)["value"][
        variables
    ]
    higher = np.inf
    while True:
        extra = 0.0 if np.isinf(higher) else higher
        raised = replace(solved.milp, values=solved.milp.values + extra * worth)
        solution = best(solved, inclusion(solved, name), milp=raised)
        if solution.status == "infeasible":
            return NO_WAY
        slope = float(worth @ solution.values)
        step = max(float((solved.values - solution.values) @ solved.milp.values) / slope, 0.0)
        if step >= higher * (1 - EXACT):
            return "", "", higher, solution.status == "optimal"
        higher = step
        if step == 0.0:
            return "", "", 0.0, True


def _cost(solved: SolvedPlan, name: str) -> Need:
    """Its cost as variables of their own, which may be as high as the plan's value allows."""
    cost = solved.model.data.table["cost"].iloc[position(solved, name)]
    if cost == 0:
        return NO_WAY
    solution = best(solved, inclusion(solved, name), value_floor(solved), milp=_costed(solved, name, cost))
    if solution.status == "infeasible":
        return NO_WAY
    cheaper = max(cost - solution.objective, 0.0)
    return "", "", 0.0 if cheaper <= NEGLIGIBLE * cost else cheaper, solution.status == "optimal"


def _costed(solved: SolvedPlan, name: str, cost: float) -> Milp:
    """The MILP in which the cost of one opportunity is to be as high as can be."""
    variables, options = done_variables(solved, name), solved.model.data.options
    first = len(solved.milp.values)
    new = dict(zip(variables.tolist(), range(first, first + len(variables)), strict=True))
    full = options["cost"].to_numpy()
    constraints = []
    for constraint in solved.milp.constraints:
        mine = np.isin(constraint.variables, variables) & (constraint.kind in ("budget", "run_share"))
        share = constraint.weights[mine] / full[constraint.variables[mine]]
        weights = constraint.weights.copy()
        weights[mine] -= cost * share
        added = np.array([new[variable] for variable in constraint.variables[mine].tolist()], dtype=np.intp)
        constraints.append(
            replace(
                constraint,
                variables=np.append(constraint.variables, added),
                weights=np.append(weights, share),
            )
        )
    for variable, cost_variable in new.items():
        constraints.append(
            Constraint(
                "cost", name, -1, np.array([cost_variable, variable]), np.array([1.0, -cost]), high=0.0
            )
        )
    added = len(variables)
    return Milp(
        values=np.append(np.zeros(first), np.ones(added)),
        upper=np.append(solved.milp.upper, np.full(added, cost)),
        integer=np.append(solved.milp.integer, np.zeros(added, bool)),
        constraints=tuple(constraints),
    )


def _short(solved: SolvedPlan, name: str, kinds: tuple[str, ...]) -> list[Need]:
    """What is short of some kinds for it to fit beside all members: of the first kind before the next."""
    constraints = [inclusion(solved, one) for one in (*solved.plan.members, name)]
    widened, extras = _widened(solved, kinds)
    first = len(solved.milp.values)
    for kind in kinds:
        wanted = np.array([one == kind for one, _, _ in extras], dtype=float)
        asked = replace(widened, values=np.append(np.zeros(first), -wanted))
        solution = best(solved, *constraints, milp=asked)
        if solution.status == "infeasible":
            return []
        most = -solution.objective * (1 + EXACT)
        variables = first + np.flatnonzero(wanted)
        constraints.append(Constraint("extra", kind, -1, variables, np.ones(len(variables)), high=most))
    proven = solution.status == "optimal"
    needs = zip(extras, solution.values[first:].tolist(), strict=True)
    short = [(role, quarter, extra, proven) for (_, role, quarter), extra in needs if extra > NEGLIGIBLE]
    return short or [("", "", 0.0, proven)]


def _widened(solved: SolvedPlan, kinds: tuple[str, ...]) -> tuple[Milp, list[tuple[str, str, str]]]:
    """The MILP with variables that widen limits of some kinds: their kind, role and quarter."""
    limits, first = solved.problem.limits, len(solved.milp.values)
    extras: dict[tuple[str, str, str], int] = {}
    constraints = []
    for constraint in solved.milp.constraints:
        if constraint.kind in kinds:
            at_once = constraint.kind == "budget" and limits.carries_over
            label = (constraint.kind, constraint.key, "" if at_once else limits.quarters[constraint.quarter])
            variable = first + extras.setdefault(label, len(extras))
            constraint = replace(
                constraint,
                variables=np.append(constraint.variables, variable),
                weights=np.append(constraint.weights, -1.0),
            )
        constraints.append(constraint)
    added = len(extras)
    milp = Milp(
        values=np.zeros(first + added),
        upper=np.append(solved.milp.upper, np.full(added, np.inf)),
        integer=np.append(solved.milp.integer, np.zeros(added, bool)),
        constraints=tuple(constraints),
    )
    return milp, list(extras)
