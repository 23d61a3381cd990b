"""What pressure rules withhold: per programme, per stage, per week, and when a rule is looser or tighter."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from workbook.apply.messages import Messages
from workbook.apply.pressure import Replay, replays
from workbook.engagement import ContactRule
from workbook.privacy import tells

WEEK = 7
CHANGES = {"limit": (-1, 1), "window_days": (-WEEK, WEEK)}
"""By how much a rule is made tighter and looser, one setting at a time."""


@tells()
def pressure_by_programme(programmes: DataFrame, replayed: Replay) -> DataFrame:
    """What each programme gets through the pressure rules.

    Args:
        programmes: Table of programmes: programme, stage, class, channel, objective, kpi, target.
        replayed: From `workbook.apply.pressure.replay`.

    Returns:
        One row per programme, in the order of `programmes`: programme, stage, class, channel,
        objective, kpi, target, planned (messages due), sent, withheld, withheld_share (0 to 1;
        blank when nothing was due), low, high (its 95 % Wilson interval), reached (customers who were sent
        one).

    Source:
        Interval: Wilson (1927), Journal of the American Statistical Association 22, p. 209-212.
    """
    from statsmodels.stats.proportion import proportion_confint

    names = programmes["programme"]
    planned = _per(replayed.messages, "programme", names)
    sent = _per(replayed.messages.query("withheld_by == ''"), "programme", names)
    withheld, due = planned - sent, planned.where(planned > 0)
    low, high = proportion_confint(withheld, due, method="wilson")
    columns = ["programme", "stage", "class", "channel", "objective", "kpi", "target"]
    counts = {"planned": planned, "sent": sent, "withheld": withheld, "withheld_share": withheld / due}
    reached = _per(replayed.reach, "programme", names, of="reached")
    return programmes[columns].assign(**counts, low=low, high=high, reached=reached)


def _per(rows: DataFrame, column: str, names: Series, of: str = "n") -> Series:
    counts = rows.groupby(column)[of].sum().reindex(names, fill_value=0)
    return counts.astype("int64").set_axis(names.index)


@tells("sent", "withheld", "per_customer", "missed", "missed_share", "most", n="customers")
def pressure_by_stage(replayed: Replay, stages: Sequence[str]) -> DataFrame:
    """How full the rules are per stage: what customers are sent, and who misses a message.

    Args:
        replayed: From `workbook.apply.pressure.replay`.
        stages: Names of the stages, in order; customers in none come last, with a blank.

    Returns:
        One row per stage with customers for whom a message was due: stage, customers, sent, withheld
        (messages), per_customer (sent), missed (customers of whom a message was withheld), missed_share (of
        customers) and most (messages sent to one customer).

    Example:
        >>> counts = DataFrame({"stage": ["new", "new"], "sent": [1, 2], "withheld": [0, 1],
        ...                     "customers": [3, 1]})
        >>> replayed = Replay(DataFrame(), DataFrame(), counts)
        >>> pressure_by_stage(replayed, ["new"])[["customers", "sent", "per_customer", "missed_share"]]
           customers  sent  per_customer  missed_share
        0          4     5          1.25          0.25
    """
    rows = replayed.customers[replayed.customers[["sent", "withheld"]].sum(axis=1) > 0]
    rows = rows.assign(
        messages=rows["sent"] * rows["customers"],
        lost=rows["withheld"] * rows["customers"],
        missed=rows["customers"].where(rows["withheld"] > 0, 0),
    )
    sums = {"customers": "sum", "messages": "sum", "lost": "sum", "missed": "sum", "sent": "max"}
    table = rows.groupby("stage").agg(sums).rename(columns={"sent": "most"})
    table = table.rename(columns={"messages": "sent", "lost": "withheld"})
    table = table.reindex([name for name in (*stages, "") if name in table.index]).rename_axis("stage")
    shares = {"per_customer": table["sent"] / table["customers"]}
    shares["missed_share"] = table["missed"] / table["customers"]
    columns = ["customers", "sent", "withheld", "per_customer", "missed", "missed_share", "most"]
    return table.assign(**shares)[columns].reset_index()


@tells()
def rule_changes(
    messages: Messages, contact: ContactRule, replayed: Replay, *, start: datetime, end: datetime
) -> DataFrame:
    """What each rule withholds as it is, and what all rules withhold when it is tighter or looser.

    Args:
        messages: From `workbook.apply.messages.messages_due`.
        contact: The rules.
        replayed: From `workbook.apply.pressure.replay`, by those rules and in that period.
        start: First instant of the period.
        end: First instant after it.

    Returns:
        One row per rule as it is, each followed by its changes: rule, change (blank, "limit" or
        "window_days"), limit, window_days, calendar, planned (messages due), withheld (by all rules
        together), by_rule (of those, by this one), missed (customers of whom a message was withheld) and
        alike (of those planned, the same message to the same customer at the same moment as another).
    """
    variants = [("", rule.name, contact) for rule in contact.every_rule]
    for place, rule in enumerate(contact.every_rule):
        variants += [
            (name, rule.name, _changed(contact, place, name, getattr(rule, name) + step))
            for name, steps in CHANGES.items()
            for step in steps
            if getattr(rule, name) + step > 0
        ]
    changed = [one for change, _, one in variants if change]
    found = replays(messages, changed, start=start, end=end)
    outcome = {id(one): other for one, other in zip(changed, found, strict=True)} | {id(contact): replayed}
    rows = [_row(change, name, one, outcome[id(one)]) for change, name, one in variants]
    order = [rule.name for rule in contact.every_rule]
    return DataFrame(rows).sort_values(
        "rule", key=lambda names: names.map(order.index), kind="stable", ignore_index=True
    )


def _changed(contact: ContactRule, place: int, name: str, value: int) -> ContactRule:
    if place == 0:
        return contact.model_copy(update={name: value})
    rules = list(contact.rules)
    rules[place - 1] = rules[place - 1].model_copy(update={name: value})
    return contact.model_copy(update={"rules": tuple(rules)})


def _row(change: str, name: str, contact: ContactRule, replayed: Replay) -> dict[str, object]:
    rule = next(rule for rule in contact.every_rule if rule.name == name)
    n, by = replayed.messages["n"], replayed.messages["withheld_by"]
    missed = replayed.customers["customers"][replayed.customers["withheld"] > 0]
    settings = {"limit": rule.limit, "window_days": rule.window_days, "calendar": rule.calendar}
    counts = {"planned": n.sum(), "withheld": n[by != ""].sum(), "by_rule": n[by == name].sum()}
    told = {"missed": missed.sum(), "alike": replayed.alike}
    return {"rule": name, "change": change, **settings, **counts, **told}


@tells()
def contact_calendar(replayed: Replay, *, start: datetime, end: datetime) -> DataFrame:
    """Messages per programme and week, Monday to Sunday, within the period.

    Args:
        replayed: From `workbook.apply.pressure.replay`.
        start: First instant of the period.
        end: First instant after it.

    Returns:
        One row per programme with messages and week of the period, programmes with most messages first:
        programme, week (its first day in the period), due and withheld (messages).
    """
    first = pd.Timestamp(start)
    rows = replayed.messages.assign(
        week=(replayed.messages["day"] + first.weekday()) // WEEK,
        lost=replayed.messages["n"].where(replayed.messages["withheld_by"] != "", 0),
    )
    most = rows.groupby("programme")["n"].sum().sort_values(ascending=False, kind="stable").index
    weeks = range(((pd.Timestamp(end) - first).days - 1 + first.weekday()) // WEEK + 1)
    cells = pd.MultiIndex.from_product([most, weeks], names=["programme", "week"])
    table = rows.groupby(cells.names)[["n", "lost"]].sum().reindex(cells, fill_value=0).reset_index()
    days = [first + timedelta(days=max(week * WEEK - first.weekday(), 0)) for week in weeks]
    columns = {"n": "due", "lost": "withheld"}
    return table.assign(week=np.array(days, "datetime64[us]")[table["week"]]).rename(columns=columns)
