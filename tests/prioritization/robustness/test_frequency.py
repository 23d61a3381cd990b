import numpy as np
import pandas as pd
import pytest
from draws import NOW, TWO, backlog, normal, scored

from prioritization import (
    Limits,
    Problem,
    make_plan,
    plan_frequency,
    plans_by_draw,
    regret,
    value_of_information,
)
from prioritization.robustness.frequency import selection_frequency


def test_of_two_rivals_each_is_in_as_often_as_it_scores_higher():
    found = selection_frequency(Problem(TWO, NOW), normal({"A": 5, "B": 5}, 400), exact=400)
    assert found["frequency"].sum() == pytest.approx(1)
    assert abs(found.loc[0, "frequency"] - 0.5) < 3 * found.loc[0, "se"]
    assert found.loc[0, "se"] == pytest.approx(np.sqrt(0.25 / 400), rel=0.01)


def test_drawn_costs_decide_what_fits():
    costs = pd.DataFrame({"A": [4.0, 4.0, 8.0, 8.0] * 20, "B": 6.0})
    found = selection_frequency(Problem(TWO, NOW), pd.DataFrame(index=range(80)), costs=costs)
    assert found["frequency"].tolist() == [0.5, 1.0]
    assert found["verdict"].tolist() == ["depends", "always"]


def test_without_uncertainty_the_plan_is_in_always_and_nothing_is_to_be_learnt():
    table = backlog()
    scores = pd.DataFrame([table.set_index("opportunity")["score"]] * 80, index=range(80))
    plan, plans = (
        make_plan(Problem(table, Limits(("2027Q1",), 15))),
        plans_by_draw(Problem(table, Limits(("2027Q1",), 15)), scores),
    )
    found = plan_frequency(plans)
    assert found["frequency"].tolist() == [float(name in plan.members) for name in found["opportunity"]]
    assert set(found["verdict"]) == {"always", "never"}
    assert (regret(plans, plan).mean, regret(plans, plan).best) == (0, 1)
    assert value_of_information(plans).empty


def test_frequencies_of_an_exact_run_are_those_of_plans_made_one_by_one():
    table, limits = backlog(), Limits(("2027Q1", "2027Q2"), 15)
    scores = scored(table, 20)
    costs = pd.DataFrame(np.random.default_rng(2).uniform(2, 7, scores.shape), columns=table["opportunity"])
    drawn = [pd.concat([one] * 4, ignore_index=True) for one in (scores, costs)]  # each four times: 80 draws
    found = selection_frequency(Problem(table, limits), drawn[0], costs=drawn[1], gap=0.0)
    plans = [
        make_plan(
            Problem(table.assign(score=scores.loc[draw].to_numpy(), cost=costs.loc[draw].to_numpy()), limits)
        )
        for draw in scores.index
    ]
    shares = [np.mean([name in plan.members for plan in plans]) for name in found["opportunity"]]
    assert found["frequency"].tolist() == pytest.approx(shares)


def test_plans_in_parts_bring_the_estimate_nearer_than_its_error_says_and_make_the_error_smaller():
    table, limits = backlog(), Limits(("2027Q1",), 15)
    scores = scored(table, 300)
    whole = selection_frequency(Problem(table, limits), scores, exact=300, gap=0.0)
    some = selection_frequency(Problem(table, limits), scores, exact=100, gap=0.0)
    same = scores.iloc[np.linspace(0, 299, 100).round().astype(int)]
    plain = selection_frequency(Problem(table, limits), same, exact=100, gap=0.0)
    assert (np.abs(some["frequency"] - whole["frequency"]) <= 4 * some["se"] + 0.01).all()
    assert some["se"].sum() < plain["se"].sum()
