from random import Random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritization import (
    InfeasibleError,
    Limits,
    LimitsError,
    OpportunitiesError,
    Problem,
    make_plan,
)

QUARTERS = ("2027Q1", "2027Q2", "2027Q3")


def opportunities(**columns):
    return pd.DataFrame({"opportunity": list("ABCD")[: len(columns["score"])], **columns})


def test_the_dearest_score_is_left_out_where_two_others_are_worth_more():
    plan = make_plan(Problem(opportunities(score=[9, 8.5, 8, 3], cost=[6, 5, 5, 1]), Limits(("2027Q1",), 10)))
    assert plan.members == ("B", "C")
    assert (plan.value, plan.bound, plan.gap, plan.status) == (16.5, 16.5, 0.0, "optimal")


def test_a_later_finish_is_worth_less():
    plan = make_plan(Problem(opportunities(score=[8], quarters=[3]), Limits(QUARTERS, 0, discount=0.1)))
    assert plan.value == pytest.approx(8 * 0.9**2)
    assert plan.schedule.loc[0, ["start", "finish"]].tolist() == ["2027Q1", "2027Q3"]


def test_what_is_required_is_finished_before_what_requires_it_starts():
    table = opportunities(score=[0, 9], quarters=[2, 1], requires=["", "A"])
    schedule = make_plan(Problem(table, Limits(QUARTERS, 0))).schedule
    assert schedule["finish"].tolist() == ["2027Q2", "2027Q3"]
    assert schedule["reason"].tolist() == ["prerequisite", "in_plan"]
    assert schedule["detail"].tolist() == ["B", ""]


def test_of_two_that_exclude_each_other_the_better_is_chosen():
    assert make_plan(
        Problem(opportunities(score=[5, 6], excludes=["B", ""]), Limits(QUARTERS, 0))
    ).members == ("B",)


def test_a_must_do_is_in_whatever_it_costs_the_rest():
    table = opportunities(score=[1, 9], cost=[10, 5], must_do=["ja", "nee"])
    schedule = make_plan(Problem(table, Limits(QUARTERS, 10))).schedule
    assert schedule["decision"].tolist() == ["start", "left out"]
    assert schedule["reason"].tolist() == ["must_do", "left_out"]


def test_what_is_running_continues_from_the_first_quarter_and_serves_what_waits_for_it():
    table = opportunities(score=[1, 9], quarters=[2, 1], status=["running", ""], requires=["", "A"])
    schedule = make_plan(Problem(table, Limits(QUARTERS, 0))).schedule
    assert schedule["decision"].tolist() == ["continue", "start"]
    assert schedule["start"].tolist() == ["2027Q1", "2027Q3"]
    assert schedule["reason"].tolist() == ["running", "in_plan"]


def test_money_that_a_quarter_leaves_unspent_carries_over():
    table = opportunities(score=[9], cost=[100])
    plan = make_plan(Problem(table, Limits(QUARTERS, {"2027Q1": 60, "2027Q2": 40})))
    assert plan.schedule.loc[0, "start"] == "2027Q2"
    assert plan.usage[["used", "limit"]].to_numpy().tolist() == [[0, 60], [100, 100], [100, 100]]


def test_money_of_a_later_quarter_cannot_be_spent_before_it_is_there():
    table = opportunities(score=[9], cost=[100], quarters=[2])
    plan = make_plan(Problem(table, Limits(QUARTERS, {"2027Q1": 40, "2027Q2": 10, "2027Q3": 50})))
    assert plan.schedule.loc[0, "start"] == "2027Q2"


def test_days_are_spread_evenly_over_the_quarters():
    capacity = pd.DataFrame({"role": "it", "quarter": QUARTERS, "days": [4, 5, 5]})
    plan = make_plan(
        Problem(opportunities(score=[9], quarters=[2], days_it=[10]), Limits(QUARTERS, 0, capacity))
    )
    assert plan.schedule.loc[0, "start"] == "2027Q2"
    days = plan.usage[plan.usage["kind"].eq("capacity")]
    assert days["used"].tolist() == [0, 5, 5]
    assert days["role"].tolist() == ["it", "it", "it"]


def test_a_total_budget_is_taken_exactly():
    table = opportunities(score=[9, 8], cost=[600_000.01, 400_000])
    assert make_plan(Problem(table, Limits(("2027Q1",), 1_000_000))).members == ("A",)
    assert make_plan(Problem(table, Limits(("2027Q1",), 1_000_000.01))).members == ("A", "B")


def test_what_is_worth_nothing_is_not_started():
    assert make_plan(Problem(opportunities(score=[0, 3], cost=[1, 1]), Limits(QUARTERS, 10))).members == (
        "B",
    )


