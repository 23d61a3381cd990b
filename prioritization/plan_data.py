"""The data from which constraints are built, and constraints over the options of opportunities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.dependencies import commitments
from prioritization.milp import Constraint
from prioritization.options import STOP

if TYPE_CHECKING:
    from prioritization.limits.setting import Limits


@dataclass(frozen=True, eq=False)
class PlanData:
    """The data from which the constraints of a plan are built.

    Attributes:
        table: Checked opportunities, with a plain index from 0.
        limits: Limits on the plan.
        options: The rows of `plan_options`, one per variable.
        overtime: The days that can be bought, in the order of the variables that follow: role,
            quarter (index), most, price.
    """

    table: DataFrame
    limits: Limits
    options: DataFrame
    overtime: DataFrame

    @cached_property
    def names(self) -> list[str]:
        """The ids of the opportunities."""
        return self.table["opportunity"].tolist()

    @cached_property
    def start(self) -> NDArray[np.intp]:
        """Per variable, the index of the quarter in which it starts."""
        return self.options["start"].to_numpy()

    @cached_property
    def variables(self) -> list[NDArray[np.intp]]:
        """Per opportunity, the variables of its options."""
        ends = np.searchsorted(self.options["row"], np.arange(len(self.table) + 1))
        return [np.arange(start, end) for start, end in pairwise(ends)]

    @cached_property
    def done(self) -> NDArray[np.bool_]:
        """Per variable, does it mean that the opportunity is done? Stopping is not doing."""
        return self.options["decision"].ne(STOP).to_numpy()

    @cached_property
    def finish(self) -> NDArray[np.intp]:
        """Per variable, the index of the first quarter in which a dependent opportunity can start."""
        return (self.options["start"] + self.options["quarters"]).to_numpy()

    @cached_property
    def committed(self) -> DataFrame:
        """The opportunities that every plan holds."""
        return commitments(self.table)

    def done_variables(self, row: int) -> NDArray[np.intp]:
        """List the variables that mean that an opportunity is done.

        Args:
            row: Its position in the table.

        Returns:
            Indices of variables.
        """
        return self.variables[row][self.done[self.variables[row]]]


def after(data: PlanData, row: int, enabling: NDArray, kind: str) -> Iterator[Constraint]:
    """If an opportunity has started by a quarter, one of the enabling options has finished before it.

    Args:
        data: Opportunities, limits and options.
        row: The opportunity.
        enabling: Variables.
        kind: Kind of the constraints.

    Yields:
        A constraint per quarter in which it can start.
    """
    variables = data.variables[row]
    finish, start = data.finish[enabling], data.start[variables]
    for quarter in start.tolist():
        begun, ready = variables[start <= quarter], enabling[finish <= quarter]
        weights = np.concatenate([np.ones(len(begun)), -np.ones(len(ready))])
        yield Constraint(kind, data.names[row], quarter, np.concatenate([begun, ready]), weights, high=0.0)


def over_all(
    kind: str, key: str, quarter: int, weights: NDArray, *, low: float = -np.inf, high: float = np.inf
) -> Iterator[Constraint]:
    """Limit a weighted sum of all variables.

    Args:
        kind: Kind of limit.
        key: Role, team or value that it belongs to.
        quarter: Index of the quarter; -1 for all of them.
        weights: A weight per variable, or per option.
        low: The least.
        high: The most.

    Yields:
        The constraint over the variables with a weight; none where there are none and no lower bound.
    """
    variables = np.flatnonzero(weights)
    if len(variables) or low > 0:
        yield Constraint(kind, key, quarter, variables, weights[variables].astype(float), low, high)
