"""The budget curve: the value of the best plan at every budget, and its knee."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from pandas import DataFrame, Series

from prioritization.errors import LimitsError, fault_list
from prioritization.limits.setting import Limits
from prioritization.plan_model import changed_model, members
from prioritization.problem import Problem
from prioritization.reading import is_number
from prioritization.repair import drop_idle
from prioritization.solver import solve

COLUMNS = ["budget", "value", "bound", "n", "added_per_money", "knee"]
POINTS = 11


def budget_curve(
    problem: Problem,
    budgets: Sequence[float] | None = None,
    *,
    gap: float = 0.0,
    time_limit: float = 10.0,
) -> DataFrame:
    """Say what the best plan is worth at every budget, all else the same.

    Each plan begins with that of the budget before, so that more money never lowers the value.

    Args:
        problem: The opportunities and the limits. Where the budget is per quarter, every quarter keeps
            its share; where there is no money in any, all quarters have the same.
        budgets: Totals over the horizon, 0 or more; by default 11 from nothing to the cost of all that
            may be done, and the present budget.
        gap: How far below the bound each plan may stay, as a share.
        time_limit: Seconds for each plan.

    Returns:
        A row per budget, the smallest first:

        - budget: in total
        - value: of the best plan found; missing where nothing fits
        - bound: what no plan within this budget can exceed; equal to `value` where that is proved
        - n: opportunities in the plan
        - added_per_money: value added since the row before, per unit of money; missing in the first
        - knee: True in the row that lies furthest above the straight line from the first row to the
          last, both axes from 0 to 1: before it money brings more than on average, after it less.
          None where no row lies above the line

    Raises:
        LimitsError: A budget is no amount of 0 or more.
        SolverError: No plan was found within the time limit.

    Source:
        Satopää, Albrecht, Irwin & Raghavan (2011), ICDCS Workshops, p. 166-171 (the knee).

    Example:
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> problem = Problem(four, Limits(("2027Q1",), 10))
        >>> budget_curve(problem, [0, 1, 6, 10, 17])[["budget", "value", "knee"]]
           budget  value   knee
        0     0.0    0.0  False
        1     1.0    3.0  False
        2     6.0   11.5   True
        3    10.0   16.5  False
        4    17.0   28.5  False
    """
    limits = problem.limits
    totals = _totals(problem.table, limits, budgets)
    rows, start = [], None
    for total in totals:
        model = changed_model(problem.model, "budget", limits=_with_budget(limits, total))
        solution = solve(model.milp, gap=gap, time_limit=time_limit, start=start)
        if solution.status == "infeasible":
            rows.append((total, np.nan, np.nan, 0))
            continue
        worse = start is not None and solution.objective < float(model.milp.values @ start)
        start = drop_idle(model.milp, start if worse else solution.values)
        n = len(members(model, start))
        value = float(model.milp.values @ start)
        rows.append((total, value, value if solution.status == "optimal" else solution.bound, n))
    curve = DataFrame(rows, columns=COLUMNS[:4])
    # What cannot be exceeded with more money, cannot be exceeded with less.
    curve["bound"] = np.fmax(curve["bound"][::-1].cummin()[::-1], curve["value"])
    curve["added_per_money"] = curve["value"].diff() / curve["budget"].diff()
    return curve.assign(knee=_knee(curve["budget"], curve["value"]))


def _totals(table: DataFrame, limits: Limits, budgets: Sequence[float] | None) -> list[float]:
    if budgets is None:
        most = table.loc[~table["must_not"], "cost"].sum()
        present = limits.cumulative_budget()[-1]
        spread = np.linspace(0.0, most, POINTS).tolist()
        return sorted({*spread, *([present] if np.isfinite(present) else [])})
    if isinstance(budgets, str) or not np.iterable(budgets):
        raise LimitsError(f"budgets: {budgets!r} is not several amounts; give a list, such as [0, 5000]")
    budgets = list(budgets)
    wrong = [
        f"budgets: {money!r} is not an amount of 0 or more" for money in budgets if not is_number(money, 0)
    ]
    wrong += [] if budgets else ["there is none; give at least one amount"]
    if wrong:
        raise LimitsError(fault_list("The budgets", wrong))
    return sorted({float(money) for money in budgets})


def _with_budget(limits: Limits, total: float) -> Limits:
    """The limits with another total, every quarter with the share that it had."""
    if not isinstance(limits.budget, Mapping):
        return replace(limits, budget=total)
    income = limits.quarterly_budget()
    shares = [money / sum(income) if sum(income) else 1 / len(income) for money in income]
    return replace(
        limits, budget={name: share * total for name, share in zip(limits.quarters, shares, strict=True)}
    )


def _knee(budget: Series, value: Series) -> Series:
    """The point furthest above the chord, once."""
    none = Series(False, index=value.index)
    there = value.dropna().index
    if len(there) < 3 or value[there[-1]] == value[there[0]]:
        return none
    x, y = budget[there], value[there]
    above = (y - y.iloc[0]) / (y.iloc[-1] - y.iloc[0]) - (x - x.iloc[0]) / (x.iloc[-1] - x.iloc[0])
    if above.max() > 1e-9:
        none[above.idxmax()] = True
    return none
