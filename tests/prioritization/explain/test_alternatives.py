from itertools import combinations
from random import Random

import pandas as pd
import pytest
from profiles import seeds

from prioritization import Limits, LimitsError, Problem, make_plan, next_best_plans

QUARTERS = ("2027Q1", "2027Q2")


def opportunities(**columns):
    return pd.DataFrame({"opportunity": list("ABCD")[: len(columns["score"])], **columns})


def following(table, limits, k=3):
    return next_best_plans(Problem(table, limits), make_plan(Problem(table, limits)), k)


# by hand


def test_a_plan_that_is_worth_as_much_is_a_tie():
    found = following(opportunities(score=[5, 5], cost=[3, 3]), Limits(QUARTERS, 3))
    assert found[["rank", "value", "lost", "tied"]].values.tolist() == [[1, 5, 0, True], [2, 0, 5, False]]
    assert {*found.loc[0, "enters"], *found.loc[0, "leaves"]} == {"A", "B"}


def test_the_same_members_in_other_quarters_are_the_same_plan():
    found = following(opportunities(score=[5]), Limits(QUARTERS, 0))
    assert found[["value", "leaves"]].values.tolist() == [[0, ("A",)]]


def test_what_is_worth_nothing_makes_no_other_plan():
    found = following(opportunities(score=[5, 0]), Limits(QUARTERS, 0))
    assert found["value"].tolist() == [0]


def test_where_all_is_given_there_is_no_other_plan():
    assert following(opportunities(score=[5], must_do=["ja"]), Limits(QUARTERS, 0)).empty
    assert following(opportunities(score=[0]), Limits(QUARTERS, 0)).empty


@pytest.mark.parametrize(
    ("score", "lost"), [([1e9, 0.5, 0.9], 0.4), ([0, 4e-10, 5e-10], 1e-10), ([1e9, 0.5, 0.5], 0)]
)
def test_only_what_two_plans_do_not_share_makes_a_tie(score, lost):
    table = opportunities(score=score, cost=[0, 1, 1])
    plan = make_plan(Problem(table, Limits(("2027Q1",), 1)))
    found = next_best_plans(Problem(table, Limits(("2027Q1",), 1)), plan, 1)
    if score[0] != 1e9 or {"A", "C"} <= set(plan.members):
        assert found["lost"].tolist() == pytest.approx([lost])
        assert found["tied"].tolist() == [lost == 0]


# laws


@pytest.mark.parametrize("seed", seeds(8))
def test_the_plans_are_the_best_sets_by_trying_all(seed):
    random = Random(seed)
    table = pd.DataFrame(
        [
            {"opportunity": f"o{n}", "score": random.randint(1, 9), "cost": random.randint(1, 9)}
            for n in range(7)
        ]
    )
    rows = table.to_dict("records")
    sets = [several for size in range(8) for several in combinations(rows, size)]
    worth = sorted(
        (sum(row["score"] for row in several) for several in sets if sum(r["cost"] for r in several) <= 15),
        reverse=True,
    )
    found = following(table, Limits(("2027Q1",), 15), k=4)
    assert found["value"].tolist() == pytest.approx(worth[1:5])
    assert found["tied"].tolist() == [value == worth[0] for value in worth[1:5]]
    assert found["lost_at_least"].tolist() == pytest.approx(found["lost"].tolist())


# refusals


def test_no_plan_is_refused():
    with pytest.raises(LimitsError, match="k: 0 is not a number of plans"):
        following(opportunities(score=[5]), Limits(QUARTERS, 0), k=0)


def test_k_is_a_whole_number():
    with pytest.raises(LimitsError, match=r"k: 1\.5 is not a number of plans"):
        following(opportunities(score=[5]), Limits(QUARTERS, 0), k=1.5)
