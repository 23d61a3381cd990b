from dataclasses import replace

import pytest
from pandas import DataFrame
from profiles import seeds

from benchmarks.backlog import backlog, hard_backlog
from prioritization import InfeasibleError, Limits, Problem, make_plan
from prioritization.anytime import improving_plans

FOUR = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})


def test_the_last_plan_is_repaired_at_once_and_the_optimum_follows():
    before = make_plan(Problem(FOUR, Limits(("2027Q1",), 11)))
    *_, after = improving_plans(Problem(FOUR, Limits(("2027Q1",), 10)), before)
    assert before.members == ("B", "C", "D")
    assert (after.members, after.status, after.value) == (("B", "C"), "optimal", 16.5)


@pytest.mark.parametrize("seed", seeds(5))
def test_plans_never_get_worse_and_bounds_never_wider(seed):
    table, limits = backlog(12, 3, seed=seed)
    last = make_plan(Problem(table, limits))
    moved = replace(limits, budget={quarter: money * 0.9 for quarter, money in limits.budget.items()})
    plans = list(improving_plans(Problem(table, moved), last))
    values, bounds = [plan.value for plan in plans], [plan.bound for plan in plans]
    assert values == sorted(values)
    assert bounds == sorted(bounds, reverse=True)
    assert plans[-1].status == "optimal"
    assert plans[-1].value == pytest.approx(make_plan(Problem(table, moved)).value, rel=1e-9)


@pytest.mark.parametrize("seed", seeds(5))
def test_every_plan_on_the_way_stays_within_the_limits(seed):
    table, limits = backlog(20, 4, seed=seed)
    last = make_plan(Problem(table, limits), gap=0.05)
    moved = replace(limits, budget={quarter: money * 0.8 for quarter, money in limits.budget.items()})
    for plan in improving_plans(Problem(table, moved), last, time_limit=0.5):
        assert (plan.usage["used"] <= plan.usage["limit"] + 1e-6).all()


def test_without_a_last_plan_the_first_one_is_rounded():
    table, limits = backlog(30, 2)
    first = next(iter(improving_plans(Problem(table, limits))))
    assert 0 < first.gap < 0.2


def test_a_last_plan_of_other_quarters_and_opportunities_does_no_harm():
    last = make_plan(Problem(FOUR, Limits(("2026Q4",), 10)))
    later = FOUR.replace({"opportunity": {"D": "E"}})
    *_, after = improving_plans(Problem(later, Limits(("2027Q1", "2027Q2"), 10)), last)
    assert after.members == ("B", "C")


def test_where_nothing_fits_any_more_the_collision_is_told():
    must = FOUR.assign(must_do=[True, True, False, False])
    last = make_plan(Problem(must, Limits(("2027Q1",), 11)))
    with pytest.raises(InfeasibleError, match="need 11, the budget is 10"):
        list(improving_plans(Problem(must, Limits(("2027Q1",), 10)), last))


def test_where_nothing_can_be_chosen_the_plan_is_empty_and_proved():
    barred = FOUR.assign(must_not=True)
    [plan] = improving_plans(Problem(barred, Limits(("2027Q1",), 10)))
    assert (plan.members, plan.value, plan.status) == ((), 0.0, "optimal")


def test_where_a_rule_asks_for_what_cannot_be_chosen_no_plan_fits():
    barred = FOUR.assign(group="a", quarters=2)
    with pytest.raises(InfeasibleError, match="the lowest count of group: a cannot be kept"):
        list(improving_plans(Problem(barred, Limits(("2027Q1",), 10, at_least={("group", "a"): 1}))))


def test_with_must_dos_and_coverage_a_plan_is_there_at_once_and_then_a_better_one():
    problem = Problem(*hard_backlog(100, 6, must_do=True))
    plans = improving_plans(problem, time_limit=0.5)
    first, second = next(plans), next(plans)
    must = set(problem.table.loc[problem.table["must_do"], "opportunity"])
    assert must <= set(first.members) and must <= set(second.members)
    assert second.value > first.value * 1.01
