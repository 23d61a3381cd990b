from random import Random

import pandas as pd
import pytest

from benchmarks.backlog import backlog, hard_backlog
from prioritization import Limits, LimitsError, Problem, make_plan
from prioritization.opportunities import checked_opportunities
from prioritization.plan_model import plan_model
from prioritization.solver import improve_start, round_relaxation, search, solve, to_highs

ROLES = tuple(f"r{number}" for number in range(20))


def hard_case(n):
    """Too many opportunities and roles for any solver to prove an optimum in a moment."""
    random = Random(1)
    table = pd.DataFrame(
        [
            {"opportunity": f"o{number:03}", "score": random.uniform(500, 1000)}
            | {f"days_{role}": random.uniform(100, 1000) for role in ROLES}
            for number in range(n)
        ]
    )
    days = [table[f"days_{role}"].sum() / 2 for role in ROLES]
    return table, Limits(("2027Q1",), 0, pd.DataFrame({"role": ROLES, "quarter": "2027Q1", "days": days}))


def test_a_plan_found_within_the_time_limit_is_kept_and_not_called_optimal():
    table, limits = hard_case(150)
    plan = make_plan(Problem(table, limits), time_limit=0.3)
    assert plan.status == "feasible"
    assert plan.value > 0
    assert plan.bound > plan.value
    assert plan.gap == pytest.approx((plan.bound - plan.value) / plan.value)
    assert (plan.usage["used"] <= plan.usage["limit"] + 1e-6).all()


def test_a_time_limit_too_short_for_any_search_still_gives_a_plan():
    table, limits = hard_case(150)
    plan = make_plan(Problem(table, limits), time_limit=1e-6)
    assert plan.members and plan.status == "feasible"
    assert (plan.usage["used"] <= plan.usage["limit"] + 1e-6).all()


def test_terms_that_cannot_be_are_refused_all_at_once():
    table, limits = hard_case(2)
    with pytest.raises(
        LimitsError, match=r"3 faults(.*\n)*.*gap: 1.5(.*\n)*.*time_limit: -1(.*\n)*.*'gurobi'"
    ):
        make_plan(Problem(table, limits), gap=1.5, time_limit=-1, solver="gurobi")


def test_beside_a_billion_nothing_is_called_proved():
    scores, costs = [100, 7.2, 7.6, 8.5, 4.1, 3.7], [1e9, 0.03, 0.41, 0.06, 0.2, 0.38]
    table = pd.DataFrame({"opportunity": list("ABCDEF"), "score": scores, "cost": costs})
    plan = make_plan(Problem(table, Limits(("q",), 1_000_000_000.83)))
    assert plan.value == pytest.approx(127.4)
    assert plan.status == "feasible"


def test_a_proof_that_nothing_fits_is_a_status_and_not_an_objective():
    table = checked_opportunities(
        pd.DataFrame({"opportunity": ["a"], "score": [1], "cost": [2], "must_do": [True]})
    )
    solved = solve(plan_model(table, Limits(("2027Q1",), 1), "score").milp)
    assert solved.status == "infeasible"
    assert len(solved.values) == 0


def test_an_optimum_has_the_bound_as_its_value():
    table = checked_opportunities(pd.DataFrame({"opportunity": ["a", "b"], "score": [1, 3], "cost": 1}))
    solved = solve(plan_model(table, Limits(("2027Q1",), 1), "score").milp)
    assert (solved.objective, solved.bound, solved.gap, solved.status) == (3.0, 3.0, 0.0, "optimal")


def test_a_plan_cut_off_by_the_time_limit_is_not_called_optimal():
    table, limits = backlog(100, 6, roles=("it", "crm", "data", "ux"), overtime=False)
    plan = make_plan(Problem(table, limits), time_limit=0.5)
    assert plan.status == "feasible"
    assert plan.bound > plan.value * 1.001


def test_a_known_solution_is_never_thrown_away():
    table, limits = backlog(25, 3)
    milp = plan_model(checked_opportunities(table), limits, "score").milp
    known = solve(milp, gap=0.01)
    again = solve(milp, gap=0.001, time_limit=0.5, start=known.values)
    assert again.objective >= known.objective


def test_where_rounding_is_good_enough_no_search_is_needed():
    table, limits = backlog(150, 2)
    milp = plan_model(checked_opportunities(table), limits, "score").milp
    highs = to_highs(milp, 0.01, 60.0)
    first = round_relaxation(highs, milp)
    assert 0 < first.gap < 0.01
    assert (milp.matrix @ first.values <= milp.highs + 1e-6).all()
    assert solve(milp, gap=0.01).objective == first.objective
    assert solve(milp, gap=0.0015).objective > first.objective


def test_a_search_without_a_start_does_not_complete_what_the_relaxation_left():
    """HiGHS kept the relaxed point, and first completed it for as long as the time limit."""
    milp = Problem(*hard_backlog(100, 6, must_do=True)).model.milp
    fresh, relaxed = to_highs(milp, 0.0, 60.0), to_highs(milp, 0.0, 60.0)
    round_relaxation(relaxed, milp)
    for highs in (fresh, relaxed):
        highs.setOptionValue("mip_max_nodes", 1)
    assert (search(fresh, milp, 0.0, 60.0).values == search(relaxed, milp, 0.0, 60.0).values).all()


def test_must_dos_and_coverage_do_not_keep_a_plan_waiting():
    milp = Problem(*hard_backlog(200, 6, must_do=True)).model.milp
    first = round_relaxation(to_highs(milp, 0.0, 60.0), milp)
    assert 0 < first.gap < 0.1


def test_a_start_is_improved_and_never_thrown_away():
    milp = Problem(*hard_backlog(100, 6, must_do=True)).model.milp
    highs = to_highs(milp, 0.0, 60.0)
    first = round_relaxation(highs, milp)
    better = improve_start(highs, milp, first, gap=0.0, time_limit=0.5)
    assert better.objective > first.objective * 1.01
    assert better.bound == first.bound
    again = improve_start(highs, milp, better, gap=0.0, time_limit=1e-3)
    assert again.objective >= better.objective
