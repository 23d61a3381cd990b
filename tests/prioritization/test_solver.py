from random import Random

import pandas as pd
import pytest

from prioritization import Limits, SolverError, make_plan
from prioritization.model import plan_model
from prioritization.opportunities import checked_opportunities
from prioritization.solver import solution

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
    plan = make_plan(table, limits, time_limit=1.0)
    assert plan.status == "feasible"
    assert plan.value > 0
    assert plan.bound > plan.value
    assert plan.gap == pytest.approx((plan.bound - plan.value) / plan.value)
    assert (plan.usage["used"] <= plan.usage["limit"] + 1e-6).all()


def test_no_plan_within_the_time_limit_is_an_error_that_says_what_to_do():
    table, limits = hard_case(150)
    with pytest.raises(SolverError, match="no plan within 0 seconds"):
        make_plan(table, limits, time_limit=0.0)


def test_a_proof_that_nothing_fits_is_a_status_and_not_an_objective():
    table = checked_opportunities(
        pd.DataFrame({"opportunity": ["a"], "score": [1], "cost": [2], "must_do": [True]})
    )
    solved = solution(plan_model(table, Limits(("2027Q1",), 1), "score").programme)
    assert solved.status == "infeasible"
    assert len(solved.values) == 0


def test_an_optimum_has_the_bound_as_its_value():
    table = checked_opportunities(pd.DataFrame({"opportunity": ["a", "b"], "score": [1, 3], "cost": 1}))
    solved = solution(plan_model(table, Limits(("2027Q1",), 1), "score").programme)
    assert (solved.objective, solved.bound, solved.gap, solved.status) == (3.0, 3.0, 0.0, "optimal")
