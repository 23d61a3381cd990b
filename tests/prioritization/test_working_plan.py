import numpy as np
import pytest

from prioritization.milp import Constraint, Milp
from prioritization.moves import Moves
from prioritization.working_plan import WorkingPlan

DAYS = Constraint("capacity", "it", 0, np.array([0, 1, 2]), np.array([8.0, 4.0, -1.0]), high=5.0)


def plan(money, taken=(0, 0, 0), price=0.0):
    """8 or 4 days of work, 5 regular days, up to 4 of overtime at 10 each."""
    paid = Constraint("budget", "", 0, np.array([2]), np.array([10.0]), high=money)
    milp = Milp(
        np.array([9.0, 2.0, -price]), np.array([1.0, 1, 4]), np.array([True, True, False]), (DAYS, paid)
    )
    return WorkingPlan(Moves(milp, np.zeros(2)), np.array(taken, float))


def test_only_the_overtime_that_is_needed_is_bought():
    assert plan(30, [1, 0, 4]).values == pytest.approx([1, 0, 3])


def test_overtime_that_cannot_be_paid_is_not_bought():
    assert plan(30).put(0)
    assert not plan(29).put(0)


def test_overtime_that_costs_more_than_it_brings_is_not_bought():
    assert plan(30, price=2.9).put(0)
    assert not plan(30, price=3.1).put(0)
    assert plan(30, price=3.1).put(0, -np.inf)


def test_what_makes_unpaid_overtime_necessary_is_taken_out():
    dear, light = plan(29, [1, 0, 0]), plan(29, [0, 1, 0])
    assert dear.take_out(np.empty(0, int)) and light.take_out(np.empty(0, int))
    assert (dear.values.tolist(), light.values.tolist()) == ([0, 0, 0], [0, 1, 0])


def test_what_has_to_stay_is_not_taken_out():
    assert not plan(29, [1, 0, 0]).take_out(np.empty(0, int), keep=(0,))


def test_a_lower_bound_is_restored_by_what_ranks_first():
    some = Constraint("at_least", "", -1, np.array([0, 1]), np.ones(2), low=1.0)
    milp = Milp(np.array([1.0, 2.0]), np.ones(2), np.ones(2, bool), (some,))
    first = WorkingPlan(Moves(milp, np.zeros(1)), np.zeros(2))
    assert first.short().tolist() == [0]
    assert first.restore(np.array([1.0, 0.0]))
    assert first.taken.tolist() == [0, 1]


def test_a_lower_bound_that_nothing_raises_is_not_restored():
    some = Constraint("at_least", "", -1, np.array([0, 1]), np.ones(2), low=3.0)
    milp = Milp(np.array([1.0, 2.0]), np.ones(2), np.ones(2, bool), (some,))
    assert not WorkingPlan(Moves(milp, np.zeros(1)), np.zeros(2)).restore(np.zeros(2))
