"""Recency, frequency and monetary value per customer, on any backend."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from workbook.privacy import tells
from workbook.recognise.purchases import lines, orders

if TYPE_CHECKING:
    import ibis

FIFTHS = range(1, 6)


def customer_measures(
    transactions: "ibis.Table", customers: "ibis.Table | None" = None, *, end: datetime, window_days: int
) -> "ibis.Table":
    """What each customer did, as known at `end`.

    Args:
        transactions: Order lines, as `workbook.recognise.purchases` counts them.
        customers: customer_id and since, where it is known since when there are customers: who came before
            the first line is no new customer then.
        end: First instant after the period.
        window_days: Orders, value and breadth count what is less than this many days before `end`.

    Returns:
        A row per customer who ever bought something: customer_id, age_days (since the first purchase, or
        since an earlier `since`), recency_days (since the last purchase), orders (purchases in the window),
        cents and value (spent in the window, less refunds; as whole cents and as money), breadth (different
        product groups bought in the window), purchases and spent (the same as orders and cents, since the
        first purchase).
    """
    import ibis

    last, since = ibis.date(end), (end - timedelta(days=window_days - 1)).date()
    order = orders(transactions, end=end)
    bought = order.bought == 1
    recent = order.day >= ibis.date(since)
    customer = order.group_by("customer_id").aggregate(
        first=order.day.min(where=bought),
        last=order.day.max(where=bought),
        orders=order.bought.sum(where=recent),
        cents=order.cents.sum(where=recent),
        purchases=order.bought.sum(),
        spent=order.cents.sum(),
    )
    customer = customer.filter(customer["first"].notnull())
    groups = _breadth(transactions, end=end, since=since)
    measures = customer.left_join(groups, "customer_id").drop("customer_id_right")
    came = measures["first"]
    if customers is not None:
        measures = measures.left_join(customers.select("customer_id", "since"), "customer_id")
        came = ibis.least(came, measures.since.date().fill_null(came))
    cents = measures.cents.fill_null(0)
    return measures.select(
        "customer_id",
        age_days=last.delta(came, unit="day").cast("int64"),
        recency_days=last.delta(measures["last"], unit="day").cast("int64"),
        orders=measures.orders.fill_null(0).cast("int64"),
        cents=cents.cast("int64"),
        value=cents.cast("float64") / 100,
        breadth=measures.breadth.fill_null(0).cast("int64"),
        purchases=measures.purchases.cast("int64"),
        spent=measures.spent.cast("int64"),
    )


def _breadth(transactions: "ibis.Table", *, end: datetime, since: date) -> "ibis.Table":
    """Different product groups per customer: grouped twice, cheaper than counting distinct values."""
    import ibis

    line = lines(transactions, end=end)
    recent = line.filter(
        line.ordered_at >= ibis.timestamp(str(since)), line.cents > 0, line.product_group.notnull()
    )
    pairs = recent.group_by("customer_id", "product_group").aggregate()
    return pairs.group_by("customer_id").aggregate(breadth=pairs.count())


def rfm_scores(measures: "ibis.Table") -> "ibis.Table":
    """Score recency, frequency and value since the first purchase from 1 (worst fifth) to 5 (best fifth).

    A score is 1 plus the number of whole fifths of the customers that do strictly worse,
    so equal customers get equal scores and the order of rows does not matter.

    Args:
        measures: From `customer_measures`.

    Returns:
        customer_id, recency_score, frequency_score, value_score (1 to 5), spent.

    Source:
        Hughes (1994), Strategic Database Marketing; quintiles.

    Example:
        >>> import ibis
        >>> table = ibis.memtable({"customer_id": ["a", "b"], "recency_days": [3, 80],
        ...                        "purchases": [9, 1], "spent": [9000, 500]})
        >>> rfm_scores(table).order_by("customer_id").to_pandas()["recency_score"].tolist()
        [3, 1]
    """
    known = measures.select("customer_id", "purchases", "spent", worst_first=-measures.recency_days)
    scored = known
    for name, column in (("recency", "worst_first"), ("frequency", "purchases"), ("value", "spent")):
        scored = scored.join(_fifths(known, column, f"{name}_score"), column)
    return scored.select("customer_id", "recency_score", "frequency_score", "value_score", "spent")


def _fifths(table: "ibis.Table", column: str, score: str) -> "ibis.Table":
    """The score of every distinct value of a column: a running count over values, not over customers."""
    import ibis

    values = table.group_by(column).aggregate(n=table.count())
    rows = ibis.window(order_by=values[column], rows=(None, 0))
    every = ibis.window(rows=(None, None))
    worse = values.n.sum().over(rows) - values.n
    whole = values.n.sum().over(every)
    # As float64: Snowflake rounds the quotient of whole numbers to six decimals, and so up to a fifth.
    fifths = ((worse * 5).cast("float64") / whole).floor()
    return values.select(column, **{score: fifths.cast("int64") + 1})


@tells("value_per_customer", totals=["name"])
def rfm_cells(scores: "ibis.Table") -> pd.DataFrame:
    """Customers and value per cell of recency and frequency.

    Args:
        scores: From `rfm_scores`.

    Returns:
        All 25 cells: recency_score, frequency_score, n, value (their sum), value_per_customer
        (missing in an empty cell), name (of `cell_name`).
    """
    cells = pd.MultiIndex.from_product([FIFTHS, FIFTHS], names=["recency_score", "frequency_score"])
    found = scores.group_by(cells.names).aggregate(n=scores.count(), spent=scores.spent.sum())
    table = found.to_pandas().set_index(cells.names).reindex(cells, fill_value=0)
    table["value"] = table.pop("spent") / 100
    table["value_per_customer"] = table["value"] / table["n"].where(table["n"] > 0)
    table["name"] = [cell_name(*cell) for cell in cells]
    return table.reset_index()


@tells("share_of_value")
def rfm_groups(cells: pd.DataFrame) -> pd.DataFrame:
    """Customers and their share of the revenue so far, per name of a cell.

    Args:
        cells: From `rfm_cells`.

    Returns:
        name, n, share_of_customers, share_of_value (0 to 1; blank where there is no revenue).
    """
    groups = cells.groupby("name", sort=False)[["n", "value"]].sum()
    value = groups["value"].sum()
    shares = {
        "share_of_customers": groups["n"] / groups["n"].sum(),
        "share_of_value": groups["value"] / (value or float("nan")),
    }
    return groups.assign(**shares)[["n", *shares]].reset_index()


def cell_name(recency: int, frequency: int) -> str:
    """Name a cell as a business reader would.

    Args:
        recency: Score of recency, 1 to 5.
        frequency: Score of frequency, 1 to 5.

    Returns:
        "best" (often and lately), "regular", "new" (lately, not often), "cooling" (in the middle, or worth
        a reminder), "at_risk" (used to come often), "gone" (long ago, not often).

    Example:
        >>> cell_name(5, 5), cell_name(5, 1), cell_name(1, 5), cell_name(1, 1)
        ('best', 'new', 'at_risk', 'gone')
    """
    if recency >= 4:
        return "best" if frequency >= 4 else "regular" if frequency == 3 else "new"
    if recency == 3:
        return "regular" if frequency >= 4 else "cooling"
    return "at_risk" if frequency >= 3 else "gone"
