"""What each group of customers is worth."""

from collections.abc import Sequence

import pandas as pd

from workbook.errors import MeasureError


def value_by_group(
    measures: pd.DataFrame, groups: pd.Series, order: Sequence[str] | None = None
) -> pd.DataFrame:
    """Share of the base and of the revenue per group, counted over all customers (not a sample).

    Args:
        measures: From `customer_measures`.
        groups: The group of each customer, in the index of `measures`; customers without one are left out.
        order: The groups in the order to show; groups without customers are rows too.

    Returns:
        group, n, share_of_customers, value, share_of_value (0 to 1), value_per_customer.

    Raises:
        MeasureError: There are no customers.

    Example:
        >>> measures = pd.DataFrame({"value": [90.0, 10.0]})
        >>> value_by_group(measures, pd.Series(["a", "b"]))["share_of_value"].tolist()
        [0.9, 0.1]
    """
    if measures.empty:
        raise MeasureError(
            "There are 0 customers before the end of the quarter; check the quarter and ordered_at."
        )
    table = measures.groupby(groups)["value"].agg(n="size", value="sum")
    table = table.reindex(list(order) if order is not None else table.index, fill_value=0).rename_axis(
        "group"
    )
    table["share_of_customers"] = table["n"] / table["n"].sum()
    table["share_of_value"] = table["value"] / table["value"].sum() if table["value"].sum() else 0.0
    table["value_per_customer"] = table["value"] / table["n"].where(table["n"] > 0)
    columns = ["group", "n", "share_of_customers", "value", "share_of_value", "value_per_customer"]
    return table.reset_index()[columns]


def share_of_top(measures: pd.DataFrame, part: float = 0.1) -> float:
    """Share of the revenue that comes from the customers who spend most.

    Args:
        measures: From `customer_measures`.
        part: Which part of the customers, 0 to 1; rounded up to whole customers.

    Example:
        >>> share_of_top(pd.DataFrame({"value": [60.0, 20.0, 20.0]}), part=0.3)
        0.6
    """
    customers = -int(-part * len(measures) // 1)
    total = measures["value"].sum()
    return float(measures["value"].nlargest(customers).sum() / total) if total else 0.0
