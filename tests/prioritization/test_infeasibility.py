from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from prioritization import InfeasibleError, Limits, Problem, make_plan
from prioritization.infeasibility import conflicting_limits, ways_out
from prioritization.opportunities import checked_opportunities
from prioritization.plan_model import plan_model
from prioritization.solver import solve

QUARTERS = ("2027Q1", "2027Q2")


def days(*numbers):
    return pd.DataFrame({"role": "it", "quarter": QUARTERS, "days": numbers})


# Per case: columns of A and B, limits, and per limit that collides the least by which it gives way.
CASES = {
    "money by the end of a quarter": (
        {"score": 1, "cost": [10, 10], "must_do": True, "deadline": ["2027Q1", ""]},
        {"budget": {"2027Q1": 5, "2027Q2": 15}},
        {("budget", ""): 5, ("must_do", "A"): 1},
    ),
    "days in a quarter": (
        {"score": 1, "days_it": [6, 6], "must_do": True, "deadline": "2027Q1"},
        {"capacity": days(10, 10)},
        {("capacity", "it"): 2, ("must_do", "A"): 1, ("must_do", "B"): 1},
    ),
    "at least against at most": (
        {"score": 1, "group": ["web", "web"], "team": ["red", "red"]},
        {"at_least": {("group", "web"): 2}, "at_most": {("team", "red"): 1}},
        {("at_least", "group: web"): 1, ("at_most", "team: red"): 1},
    ),
    "work in progress": (
        {"score": 1, "quarters": [2, 1], "team": "red", "must_do": True},
        {"work_in_progress": {"red": 1}},
        {("work_in_progress", "red"): 1, ("must_do", "A"): 1, ("must_do", "B"): 1},
    ),
    "what a must-do waits for has too few days in time": (
        {"score": 1, "requires": ["", "A"], "days_it": [4, 4], "must_do": [False, True]},
        {"capacity": days(3, 5)},
        {("capacity", "it"): 1, ("requires", "B"): 1, ("must_do", "B"): 1},
    ),
    "maturity that comes too late": (
        {
            "score": 1,
            "must_do": [False, True],
            "deadline": ["", "2027Q1"],
            "maturity_needed": [None, 3],
            "maturity_raises": ["data:3", ""],
        },
        {"readiness": {"data": 2}},
        {("readiness", "B"): 1, ("must_do", "B"): 1},
    ),
}


def model_of(columns, limits):
    table = checked_opportunities(pd.DataFrame({"opportunity": ["A", "B"], **columns}))
    return plan_model(table, Limits(QUARTERS, **limits), "score")


@pytest.fixture(params=CASES)
def case(request):
    columns, limits, ways = CASES[request.param]
    return model_of(columns, limits), ways


def fits(model, rows):
    return solve(replace(model.milp, constraints=tuple(rows))).status != "infeasible"


def test_no_plan_fits_and_the_limits_that_collide_are_named(case):
    model, ways = case
    assert not fits(model, model.milp.constraints)
    assert set(conflicting_limits(model)) == set(ways)


def test_without_any_one_of_them_a_plan_fits(case):
    model, _ = case
    found = conflicting_limits(model)
    once = [released(row) for row in model.milp.constraints if row.kind in ("once", "must_do", "running")]
    own = [row for row in model.milp.constraints if (row.kind, row.key) in found]
    assert not fits(model, [*once, *own])
    for group in found:
        assert fits(model, [*once, *(row for row in own if (row.kind, row.key) != group)])


def released(row):
    return replace(row, low=-np.inf)


def test_a_way_out_is_the_least_that_lets_a_plan_fit(case):
    model, _ = case
    for way in ways_out(model, conflicting_limits(model)):
        assert fits(model, widened(model, way, way.amount + 1e-6))
        assert not fits(model, widened(model, way, way.amount * 0.99 - 1e-6))


def widened(model, way, amount):
    """Money is there from the first quarter on; all else is one quarter's."""
    quarters = model.data.limits.quarters
    for row in model.milp.constraints:
        at = "" if row.quarter < 0 else quarters[row.quarter]
        own = (row.kind, row.key) == (way.kind, way.key) and (way.kind == "budget" or at == way.quarter)
        if own and np.isfinite(row.low):
            yield replace(row, low=row.low - amount)
        else:
            yield replace(row, high=row.high + amount) if own else row


def test_the_ways_out_are_those_by_hand(case):
    model, ways = case
    found = ways_out(model, conflicting_limits(model))
    assert {(way.kind, way.key): way.amount for way in found} == pytest.approx(ways)


def test_the_message_names_the_limits_and_the_ways_out():
    columns, limits, _ = CASES["days in a quarter"]
    table = pd.DataFrame({"opportunity": ["A", "B"], **columns})
    with pytest.raises(InfeasibleError) as refused:
        make_plan(Problem(table, Limits(QUARTERS, **limits)))
    assert "the days of it" in str(refused.value)
    assert "give it more days: 2 in 2027Q1" in str(refused.value)
    assert "release A" in str(refused.value)


def test_two_separate_collisions_are_both_told_with_a_way_out_of_both():
    four = pd.DataFrame(
        {
            "opportunity": list("ABCD"),
            "score": 5,
            "days_it": [6, 6, 0, 0],
            "days_ux": [0, 0, 6, 6],
            "must_do": True,
        }
    )
    cells = [(role, quarter, days) for role in ("it", "ux") for quarter, days in (("Q1", 10), ("Q2", 2))]
    capacity = pd.DataFrame(cells, columns=["role", "quarter", "days"])
    with pytest.raises(InfeasibleError) as refusal:
        make_plan(Problem(four, Limits(("Q1", "Q2"), capacity=capacity)))
    assert str(refusal.value).splitlines() == [
        "No plan fits: must-do C, must-do D and the days of ux cannot all be kept.",
        "No plan fits: must-do A, must-do B and the days of it cannot all be kept.",
        "Together these would do: give ux more days: 2 in Q1; give it more days: 2 in Q1.",
    ]
