"""The same customers in several groupings: what each group brings now and is expected to bring."""

from datetime import datetime

import ibis
import numpy as np
import pandas as pd
import pytest

from workbook.backend import cached
from workbook.engagement import OutlookRule
from workbook.privacy import hide_small
from workbook.recognise.clv import bg_nbd, gamma_gamma
from workbook.recognise.groupings import (
    EXPECTED,
    customer_groupings,
    expected_of_groupings,
    value_of_groupings,
)
from workbook.recognise.histories import (
    customer_histories,
    distinct_histories,
    distinct_spending,
    expected_totals,
)
from workbook.recognise.outlook import Outlook, outlook
from workbook.recognise.value import value_bands

TIERS = {"Gold": 0.5, "Bronze": 1.0}
ORDER = ["new", "loyal", *TIERS]
NOTHING = pd.DataFrame(columns=EXPECTED)


def table(**columns):
    texts = ("customer_id", "stage", "segment", "profile", "account_manager")
    types = {name: "string" if name in texts else "int64" for name in columns}
    return ibis.memtable(pd.DataFrame(columns), schema=types)


IDS = list("abcd")
MEASURES = table(customer_id=IDS, cents=[6000, 3000, 1000, 0])
STAGES = table(customer_id=IDS, stage=["loyal", "loyal", "new", "new"])
SEGMENTS = table(customer_id=IDS, segment=["high", "high", "low", None])
CUSTOMERS = table(
    customer_id=[*IDS, "never"],
    profile=["Starter", "Brand", None, None, "Brand"],
    account_manager=["Kim", None, None, "Kim", None],
)


def parts(customers=CUSTOMERS):
    return customer_groupings(STAGES, SEGMENTS, value_bands(MEASURES, TIERS), customers)


def test_what_each_group_brings_by_hand():
    found = value_of_groupings(MEASURES, parts(), NOTHING, ORDER)
    shown = found[["grouping", "group", "n", "share_of_customers", "value", "share_of_value"]]
    assert shown.to_numpy().tolist() == [
        ["stage", "new", 2, 0.5, 10, 0.1],
        ["stage", "loyal", 2, 0.5, 90, 0.9],
        ["segment", "high", 2, 0.5, 90, 0.9],
        ["segment", "low", 1, 0.25, 10, 0.1],
        ["segment", "", 1, 0.25, 0, 0],
        ["profile", "Brand", 1, 0.25, 30, 0.3],
        ["profile", "Starter", 1, 0.25, 60, 0.6],
        ["profile", "", 2, 0.5, 10, 0.1],
        ["manager", "Gold|with", 1, 0.25, 60, 0.6],
        ["manager", "Bronze|with", 1, 0.25, 0, 0],
        ["manager", "Bronze|without", 2, 0.5, 40, 0.4],
    ]
    assert found["expected"].isna().all() and found["share_of_expected"].isna().all()
    assert found["total"].unique().tolist() == ["stage", "segment", "profile", "Gold", "Bronze"]


def test_profiles_and_account_managers_that_nobody_has_are_no_grouping():
    nobody = table(customer_id=IDS, profile=[None] * 4, account_manager=[None] * 4)
    assert list(parts(nobody)) == ["stage", "segment"]
    assert list(parts(table(customer_id=[], profile=[], account_manager=[]))) == ["stage", "segment"]


def test_without_revenue_and_without_segments_there_are_no_shares_of_value():
    nothing = table(customer_id=IDS, cents=[0, 0, 0, 0])
    none = table(customer_id=IDS, segment=[None] * 4)
    groups = customer_groupings(STAGES, none, value_bands(nothing, TIERS), CUSTOMERS)
    found = value_of_groupings(nothing, groups, NOTHING, ORDER)
    assert "segment" not in set(found["grouping"]) and found["share_of_value"].eq(0).all()


def test_a_band_by_account_manager_gives_no_group_away_that_the_band_itself_would():
    rows = [("Gold|with", 5), ("Gold|without", 40), ("Bronze|with", 12), ("Bronze|without", 200)]
    found = pd.DataFrame(rows, columns=["group", "n"]).assign(grouping="manager", value=1.0)
    found["total"] = found["group"].str.split("|").str[0]
    shown = hide_small(found, ["value"], 10, totals=["grouping", "total"])
    assert shown["value"].isna().tolist() == [True, True, False, False]


@pytest.fixture(scope="module")
def bought():
    """A year and a half of orders of 150 customers, some of whom stop."""
    rng = np.random.default_rng(8)
    rows = [
        (f"c{n:03d}", day, float(rng.integers(5, 90)))
        for n in range(150)
        for day in rng.choice(500, rng.integers(1, 12), replace=False)
    ]
    frame = pd.DataFrame(rows, columns=["customer_id", "day", "amount"])
    frame["ordered_at"] = pd.Timestamp("2016-08-01") + pd.to_timedelta(frame.pop("day"), unit="D")
    frame = frame.assign(order_id=None, product_group=None)
    schema = {"customer_id": "string", "ordered_at": "timestamp(6)", "amount": "float64"}
    schema |= {"order_id": "string", "product_group": "string"}
    frame["ordered_at"] = frame["ordered_at"].astype("datetime64[us]")
    return cached(ibis.memtable(frame[list(schema)], schema=ibis.schema(schema)))


def test_expected_values_of_every_grouping_add_up_to_the_same_total_with_an_interval(bought):
    rule = OutlookRule()
    past = cached(customer_histories(bought, end=datetime(2018, 1, 1)))
    halves = past.select("customer_id", group=(past.frequency > 4).ifelse("often", "seldom"))
    firsts = past.select("customer_id", group=past.customer_id.substr(0, 2))
    models = bg_nbd(distinct_histories(past)), gamma_gamma(distinct_spending(past))
    found = Outlook(NOTHING, NOTHING, NOTHING, NOTHING, (), models=models)
    groups = {"stage": halves, "profile": firsts}
    table = expected_of_groupings(found, past, groups, rule=rule, discount=0.02)
    assert table.columns.tolist() == EXPECTED and len(table) == 2 + 2
    total = expected_totals(past, *models, quarters=4, discount=0.02)["value"].iloc[0]
    assert table.groupby("grouping")["expected"].sum().tolist() == pytest.approx([total, total])
    assert (table["low"] < table["expected"]).all() and (table["expected"] < table["high"]).all()
    alone = expected_totals(past, *models, halves, quarters=4, discount=0.02)
    assert table.head(2)["expected"].tolist() == alone["value"].tolist()
    measures = past.select("customer_id", cents=past.cents_again)
    shares = value_of_groupings(measures, groups, table, [])
    assert shares.groupby("grouping")["share_of_expected"].sum().tolist() == pytest.approx([1, 1])


def test_without_models_nothing_is_expected(bought):
    once = bought.filter(bought.customer_id == "c000").limit(1)
    past = customer_histories(once, end=datetime(2018, 1, 1))
    groups = past.select("customer_id", group=ibis.literal("all"))
    found = outlook(once, past, groups, end=datetime(2018, 1, 1), rule=OutlookRule(), discount=0.02)
    assert found.models is None
    table = expected_of_groupings(found, past, {"stage": groups}, rule=OutlookRule(), discount=0.02)
    assert table.empty and table.columns.tolist() == EXPECTED
