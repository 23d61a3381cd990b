"""What the steps of a workshop are about, as the intake holds it."""

from typing import Any

from pandas import DataFrame, Series

from workbook.store import Period


def steps_setting(quarter: Period) -> dict[str, Any]:
    """Put together what the steps are about.

    Args:
        quarter: The quarter that is planned from.

    Returns:
        As JSON holds it: touchpoints and profiles (names), statements (of the maturity check: statement,
        dimension and answer) and processes (process, step and verdict; None where there is none).
    """
    journey = quarter.inputs("journey")
    return {
        "touchpoints": _names(journey["touchpoint"]),
        "profiles": _names(*_profiles(quarter)),
        "statements": _records(quarter.inputs("readiness"), "statement", "dimension", "answer"),
        "processes": _records(quarter.inputs("processes"), "process", "step", "verdict"),
    }


def _profiles(quarter: Period) -> list[Series]:
    """The profiles in use; of customers, of whom there may be many, the backend tells them."""
    of_customers = quarter.scan("customers").select("profile").distinct().to_pandas()
    others = [quarter.inputs(name) for name in ("insights", "opportunities")]
    return [of_customers["profile"].sort_values(), *[table["profile"] for table in others]]


def _records(table: DataFrame, *columns: str) -> list[dict[str, Any]]:
    """Some columns of the rows, as JSON holds them."""
    rows = table[list(columns)].astype("object")
    return rows.where(rows.notna(), None).to_dict("records")


def _names(*columns: Series) -> list[str]:
    """The values of some columns, each once, in the order in which they first stand there."""
    return list(dict.fromkeys(str(value) for column in columns for value in column.dropna()))
