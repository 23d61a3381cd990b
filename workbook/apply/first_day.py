"""From which day the pressure rules let a message through, after what was sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pandas import DataFrame

from workbook.apply.messages import CODES, Messages
from workbook.apply.pressure import DAY, about, second, window_opens
from workbook.engagement import ContactRule, PressureRule

if TYPE_CHECKING:
    import ibis

LONGEST = 92
"""So many days a calendar window may reach further back than its days."""


def first_days(
    asked: "ibis.Table", messages: Messages, programmes: DataFrame, *, contact: ContactRule, end: datetime
) -> "ibis.Table":
    """The first day from which every rule that concerns a message lets it through, if nothing else is sent.

    What is on record was sent and counts, also where the rules would have withheld it.

    Args:
        asked: customer_id, stage and programme (blank where there is none).
        messages: From `workbook.apply.messages.messages_due`, by the same programmes.
        programmes: Table of programmes: programme, class, channel.
        contact: The rules.
        end: First instant after the period: no day is earlier.

    Returns:
        customer_id, second (of that day's start).
    """
    import ibis

    days = asked.select("customer_id", "stage", "programme", second=ibis.literal(second(end), "int64"))
    for rule in contact.every_rule:
        names = programmes.loc[about(rule, programmes, contact), "programme"].tolist()
        kinds = np.flatnonzero(about(rule, messages.kinds, contact)).tolist()
        if names and kinds:
            days = _not_before(days, _opened(messages, rule, kinds, end), rule, names)
    return days.select("customer_id", "second")


def _not_before(
    days: "ibis.Table", opened: "ibis.Table", rule: PressureRule, names: Sequence[str]
) -> "ibis.Table":
    """The days, put off for whom a rule concerns until it opens."""
    joined = days.left_join(opened, "customer_id").drop("customer_id_right")
    concerns = joined.programme.isin(names)
    if rule.stages:
        concerns &= joined.stage.isin(rule.stages)
    later = (concerns & (joined.opens > joined.second)).fill_null(False)
    return joined.select(
        "customer_id", "stage", "programme", second=later.ifelse(joined.opens, joined.second)
    )


def _opened(messages: Messages, rule: PressureRule, kinds: Sequence[int], end: datetime) -> "ibis.Table":
    """Per customer with a full window the start of the day on which the rule opens."""
    import ibis

    due = messages.due.mutate(code=messages.due.packed % CODES, at=messages.due.packed // CODES)
    due = due.filter(due.code.isin(kinds), due["at"] < second(end))
    due = due.mutate(back=ibis.row_number().over(group_by="customer_id", order_by=due.packed.desc()))
    last = due.filter(due.back == rule.limit - 1)
    last = last.select("customer_id", day=last["at"] // DAY, on=(last["at"] % DAY == 0).ifelse(1, 0))
    last = last.mutate(day=last.day.cast("int64"), on=last.on.cast("int64"))
    opens = ibis.memtable(_openings(rule, end), schema=dict.fromkeys(("day", "on", "opens"), "int64"))
    return last.join(opens, ["day", "on"]).select("customer_id", "opens")


def _openings(rule: PressureRule, end: datetime) -> DataFrame:
    """By the day of the message that fills the window, and whether it is at midnight, when the rule opens."""
    today, reach = second(end) // DAY, rule.window_days + LONGEST + 1
    ahead = np.arange(today, today + reach + 1) * DAY
    first, back = window_opens(ahead, rule), np.arange(today - reach, today)
    rows = [
        DataFrame({"day": back, "on": on, "opens": ahead[np.searchsorted(first, back * DAY + late, "right")]})
        for on, late in ((1, 0), (0, DAY - 1))
    ]
    return pd.concat(rows)
