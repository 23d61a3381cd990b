"""A slider shows the engine's own answer, and what moved."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritization import Limits, LimitsError, Problem, SliderPlans, make_plan

QUARTERS = ("2027Q1", "2027Q2")
TABLE = pd.DataFrame(
    {
        "opportunity": list("ABCDE"),
        "score": [9, 8.5, 8, 3, 5],
        "cost": [6, 5, 5, 1, 4],
        "days_it": [3, 5, 2, 1, 4],
        "npv": [10.0, -2.0, 8.0, 1.0, 20.0],
        "must_do": ["no", "no", "no", "yes", "no"],
    }
)
DAYS = pd.DataFrame({"role": "it", "quarter": QUARTERS, "days": [5, 4]})
TWICE = Limits(QUARTERS, dict.fromkeys(QUARTERS, 12), DAYS.assign(days=[10, 8]), discount=0)
LIMITS = Limits(QUARTERS, {"2027Q1": 6, "2027Q2": 6}, DAYS, discount=0)


def last(plans, settings):
    found = plans.moved(settings)
    while found["possible"] and (better := plans.refined()):
        found = better
    return found


@given(
    budget=st.floats(0, 2),
    days=st.floats(0, 2),
    must=st.sampled_from(["", "A", "E"]),
    never=st.sampled_from(["", "C", "D"]),
)
def test_the_last_plan_of_a_move_is_the_engines_own(budget, days, must, never):
    plans = SliderPlans(TABLE, LIMITS)
    settings = {"budget": budget, "days": {"it": days}, "must_do": list(must), "must_not": list(never)}
    found = last(plans, settings)
    table = TABLE.assign(
        must_do=[name == must or (name == "D" and never != "D") for name in TABLE["opportunity"]],
        must_not=TABLE["opportunity"].eq(never),
    )
    wider = Limits(
        QUARTERS, dict.fromkeys(QUARTERS, 6 * budget), DAYS.assign(days=[5 * days, 4 * days]), discount=0
    )
    try:
        plan = make_plan(Problem(table, wider))
    except Exception as error:
        assert not found["possible"] and found["why"] == str(error)
        return
    assert found["possible"] and found["value"] == pytest.approx(plan.value)
    assert found["share"] == pytest.approx(1.0)


def test_a_move_says_what_came_and_went_and_undone_it_is_as_before():
    plans = SliderPlans(TABLE, LIMITS, money=True)
    start = last(plans, {})
    assert (start["enters"], start["leaves"], start["came"]) == ([], [], [])
    wider = last(plans, {"budget": 2.0, "days": {"it": 2.0}})
    assert wider["enters"] and set(wider["came"]) == set(wider["enters"])
    assert wider["money"] == pytest.approx(
        TABLE.set_index("opportunity")["npv"][[one["opportunity"] for one in wider["members"]]].sum()
    )
    back = last(plans, {})
    assert back["members"] == start["members"] and set(back["went"]) == set(wider["came"])


def test_a_way_back_leads_at_once_to_the_plan_that_the_search_had_found():
    random = np.random.default_rng(0)
    many = pd.DataFrame({"opportunity": [f"O{n}" for n in range(40)], "score": random.integers(20, 90, 40)})
    many["cost"] = random.integers(30, 60, 40)
    plans = SliderPlans(many, Limits(("2027Q1",), 500))
    first = plans.moved({"budget": 0.9})
    found = last(plans, {"budget": 0.9})
    last(plans, {"budget": 0.5})
    assert plans.moved({"budget": 0.9})["members"] == found["members"] != first["members"]


def test_what_cannot_be_is_said_and_the_next_move_goes_on():
    plans = SliderPlans(TABLE, LIMITS)
    none = plans.moved({"budget": 0.0})
    assert not none["possible"] and "No plan fits" in none["why"]
    assert last(plans, {})["possible"]


def test_faults_of_a_move_are_all_said():
    plans = SliderPlans(TABLE, LIMITS)
    wrong = {"budget": -1, "days": {"itt": 1.0}, "must_do": ["Q"], "must_not": ["Q"], "weights": {}}
    with pytest.raises(LimitsError) as refused:
        plans.moved(wrong)
    for words in (
        "'weights' is not one of",
        "budget: -1",
        "'itt' is not a role; did you mean 'it'?",
        "must_do: 'Q'",
        "cannot be in",
    ):
        assert words in str(refused.value)


def test_the_sliders_are_the_money_and_the_roles_that_there_are():
    assert SliderPlans(TABLE, LIMITS).sliders() == {"budget": 12.0, "days": {"it": 9.0}}
    assert SliderPlans(TABLE.drop(columns="days_it"), Limits(QUARTERS)).sliders() == {
        "budget": None,
        "days": {},
    }


def test_a_move_says_what_it_brings_and_other_scores_are_not_compared_in_points():
    plans, twice, ranks = (
        SliderPlans(TABLE, LIMITS, money=True),
        {"budget": 2.0, "days": {"it": 2.0}},
        TABLE.rank(numeric_only=True),
    )
    start = last(plans, {})
    wider = last(plans, twice)
    assert wider["more_value"] == pytest.approx(wider["value"] - start["value"]) and wider["more_value"] > 0
    assert wider["more_money"] == pytest.approx(wider["money"] - start["money"])
    ranked = TABLE.assign(score=ranks["score"])
    plans.rescored(ranked)
    other = last(plans, twice)
    assert other["more_value"] is None and other["more_money"] is not None
    assert other["value"] == pytest.approx(make_plan(Problem(ranked, TWICE)).value)
    assert last(plans, twice)["more_value"] == 0


@pytest.mark.parametrize("limit, budget, days, more", [("budget", 1.4, 1.95, 0.6), ("it", 2.0, 1.2, 0.45)])
def test_the_price_of_a_limit_is_what_the_engine_finds_with_more_of_it(limit, budget, days, more):
    plans, settings = SliderPlans(TABLE, LIMITS), {"budget": budget, "days": {"it": days}}
    before = last(plans, settings)
    price = plans.price(settings, limit)
    budget, days = (budget + 0.05, days) if limit == "budget" else (budget, days + 0.05)
    wider = Limits(
        QUARTERS, dict.fromkeys(QUARTERS, 6 * budget), DAYS.assign(days=[5 * days, 4 * days]), discount=0
    )
    assert price["more"] == pytest.approx(more) and price["proven"] and price["enters"]
    assert price["value"] == pytest.approx(make_plan(Problem(TABLE, wider)).value - before["value"]) != 0
    assert last(plans, settings)["members"] == before["members"]
    with pytest.raises(LimitsError, match=r"'itt' is no limit of this plan; did you mean .it.\?"):
        plans.price(settings, "itt")