def test_a_plan_may_be_empty():
    plan = make_plan(Problem(opportunities(score=[9], cost=[11]), Limits(QUARTERS, 10)))
    assert (plan.members, plan.value, plan.status) == ((), 0, "optimal")


def test_the_objective_is_any_column():
    table = opportunities(score=[9, 1], euros=[1, 9], cost=[6, 6])
    plan = make_plan(Problem(table, Limits(QUARTERS, 10), objective="euros"))
    assert (plan.members, plan.objective) == (("B",), "euros")


def test_a_gap_is_reported_as_what_it_is():
    random = Random(5)
    table = pd.DataFrame(
        [
            {"opportunity": f"o{n:02}", "score": random.randint(50, 99), "cost": random.randint(50, 99)}
            for n in range(40)
        ]
    )
    plan = make_plan(Problem(table, Limits(("2027Q1",), 1500)), gap=0.2)
    assert plan.bound >= plan.value
    assert plan.gap == pytest.approx((plan.bound - plan.value) / plan.value)
    assert plan.gap <= 0.2
    assert (plan.status == "optimal") == (plan.gap == 0)


@given(
    rows=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=8),
    budget=st.integers(0, 60),
    more=st.integers(0, 30),
)
def test_more_budget_never_lowers_value(rows, budget, more):
    table = pd.DataFrame(rows, columns=["score", "cost"])
    table["opportunity"] = [f"o{number}" for number in table.index]
    poor, rich = (make_plan(Problem(table, Limits(("2027Q1",), money))) for money in (budget, budget + more))
    assert rich.value >= poor.value


def test_the_input_is_left_as_it_was():
    table = opportunities(score=[9, 8], requires=["", "A"])
    before = table.copy(deep=True)
    make_plan(Problem(table, Limits(QUARTERS, 10)))
    pd.testing.assert_frame_equal(table, before)


def test_limits_that_collide_within_a_quarter_only_are_named():
    capacity = pd.DataFrame({"role": "it", "quarter": QUARTERS, "days": [1, 1, 8]})
    table = opportunities(score=[8, 7], days_it=[5, 5], must_do=["yes", "yes"])
    with pytest.raises(
        InfeasibleError, match=r"must-do B and the days of it cannot all.*\n.*days: 2 in 2027Q3"
    ):
        make_plan(Problem(table, Limits(QUARTERS, 0, capacity)))


def test_a_role_without_capacity_is_refused_by_name():
    capacity = pd.DataFrame({"role": ["developer"], "quarter": ["2027Q1"], "days": [30]})
    with pytest.raises(LimitsError, match=r"'develper' .* is not in it; did you mean 'developer'"):
        make_plan(Problem(opportunities(score=[8], days_develper=[5]), Limits(QUARTERS, 0, capacity)))


def test_an_unknown_objective_is_refused_by_name():
    with pytest.raises(OpportunitiesError, match="column 'scor' is missing; did you mean 'score'"):
        make_plan(Problem(opportunities(score=[8]), Limits(QUARTERS, 0), objective="scor"))


def test_nothing_is_put_off_without_a_reason():
    table = opportunities(score=[5, 4], cost=[1, 1])
    plan = make_plan(Problem(table, Limits(QUARTERS, 5, discount=0)))
    assert plan.schedule["start"].tolist() == [QUARTERS[0]] * 2
    assert (
        make_plan(Problem(opportunities(score=[0], must_do=["ja"]), Limits(QUARTERS))).schedule.loc[
            0, "start"
        ]
        == QUARTERS[0]
    )


def test_money_comes_second_only_among_plans_that_give_up_no_more_than_allowed():
    """B and C score 16.5 and bring -10; A and D score 12 and bring 50."""
    four = pd.DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})
    problem = Problem(four.assign(npv=[30, -5, -5, 20]), Limits(budget=10))
    assert make_plan(problem, then="npv", give_up=0.2).members == ("B", "C")
    plan = make_plan(problem, then="npv", give_up=0.3)
    assert (plan.members, plan.value) == (("A", "D"), 12)


def test_money_as_a_second_objective_counts_by_the_quarter_of_the_start():
    """A and B score alike whenever they start; B loses more by waiting, so B goes first."""
    two = pd.DataFrame({"opportunity": ["A", "B"], "score": 5.0, "cost": 4, "npv": [10, 10], "npv_1": [9, 2]})
    limits = Limits(("2027Q1", "2027Q2"), {"2027Q1": 4, "2027Q2": 4}, discount=0)
    plan = make_plan(Problem(two, limits), then="npv")
    assert plan.schedule["start"].tolist() == ["2027Q2", "2027Q1"]


def test_a_share_to_give_up_that_cannot_be_is_refused():
    with pytest.raises(LimitsError, match="give_up: 1 is not a share from 0 to below 1"):
        make_plan(Problem(pd.DataFrame({"opportunity": ["A"], "score": [1]}), Limits()), give_up=1)
