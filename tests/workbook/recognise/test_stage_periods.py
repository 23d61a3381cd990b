"""Quarters of customers: by hand, and from the marketplace of which the truth is known."""

from datetime import datetime

import pandas as pd
import pytest
import yaml

from workbook.drivers.stage_moves import stage_drivers
from workbook.engagement import engagement_from
from workbook.examples import partners
from workbook.examples import partners_stages as chain
from workbook.recognise.rfm import customer_measures
from workbook.recognise.stage_periods import stage_periods

END = datetime(2018, 1, 1)
RULES = engagement_from(
    {
        "client": "x",
        "stages": [
            {"name": "many", "rules": {"orders": {"at_least": 2}}},
            {"name": "few", "rules": {"orders": {"below": 2}}},
        ],
    }
).stages


def made(as_table, orders, contacts, **options):
    lines = pd.DataFrame(orders, columns=["customer_id", "ordered_at", "amount", "channel"])
    lines["ordered_at"] = pd.to_datetime(lines["ordered_at"])
    lines = as_table(lines.assign(order_id=None, product_group="x", product=None))
    met = pd.DataFrame(contacts, columns=["customer_id", "at", "touchpoint", "outcome"])
    met["at"] = pd.to_datetime(met["at"])
    people = as_table(pd.DataFrame({"customer_id": ["a", "b"], "since": pd.to_datetime([None, None])}))
    measures = customer_measures(lines, people, end=END, window_days=91)
    return stage_periods(lines, people, as_table(met), measures, RULES, end=END, window_days=91, **options)


ORDERS = [
    ("a", "2017-01-05", 10, "web"),
    ("b", "2017-01-05", 10, "web"),
    ("a", "2017-07-10", 10, "web"),
    ("a", "2017-07-20", 10, "app"),
    ("b", "2017-10-10", 30, "app"),
    ("b", "2017-11-10", 30, "app"),
]
CONTACTS = [
    ("b", "2017-08-01", "Mail", "opened"),
    ("a", "2017-08-01", "Mail", "sent"),
    ("b", "2017-12-01", "Training", "attended"),
]


def test_what_was_met_in_a_quarter_stands_beside_the_stage_a_quarter_later(as_table):
    rows = made(as_table, ORDERS, CONTACTS).set_index(["customer_id", "period"])
    assert rows.index.tolist() == [("a", 0), ("b", 0)]
    assert rows[["before", "after"]].to_numpy().tolist() == [["many", "few"], ["few", "many"]]
    assert rows[["value", "value_after"]].to_numpy().tolist() == [[20, 0], [0, 60]]
    assert rows["met: Mail · opened"].tolist() == [0, 1] and rows["met: Mail · sent"].tolist() == [1, 0]
    assert rows["channel: app"].tolist() == [1, 0] and "met: Training" not in rows


def test_quarters_in_which_everyone_is_new_are_left_out(as_table):
    late = [row for row in ORDERS if row[1] > "2017-06"]
    assert made(as_table, late, CONTACTS).empty


def test_no_more_customers_are_followed_than_asked_for(as_table):
    assert made(as_table, ORDERS, CONTACTS, most=1)["customer_id"].tolist() == ["a"]


@pytest.fixture(scope="module")
def marketplace():
    settings, tables, truth = partners.engagement(7)
    return engagement_from(yaml.safe_load(settings["en"])), tables, truth


def test_the_marketplace_gives_its_planted_drivers_back(marketplace, as_table):
    engagement, tables, truth = marketplace
    lines, people, met = (as_table(tables[name]) for name in ("transactions", "customers", "touchpoints"))
    window = engagement.window_days
    measures = customer_measures(lines, people, end=END, window_days=window)
    rows = stage_periods(lines, people, met, measures, engagement.stages, end=END, window_days=window)
    rise = stage_drivers(rows).table.set_index("driver")
    clear = rise.index[rise["own_p_holm"] < 0.05].tolist()
    assert {name for name, effective in truth["stage_drivers"].items() if effective} == {
        name.removeprefix("met: ") for name in clear
    }
    assert rise.loc["met: Newsletter · opened", "p_holm"] > 0.05
    worth = (
        pd.concat(
            [
                rows[["before", "value"]].set_axis(["stage", "value"], axis=1),
                rows[["after", "value_after"]].set_axis(["stage", "value"], axis=1),
            ]
        )
        .groupby("stage")["value"]
        .mean()
    )
    gain = {
        stage: sum(
            chain.TRAINED[at, to] - chain.ALONE[at, to]
            for to, other in enumerate(chain.STAGES)
            if worth[other] > worth[stage]
        )
        for at, stage in enumerate(chain.STAGES)
    }
    trained = rows[rows["met: Training"].eq(1) & rows["before"].ne(worth.idxmax())]
    planted = 100 * trained["before"].map(gain).mean()
    assert rise.loc["met: Training", "low"] < planted < rise.loc["met: Training", "high"]
