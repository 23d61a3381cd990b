import pandas as pd
import pytest
from draws import NOW, TWO, backlog, scored

from prioritization import (
    Limits,
    Problem,
    make_plan,
    plans_by_draw,
    regret,
    value_of_information,
)


def test_knowing_a_score_is_worth_what_choosing_by_it_gains():
    scores = pd.DataFrame({"A": [4.5, 4.5, 7.5, 7.5] * 50})
    found = value_of_information(plans_by_draw(Problem(TWO, NOW), scores))
    assert found.loc[0, ["opportunity", "what"]].tolist() == ["A", "score"]
    assert found.loc[0, "evppi"] == pytest.approx(0.5)  # (5.5 + 7.5) / 2 - 6
    assert found.loc[0, "switches"] == 0.5


def test_knowing_one_score_is_never_worth_more_than_the_regret_it_would_spare():
    table, limits = backlog(), Limits(("2027Q1",), 15)
    plans = plans_by_draw(Problem(table, limits), scored(table, 400), exact=400, gap=0.0)
    found, missed = value_of_information(plans), regret(plans, make_plan(Problem(table, limits)))
    assert (found["evppi"] <= missed.mean + 3 * found["se"]).all()
    assert (found["evppi"] >= -4 * found["se"]).all()
