"""Ways out of a plan that does not fit: what is named was solved again, and is enough."""

import re

import numpy as np
import pandas as pd
import pytest
from starts import workshop

from prioritization import InfeasibleError, Limits, Problem, make_plan

QUARTERS = ("2026Q4", "2027Q1", "2027Q2", "2027Q3")
BUDGET = dict.fromkeys(QUARTERS, 40_000)


def days(number):
    return pd.DataFrame({"role": "it", "quarter": QUARTERS, "days": number})


def refusal(table, limits):
    with pytest.raises(InfeasibleError) as refused:
        make_plan(Problem(table, limits))
    return str(refused.value)


@pytest.fixture
def ideas():
    return workshop()["opportunities"].assign(score=5.0)


def test_running_work_that_is_short_of_money_and_days_at_once_is_told_with_both(ideas):
    said = refusal(ideas.assign(status="running"), Limits(QUARTERS, BUDGET, days(30)))
    assert said.splitlines()[:2] == [
        "No plan fits: the 8 running opportunities need 185,000, the budget by the end of 2026Q4 is 40,000.",
        "No plan fits: the 8 running opportunities need 104 days, the capacity of it in 2026Q4 is 30 days.",
    ]
    assert said.splitlines()[2].startswith(
        "Raise the budget by 145,000, and give it more days: 74 in 2026Q4 (the money from 2026Q4 on), or "
    )
    money = BUDGET | {"2026Q4": 185_000}
    make_plan(Problem(ideas.assign(status="running"), Limits(QUARTERS, money, days([104, 30, 30, 30]))))


def test_a_release_is_enough_against_what_collides_next(ideas):
    table = ideas.assign(must_do=ideas["opportunity"].ne("I5"))
    said = refusal(table, Limits(QUARTERS, BUDGET, days(12)))
    assert "I2 and I8 need 20 and 15 days of it in one quarter, there are at most 12" in said
    assert said.endswith("or release I2 and I8 together.")
    released = table.assign(must_do=~table["opportunity"].isin(["I2", "I5", "I8"]))
    make_plan(Problem(released, Limits(QUARTERS, BUDGET, days(12))))


@pytest.mark.parametrize("seed", range(12))
def test_what_is_named_lets_a_plan_fit(seed):
    """By brute force: each release that is said to be enough is, and so is the money."""
    chance = np.random.default_rng(seed)
    n = 6
    table = pd.DataFrame(
        {
            "opportunity": list("ABCDEF"),
            "score": 5,
            "cost": chance.integers(1, 9, n) * 10.0,
            "days_it": chance.integers(0, 20, n),
            "must_do": chance.random(n) < 0.8,
            "status": np.where(chance.random(n) < 0.3, "running", "new"),
            "requires": ["", "A", "", "", "D", ""],
        }
    )
    limits = Limits(QUARTERS, dict.fromkeys(QUARTERS, 30), days(10))
    try:
        make_plan(Problem(table, limits))
    except InfeasibleError as error:
        said = str(error)
    else:
        return
    found = re.search(r"release (one of: )?([A-F, and]+?)( together)?\.$", said)
    if not found:
        assert "Any one of these would do" in said or "Together these would do" in said
        return
    names = re.findall("[A-F]", found.group(2))
    for released in [[name] for name in names] if found.group(1) else [names]:
        chosen = table["opportunity"].isin(released)
        table["stop_loss"] = np.where(chosen, 0.0, np.nan)
        make_plan(Problem(table.assign(must_do=table["must_do"] & ~chosen), limits))


def test_where_no_money_or_days_are_enough_the_least_is_called_that():
    table = pd.DataFrame(
        {
            "opportunity": ["A", "B"],
            "score": 5,
            "cost": 10,
            "quarters": [1, 1],
            "deadline": "2026Q4",
            "must_do": True,
            "team": "web",
        }
    )
    limits = Limits(QUARTERS, 15, work_in_progress={"web": 1})
    assert refusal(table, limits) == (
        "No plan fits: the 2 must-do opportunities need 20, the budget is 15.\n"
        "It takes at least this: raise the budget by 5, or release one of: A, B."
    )
