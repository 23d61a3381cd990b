"""Exclusions: at most one of two opportunities that exclude each other is done."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from prioritization.limits.kind import Kind
from prioritization.milp import Constraint
from prioritization.plan_data import PlanData


class Excludes(Kind):
    """It is enough that one of the two names the other."""

    names = ("excludes",)
    chosen = False

    def constraints(self, data: PlanData) -> Iterator[Constraint]:
        place = {name: row for row, name in enumerate(data.names)}
        pairs = {
            tuple(sorted((row, place[other])))
            for row, others in enumerate(data.table["excludes"])
            for other in others
        }
        for one, other in sorted(pairs):
            both = np.concatenate([data.done_variables(one), data.done_variables(other)])
            key = f"{data.names[one]};{data.names[other]}"
            yield Constraint("excludes", key, -1, both, np.ones(len(both)), high=1.0)

    def obstacles(self, data: PlanData, row: int) -> Iterator[tuple[str, str]]:
        name, excluded = data.names[row], data.table["excludes"].iat[row]
        certain = data.committed
        for other, excludes in zip(certain["opportunity"], certain["excludes"], strict=True):
            if other in excluded or name in excludes:
                yield "excluded", other

    def phrase(self, kind: str, key: str) -> str:
        return f"that {' and '.join(key.split(';'))} exclude each other"
