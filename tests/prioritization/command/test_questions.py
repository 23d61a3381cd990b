import pandas as pd
import pytest

from prioritization import Limits, LimitsError, Problem, make_plan
from prioritization.command.asked import asked_ids
from prioritization.command.questions import answers

FOUR = pd.DataFrame(
    {"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]},
).assign(title=["Faq", "Chat", "App", "Chat"])


def said(table, limits, *ids):
    problem = Problem(table, limits)
    return answers(problem, make_plan(problem), ids, lambda value: f"{value:g} points", 0.0)


def test_what_is_in_says_what_would_be_lost_and_what_would_change():
    assert said(FOUR, Limits(budget=10), "B") == [
        "B is worth its place; without it the plan would be worth 4.5 points less, and A and D would come in,"
        " and C would leave with it."
    ]


def test_what_is_out_says_what_it_would_take():
    assert said(FOUR, Limits(budget=10), "A") == [
        "A is left out. It would be in with 4.5 points more of its own, or with a cost 1 lower, or with 6"
        " money more, beside all that is in the plan."
    ]


def test_what_a_rule_keeps_out_has_no_price():
    barred = FOUR.assign(must_not=["yes", "", "", ""])
    assert said(barred, Limits(budget=10), "A")[0].endswith("would bring it in: a rule bars it.")


def test_days_are_named_by_role_and_quarter():
    days = pd.DataFrame({"role": ["it"], "quarter": ["2027Q1"], "days": [10]})
    table = FOUR.assign(days_it=[10, 6, 4, 9], cost=0)
    assert "9 days of it in 2027Q1 more" in said(table, Limits(("2027Q1",), None, days), "D")[0]


def test_one_is_asked_about_by_id_or_by_title():
    problem = Problem(FOUR, Limits(budget=10))
    assert asked_ids(problem, ["App", "A", "Faq"]) == ["C", "A"]
    with pytest.raises(LimitsError, match=r"'Chat' is the title of B and D.*\n.*'Fak'; did you mean 'Faq'"):
        asked_ids(problem, ["Chat", "Fak"])
