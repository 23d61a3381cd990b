"""Change at once: in a quarter, at most so many changes are under way that touch one phase or one group."""

from __future__ import annotations

from collections.abc import Iterator

from pandas import DataFrame

from prioritization.limits.counting import CountPerValue
from prioritization.limits.kind import most_amount
from prioritization.milp import Constraint
from prioritization.options import share_in
from prioritization.parsing import holding
from prioritization.plan_data import PlanData, over_all


class ChangeAtOnce(CountPerValue):
    """Customers and staff take up only so much change. Work of kind run changes nothing for them."""

    names = ("change_at_once",)

    def constraints(self, data: PlanData) -> Iterator[Constraint]:
        change = data.table["kind"].eq("change").to_numpy()
        for (column, value), most in data.limits.change_at_once.items():
            touching = (change & holding(data.table[column], value))[data.options["row"]] & data.done
            for quarter in range(len(data.limits.quarters)):
                busy = 1.0 * (touching & (share_in(data.options, quarter) > 0))
                yield from over_all("change_at_once", f"{column}: {value}", quarter, busy, high=most)

    def phrase(self, kind: str, key: str) -> str:
        return f"the change at once in {key}"

    def remedy(self, kind: str, key: str, more: DataFrame) -> str:
        return f"allow {most_amount(more)} more at once in {key}"
