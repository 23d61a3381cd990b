"""Plans beside each other: each says what it does otherwise, in points and in money."""

import pandas as pd

from prioritization import (
    Limits,
    Problem,
    compared_plans,
    greedy_plans,
    limit_scenarios,
    make_plan,
    next_best_plans,
)
from workbook.choices import benefit_and_cost, chosen_budget, objectives, plan_choices, scenario_table

FOUR = pd.DataFrame(
    {"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1], "npv": [30, -5, -5, 20]}
).assign(title=["Faq", "Chat", "App", "Poster"])
GAIN = pd.DataFrame({"low": [55.0], "high": [65.0]})


def choices(by):
    problem = Problem(FOUR, Limits(budget=10))
    plan = make_plan(problem)
    other = make_plan(Problem(FOUR, Limits(budget=10), by[-1]))
    return plan_choices(
        compared_plans(problem, {"this": plan, "other": other}, by),
        next_best_plans(problem, plan, 1, also=by[-1]),
        greedy_plans(problem, plan, also=by[-1]),
        FOUR,
        GAIN,
    )


def test_each_plan_has_its_points_its_money_and_what_it_does_otherwise():
    table = choices(["score", "npv"]).set_index("plan")
    assert table.index.tolist() == ["this", "other", "next 1", "list"]
    assert table["score"].tolist() == [16.5, 12, 12, 12]
    assert table["npv"].tolist() == [-10, 50, 50, 50]
    assert table["cost"].tolist() == [10, 7, 7, 7]
    assert table.at["other", "enters_titles"] == ["Faq", "Poster"]
    assert table.at["list", "leaves_titles"] == ["Chat", "App"]
    assert table["gain_low"].notna().tolist() == [False, True, False, False]


def test_without_estimates_there_is_no_other_plan_and_no_money():
    table = choices(["score"])
    assert table["plan"].tolist() == ["this", "next 1", "list"] and "npv" not in table


def test_what_is_estimated_or_scored_stands_beside_its_cost_the_most_first():
    given = FOUR.assign(cost_low=FOUR["cost"] - 1, cost_high=FOUR["cost"] + 1)
    cases = FOUR.tail(3).assign(npv_low=FOUR["npv"] - 9, npv_high=FOUR["npv"] + 9)
    money = benefit_and_cost(FOUR, given, cases, ["B"], ["score", "npv"])
    assert money["title"].tolist() == ["Poster", "Chat", "App"]
    assert money["in_plan"].tolist() == [False, True, False]
    assert money.loc[0, ["worth", "worth_low", "cost", "cost_high"]].tolist() == [20, 11, 1, 2]
    scored = FOUR.assign(
        scored=[True, True, True, False], score_low=[8.0, None, 7, 1], score_high=[9.5, None, 9, 5]
    )
    points = benefit_and_cost(scored, given, cases.head(0), ["B"], ["score"])
    assert points["title"].tolist() == ["Faq", "Chat", "App"]
    assert points.loc[1, ["worth_low", "worth", "worth_high"]].tolist() == [8.5, 8.5, 8.5]


def test_the_objective_of_the_plan_comes_first():
    estimated, none = (pd.DataFrame({"estimated": [known]}) for known in (True, False))
    assert objectives(estimated, "both") == ["score", "npv"] and objectives(estimated, "value") == [
        "npv",
        "score",
    ]
    assert objectives(none, "score") == ["score"]


def test_an_obligation_has_its_title_and_a_limit_has_none():
    problem = Problem(FOUR.assign(must_do=[False, False, False, True]), Limits(budget=10))
    table = scenario_table(limit_scenarios(problem, make_plan(problem)), FOUR).set_index("kind")
    assert table.at["must_do", "title"] == "Poster" and pd.isna(table.at["budget", "title"])
    assert table.at["must_do", "leaves_titles"] == ["Faq", "Poster"]


def test_the_budget_that_there_is_is_marked():
    marked = chosen_budget(pd.DataFrame({"budget": [0.0, 5.0, 10.0], "value": 1.0}), 10.0)
    assert marked["chosen"].tolist() == [False, False, True]
