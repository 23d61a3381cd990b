"""The Next Release Problem, as published: which customers' wishes to meet within a budget.

A requirement is an opportunity with a cost, a customer one with a value; a customer requires what it asks
for. All in one period, in which what is required may be done in the quarter itself: it takes 0 quarters.

The instances are made like nrp1 of Xuan et al. (2012), IEEE Transactions on Software Engineering 38(5): three
levels of requirements that cost 1-5, 2-8 and 5-10 and may need some of a lower level, and customers
with 1-5 requests. No licence allows us to keep theirs here: for who has the files,
`python benchmarks/prioritization.py optima FOLDER` holds the engine to their published optima.
"""

from random import Random

import numpy as np
import pytest
from next_release import Release, budget_of, opportunities_of
from profiles import seeds, thinned
from scipy.optimize import Bounds, LinearConstraint, milp

from prioritization import Limits, make_plan

COSTS = ((1, 5), (2, 8), (5, 10))


def made_up(levels, customers, seed):
    random = Random(seed)
    costs, needs, earlier = [], {}, []
    for (low, high), count in zip(COSTS, levels, strict=True):
        level = range(len(costs) + 1, len(costs) + count + 1)
        costs += [random.randint(low, high) for _ in level]
        needs |= {one: random.sample(earlier, min(len(earlier), random.randint(0, 2))) for one in level}
        earlier = [*earlier, *level]
    wishes = [
        (random.randint(10, 50), random.sample(earlier, random.randint(1, 5))) for _ in range(customers)
    ]
    return Release(costs, needs, wishes)


def closure(release, wished):
    """The requirements that some requests need, with what those need in turn."""
    needed, ahead = set(), list(wished)
    while ahead:
        one = ahead.pop()
        if one not in needed:
            needed.add(one)
            ahead += release.needs[one]
    return frozenset(needed)


def best_by_brute_force(release, budget):
    """The most profit of all sets of customers whose requirements the budget pays."""
    chosen = [(frozenset(), 0)]
    for profit, wished in release.customers:
        needed = closure(release, wished)
        chosen += [(already | needed, worth + profit) for already, worth in chosen]
    return max(worth for needed, worth in chosen if sum(release.costs[one - 1] for one in needed) <= budget)


def best_by_milp(release, budget):
    """The integer program of Bagnall et al. (2001), Information and Software Technology 43(14), by SciPy."""
    requirements, customers = len(release.costs), len(release.customers)
    pairs = [(before - 1, after - 1) for after, befores in release.needs.items() for before in befores]
    pairs += [
        (asked - 1, requirements + number)
        for number, (_, wished) in enumerate(release.customers)
        for asked in wished
    ]
    needs = np.zeros((len(pairs), requirements + customers))
    for row, (needed, needing) in enumerate(pairs):
        needs[row, needed], needs[row, needing] = 1, -1
    cost = np.array([*release.costs, *[0] * customers])
    profit = np.array([0] * requirements + [profit for profit, _ in release.customers])
    found = milp(
        -profit,
        integrality=np.ones(len(profit)),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(needs, 0), LinearConstraint(cost, -np.inf, budget)],
    )
    return round(-found.fun)


@pytest.mark.parametrize("percent", [30, 50, 70])
@pytest.mark.parametrize("seed", seeds(4))
def test_the_optimum_of_a_small_release_is_that_of_all_sets_of_customers(percent, seed):
    release = made_up((4, 6, 8), 10, seed)
    table = opportunities_of(release)
    budget = budget_of(table, percent)
    plan = make_plan(table, Limits(budget=budget, discount=0))
    assert (plan.value, plan.status) == (best_by_brute_force(release, budget), "optimal")


@pytest.mark.parametrize("percent", thinned([30, 50, 70]))
def test_the_optimum_of_a_release_of_the_published_size_is_that_of_the_published_program(percent):
    """140 requirements and 100 customers, as the smallest published instance."""
    release = made_up((20, 40, 80), 100, seed=1)
    table = opportunities_of(release)
    budget = budget_of(table, percent)
    plan = make_plan(table, Limits(budget=budget, discount=0))
    assert (plan.value, plan.status) == (best_by_milp(release, budget), "optimal")
