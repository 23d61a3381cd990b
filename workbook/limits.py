"""What a plan may use, from the table of capacity and the settings; kept as a table for the next quarter."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
from pandas import DataFrame, Series

from workbook.engagement import PlanRule
from workbook.opportunities import budget_and_days
from workbook.privacy import tells

COLUMNS = ["rule", "name", "value", "quarter", "amount"]
NO_PHASES = DataFrame({"dimension": Series(dtype="str"), "phase": Series(dtype=int)})
COUNTED = ("at_most", "at_least")
OVERTIME = ("days", "overtime", "overtime_price")


def plan_limits(
    capacity: DataFrame,
    maturity: DataFrame,
    quarters: list[str],
    rule: PlanRule,
    listed: DataFrame,
    options: DataFrame,
) -> dict[str, Any]:
    """Bring together all that limits a plan.

    A rule on a team or a value that only delivered opportunities have is met by doing nothing: it falls
    away. One that no opportunity has stays, for the engine to refuse.

    Args:
        capacity: Table of capacity: role, quarter, days, [overtime, overtime_price].
        maturity: dimension, phase, as `workbook.apply.maturity.maturity` gives it.
        quarters: The quarters of the plan.
        rule: The settings of the plan.
        listed: Table of opportunities, as delivered by the client.
        options: The candidates, from `candidates`.

    Returns:
        By name the limits that the engine takes: quarters, budget, capacity, discount, work_in_progress,
        at_most, at_least, run_share and readiness (none where no candidate asks for a phase).

    Raises:
        MeasureError: No budget row lies in these quarters.
    """
    budget, days = budget_and_days(capacity, quarters)
    teams = {
        team: most for team, most in rule.work_in_progress.items() if _holds("team", team, listed, options)
    }
    counts = {
        name: {
            (column, value): count
            for column, values in getattr(rule, name).items()
            for value, count in values.items()
            if _holds(column, value, listed, options)
        }
        for name in COUNTED
    }
    asks = "maturity_needed" in options and options["maturity_needed"].notna().any()
    phases = maturity.set_index("dimension")["phase"].drop("plan", errors="ignore").to_dict()
    return {
        "quarters": tuple(quarters),
        "budget": budget,
        "capacity": days if len(days) else None,
        "discount": rule.discount,
        "work_in_progress": teams,
        **counts,
        "run_share": rule.run_share,
        "readiness": phases if asks else None,
    }


def _holds(column: str, value: str, listed: DataFrame, options: DataFrame) -> bool:
    """Whether a candidate has a value, or nothing listed has."""
    return value in _values(options, column) or value not in _values(listed, column)


def _values(table: DataFrame, column: str) -> set[str]:
    cells = table.get(column, Series(dtype="str")).dropna().astype("str")
    return {part.strip() for cell in cells for part in cell.split(";")}


@tells()
def limits_table(limits: Mapping[str, Any]) -> DataFrame:
    """Write limits down as a table, for the next quarter to compare with.

    Args:
        limits: As `plan_limits` gives them.

    Returns:
        rule, name, value, quarter, amount: a row per number; name is a role, team, column or
        precondition, and what does not apply is empty.

    Example:
        >>> limits = {"quarters": ("2018Q1",), "budget": {"2018Q1": 100.0}, "discount": 0.02}
        >>> limits_table(limits)[["rule", "quarter", "amount"]].to_numpy().tolist()
        [['budget', '2018Q1', 100.0], ['discount', '', 0.02]]
    """
    table = DataFrame(_rows(limits), columns=COLUMNS)
    return table.astype({**dict.fromkeys(COLUMNS[:-1], "str"), "amount": float})


def _rows(limits: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str, float]]:
    for quarter in limits["quarters"]:
        yield "budget", "", "", quarter, limits["budget"][quarter]
    days = limits.get("capacity")
    days = DataFrame(columns=["role", "quarter"]) if days is None else days
    for figure in (name for name in OVERTIME if name in days):
        for role, quarter, amount in days[["role", "quarter", figure]].itertuples(index=False):
            yield figure, role, "", quarter, amount
    yield "discount", "", "", "", limits["discount"]
    for rule in ("work_in_progress", "readiness"):
        for name, amount in (limits.get(rule) or {}).items():
            yield rule, name, "", "", amount
    for rule in COUNTED:
        for (name, value), amount in limits.get(rule, {}).items():
            yield rule, name, value, "", amount
    for end, amount in zip(("low", "high"), limits.get("run_share", ()), strict=False):
        yield "run_share", end, "", "", amount


def limits_from(table: DataFrame) -> dict[str, Any]:
    """Read limits back from their table.

    Args:
        table: As `limits_table` gives it.

    Returns:
        By name the limits that the engine takes.

    Example:
        >>> limits = {"quarters": ("2018Q1",), "budget": {"2018Q1": 100.0}, "discount": 0.02}
        >>> limits_from(limits_table(limits))["budget"]
        {'2018Q1': 100.0}
    """
    of = dict(tuple(table.groupby("rule", sort=False)))
    none = table.iloc[:0]
    money, share = of["budget"], of.get("run_share", none)
    counts = {
        rule: {(row.name, row.value): int(row.amount) for row in of.get(rule, none).itertuples(index=False)}
        for rule in COUNTED
    }
    phases = _by_name(of.get("readiness", none))
    return {
        "quarters": tuple(money["quarter"]),
        "budget": dict(zip(money["quarter"], money["amount"], strict=True)),
        "capacity": _days(table),
        "discount": float(of["discount"]["amount"].iloc[0]),
        "work_in_progress": _by_name(of.get("work_in_progress", none)),
        **counts,
        "run_share": tuple(share["amount"]) or (0.0, 1.0),
        "readiness": phases or None,
    }


def _by_name(rows: DataFrame) -> dict[str, int]:
    return dict(zip(rows["name"], rows["amount"].astype(int), strict=True))


def _days(table: DataFrame) -> DataFrame | None:
    rows = table[table["rule"].isin(OVERTIME)]
    if rows.empty:
        return None
    wide = rows.pivot(index=["name", "quarter"], columns="rule", values="amount")
    wide = wide.reindex(columns=[figure for figure in OVERTIME if figure == "days" or figure in wide])
    first = rows.loc[rows["rule"].eq("days"), ["name", "quarter"]]
    ordered = wide.reindex(pd.MultiIndex.from_frame(first)).reset_index()
    return ordered.rename(columns={"name": "role"}).rename_axis(columns=None)
