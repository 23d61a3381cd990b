"""The stages that hold without stages in engagement.yml: every customer in one, whatever the window."""

from itertools import product

import pandas as pd
import pytest

from workbook.catalogues import catalogue, languages
from workbook.engagement import Engagement, engagement_from
from workbook.market_stages import NAMES, market_stages

MARKETS = ("b2c", "b2b", "marketplace", "classifieds")


def stages_of(market, window_days=91):
    return engagement_from({"client": "Acme", "market": market, "window_days": window_days}).stages


def holds(stage, customer):
    """Whether a customer fits all rules of a stage."""
    return all(
        (rule.at_least is None or customer[measure] >= rule.at_least)
        and (rule.below is None or customer[measure] < rule.below)
        for measure, rule in stage.rules.items()
    )


def names_of(market, customer, window_days=91):
    return [stage.name for stage in stages_of(market, window_days) if holds(stage, customer)]


@pytest.mark.parametrize("window", [1, 2, 7, 30, 31, 91, 365, 3660])
@pytest.mark.parametrize("market", MARKETS)
def test_every_customer_is_in_exactly_one_stage_whatever_the_window(market, window):
    edges = [windows * window for windows in (0.5, 1, 2, 4)]
    days = sorted({max(int(edge) + step, 0) for edge in edges for step in (-1, 0, 1)} | {0, 1, 10**5})
    orders = sorted({0, 1, 2, 3, *(max(2, window // each) + step for each in (7, 30) for step in (-1, 0, 1))})
    stages = stages_of(market, window)
    for age, recency, n in product(days, days, orders):
        customer = {"age_days": age, "recency_days": recency, "orders": n}
        assert sum(holds(stage, customer) for stage in stages) == 1, customer


def test_the_setting_allows_the_markets_that_have_stages():
    assert Engagement.model_fields["market"].annotation.__args__ == MARKETS


@pytest.mark.parametrize("market", MARKETS)
def test_a_market_has_five_stages_of_which_the_last_has_left(market):
    stages = stages_of(market)
    assert tuple(stage.name for stage in stages) == NAMES
    assert [stage.left for stage in stages] == [False] * 4 + [True]
    for language in languages():
        assert len({catalogue(language)[f"stage_{market}"][name] for name in NAMES}) == 5


@pytest.mark.parametrize(
    ("market", "age", "recency", "orders", "stage"),
    [
        ("b2c", 90, 5, 9, "new"),
        ("b2c", 91, 90, 3, "loyal"),
        ("b2c", 400, 90, 2, "occasional"),
        ("b2c", 400, 91, 0, "slipping"),
        ("b2c", 400, 182, 0, "lapsed"),
        ("b2b", 181, 181, 0, "new"),
        ("b2b", 400, 363, 0, "slipping"),
        ("b2b", 400, 364, 0, "lapsed"),
        ("marketplace", 400, 45, 13, "loyal"),
        ("marketplace", 400, 45, 12, "occasional"),
        ("marketplace", 400, 46, 12, "slipping"),
        ("marketplace", 400, 91, 0, "lapsed"),
        ("classifieds", 400, 300, 0, "slipping"),
    ],
)
def test_the_stage_of_a_customer_by_hand(market, age, recency, orders, stage):
    customer = {"age_days": age, "recency_days": recency, "orders": orders}
    assert names_of(market, customer) == [stage]


def test_no_rule_asks_what_an_engagement_may_not_have():
    rules = pd.DataFrame([stage for market in MARKETS for stage in market_stages(market, 91)])["rules"]
    assert {measure for rule in rules for measure in rule} == {"age_days", "recency_days", "orders"}
