"""Prerequisites: an opportunity that has started by a quarter has what it requires finished before it."""

from __future__ import annotations

from collections.abc import Iterator

from prioritization.dependencies import waits_for
from prioritization.limits.kind import Kind
from prioritization.milp import Constraint
from prioritization.plan_data import PlanData, after


class Requires(Kind):
    """What is running has started: it waits for nothing any more."""

    names = ("requires",)
    chosen = False

    def constraints(self, data: PlanData) -> Iterator[Constraint]:
        place = {name: row for row, name in enumerate(data.names)}
        for row, others in enumerate(waits_for(data.table)):
            for other in others:
                yield from after(data, row, data.done_variables(place[other]), "requires")

    def phrase(self, kind: str, key: str) -> str:
        return f"what {key} requires"
