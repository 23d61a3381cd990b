import numpy as np
import pandas as pd
import pytest

from prioritization import (
    InfeasibleError,
    Limits,
    LimitsError,
    ScoreError,
    make_plan,
    plan_frequency,
    plans_by_draw,
    regret,
    selection_frequency,
    value_of_information,
)

NOW = Limits(("2027Q1",), 10)
TWO = pd.DataFrame({"opportunity": ["A", "B"], "score": [5.0, 5.5], "cost": [6, 6]})


def normal(means, draws, seed=1, spread=1.0):
    random = np.random.default_rng(seed)
    return pd.DataFrame({name: random.normal(mean, spread, draws).clip(0) for name, mean in means.items()})


def backlog(size=8, seed=3):
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "opportunity": [f"o{number}" for number in range(size)],
            "score": random.uniform(3, 9, size),
            "cost": random.integers(2, 7, size),
        }
    )


def scored(table, draws, seed=5):
    return normal(dict(zip(table["opportunity"], table["score"], strict=True)), draws, seed)


# by hand


def test_of_two_rivals_each_is_in_as_often_as_it_scores_higher():
    found = selection_frequency(TWO, NOW, normal({"A": 5, "B": 5}, 1000), exact=1000)
    assert found["frequency"].sum() == pytest.approx(1)
    assert abs(found.loc[0, "frequency"] - 0.5) < 3 * found.loc[0, "se"]
    assert found.loc[0, "se"] == pytest.approx(np.sqrt(0.25 / 1000), rel=0.01)


def test_drawn_costs_decide_what_fits():
    costs = pd.DataFrame({"A": [4.0, 4.0, 8.0, 8.0] * 20, "B": 6.0})
    found = selection_frequency(TWO, NOW, pd.DataFrame(index=range(80)), costs=costs)
    assert found["frequency"].tolist() == [0.5, 1.0]
    assert found["verdict"].tolist() == ["depends", "always"]


def test_regret_counts_what_the_chosen_plan_missed_and_where_it_does_not_fit():
    scores = pd.DataFrame({"A": [5.0, 5.0, 5.0, 7.5] * 20})
    costs = pd.DataFrame({"B": [6.0] * 40 + [12.0] * 40})
    plan = make_plan(TWO, NOW)
    without = regret(plans_by_draw(TWO, NOW, scores), plan)
    assert (without.mean, without.largest, without.best, without.over_budget) == (0.5, 2.0, 0.75, 0.0)
    with_costs = regret(plans_by_draw(TWO, NOW, scores, costs=costs), plan)
    assert (with_costs.over_budget, with_costs.mean, with_costs.best) == (0.5, 0.5, 0.375)


def test_knowing_a_score_is_worth_what_choosing_by_it_gains():
    scores = pd.DataFrame({"A": [4.5, 4.5, 7.5, 7.5] * 50})
    found = value_of_information(plans_by_draw(TWO, NOW, scores))
    assert found.loc[0, ["opportunity", "what"]].tolist() == ["A", "score"]
    assert found.loc[0, "evppi"] == pytest.approx(0.5)  # (5.5 + 7.5) / 2 - 6
    assert found.loc[0, "switches"] == 0.5


def test_what_nothing_tells_apart_is_tied_and_shares_its_frequency():
    three = pd.DataFrame({"opportunity": ["A", "B", "C"], "score": [5, 5, 9], "cost": [6, 6, 4]})
    found = selection_frequency(three, NOW, pd.DataFrame(index=range(80)))
    assert found["frequency"].tolist() == [0.5, 0.5, 1.0]
    assert found["verdict"].tolist() == ["tied", "tied", "always"]


@pytest.mark.parametrize("links", [{"requires": ["", "A", ""]}, {"cost": [6, 5, 6]}, {"must_do": [1, 0, 0]}])
def test_another_link_or_cost_is_something_that_tells_apart(links):
    table = pd.DataFrame({"opportunity": ["A", "B", "C"], "score": [5, 5, 5], "cost": 6} | links)
    found = selection_frequency(table, NOW, pd.DataFrame(index=range(80))).set_index("opportunity")
    assert found.loc["B", "frequency"] in (0, 1)
    assert found.loc["B", "verdict"] != "tied"


def test_rivals_that_exclude_each_other_are_tied_when_all_else_is_equal():
    rivals = pd.DataFrame({"opportunity": ["A", "B"], "score": 5, "cost": 1, "excludes": ["B", ""]})
    found = selection_frequency(rivals, NOW, pd.DataFrame({"A": [4.0, 6.0] * 40, "B": [4.0, 6.0] * 40}))
    assert found[["frequency", "verdict"]].values.tolist() == [[0.5, "tied"], [0.5, "tied"]]


# laws


