"""What a plan uses of every limit, and which limits hold it back."""

from collections.abc import Iterator, Mapping

from pandas import DataFrame

from prioritization.limits import Limits
from prioritization.model import share_done
from prioritization.opportunities import DAYS, days_columns

COLUMNS = ["quarter", "kind", "role", "used", "limit"]


def limit_usage(table: DataFrame, starts: Mapping[str, int], limits: Limits) -> DataFrame:
    """Set what a plan uses against every limit.

    Args:
        table: Checked opportunities.
        starts: Per opportunity in the plan, the index of the quarter in which it starts.
        limits: What the plan may use.

    Returns:
        quarter, kind ("budget" or "capacity"), role (empty for the budget), used, limit. Budget is
        cumulative: spent by the end of the quarter, against what came in by then.
    """
    members = table[table["opportunity"].isin(list(starts))]
    rows = [*_budget_rows(members, starts, limits), *_capacity_rows(members, starts, limits)]
    return DataFrame(rows, columns=COLUMNS).astype({"used": float, "limit": float})


def binding_limits(usage: DataFrame, left_out: DataFrame) -> DataFrame:
    """Pick the limits that hold a plan back.

    The rule: a limit binds when what it leaves unused is less than the smallest need of it, per
    quarter, among the opportunities left out that need it at all. A budget that stays the same
    over quarters is one limit, shown in the last of them.

    Args:
        usage: As `limit_usage` gives it.
        left_out: Checked opportunities that are not in the plan.

    Returns:
        kind, role, quarter, used, limit; no row where nothing is held back.
    """
    needs = {
        (kind, role): (left_out[column] / left_out["quarters"])[left_out[column] > 0].min()
        for kind, role, column in [
            ("budget", "", "cost"),
            *(("capacity", column.removeprefix(DAYS), column) for column in days_columns(left_out)),
        ]
    }
    smallest = [needs.get(key) for key in zip(usage["kind"], usage["role"], strict=True)]
    free = (usage["limit"] - usage["used"]).round(6)
    repeated = usage["kind"].eq("budget") & usage.duplicated(["kind", "limit"], keep="last")
    binds = free.lt(DataFrame({"need": smallest}, index=usage.index)["need"].astype(float)) & ~repeated
    return usage.loc[binds, ["kind", "role", "quarter", "used", "limit"]].reset_index(drop=True)


def _budget_rows(members: DataFrame, starts: Mapping[str, int], limits: Limits) -> Iterator[tuple]:
    for quarter, money in enumerate(limits.cumulative_budget()):
        yield limits.quarters[quarter], "budget", "", _done(members, "cost", starts, quarter), money


def _capacity_rows(members: DataFrame, starts: Mapping[str, int], limits: Limits) -> Iterator[tuple]:
    for role, capacity in limits.days().iterrows():
        column = DAYS + role
        done = 0.0
        for quarter, days in enumerate(capacity):
            before, done = done, _done(members, column, starts, quarter) if column in members else 0.0
            yield limits.quarters[quarter], "capacity", role, done - before, days


def _done(members: DataFrame, column: str, starts: Mapping[str, int], quarter: int) -> float:
    """Money or days spent by the end of a quarter."""
    return sum(
        total * share_done(starts[name], quarters, quarter)
        for name, total, quarters in zip(
            members["opportunity"], members[column], members["quarters"], strict=True
        )
    )
