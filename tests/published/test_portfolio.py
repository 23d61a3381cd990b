"""Published portfolios: the case of the method, and knapsacks of OR-Library with known optima."""

from pathlib import Path

import pandas as pd
import pytest

from prioritization import Limits, make_plan, replacement_cost

MKNAP1 = Path(__file__).parents[2].parent / "shared" / "data" / "mkp" / "mknap1.txt"
OPTIMA = [3800, 8706.1, 4015, 6120, 12400, 10618, 16537]
QUARTER = "2027Q1"


@pytest.fixture
def four():
    return pd.DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})


def test_the_optimum_is_b_and_c(four):
    plan = make_plan(four, Limits((QUARTER,), 10, discount=0))
    assert (plan.members, plan.value, plan.status) == (("B", "C"), 16.5, "optimal")


@pytest.mark.parametrize("opportunity", ["B", "C"])
def test_the_replacement_cost_of_b_and_of_c_agrees(four, opportunity):
    limits = Limits((QUARTER,), 10, discount=0)
    assert replacement_cost(four, limits, make_plan(four, limits), opportunity) == pytest.approx(4.5)


@pytest.mark.parametrize("problem", range(7))
def test_the_optimum_of_mknap1_is_found(problem):
    """Chu & Beasley (1998): every knapsack is a role, every weight its days."""
    if not MKNAP1.exists():
        pytest.skip("mknap1.txt of OR-Library is not beside the checkout, in shared/data/mkp")
    table, limits = knapsacks()[problem]
    plan = make_plan(table, limits)
    assert plan.value == pytest.approx(OPTIMA[problem], abs=0.05)
    assert plan.status == "optimal"


def knapsacks():
    """The file: a number of problems; per problem items, knapsacks, optimum, profits, weights, room."""
    numbers = iter([float(word) for word in MKNAP1.read_text().split()])
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
