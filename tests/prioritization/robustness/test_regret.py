import pandas as pd

from prioritization import (
    Limits,
    Problem,
    make_plan,
    plans_by_draw,
    regret,
)

NOW = Limits(("2027Q1",), 10)


TWO = pd.DataFrame({"opportunity": ["A", "B"], "score": [5.0, 5.5], "cost": [6, 6]})


def test_regret_counts_what_the_chosen_plan_missed_and_where_it_does_not_fit():
    scores = pd.DataFrame({"A": [5.0, 5.0, 5.0, 7.5] * 20})
    costs = pd.DataFrame({"B": [6.0] * 40 + [12.0] * 40})
    plan = make_plan(Problem(TWO, NOW))
    without = regret(plans_by_draw(Problem(TWO, NOW), scores), plan)
    assert (without.mean, without.largest, without.best, without.over_budget) == (0.5, 2.0, 0.75, 0.0)
    with_costs = regret(plans_by_draw(Problem(TWO, NOW), scores, costs=costs), plan)
    assert (with_costs.over_budget, with_costs.mean, with_costs.best) == (0.5, 0.5, 0.375)
