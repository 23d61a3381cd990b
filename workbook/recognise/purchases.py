"""From order lines to orders, and to days on which something was bought: the rules, stated and counted."""

from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from workbook.privacy import tells

if TYPE_CHECKING:
    import ibis


APART = 92  # days: what an order brings in comes within a quarter


def lines(transactions: "ibis.Table", *, end: datetime) -> "ibis.Table":
    """The order lines that count: of a known customer, and before `end`.

    Args:
        transactions: Order lines: customer_id, ordered_at, amount, order_id, product_group; all but
            ordered_at and amount may be blank.
        end: First instant after the period.

    Returns:
        customer_id, ordered_at, order_id, product_group, cents (whole; below 0 for a refund).
    """
    import ibis

    known = transactions.filter(
        transactions.customer_id.notnull(), transactions.ordered_at < ibis.timestamp(end)
    )
    return known.select("customer_id", "ordered_at", "order_id", "product_group", cents=_cents(known))


def _cents(transactions: "ibis.Table") -> "ibis.expr.types.IntegerColumn":
    return (transactions.amount * 100).round().cast("int64")


def orders(transactions: "ibis.Table", *, end: datetime) -> "ibis.Table":
    """One row per order.

    Lines of one customer that share an order_id are one order; without one, all lines of a day are. A line
    that brings something and comes more than `APART` days after the first of its number is of another order,
    for the number was used again; a refund stays with the first. An
    order that adds up to more than nothing is a purchase. Any other is a refund, a cancellation or a gift:
    it changes what the customer has spent, and not how often the customer bought.

    Args:
        transactions: As for `lines`.
        end: First instant after the period.

    Returns:
        customer_id, day (of the first line), cents, bought (1 for a purchase, else 0).
    """
    import ibis

    line = lines(transactions, end=end)
    line = _used_again(line.mutate(day=line.ordered_at.date()))
    loose = ibis.ifelse(line.order_id.isnull() | line.again, line.day, ibis.null("date"))
    order = line.group_by("customer_id", "order_id", loose=loose).aggregate(
        day=line.day.min(), cents=line.cents.sum()
    )
    return order.select("customer_id", "day", "cents", bought=(order.cents > 0).cast("int64"))


def _used_again(line: "ibis.Table") -> "ibis.Table":
    """Whether a line brings something long after the first one with its order number."""
    import ibis

    first = line.day.min().over(ibis.window(group_by=["customer_id", "order_id"]))
    late = line.day.delta(first, unit="day") > APART
    return line.mutate(again=line.order_id.notnull() & (line.cents > 0) & late)


def bought_by_quarter(transactions: "ibis.Table", customers: pd.Series, *, end: datetime) -> pd.DataFrame:
    """The quarters in which some customers bought.

    Args:
        transactions: As for `lines`.
        customers: Their ids; blanks are passed over.
        end: First instant after the period.

    Returns:
        A row per customer and quarter with a purchase, in their order: customer_id, quarter ("2017Q4").
    """
    asked = transactions.filter(transactions.customer_id.isin(customers.dropna().unique().tolist()))
    order = orders(asked, end=end)
    bought = order.filter(order.bought == 1)
    bought = bought.select("customer_id", year=bought.day.year(), number=bought.day.quarter()).distinct()
    table = bought.to_pandas()
    quarter = table["year"].astype("str") + "Q" + table["number"].astype("str")
    table = table[["customer_id"]].assign(quarter=quarter.astype("str"))
    return table.sort_values(["customer_id", "quarter"], ignore_index=True)


