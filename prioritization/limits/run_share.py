"""The share of run work: of the cost of the plan, at least and at most so much is of kind run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pandas import DataFrame

from prioritization.limits.kind import Kind, TableRow
from prioritization.milp import Constraint
from prioritization.plan_data import PlanData, over_all
from prioritization.reading import is_number

if TYPE_CHECKING:
    from prioritization.limits.setting import Limits


class RunShare(Kind):
    """The cost of the options chosen counts, that of going faster included."""

    names = ("run_share",)

    def setting_faults(self, limits: Limits) -> Iterator[str]:
        share = limits.run_share
        pair = share if isinstance(share, tuple | list) and len(share) == 2 else (None, None)
        if not all(is_number(end, 0, 1) for end in pair) or pair[0] > pair[1]:
            yield f"run_share: {share!r} is not a range within 0 to 1, such as (0, 0.4)"

    def constraints(self, data: PlanData) -> Iterator[Constraint]:
        low, high = data.limits.run_share
        run = data.table["kind"].eq("run").to_numpy()[data.options["row"]]
        cost = data.options["cost"].to_numpy()
        if high < 1:
            yield from over_all("run_share", "at most", -1, cost * (run - high), high=0.0)
        if low > 0:
            yield from over_all("run_share", "at least", -1, cost * (low - run), high=0.0)

    def phrase(self, kind: str, key: str) -> str:
        return f"the share of run work ({key})"

    def to_rows(self, limits: Limits) -> Iterator[TableRow]:
        for end, share in zip(("low", "high"), limits.run_share, strict=True):
            yield "run_share", end, "", "", share

    def from_rows(self, rows: Mapping[str, DataFrame]) -> dict[str, object]:
        return {"run_share": tuple(rows["run_share"]["amount"]) or (0.0, 1.0)}
