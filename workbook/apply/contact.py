"""Contact pressure: which messages a customer gets, and which are withheld by the rule."""

from collections import deque
from typing import Literal

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from workbook.privacy import tells

LADDER = ("service", "legal", "triggered", "lifecycle", "promotion", "newsletter")
"""Classes of messages, the ones that go first in front."""
EXEMPT = ("service", "legal")
"""Classes that are always sent and do not count towards the pressure."""


def apply_pressure(
    sends: DataFrame,
    *,
    limit: int = 3,
    window_days: int = 14,
    calendar: Literal["month", "quarter"] | None = None,
) -> DataFrame:
    """Decide which messages are sent, under a limit per customer and window.

    A message is sent if fewer than `limit` were sent to the customer in the window that ends with
    it. Of messages due at the same moment, the class higher on the ladder goes first, then the
    greater weight. Service and legal messages are always sent and do not count.

    Args:
        sends: One row per message due: message, at (timestamp), weight, class, [customer_id].
            Without customer_id, all rows are one customer's.
        limit: Messages allowed in a window.
        window_days: Length of the window, in days; the last one is the day of the message.
        calendar: Widens the window to the whole months or quarters that it touches.

    Returns:
        The rows of `sends` in their order, and: sent (bool), withheld_by ("" or "pressure").

    Source:
        Adobe Campaign, documentation of pressure rules (threshold, weight, sliding and grouped
        periods).

    Example:
        >>> days = pd.to_datetime(["2017-05-30", "2017-06-03", "2017-06-08", "2017-06-12"])
        >>> sends = DataFrame({"message": list("abcd"), "at": days, "weight": 1, "class": "newsletter"})
        >>> apply_pressure(sends)["sent"].tolist()
        [True, True, True, False]
    """
    rank = sends["class"].map({name: place for place, name in enumerate(LADDER)})
    customers = pd.factorize(sends["customer_id"])[0] if "customer_id" in sends else np.zeros(len(sends), int)
    at = sends["at"].to_numpy(dtype="datetime64[us]").astype("int64")
    opens = _opens(sends["at"], window_days, calendar)
    name = pd.factorize(sends["message"], sort=True)[0]
    order = np.lexsort([name, -sends["weight"].to_numpy(dtype=float), rank, at, customers])
    counted = order[~sends["class"].isin(EXEMPT).to_numpy()[order]]
    sent = np.ones(len(sends), dtype=bool)
    sent[counted] = _within_limit(customers[counted], at[counted], opens[counted], limit)
    return sends.assign(sent=sent, withheld_by=np.where(sent, "", "pressure"))


def messages_due(touchpoints: DataFrame, programmes: DataFrame) -> DataFrame:
    """The contacts that are messages of a programme, with what the pressure rule looks at.

    Args:
        touchpoints: Table of contacts: customer_id, at, touchpoint. A contact is a message when its
            touchpoint is the name of a programme.
        programmes: Table of programmes: programme, message, class, weight.

    Returns:
        customer_id, at, message, class, weight; one row per message.

    Example:
        >>> programmes = DataFrame([{"programme": "Hello", "message": "hi", "class": "legal", "weight": 5}])
        >>> contacts = DataFrame({"customer_id": ["a", "a"], "at": ["2017-01-02", "2017-01-03"],
        ...                       "touchpoint": ["Hello", "Till"]})
        >>> messages_due(contacts, programmes)["message"].tolist()
        ['hi']
    """
    facts = programmes[["programme", "class", "weight"]].assign(message=_messages(programmes))
    due = touchpoints.merge(facts, left_on="touchpoint", right_on="programme", validate="many_to_one")
    return due[["customer_id", "at", "message", "class", "weight"]]


@tells()
def pressure_by_programme(programmes: DataFrame, pressured: DataFrame) -> DataFrame:
    """What each programme gets through the pressure rule.

    Args:
        programmes: Table of programmes: programme, stage, message, class, channel, objective,
            kpi, target.
        pressured: message, sent, as `apply_pressure` returns it.

    Returns:
        One row per programme, in the order of `programmes`: programme, stage, class, channel,
        objective, kpi, target, planned (messages due), sent, withheld, withheld_share (0 to 1;
        blank when nothing was due), low, high (its 95 % Wilson interval).

    Source:
        Interval: Wilson (1927), Journal of the American Statistical Association 22, p. 209-212.

    Example:
        >>> programmes = DataFrame([{
        ...     "programme": "welcome", "stage": "new", "message": "hello", "class": "lifecycle",
        ...     "channel": "mail", "objective": "second order", "kpi": "repeat rate", "target": 0.4,
        ... }])
        >>> pressured = DataFrame({"message": "hello", "sent": [True, True, True, False]})
        >>> pressure_by_programme(programmes, pressured)[["planned", "withheld", "withheld_share"]]
           planned  withheld  withheld_share
        0        4         1            0.25
    """
    from statsmodels.stats.proportion import proportion_confint

    counts = pressured.groupby("message")["sent"].agg(planned="size", sent="sum")
    counts = counts.reindex(_messages(programmes), fill_value=0).set_axis(programmes.index)
    withheld, due = counts["planned"] - counts["sent"], counts["planned"].where(lambda planned: planned > 0)
    low, high = proportion_confint(withheld, due, method="wilson")
    columns = ["programme", "stage", "class", "channel", "objective", "kpi", "target"]
    return programmes[columns].assign(
        **counts, withheld=withheld, withheld_share=withheld / due, low=low, high=high
    )


def _messages(programmes: DataFrame) -> Series:
    """The message of each programme; where none is given, the programme is its own."""
    return programmes["message"].fillna(programmes["programme"])


def _opens(at: Series, window_days: int, calendar: str | None) -> np.ndarray:
    """First microsecond of the window of each message."""
    if calendar is None:
        first = at.astype("datetime64[us]") - pd.Timedelta(days=window_days) + pd.Timedelta(1, "us")
    else:
        period = {"month": "M", "quarter": "Q"}[calendar]
        first = (at - pd.Timedelta(days=window_days - 1)).dt.to_period(period).dt.start_time
    return first.to_numpy(dtype="datetime64[us]").astype("int64")


def _within_limit(customers: np.ndarray, at: np.ndarray, opens: np.ndarray, limit: int) -> list[bool]:
    """Send or withhold, in one pass over messages sorted by customer and moment."""
    sent, decisions, current = deque(), [], None
    for customer, moment, first in zip(customers.tolist(), at.tolist(), opens.tolist(), strict=True):
        if customer != current:
            sent, current = deque(), customer
        while sent and sent[0] < first:
            sent.popleft()
        decisions.append(len(sent) < limit)
        if decisions[-1]:
            sent.append(moment)
    return decisions
