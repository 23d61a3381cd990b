"""At most one option per opportunity; exactly one where it is must-do or running."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pandas import DataFrame

from prioritization.limits.kind import Kind
from prioritization.milp import Constraint
from prioritization.plan_data import PlanData


class Once(Kind):
    """Each opportunity is decided on once; what is must-do or running has to be."""

    names = ("once", "must_do", "running")
    chosen = False

    def constraints(self, data: PlanData) -> Iterator[Constraint]:
        running, must = data.table["status"].eq("running"), data.table["must_do"]
        kinds = np.select([must, running], ["must_do", "running"], "once")
        for name, variables, kind in zip(data.names, data.variables, kinds, strict=True):
            if len(variables) or kind != "once":
                least = -np.inf if kind == "once" else 1.0
                yield Constraint(str(kind), name, -1, variables, np.ones(len(variables)), least, 1.0)

    def phrase(self, kind: str, key: str) -> str:
        return f"must-do {key}" if kind == "must_do" else f"{key}, which is running"

    def remedy(self, kind: str, key: str, more: DataFrame) -> str:
        return f"release {key}"
