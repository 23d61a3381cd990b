"""Work in progress: a team works on at most its limit of opportunities in a quarter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from pandas import DataFrame

from prioritization.errors import did_you_mean
from prioritization.limits.counting import count_faults
from prioritization.limits.kind import Kind, TableRow, most_amount
from prioritization.milp import Constraint
from prioritization.options import share_in
from prioritization.plan_data import PlanData, over_all

if TYPE_CHECKING:
    from prioritization.limits.setting import Limits


class WorkInProgress(Kind):
    """What a team leads counts in every quarter in which it is worked on."""

    names = ("work_in_progress",)
    counted = True

    def setting_faults(self, limits: Limits) -> Iterator[str]:
        yield from count_faults(
            limits.work_in_progress, "work_in_progress", "a team", lambda key: isinstance(key, str)
        )

    def fit_faults(self, table: DataFrame, limits: Limits) -> Iterator[str]:
        teams = set(table["team"])
        for team in limits.work_in_progress:
            if team not in teams:
                yield f"work_in_progress: no opportunity has team '{team}'{did_you_mean(team, teams)}"

    def constraints(self, data: PlanData) -> Iterator[Constraint]:
        for team, most in data.limits.work_in_progress.items():
            theirs = (data.table["team"].eq(team).to_numpy()[data.options["row"]]) & data.done
            for quarter in range(len(data.limits.quarters)):
                busy = share_in(data.options, quarter) > 0
                yield from over_all("work_in_progress", team, quarter, 1.0 * (theirs & busy), high=most)

    def obstacles(self, data: PlanData, row: int) -> Iterator[tuple[str, str]]:
        team = data.table["team"].iat[row]
        if data.limits.work_in_progress.get(team, np.inf) < 1:
            yield "work_in_progress", team

    def phrase(self, kind: str, key: str) -> str:
        return f"the work in progress of {key}"

    def remedy(self, kind: str, key: str, more: DataFrame) -> str:
        return f"let {key} work on {most_amount(more)} more at once"

    def to_rows(self, limits: Limits) -> Iterator[TableRow]:
        for team, count in limits.work_in_progress.items():
            yield "work_in_progress", team, "", "", count

    def from_rows(self, rows: Mapping[str, DataFrame]) -> dict[str, object]:
        given = rows["work_in_progress"]
        return {"work_in_progress": dict(zip(given["name"], given["amount"].astype(int), strict=True))}
