import pandas as pd
import pulp
import pytest
from profiles import seeds

from benchmarks.backlog import backlog
from prioritization import Limits, Problem, SolverError, make_plan
from prioritization.opportunities import checked_opportunities
from prioritization.plan_model import plan_model
from prioritization.solver import solve


def test_cbc_finds_the_same_optimum_with_every_kind_of_limit():
    for seed in seeds(10):
        table, limits = backlog(12, 3, seed=seed)
        one, other = make_plan(Problem(table, limits)), make_plan(Problem(table, limits), solver="cbc")
        assert other.value == pytest.approx(one.value, rel=1e-9)
        assert (one.status, other.status) == ("optimal", "optimal")


def test_cbc_that_stops_within_a_gap_is_not_called_optimal():
    table, limits = backlog(30, 4, seed=2)
    plan = make_plan(Problem(table, limits), gap=0.05, solver="cbc")
    assert plan.status == "feasible"
    assert 0 < plan.gap <= 0.0527
    assert plan.bound >= make_plan(Problem(table, limits), gap=0.01).value


def test_cbc_proves_that_nothing_fits_and_gives_no_objective():
    table = checked_opportunities(
        pd.DataFrame({"opportunity": ["a"], "score": [1], "cost": [2], "must_do": [True]})
    )
    solved = solve(plan_model(table, Limits(("2027Q1",), 1), "score").milp, solver="cbc")
    assert (solved.status, len(solved.values)) == ("infeasible", 0)


def test_where_cbc_does_not_come_with_pulp_the_way_out_is_told(monkeypatch):
    monkeypatch.delattr(pulp, "PULP_CBC_CMD")
    table, limits = backlog(2, 1)
    with pytest.raises(SolverError, match="CBC does not come with this version of PuLP"):
        make_plan(Problem(table, limits), solver="cbc")
