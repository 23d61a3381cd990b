"""What came of messages: responses, orders soon after, and what a control group says they add."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from workbook.apply.messages import CONTROL, NO_STAGE
from workbook.apply.pressure import DAY, second
from workbook.backend import cached
from workbook.privacy import declare

if TYPE_CHECKING:
    import ibis

MEASURES = {"responded": "sent", "ordered": "followed"}
"""What may come of a message, and of how many messages it can be told."""


def outcomes(
    touchpoints: "ibis.Table",
    transactions: "ibis.Table",
    programmes: DataFrame,
    *,
    days: int,
    end: datetime,
) -> "ibis.Table":
    """What came of each message, as far as it is on record.

    A response is a later contact of the customer in the same campaign, at a touchpoint that is no programme.

    Args:
        touchpoints: Table of contacts: customer_id, at, touchpoint, campaign, outcome.
        transactions: Order lines: customer_id, ordered_at, amount.
        programmes: Table of programmes: programme.
        days: Within so many days an order counts as soon after.
        end: First instant that is not known any more.

    Returns:
        One row per message: customer_id, programme, campaign ("" for none), control (1 for who was left out
        of it by lot, else 0), second (when), sent (1 where a response could be on record: it has a campaign),
        responded, followed (1 where so many days have passed), ordered (within them) and before (whether the
        customer ordered in so many days before).
    """
    import ibis

    names = programmes["programme"].tolist()
    known = touchpoints.filter(touchpoints.customer_id.notnull())
    own = known.touchpoint.isin(names)
    sends, replies = known.filter(own), known.filter(~own, known.campaign.notnull())
    replies = replies.group_by("customer_id", "campaign").aggregate(last=replies["at"].max())
    sends = sends.left_join(replies, ["customer_id", "campaign"])
    sends = sends.select(
        "customer_id",
        programme=sends.touchpoint,
        campaign=sends.campaign.fill_null(""),
        control=_flag(sends.outcome.fill_null("") == CONTROL),
        second=sends["at"].epoch_seconds().cast("int64"),
        sent=_flag(sends.campaign.notnull()),
        responded=_flag((sends["last"] >= sends["at"]).fill_null(False)),
    )
    orders = transactions.filter(transactions.amount > 0, transactions.customer_id.notnull())
    bought = orders.select("customer_id", second=orders.ordered_at.epoch_seconds().cast("int64")).distinct()
    nothing = {name: ibis.null("string") for name in ("programme", "campaign")}
    nothing |= {name: ibis.null("int64") for name in ("control", "sent", "responded")}
    bought = bought.mutate(**nothing, bought=bought.second)
    both = sends.mutate(bought=ibis.null("int64")).union(bought.select(*sends.columns, "bought"))
    order = ["second", both.bought.notnull()]  # an order at the same moment comes after
    ahead = ibis.window(group_by="customer_id", order_by=order, preceding=0, following=None)
    behind = ibis.window(group_by="customer_id", order_by=order, preceding=None, following=0)
    both = both.mutate(next=both.bought.min().over(ahead), past=both.bought.max().over(behind))
    found, length = both.filter(both.programme.notnull()), days * DAY
    followed = found.second + length <= second(end)
    return cached(
        found.select(
            *sends.columns,
            followed=_flag(followed),
            ordered=_flag((followed & (found.next - found.second < length)).fill_null(False)),
            before=_flag((found.second - found.past <= length).fill_null(False)),
        )
    )


def _flag(holds: "ibis.expr.types.BooleanValue") -> "ibis.expr.types.IntegerValue":
    return holds.ifelse(1, 0).cast("int64")


def responses(found: "ibis.Table", by: Sequence[str] = ("programme",)) -> DataFrame:
    """Shares of messages with a response, and with an order soon after, with intervals.

    A customer who got several messages counts as one person: the interval is Wilson's for as many messages
    as theirs are worth.

    Args:
        found: From `outcomes`, with the columns of `by`.
        by: What the rows are by; where that is more than one thing, they add up to rows by the first.

    Returns:
        One row per value of `by`, sorted: campaigns, customers, sent (messages of which a response could be
        on record), responded, responded_share, responded_low, responded_high (95 %), followed (messages that
        are long enough ago), ordered, ordered_share, ordered_low and ordered_high.

    Source:
        Dean & Pagano (2015), Journal of Survey Statistics and Methodology 3(4), p. 484-503 (Wilson, by
        effective sample size).
    """
    sent = found.filter(found.control == 0)
    counts = {name: sent[name].sum() for name in (*MEASURES, *MEASURES.values())}
    each = sent.group_by(*by, "customer_id").aggregate(**counts)
    sums = {name: each[name].sum() for name in counts}
    for hit, base in MEASURES.items():
        sums |= {f"{hit}_hh": (each[hit] * each[hit]).sum(), f"{hit}_hb": (each[hit] * each[base]).sum()}
        sums |= {f"{hit}_bb": (each[base] * each[base]).sum(), f"{hit}_n": (each[base] > 0).sum()}
    table = each.group_by(*by).aggregate(customers=each.count(), **sums).to_pandas()
    campaigns = sent.group_by(*by).aggregate(campaigns=sent.campaign.nunique()).to_pandas()
    table = table.merge(campaigns, on=list(by)).sort_values(list(by), ignore_index=True)
    columns = [*by, "campaigns", "customers"]
    for hit, base in MEASURES.items():
        table = table.join(_interval(table, hit, base).add_prefix(f"{hit}_"))
        columns += [base, hit, *[f"{hit}_{part}" for part in ("share", "low", "high")]]
    measures = [f"{name}{part}" for name in MEASURES for part in ("", "_share", "_low", "_high")]
    return declare(table[columns], *measures, n="customers", totals=tuple(by[:-1]))


def _interval(table: DataFrame, hit: str, base: str) -> DataFrame:
    """Wilson's interval by the effective number of messages."""
    from statsmodels.stats.proportion import proportion_confint

    n = table[base].astype(float).where(table[base] > 0)
    people = table[f"{hit}_n"].astype(float).where(table[base] > 0)
    share = table[hit] / n
    spread = table[f"{hit}_hh"] - 2 * share * table[f"{hit}_hb"] + share**2 * table[f"{hit}_bb"]
    variance = spread / n**2
    worth = (share * (1 - share) / variance.where(variance > 0)).fillna(people).clip(upper=n)
    low, high = proportion_confint(share * worth, worth, method="wilson")
    return DataFrame({"share": share, "low": low, "high": high})


