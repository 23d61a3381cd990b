"""Messages of programmes, written down in a row each, and what pressure rules make of them."""

import ibis
import pandas as pd

from workbook.apply.messages import Messages, messages_due
from workbook.apply.pressure import Replay, replay
from workbook.engagement import ContactRule

START, END = pd.Timestamp("2017-01-01"), pd.Timestamp("2018-01-01")
OPTIONAL = {"customer_id": "c", "campaign": None, "outcome": "sent", "stage": "new", "channel": "mail"}
TEXTS = ("customer_id", "touchpoint", "campaign", "outcome")


def sends(*rows: tuple) -> pd.DataFrame:
    """programme, at, class, weight, of one customer unless a column says otherwise."""
    table = pd.DataFrame(rows, columns=["programme", "at", "class", "weight"]).assign(**OPTIONAL)
    return table.assign(at=pd.to_datetime(table["at"]))


def messages(table: pd.DataFrame, stages: tuple[str, ...] = ("new", "loyal")) -> Messages:
    """The messages in the backend."""
    programmes = table.drop_duplicates("programme")
    contacts = table.assign(touchpoint=table["programme"])[["at", *TEXTS]]
    contacts = ibis.memtable(contacts, schema={"at": "timestamp"} | dict.fromkeys(TEXTS, "string"))
    customers = ibis.memtable(table[["customer_id", "stage"]].drop_duplicates())
    return messages_due(contacts, programmes, customers, stages)


def replayed(table: pd.DataFrame, **rule) -> Replay:
    """What rules make of them in 2017."""
    return replay(messages(table), ContactRule(**rule), start=START, end=END)


def sent(table: pd.DataFrame, **rule) -> list[str]:
    """Programmes of the messages that are sent, by day."""
    rows = replayed(table, **rule).messages.query("withheld_by == ''").sort_values("day", kind="stable")
    return rows["programme"].tolist()
