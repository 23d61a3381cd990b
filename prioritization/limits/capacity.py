"""Days: those of a role in a quarter do not exceed its capacity and the overtime bought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pandas import DataFrame

from prioritization.errors import amount, did_you_mean, names
from prioritization.horizon import unknown_quarter
from prioritization.limits.kind import Kind, TableRow, UsageRow
from prioritization.milp import Constraint
from prioritization.opportunities import DAYS, days_columns
from prioritization.options import STOP, share_in
from prioritization.parsing import is_blank
from prioritization.plan_data import PlanData, over_all
from prioritization.reading import number_faults

if TYPE_CHECKING:
    from prioritization.limits.setting import Limits

FIGURES = ("days", "overtime", "overtime_price")


class Capacity(Kind):
    """Days that are bought on top are paid out of the budget of their quarter."""

    names = ("capacity", "overtime")

    def setting_faults(self, limits: Limits) -> Iterator[str]:
        capacity = limits.capacity
        if capacity is None:
            return
        if not isinstance(capacity, DataFrame):
            yield f"capacity: {capacity!r} is not a table of role, quarter and days"
        elif missing := [name for name in ("role", "quarter", "days") if name not in capacity]:
            yield from (f"capacity: column '{name}' is missing" for name in missing)
        elif not capacity.columns.is_unique:
            yield "capacity: a column appears twice"
        else:
            yield from _cell_faults(capacity, limits.quarters)

    def fit_faults(self, table: DataFrame, limits: Limits) -> Iterator[str]:
        if limits.capacity is None:
            return
        roles = limits.days().index
        for column in days_columns(table):
            role = column.removeprefix(DAYS)
            if role not in roles and table[column].any():
                offer = did_you_mean(role, roles)
                yield f"capacity: role '{role}' of column '{column}' is not in it{offer}"

    def constraints(self, data: PlanData) -> Iterator[Constraint]:
        options, bought = data.options, data.overtime
        days = {role: row.to_numpy() for role, row in data.limits.days().iterrows()}
        shares = [share_in(options, quarter) for quarter in range(len(data.limits.quarters))]
        for name in days_columns(data.table):
            role = name.removeprefix(DAYS)
            needed = data.table[name].to_numpy()[options["row"]] * data.done
            for quarter, available in enumerate(days.get(role, ())):
                overtime = -1.0 * (bought["role"].eq(role) & bought["quarter"].eq(quarter)).to_numpy()
                weights = np.concatenate([needed * shares[quarter], overtime])
                yield from over_all("capacity", role, quarter, weights, high=available)

    def usage(
        self, data: PlanData, made: DataFrame, used: list[tuple[Constraint, float]]
    ) -> Iterator[UsageRow]:
        limits, days, overtime = data.limits, _days_worked(data, made), overtime_used(data, made)
        for role, available in limits.days().iterrows():
            for quarter, most in enumerate(available):
                yield limits.quarters[quarter], "capacity", role, min(days[role][quarter], most), most
        for row in data.overtime.itertuples():
            bought = overtime[row.role, row.quarter]
            yield limits.quarters[row.quarter], "overtime", row.role, bought, row.most

    def smallest_needs(self, left_out: DataFrame) -> Mapping[tuple[str, str], float]:
        needs = {}
        for column in days_columns(left_out):
            busy = left_out[left_out[column] > 0]
            least = (busy[column] / busy["quarters"].clip(lower=1)).min()
            needs |= {(kind, column.removeprefix(DAYS)): least for kind in self.names}
        return needs

    def obstacles(self, data: PlanData, row: int) -> Iterator[tuple[str, str]]:
        own = data.options.loc[data.done_variables(row)]
        start, takes = own["start"].to_numpy(), own["quarters"].clip(lower=1).to_numpy()
        for role, there in (data.limits.days() + data.limits.days("overtime")).iterrows():
            days = data.table[DAYS + role].iat[row] if DAYS + role in data.table else 0.0
            least = [there.iloc[at : at + long].min() for at, long in zip(start, takes, strict=True)]
            if least and (np.array(least) < days / takes).all():
                yield "no_capacity", role

    def phrase(self, kind: str, key: str) -> str:
        return f"the days of {key}"

    def remedy(self, kind: str, key: str, more: DataFrame) -> str:
        days = (f"{amount(days)} in {quarter}" for quarter, days in more[["quarter", "amount"]].to_numpy())
        return f"give {key} more days: {names(days)}"

    def to_rows(self, limits: Limits) -> Iterator[TableRow]:
        days = DataFrame() if limits.capacity is None else limits.capacity
        for figure in (name for name in FIGURES if name in days):
            for role, quarter, number in days[["role", "quarter", figure]].itertuples(index=False):
                yield figure, role, "", quarter, number

    def from_rows(self, rows: Mapping[str, DataFrame]) -> dict[str, object]:
        figures = {name: rows[name].set_index(["name", "quarter"])["amount"] for name in FIGURES}
        if figures["days"].empty:
            return {}
        there = {name: column for name, column in figures.items() if name == "days" or len(column)}
        wide = pd.DataFrame(there).reindex(figures["days"].index)
        return {"capacity": wide.reset_index().rename(columns={"name": "role"})}


def overtime_used(data: PlanData, made: DataFrame) -> dict[tuple[str, int], float]:
    """Find the days that a plan buys on top.

    Args:
        data: What the plan was made of.
        made: The options chosen, as `plan_model.decisions` gives them.

    Returns:
        Days per role and index of the quarter, where any can be bought.
    """
    days, regular = _days_worked(data, made), data.limits.days()
    pairs = zip(data.overtime["role"], data.overtime["quarter"], strict=True)
    return {(role, at): max(days[role][at] - regular.loc[role].iloc[at], 0.0) for role, at in pairs}


def _days_worked(data: PlanData, made: DataFrame) -> dict[str, list[float]]:
    """Per role with a capacity, the days worked in each quarter."""
    needs = data.table.set_index("opportunity").loc[made["opportunity"]]
    doing = made["decision"].ne(STOP).to_numpy()
    shares = [share_in(made, quarter) * doing for quarter in range(len(data.limits.quarters))]
    return {
        role: [
            float(needs[DAYS + role].to_numpy() @ share) if DAYS + role in needs else 0.0 for share in shares
        ]
        for role in data.limits.days().index
    }


def _cell_faults(capacity: DataFrame, quarters: tuple[str, ...]) -> Iterator[str]:
    figures = [name for name in FIGURES if name in capacity]
    for row, cell in enumerate(capacity.to_dict("records"), start=1):
        if cell["quarter"] not in quarters:
            yield f"capacity row {row}, quarter: {unknown_quarter(cell['quarter'], quarters)}"
        if is_blank(cell["role"]):
            yield f"capacity row {row}, role: is blank"
        for name in figures:
            if name == "days" or not is_blank(cell[name]):
                yield from number_faults(cell[name], f"capacity row {row}, {name} of {cell['role']}")
    twice = capacity.astype({"role": str}).duplicated(["role", "quarter"]).to_numpy()
    for row, (role, quarter) in enumerate(zip(capacity["role"], capacity["quarter"], strict=True)):
        if twice[row]:
            yield f"capacity row {row + 1}: role '{role}' has {quarter} already"
