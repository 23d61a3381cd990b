"""What the steps of a workshop are about, as the intake holds it."""

from typing import Any

from pandas import Series

from workbook.store import Period


def steps_setting(quarter: Period) -> dict[str, Any]:
    """Put together what the steps are about.

    Args:
        quarter: The quarter that is planned from.

    Returns:
        As JSON holds it: touchpoints and profiles (names).
    """
    journey = quarter.inputs("journey")
    return {
        "touchpoints": _names(journey["touchpoint"]),
        "profiles": _names(*_profiles(quarter)),
    }


def _profiles(quarter: Period) -> list[Series]:
    """The profiles in use; of customers, of whom there may be many, the backend tells them."""
    of_customers = quarter.scan("customers").select("profile").distinct().to_pandas()
    others = [quarter.inputs(name) for name in ("insights", "opportunities")]
    return [of_customers["profile"].sort_values(), *[table["profile"] for table in others]]


def _names(*columns: Series) -> list[str]:
    """The values of some columns, each once, in the order in which they first stand there."""
    return list(dict.fromkeys(str(value) for column in columns for value in column.dropna()))
