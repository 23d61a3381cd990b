"""At most so many changes are under way in a quarter that touch one phase or one group."""

import pandas as pd
import pytest

from prioritization import (
    InfeasibleError,
    Limits,
    LimitsError,
    Problem,
    limits_from,
    limits_table,
    make_plan,
    why_left_out,
)

Q = ("2027Q1", "2027Q2")
THREE = pd.DataFrame(
    {"opportunity": list("ABC"), "score": [9, 8, 7], "phase": ["checkout", "checkout; help", ""]}
)
ONE = {("phase", "checkout"): 1}


def starts(plan):
    return dict(plan.schedule[["opportunity", "start"]].dropna().itertuples(index=False))


def test_two_changes_of_one_phase_follow_each_other():
    plan = make_plan(Problem(THREE, Limits(Q, change_at_once=ONE)))
    assert starts(plan) == {"A": "2027Q1", "B": "2027Q2", "C": "2027Q1"}


def test_a_change_counts_in_every_quarter_in_which_it_is_under_way():
    plan = make_plan(Problem(THREE.assign(quarters=[2, 1, 1]), Limits(Q, change_at_once=ONE)))
    assert starts(plan) == {"A": "2027Q1", "C": "2027Q1"}


def test_run_work_is_no_change():
    plan = make_plan(Problem(THREE.assign(kind=["run", "", ""]), Limits(Q, change_at_once=ONE)))
    assert starts(plan) == {"A": "2027Q1", "B": "2027Q1", "C": "2027Q1"}


def test_the_use_of_it_and_that_it_binds_are_told():
    plan = make_plan(Problem(THREE.assign(quarters=[2, 1, 1]), Limits(Q, change_at_once=ONE)))
    rows = plan.usage[plan.usage["kind"].eq("change_at_once")]
    assert rows[["quarter", "role", "used", "limit"]].values.tolist() == [
        ["2027Q1", "phase: checkout", 1, 1],
        ["2027Q2", "phase: checkout", 1, 1],
    ]
    assert plan.binding["kind"].tolist() == ["change_at_once"] * 2


def test_what_does_not_fit_beside_it_is_told():
    problem = Problem(THREE, Limits(Q[:1], change_at_once={("phase", "checkout"): 0}))
    why = why_left_out(problem, make_plan(problem)).set_index("opportunity")
    assert why.loc["A", ["reason", "blocker"]].tolist() == ["cannot", "phase: checkout"]


def test_where_no_plan_fits_the_way_out_is_told():
    with pytest.raises(InfeasibleError) as refused:
        make_plan(Problem(THREE.assign(must_do=True), Limits(Q[:1], change_at_once=ONE)))
    assert "the change at once in phase: checkout" in str(refused.value)
    assert "allow 1 more at once in phase: checkout" in str(refused.value)


def test_a_value_that_is_not_there_is_refused():
    with pytest.raises(LimitsError, match="no opportunity has phase 'chekout'; did you mean 'checkout'"):
        Problem(THREE, Limits(Q, change_at_once={("phase", "chekout"): 1}))


def test_it_is_written_down_and_read_back():
    assert limits_from(limits_table(Limits(Q, 5, change_at_once=ONE))).change_at_once == ONE
