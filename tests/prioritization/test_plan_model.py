from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from prioritization import Limits, Problem
from prioritization.plan_model import changed_model, plan_model

QUARTERS = ("2027Q1", "2027Q2", "2027Q3")
TABLE = pd.DataFrame(
    {
        "opportunity": list("EDCBA"),
        "score": [4, 8, 6, 7, 3],
        "cost": [3, 5, 2, 4, 1],
        "quarters": [1, 2, 1, 3, 1],
        "days_it": [2, 5, 0, 9, 1],
        "days_ux": [0, 1, 4, 0, 3],
        "requires": ["D", "", "", "", ""],
        "must_do": [False, False, True, False, False],
        "kind": ["change", "run", "change", "change", "change"],
        "group": ["x", "y", "x", "x", "y"],
    }
)
DAYS = pd.DataFrame(
    [
        {"role": role, "quarter": quarter, "days": 6, "overtime": 2, "overtime_price": 1}
        for role in ("it", "ux")
        for quarter in QUARTERS
    ]
)
LIMITS = Limits(
    QUARTERS,
    {"2027Q1": 6, "2027Q3": 5},
    DAYS,
    at_most={("group", "x"): 2},
    run_share=(0.1, 0.9),
    change_at_once={("group", "x"): 1},
)
DEARER = {
    "more money": {"budget": {"2027Q1": 9, "2027Q3": 7.5}},
    "earlier money": {"budget": {"2027Q1": 6, "2027Q2": 5}},
    "no money": {"budget": 0},
    "more days": {"capacity": DAYS.assign(days=DAYS["days"] + DAYS["role"].eq("it"))},
}


def assert_same(model, built):
    assert [(one.kind, one.key, one.quarter) for one in model.milp.constraints] == [
        (one.kind, one.key, one.quarter) for one in built.milp.constraints
    ]
    for name in ("values", "upper", "integer", "lows", "highs"):
        assert np.array_equal(getattr(model.milp, name), getattr(built.milp, name)), name
    assert (model.milp.matrix != built.milp.matrix).nnz == 0


@pytest.mark.parametrize("name", DEARER)
@pytest.mark.parametrize("carry_over", [True, False])
def test_a_changed_limit_gives_the_model_that_is_built_from_it(name, carry_over):
    problem = Problem(TABLE, replace(LIMITS, carry_over=carry_over))
    wider = replace(problem.limits, **DEARER[name])
    (setting,) = DEARER[name]
    assert_same(
        changed_model(problem.model, setting, limits=wider), plan_model(problem.table, wider, "score")
    )


def test_a_released_opportunity_gives_the_model_that_is_built_without_the_obligation():
    problem = Problem(TABLE, LIMITS)
    released = problem.model.data.table.assign(must_do=False)
    model = changed_model(problem.model, "must_do", table=released)
    assert_same(model, plan_model(problem.table.assign(must_do=False), LIMITS, "score"))
    assert "must_do" in {one.kind for one in problem.model.milp.constraints}
