from random import Random

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from profiles import examples
from random_cases import RULES, random_case, with_rule

from benchmarks.backlog import hard_backlog
from prioritization import Limits, Problem
from prioritization.first_plan import first_plan
from prioritization.solver import relaxed_prices, solve, solve_relaxations

TWO_RULES = st.lists(st.sampled_from(RULES), min_size=0, max_size=2, unique=True)


def relaxation(milp):
    """The relaxed values, none where nothing fits; and the prices in each constraint's unit."""
    [relaxed] = solve_relaxations([milp])
    units = np.array([constraint.unit for constraint in milp.constraints])
    return relaxed, relaxed_prices(milp) * units if len(relaxed) else None


def fits(milp, values):
    used = milp.matrix @ values
    whole = np.isin(values[milp.integer], [0.0, 1.0]).all()
    within = (values >= 0).all() and (values <= milp.upper + 1e-9).all()
    return whole and within and (used <= milp.highs + 1e-6).all() and (used >= milp.lows - 1e-6).all()


def milp_of(seed, rules):
    """A random case with these kinds of limits; None where it is refused or has nothing to choose."""
    random = Random(seed)
    case = random_case(random, horizon=3, most=10, least=4)
    for rule in rules:
        case = with_rule(case, rule, random)
    milp = Problem(case["table"], Limits(**case["limits"])).model.milp
    empty = any(not len(constraint.variables) for constraint in milp.constraints)
    return None if empty or not len(milp.values) else milp


@examples(150)
@given(st.integers(0, 10_000), TWO_RULES)
@example(357, ["must_not"])  # what was forced in did not fit beside what must be
def test_the_first_plan_fits_every_constraint_whatever_the_limits(seed, rules):
    milp = milp_of(seed, rules)
    relaxed, prices = relaxation(milp) if milp else ((), None)
    if len(relaxed):
        found = first_plan(milp, relaxed, prices, effort=0.05)
        assert found is None or fits(milp, found)
        assert found is None or milp.values @ found <= solve(milp).objective + 1e-6


@examples(50)
@given(st.integers(0, 10_000), TWO_RULES)
def test_it_is_worth_no_less_than_the_start_it_is_given(seed, rules):
    milp = milp_of(seed, rules)
    relaxed, prices = relaxation(milp) if milp else ((), None)
    best = solve(milp) if len(relaxed) else None
    if best is not None and best.status == "optimal":
        again = first_plan(milp, relaxed, prices, best.values, effort=0.05)
        assert milp.values @ again == pytest.approx(best.objective, rel=1e-9)


@pytest.mark.parametrize("must_do", [False, True])
def test_the_same_rows_in_any_order_give_the_same_first_plan(must_do):
    table, limits = hard_backlog(40, 4, must_do=must_do)
    milps = [Problem(one, limits).model.milp for one in (table, table.iloc[::-1], table)]
    plans = [first_plan(milp, *relaxation(milp), effort=0.1) for milp in milps]
    assert fits(milps[0], plans[0])
    assert all((plan == plans[0]).all() for plan in plans)


@pytest.mark.parametrize("size", [(50, 4), (100, 6), (200, 6)])
def test_must_dos_and_coverage_are_in_from_the_beginning(size):
    milp = Problem(*hard_backlog(*size, must_do=True)).model.milp
    relaxed, prices = relaxation(milp)
    found = first_plan(milp, relaxed, prices, effort=0.0)
    assert fits(milp, found)
    assert 0.8 * (milp.values @ relaxed) < milp.values @ found < milp.values @ relaxed


def test_where_a_lower_bound_cannot_be_kept_there_is_no_first_plan():
    table, limits = hard_backlog(20, 2, must_do=False)
    milp = Problem(table.assign(must_do=True, excludes="", requires=""), limits).model.milp
    assert first_plan(milp, np.zeros(len(milp.values)), np.zeros(len(milp.constraints))) is None
