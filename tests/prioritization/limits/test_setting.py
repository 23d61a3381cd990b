import pandas as pd
import pytest

from prioritization import Limits, LimitsError, Problem, make_plan
from prioritization.limits.setting import checked_within

QUARTERS = ("2027Q1", "2027Q2")


def capacity(**columns):
    return pd.DataFrame({"role": ["it", "it"], "quarter": QUARTERS, "days": [5, 6]} | columns)


def faults(*args, **kwargs):
    with pytest.raises(LimitsError) as refused:
        Limits(*args, **kwargs)
    return str(refused.value)


def test_one_number_is_the_total_in_every_quarter():
    assert Limits(QUARTERS, 100).cumulative_budget() == [100, 100]


def test_money_per_quarter_adds_up_and_a_quarter_not_named_brings_none():
    assert Limits(("2027Q1", "2027Q2", "2027Q3"), {"2027Q1": 60, "2027Q3": 5}).cumulative_budget() == [
        60,
        60,
        65,
    ]


def test_a_role_and_quarter_not_in_the_capacity_has_no_days():
    days = Limits(QUARTERS, 0, capacity(role=["it", "crm"])).days()
    assert days.loc["it"].tolist() == [5, 0]
    assert days.loc["crm"].tolist() == [0, 6]


def test_without_a_capacity_no_role_is_limited():
    assert Limits(QUARTERS, 0).days().empty


def test_all_faults_are_told_at_once():
    message = faults(
        QUARTERS, {"2027Q3": -1}, capacity(quarter=["2027Q1", "2028Q1"], days=[float("nan"), -6]), discount=2
    )
    assert message == (
        "The limits cannot be used: 6 faults.\n"
        "  budget: '2027Q3' is not a quarter of the horizon: 2027Q1, 2027Q2\n"
        "  budget of 2027Q3: -1 is below 0\n"
        "  capacity row 1, days of it: 'nan' is not a finite number\n"
        "  capacity row 2, quarter: '2028Q1' is not a quarter of the horizon: 2027Q1, 2027Q2\n"
        "  capacity row 2, days of it: -6 is below 0\n"
        "  discount: 2 is not within 0 to 1 per quarter"
    )


def test_a_role_given_twice_for_a_quarter_is_refused():
    assert "capacity row 2: role 'it' has 2027Q1 already" in faults(QUARTERS, 0, capacity(quarter="2027Q1"))


def test_quarters_are_there_once():
    assert "there are none" in faults((), 0)
    assert "'2027Q1' appears twice" in faults(("2027Q1", "2027Q1"), 0)
    assert "is one word" in faults("2027Q1", 0)


def test_a_capacity_without_days_is_refused():
    assert "column 'days' is missing" in faults(QUARTERS, 0, capacity().drop(columns="days"))


def test_an_infinite_budget_is_refused():
    assert "budget: 'inf' is not a finite number" in faults(QUARTERS, float("inf"))


def test_a_budget_that_is_no_number_is_refused():
    assert "budget: 'much' is not a finite number" in faults(QUARTERS, "much")
    assert "budget: 'much' is not a finite number" in faults(QUARTERS, "much")


def test_limits_cannot_be_changed():
    with pytest.raises(AttributeError, match="cannot assign to field 'budget'"):
        Limits(QUARTERS, 0).budget = 1


def test_what_is_changed_outside_afterwards_changes_nothing():
    budget = {"2027Q1": 5.0}
    capacity = pd.DataFrame({"role": ["it"], "quarter": ["2027Q1"], "days": [5]})
    limits = Limits(("2027Q1",), budget, capacity)
    budget["2027Q1"], capacity.loc[0, "days"] = -1.0, 99
    assert limits.cumulative_budget() == [5]
    assert limits.days().to_numpy().tolist() == [[5]]


def test_a_blank_overtime_is_none():
    capacity = pd.DataFrame({"role": ["it"], "quarter": ["2027Q1"], "days": [5], "overtime": [None]})
    assert Limits(("2027Q1",), 0, capacity).days("overtime").to_numpy().tolist() == [[0]]


def test_whatever_is_not_a_limit_is_refused_in_words():
    with pytest.raises(LimitsError) as refusal:
        Limits(
            ("2027Q2", "2027Q1"),
            True,
            3,
            "x",
            work_in_progress={1: 1},
            at_most={"checkout": 2},
            run_share=0.5,
            readiness=3,
        )
    assert str(refusal.value).splitlines() == [
        "The limits cannot be used: 8 faults.",
        "  quarters: 2027Q2, 2027Q1 are not in their order",
        "  budget: 'True' is not a finite number",
        "  capacity: 3 is not a table of role, quarter and days",
        "  work_in_progress: 1 is not a team",
        "  readiness: 3 is not a phase per precondition",
        '  at_most: \'checkout\' is not a column and a value, such as ("group", "checkout")',
        "  run_share: 0.5 is not a range within 0 to 1, such as (0, 0.4)",
        "  discount: 'x' is not a finite number",
    ]


Q = ("2027Q1", "2027Q2", "2027Q3")


def table(**columns):
    count = max(len(cells) for cells in columns.values())
    return pd.DataFrame({"opportunity": list("ABCDE")[:count], "score": [5.0] * count} | columns)


def test_rules_that_no_opportunity_knows_are_refused_by_name():
    two = table(team=["red", "blue"], profile=["starter", "brand"], deadline=["next year", ""])
    limits = Limits(
        Q,
        0,
        work_in_progress={"rood": 1, "read": 1},
        at_least={("profile", "starters"): 1, ("segmnt", "x"): 1},
    )
    with pytest.raises(LimitsError) as refusal:
        make_plan(Problem(two, limits))
    assert str(refusal.value).splitlines() == [
        "The limits cannot be used: 5 faults.",
        "  row 1, deadline: 'next year' is not a quarter of the horizon: 2027Q1, 2027Q2, 2027Q3",
        "  work_in_progress: no opportunity has team 'rood'",
        "  work_in_progress: no opportunity has team 'read'; did you mean 'red'?",
        "  at_least: no opportunity has profile 'starters'; did you mean 'starter'?",
        "  at_least: column 'segmnt' is missing",
    ]


def test_limits_that_cannot_be_are_refused_all_at_once():
    with pytest.raises(LimitsError) as refusal:
        Limits(Q, -1, run_share=(0.8, 0.2), readiness={"data": 9}, work_in_progress={"red": 1.5}, discount=2)
    assert str(refusal.value).startswith("The limits cannot be used: 5 faults.")


def test_without_quarters_there_is_no_time_and_with_them_there_is():
    frame = pd.DataFrame({"opportunity": ["A"], "score": 1, "quarters": 3, "earliest": ["2031Q1"]})
    assert checked_within(frame, Limits(), "score")[["quarters", "earliest"]].values.tolist() == [[0, ""]]
    in_time = checked_within(frame, Limits(("2027Q1",)), "score")
    assert in_time[["quarters", "earliest"]].values.tolist() == [[3, "2031Q1"]]
