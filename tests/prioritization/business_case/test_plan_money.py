import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritization import (
    Limits,
    LimitsError,
    Problem,
    as_planned,
    business_cases,
    make_plan,
    money_difference,
    plan_money,
)
from prioritization.business_case.uncertainty import simulate

THREE = pd.DataFrame(
    {
        "opportunity": ["A", "B", "C"],
        "score": [8.0, 6.0, 2.0],
        "cost": [100.0, 60.0, 90.0],
        "quarters": [2, 1, 1],
        "extra_low": [20.0, 10.0, 0.0],
        "extra_likely": [30.0, 10.0, 0.0],
        "extra_high": [70.0, 10.0, 0.0],
        "protected_low": [5.0, np.nan, 1.0],
        "protected_likely": [5.0, np.nan, 2.0],
        "protected_high": [5.0, np.nan, 3.0],
    }
)
SCHEDULE = pd.DataFrame(
    {"opportunity": ["A", "B", "C"], "decision": ["start", "start", "left out"], "start": ["Q1", "Q2", None]}
)


def planned():
    return as_planned(THREE, SCHEDULE, ["Q1", "Q2", "Q3"])


def test_the_money_of_a_plan_is_checked_by_hand():
    """A: 50 in quarters 1 and 2, then (20 + 4·30 + 70) / 6 = 35 and 5; B: 60 in quarter 2, then 10."""
    money = plan_money(planned(), horizon=4, discount=0, seed=1).by_quarter
    assert money["cost"].tolist() == pytest.approx([50, 160, 160, 160])
    assert money["extra"].tolist() == pytest.approx([0, 0, 45, 90])
    assert money["protected"].tolist() == pytest.approx([0, 0, 5, 10])
    assert money["net"].tolist() == pytest.approx([-50, -160, -110, -60])


def test_what_the_plan_brings_a_year_is_four_quarters_once_all_is_delivered():
    yearly = plan_money(planned(), horizon=1, discount=0.1, seed=1).yearly.set_index("amount")
    assert yearly["expected"].to_dict() == pytest.approx({"extra": 180, "protected": 20, "all": 200})
    assert yearly.loc["protected", ["low", "high"]].tolist() == [20, 20]
    assert yearly.at["all", "low"] < 200 < yearly.at["all", "high"]


@given(st.integers(1, 9), st.sampled_from([0.0, 0.02, 0.3]))
def test_the_net_is_that_of_the_cases_added_up(horizon, discount):
    table = planned()
    money = plan_money(table, horizon=horizon, discount=discount, seed=1, draws=2).by_quarter
    finished = (table["start"] + table["quarters"]).max()
    if horizon >= finished:
        cases = business_cases(table, horizon=horizon, discount=discount, start=table["start"])
        assert money["net"].iloc[-1] == pytest.approx(cases["npv"].sum())
    assert money["quarter"].tolist() == list(range(1, horizon + 1))


def test_the_range_is_that_of_the_simulated_cases():
    table = planned()
    money = plan_money(table, horizon=6, discount=0.02, seed=5, draws=300).by_quarter.iloc[-1]
    npv = simulate(table, draws=300, seed=5, horizon=6, discount=0.02, start=table["start"]).npv.sum(axis=1)
    assert money[["net_low", "net_high"]].tolist() == pytest.approx(npv.quantile([0.05, 0.95]).tolist())


def test_what_goes_faster_takes_its_faster_quarters_and_its_price():
    running = THREE.iloc[[0]].assign(
        status="running",
        quarters=3,
        accelerated_quarters=1,
        accelerated_cost=25.0,
        cost_low=90.0,
        cost_high=120.0,
    )
    made = make_plan_of(running)
    assert made.schedule["decision"].tolist() == ["accelerate"]
    table = as_planned(running, made.schedule, ["Q1", "Q2", "Q3"])
    assert table[["quarters", "cost", "cost_low", "cost_high"]].iloc[0].tolist() == [1, 125, 115, 145]


def make_plan_of(table):
    return make_plan(Problem(table, Limits(("Q1", "Q2", "Q3"), discount=0.1)))


def test_a_plan_of_nothing_costs_and_brings_nothing():
    none = as_planned(THREE, SCHEDULE.assign(decision="left out", start=None), ["Q1"])
    money = plan_money(none, horizon=2, discount=0, seed=1)
    assert money.by_quarter[["net", "net_low", "net_high"]].to_numpy().tolist() == [[0, 0, 0], [0, 0, 0]]
    assert money.yearly["expected"].tolist() == [0, 0, 0]


def test_a_schedule_of_other_quarters_is_refused():
    with pytest.raises(LimitsError, match="start: 'Q2' is not a quarter of it"):
        as_planned(THREE, SCHEDULE, ["Q1", "Q3"])


def test_what_two_plans_share_adds_no_doubt_about_their_difference():
    """B is certain: without it the other plan saves 60 and loses 10 in quarter 3 and in quarter 4."""
    found = money_difference(planned(), planned().head(1), horizon=4, discount=0, seed=3).iloc[0]
    assert found[["expected", "low", "high", "share"]].tolist() == pytest.approx([40, 40, 40, 1])


def test_the_difference_is_that_of_the_plans():
    other = as_planned(
        THREE, SCHEDULE.assign(start=["Q2", None, "Q1"], decision=["start", "stop", "start"]), ["Q1", "Q2"]
    )
    found = money_difference(planned(), other, horizon=8, discount=0.02, seed=3, draws=500).iloc[0]
    ends = [
        plan_money(table, horizon=8, discount=0.02, seed=3, draws=500).by_quarter["net"].iloc[-1]
        for table in (planned(), other)
    ]
    assert found["expected"] == pytest.approx(ends[1] - ends[0])
    assert found["low"] < found["expected"] < found["high"] and found["share"] == 0
    nothing = money_difference(planned().head(0), planned(), horizon=8, discount=0.02, seed=3).iloc[0]
    assert nothing["expected"] == pytest.approx(ends[0])
