"""The problem that a plan solves: opportunities and limits, checked once, and their MILP, built once."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from prioritization.conflict_message import conflict_message
from prioritization.conflicts import Conflict, conflicts
from prioritization.errors import InfeasibleError
from prioritization.limits.setting import Limits, checked_within
from prioritization.plan_model import PlanModel, plan_model


@dataclass(frozen=True, eq=False)
class Problem:
    """Opportunities to choose from and limits to keep: what a plan solves, and what all questions ask about.

    Both are checked when the problem is made, and the MILP is built the first time it is asked for. The
    problem keeps a copy: what is changed outside afterwards changes nothing here. For other opportunities,
    limits or another objective, make another problem.

    Attributes:
        opportunities: As `checked_opportunities` describes them.
        limits: Limits on a plan.
        objective: The column that holds the value. `npv` is money: overtime is paid out of it, and it
            may be below 0.
        table: The opportunities as checked, in the order of the input.

    Raises:
        OpportunitiesError: The opportunities have faults; the message lists all.
        LimitsError: The limits and the opportunities do not know each other's names.

    Example:
        >>> four = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
        >>> problem = Problem(four, Limits(("2027Q1",), 10))
        >>> problem.table["status"].tolist(), len(problem.model.milp.values)
        (['new', 'new', 'new', 'new'], 4)
    """

    opportunities: DataFrame
    limits: Limits
    objective: str = "score"
    table: DataFrame = field(init=False, repr=False)

    def __post_init__(self) -> None:
        checked = checked_within(self.opportunities, self.limits, self.objective)
        object.__setattr__(self, "opportunities", self.opportunities.copy())
        object.__setattr__(self, "table", checked)

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """The limits that no plan can keep, as far as arithmetic shows them."""
        return conflicts(self.table, self.limits)

    def refuse_conflicts(self) -> None:
        """Raise an error where arithmetic shows that no plan fits.

        Raises:
            InfeasibleError: There are conflicts; the message lists all of them, and the ways out of all.
        """
        if self.conflicts:
            raise InfeasibleError(conflict_message(self.table, self.model, self.conflicts))

    @cached_property
    def model(self) -> PlanModel:
        """The MILP of a plan, and the data it was built from."""
        return plan_model(self.table, self.limits, self.objective)

    def values_by(self, objective: str) -> NDArray[np.float64]:
        """Value what each variable of the MILP stands for by another objective.

        Args:
            objective: A column of the opportunities, such as npv.

        Returns:
            A value per variable of the MILP.

        Raises:
            OpportunitiesError: The column has faults, or is not there.
        """
        if objective not in self._values:
            self._values[objective] = Problem(self.opportunities, self.limits, objective).model.milp.values
        return self._values[objective]

    @cached_property
    def _values(self) -> dict[str, NDArray[np.float64]]:
        """Per objective that was asked for, the value of each variable; its own from the start."""
        return {self.objective: self.model.milp.values}
