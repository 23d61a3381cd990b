"""What a business case assumes is filled in here, and what is asked is counted here."""

import pandas as pd
import pytest

from workbook.business_cases import asked_now, case_inputs, case_table, money_by_quarter
from workbook.engagement import PlanRule

TWO = pd.DataFrame(
    {
        "opportunity": ["A", "B"],
        "title": ["Faq", "Chat"],
        "team": ["Web", None],
        "quarters": [2, 1],
        "cost": [100.0, 40.0],
        "cost_low": [90.0, None],
        "cost_high": [150.0, None],
        "days_it": [4.0, None],
        "days_data": [None, 2.0],
        "extra_low": [40.0, None],
        "extra_likely": [80.0, None],
        "extra_high": [120.0, None],
    }
)


def test_without_assumptions_a_year_becomes_four_quarters_and_nothing_else():
    given = case_inputs(TWO, PlanRule())
    assert given.loc[0, ["cost_low", "cost", "cost_high"]].tolist() == [90, 100, 150]
    assert given.loc[1, ["cost_low", "cost", "cost_high"]].tolist() == [40, 40, 40]
    assert given.loc[0, ["extra_low", "extra_likely", "extra_high"]].tolist() == [10, 20, 30]
    assert given["estimated"].tolist() == [True, False] and given["days_cost"].tolist() == [0, 0]
    assert given.loc[1, ["extra_likely", "protected_likely"]].tolist() == [0, 0]


def test_days_margin_and_overrun_count_where_they_are_given():
    rule = PlanRule(day_rates={"it": 10, "data": 5}, margin=0.5, overrun=(0.9, 2))
    given = case_inputs(TWO, rule)
    assert given["days_cost"].tolist() == [40, 10]
    assert given.loc[0, ["cost_low", "cost", "cost_high"]].tolist() == [130, 140, 190]
    assert given.loc[1, ["cost_low", "cost", "cost_high"]].tolist() == [45, 50, 100]
    assert given.at[0, "extra_likely"] == 10


def test_a_case_counts_no_fewer_quarters_than_the_plan():
    assert PlanRule(case_years=1, quarters=6).case_quarters == 6 and PlanRule().case_quarters == 12


@pytest.mark.parametrize("wrong", [{"overrun": [1.2, 1.5]}, {"margin": 0}, {"give_up": 1}, {"case_years": 0}])
def test_settings_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        PlanRule(**wrong)


def test_only_what_was_estimated_has_a_case():
    given = case_inputs(TWO, PlanRule())
    cases = pd.DataFrame({"opportunity": ["A", "B"]}).assign(
        **dict.fromkeys(("extra", "protected", "cost", "npv", "payback", "waiting_cost"), 1.0)
    )
    summary = pd.DataFrame({"opportunity": ["A", "B"], "p5": -1.0, "p95": 9.0, "loss": 0.1})
    table = case_table(given, cases, summary)
    assert table["opportunity"].tolist() == ["A"] and table.at[0, "extra_year"] == 80
    assert table[["npv_low", "npv_high", "loss"]].iloc[0].tolist() == [-1, 9, 0.1]


def test_only_what_starts_in_the_first_quarter_is_asked_for():
    plan = pd.DataFrame(
        {"opportunity": ["A", "B"], "decision": ["start", "start"], "start": ["2018Q1", "2018Q2"]}
    ).assign(finish="2018Q2")
    asked = asked_now(plan, TWO, "2018Q1")
    assert asked["opportunity"].tolist() == ["A"]
    assert asked.loc[0, ["cost", "cost_now", "days", "days_it", "days_data"]].tolist() == [100, 50, 4, 4, 0]
    assert asked_now(plan, TWO, "2019Q1").empty


def test_quarters_go_on_after_the_plan():
    table = money_by_quarter(pd.DataFrame({"quarter": [1, 2, 3]}), ["2017Q4", "2018Q1"])
    assert table["quarter"].tolist() == ["2017Q4", "2018Q1", "2018Q2"]
    assert table["planned"].tolist() == [True, True, False]
