import ibis
import pandas as pd

from workbook.apply.coming import sending_days, with_coming
from workbook.apply.messages import messages_due
from workbook.apply.pressure import replay
from workbook.engagement import ContactRule
from workbook.method import shipped_steps

PERIOD = {"start": pd.Timestamp("2018-01-01"), "end": pd.Timestamp("2018-04-01")}
SCHEMA = {"customer_id": "string", "at": "timestamp(6)"}
SCHEMA |= dict.fromkeys(("touchpoint", "campaign", "outcome"), "string")


def programmes(*rows):
    table = pd.DataFrame(rows, columns=["programme", "stage", "class", "start", "end", "rounds", "profile"])
    dates = {name: pd.to_datetime(table[name]).dt.as_unit("us") for name in ("start", "end")}
    return table.assign(channel="mail", weight=1.0, **dates)


CALENDAR = programmes(
    ("News", "new", "newsletter", "2017-12-20", None, 12, None),
    ("Sale", "new", "promotion", "2018-02-15", "2018-02-20", 26, "x"),
    ("Quarterly", "old", "newsletter", "2016-01-01", None, 4, None),
    ("Weekly", "old", "newsletter", "2018-03-13", None, 52, None),
    ("Once", "loyal", "promotion", "2018-03-01", None, None, None),
    ("Daily", "new", "newsletter", None, "2018-01-02", 365, None),
    ("Later", "new", "promotion", "2018-04-01", None, 12, None),
    ("Hello", "new", "triggered", "2018-01-01", None, 12, None),
    ("Some day", "new", "promotion", None, None, None, None),
)


def test_programmes_go_out_evenly_from_their_start_to_their_end():
    table = sending_days(CALENDAR, **PERIOD).set_index("programme")
    days = {name: [day.strftime("%m-%d") for day in found] for name, found in table["days"].items() if found}
    assert days == {
        "News": ["01-20", "02-20", "03-20"],
        "Sale": ["02-15"],
        "Quarterly": ["01-01"],
        "Weekly": ["03-13", "03-20", "03-27"],
        "Once": ["03-01"],
        "Daily": ["01-01", "01-02"],
    }
    assert table["state"].tolist() == [*["dated"] * 6, "not now", "event", "undated"]


def test_without_history_the_simulator_runs_on_the_generated_calendar_to_who_fits():
    stages = ibis.memtable({"customer_id": list("abc"), "stage": ["new", "new", "loyal"]})
    about = ibis.memtable({"customer_id": list("abc"), "profile": ["x", None, None]})
    nothing = ibis.memtable(pd.DataFrame(columns=list(SCHEMA)), schema=SCHEMA)
    days = sending_days(CALENDAR, **PERIOD)
    contacts = with_coming(nothing, days, CALENDAR, stages, about)
    due = messages_due(contacts, CALENDAR, stages, ["new", "loyal"])
    found = replay(due, ContactRule(limit=1, window_days=14), **PERIOD).messages
    sent = found[found["withheld_by"].eq("")].groupby("programme")["n"].sum().to_dict()
    held = found[found["withheld_by"].ne("")].groupby("programme")["n"].sum().to_dict()
    assert sent == {"News": 5, "Sale": 1, "Once": 1, "Daily": 2} and held == {"News": 1, "Daily": 2}


def test_the_calendar_needs_no_message_on_record():
    step, at_hand = shipped_steps()["5_apply"], frozenset({"programmes", "transactions"})
    left_out = step.left_out(at_hand)
    assert "coming_calendar" not in left_out and "mailing_moves" in left_out
