"""Purchase histories on the backend: what leaves it to fit the models of `clv`, and what comes back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbook.errors import MeasureError
from workbook.intervals import Z95
from workbook.recognise.clv import FittedModel, expected_purchases, probability_alive, spending_line
from workbook.recognise.purchases import orders

if TYPE_CHECKING:
    import ibis

DAYS_PER_WEEK = 7
"""The models count in weeks: days / 7, not whole weeks."""
WEEKS_PER_QUARTER = 365.25 / 4 / DAYS_PER_WEEK
QUARTERS = 4
DISCOUNT = 0.02
"""Share of its value that a purchase loses per quarter of waiting, as in the plan."""
DIGITS = 3
"""Amounts are grouped by so many leading digits; the group keeps its mean."""
_HISTORY = ["frequency", "active_days", "observed_days"]
_STEP = 1e-3


def customer_histories(transactions: "ibis.Table", *, end: datetime) -> "ibis.Table":
    """What each customer bought, and when, as the models need it.

    Several purchases on a day count as one. Refunds, cancellations and gifts (orders of 0 or below) are left
    out, both as purchases and as amounts: amounts are before what comes back.

    Args:
        transactions: Order lines, as `workbook.recognise.purchases` counts them.
        end: First instant after the period.

    Returns:
        A row per customer who ever bought something: customer_id, frequency (days with a purchase after the
        first such day), active_days (from the first purchase to the last), observed_days (from the first
        purchase to the last day of the period), cents_again (spent on the days that frequency counts).
    """
    import ibis

    last = ibis.date(end - timedelta(microseconds=1))
    order = orders(transactions, end=end)
    order = order.filter(order.bought == 1)
    day = order.group_by("customer_id", "day").aggregate(cents=order.cents.sum().cast("int64"))
    day = day.mutate(first=day.day.min().over(ibis.window(group_by="customer_id")))
    customer = day.group_by("customer_id", "first").aggregate(
        days=day.count(), last=day.day.max(), cents_again=day.cents.sum(where=day.day > day["first"])
    )
    return customer.select(
        "customer_id",
        frequency=(customer.days - 1).cast("int64"),
        active_days=customer["last"].delta(customer["first"], unit="day").cast("int64"),
        observed_days=last.delta(customer["first"], unit="day").cast("int64"),
        cents_again=customer.cents_again.fill_null(0).cast("int64"),
    )


def distinct_histories(histories: "ibis.Table") -> pd.DataFrame:
    """Count the customers per distinct history: all that `bg_nbd` needs.

    Args:
        histories: From `customer_histories`.

    Returns:
        frequency, recency, age (in weeks), n, in order.

    Example:
        >>> import ibis
        >>> histories = ibis.memtable({"frequency": [1, 1], "active_days": [7, 7], "observed_days": [14, 14]})
        >>> distinct_histories(histories).values.tolist()
        [[1.0, 1.0, 2.0, 2.0]]
    """
    found = histories.group_by(_HISTORY).aggregate(n=histories.count()).to_pandas()
    return _in_weeks(found.sort_values(_HISTORY, ignore_index=True))[["frequency", "recency", "age", "n"]]


def _in_weeks(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(
        recency=found["active_days"] / DAYS_PER_WEEK, age=found["observed_days"] / DAYS_PER_WEEK
    )


def distinct_spending(histories: "ibis.Table") -> pd.DataFrame:
    """Group the customers who bought again by how often and how much: all that `gamma_gamma` needs.

    What customers spent differs from one to the next, so amounts with the same first digits are one group,
    with their mean: it moves the parameters by less than 0.01 %.

    Args:
        histories: From `customer_histories`.

    Returns:
        frequency, monetary (mean amount per purchase, in money), n, in order.

    Example:
        >>> import ibis
        >>> histories = ibis.memtable({"frequency": [0, 2, 2], "cents_again": [0, 123400, 123600]})
        >>> distinct_spending(histories).values.tolist()
        [[2.0, 617.5, 2.0]]
    """
    import ibis

    again = histories.filter(histories.frequency > 0)
    cents = again.cents_again
    # The size of a step: 1 below 1,000 cents, 10 below 10,000, and so on.
    powers = [(cents < 10 ** (DIGITS + power), 10**power) for power in range(12)]
    again = again.mutate(step=ibis.cases(*powers, else_=10**12))
    again = again.mutate(band=again.cents_again // again.step)
    found = again.group_by("frequency", "step", "band").aggregate(
        n=again.count(), cents=again.cents_again.sum()
    )
    table = found.to_pandas().sort_values(["frequency", "step", "band"], ignore_index=True)
    monetary = table["cents"].astype(float) / 100 / table["n"] / table["frequency"]
    return table.assign(monetary=monetary)[["frequency", "monetary", "n"]]


def customer_values(
    histories: "ibis.Table",
    buying: FittedModel,
    spending: FittedModel,
    *,
    quarters: float = QUARTERS,
    discount: float = DISCOUNT,
) -> "ibis.Table":
    """What to expect of each customer over the quarters ahead.

    Args:
        histories: From `customer_histories`.
        buying: From `bg_nbd`, in weeks.
        spending: From `gamma_gamma`.
        quarters: How far ahead.
        discount: Share of its value that a purchase loses per quarter of waiting; none in the first quarter.

    Returns:
        customer_id, probability_alive (0 to 1), purchases (days with a purchase, not discounted), spend (per
        such day), value (discounted, before refunds), cents (value in whole cents).

    Raises:
        MeasureError: quarters or discount is out of range, or amounts have no mean.
    """
    _check(quarters, discount)
    # Once per distinct history: what depends on the customer's own amount is left to the backend.
    rows = histories.select(_HISTORY).distinct().to_pandas().sort_values(_HISTORY, ignore_index=True)
    tuples = _in_weeks(rows)
    alive = probability_alive(buying, tuples)
    purchases = expected_purchases(buying, tuples, quarters * WEEKS_PER_QUARTER)
    discounted = _discounted(buying, tuples, quarters, discount)
    start, per_money = spending_line(spending, rows["frequency"])
    ahead = rows.assign(
        probability_alive=alive,
        purchases=purchases,
        discounted=discounted,
        start=start,
        per_cent=per_money / 100,
    )
    return _joined(histories, ahead)


def _joined(histories: "ibis.Table", ahead: pd.DataFrame) -> "ibis.Table":
    import ibis

    joined = histories.join(ibis.memtable(ahead), _HISTORY)
    spend = joined.start + joined.per_cent * joined.cents_again
    value = joined.discounted * spend
    return joined.select(
        "customer_id",
        "probability_alive",
        "purchases",
        spend=spend,
        value=value,
        cents=(value * 100).round().cast("int64"),
    )


def _check(quarters: float, discount: float) -> None:
    faults = []
    if not 0 < quarters < float("inf"):
        faults.append(f"quarters: {quarters} is not above 0")
    if not 0 <= discount < 1:
        faults.append(f"discount: {discount} is not within 0 to 1 per quarter")
    if faults:
        raise MeasureError("Expected value cannot be computed.\n  " + "\n  ".join(faults))


def _discounted(buying: FittedModel, tuples: pd.DataFrame, quarters: float, discount: float) -> pd.Series:
    """Purchases ahead, those of the k-th quarter times (1 − discount)^(k − 1)."""
    if discount == 0:
        return expected_purchases(buying, tuples, quarters * WEEKS_PER_QUARTER)
    ends = np.append(np.arange(1, np.ceil(quarters)), quarters) * WEEKS_PER_QUARTER
    until = np.array([expected_purchases(buying, tuples, end) for end in ends])
    per_quarter = np.diff(until, axis=0, prepend=0.0)
    return pd.Series((1 - discount) ** np.arange(len(ends)) @ per_quarter, index=tuples.index)


def expected_totals(
    histories: "ibis.Table",
    buying: FittedModel,
    spending: FittedModel,
    groups: "ibis.Table | None" = None,
    *,
    quarters: float = QUARTERS,
    discount: float = DISCOUNT,
) -> pd.DataFrame:
    """What to expect of all customers, or of each group, with an interval.

    The interval holds what is not known of the parameters (delta method on the logarithm of the value; a
    parameter at the edge of its range is held there). Not in it: what customers do by chance, which averages
    out over many, and that the model may be wrong: that is what `workbook.recognise.holdout` is for.

    Args:
        histories: From `customer_histories`.
        buying: From `bg_nbd`, in weeks.
        spending: From `gamma_gamma`.
        groups: customer_id and, in its second column, the group; customers without one are left out.
        quarters: How far ahead.
        discount: As for `customer_values`.

    Returns:
        group ("all" without groups), n, purchases, value, low, high (95 %), value_per_customer; by name of
        the group.

    Raises:
        MeasureError: As for `customer_values`.
    """
    import ibis

    _check(quarters, discount)
    grouped = (
        histories.mutate(group=ibis.literal("all")) if groups is None else _with_group(histories, groups)
    )
    counts = grouped.group_by("group", *_HISTORY).aggregate(
        n=grouped.count(), cents=grouped.cents_again.sum().cast("int64")
    )
    rows = counts.to_pandas().sort_values(["group", *_HISTORY], ignore_index=True)
    tuples = _in_weeks(rows)

    def spent(fit: FittedModel) -> pd.Series:
        start, per_money = spending_line(fit, rows["frequency"])
        return rows["n"] * start + rows["cents"] / 100 * per_money

    def bought(fit: FittedModel) -> pd.Series:
        return _discounted(fit, tuples, quarters, discount)

    def total(column: pd.Series) -> pd.Series:
        return column.groupby(rows["group"]).sum()

    now, then = bought(buying), spent(spending)
    value = total(now * then)
    variance = _log_variance(buying, lambda fit: total(bought(fit) * then))
    variance += _log_variance(spending, lambda fit: total(now * spent(fit)))
    wide = np.exp(Z95 * np.sqrt(variance))
    purchases = total(rows["n"] * expected_purchases(buying, tuples, quarters * WEEKS_PER_QUARTER))
    table = pd.DataFrame(
        {
            "n": total(rows["n"]),
            "purchases": purchases,
            "value": value,
            "low": value / wide,
            "high": value * wide,
        }
    )
    return table.assign(value_per_customer=value / table["n"]).reset_index()


def _with_group(histories: "ibis.Table", groups: "ibis.Table") -> "ibis.Table":
    key, group = groups.columns
    named = groups.select(customer_id=groups[key], group=groups[group])
    joined = histories.join(named, "customer_id")
    return joined.filter(joined.group.notnull())


def _log_variance(fit: FittedModel, totals: Callable[[FittedModel], pd.Series]) -> pd.Series:
    """Variance of the logarithm of each total, from that of the logarithms of the parameters."""
    slopes = pd.DataFrame(
        {
            name: np.log(totals(_moved(fit, name, _STEP)) / totals(_moved(fit, name, -_STEP))) / (2 * _STEP)
            for name in fit.parameters
        }
    )
    return ((slopes @ fit.covariance) * slopes.to_numpy()).sum(axis="columns", skipna=False)


def _moved(fit: FittedModel, name: str, step: float) -> FittedModel:
    from dataclasses import replace

    return replace(fit, parameters=fit.parameters | {name: fit.parameters[name] * float(np.exp(step))})