def uplift(found: "ibis.Table") -> DataFrame:
    """What a message adds, where some were left out of it by lot: orders of both groups soon after.

    Customers count once, by their first contact with the programme.

    Args:
        found: From `outcomes`.

    Returns:
        One row per programme with a control group: programme, customers (who got it), controls, share and
        control_share (who ordered in time), uplift (their difference), low, high (95 %, Newcombe),
        before_gap (the same difference in the days before), p (that there was none) and fewest (in the
        smaller group).

    Source:
        Newcombe (1998), Statistics in Medicine 17, p. 873-890 (method 10).
    """
    told = found.filter(found.followed == 1)
    by = ["programme", "customer_id"]
    first = told.group_by(*by).aggregate(first=told.second.min())
    first = told.join(first, [*by, told.second == first["first"]])
    each = first.group_by(*by).aggregate(
        **{name: first[name].max() for name in ("control", "ordered", "before")}
    )
    sums = {name: each[name].sum() for name in ("ordered", "before")}
    counts = each.group_by("programme", "control").aggregate(n=each.count(), **sums).to_pandas()
    groups = counts.set_index(["programme", "control"]).unstack(fill_value=0).astype("int64")
    if 1 not in groups.columns.get_level_values("control") or groups.empty:
        return declare(DataFrame(columns=_UPLIFT), *_UPLIFT[3:-1], n="fewest")
    groups = groups.reindex(
        columns=pd.MultiIndex.from_product([["n", "ordered", "before"], [0, 1]]), fill_value=0
    )
    rows = [_compared(str(name), row) for name, row in groups.iterrows() if row["n", 1] > 0]
    return declare(DataFrame(rows, columns=_UPLIFT), *_UPLIFT[3:-1], n="fewest")


_UPLIFT = ["programme", "customers", "controls", "share", "control_share", "uplift", "low", "high"]
_UPLIFT += ["before_gap", "p", "fewest"]


def _compared(name: str, row: Series) -> tuple:
    from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

    n, ordered, before = ([int(row[part, group]) for group in (0, 1)] for part in ("n", "ordered", "before"))
    if not min(n):
        return (name, *n, *[np.nan] * 7, 0)
    share, control = (hits / of for hits, of in zip(ordered, n, strict=True))
    ends = confint_proportions_2indep(ordered[0], n[0], ordered[1], n[1], method="newcomb")
    gap = before[0] / n[0] - before[1] / n[1]
    p = 1.0 if sum(before) in (0, sum(n)) else float(proportions_ztest(before, n)[1])
    return (name, *n, share, control, share - control, *ends, gap, p, min(n))


def by_stage(found: "ibis.Table", stages: "ibis.Table", *, start: datetime) -> "ibis.Table":
    """Messages of a period with the stage of who got them, at its start.

    Args:
        found: From `outcomes`.
        stages: customer_id, stage.
        start: First instant of the period.

    Returns:
        The messages from then on, and stage ("" for who was in none).
    """
    recent = found.filter(found.second >= second(start))
    known = stages.select(owner=stages.customer_id, stage=stages.stage)
    joined = recent.left_join(known, recent.customer_id == known.owner)
    return joined.select(*found.columns, stage=joined.stage.fill_null(NO_STAGE))
