"""What it takes to have an opportunity in: a higher score, a lower cost, more money, more days."""

from dataclasses import replace

import numpy as np
from pandas import DataFrame

from prioritization.choices import choices
from prioritization.errors import OpportunitiesError
from prioritization.explain.case import Case, as_good, best, case_of, doing, inside, place
from prioritization.limits import Limits
from prioritization.modelling import EXACT
from prioritization.opportunities import later_columns
from prioritization.plan import Plan
from prioritization.programme import Programme, Row

COLUMNS = ["kind", "role", "quarter", "amount", "proven"]
Need = tuple[str, str, float, bool]
"""Role, quarter, amount, and whether it is proved to be the least."""

NO_WAY: Need = ("", "", float("nan"), True)
NEGLIGIBLE = 1e-6
"""Money or days that a row, written in thousandths of its largest number, does not tell from none."""


def what_it_takes(
    opportunities: DataFrame,
    limits: Limits,
    plan: Plan,
    opportunity: str,
    *,
    gap: float = 0.0,
    time_limit: float = 10.0,
) -> DataFrame:
    """Say what it would take to have an opportunity in: each kind is a way by itself.

    Args:
        opportunities: The opportunities that `plan` was made of.
        limits: The limits that `plan` was made within.
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
        OpportunitiesError: The opportunities have faults, `plan` was made of others, or `opportunity`
            is unknown or in the plan.
        LimitsError: The limits and the opportunities do not know each other's names.
        SolverError: No plan was found within the time limit.

    Source:
        Dinkelbach (1967), Management Science 13(7), p. 492-498, for the score.

    Example:
        >>> from prioritization import make_plan
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> limits = Limits(("2027Q1",), 10)
        >>> what_it_takes(four, limits, make_plan(four, limits), "A")[["kind", "amount"]].round(2)
               kind  amount
        0     score     4.5
        1      cost     1.0
        2    budget     6.0
        3  capacity     NaN
    """
    case = case_of(opportunities, limits, plan, gap=gap, time_limit=time_limit)
    place(case, opportunity)
    if opportunity in plan.members:
        raise OpportunitiesError(f"'{opportunity}' is in the plan already. Ask `why_in` about it.")
    rows = [
        ("score", *_score(case, opportunity)),
        ("cost", *_cost(case, opportunity)),
    ]
    money = _short(case, opportunity, ("budget",))
    days = _short(case, opportunity, ("capacity",))
    rows += [("budget", *need) for need in money or [NO_WAY]]
    rows += [("capacity", *need) for need in days or [NO_WAY]]
    if not money and not days:
        rows += [("both", *need) for need in _short(case, opportunity, ("budget", "capacity"))]
    return DataFrame(rows, columns=COLUMNS)


def _score(case: Case, name: str) -> Need:
    """Newton on the value with it in, which is convex in its score: from above, down to the plan's."""
    ground, objective, columns = case.model.ground, case.plan.objective, doing(case, name)
    raised_by_one = dict.fromkeys([objective, *later_columns(ground.table, objective)], 1.0)
    worth = np.zeros(len(case.programme.values))
    worth[columns] = choices(ground.table.assign(**raised_by_one), ground.limits, objective)["value"][columns]
    higher = np.inf
    while True:
        extra = 0.0 if np.isinf(higher) else higher
        raised = replace(case.programme, values=case.programme.values + extra * worth)
        found = best(case, inside(case, name), programme=raised)
        if found.status == "infeasible":
            return NO_WAY
        own = float(worth @ found.values)
        step = max(float((case.values - found.values) @ case.programme.values) / own, 0.0)
        if step >= higher * (1 - EXACT):
            return "", "", higher, found.status == "optimal"
        higher = step
        if step == 0.0:
            return "", "", 0.0, True


def _cost(case: Case, name: str) -> Need:
    """Its cost as columns of their own, which may be as high as the plan's value allows."""
    cost = case.model.ground.table["cost"].iloc[place(case, name)]
    if cost == 0:
        return NO_WAY
    found = best(case, inside(case, name), as_good(case), programme=_costed(case, name, cost))
    if found.status == "infeasible":
        return NO_WAY
    cheaper = max(cost - found.objective, 0.0)
    return "", "", 0.0 if cheaper <= NEGLIGIBLE * cost else cheaper, found.status == "optimal"


def _costed(case: Case, name: str, cost: float) -> Programme:
    """The programme in which the cost of one opportunity is to be as high as can be."""
    columns, ways = doing(case, name), case.model.ground.ways
    first = len(case.programme.values)
    new = dict(zip(columns.tolist(), range(first, first + len(columns)), strict=True))
    full = ways["cost"].to_numpy()
    rows = []
    for row in case.programme.rows:
        own = np.isin(row.columns, columns) & (row.kind in ("budget", "run_share"))
        share = row.weights[own] / full[row.columns[own]]
        weights = row.weights.copy()
        weights[own] -= cost * share
        added = np.array([new[column] for column in row.columns[own].tolist()], dtype=np.intp)
        rows.append(replace(row, columns=np.append(row.columns, added), weights=np.append(weights, share)))
    for column, own in new.items():
        rows.append(Row("cost", name, -1, np.array([own, column]), np.array([1.0, -cost]), high=0.0))
    added = len(columns)
    return Programme(
        values=np.append(np.zeros(first), np.ones(added)),
        upper=np.append(case.programme.upper, np.full(added, cost)),
        whole=np.append(case.programme.whole, np.zeros(added, bool)),
        rows=tuple(rows),
    )


def _short(case: Case, name: str, kinds: tuple[str, ...]) -> list[Need]:
    """What is short of some kinds for it to fit beside all members: of the first kind before the next."""
    rows = [inside(case, one) for one in (*case.plan.members, name)]
    widened, extras = _widened(case, kinds)
    first = len(case.programme.values)
    for kind in kinds:
        wanted = np.array([one == kind for one, _, _ in extras], dtype=float)
        asked = replace(widened, values=np.append(np.zeros(first), -wanted))
        found = best(case, *rows, programme=asked)
        if found.status == "infeasible":
            return []
        most = -found.objective * (1 + EXACT)
        columns = first + np.flatnonzero(wanted)
        rows.append(Row("extra", kind, -1, columns, np.ones(len(columns)), high=most))
    proven = found.status == "optimal"
    needs = zip(extras, found.values[first:].tolist(), strict=True)
    short = [(role, quarter, extra, proven) for (_, role, quarter), extra in needs if extra > NEGLIGIBLE]
    return short or [("", "", 0.0, proven)]


def _widened(case: Case, kinds: tuple[str, ...]) -> tuple[Programme, list[tuple[str, str, str]]]:
    """The programme with columns that widen limits of some kinds: their kind, role and quarter."""
    limits, first = case.model.ground.limits, len(case.programme.values)
    extras: dict[tuple[str, str, str], int] = {}
    rows = []
    for row in case.programme.rows:
        if row.kind in kinds:
            at_once = row.kind == "budget" and limits.carries_over
            label = (row.kind, row.key, "" if at_once else limits.quarters[row.quarter])
            column = first + extras.setdefault(label, len(extras))
            row = replace(row, columns=np.append(row.columns, column), weights=np.append(row.weights, -1.0))
        rows.append(row)
    added = len(extras)
    programme = Programme(
        values=np.zeros(first + added),
        upper=np.append(case.programme.upper, np.full(added, np.inf)),
        whole=np.append(case.programme.whole, np.zeros(added, bool)),
        rows=tuple(rows),
    )
    return programme, list(extras)
