"""A plan and its explanation: what is not found out in time does not lose the plan."""

import numpy as np
import pytest
from pandas import DataFrame

from prioritization import Limits, Problem, make_plan
from prioritization.command.answer import Answer, Search, answer, reasons, tied_plans, with_prices
from prioritization.command.as_json import as_json
from prioritization.command.wording import wording

FOUR = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})


@pytest.fixture
def hard():
    random = np.random.default_rng(1)
    rows = {"opportunity": [f"o{row}" for row in range(60)], "score": random.uniform(1, 9, 60)}
    rows |= {"cost": random.integers(5, 60, 60), "quarters": random.integers(1, 4, 60)}
    return Problem(DataFrame(rows), Limits(tuple(f"2027Q{at}" for at in (1, 2, 3, 4)), 300))


def test_what_is_not_found_out_while_explaining_does_not_lose_the_plan(hard):
    plan = make_plan(hard, gap=0.02)
    assert tied_plans(hard, plan, 1e-9) is None
    found = Answer(hard, Search(), plan, reasons(hard, plan, 0.0, 0.0), plan.binding, None, None)
    assert with_prices(found, 0.0).prices is None
    assert '"ties": null' in as_json(found, ())
    assert set(found.left_out["reason"]) == {"not_looked_into"}


def test_how_many_were_not_looked_into_is_said():
    problem = Problem(FOUR, Limits(("now",), 10))
    plan = make_plan(problem)
    remarks = wording(
        Answer(problem, Search(), plan, reasons(problem, plan, 0.0, 0.0), plan.binding, None, None)
    ).remarks
    assert remarks == (
        "Why they are left out was not looked into for 2 of 2, in the time given; a longer --time-limit"
        " tells.",
        "Whether another plan is worth as much was not found out in the time given.",
    )


def test_what_is_barred_has_its_own_reason():
    found = answer(
        FOUR.assign(must_not=["yes", "", "", ""]), Limits(("now",), 10), Search(), barred={"A": "x"}
    )
    assert found.left_out.set_index("opportunity")["reason"].to_dict() == {"A": "x", "D": "worth_less"}


def test_of_money_it_is_asked_what_more_brings_though_some_is_left():
    rows = {"opportunity": list("ABC"), "score": [12, 8.5, 1], "cost": [6, 5, 1], "requires": ["", "", "B"]}
    found = answer(DataFrame(rows), Limits(("now",), 10), Search())
    assert found.plan.binding.empty
    assert found.limits[["kind", "used", "limit"]].values.tolist() == [["budget", 6, 10]]
    assert found.prices["value_up"].tolist() == [20.5]


def both_needed(**changed):
    """B fits with 1 more of the money and 1 more day; no one of these is enough."""
    days = DataFrame({"role": ["it"], "quarter": ["2027Q1"], "days": [10]})
    rows = {"opportunity": list("AB"), "score": [9, 8], "cost": [10, 1], "days_it": [10, 1], **changed}
    return answer(DataFrame(rows), Limits(("2027Q1",), 10, days), Search())


def test_of_limits_that_pay_only_together_the_pair_is_found():
    found = both_needed()
    assert found.joint["value"].tolist() == [17]
    assert both_needed(days_it=[10, 0]).joint is None  # money pays by itself


def test_the_narrower_side_of_a_limit_is_not_solved():
    assert both_needed().prices["value_down"].isna().all()
