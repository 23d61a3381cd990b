import numpy as np
import pytest

from benchmarks.backlog import backlog
from prioritization.model import plan_model
from prioritization.opportunities import checked_opportunities
from prioritization.programme import Programme, Row
from prioritization.repair import best_for_their_use, repaired


def knapsack(values, weights, room, low=-np.inf):
    columns = np.arange(len(values))
    row = Row("budget", "", 0, columns, np.array(weights, float), low, room)
    whole = np.ones(len(values), bool)
    return Programme(np.array(values, float), np.ones(len(values)), whole, (row,))


def test_what_is_worth_least_for_what_it_frees_leaves():
    assert repaired(knapsack([9, 8, 1], [5, 5, 5], 10), np.ones(3)).tolist() == [1, 1, 0]


def test_what_still_fits_comes_in():
    assert repaired(knapsack([9, 8, 1], [5, 5, 5], 10), np.zeros(3)).tolist() == [1, 1, 0]


def test_what_is_worth_nothing_does_not_come_in():
    assert repaired(knapsack([9, 0], [5, 5], 10), np.zeros(2)).tolist() == [1, 0]


def test_a_row_that_asks_for_more_than_there_is_is_not_repaired():
    assert repaired(knapsack([9], [5], 10, low=6), np.zeros(1)) is None


def test_only_the_overtime_that_is_needed_is_bought():
    """8 days of work, 5 regular days, up to 4 of overtime at 10 each, 30 of money."""
    days = Row("capacity", "it", 0, np.array([0, 1]), np.array([8.0, -1.0]), high=5.0)
    money = Row("budget", "", 0, np.array([1]), np.array([10.0]), high=30.0)
    programme = Programme(np.array([9.0, 0.0]), np.array([1.0, 4.0]), np.array([True, False]), (days, money))
    assert repaired(programme, np.array([1.0, 4.0])) == pytest.approx([1, 3])


def test_overtime_that_cannot_be_paid_is_not_bought():
    days = Row("capacity", "it", 0, np.array([0, 1]), np.array([8.0, -1.0]), high=5.0)
    money = Row("budget", "", 0, np.array([1]), np.array([10.0]), high=29.0)
    programme = Programme(np.array([9.0, 0.0]), np.array([1.0, 4.0]), np.array([True, False]), (days, money))
    assert repaired(programme, np.array([1.0, 0.0])) == pytest.approx([0, 0])
    assert repaired(programme, np.zeros(2)) == pytest.approx([0, 0])


def test_worth_for_use_orders_the_columns():
    assert best_for_their_use(knapsack([9, 8, 0], [9, 2, 1], 10)).tolist() == [1, 0]


@pytest.mark.parametrize("seed", range(20))
def test_every_row_fits_whatever_there_was_before(seed):
    table, limits = backlog(25, 3, seed=seed)
    programme = plan_model(checked_opportunities(table), limits, "score").programme
    before = np.random.default_rng(seed).integers(0, 2, len(programme.values)).astype(float)
    after = repaired(programme, before)
    used = programme.matrix @ after
    assert (used <= programme.highs + 1e-6).all() and (used >= programme.lows - 1e-6).all()
    assert (after <= programme.upper + 1e-9).all() and programme.values @ after > 0
