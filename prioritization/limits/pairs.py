"""Pairs of opportunities: those that exclude each other, and those that belong together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from prioritization.limits.kind import Kind
from prioritization.milp import Constraint
from prioritization.plan_data import PlanData


class Excludes(Kind):
    """At most one of two is done; it is enough that one of them names the other."""

    names = ("excludes",)
    chosen = False

    def constraints(self, data: PlanData) -> Iterator[Constraint]:
        for one, other in _pairs(data, "excludes"):
            both = np.concatenate([data.done_variables(one), data.done_variables(other)])
            yield Constraint("excludes", _key(data, one, other), -1, both, np.ones(len(both)), high=1.0)

    def obstacles(self, data: PlanData, row: int) -> Iterator[tuple[str, str]]:
        name, excluded = data.names[row], data.table["excludes"].iat[row]
        certain = data.committed
        for other, excludes in zip(certain["opportunity"], certain["excludes"], strict=True):
            if other in excluded or name in excludes:
                yield "excluded", other

    def phrase(self, kind: str, key: str) -> str:
        return f"that {' and '.join(key.split(';'))} exclude each other"


class Together(Kind):
    """Both of two are done, or neither; it is enough that one of them names the other."""

    names = ("together",)
    chosen = False

    def constraints(self, data: PlanData) -> Iterator[Constraint]:
        for one, other in _pairs(data, "together"):
            first, second = data.done_variables(one), data.done_variables(other)
            both = np.concatenate([first, second])
            weights = np.repeat([1.0, -1.0], [len(first), len(second)])
            for sign in (1.0, -1.0):
                yield Constraint("together", _key(data, one, other), -1, both, sign * weights, high=0.0)

    def phrase(self, kind: str, key: str) -> str:
        return f"that {' and '.join(key.split(';'))} belong together"


def _pairs(data: PlanData, column: str) -> list[tuple[int, int]]:
    """The rows that name each other in a column, in either of the two, each pair once."""
    place = {name: row for row, name in enumerate(data.names)}
    lists = enumerate(data.table[column])
    return sorted({tuple(sorted((row, place[other]))) for row, others in lists for other in others})


def _key(data: PlanData, one: int, other: int) -> str:
    return f"{data.names[one]};{data.names[other]}"
