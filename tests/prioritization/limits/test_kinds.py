"""Every kind of decision and limit, on cases that can be checked in the head."""

import pandas as pd
import pytest

from prioritization import InfeasibleError, Limits, OpportunitiesError, Problem, make_plan

Q = ("2027Q1", "2027Q2", "2027Q3")


def table(**columns):
    count = max(len(cells) for cells in columns.values())
    return pd.DataFrame({"opportunity": list("ABCDE")[:count], "score": [5.0] * count} | columns)


def decisions(plan):
    return dict(zip(plan.schedule["opportunity"], plan.schedule["decision"], strict=True))


def starts(plan):
    return plan.schedule.set_index("opportunity")["start"].dropna().to_dict()


def it_days(days, **columns):
    return pd.DataFrame({"role": "it", "quarter": Q, "days": days} | columns)


def test_what_runs_is_stopped_where_the_money_does_more_elsewhere():
    two = table(score=[3, 8], cost=[10, 10], status=["running", "new"], stop_loss=[1, None])
    plan = make_plan(Problem(two, Limits(Q[:1], 10)))
    assert (decisions(plan), plan.value) == ({"A": "stop", "B": "start"}, 7)
    assert plan.members == ("B",)
    assert plan.schedule.loc[0, ["start", "finish"]].isna().all()


def test_what_runs_goes_on_where_stopping_loses_more():
    two = table(score=[3, 8], cost=[10, 10], status=["running", "new"], stop_loss=[6, None])
    assert decisions(make_plan(Problem(two, Limits(Q[:1], 10)))) == {"A": "continue", "B": "left out"}


def test_what_waits_for_a_stopped_one_cannot_start():
    two = table(
        score=[1, 8], cost=[10, 1], status=["running", "new"], requires=["", "A"], must_not=["yes", ""]
    )
    plan = make_plan(Problem(two, Limits(Q, 10)))
    assert decisions(plan) == {"A": "stop", "B": "left out"}


def test_going_faster_pays_for_what_waits():
    two = table(score=[0, 8], quarters=[3, 1], status=["running", "new"], requires=["", "A"])
    two = two.assign(accelerated_quarters=[1, None], accelerated_cost=[4, 0])
    plan = make_plan(Problem(two, Limits(Q, 4)))
    assert (decisions(plan), starts(plan)) == ({"A": "accelerate", "B": "start"}, {"A": Q[0], "B": Q[1]})
    assert decisions(make_plan(Problem(two, Limits(Q, 3)))) == {"A": "continue", "B": "left out"}


def test_overtime_is_bought_where_the_budget_pays_for_it():
    one = table(score=[5], cost=[10], days_it=[8])
    capacity = it_days(5, overtime=4, overtime_price=2)
    plan = make_plan(Problem(one, Limits(Q, 16, capacity)))
    assert plan.members == ("A",)
    used = plan.usage.groupby("kind")["used"].max()
    assert used.to_dict() == {"budget": 16, "capacity": 5, "overtime": 3}
    assert make_plan(Problem(one, Limits(Q, 15.9, capacity))).members == ()


def test_no_more_overtime_than_there_is():
    capacity = it_days(5, overtime=2, overtime_price=0)
    assert make_plan(Problem(table(score=[5], days_it=[8]), Limits(Q, 10, capacity))).members == ()


def test_overtime_is_paid_out_of_money():
    one = pd.DataFrame({"opportunity": ["A"], "npv": [5.0], "days_it": [8]})
    capacity = it_days(5, overtime=4, overtime_price=1)
    assert make_plan(Problem(one, Limits(Q, 10, capacity), objective="npv")).value == 2


def test_a_net_present_value_below_nothing_is_left_out_unless_something_needs_it():
    two = pd.DataFrame({"opportunity": ["A", "B"], "npv": [-2.0, 9.0], "requires": ["", "A"]})
    plan = make_plan(Problem(two, Limits(Q, 0, discount=0), objective="npv"))
    assert (plan.members, plan.value) == (("A", "B"), 7)
    assert plan.schedule.loc[0, ["reason", "detail"]].tolist() == ["prerequisite", "B"]
    assert make_plan(Problem(two.assign(requires=""), Limits(Q, 0), objective="npv")).members == ("B",)


def test_a_team_works_on_no_more_than_it_can():
    three = table(score=[5, 5, 5], quarters=[1, 1, 2], team=["red", "red", "blue"])
    plan = make_plan(Problem(three, Limits(Q[:2], 0, work_in_progress={"red": 1})))
    assert sorted(starts(plan)[name] for name in "AB") == list(Q[:2])
    assert ("work_in_progress", "red") in set(zip(plan.usage["kind"], plan.usage["role"], strict=True))


def test_coverage_brings_in_what_the_score_would_not():
    three = table(score=[9, 8, 2], cost=[5, 5, 5], profile=["big", "big", "Belgian; small"])
    plan = make_plan(Problem(three, Limits(Q[:1], 10, at_least={("profile", "Belgian"): 1})))
    assert plan.members == ("A", "C")


