"""What a kind of limit is: its setting, its constraints, its use, and the facts of its sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pandas import DataFrame

from prioritization.errors import amount
from prioritization.milp import Constraint
from prioritization.plan_data import PlanData

if TYPE_CHECKING:
    from prioritization.limits.setting import Limits

UsageRow = tuple[str | None, str, str, float, float]
"""Quarter, kind, role, used, limit."""
TableRow = tuple[str, str, str, str, float]
"""Rule, name, value, quarter, amount."""


class Kind:
    """One kind of limit; a module beside this one per kind says what differs from what is said here.

    Attributes:
        names: The kinds of its constraints.
        counted: Does it count opportunities? Then it binds when it is used up, and changes by 1.
        chosen: Is it a limit that is set, and not what an opportunity asks for itself?
    """

    names: ClassVar[tuple[str, ...]] = ()
    counted: ClassVar[bool] = False
    chosen: ClassVar[bool] = True

    def setting_faults(self, limits: Limits) -> Iterator[str]:
        """Find the faults in its setting; a sentence per fault."""
        yield from ()

    def fit_faults(self, table: DataFrame, limits: Limits) -> Iterator[str]:
        """Find what its setting and the checked opportunities do not know of each other."""
        yield from ()

    def constraints(self, data: PlanData) -> Iterator[Constraint]:
        """Build its constraints."""
        yield from ()

    def usage(
        self, data: PlanData, made: DataFrame, used: list[tuple[Constraint, float]]
    ) -> Iterator[UsageRow]:
        """Compare a plan with it.

        Args:
            data: What the plan was made of.
            made: The options chosen, as `plan_model.decisions` gives them.
            used: Its constraints, each with what the plan uses of it.

        Yields:
            A row per quarter and role, team or value.
        """
        if self.counted:
            for rule, count in used:
                quarter = None if rule.quarter < 0 else data.limits.quarters[rule.quarter]
                limit = rule.high if np.isfinite(rule.high) else rule.low
                yield quarter, rule.kind, rule.key, count, limit

    def smallest_needs(self, left_out: DataFrame) -> Mapping[tuple[str, str], float]:
        """Find, per kind and role, the least that an opportunity left out needs of it in a quarter."""
        return {}

    def obstacles(self, data: PlanData, row: int) -> Iterator[tuple[str, str]]:
        """Find what keeps an opportunity out whatever else is chosen: the reason, and what is in the way."""
        yield from ()

    def phrase(self, kind: str, key: str) -> str:
        """Name one limit in a sentence that says that it cannot be kept."""
        raise NotImplementedError

    def remedy(self, kind: str, key: str, more: DataFrame) -> str:
        """Say a way out; `more` has the quarter and amount by which each of its constraints gives way."""
        return f"give way on {self.phrase(kind, key)}"

    def to_rows(self, limits: Limits) -> Iterator[TableRow]:
        """Write its setting as rows of a table."""
        yield from ()

    def from_rows(self, rows: Mapping[str, DataFrame]) -> dict[str, object]:
        """Read its setting back, as named arguments of `Limits`, from the rows of each rule."""
        return {}


def most_amount(more: DataFrame) -> str:
    """Write the largest amount by which a limit gives way."""
    return amount(more["amount"].max())
