"""Limits that hold nothing back, by hand."""

from pandas import DataFrame

from prioritization import Limits, checked_opportunities
from prioritization.command.remarks import idle_limits, time_remarks

ROWS = checked_opportunities(
    DataFrame({"opportunity": ["A", "B"], "score": 5, "cost": [6, 6], "team": ["t", "u"], "days_it": [1, 0]})
)


def idle(**limits):
    return list(idle_limits(ROWS, Limits(("2027Q1",), **limits)))


def test_a_limit_that_can_bind_is_not_called_idle():
    capacity = DataFrame({"role": ["it"], "quarter": ["2027Q1"], "days": [100]})
    assert idle(budget=11, capacity=capacity, work_in_progress={"t": 0}) == []


def test_each_limit_that_cannot_bind_is_named():
    assert idle(budget=12, work_in_progress={"t": 1}, carry_over=False) == [
        "The budget is 12 and all that can be planned costs 12, so it holds nothing back.",
        "--no-carry-over changes nothing, as there is no budget per quarter.",
        "--wip t=1 holds nothing back: the team has 1.",
    ]


def test_money_that_comes_later_may_hold_back():
    assert list(idle_limits(ROWS, Limits(("a", "b"), {"a": 6, "b": 6}))) == []


def test_no_discount_is_no_remark():
    assert time_remarks(ROWS, Limits(("a", "b"), discount=0)) == []
    assert time_remarks(ROWS, Limits(("a",))) == []
