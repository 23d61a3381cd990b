"""A decision stands beside the plan: with it or against it, the last one on each opportunity."""

import pandas as pd
import pytest

from workbook.decided_now import decided_now

PLAN = pd.DataFrame(
    {
        "opportunity": ["A", "B", "C"],
        "decision": ["start", "start", "left out"],
        "start": ["2018Q1", "2018Q2", None],
    }
)
PANEL = pd.DataFrame({"opportunity": ["A", "B", "C"], "verdict": ["agreed", "unstable", "no consensus"]})
LISTED = pd.DataFrame({"opportunity": ["A", "B", "C"], "title": ["Faq", "App", "Till"]})


def decisions(*rows, period="2017Q4"):
    table = pd.DataFrame(rows, columns=["opportunity", "decided", "decided_on"])
    dates = pd.to_datetime(table["decided_on"])
    return table.assign(decided_on=dates, decided_by=None, remark=None, period=period)


@pytest.mark.parametrize(
    "name, decided, differs",
    [
        ("A", "start", False),
        ("A", "postpone", True),
        ("A", "stop", True),
        ("B", "start", True),
        ("B", "postpone", False),
        ("B", "stop", True),
        ("C", "start", True),
        ("C", "postpone", False),
        ("C", "stop", False),
    ],
)
def test_a_decision_differs_from_the_plan_or_follows_it(name, decided, differs):
    found = decided_now(decisions((name, decided, "2018-01-09")), PLAN, PANEL, LISTED, "2018Q1", "2017Q4")
    row = found.iloc[0]
    assert bool(row["differs"]) is differs and bool(row["divided"]) is (name != "A")
    assert pd.isna(row["plan_start"]) == (name == "C")


def test_the_last_decision_counts_and_those_on_other_plans_do_not():
    rows = decisions(("A", "start", "2018-01-09"), ("A", "stop", "2018-01-10"), ("B", "stop", "2018-01-09"))
    rows["period"] = ["2017Q4", "2018Q1", None]  # one without a period is of a plan before
    found = decided_now(rows, PLAN, PANEL, LISTED, "2018Q1", "2017Q4")
    assert found[["title", "decided"]].to_numpy().tolist() == [["Faq", "start"]]
    found = decided_now(rows, PLAN, PANEL, LISTED, "2018Q2", "2018Q1")
    assert found[["title", "decided"]].to_numpy().tolist() == [["Faq", "stop"]]


def test_without_decisions_there_are_no_rows():
    found = decided_now(decisions(), PLAN, PANEL, LISTED, "2018Q1", "2017Q4")
    assert len(found) == 0 and {"title", "differs", "divided", "plan_start"} <= set(found)
