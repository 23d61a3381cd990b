"""Which ways there are to do an opportunity, checkable in the head."""

import pytest
from pandas import DataFrame

from prioritization import Limits
from prioritization.opportunities import checked_opportunities
from prioritization.options import plan_options

LIMITS = Limits(("2027Q1", "2027Q2", "2027Q3"), discount=0.1)


def ways(objective="score", limits=LIMITS, **columns):
    given = {"opportunity": ["a"], "score": [10], **{name: [cell] for name, cell in columns.items()}}
    found = plan_options(checked_opportunities(DataFrame(given), objective), limits, objective)
    return [tuple(row) for row in found[["decision", "start", "quarters"]].to_numpy()], found


def test_it_starts_in_any_quarter_from_which_it_finishes():
    assert ways(quarters=2)[0] == [("start", 0, 2), ("start", 1, 2)]


def test_what_takes_no_quarter_may_start_in_the_last():
    assert ways(quarters=0)[0] == [("start", 0, 0), ("start", 1, 0), ("start", 2, 0)]


def test_dates_narrow_the_ways():
    assert ways(earliest="2027Q2", deadline="2027Q2")[0] == [("start", 1, 1)]


def test_dates_outside_the_horizon_narrow_nothing_or_everything():
    assert len(ways(earliest="2026Q1", deadline="2031Q4")[0]) == 3
    assert ways(earliest="2028Q1")[0] == []
    assert ways(deadline="2026Q4")[0] == []


def test_what_runs_goes_on_faster_or_stops():
    running = {"status": "running", "quarters": 3, "cost": 30}
    found, table = ways(**running, accelerated_quarters=1, accelerated_cost=5, stop_loss=2)
    assert found == [("accelerate", 0, 1), ("continue", 0, 3), ("stop", 0, 3)]
    assert table["cost"].tolist() == [35, 30, 0]
    assert table["value"].tolist() == pytest.approx([10, 8.1, -2])


def test_what_runs_is_not_stopped_without_a_price():
    assert ways(status="running", quarters=2)[0] == [("continue", 0, 2)]


def test_what_runs_and_must_not_go_on_is_stopped():
    assert ways(status="running", must_not="yes")[0] == [("stop", 0, 1)]


def test_what_runs_and_must_be_done_is_not_stopped():
    assert ways(status="running", must_do="yes", stop_loss=1)[0] == [("continue", 0, 1)]


def test_what_must_not_be_done_has_no_way():
    assert ways(must_not="yes")[0] == []


def test_a_score_counts_from_when_it_is_finished():
    assert ways(quarters=2)[1]["value"].tolist() == pytest.approx([9, 8.1])


def test_a_net_present_value_is_lowered_by_a_later_start_only():
    assert ways("npv", npv=10, quarters=2)[1]["value"].tolist() == pytest.approx([10, 9])


def test_a_net_present_value_per_start_is_taken_as_it_is():
    found = ways("npv", npv=10, npv_1=4, quarters=1)[1]
    assert found["value"].tolist() == pytest.approx([10, 4, 3.6])


def test_a_chain_narrows_the_first_quarter():
    table = checked_opportunities(
        DataFrame({"opportunity": ["a", "b"], "score": 1, "quarters": [2, 1], "requires": ["", "a"]})
    )
    found = plan_options(table, LIMITS, "score")
    assert found.loc[found["row"].eq(1), "start"].tolist() == [2]


def test_a_date_in_a_hole_of_the_horizon_is_placed_by_comparison():
    holed = Limits(("2027Q1", "2027Q3"))
    assert ways(limits=holed, deadline="2027Q2")[0] == [("start", 0, 1)]
    assert ways(limits=holed, earliest="2027Q2")[0] == [("start", 1, 1)]
