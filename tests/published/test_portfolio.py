"""Published portfolios: the case of the method, and the knapsacks of Chu & Beasley (1998)."""

import pandas as pd
import pytest
from profiles import thinned
from published_data import or_library

from prioritization import Limits, Problem, greedy_plans, make_plan
from prioritization.explain.why_in import replacement_cost

OPTIMA = [3800, 8706.1, 4015, 6120, 12400, 10618, 16537]
BEST_KNOWN = [
    *(24381, 24274, 23551, 23534, 23991, 24613, 25591, 23410, 24216, 24411),
    *(42757, 42545, 41968, 45090, 42218, 42927, 42009, 45020, 43441, 44554),
    *(59822, 62081, 59802, 60479, 61091, 58959, 61538, 61520, 59453, 59965),
]
PROVED = [18, 15]
"""Where the proof takes seconds; for others of the 30 it takes minutes."""
QUARTER = "2027Q1"


@pytest.fixture
def four():
    return pd.DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})


def test_the_optimum_is_b_and_c(four):
    plan = make_plan(Problem(four, Limits((QUARTER,), 10, discount=0)))
    assert (plan.members, plan.value, plan.status) == (("B", "C"), 16.5, "optimal")


def test_the_list_by_score_gives_12_where_the_optimum_is_16_5(four):
    limits = Limits((QUARTER,), 10, discount=0)
    found = greedy_plans(Problem(four, limits), make_plan(Problem(four, limits))).set_index("rule")
    assert found["value"].to_dict() == {"score": 12, "score_per_cost": 11.5, "plan": 16.5}
    assert found.loc["score", ["lost", "members"]].tolist() == [4.5, ("A", "D")]


@pytest.mark.parametrize("opportunity", ["B", "C"])
def test_the_replacement_cost_of_b_and_of_c_agrees(four, opportunity):
    limits = Limits((QUARTER,), 10, discount=0)
    assert replacement_cost(
        Problem(four, limits), make_plan(Problem(four, limits)), opportunity
    ) == pytest.approx(4.5)


@pytest.mark.parametrize("problem", range(7))
def test_the_optimum_of_mknap1_is_found(problem):
    """Every knapsack is a role, every weight its days."""
    table, limits = knapsacks("mknap1")[problem]
    plan = make_plan(Problem(table, limits))
    assert plan.value == pytest.approx(OPTIMA[problem], abs=0.05)
    assert plan.status == "optimal"


@pytest.mark.parametrize("problem", thinned(range(30)))
def test_mknapcb1_comes_within_one_percent_of_the_best_known_and_says_so(problem):
    table, limits = knapsacks("mknapcb1")[problem]
    plan = make_plan(Problem(table, limits), gap=0.01)
    assert plan.value <= BEST_KNOWN[problem] <= plan.bound
    assert plan.bound <= plan.value * 1.01
    assert (plan.status == "optimal") == (plan.value == plan.bound)


@pytest.mark.parametrize("problem", thinned(PROVED))
def test_the_best_known_of_mknapcb1_is_found_and_proved(problem):
    table, limits = knapsacks("mknapcb1")[problem]
    plan = make_plan(Problem(table, limits), time_limit=300)
    assert (plan.value, plan.status) == (BEST_KNOWN[problem], "optimal")


def knapsacks(name):
    """The file: a number of problems; per problem items, knapsacks, optimum, profits, weights, room."""
    numbers = iter(or_library(name))
    return [knapsack(numbers) for _ in range(int(next(numbers)))]


def knapsack(numbers):
    items, sacks, _ = int(next(numbers)), int(next(numbers)), next(numbers)
    names = [f"item{number:02}" for number in range(items)]
    table = pd.DataFrame({"opportunity": names, "score": [next(numbers) for _ in names]})
    roles = [f"sack{number:02}" for number in range(sacks)]
    for role in roles:
        table[f"days_{role}"] = [next(numbers) for _ in names]
    room = pd.DataFrame({"role": roles, "quarter": QUARTER, "days": [next(numbers) for _ in roles]})
    return table, Limits((QUARTER,), 0, room, discount=0)
