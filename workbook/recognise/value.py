"""What each group of customers is worth."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from workbook.errors import MeasureError
from workbook.privacy import tells

if TYPE_CHECKING:
    import ibis

STEPS = 100
"""Most points of the concentration curve."""


@tells("value", "share_of_value", "value_per_customer")
def value_by_group(
    measures: "ibis.Table", groups: "ibis.Table", order: Sequence[str] | None = None
) -> pd.DataFrame:
    """Share of the base and of the revenue per group, counted over all customers (not a sample).

    Args:
        measures: From `customer_measures`.
        groups: customer_id and, in its second column, the group; customers without one are left out.
        order: The groups in the order to show; groups without customers are rows too.

    Returns:
        group, n, share_of_customers, value, share_of_value (0 to 1), value_per_customer.

    Raises:
        MeasureError: There are no customers.

    Example:
        >>> import ibis
        >>> measures = ibis.memtable({"customer_id": ["x", "y"], "cents": [9000, 1000]})
        >>> groups = ibis.memtable({"customer_id": ["x", "y"], "segment": ["a", "b"]})
        >>> value_by_group(measures, groups)["share_of_value"].tolist()
        [0.9, 0.1]
    """
    table = _worth(measures, groups, order)
    if not table["n"].any():
        raise MeasureError(
            "There are 0 customers who bought something before the end of the quarter.\n"
            "Check the quarter, ordered_at, and that order lines have a customer_id and an amount above 0."
        )
    return table


@tells("value", "share_of_value", "value_per_customer")
def value_by_segment(measures: "ibis.Table", segments: "ibis.Table") -> pd.DataFrame:
    """Share of the base and of the revenue per segment, over the customers who have one.

    Args:
        measures: From `customer_measures`.
        segments: customer_id, segment; customers without one are left out.

    Returns:
        As `value_by_group`; without rows where nobody has a segment, as in a quarter without orders.
    """
    return _worth(measures, segments, None)


def _worth(measures: "ibis.Table", groups: "ibis.Table", order: Sequence[str] | None) -> pd.DataFrame:
    key, group = groups.columns
    together = measures.select("customer_id", "cents").join(
        groups.select(customer_id=groups[key], group=groups[group]), "customer_id"
    )
    together = together.filter(together.group.notnull())
    found = together.group_by("group").aggregate(n=together.count(), cents=together.cents.sum()).to_pandas()
    table = found.sort_values("group").set_index("group")
    table = table.reindex(list(order) if order is not None else table.index, fill_value=0)
    table["value"] = table.pop("cents") / 100
    table["share_of_customers"] = table["n"] / table["n"].sum()
    table["share_of_value"] = table["value"] / table["value"].sum() if table["value"].sum() > 0 else 0.0
    table["value_per_customer"] = table["value"] / table["n"].where(table["n"] > 0)
    columns = ["group", "n", "share_of_customers", "value", "share_of_value", "value_per_customer"]
    return table.rename_axis("group").reset_index()[columns]


@tells()
def concentration(measures: "ibis.Table", *, minimum: int = 1) -> pd.DataFrame:
    """Share of the revenue that comes from the customers who spend most.

    Args:
        measures: From `customer_measures`.
        minimum: The smallest group that shows what it spent: there are as many steps, at most 100, as have
            so many customers each.

    Returns:
        share_of_customers (in equal steps up to 1, the highest spenders first; each rounded up to whole
        customers), share_of_value (of what those customers spent, in whole percents, so that a step beside
        the size of another group does not tell what the few between them spent; above 1 on the way where
        others were refunded more than they spent), n (customers up to there).

    Example:
        >>> import ibis
        >>> found = concentration(ibis.memtable({"customer_id": list("abc"), "cents": [60, 20, 20]}))
        >>> found[["n", "share_of_value"]].to_numpy().tolist()
        [[1.0, 0.6], [2.0, 0.8], [3.0, 1.0]]
    """
    import ibis

    best_first = ibis.window(order_by=[ibis.desc(measures.cents), measures.customer_id])
    every = int(measures.count().to_pandas())
    parts = max(min(every // minimum, STEPS), 1)
    ranked = measures.select("cents", place=ibis.row_number().over(best_first))
    # The step in which a customer falls: the smallest one whose customers, rounded up, hold the place.
    # As float64: Snowflake rounds the quotient of whole numbers to six decimals, and so up to a step.
    step = ((ranked.place * parts).cast("float64") / max(every, 1)).floor().cast("int64") + 1
    steps = ranked.group_by(step=step).aggregate(cents=ranked.cents.sum(), n=ranked.count()).to_pandas()
    table = steps.set_index("step").reindex(range(1, parts + 1), fill_value=0).cumsum()
    total = table["cents"].iloc[-1]
    return pd.DataFrame(
        {
            "share_of_customers": table.index / parts,
            "share_of_value": (table["cents"] / total).round(2).to_numpy() if total > 0 else 0.0,
            "n": table["n"].to_numpy(),
        }
    )


@tells("times")
def half_of_revenue(measures: "ibis.Table") -> pd.DataFrame:
    """The fewest customers who bring half of the revenue, as `value_bands` counts them.

    Args:
        measures: From `customer_measures`.

    Returns:
        One row: n (0 where there is no revenue), share_of_customers, times (how many of the others bring as
        much as one of them on average; missing where the others bring nothing).

    Example:
        >>> import ibis
        >>> half = half_of_revenue(ibis.memtable({"customer_id": list("abc"), "cents": [60, 20, 20]}))
        >>> half[["n", "times"]].round(1).values.tolist()
        [[1.0, 3.0]]
    """
    found = value_by_segment(measures, value_bands(measures, {"half": 0.5, "rest": 1.0})).set_index("group")
    found = found.reindex(["half", "rest"])
    half, rest = found["value_per_customer"]
    return pd.DataFrame(
        {
            "n": [int(found["n"].fillna(0)["half"])],
            "share_of_customers": [found["share_of_customers"].fillna(0.0)["half"]],
            "times": [half / rest if rest > 0 else float("nan")],
        }
    )


def value_bands(measures: "ibis.Table", bands: Mapping[str, float]) -> "ibis.Table":
    """Put each partner in a band by value: the fewest partners that together bring the first part, and so on.

    Partners stand in order of value, equal ones in order of customer_id. A partner is in the first band
    whose bound lies above the share of the revenue brought by those before it; so the one that crosses a
    bound is still in the higher band. Revenue below 0 counts as 0; who brings none is in the last band.

    Args:
        measures: customer_id, cents (value in the window, in whole cents).
        bands: The cumulative share of the revenue up to which each band goes, highest first; the last
            is 1.

    Returns:
        customer_id, value_band. `workbook.recognise.value.value_by_group` gives size and share of each.

    Example:
        >>> import ibis
        >>> measures = ibis.memtable({"customer_id": ["a", "b", "c"], "cents": [20, 60, 20]})
        >>> bands = value_bands(measures, {"A": 0.5, "B": 0.8, "C": 1.0})
        >>> bands.order_by("customer_id").to_pandas()["value_band"].tolist()
        ['B', 'A', 'C']
    """
    import ibis

    cents = measures.cents.clip(lower=0)
    total = float(cents.sum().fill_null(0).to_pandas())
    best_first = ibis.window(order_by=[ibis.desc(measures.cents), measures.customer_id], rows=(None, 0))
    placed = measures.select("customer_id", before=cents.sum().over(best_first) - cents)
    before = placed.before.cast("float64") / total if total else ibis.literal(1.0)
    bounds = [(before < bound, name) for name, bound in bands.items()]
    return placed.select("customer_id", value_band=ibis.cases(*bounds, else_=list(bands)[-1]))
