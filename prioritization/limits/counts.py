"""Counts: how many opportunities with a value in a column are in the plan, at most and at least."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from prioritization.limits.counting import CountPerValue
from prioritization.milp import Constraint
from prioritization.parsing import holding, texts
from prioritization.plan_data import PlanData, over_all


class Counts(CountPerValue):
    """Groups that are not to fill the plan, and coverage of a profile, a segment, a phase of the journey."""

    names = ("at_most", "at_least")

    def constraints(self, data: PlanData) -> Iterator[Constraint]:
        for rule in self.names:
            for (column, value), count in getattr(data.limits, rule).items():
                counted = holding(data.table[column], value)[data.options["row"]]
                low, high = (-np.inf, count) if rule == "at_most" else (count, np.inf)
                weights = 1.0 * (counted & data.done)
                yield from over_all(rule, f"{column}: {value}", -1, weights, low=low, high=high)

    def obstacles(self, data: PlanData, row: int) -> Iterator[tuple[str, str]]:
        certain = data.committed
        for (column, value), most in data.limits.at_most.items():
            if value in texts(data.table[column].iat[row]) and holding(certain[column], value).sum() >= most:
                yield "at_most", f"{column}: {value}"

    def phrase(self, kind: str, key: str) -> str:
        return f"the {'lowest' if kind == 'at_least' else 'highest'} count of {key}"
