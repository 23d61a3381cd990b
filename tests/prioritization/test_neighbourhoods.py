import numpy as np

from prioritization.milp import Constraint, Milp
from prioritization.moves import Moves
from prioritization.neighbourhoods import improve
from prioritization.working_plan import WorkingPlan


def knapsack(values, weights, room):
    variables = np.arange(len(values))
    constraint = Constraint("budget", "", 0, variables, np.array(weights, float), high=room)
    return Milp(np.array(values, float), np.ones(len(values)), np.ones(len(values), bool), (constraint,))


def test_a_plan_that_greed_cannot_leave_is_improved():
    """9 for 6 is the best per unit, but leaves no room for 8 + 7 for 10."""
    moves = Moves(knapsack([9, 8, 7], [6, 5, 5], 10), np.array([1.5 * 10 / 1000]))
    first = WorkingPlan(moves, np.array([1.0, 0, 0]))
    assert improve(first, 50).taken.tolist() == [0, 1, 1]
    assert first.taken.tolist() == [1, 0, 0]


def test_without_rounds_a_plan_stays_as_it_is():
    moves = Moves(knapsack([9, 8, 7], [6, 5, 5], 10), np.array([0.01]))
    first = WorkingPlan(moves, np.array([1.0, 0, 0]))
    assert improve(first, 0) is first


def test_the_same_plan_is_improved_in_the_same_way():
    random = np.random.default_rng(0)
    milp = knapsack(random.uniform(1, 9, 60), random.uniform(1, 9, 60), 90)
    moves = Moves(milp, np.array([0.1]))
    plans = [improve(WorkingPlan(moves, np.zeros(60)), 60) for _ in range(2)]
    assert (plans[0].taken == plans[1].taken).all()
    assert plans[0].value > 0
