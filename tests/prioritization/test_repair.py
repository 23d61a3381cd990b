import numpy as np
import pytest
from profiles import seeds

from benchmarks.backlog import backlog
from prioritization.milp import Constraint, Milp
from prioritization.opportunities import checked_opportunities
from prioritization.plan_model import plan_model
from prioritization.repair import repair, value_per_use_order


def knapsack(values, weights, room, low=-np.inf):
    variables = np.arange(len(values))
    constraint = Constraint("budget", "", 0, variables, np.array(weights, float), low, room)
    integer = np.ones(len(values), bool)
    return Milp(np.array(values, float), np.ones(len(values)), integer, (constraint,))


def test_what_is_worth_least_for_what_it_frees_leaves():
    assert repair(knapsack([9, 8, 1], [5, 5, 5], 10), np.ones(3)).tolist() == [1, 1, 0]


def test_what_still_fits_comes_in():
    assert repair(knapsack([9, 8, 1], [5, 5, 5], 10), np.zeros(3)).tolist() == [1, 1, 0]


def test_what_is_worth_nothing_does_not_come_in():
    assert repair(knapsack([9, 0], [5, 5], 10), np.zeros(2)).tolist() == [1, 0]


def test_a_lower_bound_that_cannot_be_reached_is_not_repaired():
    assert repair(knapsack([9], [5], 10, low=6), np.zeros(1)) is None


def test_only_the_overtime_that_is_needed_is_bought():
    """8 days of work, 5 regular days, up to 4 of overtime at 10 each, 30 of money."""
    days = Constraint("capacity", "it", 0, np.array([0, 1]), np.array([8.0, -1.0]), high=5.0)
    money = Constraint("budget", "", 0, np.array([1]), np.array([10.0]), high=30.0)
    milp = Milp(np.array([9.0, 0.0]), np.array([1.0, 4.0]), np.array([True, False]), (days, money))
    assert repair(milp, np.array([1.0, 4.0])) == pytest.approx([1, 3])


def test_overtime_that_cannot_be_paid_is_not_bought():
    days = Constraint("capacity", "it", 0, np.array([0, 1]), np.array([8.0, -1.0]), high=5.0)
    money = Constraint("budget", "", 0, np.array([1]), np.array([10.0]), high=29.0)
    milp = Milp(np.array([9.0, 0.0]), np.array([1.0, 4.0]), np.array([True, False]), (days, money))
    assert repair(milp, np.array([1.0, 0.0])) == pytest.approx([0, 0])
    assert repair(milp, np.zeros(2)) == pytest.approx([0, 0])


def test_value_per_use_orders_the_variables():
    assert value_per_use_order(knapsack([9, 8, 0], [9, 2, 1], 10)).tolist() == [1, 0]


@pytest.mark.parametrize("seed", seeds(20))
def test_every_constraint_holds_whatever_there_was_before(seed):
    table, limits = backlog(25, 3, seed=seed)
    milp = plan_model(checked_opportunities(table), limits, "score").milp
    before = np.random.default_rng(seed).integers(0, 2, len(milp.values)).astype(float)
    after = repair(milp, before)
    used = milp.matrix @ after
    assert (used <= milp.highs + 1e-6).all() and (used >= milp.lows - 1e-6).all()
    assert (after <= milp.upper + 1e-9).all() and milp.values @ after > 0
