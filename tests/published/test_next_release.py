"""The Next Release Problem, as published: which customers' wishes to meet within a budget.

A requirement is an opportunity with a cost, a customer one with a value; a customer requires what it asks
for. All in one period, in which what is required may be done in the quarter itself: it takes 0 quarters.

The instances are made like nrp1 of Xuan et al. (2012), IEEE Transactions on Software Engineering 38(5): three
levels of requirements that cost 1-5, 2-8 and 5-10 and may need some of a lower level, and customers
with 1-5 requests. No licence allows us to keep theirs here: for who has the files,
`python benchmarks/prioritization.py optima FOLDER` holds the engine to their published optima.
"""

import pytest
from next_release import best_by_milp, budget_of, made_up, opportunities_of
from profiles import seeds, thinned

from prioritization import Limits, Problem, make_plan


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


@pytest.mark.parametrize("percent", [30, 50, 70])
@pytest.mark.parametrize("seed", seeds(4))
def test_the_optimum_of_a_small_release_is_that_of_all_sets_of_customers(percent, seed):
    release = made_up((4, 6, 8), 10, seed)
    table = opportunities_of(release)
    budget = budget_of(table, percent)
    plan = make_plan(Problem(table, Limits(budget=budget, discount=0)))
    assert (plan.value, plan.status) == (best_by_brute_force(release, budget), "optimal")


@pytest.mark.parametrize("percent", thinned([30, 50, 70]))
def test_the_optimum_of_a_release_of_the_published_size_is_that_of_the_published_program(percent):
    """140 requirements and 100 customers, as the smallest published instance."""
    release = made_up((20, 40, 80), 100, seed=1)
    table = opportunities_of(release)
    budget = budget_of(table, percent)
    plan = make_plan(Problem(table, Limits(budget=budget, discount=0)))
    assert (plan.value, plan.status) == (best_by_milp(release, budget), "optimal")
