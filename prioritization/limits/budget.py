"""Money: what is spent up to the end of a quarter does not exceed what came in up to then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from pandas import DataFrame

from prioritization.horizon import unknown_quarter
from prioritization.limits.capacity import overtime_used
from prioritization.limits.kind import Kind, TableRow, UsageRow, most_amount
from prioritization.milp import Constraint
from prioritization.options import share_done, share_in
from prioritization.plan_data import PlanData, over_all
from prioritization.reading import number_faults

if TYPE_CHECKING:
    from prioritization.limits.setting import Limits


class Budget(Kind):
    """Without carry-over, spending in a quarter does not exceed the income of that quarter."""

    names = ("budget",)

    def setting_faults(self, limits: Limits) -> Iterator[str]:
        budget, quarters = limits.budget, limits.quarters
        if isinstance(budget, Mapping):
            for name in budget:
                if name not in quarters:
                    yield f"budget: {unknown_quarter(name, quarters)}"
            for name, money in budget.items():
                yield from number_faults(money, f"budget of {name}")
        elif budget is not None:
            yield from number_faults(budget, "budget")

    def constraints(self, data: PlanData) -> Iterator[Constraint]:
        options, cumulative = data.options, data.limits.carries_over
        income = data.limits.income()
        share, bought = (share_done, np.less_equal) if cumulative else (share_in, np.equal)
        prices = data.overtime["price"].to_numpy()
        for quarter, money in enumerate(income):
            if np.isinf(money) or (cumulative and money in income[quarter + 1 :]):
                continue  # a later quarter sets the same limit to more spending
            weights = options["cost"].to_numpy() * share(options, quarter)
            overtime = prices * bought(data.overtime["quarter"].to_numpy(), quarter)
            yield from over_all("budget", "", quarter, np.concatenate([weights, overtime]), high=money)

    def usage(
        self, data: PlanData, made: DataFrame, used: list[tuple[Constraint, float]]
    ) -> Iterator[UsageRow]:
        limits, cumulative = data.limits, data.limits.carries_over
        prices, overtime = limits.days("overtime_price"), overtime_used(data, made)
        for quarter, money in enumerate(limits.income() if limits.budget is not None else ()):
            share = (share_done if cumulative else share_in)(made, quarter)
            bought = sum(
                prices.at[role, limits.quarters[at]] * days
                for (role, at), days in overtime.items()
                if at == quarter or (cumulative and at < quarter)
            )
            spent = float(made["cost"].to_numpy() @ share) + bought
            yield limits.quarters[quarter], "budget", "", spent, money

    def smallest_needs(self, left_out: DataFrame) -> Mapping[tuple[str, str], float]:
        costly = left_out[left_out["cost"] > 0]
        return {("budget", ""): (costly["cost"] / costly["quarters"].clip(lower=1)).min()}

    def obstacles(self, data: PlanData, row: int) -> Iterator[tuple[str, str]]:
        if data.table["cost"].iat[row] > data.limits.cumulative_budget()[-1]:
            yield "too_expensive", "budget"

    def phrase(self, kind: str, key: str) -> str:
        return "the budget"

    def remedy(self, kind: str, key: str, more: DataFrame) -> str:
        return f"raise the budget by {most_amount(more)}"

    def to_rows(self, limits: Limits) -> Iterator[TableRow]:
        if isinstance(limits.budget, Mapping):
            for quarter, money in zip(limits.quarters, limits.quarterly_budget(), strict=True):
                yield "budget", "", "", quarter, money
        elif limits.budget is not None:
            yield "budget", "", "", "", limits.budget
        if not limits.carry_over:
            yield "carry_over", "", "", "", 0.0

    def from_rows(self, rows: Mapping[str, DataFrame]) -> dict[str, object]:
        money = dict(zip(rows["budget"]["quarter"], rows["budget"]["amount"], strict=True))
        total = money.get("") if "" in money else money or None
        return {"budget": total, "carry_over": rows["carry_over"].empty}
