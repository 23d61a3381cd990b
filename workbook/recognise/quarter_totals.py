"""What customers did per quarter: revenue, how many bought, and how many for the first time."""

from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from workbook.privacy import tells
from workbook.recognise.purchases import orders

if TYPE_CHECKING:
    import ibis

SHOWN = 9
"""The last quarters: two years, and the same quarter before them."""
YEAR = 4


@tells("revenue")
def quarter_totals(transactions: "ibis.Table", *, end: datetime) -> pd.DataFrame:
    """Add up the last quarters, up to the end of this one.

    An order counts in the quarter of its first line; a refund lowers the revenue of the quarter in which its
    order began. Who bought for the first time is told from the data alone: in the first four quarters that
    they hold, it cannot be.

    Args:
        transactions: Order lines, as for `purchases.lines`.
        end: First instant after the quarter.

    Returns:
        A row per quarter with orders and those between, the oldest first, nine at most: quarter ("2017Q4"),
        revenue, n (customers who bought), new (of those, for the first time; blank where it is not known).

    Example:
        >>> import ibis
        >>> two = {"customer_id": ["x", "y"], "ordered_at": [datetime(2017, 1, 5), datetime(2017, 5, 5)]}
        >>> nothing = {"order_id": None, "product_group": None}
        >>> lines = ibis.memtable(pd.DataFrame(two | {"amount": [9.0, 4.0]}).assign(**nothing))
        >>> quarter_totals(lines, end=datetime(2017, 7, 1))[["quarter", "revenue", "n"]].values.tolist()
        [['2017Q1', 9.0, 1], ['2017Q2', 4.0, 1]]
    """
    order = orders(transactions, end=end)
    order = order.mutate(at=order.day.year() * YEAR + order.day.quarter() - 1)
    each = order.group_by("at", "customer_id").aggregate(cents=order.cents.sum(), bought=order.bought.sum())
    bought = each.filter(each.bought > 0)
    first = bought.group_by("customer_id").aggregate(at=bought.at.min())
    totals = each.group_by("at").aggregate(cents=each.cents.sum(), n=(each.bought > 0).cast("int64").sum())
    table = totals.to_pandas().set_index("at").sort_index()
    new = first.group_by("at").aggregate(new=first.count()).to_pandas().set_index("at")["new"]
    last = end.year * YEAR + (end.month - 1) // 3 - 1
    begin = table.index.min() if len(table) else last + 1
    every = range(max(begin, last - SHOWN + 1), last + 1)
    table = table.reindex(every, fill_value=0)
    known = pd.Series(every, index=table.index, dtype=int).ge(begin + YEAR)
    return pd.DataFrame(
        {
            "quarter": [f"{at // YEAR}Q{at % YEAR + 1}" for at in every],
            "revenue": (table["cents"] / 100).to_numpy(dtype=float),
            "n": table["n"].to_numpy(dtype=int),
            "new": new.reindex(every, fill_value=0).where(known).to_numpy(dtype=float),
        }
    ).astype({"quarter": "str"})
