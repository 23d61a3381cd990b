"""A generated calendar for the coming quarter: which programme goes out on which days, to whom."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pandas as pd
from pandas import DataFrame

from workbook.apply.audience import grouped

if TYPE_CHECKING:
    import ibis

YEAR, MONTHS = 365, 12
FOLLOWS = ("service", "legal", "triggered", "lifecycle")
"""Messages of these classes follow what a customer does or what happens: no calendar knows their day."""
DATED, EVENT, UNDATED, NOT_NOW = "dated", "event", "undated", "not now"
CONTACT = ("customer_id", "at", "touchpoint", "campaign", "outcome")


def sending_days(programmes: DataFrame, *, start: datetime, end: datetime) -> DataFrame:
    """The days on which programmes go out in a period: evenly through the year, from their start on.

    Args:
        programmes: Table of programmes: programme, class, start, end, rounds (a year; blank is once).
        start: First instant of the period.
        end: First instant after it.

    Returns:
        A row per programme, in their order: programme, state ("dated", "event": follows what a customer does,
        "undated": has neither start nor rounds, or "not now": no day in the period) and days (a list).

    Example:
        >>> programmes = DataFrame({"programme": ["News", "Hello"], "class": ["newsletter", "triggered"],
        ...                         "start": pd.to_datetime(["2017-12-20", None]), "end": pd.NaT,
        ...                         "rounds": [12, None]})
        >>> days = sending_days(programmes, start=datetime(2018, 1, 1), end=datetime(2018, 4, 1))
        >>> days["state"].tolist(), [day.strftime("%d %b") for day in days["days"][0]]
        (['dated', 'event'], ['20 Jan', '20 Feb', '20 Mar'])
    """
    rows = []
    for row in programmes.assign(kind=programmes["class"]).itertuples():
        days = [] if row.kind in FOLLOWS else _days(row, start, end)
        known = pd.notna(row.start) or pd.notna(row.rounds)
        state = EVENT if row.kind in FOLLOWS else UNDATED if not known else DATED if days else NOT_NOW
        rows.append({"programme": row.programme, "state": state, "days": days})
    return DataFrame(rows, columns=["programme", "state", "days"])


def _days(row: tuple, start: datetime, end: datetime) -> list[pd.Timestamp]:
    """The days of one programme within the period, at midnight."""
    first = pd.Timestamp(row.start if pd.notna(row.start) else start)
    over = pd.Timestamp(row.end) + timedelta(days=1) if pd.notna(row.end) else pd.Timestamp(end)
    if pd.isna(row.rounds):
        every = [first] if pd.notna(row.start) else []
    else:
        every = pd.date_range(first, pd.Timestamp(end), freq=_step(row.rounds))
    return [day for day in every if pd.Timestamp(start) <= day < min(over, pd.Timestamp(end))]


def _step(rounds: float) -> pd.DateOffset:
    """How far apart so many rounds a year are: whole months where that fits, else whole days."""
    if MONTHS % rounds == 0:
        return pd.DateOffset(months=int(MONTHS / rounds))
    return pd.DateOffset(days=max(1, round(YEAR / rounds)))


def with_coming(
    contacts: "ibis.Table",
    days: DataFrame,
    programmes: DataFrame,
    stages: "ibis.Table",
    customers: "ibis.Table",
) -> "ibis.Table":
    """What is on record and what is to come, as contacts: each programme to all who fit it now.

    Args:
        contacts: Table of contacts: customer_id, at, touchpoint, campaign, outcome.
        days: From `sending_days`.
        programmes: Table of programmes: programme, stage, profile.
        stages: customer_id, stage; at the end of the period.
        customers: Table of customers: customer_id, profile.
    """
    import ibis

    sends = days.explode("days").dropna(subset=["days"]).merge(programmes, on="programme")
    sends = sends.assign(at=pd.to_datetime(sends["days"]).dt.as_unit("us"))
    sends = sends.assign(touchpoint=sends["programme"], campaign=sends["at"].dt.strftime("%Y-%m-%d"))
    columns = {
        "touchpoint": "string",
        "campaign": "string",
        "stage": "string",
        "meant": "string",
        "at": "timestamp",
    }
    sends = sends.rename(columns={"profile": "meant"}).reindex(columns=list(columns))
    joined = grouped(stages, customers).join(ibis.memtable(sends, schema=columns), "stage")
    fits = joined.filter(joined.meant.isnull() | (joined.meant == joined.profile))
    coming = fits.select("customer_id", "at", "touchpoint", "campaign", outcome=ibis.null("string"))
    past = contacts.select(*CONTACT)
    return past.union(coming.cast(past.schema()))
