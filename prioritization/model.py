"""A plan as a programme: what can be decided, what it is worth, and the rows that bind it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.choices import choices
from prioritization.limits import Limits
from prioritization.opportunities import MONEY
from prioritization.programme import Programme
from prioritization.restrictions import Ground, restrictions


@dataclass(frozen=True, eq=False)
class Model:
    """A plan to be decided.

    Attributes:
        ground: Opportunities in alphabetical order, limits, choices and overtime.
        programme: Its columns are the choices and then the days of overtime.
    """

    ground: Ground
    programme: Programme


def plan_model(table: DataFrame, limits: Limits, objective: str) -> Model:
    """Write down what a plan may hold and what it is worth.

    Args:
        table: Checked opportunities, in any order.
        limits: What a plan may use.
        objective: The column that holds the value. Where it is `npv`, overtime is paid out of it.

    Returns:
        The model, the same for the same opportunities in another order.
    """
    ordered = table.sort_values("opportunity", ignore_index=True)
    ground = Ground(ordered, limits, choices(ordered, limits, objective), _overtime(limits))
    overtime = ground.overtime
    waiting = (1 - limits.discount) ** overtime["quarter"].to_numpy()
    price = overtime["price"].to_numpy() * waiting if objective == MONEY else np.zeros(len(overtime))
    ways = len(ground.ways)
    programme = Programme(
        values=np.concatenate([ground.ways["value"].to_numpy(), -price]),
        upper=np.concatenate([np.ones(ways), overtime["most"].to_numpy()]),
        whole=np.arange(ways + len(overtime)) < ways,
        rows=tuple(restrictions(ground)),
    )
    return Model(ground, programme)


def chosen(model: Model, values: NDArray[np.float64]) -> DataFrame:
    """Read the decisions out of a solution.

    Args:
        model: The model that was solved.
        values: A value per column.

    Returns:
        The choices made: opportunity, decision, start, quarters, cost, value; a plain index.
    """
    ways = model.ground.ways
    made = ways[values[: len(ways)] > 0.5]
    names = model.ground.table["opportunity"].to_numpy()[made["row"]]
    return made.drop(columns="row").assign(opportunity=names).reset_index(drop=True)


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
