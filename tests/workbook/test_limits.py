"""What a plan may use, brought together."""

import pandas as pd

from workbook.engagement import PlanRule
from workbook.limits import plan_limits

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
    assert limits(change_at_once={"group": {"help": 2}})["change_at_once"] == {("group", "help"): 2}


def test_a_rule_on_what_only_delivered_opportunities_have_falls_away_and_a_mistyped_one_stays():
    rules = {"work_in_progress": {"Shop": 1, "Shpo": 1}, "at_most": {"group": {"store": 1, "stroe": 1}}}
    found = limits(LISTED.iloc[:2], **rules)
    assert found["work_in_progress"] == {"Shpo": 1}
    assert found["at_most"] == {("group", "stroe"): 1}
