"""The size of a test against what R publishes."""

import pytest

from workbook.apply.sample_size import control_size


def test_equal_groups_agree_with_the_example_of_rs_power_prop_test():
    """R, package stats, help page of power.prop.test: p1 .50, p2 .75, power .90 gives n = 76.7 per group."""
    assert control_size(0.50, 0.75, 0.5, power=0.90) == pytest.approx(77)  # 76.7, in whole people