def test_of_a_group_no_more_than_asked():
    three = table(score=[9, 8, 2], group=["web", "web;shop", "shop"])
    assert make_plan(Problem(three, Limits(Q[:1], 0, at_most={("group", "web"): 1}))).members == ("A", "C")


def test_run_work_takes_no_more_than_its_share():
    two = table(score=[9, 5], cost=[60, 40], kind=["run", "change"])
    assert make_plan(Problem(two, Limits(Q[:1], 100, run_share=(0, 0.6)))).members == ("A", "B")
    assert make_plan(Problem(two, Limits(Q[:1], 100, run_share=(0, 0.5)))).members == ("B",)


def test_phase_four_work_waits_for_its_preconditions():
    two = table(score=[1, 9], quarters=[2, 1], maturity_needed=[None, 4], maturity_raises=["data:4", ""])
    assert starts(make_plan(Problem(two, Limits(Q, 0, readiness={"data": 2, "people": 4})))) == {
        "A": Q[0],
        "B": Q[2],
    }
    assert starts(make_plan(Problem(two, Limits(Q, 0, readiness={"data": 4, "people": 4}))))["B"] == Q[0]
    assert "B" not in starts(make_plan(Problem(two, Limits(Q, 0, readiness={"data": 2, "people": 3}))))


def test_without_carry_over_a_quarter_keeps_to_its_own_money():
    one = table(score=[5], cost=[8])
    budget = dict.fromkeys(Q, 5)
    assert starts(make_plan(Problem(one, Limits(Q, budget)))) == {"A": Q[1]}
    assert make_plan(Problem(one, Limits(Q, budget, carry_over=False))).members == ()


def test_a_second_objective_decides_between_plans_that_are_worth_the_same():
    three = table(score=[5, 5, 5], cost=[9, 3, 6], reach=[1, 2, 3], excludes=["B;C", "C", ""])
    assert make_plan(Problem(three, Limits(Q[:1], 10)), then="-cost").members == ("B",)
    assert make_plan(Problem(three, Limits(Q[:1], 10)), then="reach").members == ("C",)


def test_a_second_objective_never_lowers_the_first():
    two = table(score=[5, 5.001], cost=[1, 9], excludes=["B", ""])
    assert make_plan(Problem(two, Limits(Q[:1], 10)), then="-cost").members == ("B",)


def test_a_milestone_is_done_in_the_quarter_in_which_it_starts():
    two = table(score=[1, 8], quarters=[0, 1], requires=["", "A"])
    assert starts(make_plan(Problem(two, Limits(Q[:1], 0)))) == {"A": Q[0], "B": Q[0]}


def test_money_is_not_limited_without_a_budget():
    plan = make_plan(Problem(table(cost=[1e9, 0.01]), Limits()))
    assert plan.members == ("A", "B")
    assert "budget" not in set(plan.usage["kind"])


def test_a_billion_beside_a_cent_is_taken_to_one_part_in_a_hundred_billion():
    two = table(score=[9, 1], cost=[1e9, 0.02])
    assert make_plan(Problem(two, Limits(Q[:1], 1e9 + 0.02))).members == ("A", "B")
    assert make_plan(Problem(two, Limits(Q[:1], 1e9))).members == ("A",)


def test_zero_capacity_leaves_out_what_needs_it():
    assert make_plan(Problem(table(days_it=[1, 0]), Limits(Q, 0, it_days(0)))).members == ("B",)


def test_what_contradicts_itself_is_refused_all_at_once():
    wrong = table(
        must_do=["yes", ""],
        must_not=["yes", ""],
        status=["", "running"],
        quarters=[1, 0],
        maturity_needed=[7, None],
        maturity_raises=["data", ""],
    )
    with pytest.raises(OpportunitiesError) as refusal:
        make_plan(Problem(wrong, Limits(Q, 0)))
    assert str(refusal.value).splitlines() == [
        "The opportunities cannot be used: 4 faults.",
        "  row 1, maturity_raises: 'data' is not a precondition and a phase of 1 to 5, such as data:4",
        "  row 1, must_not: it must be done as well; release one",
        "  row 2, quarters: what is running takes at least 1",
        "  row 1, maturity_needed: is not a phase of 1 to 5",
    ]


def test_two_that_belong_together_are_both_done_or_neither():
    three = table(score=[9, 1, 6], cost=[5, 5, 6], together=["B", "", ""])
    assert make_plan(Problem(three, Limits(Q[:1], 10))).members == ("A", "B")
    assert make_plan(Problem(three, Limits(Q[:1], 9))).members == ("C",)


def test_what_belongs_to_a_must_do_is_done_as_well_and_otherwise_explained():
    two = table(score=[0, 0], cost=[5, 5], together=["", "A"], must_do=["yes", ""])
    assert make_plan(Problem(two, Limits(Q[:1], 10))).members == ("A", "B")
    with pytest.raises(InfeasibleError, match="that A and B belong together cannot all be kept"):
        make_plan(Problem(two, Limits(Q[:1], 9)))
    with pytest.raises(OpportunitiesError, match="row 2, together: 'Z' is not an opportunity"):
        Problem(two.assign(together=["", "Z"]), Limits(Q[:1]))
