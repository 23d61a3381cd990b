from random import Random

import pandas as pd
import pytest
from profiles import seeds

from prioritization import Limits, LimitsError, Problem, limit_prices, make_plan
from prioritization.explain.prices import joint_prices

QUARTERS = ("2027Q1", "2027Q2")
FOUR = pd.DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})


def prices(table, limits, step=0.1):
    return limit_prices(Problem(table, limits), make_plan(Problem(table, limits)), step=step)


# by hand


def test_the_price_of_money_up_is_not_that_of_money_down():
    row = prices(FOUR, Limits(("2027Q1",), 10)).iloc[0]
    assert row[["kind", "limit", "change", "value_up", "value_down"]].tolist() == ["budget", 10, 1, 19.5, 12]
    assert row[["price_up", "price_down"]].tolist() == [3, 4.5]
    assert row["proven"]


def test_the_relaxed_price_is_that_of_the_opportunity_cut_in_parts():
    # By score per cost: D 3, B 1.7, C 1.6; of C, 4 of its 5 are paid for.
    assert prices(FOUR, Limits(("2027Q1",), 10))["relaxed_price"].tolist() == pytest.approx([1.6])


def test_days_have_a_price_per_role_and_quarter():
    capacity = pd.DataFrame({"role": ["it", "crm"], "quarter": "2027Q1", "days": [10, 100]})
    table = pd.DataFrame({"opportunity": ["A", "B"], "score": [9, 4], "days_it": [10, 1], "days_crm": 1})
    row = prices(table, Limits(("2027Q1",), 0, capacity)).set_index("role").loc["it"]
    assert row[["quarter", "price_up", "price_down"]].tolist() == ["2027Q1", 4, 5]


def test_the_money_of_all_quarters_has_one_price():
    table = FOUR.assign(score=[9, 8, 7, 3])
    found = prices(table, Limits(QUARTERS, {"2027Q1": 5, "2027Q2": 5}, discount=0))
    assert found[["kind", "quarter", "limit", "change"]].values.tolist() == [["budget", "", 10, 1]]
    assert found["value_up"].tolist() == [15 + 3]


def test_a_rule_that_counts_moves_by_one_and_wider_is_fewer_of_at_least():
    table = pd.DataFrame({"opportunity": list("ABC"), "score": [9, 8, 2], "group": ["web", "web", "shop"]})
    limits = Limits(("2027Q1",), 0, at_most={("group", "web"): 1})
    assert prices(table, limits)[["role", "price_up", "price_down"]].values.tolist() == [["group: web", 8, 9]]
    limits = Limits(("2027Q1",), 10, at_least={("group", "shop"): 1})
    found = prices(table.assign(cost=5), limits).set_index("kind").loc["at_least"]
    assert found["price_up"] == 6
    assert pd.isna(found["price_down"])


def test_overtime_has_a_price_beside_its_days():
    capacity = pd.DataFrame(
        {"role": "it", "quarter": ["2027Q1"], "days": [4], "overtime": [5], "overtime_price": [1]}
    )
    table = pd.DataFrame({"opportunity": ["A", "B"], "score": [9, 4], "days_it": [9, 1]})
    found = prices(table, Limits(("2027Q1",), 20, capacity), step=0.2).set_index("kind")
    assert found.loc["overtime", ["change", "price_up", "price_down"]].tolist() == [1, 4, 5]
    assert pd.isna(found.loc["overtime", "relaxed_price"])


def test_a_limit_of_nothing_moves_up_by_one():
    capacity = pd.DataFrame({"role": "it", "quarter": ["2027Q1"], "days": [0]})
    table = pd.DataFrame({"opportunity": ["A", "B"], "score": [9, 4], "days_it": [1, 0.5]})
    row = prices(table, Limits(("2027Q1",), 0, capacity)).iloc[0]
    assert row[["change", "price_up"]].tolist() == [1, 9]
    assert pd.isna(row["price_down"])


def test_what_is_not_held_back_has_no_price():
    assert prices(FOUR, Limits(("2027Q1",), 100)).empty


def test_the_narrower_side_is_made_only_where_it_is_asked():
    problem = Problem(FOUR, Limits(("2027Q1",), 10))
    row = limit_prices(problem, make_plan(problem), step=0.1, narrower=False).iloc[0]
    assert (row["price_up"], row["proven"]) == (3, True)
    assert pd.isna(row["value_down"]) and pd.isna(row["price_down"])


def joint(table, limits):
    problem = Problem(table, limits)
    return joint_prices(problem, make_plan(problem), step=0.1)


def both_needed(**columns):
    """B fits with 1 more of the money and 1 more day; no one of these is enough."""
    days = pd.DataFrame({"role": ["it", "crm"], "quarter": "2027Q1", "days": [10, 10]})
    table = pd.DataFrame(
        {"opportunity": ["A", "B"], "score": [9, 8], "cost": [10, 1], "days_it": [10, 1], **columns}
    )
    return table, Limits(("2027Q1",), 10, days)


def test_two_limits_that_pay_only_together_are_found():
    table, limits = both_needed()
    assert prices(table, limits)["price_up"].tolist() == [0, 0]
    row = joint(table, limits).iloc[0]
    assert row["limits"] == (("budget", "", "", 1.0), ("capacity", "it", "2027Q1", 1.0))
    assert (row["value"], row["proven"]) == (17, True)


def test_three_that_pay_only_together_are_one_row():
    found = joint(*both_needed(days_crm=[10, 1]))
    assert [len(limits) for limits in found["limits"]] == [3]


def test_of_three_limits_only_the_pair_that_pays_is_told():
    table, limits = both_needed(days_crm=[10, 0])
    table.loc[2] = ["C", 1, 5, 5, 9]
    found = joint(table, limits)
    assert [[role for _, role, _, _ in row] for row in found["limits"]] == [["", "it"]]


def test_nothing_is_told_where_nothing_pays_together():
    table, limits = both_needed()
    assert joint(table.assign(cost=[10, 9]), limits).empty


# laws


@pytest.mark.parametrize("seed", seeds(8))
def test_a_price_is_never_below_0_and_the_values_are_those_of_plans(seed):
    random = Random(seed)
    table = pd.DataFrame(
        [
            {
                "opportunity": f"o{n}",
                "score": random.randint(1, 90) / 10,
                "cost": random.randint(1, 9),
                "days_it": random.randint(0, 9),
            }
            for n in range(9)
        ]
    )
    capacity = pd.DataFrame({"role": "it", "quarter": QUARTERS, "days": [10, 8]})
    limits = Limits(QUARTERS, 20, capacity)
    found = prices(table, limits, step=0.2)
    assert (found[["price_up", "price_down"]].fillna(0) >= -1e-9).all(axis=None)
    assert (found["relaxed_price"] >= -1e-9).all()
    for row in found[found["kind"].eq("budget")].itertuples():
        assert row.value_up == pytest.approx(make_plan(Problem(table, Limits(QUARTERS, 24, capacity))).value)
        assert row.value_down == pytest.approx(
            make_plan(Problem(table, Limits(QUARTERS, 16, capacity))).value
        )


# refusals


def test_a_step_of_nothing_is_refused():
    with pytest.raises(LimitsError, match="step: 0 is not above 0"):
        prices(FOUR, Limits(("2027Q1",), 10), step=0)
