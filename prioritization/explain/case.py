"""A plan and the programme it came from, ready to be asked what would happen if."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.errors import OpportunitiesError, amount, did_you_mean
from prioritization.limits import Limits, check_fit
from prioritization.model import Model, plan_model
from prioritization.modelling import EXACT, Solution
from prioritization.opportunities import checked_opportunities
from prioritization.plan import IN_PLAN, Plan
from prioritization.programme import Programme, Row
from prioritization.repair import without_idle
from prioritization.solver import solution

SLACK = 1e-6
"""How far a row, written in thousandths, may be overdrawn before a plan counts as another's."""


@dataclass(frozen=True, eq=False)
class Case:
    """A plan, and what it was made from.

    Attributes:
        table: Checked opportunities, in the order of the input.
        model: What could be decided, and within what.
        plan: What was decided.
        values: The same, as a value per column of the model.
        gap: How far below the bound the plans that are made to explain it may stay, as a share.
        time_limit: Seconds for each of them.
    """

    table: DataFrame
    model: Model
    plan: Plan
    values: NDArray[np.float64]
    gap: float = 0.0
    time_limit: float = 60.0

    @property
    def programme(self) -> Programme:
        """The programme that the plan solves."""
        return self.model.programme


def case_of(
    opportunities: DataFrame, limits: Limits, plan: Plan, *, gap: float = 0.0, time_limit: float = 60.0
) -> Case:
    """Put a plan beside the programme it came from.

    Args:
        opportunities: The opportunities that `plan` was made of.
        limits: The limits that `plan` was made within.
        plan: The plan.
        gap: How far below the bound the plans that are made to explain it may stay, as a share.
        time_limit: Seconds for each of them.

    Returns:
        The case.

    Raises:
        OpportunitiesError: The opportunities have faults, or the plan was made of others or within
            other limits.
        LimitsError: The limits and the opportunities do not know each other's names.
    """
    table = checked_opportunities(opportunities, plan.objective)
    check_fit(table, limits)
    model = plan_model(table, limits, plan.objective)
    values = _values(model, plan)
    worth = float(model.programme.values @ values)
    if not np.isclose(worth, plan.value, rtol=SLACK) or not keeps(model.programme, values):
        raise OpportunitiesError(
            "The plan does not belong to these opportunities and limits: it is worth "
            f"{amount(plan.value)}, and what it holds is worth {amount(worth)} here or does not fit. "
            "Give those that it was made of."
        )
    return Case(table, model, plan, values, gap, time_limit)


def doing(case: Case, name: str) -> NDArray[np.intp]:
    """List the columns with which an opportunity is done.

    Args:
        case: The case.
        name: An opportunity.

    Returns:
        Indices of columns; stopping is not doing.

    Raises:
        OpportunitiesError: There is no such opportunity.
    """
    columns = case.model.ground.columns[place(case, name)]
    return columns[case.model.ground.done[columns]]


def place(case: Case, name: str) -> int:
    """Find an opportunity in the model.

    Args:
        case: The case.
        name: An opportunity.

    Returns:
        Its position in the table of the model.

    Raises:
        OpportunitiesError: There is no such opportunity.
    """
    known = case.model.ground.table["opportunity"].tolist()
    if name not in known:
        raise OpportunitiesError(f"'{name}' is not an opportunity{did_you_mean(str(name), known)}")
    return known.index(name)


def inside(case: Case, name: str) -> Row:
    """Ask for an opportunity to be done.

    Args:
        case: The case.
        name: An opportunity.

    Returns:
        A row of kind "inside".
    """
    columns = doing(case, name)
    return Row("inside", name, -1, columns, np.ones(len(columns)), low=1.0)


def as_good(case: Case) -> Row:
    """Ask for no less than the plan is worth.

    Args:
        case: The case.

    Returns:
        A row of kind "value".
    """
    columns = np.flatnonzero(case.programme.values)
    least = case.plan.value - abs(case.plan.value) * EXACT
    return Row("value", "", -1, columns, case.programme.values[columns], low=least)


def best(
    case: Case,
    *rows: Row,
    programme: Programme | None = None,
    start: NDArray[np.float64] | None = None,
) -> Solution:
    """Make the best plan under further rows.

    Args:
        case: The case.
        rows: What else is asked.
        programme: The programme to begin with, where it is not that of the plan.
        start: A solution to begin with.

    Returns:
        The solution; its status is "infeasible" where no plan fits, and its bound is its worth where
        it is optimal.

    Raises:
        SolverError: No plan was found within the time limit.
    """
    asked = programme or case.programme
    asked = replace(asked, rows=(*asked.rows, *rows))
    found = solution(asked, gap=case.gap, time_limit=case.time_limit, start=start)
    if found.status == "optimal":
        return replace(found, bound=found.objective)
    # What only asks for more than the plan's limits do, cannot be worth more than the plan's bound.
    most = np.inf if programme else max(case.plan.bound, found.objective)
    return replace(found, bound=min(found.bound, most)) if found.status == "feasible" else found


def members(case: Case, values: NDArray[np.float64]) -> tuple[str, ...]:
    """Read which opportunities a solution does.

    Args:
        case: The case.
        values: A value per column of the model; further ones are passed over.

    Returns:
        Their ids, in the order of the input, without what is worth nothing and needed by nothing.
    """
    ground = case.model.ground
    kept = without_idle(case.programme, values[: len(case.programme.values)])
    taken = (kept[: len(ground.ways)] > 0.5) & ground.done
    there = set(ground.table["opportunity"].to_numpy()[ground.ways["row"][taken]])
    return tuple(name for name in case.table["opportunity"] if name in there)


def beyond(names: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """Keep the names that are not among others.

    Args:
        names: Ids, in their order.
        others: Ids.

    Returns:
        Those of `names` that `others` does not hold.

    Example:
        >>> beyond(("A", "B"), ("B", "C"))
        ('A',)
    """
    held = set(others)
    return tuple(name for name in names if name not in held)


def keeps(programme: Programme, values: NDArray[np.float64]) -> bool:
    """Say whether values stay within every row.

    Args:
        programme: The programme.
        values: A value per column.

    Returns:
        True where no row is overdrawn.
    """
    used = programme.matrix @ values
    rows = np.all((used >= programme.lows - SLACK) & (used <= programme.highs + SLACK))
    return bool(rows and np.all(values <= programme.upper + SLACK))


def _values(model: Model, plan: Plan) -> NDArray[np.float64]:
    """The plan as a value per column of the model; what the model does not know stays 0."""
    ground = model.ground
    quarters = np.array(ground.limits.quarters)
    rows = ground.ways["row"]
    keys = zip(
        ground.table["opportunity"].to_numpy()[rows],
        ground.ways["decision"],
        np.where(ground.done, quarters[ground.ways["start"]], ""),
        strict=True,
    )
    made = plan.schedule
    starts = made["start"].where(made["decision"].isin(IN_PLAN), "")
    taken = set(zip(made["opportunity"], made["decision"], starts, strict=True))
    used = plan.usage[plan.usage["kind"].eq("overtime")].set_index(["role", "quarter"])["used"].to_dict()
    bought = ground.overtime[["role", "quarter"]].itertuples(index=False)
    return np.array(
        [
            *(float(key in taken) for key in keys),
            *(used.get((role, quarters[quarter]), 0.0) for role, quarter in bought),
        ]
    )
