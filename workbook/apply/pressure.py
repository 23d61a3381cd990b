"""Contact pressure: which messages the rules let through, which they withhold, and which rule does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd
from pandas import DataFrame

from workbook.apply.messages import CODES, Messages, by_customer
from workbook.engagement import ContactRule, PressureRule

DAY = 86_400
MANY = 50
"""Customers with more messages than this are counted together."""


@dataclass(frozen=True)
class Replay:
    """What rules would have done to the messages of a period.

    Attributes:
        messages: programme, campaign, day (from 0), stage, withheld_by (name of the rule; blank when sent),
            n; a row for all that there are.
        reach: programme, stage, customers (for whom a message was due), reached (who were sent one).
        customers: stage, sent, withheld (messages to one customer; more than 50 count as 50), customers.
        alike: Messages that the customer is due of the same campaign at the same moment as another one; they
            count as delivered, for two events on one day may send the same message.
    """

    messages: DataFrame
    reach: DataFrame
    customers: DataFrame
    alike: int = 0


@dataclass(frozen=True)
class RulesOnKinds:
    """Pressure rules, and what each of them is about.

    Attributes:
        rules: The rules, in the order in which a message meets them.
        concerns: Per rule and code of a message whether the rule is about it.
        of_stage: Per rule and place of a stage whether the rule is about its customers.
    """

    rules: tuple[PressureRule, ...]
    concerns: np.ndarray
    of_stage: np.ndarray

    @classmethod
    def of(cls, messages: Messages, contact: ContactRule) -> "RulesOnKinds":
        """The rules on some messages."""
        rules = contact.every_rule
        concerns = np.array([about(rule, messages.kinds, contact) for rule in rules])
        stages = [[not rule.stages or name in rule.stages for name in messages.stages] for rule in rules]
        return cls(rules, concerns, np.array(stages))


def about(rule: PressureRule, kinds: DataFrame, contact: ContactRule) -> np.ndarray:
    """Which kinds of messages a rule concerns, by their class and channel."""
    concerned = ~kinds["class"].isin(contact.exempt)
    for column, chosen in (("class", rule.classes), ("channel", rule.channels)):
        if chosen:
            concerned &= kinds[column].isin(chosen)
    return concerned.to_numpy()


def withheld_by(packed: np.ndarray, stage: np.ndarray, on: RulesOnKinds) -> np.ndarray:
    """Decide which messages are sent, in one pass over the first, second, … message of all customers.

    A message is sent if under every rule that concerns it fewer than the rule's limit were sent to the
    customer in the window that ends with it. Exempt classes are always sent and do not count.

    Args:
        packed: Messages, as `workbook.apply.messages.by_customer` gives them.
        stage: Place of the stage per customer.
        on: The rules.

    Returns:
        Like `packed`: 0 for a message that is sent, else the place from 1 of the first rule that withholds
        it.

    Source:
        Adobe Campaign, documentation of pressure rules (threshold, weight, sliding and grouped periods).
    """
    at, code = np.divmod(packed, CODES)
    decided, (rows, n), everyone = np.zeros(packed.shape, np.int8), packed.shape, np.arange(packed.shape[1])
    concerns = [kinds[code] & of[stage] for kinds, of in zip(on.concerns, on.of_stage, strict=True)]
    opens = [window_opens(at, rule) for rule in on.rules]
    last = [np.full((rule.limit, n), np.iinfo(np.int64).min) for rule in on.rules]
    turn = [np.zeros(n, np.int64) for _ in on.rules]
    for row in range(rows):
        for place, rule_opens in enumerate(opens):
            full = concerns[place][row] & (last[place][turn[place], everyone] >= rule_opens[row])
            decided[row, full & (decided[row] == 0)] = place + 1
        for place, rule in enumerate(on.rules):
            counts = np.flatnonzero(concerns[place][row] & (decided[row] == 0))
            last[place][turn[place][counts], counts] = at[row, counts]
            turn[place][counts] = (turn[place][counts] + 1) % rule.limit
    return decided


def window_opens(at: np.ndarray, rule: PressureRule) -> np.ndarray:
    """First second of the window of each message, by the second at which it is due."""
    if rule.calendar is None:
        return at - rule.window_days * DAY + 1
    months = (at - (rule.window_days - 1) * DAY).astype("datetime64[s]").astype("datetime64[M]")
    if rule.calendar == "quarter":
        months -= months.astype(np.int64) % 3
    return months.astype("datetime64[s]").astype(np.int64)


def replay(messages: Messages, contact: ContactRule, *, start: datetime, end: datetime) -> Replay:
    """Replay rules on the messages of a period, after all that came before it.

    Args:
        messages: From `messages_due`, up to the end of the period.
        contact: The rules.
        start: First instant of the period.
        end: First instant after it.
    """
    return replays(messages, [contact], start=start, end=end)[0]


def replays(
    messages: Messages, contacts: Sequence[ContactRule], *, start: datetime, end: datetime
) -> list[Replay]:
    """Replay several sets of rules in one reading of the messages.

    Args:
        messages: From `messages_due`, up to the end of the period.
        contacts: Sets of rules.
        start: First instant of the period.
        end: First instant after it.
    """
    counts = [_Counts(messages, contact, start, end) for contact in contacts]
    for stage, packed in by_customer(messages):
        for count in counts:
            count.add(stage, packed)
    return [count.told() for count in counts]


class _Counts:
    """Counts of a replay, filled group by group."""

    def __init__(self, messages: Messages, contact: ContactRule, start: datetime, end: datetime) -> None:
        self.kinds, self.stages, self.on = messages.kinds, messages.stages, RulesOnKinds.of(messages, contact)
        self.first, self.days = second(start), (end - start).days
        self.programme, names = pd.factorize(self.kinds["programme"])
        self.names, stages = list(names), len(self.stages)
        self.messages = np.zeros((len(self.kinds), self.days, stages, len(self.on.rules) + 1), np.int64)
        self.reach = np.zeros((2, len(names), stages), np.int64)
        self.customers = np.zeros((stages, MANY + 1, MANY + 1), np.int64)
        self.alike = 0

    def add(self, stage: np.ndarray, packed: np.ndarray) -> None:
        decided = withheld_by(packed, stage, self.on)
        at, code = np.divmod(packed, CODES)
        day = (at - self.first) // DAY
        inside = (day >= 0) & (day < self.days)
        sent = inside & (decided == 0)
        self.alike += int(np.count_nonzero((packed[1:] == packed[:-1]) & inside[1:]))
        _, days, stages, rules = self.messages.shape
        cells = ((code * days + day) * stages + stage) * rules + decided
        self.messages += _counted(cells[inside], self.messages.shape)
        owned = self.programme[code] * len(stage) + np.arange(len(stage))
        for place, these in enumerate((inside, sent)):
            got = np.zeros(len(self.names) * len(stage), bool)
            got[owned[these]] = True
            got = got.reshape(len(self.names), len(stage))
            for name in np.unique(stage):
                self.reach[place, :, name] += got[:, stage == name].sum(axis=1)
        one, other = (np.minimum(these.sum(axis=0), MANY) for these in (sent, inside & ~sent))
        cells = (stage * (MANY + 1) + one) * (MANY + 1) + other
        self.customers += _counted(cells, self.customers.shape)

    def told(self) -> Replay:
        rules = np.array(["", *[rule.name for rule in self.on.rules]], dtype=object)
        stages = np.array(self.stages, dtype=object)
        code, day, stage, rule = np.nonzero(self.messages)
        kinds = self.kinds[["programme", "campaign"]].iloc[code].reset_index(drop=True)
        told = {"day": day, "stage": stages[stage], "withheld_by": rules[rule]}
        messages = kinds.assign(**told, n=self.messages[code, day, stage, rule])
        programme, stage = np.nonzero(self.reach[0])
        named = {"programme": np.array(self.names, dtype=object)[programme], "stage": stages[stage]}
        reach = DataFrame(named | {"customers": self.reach[0][programme, stage]})
        stage, sent, withheld = np.nonzero(self.customers)
        customers = DataFrame({"stage": stages[stage], "sent": sent, "withheld": withheld})
        return Replay(
            messages,
            reach.assign(reached=self.reach[1][programme, np.nonzero(self.reach[0])[1]]),
            customers.assign(customers=self.customers[stage, sent, withheld]),
            self.alike,
        )


def second(moment: datetime) -> int:
    """A moment as whole seconds since 1970, by the clock that the tables go by."""
    return int(np.datetime64(moment, "s").astype(np.int64))


def _counted(places: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    return np.bincount(places, minlength=int(np.prod(shape))).reshape(shape)
