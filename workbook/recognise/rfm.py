"""Recency, frequency and monetary value per customer."""

from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import ibis


def customer_measures(transactions: "ibis.Table", *, end: datetime, window_days: int) -> pd.DataFrame:
    """What each customer did, as known at `end`; computed in the engine, one row per customer.

    Args:
        transactions: Order lines: customer_id, ordered_at, amount; order_id and product_group may be blank.
            Lines of one order share an order_id; without one, all lines of a day are one order.
        end: First instant after the period; later lines do not count.
        window_days: Orders, value and breadth are counted over this many days before `end`.

    Returns:
        customer_id, age_days (since the first order), recency_days (since the last), orders, value
        (money, in the window) and breadth (different product groups); ordered by customer_id. Without
        rows when nobody ordered before `end`.
    """
    import ibis

    last = ibis.timestamp(end)
    lines = transactions.filter(transactions.ordered_at < last)
    order = ibis.coalesce(lines.order_id.cast("string"), lines.ordered_at.date().cast("string"))
    age = last.delta(lines.ordered_at, unit="day")
    lines = lines.mutate(order=order, age=age)
    recent = lines.age < window_days
    measures = (
        lines.group_by("customer_id")
        .aggregate(
            age_days=lines.age.max(),
            recency_days=lines.age.min(),
            orders=lines.order.nunique(where=recent),
            value=lines.amount.sum(where=recent).fill_null(0.0),
            breadth=lines.product_group.nunique(where=recent),
        )
        .order_by("customer_id")
        .to_pandas()
    )
    counts = ["age_days", "recency_days", "orders", "breadth"]
    return measures.astype(dict.fromkeys(counts, "int64") | {"value": "float64"})


def rfm_scores(measures: pd.DataFrame) -> pd.DataFrame:
    """Score recency, frequency and value from 1 (worst fifth) to 5 (best fifth).

    A score is 1 plus the number of whole fifths of the customers that do strictly worse,
    so equal customers get equal scores and the order of rows does not matter.

    Args:
        measures: From `customer_measures`.

    Returns:
        customer_id, recency_score, frequency_score, value_score (1 to 5).

    Source:
        Hughes (1994), Strategic Database Marketing; quintiles.

    Example:
        >>> table = pd.DataFrame({"customer_id": ["a", "b"], "recency_days": [3, 80],
        ...                       "orders": [9, 1], "value": [90.0, 5.0]})
        >>> rfm_scores(table)["recency_score"].tolist()
        [3, 1]
    """
    return pd.DataFrame(
        {
            "customer_id": measures["customer_id"],
            "recency_score": _fifths(-measures["recency_days"]),
            "frequency_score": _fifths(measures["orders"]),
            "value_score": _fifths(measures["value"]),
        }
    )


def _fifths(values: pd.Series) -> pd.Series:
    worse = values.rank(method="min").sub(1)
    return (worse * 5 // len(values) + 1).astype("int64")


def rfm_cells(scores: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Customers and value per cell of recency and frequency.

    Args:
        scores: From `rfm_scores`.
        measures: From `customer_measures`.

    Returns:
        All 25 cells: recency_score, frequency_score, n, value (their sum), value_per_customer
        (missing in an empty cell).
    """
    together = scores.merge(measures[["customer_id", "value"]], on="customer_id")
    fifths = range(1, 6)
    cells = pd.MultiIndex.from_product([fifths, fifths], names=["recency_score", "frequency_score"])
    table = together.groupby(cells.names)["value"].agg(n="size", value="sum").reindex(cells, fill_value=0)
    table["value_per_customer"] = table["value"] / table["n"].where(table["n"] > 0)
    return table.reset_index()
