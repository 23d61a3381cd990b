"""What a plan may use, from the table of capacity and the settings."""

from typing import Any

from pandas import DataFrame, Series

from workbook.engagement import PlanRule
from workbook.maturity_rules import MaturityRules
from workbook.opportunities import budget_and_days

NO_PHASES = DataFrame({"dimension": Series(dtype="str"), "phase": Series(dtype=int)})


def phases_kept(maturity: DataFrame, rules: MaturityRules) -> DataFrame:
    """The phases that a plan keeps to: none where the settings have them told only.

    Args:
        maturity: dimension, phase, as `workbook.apply.maturity.maturity` gives it.
        rules: The settings.
    """
    return maturity if rules.limits_plan else NO_PHASES


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
        maturity: dimension, phase, as `phases_kept` gives it.
        quarters: The quarters of the plan.
        rule: The settings of the plan.
        listed: Table of opportunities, as delivered by the client.
        options: The candidates, from `candidates`.

    Returns:
        By name the limits that the engine takes: quarters, budget, capacity, discount, the rules of the
        setting, and readiness (none where no candidate asks for a phase).

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
        for name in rule.counts_per_value()
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
        "readiness": phases if asks and phases else None,
    }


def _holds(column: str, value: str, listed: DataFrame, options: DataFrame) -> bool:
    """Whether a candidate has a value, or nothing listed has."""
    return value in _values(options, column) or value not in _values(listed, column)


def _values(table: DataFrame, column: str) -> set[str]:
    cells = table.get(column, Series(dtype="str")).dropna().astype("str")
    return {part.strip() for cell in cells for part in cell.split(";")}
