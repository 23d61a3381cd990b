"""What has no cost or score, by hand."""

import pytest
from pandas import DataFrame

from prioritization import Limits, LimitsError, OpportunitiesError
from prioritization.command.blanks import with_costs, with_scores

BUDGET = Limits(budget=10)


def test_without_a_budget_a_blank_cost_is_no_matter():
    table = DataFrame({"opportunity": ["A"], "score": [5], "cost": [None]})
    assert with_costs(table, Limits(), None, "score")[1:] == ((), [])


@pytest.mark.parametrize(
    "committed",
    [{"must_do": ["x", ""]}, {"status": ["running", ""]}, {"requires": ["", "A"], "must_do": ["", "x"]}],
)
def test_what_every_plan_holds_needs_its_cost(committed):
    table = DataFrame({"opportunity": ["A", "B"], "score": 5, "cost": [None, 5], **committed})
    with pytest.raises(
        OpportunitiesError, match=r"row 1, cost: is blank, and 'A' must be done.*--blank-cost 0"
    ):
        with_costs(table, BUDGET, None, "score")
    assert with_costs(table, BUDGET, 3.0, "score")[0]["cost"].tolist() == [3.0, 5]


def test_a_budget_over_no_cost_at_all_is_refused():
    table = DataFrame({"opportunity": ["A"], "score": [5], "cost": [None]})
    with pytest.raises(LimitsError, match="would hold nothing back: no row has a cost"):
        with_costs(table, BUDGET, None, "score")


def test_a_row_that_is_barred_keeps_the_others_as_they_are():
    rows = {"opportunity": ["A", "B"], "score": 5, "cost": [None, 5], "must_not": ["", "no"]}
    table, barred, _ = with_costs(DataFrame(rows), BUDGET, None, "score")
    assert (table["must_not"].tolist(), barred) == (["yes", "no"], ("A",))


def test_no_score_at_all_is_refused():
    with pytest.raises(OpportunitiesError, match="No row has a value in column 'revenue'"):
        with_scores(DataFrame({"opportunity": ["A"], "revenue": [None]}), "revenue")
