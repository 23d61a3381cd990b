import pandas as pd
import pytest

from prioritization import LimitsError, OpportunitiesError
from prioritization.business_case.money import check_terms, checked_money


def table(**columns):
    return pd.DataFrame(
        {"opportunity": ["a", "b", "c"], "extra_low": 1, "extra_likely": 2, "extra_high": 3} | columns
    )


def test_what_is_left_out_is_filled_in():
    money = checked_money(table(cost=[5, None, 7], cost_high=[9, None, None], cost_low=[4, None, None]))
    assert money["quarters"].tolist() == [1, 1, 1]
    assert money[["cost_low", "cost_likely", "cost_high"]].to_numpy().tolist() == [
        [4, 5, 9],
        [0, 0, 0],
        [7, 7, 7],
    ]
    assert money["protected_likely"].tolist() == [0, 0, 0]


def test_extra_business_may_be_lost():
    assert checked_money(table(extra_low=-8))["extra_low"].tolist() == [-8, -8, -8]


def test_all_faults_are_said_at_once():
    faulty = table(
        opportunity=["a", "a", ""],
        extra_low=[5, "many", float("inf")],
        extra_likely=[2, 2, 2],
        cost=[-1, 3, None],
        cost_low=[None, 4, 1],
        cost_high=[None, 2, 8],
        quarters=[1, 1.5, 1],
        protected_low=[None, 1, None],
    )
    with pytest.raises(OpportunitiesError) as refusal:
        checked_money(faulty)
    assert str(refusal.value).splitlines() == [
        "The opportunities cannot be used: 12 faults.",
        "  row 3, opportunity: is blank",
        "  opportunity: 'a' appears 2 times (rows 1, 2)",
        "  row 2, quarters: 1.5 is not a whole number of 0 or more",
        "  row 2, extra_low: 'many' is not a finite number",
        "  row 3, extra_low: 'inf' is not a finite number",
        "  row 1, extra_low: 5 is above extra_likely, 2",
        "  row 2, protected_likely: is blank; give low, likely and high, or none of them",
        "  row 2, protected_high: is blank; give low, likely and high, or none of them",
        "  row 1, cost: -1 is below 0",
        "  row 3, cost: is blank; give low, likely and high, or none of them",
        "  row 2, cost_low: 4 is above cost, 3",
        "  row 2, cost: 3 is above cost_high, 2",
    ]


def test_a_row_that_says_nothing_of_what_it_brings_is_refused():
    bare = pd.DataFrame({"opportunity": ["a"], "cost": 4})
    with pytest.raises(
        OpportunitiesError, match="row 1: has neither extra_likely nor protected_likely; give 0"
    ):
        checked_money(bare)


def test_terms_on_which_nothing_can_be_counted_are_refused():
    with pytest.raises(LimitsError) as refusal:
        check_terms(horizon=0, discount=1.0, start=-1, distribution="normal")
    assert str(refusal.value).splitlines()[1:] == [
        "  horizon: 0 is not a whole number of 1 or more",
        "  start: -1 is not a whole number of 0 or more",
        "  discount: 1.0 is not a share from 0 to below 1 per quarter",
        "  distribution: 'normal' is not one of pert, triangular",
    ]
    with pytest.raises(LimitsError, match=r"horizon: 2\.5.*\n.*discount: nan"):
        check_terms(horizon=2.5, discount=float("nan"))
