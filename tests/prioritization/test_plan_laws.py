"""Laws that every plan keeps, on backlogs that hypothesis makes up."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritization import Limits, Problem, make_plan

QUARTERS = ("2027Q1", "2027Q2")
ONE = st.fixed_dictionaries(
    {
        "score": st.sampled_from([0, 0.5, 1, 3, 8, 10]),
        "cost": st.sampled_from([0, 1, 2.5, 7, 1e9, 0.01]),
        "quarters": st.sampled_from([0, 1, 2]),
        "days_it": st.integers(0, 6),
        "requires": st.sampled_from(["", "", "o0"]),
    }
)


@st.composite
def backlogs(draw):
    rows = draw(st.lists(ONE, min_size=1, max_size=6))
    table = pd.DataFrame(rows).assign(opportunity=[f"o{number}" for number in range(len(rows))])
    table.loc[0, "requires"] = ""
    return table


def limits(budget, days=8):
    capacity = pd.DataFrame({"role": "it", "quarter": QUARTERS, "days": days})
    return Limits(QUARTERS, budget, capacity)


@given(backlogs(), st.sampled_from([0, 3, 9, 1e9]), st.sampled_from([0, 0.01, 2, 1e9]))
def test_more_budget_never_lowers_the_value(table, budget, more):
    assert (
        make_plan(Problem(table, limits(budget + more))).value
        >= make_plan(Problem(table, limits(budget))).value - 1e-9
    )


@given(backlogs(), st.integers(0, 8), st.integers(0, 4))
def test_more_days_never_lower_the_value(table, days, more):
    assert (
        make_plan(Problem(table, limits(9, days + more))).value
        >= make_plan(Problem(table, limits(9, days))).value - 1e-9
    )


@given(backlogs(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(table, random):
    order = list(table.index)
    random.shuffle(order)
    one, other = make_plan(Problem(table, limits(9))), make_plan(Problem(table.loc[order], limits(9)))
    assert one.value == other.value
    assert one.schedule.sort_values("opportunity", ignore_index=True).equals(
        other.schedule.sort_values("opportunity", ignore_index=True)
    )


@given(backlogs(), st.sampled_from([1e-6, 7.46, 1e6]))
def test_the_currency_does_not_matter(table, rate):
    converted = make_plan(Problem(table.assign(cost=table["cost"] * rate), limits(9 * rate)))
    assert converted.value == pytest.approx(make_plan(Problem(table, limits(9))).value, rel=1e-9)


@given(backlogs(), st.data())
def test_the_dominated_never_displaces_the_dominating(table, data):
    """A twin that costs more, takes more days and scores less is never in without the other."""
    row = data.draw(st.integers(0, len(table) - 1))
    twin = table.loc[[row]].assign(opportunity="twin", score=lambda one: one["score"] * 0.9)
    twin["cost"] += 0.5
    twin["days_it"] += 1
    members = make_plan(Problem(pd.concat([table, twin], ignore_index=True), limits(9))).members
    assert "twin" not in members or f"o{row}" in members


@given(backlogs())
def test_what_is_said_of_a_plan_agrees_with_its_schedule(table):
    plan = make_plan(Problem(table, limits(9)))
    made = plan.schedule[plan.schedule["decision"].eq("start")].merge(table[["opportunity", "score"]])
    finish = made["finish"].map(QUARTERS.index)
    assert plan.value == pytest.approx((made["score"] * 0.98**finish).sum())
    assert (plan.usage["used"] <= plan.usage["limit"] + 1e-6).all()
    assert plan.bound == pytest.approx(plan.value, rel=1e-9)
