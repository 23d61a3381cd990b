"""Readiness: what needs a maturity phase waits until others have raised each precondition to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from pandas import DataFrame

from prioritization.errors import did_you_mean
from prioritization.limits.kind import Kind, TableRow
from prioritization.milp import Constraint
from prioritization.opportunities import PHASES
from prioritization.plan_data import PlanData, after
from prioritization.reading import is_count

if TYPE_CHECKING:
    from prioritization.limits.setting import Limits


class Readiness(Kind):
    """A precondition, such as the data, has a phase from 1 to 5."""

    names = ("readiness",)

    def setting_faults(self, limits: Limits) -> Iterator[str]:
        if limits.readiness is not None and not isinstance(limits.readiness, Mapping):
            yield f"readiness: {limits.readiness!r} is not a phase per precondition"
            return
        for name, phase in (limits.readiness or {}).items():
            if not is_count(phase) or phase > PHASES:
                yield f"readiness of {name}: {phase} is not a phase of 1 to {PHASES}"

    def fit_faults(self, table: DataFrame, limits: Limits) -> Iterator[str]:
        if limits.readiness is not None:
            for name in dict.fromkeys(name for pairs in table["maturity_raises"] for name, _ in pairs):
                if name not in limits.readiness:
                    offer = did_you_mean(name, limits.readiness)
                    yield f"readiness: '{name}' of maturity_raises is not in it{offer}"

    def constraints(self, data: PlanData) -> Iterator[Constraint]:
        if data.limits.readiness is not None:
            waiting = data.table["maturity_needed"].notna() & data.table["status"].eq("new")
            for row in np.flatnonzero(waiting):
                for dimension in _short(data, row):
                    yield from after(data, row, _raising(data, row, dimension), "readiness")

    def obstacles(self, data: PlanData, row: int) -> Iterator[tuple[str, str]]:
        if data.limits.readiness is None or data.table["status"].iat[row] != "new":
            return
        last = data.start[data.done_variables(row)].max(initial=-1)
        for dimension in _short(data, row):
            if not (data.finish[_raising(data, row, dimension)] <= last).any():
                yield "readiness", dimension

    def phrase(self, kind: str, key: str) -> str:
        return f"the maturity that {key} needs"

    def to_rows(self, limits: Limits) -> Iterator[TableRow]:
        for name, phase in (limits.readiness or {}).items():
            yield "readiness", name, "", "", phase

    def from_rows(self, rows: Mapping[str, DataFrame]) -> dict[str, object]:
        given = rows["readiness"]
        return {"readiness": dict(zip(given["name"], given["amount"].astype(int), strict=True)) or None}


def _short(data: PlanData, row: int) -> list[str]:
    """The preconditions that have not the phase that an opportunity needs."""
    needed = data.table["maturity_needed"].iat[row]
    return [name for name, phase in data.limits.readiness.items() if phase < needed]


def _raising(data: PlanData, row: int, dimension: str) -> np.ndarray:
    """The variables of others that raise a precondition to the phase that an opportunity needs."""
    needed = data.table["maturity_needed"].iat[row]
    raising = [
        data.done_variables(other)
        for other, pairs in enumerate(data.table["maturity_raises"])
        if other != row and any(name == dimension and to >= needed for name, to in pairs)
    ]
    return np.concatenate([*raising, np.empty(0)]).astype(np.intp)
