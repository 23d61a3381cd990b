from random import Random

import pandas as pd
import pytest
from profiles import seeds

from prioritization import Limits, LimitsError, Problem, budget_curve, make_plan

QUARTERS = ("2027Q1", "2027Q2")
FOUR = pd.DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})


# by hand


def test_the_curve_of_the_published_case():
    curve = budget_curve(Problem(FOUR, Limits(("2027Q1",), 10)), [17, 0, 6, 10])
    assert curve["budget"].tolist() == [0, 6, 10, 17]
    assert curve["value"].tolist() == curve["bound"].tolist() == [0, 11.5, 16.5, 28.5]
    assert curve["n"].tolist() == [0, 2, 2, 4]
    assert curve["added_per_money"].tolist()[1:] == pytest.approx([11.5 / 6, 5 / 4, 12 / 7])
    assert curve["knee"].tolist() == [False, True, False, False]


def test_by_default_the_curve_runs_to_the_cost_of_all_and_holds_the_present_budget():
    curve = budget_curve(Problem(FOUR, Limits(("2027Q1",), 10)))
    assert len(curve) == 12
    assert (curve["budget"].iloc[0], curve["budget"].iloc[-1]) == (0, 17)
    assert 10 in curve["budget"].tolist()


def test_what_must_not_be_done_needs_no_money():
    curve = budget_curve(
        Problem(FOUR.assign(must_not=[True, False, False, False]), Limits(("2027Q1",), None))
    )
    assert curve["budget"].iloc[-1] == 11


def test_every_quarter_keeps_its_share():
    table = pd.DataFrame({"opportunity": ["A"], "score": [9], "cost": [10], "quarters": [1]})
    limits = Limits(QUARTERS, {"2027Q1": 1, "2027Q2": 3}, discount=0.1)
    assert budget_curve(Problem(table, limits), [10, 40])["value"].tolist() == pytest.approx([9 * 0.9, 9])


def test_where_nothing_fits_the_value_is_missing():
    curve = budget_curve(
        Problem(FOUR.assign(must_do=[True, False, False, False]), Limits(("2027Q1",), 10)), [5, 6, 7]
    )
    assert pd.isna(curve["value"].iloc[0])
    assert curve["value"].tolist()[1:] == [9, 12]


def test_a_straight_line_has_no_knee():
    table = pd.DataFrame({"opportunity": ["A", "B"], "score": [5, 5], "cost": [5, 5]})
    assert not budget_curve(Problem(table, Limits(("2027Q1",), 0)), [0, 5, 10])["knee"].any()


# laws


@pytest.mark.parametrize("seed", seeds(5))
def test_the_curve_never_falls_and_its_points_are_those_of_plans(seed):
    random = Random(seed)
    table = pd.DataFrame(
        [
            {
                "opportunity": f"o{n}",
                "score": random.randint(1, 90) / 10,
                "cost": random.randint(1, 9),
                "quarters": random.randint(1, 2),
            }
            for n in range(8)
        ]
    )
    curve = budget_curve(Problem(table, Limits(QUARTERS, 10)))
    assert curve["value"].is_monotonic_increasing
    assert curve["bound"].tolist() == pytest.approx(curve["value"].tolist())
    assert curve["knee"].sum() <= 1
    for row in curve.itertuples():
        assert row.value == pytest.approx(make_plan(Problem(table, Limits(QUARTERS, row.budget))).value)


# refusals


def test_all_amounts_that_are_none_are_refused_at_once():
    with pytest.raises(LimitsError, match=r"2 faults(.|\n)*-1 is not an amount(.|\n)*nan is not an amount"):
        budget_curve(Problem(FOUR, Limits(("2027Q1",), 10)), [-1, float("nan"), 3])


@pytest.mark.parametrize("nothing", [0, {"2027Q1": 0}])
def test_a_budget_of_nothing_has_a_curve_too(nothing):
    curve = budget_curve(Problem(FOUR, Limits(QUARTERS, nothing, discount=0)), [0, 5, 17])
    assert curve["value"].tolist() == [0, 8.5, 28.5]


def test_where_no_quarter_has_money_all_have_the_same():
    limits = Limits(QUARTERS, {"2027Q1": 0}, discount=0, carry_over=False)
    curve = budget_curve(Problem(FOUR, limits), [10])
    assert curve["value"].tolist() == [16.5]


@pytest.mark.parametrize(
    ("budgets", "said"),
    [
        (5, "budgets: 5 is not several amounts"),
        (["a"], "'a' is not an amount"),
        ([True], "True"),
        ([], "none"),
    ],
)
def test_budgets_that_are_no_amounts_are_refused(budgets, said):
    with pytest.raises(LimitsError, match=said):
        budget_curve(Problem(FOUR, Limits(("2027Q1",), 10)), budgets)
