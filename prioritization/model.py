"""The plan as a mathematical model: what is decided, what it is worth, what limits it.

Decided is, per opportunity and quarter, whether it starts then. Every limit has its own function.
A limit is written in thousandths of itself and value in thousandths of the largest one, so that
the solver's tolerances mean the same in every currency.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pulp
from pandas import DataFrame

from prioritization.limits import Limits
from prioritization.links import waits_for
from prioritization.opportunities import DAYS, days_columns

SCALE = 1000.0


Starts = dict[str, dict[int, pulp.LpVariable]]
"""Per opportunity and index of a quarter: does it start then?"""


@dataclass(frozen=True, eq=False)
class Model:
    """A plan to be decided.

    Attributes:
        problem: The model, as a solver takes it.
        starts: Per opportunity and index of a quarter, the name of the variable that says whether
            it starts then.
        unit: What one unit of the model's objective is worth.
    """

    problem: pulp.LpProblem
    starts: Mapping[str, Mapping[int, str]]
    unit: float


def plan_model(table: DataFrame, limits: Limits, objective: str) -> Model:
    """Write down what a plan may hold and what it is worth.

    Args:
        table: Checked opportunities, in any order.
        limits: What a plan may use.
        objective: The column that holds the value.

    Returns:
        The model, the same for the same opportunities in another order.
    """
    rows = table.assign(waits_for=waits_for(table)).set_index("opportunity").sort_index()
    problem = pulp.LpProblem("plan", pulp.LpMaximize)
    starts = _starts(problem, rows, len(limits.quarters))
    unit = max(rows[objective]) / SCALE or 1.0
    problem += pulp.lpSum(
        value_when_finished(score / unit, start + rows.at[name, "quarters"], limits) * chosen
        for name, score in rows[objective].items()
        for start, chosen in starts[name].items()
    )
    _start_once(problem, rows, starts)
    _stay_within_budget(problem, rows, starts, limits)
    _stay_within_capacity(problem, rows, starts, limits)
    _wait_for_prerequisites(problem, rows, starts)
    _keep_apart(problem, rows, starts)
    names = {name: {start: chosen.name for start, chosen in own.items()} for name, own in starts.items()}
    return Model(problem, names, unit)


def value_when_finished(score: float, finished: int, limits: Limits) -> float:
    """Value an opportunity by when it is finished.

    score·(1 - discount)^(finished - 1)

    Args:
        score: Its value when finished in the first quarter.
        finished: Quarters from the beginning until it is finished, 1 or more.
        limits: Holds the discount per quarter.

    Returns:
        What it adds to a plan.

    Example:
        >>> round(value_when_finished(8.0, 3, Limits(("Q1", "Q2", "Q3"), 0, discount=0.1)), 2)
        6.48
    """
    return float(score * (1 - limits.discount) ** (finished - 1))


def share_done(start: int, duration: int, quarter: int) -> float:
    """Say how much of an opportunity is done by the end of a quarter.

    Work and money are spread evenly over its quarters.

    Args:
        start: Index of the quarter in which it starts.
        duration: Quarters it takes.
        quarter: Index of the quarter to look back from.

    Returns:
        A share from 0 to 1.

    Example:
        >>> share_done(start=1, duration=2, quarter=1)
        0.5
    """
    return min(max((quarter - start + 1) / duration, 0.0), 1.0)


def _starts(problem: pulp.LpProblem, rows: DataFrame, horizon: int) -> Starts:
    """One yes-or-no per opportunity and quarter from which it finishes in time."""
    starts: Starts = {}
    for number, name in enumerate(rows.index):
        last = horizon - rows.at[name, "quarters"]
        latest = min(last, 0) if rows.at[name, "status"] == "running" else last
        starts[name] = {
            start: problem.add_variable(f"start_{number:05}_{start:03}", 0, 1, pulp.LpInteger)
            for start in range(latest + 1)
        }
    return starts


def _each(starts: Starts) -> Iterator[tuple[str, int, pulp.LpVariable]]:
    return ((name, start, chosen) for name, own in starts.items() for start, chosen in own.items())


def _start_once(problem: pulp.LpProblem, rows: DataFrame, starts: Starts) -> None:
    for name, own in starts.items():
        certain = rows.at[name, "must_do"] or rows.at[name, "status"] == "running"
        once = pulp.lpSum(own.values())
        problem += (once == 1) if certain else (once <= 1)


def _stay_within_budget(problem: pulp.LpProblem, rows: DataFrame, starts: Starts, limits: Limits) -> None:
    """What is spent by the end of a quarter stays within what came in by then."""
    income = limits.cumulative_budget()
    for quarter, money in enumerate(income):
        if money in income[quarter + 1 :]:
            continue  # a later quarter sets the same limit to more spending
        spent = (
            (rows.at[name, "cost"] * share_done(start, rows.at[name, "quarters"], quarter), chosen)
            for name, start, chosen in _each(starts)
        )
        _at_most(problem, spent, money)


def _stay_within_capacity(problem: pulp.LpProblem, rows: DataFrame, starts: Starts, limits: Limits) -> None:
    """The days of a role in a quarter stay within its capacity there."""
    capacity = limits.days()
    for column in days_columns(rows):
        role = column.removeprefix(DAYS)
        for quarter, days in enumerate(capacity.loc[role] if role in capacity.index else ()):
            worked = (
                (rows.at[name, column] / rows.at[name, "quarters"], chosen)
                for name, start, chosen in _each(starts)
                if start <= quarter < start + rows.at[name, "quarters"]
            )
            _at_most(problem, worked, days)


def _wait_for_prerequisites(problem: pulp.LpProblem, rows: DataFrame, starts: Starts) -> None:
    """What has started by a quarter, has its prerequisite finished before that quarter."""
    for name, own in starts.items():
        for other in rows.at[name, "waits_for"]:
            for quarter in own:
                begun = [chosen for start, chosen in own.items() if start <= quarter]
                ready = [
                    chosen
                    for start, chosen in starts[other].items()
                    if start + rows.at[other, "quarters"] <= quarter
                ]
                problem += pulp.lpSum(begun) <= pulp.lpSum(ready)


def _keep_apart(problem: pulp.LpProblem, rows: DataFrame, starts: Starts) -> None:
    """Of two that exclude each other, whichever says so, at most one starts."""
    pairs = {tuple(sorted((name, other))) for name in rows.index for other in rows.at[name, "excludes"]}
    for one, other in sorted(pairs):
        problem += pulp.lpSum([*starts[one].values(), *starts[other].values()]) <= 1


def _at_most(problem: pulp.LpProblem, use: Iterable[tuple[float, pulp.LpVariable]], limit: float) -> None:
    """The sum of what is used stays within a limit; nothing is written where nothing uses it."""
    needs = [(need, chosen) for need, chosen in use if need > 0]
    if needs:
        unit = max(limit, *(need for need, _ in needs)) / SCALE
        problem += pulp.lpSum(need / unit * chosen for need, chosen in needs) <= limit / unit
