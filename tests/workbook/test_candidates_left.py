"""Where every opportunity is settled, the report stands and says that nothing is left to decide."""

from datetime import UTC, datetime

import pandas as pd
import pytest
from starts import QUARTER, start

from workbook.candidates_left import at_hand
from workbook.engagement import quarter_after
from workbook.runs import run
from workbook.store import open_period

NEXT = quarter_after(QUARTER, 1)


@pytest.fixture
def delivered(tmp_path):
    """A workshop of which every idea is recorded as delivered in the next quarter."""
    folder = start(tmp_path / "acme", "workshop")
    capacity = pd.read_csv(folder / "data" / "capacity.csv")
    later = capacity[capacity["quarter"].eq("2027Q3")].assign(quarter="2027Q4")
    pd.concat([capacity, later]).to_csv(folder / "data" / "capacity.csv", index=False)
    ideas = pd.read_csv(folder / "data" / "opportunities.csv")
    days = {"decided_on": "2026-10-02", "started_on": "2026-10-05", "delivered_on": "2026-12-01"}
    rows = ideas[["opportunity"]].assign(decided="start", **days)
    rows.to_csv(folder / "data" / "decisions.csv", index=False)
    return folder


def test_it_is_at_hand_whether_an_opportunity_is_left(delivered):
    assert "opportunities.open" in at_hand(open_period(delivered, QUARTER))
    assert "opportunities.closed" in at_hand(open_period(delivered, NEXT))


def test_scores_of_nothing_that_is_left_count_for_nothing(delivered):
    with (delivered / "data" / "opportunities.csv").open("a", encoding="utf-8") as ideas:
        columns = (delivered / "data" / "opportunities.csv").read_text("utf-8").splitlines()[0].split(",")
        fresh = {"opportunity": "NEW", "title": "Not scored yet", "cost": "10"}
        ideas.write(",".join(fresh.get(name, "") for name in columns) + "\n")
    found = at_hand(open_period(delivered, NEXT))
    assert {"opportunities.open", "settled.scores"} <= found and "scores" not in found
    assert "scores" in at_hand(open_period(delivered, QUARTER))


def test_a_report_stands_where_nothing_is_left_to_decide(delivered):
    page = run(delivered, NEXT, made_at=datetime(2027, 1, 4, tzinfo=UTC)).report.read_text("utf-8")
    assert "Nothing is left to decide: all 8 opportunities on the list are settled" in page
    assert "8 delivered" in page
    plan = open_period(delivered, NEXT).result("plan")
    assert plan["decision"].tolist() == ["delivered"] * 8
