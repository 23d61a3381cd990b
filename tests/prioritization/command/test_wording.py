"""The words of an answer, by hand."""

from dataclasses import dataclass, replace

import pytest
from pandas import DataFrame

from prioritization import Limits
from prioritization.command.answer import Search, answer
from prioritization.command.wording import BAR, certainty, wording

FOUR = DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})


@dataclass
class Bounded:
    gap: float
    status: str


def words(table, limits, **search):
    return wording(answer(table, limits, Search(**search)))


def test_a_gap_that_was_asked_for_is_not_blamed_on_the_time():
    made = [Bounded(0.0341, "feasible"), Bounded(0.0, "optimal")]
    assert [certainty(plan, 0.05) for plan in made] == [
        "at most 3.41 % below the best possible; you asked for 5 %",
        "no plan is worth more",
    ]
    assert certainty(made[0], 0.01).endswith(
        "found in the time given; the best there is may be worth up to 3.41 % more"
    )


def test_what_is_left_open_is_never_rounded_down():
    assert certainty(Bounded(0.00001, "feasible"), 0.05).startswith("at most 0.01 % below")
    assert "up to 0.01 % more" in certainty(Bounded(0.00001, "feasible"), 0.0)


def test_each_that_is_left_out_has_one_sentence_and_each_limit_its_price():
    told = words(FOUR, Limits(("now",), 10))
    assert told.plan.rows == (("B", "8.5", "5", "chosen"), ("C", "8", "5", "chosen"))
    assert told.left_out.rows == (
        ("A", "fits, but the plan would lose 4.50 points, as B and C would make way"),
        ("D", "fits, but the plan would lose 4.50 points, as B and C would make way"),
    )
    assert told.limits.rows == (("budget", "10", "10", "10 % more budget (1) would add 3.00 points"),)
    assert told.timeline is None


def test_a_bar_stands_in_every_quarter_in_which_there_is_work():
    table = FOUR.assign(
        title=["Login", "Chat", "", "Search"], quarters=[2, 1, 1, 1], requires=["B", "", "", ""]
    )
    told = words(table, Limits(("2027Q1", "2027Q2", "2027Q3")))
    assert told.timeline.rows[-1] == ("Login", "", BAR, BAR)
    assert told.timeline.rows[0] == ("Chat", BAR, "", "")
    assert told.plan.rows[0][:4] == ("A", "Login", "2027Q2", "2027Q3")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"cost": [60, 5, 5, 1]}, "costs 60, and the whole budget is 10"),
        ({"days_it": [9, 0, 0, 0]}, "needs more days of role it than there are"),
        (
            {"excludes": ["B", "", "", ""], "must_do": ["", "x", "", ""]},
            "excluded by B, which is in every plan",
        ),
        (
            {"requires": ["C", "", "", ""], "must_not": ["", "", "x", ""]},
            "requires C, which cannot be done in time",
        ),
        (
            {"together": ["C", "", "", ""], "must_not": ["", "", "x", ""]},
            "no plan can hold it (in the way: A and C)",
        ),
    ],
)
def test_what_stands_in_the_way_is_named_with_its_amounts(changed, sentence):
    capacity = DataFrame({"role": ["it"], "quarter": ["2027Q1"], "days": [5]})
    told = words(FOUR.assign(**changed), Limits(("2027Q1",), 10, capacity))
    assert dict(row[:2] for row in told.left_out.rows)["A"].startswith(sentence)


def test_another_objective_is_not_called_points():
    told = words(FOUR.assign(revenue=FOUR["score"]), Limits(("now",), 10), objective="revenue")
    assert told.limits.rows[0][3] == "10 % more budget (1) would add 3.00 of revenue"


def test_a_tie_is_a_remark():
    told = words(FOUR.assign(score=8, cost=5), Limits(("now",), 5))
    assert told.remarks[0].startswith("Another plan is worth as much: take in ")
    assert (
        told.left_out.rows[0][1]
        == f"a plan with it is worth as much, as {told.plan.rows[0][0]} would make way"
    )


def test_what_was_not_found_out_in_time_is_not_called_nothing():
    limits = Limits(("now",), 10)
    found = answer(FOUR, limits, Search())
    unproved = found.prices.assign(value_up=found.plan.value, proven=False)
    told = wording(replace(found, prices=unproved)).limits.rows[0][3]
    assert told == "what 10 % more budget (1) adds was not found out in time"


def test_a_rule_that_counts_is_priced_by_one():
    told = words(FOUR.assign(group="x"), Limits(at_most={("group", "x"): 1}))
    assert told.limits.rows == (("at most with group: x", "1", "1", "1 more would add 8.50 points"),)
