"""Limits are written down, and read back the same."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from profiles import examples

from prioritization import Limits, limits_from, limits_table

QUARTERS = ("2018Q1", "2018Q2")
DAYS = pd.DataFrame(
    {
        "role": ["it", "it", "crm"],
        "quarter": [*QUARTERS, QUARTERS[1]],
        "days": [60.0, 40.0, 5.0],
        "overtime": [5.0, 0.0, 0.0],
        "overtime_price": [900.0, 0.0, 0.0],
    }
)
COUNTS = st.dictionaries(st.sampled_from([("group", "help"), ("phase", "checkout")]), st.integers(0, 5))


def same(one, other):
    one, other = dict(vars(one)), dict(vars(other))
    days = one.pop("capacity"), other.pop("capacity")
    for cached in (one, other):
        cached.pop("_days", None)
    assert one == other
    if days[0] is None:
        assert days[1] is None
    else:
        pd.testing.assert_frame_equal(*days, check_dtype=False, check_names=False)


@examples(25)
@given(
    st.one_of(st.none(), st.floats(0, 1e6), st.just({"2018Q1": 5.0, "2018Q2": 0.0})),
    st.sampled_from([None, DAYS, DAYS[["role", "quarter", "days"]]]),
    st.dictionaries(st.sampled_from(["Web", "Shop"]), st.integers(0, 5)),
    COUNTS,
    COUNTS,
    st.sampled_from([None, {"data": 2, "people": 4}]),
    st.booleans(),
)
def test_limits_are_read_back_as_they_were_written(money, days, teams, most, least, phases, carry):
    limits = Limits(
        QUARTERS,
        money,
        days,
        carry_over=carry,
        work_in_progress=teams,
        at_most=most,
        at_least=least,
        run_share=(0.1, 0.4),
        readiness=phases,
    )
    same(limits_from(limits_table(limits)), limits)


def test_limits_are_read_back_from_a_file(tmp_path):
    limits = Limits(("2018Q1",), {"2018Q1": 50000})
    limits_table(limits).to_parquet(tmp_path / "limits.parquet")
    same(limits_from(pd.read_parquet(tmp_path / "limits.parquet")), limits)


def test_a_table_of_an_earlier_version_is_read():
    rows = [
        ("budget", "", "", "2018Q1", 50000.0),
        ("budget", "", "", "2018Q2", 0.0),
        ("days", "it", "", "2018Q1", 60.0),
        ("discount", "", "", "", 0.05),
        ("at_most", "group", "help", "", 2.0),
        ("run_share", "low", "", "", 0.1),
        ("run_share", "high", "", "", 0.4),
    ]
    limits = limits_from(pd.DataFrame(rows, columns=["rule", "name", "value", "quarter", "amount"]))
    assert (limits.quarters, limits.quarterly_budget()) == (QUARTERS, [50000.0, 0.0])
    assert (limits.discount, limits.at_most, limits.run_share) == (0.05, {("group", "help"): 2}, (0.1, 0.4))
    assert limits.days().loc["it"].tolist() == [60.0, 0.0]


@pytest.mark.parametrize("rule", ["at_most", "at_least"])
def test_the_table_has_a_row_per_number(rule):
    table = limits_table(Limits(QUARTERS, {"2018Q1": 1}, **{rule: {("group", "help"): 2}}))
    row = table[table["rule"].eq(rule)]
    assert row.to_numpy().tolist() == [[rule, "group", "help", "", 2.0]]
