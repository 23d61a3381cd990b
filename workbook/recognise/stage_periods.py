"""Quarters of customers: the stage at the end, what they met and did in it, and the stage a quarter later."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from workbook.engagement import Stage
from workbook.recognise.rfm import customer_measures
from workbook.recognise.segments import customer_sample
from workbook.recognise.stages import stages_next_quarter

if TYPE_CHECKING:
    import ibis

MOST_FOLLOWED = 20_000
"""So many customers are followed: more make the intervals no narrower than a reader can use."""
MOST_TOUCHPOINTS, MOST_CHANNELS, MOST_QUARTERS = 20, 6, 9
"""So many touchpoints with their outcomes, those that most customers met; channels by name; last quarters."""
BREADTH, SEVERAL, CHANNEL, MET = "breadth", "several channels", "channel: ", "met: "
KEYS = ["customer_id", "period", "before", "after", "value", "value_after"]


def stage_periods(
    transactions: "ibis.Table",
    customers: "ibis.Table",
    touchpoints: "ibis.Table",
    measures: "ibis.Table",
    stages: Sequence[Stage],
    *,
    end: datetime,
    window_days: int,
    most: int = MOST_FOLLOWED,
) -> pd.DataFrame:
    """Put together who was in which stage at the end of each quarter, and where they were a quarter later.

    What a customer met and did is that of the quarter at whose end the stage is known, so it comes before
    the move. The last quarter has no later one yet, and gives no row; a customer whom the rules put in no
    stage, or in several, gives none then. Quarters that begin less than a window after the first order line
    are left out: everyone is new where the data begin. So are quarters before the first contact, where there
    are contacts: that nobody met anything then is not known.

    Args:
        transactions: Order lines, as for `workbook.recognise.purchases`.
        customers: Table of customers, as for `customer_measures`.
        touchpoints: Table of contacts: customer_id, at, touchpoint, outcome; may have no rows.
        measures: From `customer_measures`, at the end of the last quarter.
        stages: The rules.
        end: The first instant after the last quarter.
        window_days: The window of the rules.
        most: How many customers, at most, spread evenly over the base.

    Returns:
        A row per customer and quarter, in order: customer_id, period (0, 1, …), before and after (stages),
        value and value_after (spent in the window that ends with the quarter, and with the next), breadth
        (product groups bought in the first), and columns of 0 and 1: per touchpoint ("met: Mail · opened",
        where it has several) for who met it in the quarter, and per channel ("channel: web") for who ordered
        by it; of more than 6 channels only whether a customer used several.
        No rows where fewer than two quarters can be told.
    """
    ends = _ends(transactions, touchpoints, end, window_days)
    if len(ends) < 2:
        return pd.DataFrame(columns=[*KEYS, BREADTH])
    chosen = customer_sample(measures.select("customer_id"), most)["customer_id"].tolist()
    earlier = [
        customer_measures(transactions, customers, end=one, window_days=window_days) for one in ends[:-1]
    ]
    parts = [_staged(one, stages, chosen) for one in (*earlier, measures)]
    history = pd.concat([part.assign(period=place) for place, part in enumerate(parts)])
    later = history[["customer_id", "period", "stage", "value"]].assign(period=history["period"] - 1)
    moves = history.merge(later, on=["customer_id", "period"], suffixes=("", "_after"))
    moves = moves.rename(columns={"stage": "before", "stage_after": "after"}).dropna(
        subset=["before", "after"]
    )
    moves = moves[[*KEYS, BREADTH]]
    for table in (_met(touchpoints, chosen, ends[:-1]), _channels(transactions, chosen, ends[:-1])):
        moves = moves.merge(table, how="left", on=["customer_id", "period"])
        moves[table.columns[2:]] = moves[table.columns[2:]].fillna(0).astype(int)
    return moves.sort_values(["customer_id", "period"], ignore_index=True)


def _ends(
    transactions: "ibis.Table", touchpoints: "ibis.Table", end: datetime, window_days: int
) -> list[datetime]:
    """The ends of the quarters that can be told, in order."""
    first, met = transactions.ordered_at.min().to_pandas(), touchpoints["at"].min().to_pandas()
    if pd.isna(first):
        return []
    known = pd.Timestamp(first).normalize() + pd.Timedelta(days=window_days)
    if pd.notna(met):
        known = max(known, pd.Timestamp(met).to_period("Q").start_time)
    quarters = [pd.Timestamp(end) - pd.DateOffset(months=3 * back) for back in range(MOST_QUARTERS)]
    return [one.to_pydatetime() for one in quarters if one - pd.DateOffset(months=3) >= known][::-1]


def _staged(measures: "ibis.Table", stages: Sequence[Stage], chosen: list[str]) -> pd.DataFrame:
    known = measures.filter(measures.customer_id.isin(chosen))
    staged = stages_next_quarter(known, stages).rename(id="customer_id")
    joined = known.join(staged, known.customer_id == staged.id)
    return joined.select("customer_id", "stage", "value", BREADTH).to_pandas()


def _quarter_of(at: "ibis.expr.types.TimestampValue", ends: Sequence[datetime]) -> "ibis.expr.types.Value":
    import ibis

    cases = [((at >= start) & (at < end), place) for place, (start, end) in enumerate(_bounds(ends))]
    return ibis.cases(*cases, else_=ibis.null("int64"))


def _bounds(ends: Sequence[datetime]) -> list[tuple[datetime, datetime]]:
    first = pd.Timestamp(ends[0]) - pd.DateOffset(months=3)
    return list(pairwise([first.to_pydatetime(), *ends]))


def _met(contacts: "ibis.Table", chosen: list[str], ends: Sequence[datetime]) -> pd.DataFrame:
    """Which touchpoints, with which outcome, each customer met in each quarter."""
    known = contacts.filter(contacts.customer_id.isin(chosen), contacts.touchpoint.notnull())
    known = known.mutate(period=_quarter_of(known["at"], ends))
    known = known.filter(known.period.notnull())
    met = known.select("customer_id", "period", "touchpoint", "outcome").distinct().to_pandas()
    several = met.groupby("touchpoint")["outcome"].transform("nunique") > 1
    outcome = met["outcome"].astype("str").fillna("–")
    met["name"] = (
        met["touchpoint"].astype("str").where(~several, met["touchpoint"].astype("str") + " · " + outcome)
    )
    common = met["name"].value_counts().sort_index().nlargest(MOST_TOUCHPOINTS, keep="first").index
    return _side_by_side(met[met["name"].isin(common)].assign(name=lambda rows: MET + rows["name"]))


def _channels(transactions: "ibis.Table", chosen: list[str], ends: Sequence[datetime]) -> pd.DataFrame:
    """By which channels each customer ordered in each quarter, or whether by several."""
    known = transactions.filter(transactions.customer_id.isin(chosen), transactions.channel.notnull())
    known = known.filter(known.amount > 0).mutate(period=_quarter_of(known.ordered_at, ends))
    used = (
        known.filter(known.period.notnull()).select("customer_id", "period", "channel").distinct().to_pandas()
    )
    if used["channel"].nunique() <= MOST_CHANNELS:
        return _side_by_side(used.assign(name=CHANNEL + used["channel"].astype("str")))
    times = used.groupby(["customer_id", "period"], as_index=False).size()
    return times[times["size"] > 1].drop(columns="size").assign(**{SEVERAL: 1})


def _side_by_side(met: pd.DataFrame) -> pd.DataFrame:
    wide = met.assign(met=1).pivot_table(
        index=["customer_id", "period"], columns="name", values="met", aggfunc="max", fill_value=0
    )
    return wide.rename_axis(columns=None).reset_index()
