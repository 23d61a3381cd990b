from random import Random

import pandas as pd
import pytest
from profiles import seeds

from prioritization import Limits, Problem, greedy_plans, make_plan

QUARTERS = ("2027Q1", "2027Q2")


def opportunities(**columns):
    return pd.DataFrame({"opportunity": list("ABCD")[: len(columns["score"])], **columns})


def greedy(table, limits):
    return greedy_plans(Problem(table, limits), make_plan(Problem(table, limits))).set_index("rule")


# by hand


def test_what_had_to_wait_for_another_is_taken_after_it():
    table = opportunities(score=[9, 1], requires=["B", ""])
    assert greedy(table, Limits(QUARTERS, 0, discount=0)).loc["score", "members"] == ("A", "B")


def test_the_earliest_quarter_that_fits_is_taken():
    capacity = pd.DataFrame({"role": "it", "quarter": QUARTERS, "days": [5, 5]})
    table = opportunities(score=[9, 8], days_it=[5, 5])
    assert greedy(table, Limits(QUARTERS, 0, capacity, discount=0.5)).loc["score", "value"] == 9 + 4


def test_what_must_be_in_comes_first():
    table = opportunities(score=[9, 1], cost=[5, 5], must_do=["", "ja"])
    assert greedy(table, Limits(QUARTERS, 5)).loc["score", "members"] == ("B",)


def test_overtime_is_bought_and_paid_for():
    capacity = pd.DataFrame(
        {"role": "it", "quarter": ["2027Q1"], "days": [5], "overtime": [5], "overtime_price": [10]}
    )
    table = opportunities(score=[9, 1], days_it=[7, 1], cost=[0, 0])
    assert greedy(table, Limits(("2027Q1",), 20, capacity)).loc["score", "members"] == ("A",)
    assert greedy(table, Limits(("2027Q1",), 30, capacity)).loc["score", "members"] == ("A", "B")


def test_a_list_that_leads_to_no_plan_has_no_value():
    table = opportunities(score=[9, 1], cost=[5, 5], group=["web", "shop"])
    row = greedy(table, Limits(("2027Q1",), 5, at_least={("group", "shop"): 1})).loc["score"]
    assert pd.isna(row["value"])
    assert row["members"] == ()


def test_what_is_running_goes_on():
    table = opportunities(score=[1, 9], cost=[5, 5], status=["running", ""], stop_loss=[2, None])
    assert greedy(table, Limits(QUARTERS, 5)).loc["score", ["value", "lost"]].tolist() == [1, 6]


# laws


@pytest.mark.parametrize("seed", seeds(10))
def test_a_list_never_beats_the_plan(seed):
    random = Random(seed)
    table = pd.DataFrame(
        [
            {
                "opportunity": f"o{n}",
                "score": random.randint(0, 90) / 10,
                "cost": random.randint(0, 9),
                "days_it": random.randint(0, 9),
                "requires": f"o{random.randrange(n)}" if n and random.random() < 0.3 else "",
            }
            for n in range(9)
        ]
    )
    capacity = pd.DataFrame({"role": "it", "quarter": QUARTERS, "days": [10, 8]})
    found = greedy(table, Limits(QUARTERS, 20, capacity))
    assert (found["lost"] >= -1e-9).all()
    for held in found["members"]:
        cost = table.loc[table["opportunity"].isin(held), "cost"].sum()
        assert cost <= 20
