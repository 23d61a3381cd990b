"""The MILP of a plan: options and overtime as variables, limits as constraints."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.limits.kinds import changed_constraints, constraints
from prioritization.limits.setting import Limits
from prioritization.milp import Milp
from prioritization.opportunities import MONEY
from prioritization.options import plan_options
from prioritization.plan_data import PlanData


@dataclass(frozen=True, eq=False)
class PlanModel:
    """The MILP of a plan, and the data it was built from.

    Attributes:
        data: Opportunities in alphabetical order, limits, options and overtime.
        milp: Its variables are the options and then the days of overtime.
    """

    data: PlanData
    milp: Milp


def plan_model(table: DataFrame, limits: Limits, objective: str) -> PlanModel:
    """Build the MILP of a plan.

    Args:
        table: Checked opportunities, in any order.
        limits: Limits on the plan.
        objective: The column that holds the value. Where it is `npv`, overtime is paid out of it.

    Returns:
        The model. It does not depend on the order of the rows.
    """
    ordered = table.sort_values("opportunity", ignore_index=True)
    data = PlanData(ordered, limits, plan_options(ordered, limits, objective), _overtime(limits))
    overtime = data.overtime
    waiting = (1 - limits.discount) ** overtime["quarter"].to_numpy()
    price = overtime["price"].to_numpy() * waiting if objective == MONEY else np.zeros(len(overtime))
    n = len(data.options)
    milp = Milp(
        values=np.concatenate([data.options["value"].to_numpy(), -price]),
        upper=np.concatenate([np.ones(n), overtime["most"].to_numpy()]),
        integer=np.arange(n + len(overtime)) < n,
        constraints=tuple(constraints(data)),
    )
    return PlanModel(data, milp)


def changed_model(
    model: PlanModel, kind: str, *, table: DataFrame | None = None, limits: Limits | None = None
) -> PlanModel:
    """Change one kind of limit in a model, and share all else.

    Args:
        model: The model.
        kind: The kind of limit that changes. No other may read what changes, nor may the options.
        table: Checked opportunities in the order of the model, where they change.
        limits: Limits on the plan, where they change.

    Returns:
        The model that `plan_model` would build from them.
    """
    data = replace(model.data, table=model.data.table if table is None else table)
    data = replace(data, limits=data.limits if limits is None else limits)
    lines = tuple(changed_constraints(kind, data, model.milp.constraints))
    return PlanModel(data, replace(model.milp, constraints=lines))


def decisions(model: PlanModel, values: NDArray[np.float64]) -> DataFrame:
    """Read the decisions from a solution.

    Args:
        model: The model that was solved.
        values: A value per variable.

    Returns:
        The options chosen: opportunity, decision, start, quarters, cost, value; a plain index.
    """
    options = model.data.options
    made = options[values[: len(options)] > 0.5]
    names = model.data.table["opportunity"].to_numpy()[made["row"]]
    return made.drop(columns="row").assign(opportunity=names).reset_index(drop=True)


def members(model: PlanModel, values: NDArray[np.float64]) -> list[str]:
    """List the opportunities that a solution does; stopping is not doing.

    Args:
        model: The model that was solved.
        values: A value per variable.

    Returns:
        Their ids, in the order of the model.
    """
    data = model.data
    taken = (values[: len(data.options)] > 0.5) & data.done
    return data.table["opportunity"].iloc[data.options["row"][taken]].tolist()


def _overtime(limits: Limits) -> DataFrame:
    days, price = limits.days("overtime"), limits.days("overtime_price")
    bought = [
        (role, quarter, most, price.iat[row, quarter])
        for row, role in enumerate(days.index)
        for quarter, most in enumerate(days.loc[role])
        if most > 0
    ]
    columns = {"role": "str", "quarter": int, "most": float, "price": float}
    return DataFrame(bought, columns=list(columns)).astype(columns)
