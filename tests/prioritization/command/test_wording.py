"""The words of an answer, by hand."""

from dataclasses import dataclass, replace

import pytest
from pandas import DataFrame

from prioritization import Limits
from prioritization.command.answer import Search, answer
from prioritization.command.figures import Figures
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
    assert told.plan.rows == (("B", 8.5, 5, "chosen"), ("C", 8, 5, "chosen"))
    assert told.left_out.rows == (
        ("A", "fits, but the plan would lose 4.50 points, as B and C would make way"),
        ("D", "fits, but the plan would lose 4.50 points, as B and C would make way"),
    )
    assert told.plan.written(told.figures)[1] == ("C", "8.00", "5", "chosen")
    assert told.limits.rows == (("budget", 10, 10, "10 % more budget (1) would add 3.00 points"),)
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
            "requires C, which must not be done",
        ),
        (
            {"quarters": [1, 1, 1, 1], "requires": ["B", "C", "D", ""]},
            "takes 4 quarters together with what it requires, first B, and there are 1",
        ),
        (
            {"cost": [6, 5, 5, 1], "must_do": ["", "x", "", ""]},
            "does not fit beside what must be done and what is running (in the way: budget)",
        ),
        (
            {"together": ["C", "", "", ""], "must_not": ["", "", "x", ""]},
            "no plan can hold it (in the way: A and C); goes together with C or not at all",
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
    assert told.remarks[1].startswith("Another plan is worth as much: take in ")
    assert told.remarks[0].startswith("10 % more budget (0.50) would add nothing.")
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
    assert told.limits.rows == (("at most with group: x", 1, 1, "1 more would add 8.50 points"),)


def both_needed(**changed):
    days = DataFrame({"role": ["it"], "quarter": ["2027Q1"], "days": [10]})
    rows = {"opportunity": ["A", "B"], "score": [9, 8], "cost": [10, 1], "days_it": [10, 1], **changed}
    return words(DataFrame(rows), Limits(("2027Q1",), 10, days))


def test_only_limits_that_pay_are_told_and_pairs_that_pay_together():
    assert [row[0] for row in both_needed(days_it=[10, 0]).limits.rows] == ["budget"]
    assert both_needed().limits.rows == (
        (
            *("budget and days of role it in 2027Q1, together", "", ""),
            "10 % more budget (1) and 10 % more days of role it (1) would add 8.00 points; none of them adds"
            " anything alone",
        ),
    )


def test_that_nothing_more_would_pay_is_said():
    told = both_needed(cost=[10, 9])
    assert told.limits.rows == ()
    assert told.remarks[0].startswith("10 % more of all limits at once would add nothing.")


def test_numbers_are_written_as_the_file_writes_them():
    thousands = FOUR.assign(cost=FOUR["cost"] * 1000)
    told = wording(answer(thousands, Limits(("now",), 10_000), Search(), figures=Figures(",")))
    assert told.headline == "Plan worth 16,50 (no plan is worth more); it costs 10.000 of 10.000"
    assert told.plan.written(told.figures)[0] == ("B", "8,50", "5.000", "chosen")
    assert told.limits.rows[0][3] == "10 % more budget (1.000) would add 3,00 points"
    assert told.left_out.rows[0][1].startswith("fits, but the plan would lose 4,50 points")
    assert "3,41 %" in certainty(Bounded(0.0341, "feasible"), 0.05, Figures(","))


def test_what_belongs_together_stands_beside_each():
    told = words(FOUR.assign(together=["", "C", "", ""]), Limits(("now",), 10))
    assert [row[-1] for row in told.plan.rows] == ["chosen, together with C", "chosen, together with B"]
    apart = words(FOUR.assign(together=["D", "", "", ""]), Limits(("now",), 10))
    assert all(row[-1].endswith("or not at all") for row in apart.left_out.rows)
