from datetime import datetime

import pandas as pd
from pandas import DataFrame

from workbook.apply.channels import channel_objectives, channel_use, in_quarter, overlap
from workbook.privacy import hidden

QUARTER = {"start": datetime(2017, 10, 1), "end": datetime(2018, 1, 1)}


def table(*rows, **columns):
    import ibis

    return ibis.memtable(DataFrame(rows, columns=[*columns]).astype(columns))


def orders(*rows):
    return table(*rows, customer_id="str", channel="str", amount="float")


def contacts(*rows):
    return table(*rows, customer_id="str", channel="str", touchpoint="str")


SOLD = orders(
    ("a", "web", 10),
    ("a", "app", 20),
    ("b", "web", 30),
    ("c", "web", 40),
    ("d", "kiosk", 0),
    ("a", "kiosk", 0),
)
MET = contacts(("a", "mail", "News"), ("b", "mail", "News"), ("b", "app", "News"), ("c", "app", "Help"))


def test_a_channel_counts_its_customers_once_and_its_share_of_what_was_ordered():
    used = channel_use(SOLD, MET).set_index("channel")
    assert used["customers"].to_dict() == {"app": 3, "web": 3, "kiosk": 2, "mail": 2}
    assert used["share_of_value"].dropna().round(1).to_dict() == {"app": 0.2, "web": 0.8, "kiosk": 0.0}
    assert used.loc["mail", "contacts"] == 2 and used.loc["web", "contacts"] == 0


def test_what_few_buyers_brought_is_hidden_in_a_channel_where_many_were_met():
    bought = [(f"c{n}", "web", 10) for n in range(40)] + [
        ("c1", "phone", 99),
        ("c2", "app", 5),
        ("c3", "app", 5),
    ]
    met = [(f"c{n}", channel, "Help") for n in range(30) for channel in ("phone", "app")]
    shown = hidden(channel_use(orders(*bought), contacts(*met)), 10).set_index("channel")
    assert shown["customers"].to_dict() == {"web": 40, "app": 30, "phone": 30}
    assert shown[["value", "share_of_value"]].isna().all().all(), "what is left of the total is web's"


def test_two_channels_overlap_where_customers_do_the_same_in_both():
    found = overlap(SOLD, MET).set_index(["act", "channel", "other"])
    assert found.loc[("orders", "app", "web"), ["n", "of", "share"]].tolist() == [1, 1, 1.0]
    assert found.loc[("orders", "kiosk", "web"), ["n", "of"]].tolist() == [1, 2]
    assert found.loc[("News", "app", "mail"), ["n", "of"]].tolist() == [1, 1]
    assert not [key for key in found.index if key[0] == "Help"], "one channel is no pair"


def test_where_nothing_is_done_in_two_channels_there_is_no_pair():
    assert overlap(orders(("a", "web", 1)), contacts()).empty


def test_only_the_quarter_and_who_is_known_count():
    at = pd.Timestamp
    rows = table(
        ("a", "web", at("2017-10-01")),
        ("b", "web", at("2018-01-01")),
        (None, "web", at("2017-11-01")),
        ("c", None, at("2017-11-01")),
        customer_id="object",
        channel="object",
        at="datetime64[us]",
    )
    assert in_quarter(rows, "at", **QUARTER).to_pandas()["customer_id"].tolist() == ["a"]


def test_a_channel_of_the_journey_without_an_objective_is_a_gap_and_others_are_not_in_it():
    journey = DataFrame(
        {
            "touchpoint": ["Till", "Help", "Mail"],
            "channel": ["store", "phone", None],
            "channel_objective": ["Speed", None, "x"],
        }
    )
    programmes = DataFrame({"programme": ["Recall"], "channel": ["phone"]})
    made = channel_objectives(journey, programmes, channel_use(SOLD, MET), ["store"]).set_index("channel")
    assert made["gap"].to_dict() == {name: name == "phone" for name in made.index}
    assert made.loc["store", ["kind", "objectives"]].tolist() == ["offline", ["Speed"]]
    assert made.loc["phone", "programmes"] == ["Recall"] and pd.isna(made.loc["phone", "customers"])
    assert made.loc["web", ["customers", "touchpoints"]].tolist() == [3, []]