@tells()
def order_quality(transactions: "ibis.Table", *, end: datetime) -> pd.DataFrame:
    """Count what came in and what the rules do with it.

    Args:
        transactions: Order lines as they came in, with those after the period.
        end: First instant after the period.

    Returns:
        rule, n, of, share (n of `of`): a row for "later" (lines after the period: not counted yet), "silent"
        (days of the quarter after its last line, of all its days: as if nobody ordered on them), "nobody"
        (lines without a customer: left out), "refund" (lines below 0: they lower what was spent), "nothing"
        (lines of 0: no purchase), "no_order" (lines without an order: a day is one order), "reused" (lines
        long after the first with their order number: another order), "repeated" (of the lines that name a
        product, those that are the same as another in every column: kept), "order_twice" (of the other lines
        of which it can be told, those of orders of which every line stands there twice: kept),
        "spelling" (customers whose id differs from another's in capitals or spaces only: kept apart),
        "refunded" (customers with a refund) and "never_bought" (customers with refunds or gifts only: left
        out).
    """
    import ibis

    known = transactions.filter(transactions.ordered_at < ibis.timestamp(end))
    facts = known.aggregate(
        lines=known.count(),
        nobody=known.customer_id.isnull().sum().fill_null(0),
        refund=(_cents(known) < 0).sum().fill_null(0),
        nothing=(_cents(known) == 0).sum().fill_null(0),
        no_order=known.order_id.isnull().sum().fill_null(0),
        last=known.ordered_at.max(),
    )
    facts = facts.to_pandas().iloc[0]
    line = lines(transactions, end=end)
    again = _used_again(line.mutate(day=line.ordered_at.date()))
    last = facts.pop("last")
    days = (end - (pd.Timestamp(end) - pd.DateOffset(months=3))).days
    found = {name: int(n) for name, n in facts.items()}
    found |= {
        "days": days,
        "silent": days if pd.isna(last) else min((end - pd.Timestamp(last).normalize()).days - 1, days),
        "every": int(transactions.count().to_pandas()),
        "reused": int(again.again.cast("int64").sum().fill_null(0).to_pandas()),
        **_repeated(known),
        **_customers(transactions, end),
    }
    found["later"] = found["every"] - found["lines"]
    of = {"later": "every", "silent": "days", "repeated": "named", "order_twice": "told_apart"}
    of |= dict.fromkeys(("spelling", "refunded", "never_bought"), "customers")
    rules = (
        "later",
        "silent",
        "nobody",
        "refund",
        "nothing",
        "no_order",
        "reused",
        "repeated",
        "order_twice",
        "spelling",
        "refunded",
        "never_bought",
    )
    table = pd.DataFrame([(rule, found[rule], found[of.get(rule, "lines")]) for rule in rules])
    table.columns = ["rule", "n", "of"]
    return table.assign(share=table["n"] / table["of"].where(table["of"] > 0))


def _repeated(known: "ibis.Table") -> dict[str, int]:
    """Lines that may have been delivered twice, and how many lines were looked at for it.

    A line that names a product is held beside all others. Without a product two equal lines of one order may
    well be two equal things; that all are there twice is a file delivered twice. Without an order number a
    time of day makes the order; without either nothing can be told.
    """
    named = known.filter(known["product"].notnull())
    same = named.group_by(named.columns).aggregate(times=named.count())
    timed = known.ordered_at != known.ordered_at.truncate("D")
    line = known.filter(known["product"].isnull(), known.order_id.notnull() | timed)
    counts = {
        "named": named.count(),
        "repeated": (same.times - 1).sum().fill_null(0),
        "told_apart": line.count(),
        "order_twice": _in_orders_twice(line),
    }
    return {name: int(count.to_pandas()) for name, count in counts.items()}


def _in_orders_twice(line: "ibis.Table") -> "ibis.expr.types.IntegerScalar":
    """Half of the lines of orders of which every line stands there an even number of times."""
    same = line.group_by(line.columns).aggregate(times=line.count())
    order = same.group_by("customer_id", "order_id", "ordered_at").aggregate(
        odd=(same.times % 2).max(), lines=same.times.sum()
    )
    twice = order.filter(order.odd == 0)
    return (twice.lines.sum().fill_null(0) / 2).cast("int64")


def _customers(transactions: "ibis.Table", end: datetime) -> dict[str, int]:
    """How many customers there are, and how many of them the rules concern."""
    line = lines(transactions, end=end)
    refunds = line.group_by("customer_id").aggregate(refunds=(line.cents < 0).cast("int64").max())
    order = orders(transactions, end=end)
    bought = order.group_by("customer_id").aggregate(bought=order.bought.max())
    spelling = bought.mutate(plain=bought.customer_id.cast("string").lower().replace(" ", ""))
    alike = spelling.group_by("plain").aggregate(n=spelling.count())
    alike = alike.filter(alike.n > 1)
    facts = {
        "customers": bought.count(),
        "never_bought": (1 - bought.bought).sum(),
        "refunded": refunds.refunds.sum(),
        "spelling": alike.n.sum(),
    }
    return {name: int(fact.fill_null(0).to_pandas()) for name, fact in facts.items()}
