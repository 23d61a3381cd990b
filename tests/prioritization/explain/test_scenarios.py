from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritization import Limits, LimitsError, Problem, limit_scenarios, make_plan

FOUR = pd.DataFrame(
    {"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1], "npv": [1, 2, 3, -4]}
)


def scenarios(table, limits, **terms):
    problem = Problem(table, limits)
    return limit_scenarios(problem, make_plan(problem), **terms)


def test_more_money_brings_what_it_buys():
    found = scenarios(FOUR, Limits(budget=10), money=0.1, also="npv").iloc[0]
    assert (found["kind"], found["change"], found["value"], found["gained"]) == ("budget", 1, 19.5, 3)
    assert (found["enters"], found["leaves"], found["npv"]) == (("D",), (), -4)


def test_a_limit_that_is_used_up_and_brings_nothing_gains_nothing():
    """Two days are used up by A; two more hold nothing else back, as B costs too much."""
    table = pd.DataFrame({"opportunity": ["A", "B"], "score": [5, 4], "cost": [6, 9], "days_it": [2, 2]})
    days = pd.DataFrame({"role": ["it"], "quarter": ["2027Q1"], "days": [2]})
    found = scenarios(table, Limits(("2027Q1",), 10, days), days=2, money=0.01).set_index("kind")
    assert found["gained"].to_dict() == {"capacity": 0, "budget": 0}
    assert found["gained_at_most"].to_dict() == {"capacity": 0, "budget": 0}


def test_more_days_count_in_every_quarter():
    table = pd.DataFrame({"opportunity": ["A", "B", "C"], "score": [5, 4, 3], "days_it": [5, 5, 5]})
    days = pd.DataFrame({"role": "it", "quarter": ["2027Q1", "2027Q2"], "days": [5, 0]})
    found = scenarios(table, Limits(("2027Q1", "2027Q2"), None, days, discount=0), days=5).iloc[0]
    assert (found["kind"], found["name"], found["gained"], found["enters"]) == (
        "capacity",
        "it",
        7,
        ("B", "C"),
    )


def test_money_a_quarter_earlier_saves_the_discount():
    table = pd.DataFrame({"opportunity": ["A"], "score": [10], "cost": [8]})
    limits = Limits(("2027Q1", "2027Q2"), {"2027Q1": 4, "2027Q2": 4}, discount=0.1)
    found = scenarios(table, limits).set_index("kind")
    assert found.loc["earlier", ["value", "gained"]].tolist() == pytest.approx([10, 1])
    assert found.at["budget", "gained"] == 0


def test_an_obligation_released_makes_way():
    table = FOUR.assign(must_do=["no", "no", "no", "yes"], score=[9, 8.5, 8, 0.0], requires=["D", "", "", ""])
    found = scenarios(table, Limits(budget=10)).set_index("kind")
    assert found.loc["must_do", ["name", "gained"]].tolist() == ["D", 7.5]
    assert found.at["must_do", "leaves"] == ("A", "D")


def test_what_is_running_may_be_stopped_once_it_is_released():
    table = pd.DataFrame(
        {
            "opportunity": ["A", "B"],
            "score": [3, 9],
            "npv": [4, 7],
            "cost": [5, 5],
            "quarters": 1,
            "status": ["running", ""],
            "stop_loss": [1, np.nan],
            "must_do": [True, False],
        }
    )
    found = scenarios(table, Limits(budget=5), also="npv").set_index("kind")
    assert found.loc["must_do", ["gained", "enters", "leaves", "npv"]].tolist() == [5, ("B",), ("A",), 2]


@given(st.integers(0, 300))
def test_a_scenario_is_the_plan_of_the_wider_limits(seed):
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(
        {"opportunity": list("abcdef"), "score": rng.integers(1, 9, 6), "cost": rng.integers(1, 9, 6)}
    ).assign(days_it=rng.integers(0, 5, 6))
    days = pd.DataFrame({"role": "it", "quarter": ["2027Q1", "2027Q2"], "days": rng.integers(1, 6, 2)})
    limits = Limits(("2027Q1", "2027Q2"), {"2027Q1": 7, "2027Q2": 6}, days)
    found = scenarios(table, limits, days=3, money=0.5).set_index("kind")["value"]
    wide = replace(limits, capacity=days.assign(days=days["days"] + 3))
    rich = replace(limits, budget={"2027Q1": 10.5, "2027Q2": 9})
    for kind, wider in (("capacity", wide), ("budget", rich)):
        assert found[kind] == pytest.approx(make_plan(Problem(table, wider)).value)


def test_terms_that_cannot_be_are_refused():
    with pytest.raises(LimitsError, match=r"days: -1 is not.*\n.*money: 0 is not a number above 0"):
        scenarios(FOUR, Limits(budget=10), days=-1, money=0)


@pytest.mark.parametrize("budget", [0, {"2027Q1": 0, "2027Q2": 0}])
def test_where_there_is_no_money_a_share_of_all_costs_is_tried(budget):
    found = scenarios(FOUR, Limits(("2027Q1", "2027Q2"), budget), money=0.5).iloc[0]
    assert (found["kind"], found["change"]) == ("budget", 8.5)
    assert found["gained"] > 0 and set(found["enters"]) == {"A", "D"}