def test_without_uncertainty_the_plan_is_in_always_and_nothing_is_to_be_learnt():
    table = backlog()
    scores = pd.DataFrame([table.set_index("opportunity")["score"]] * 80, index=range(80))
    plan, plans = (
        make_plan(table, Limits(("2027Q1",), 15)),
        plans_by_draw(table, Limits(("2027Q1",), 15), scores),
    )
    found = plan_frequency(plans)
    assert found["frequency"].tolist() == [float(name in plan.members) for name in found["opportunity"]]
    assert set(found["verdict"]) == {"always", "never"}
    assert (regret(plans, plan).mean, regret(plans, plan).best) == (0, 1)
    assert value_of_information(plans).empty


def test_frequencies_of_an_exact_run_are_those_of_plans_made_one_by_one():
    table, limits = backlog(), Limits(("2027Q1", "2027Q2"), 15)
    scores = scored(table, 80)
    costs = pd.DataFrame(np.random.default_rng(2).uniform(2, 7, (80, 8)), columns=table["opportunity"])
    found = selection_frequency(table, limits, scores, costs=costs, gap=0.0)
    plans = [
        make_plan(table.assign(score=scores.loc[draw].to_numpy(), cost=costs.loc[draw].to_numpy()), limits)
        for draw in range(80)
    ]
    shares = [np.mean([name in plan.members for plan in plans]) for name in found["opportunity"]]
    assert found["frequency"].tolist() == pytest.approx(shares)


def test_plans_in_parts_bring_the_estimate_nearer_than_its_error_says_and_make_the_error_smaller():
    table, limits = backlog(), Limits(("2027Q1",), 15)
    scores = scored(table, 600)
    whole = selection_frequency(table, limits, scores, exact=600, gap=0.0)
    some = selection_frequency(table, limits, scores, exact=100, gap=0.0)
    same = scores.iloc[np.linspace(0, 599, 100).round().astype(int)]
    plain = selection_frequency(table, limits, same, exact=100, gap=0.0)
    assert (np.abs(some["frequency"] - whole["frequency"]) <= 4 * some["se"] + 0.01).all()
    assert some["se"].sum() < plain["se"].sum()


def test_neither_workers_nor_the_order_of_rows_change_the_result():
    table, limits = backlog(), Limits(("2027Q1",), 15)
    scores = scored(table, 120)
    one = selection_frequency(table, limits, scores, exact=80, workers=1)
    other = selection_frequency(table[::-1], limits, scores[scores.columns[::-1]], exact=80, workers=3)
    pd.testing.assert_frame_equal(one, other)


def test_knowing_one_score_is_never_worth_more_than_the_regret_it_would_spare():
    table, limits = backlog(), Limits(("2027Q1",), 15)
    plans = plans_by_draw(table, limits, scored(table, 400), exact=400, gap=0.0)
    found, missed = value_of_information(plans), regret(plans, make_plan(table, limits))
    assert (found["evppi"] <= missed.mean + 3 * found["se"]).all()
    assert (found["evppi"] >= -4 * found["se"]).all()


# refusals


def test_faults_of_draws_are_said_at_once():
    wrong = pd.DataFrame({"A": [np.nan, -1.0], "b": 1.0})
    with pytest.raises(ScoreError) as error:
        selection_frequency(TWO, NOW, wrong, costs=pd.DataFrame({"B": [1.0]}))
    said = str(error.value)
    assert "5 faults" in said
    assert "score of 'A': no finite number in 1 draws, the first is row 1" in said
    assert "score of 'A': below 0 in 1 draws, the first is row 2" in said
    assert "2 draws say too little; give 80 or more" in said
    assert "2 draws of scores and 1 of costs" in said
    with pytest.raises(ScoreError, match="did you mean 'login'"):
        selection_frequency(TWO.replace("A", "login"), NOW, pd.DataFrame({"logn": [1.0] * 80}))


def test_draws_in_which_no_plan_fits_are_counted():
    must = TWO.assign(must_do=[True, False])
    costs = pd.DataFrame({"A": [6.0] * 79 + [11.0]})
    with pytest.raises(InfeasibleError, match="1 of the 80 draws, the first is row 80"):
        selection_frequency(must, NOW, pd.DataFrame(index=range(80)), costs=costs)


def test_too_few_exact_plans_are_refused():
    with pytest.raises(LimitsError, match="exact: 20 is to be 80 or more"):
        selection_frequency(TWO, NOW, normal({"A": 5}, 100), exact=20)


def test_no_draws_no_workers_and_terms_that_are_none_are_refused():
    with pytest.raises(ScoreError, match="scores: None is not a table of draws"):
        selection_frequency(TWO, NOW, None)
    with pytest.raises(
        LimitsError, match=r"3 faults(.|\n)*gap: 2 is(.|\n)*time_limit: 0(.|\n)*workers: -1 is"
    ):
        selection_frequency(TWO, NOW, normal({"A": 5}, 100), gap=2, time_limit=0, workers=-1)
    with pytest.raises(ScoreError, match="score of 'A': no finite number in 80 draws"):
        selection_frequency(TWO, NOW, pd.DataFrame({"A": [True] * 80}))
