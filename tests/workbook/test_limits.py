"""What a plan may use: brought together, written down, and read back the same."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from profiles import examples

from workbook.engagement import PlanRule
from workbook.limits import limits_from, limits_table, plan_limits

QUARTERS = ["2018Q1", "2018Q2"]
CAPACITY = pd.DataFrame(
    {
        "role": ["budget", "budget", "it", "it"],
        "quarter": ["2018Q1", "2018Q2", "2018Q1", "2018Q2"],
        "days": [50000.0, 0.0, 60.0, 40.0],
        "overtime": [None, None, 5.0, None],
        "overtime_price": [None, None, 900.0, None],
    }
)
MATURITY = pd.DataFrame({"dimension": ["plan", "people", "data"], "phase": [4, 3, 2]})
LISTED = pd.DataFrame(
    {
        "opportunity": ["O1", "O2", "O3"],
        "team": ["Web", "Web", "Shop"],
        "group": ["checkout; help", None, "store"],
        "maturity_needed": [3.0, None, None],
    }
)


def limits(options=LISTED, **rule):
    return plan_limits(CAPACITY, MATURITY, QUARTERS, PlanRule(**rule), LISTED, options)


def test_money_days_and_overtime_come_from_the_table_of_capacity():
    found = limits(discount=0.05)
    assert (found["quarters"], found["discount"]) == (("2018Q1", "2018Q2"), 0.05)
    assert found["budget"] == {"2018Q1": 50000.0, "2018Q2": 0.0}
    assert found["capacity"].to_numpy().tolist() == [
        ["it", "2018Q1", 60.0, 5.0, 900.0],
        ["it", "2018Q2", 40.0, 0.0, 0.0],
    ]


def test_readiness_is_the_phase_of_each_precondition_where_a_candidate_asks_for_one():
    assert limits()["readiness"] == {"people": 3, "data": 2}
    assert limits(LISTED.iloc[1:])["readiness"] is None


def test_rules_go_by_column_and_value():
    found = limits(
        work_in_progress={"Web": 1}, at_most={"group": {"help": 1}}, at_least={"group": {"store": 1}}
    )
    assert found["work_in_progress"] == {"Web": 1}
    assert (found["at_most"], found["at_least"]) == ({("group", "help"): 1}, {("group", "store"): 1})


def test_a_rule_on_what_only_delivered_opportunities_have_falls_away_and_a_mistyped_one_stays():
    rules = {"work_in_progress": {"Shop": 1, "Shpo": 1}, "at_most": {"group": {"store": 1, "stroe": 1}}}
    found = limits(LISTED.iloc[:2], **rules)
    assert found["work_in_progress"] == {"Shpo": 1}
    assert found["at_most"] == {("group", "stroe"): 1}


def same(one, other):
    days = one.pop("capacity"), other.pop("capacity")
    if days[1] is None:
        assert days[0] is None
    else:
        pd.testing.assert_frame_equal(*days, check_dtype=False)
    assert one == other


@examples(25)
@given(
    st.integers(1, 9),
    st.floats(0, 1e6),
    st.dictionaries(st.sampled_from(["Web", "Shop"]), st.integers(0, 5)),
    st.tuples(st.just(0.1), st.floats(0.2, 1)),
)
def test_limits_are_read_back_as_they_were_written(most, money, teams, share):
    first = limits(work_in_progress=teams, at_most={"group": {"help": most}}, run_share=share)
    first["budget"]["2018Q2"] = money
    same(limits_from(limits_table(first)), first)


def test_limits_without_days_are_read_back_too(tmp_path):
    bare = plan_limits(CAPACITY.iloc[:2], MATURITY, QUARTERS, PlanRule(), LISTED, LISTED.iloc[1:])
    limits_table(bare).to_parquet(tmp_path / "limits.parquet")
    same(limits_from(pd.read_parquet(tmp_path / "limits.parquet")), bare)


@pytest.mark.parametrize("rule", ["at_most", "at_least"])
def test_the_table_has_a_row_per_number(rule):
    table = limits_table(limits(**{rule: {"group": {"help": 2}}}))
    row = table[table["rule"].eq(rule)]
    assert row.to_numpy().tolist() == [[rule, "group", "help", "", 2.0]]
