import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.apply.sample_size import control_size, smallest_control, smallest_rise

rates = st.floats(0.01, 0.99)


@given(rates, rates, st.floats(0.05, 0.95))
def test_it_does_not_matter_which_group_succeeds_more_often(now, aimed, share):
    one, other = control_size(now, aimed, share), control_size(1 - now, 1 - aimed, share)
    assert one == other or abs(one / other - 1) < 1e-6 or abs(one - other) <= 1


def test_a_smaller_share_needs_fewer_people_in_the_control_group_and_more_in_all():
    shares = np.array([0.5, 0.2, 0.1])
    sizes = control_size(0.4, 0.5, shares)
    assert sizes.tolist() == sorted(sizes, reverse=True)
    assert (sizes / shares).tolist() == sorted(sizes / shares)


def test_no_difference_is_never_found():
    assert control_size(0.4, 0.4, 0.5) == np.inf
    assert np.isnan(smallest_control(10_000, 0.4, 0.4))


def test_the_smallest_share_and_the_smallest_rise_are_just_enough():
    share = smallest_control(2000, 0.38, 0.45)
    assert control_size(0.38, 0.45, share) <= 2000 * share
    assert control_size(0.38, 0.45, share - 0.01) > 2000 * (share - 0.01)
    rise = smallest_rise(2000, 0.38, 0.1)
    assert control_size(0.38, rise, 0.1) <= 200 < control_size(0.38, rise - 0.001, 0.1)


@pytest.mark.parametrize("people", [0, 3, float("nan")])
def test_with_nobody_or_a_handful_nothing_is_found(people):
    assert np.isnan(smallest_rise(people, 0.4, 0.1)) and np.isnan(smallest_control(people, 0.4, 0.5))
