import numpy as np
import pandas as pd
import pytest

from workbook.errors import MeasureError
from workbook.opportunities import (
    FACTS,
    NO_PLAN,
    PLAN_COLUMNS,
    budget_and_days,
    candidates,
    plan_table,
    unnamed_dissent,
    with_titles,
    with_undelivered,
)

PIE = pd.DataFrame(
    {
        "opportunity": ["O1", "O2"],
        "n": [8, 7],
        "median": [7.0, 5.5],
        "low": [6.0, 5.0],
        "high": [8.0, np.nan],
        "verdict": ["agreed", "no consensus"],
    }
)
NEED = pd.DataFrame({"touchpoint": ["checkout", "help"], "opportunity_score": [14.0, 9.0]})


def listed(**columns):
    table = pd.DataFrame({"opportunity": ["O1", "O2", "O3"], "title": ["Costs", "Chat", "Faq"]})
    return table.assign(touchpoint=["checkout", "help", None], **columns)


def schedule(*rows):
    return pd.DataFrame(rows, columns=["opportunity", "decision", "start", "finish"])


def test_score_is_the_panels_median_and_the_unscored_score_0():
    table = candidates(listed(), PIE, NEED)
    assert table["score"].tolist() == [7.0, 5.5, 0.0]
    assert table["scored"].tolist() == [True, True, False]
    assert table["verdict"].tolist() == ["agreed", "no consensus", "unscored"]
    assert table["n"].tolist() == [8, 7, 0]


def test_an_opportunity_on_which_all_abstained_is_unscored():
    silent = PIE.assign(median=[np.nan, 5.5], n=[0, 7], verdict="no consensus")
    row = candidates(listed(), silent, NEED).iloc[0]
    assert (row["score"], row["scored"], row["verdict"]) == (0, False, "unscored")


def test_a_score_of_the_whole_relation_is_nobodys_touchpoint():
    need = pd.DataFrame({"touchpoint": ["checkout", None], "opportunity_score": [14.0, 9.0]})
    assert candidates(listed(), PIE, need)["need_score"].fillna(-1).tolist() == [14, -1, -1]


def test_measures_come_by_touchpoint():
    drivers = pd.DataFrame({"driver": ["checkout"], "importance": [0.3]})
    table = candidates(listed(), PIE, NEED, drivers)
    assert table["need_score"].fillna(-1).tolist() == [14, 9, -1]
    assert table["importance"].fillna(-1).tolist() == [0.3, -1, -1]


def test_without_touchpoints_there_are_no_measures():
    table = candidates(listed().drop(columns="touchpoint"), PIE, NEED)
    assert table[["need_score", "importance"]].isna().all(axis=None)


def test_what_is_under_way_is_running_with_what_remains():
    plan = schedule(("O1", "start", "2017Q4", "2018Q3"), ("O2", "start", "2018Q1", "2018Q1"))
    table = candidates(
        listed(quarters=[4, 1, 1], cost=[8000, 100, 100], days_it=[40, 5, 5]), PIE, NEED, None, plan, "2018Q1"
    )
    assert table["status"].tolist() == ["running", "new", "new"]
    assert table.loc[0, ["quarters", "cost", "days_it"]].tolist() == [3, 6000, 30]
    assert table.loc[1, ["quarters", "cost", "days_it"]].tolist() == [1, 100, 5]


def test_a_continued_opportunity_shrinks_from_its_whole_not_from_what_was_left():
    plan = schedule(("O1", "continue", "2018Q1", "2018Q3"))
    table = candidates(listed(quarters=[4, 1, 1], cost=8000), PIE, NEED, previous=plan, quarter="2018Q2")
    assert table.loc[0, ["quarters", "cost"]].tolist() == [2, 4000]


def test_what_is_delivered_leaves_and_is_required_no_more():
    plan = schedule(("O1", "start", "2017Q3", "2017Q4"))
    requires = [None, "O1; O3", None]
    table = candidates(listed(requires=requires), PIE, NEED, previous=plan, quarter="2018Q1")
    assert table["opportunity"].tolist() == ["O2", "O3"]
    assert table["requires"].tolist() == ["O3", ""]


def test_what_was_planned_and_is_not_delivered_by_its_status_is_planned_again():
    """O1 was to be finished, O2 is under way by the plan, O3 runs late: the table wins."""
    plan = schedule(
        ("O1", "start", "2017Q3", "2017Q4"),
        ("O2", "start", "2017Q4", "2018Q2"),
        ("O3", "start", "2017Q4", "2017Q4"),
    )
    told = listed(quarters=[2, 3, 1], cost=600, status=["new", "new", "running"])
    table = candidates(told, PIE, NEED, previous=plan, quarter="2018Q1")
    assert table[["status", "quarters", "cost"]].values.tolist() == [
        ["new", 2, 600],
        ["new", 3, 600],
        ["running", 1, 600],
    ]
    assumed = candidates(told.drop(columns="status"), PIE, NEED, previous=plan, quarter="2018Q1")
    assert assumed[["opportunity", "status", "quarters", "cost"]].values.tolist() == [
        ["O2", "running", 2, 400]
    ]


def test_what_was_said_to_be_delivered_two_quarters_ago_comes_back_where_its_status_says_so():
    plan = schedule(("O1", "delivered", "2017Q2", "2017Q2"))
    back = candidates(listed(status=["new", None, None]), PIE, NEED, previous=plan, quarter="2018Q1")
    assert back["opportunity"].tolist() == ["O1", "O2", "O3"]


def test_planned_and_not_delivered_is_a_move_of_its_own():
    before = schedule(
        ("O1", "start", "2017Q4", "2017Q4"),
        ("O2", "start", "2017Q4", "2017Q4"),
        ("O3", "start", "2017Q4", "2018Q2"),
        ("O4", "left out", None, None),
    )
    after = schedule(
        ("O1", "start", "2018Q2", "2018Q2"),
        ("O2", "delivered", "2017Q4", "2017Q4"),
        ("O3", "start", "2018Q1", "2018Q3"),
        ("O4", "left out", None, None),
    )
    moves = pd.DataFrame(
        {
            "opportunity": ["O1", "O2", "O3", "O4"],
            "move": ["moved later", "delivered", "moved later", "unchanged"],
        }
    )
    told = with_undelivered(moves, before, after, "2018Q1")
    assert told["move"].tolist() == ["not delivered", "delivered", "moved later", "unchanged"]


@pytest.mark.parametrize("excludes", [["O2", None, None], [None, "O1", None]])
def test_what_a_delivered_one_excludes_leaves_with_what_requires_it(excludes):
    plan = schedule(("O1", "start", "2017Q3", "2017Q4"))
    table = listed(excludes=excludes, requires=[None, None, "O2"])
    assert candidates(table, PIE, NEED, previous=plan, quarter="2018Q1").empty


def test_what_goes_faster_counts_as_begun_and_is_delivered_when_it_is_finished():
    plan = schedule(("O1", "accelerate", "2017Q4", "2018Q1"), ("O2", "accelerate", "2017Q3", "2017Q4"))
    table = candidates(listed(quarters=[4, 4, 1], cost=8000), PIE, NEED, previous=plan, quarter="2018Q1")
    assert table["opportunity"].tolist() == ["O1", "O3"]
    assert table.loc[0, ["status", "quarters"]].tolist() == ["running", 1]


def test_what_was_stopped_is_new_again():
    plan = schedule(("O1", "stop", None, None))
    status = ["running", "running", "new"]
    table = candidates(listed(status=status), PIE, NEED, previous=plan, quarter="2018Q1")
    assert table["status"].tolist() == ["new", "running", "new"]


def test_going_faster_lapses_where_it_would_not_be_faster_than_what_remains():
    plan = schedule(("O1", "start", "2017Q4", "2018Q2"), ("O2", "start", "2017Q4", "2018Q3"))
    table = listed(quarters=[3, 4, 1], cost=100, accelerated_quarters=[2, 2, None])
    again = candidates(table, PIE, NEED, previous=plan, quarter="2018Q1")
    assert again["quarters"].tolist() == [2, 3, 1]
    assert again["accelerated_quarters"].fillna(0).tolist() == [0, 2, 0]


def test_what_was_left_out_is_still_a_candidate():
    plan = schedule(("O1", "left out", None, None))
    table = candidates(listed(), PIE, NEED, previous=plan, quarter="2018Q1")
    assert table["opportunity"].tolist() == ["O1", "O2", "O3"]
    assert table["status"].tolist() == ["new", "new", "new"]


def test_a_previous_plan_without_the_new_quarter_is_refused():
    plan = schedule(("O1", "start", "2017Q3", "2017Q4"))
    with pytest.raises(MeasureError, match="previous plan of 1 opportunities is given without"):
        candidates(listed(), PIE, NEED, previous=plan)


def test_scores_of_two_rounds_at_once_are_refused():
    with pytest.raises(MeasureError, match="2 opportunities hold more than one panel score: O1, O2"):
        candidates(listed(), pd.concat([PIE, PIE]), NEED)


# The plan table that travels from quarter to quarter


def plan_of(*rows):
    blank = dict.fromkeys(PLAN_COLUMNS)
    return pd.DataFrame([blank | row for row in rows], columns=PLAN_COLUMNS)


def test_what_is_finished_stays_in_the_plan_as_delivered():
    previous = plan_of(
        {"opportunity": "O1", "decision": "start", "start": "2017Q4", "finish": "2017Q4", "title": "Done"},
        {"opportunity": "O2", "decision": "start", "start": "2018Q1", "finish": "2018Q1", "title": "Later"},
    )
    schedule = pd.DataFrame(
        [
            {
                "opportunity": "O2",
                "decision": "start",
                "start": "2018Q1",
                "finish": "2018Q1",
                "reason": "",
                "detail": "",
            }
        ]
    )
    listed = plan_of({"opportunity": "O2", "title": "Later"})[FACTS]
    table = plan_table(schedule, listed, previous, "2018Q1")
    assert table[["opportunity", "decision"]].to_numpy().tolist() == [["O2", "start"], ["O1", "delivered"]]


def test_what_was_delivered_two_quarters_ago_never_comes_back_as_a_candidate():
    previous = plan_of({"opportunity": "O1", "decision": "delivered", "start": "2017Q3", "finish": "2017Q3"})
    listed = pd.DataFrame({"opportunity": ["O1", "O2"], "title": ["Done", "Next"], "requires": ["", "O1"]})
    pie = pd.DataFrame(columns=["opportunity", "n", "median", "low", "high", "verdict"])
    needs = pd.DataFrame(columns=["touchpoint", "opportunity_score"])
    found = candidates(listed, pie, needs, previous=previous, quarter="2018Q1")
    assert found["opportunity"].tolist() == ["O2"] and found["requires"].tolist() == [""]


def test_a_first_quarter_has_no_previous_plan():
    listed = pd.DataFrame({"opportunity": ["O1"], "title": ["Next"]})
    pie = pd.DataFrame(columns=["opportunity", "n", "median", "low", "high", "verdict"])
    needs = pd.DataFrame(columns=["touchpoint", "opportunity_score"])
    found = candidates(listed, pie, needs, previous=NO_PLAN, quarter="2018Q1")
    assert found["opportunity"].tolist() == ["O1"]


def test_reasons_get_titles_in_place_of_ids():
    listed = plan_of({"opportunity": "O1", "title": "One"}, {"opportunity": "O2", "title": "Two"})
    reasons = pd.DataFrame({"opportunity": ["O1"], "makes_way": [("O2",)], "blocker": ["it"]})
    row = with_titles(reasons, listed).iloc[0]
    assert (row["title"], row["makes_way_titles"], row["blocker"]) == ("One", ["Two"], "it")


def test_capacity_without_money_is_refused_with_the_quarters():
    rows = pd.DataFrame({"role": ["it", "budget"], "quarter": ["2018Q1", "2019Q1"], "days": [60.0, 5.0]})
    with pytest.raises(MeasureError, match="no row with role 'budget' for 2018Q1 to 2018Q2"):
        budget_and_days(rows, ["2018Q1", "2018Q2"])


def test_a_quarter_without_a_row_is_no_quarter_with_nothing():
    rows = pd.DataFrame({"role": ["Budget", "it", "it"], "days": [5.0, 60.0, 6.0]})
    rows["quarter"] = ["2018Q1", "2018Q1", "2018Q2"]
    with pytest.raises(MeasureError) as refused:
        budget_and_days(rows, ["2018Q1", "2018Q2", "2018Q3"])
    assert str(refused.value).splitlines() == [
        "Table 'capacity' does not cover the plan, 2018Q1 to 2018Q3:",
        "  Budget: no row for 2018Q2, 2018Q3",
        "  it: no row for 2018Q3",
        "Add the rows, with days 0 where there is nothing, or plan fewer quarters in engagement.yml:"
        " plan: {quarters: 1}.",
    ]
    budget, days = budget_and_days(rows, ["2018Q1"])
    assert budget == {"2018Q1": 5.0} and days["role"].tolist() == ["it"]


def test_overtime_goes_with_the_days_and_is_nothing_where_blank():
    rows = pd.DataFrame({"role": ["budget", "it", "crm"], "quarter": "2018Q1", "days": [1.0, 60.0, 5.0]})
    _, days = budget_and_days(
        rows.assign(overtime=[None, 4, None], overtime_price=[None, 800, None]), ["2018Q1"]
    )
    assert days["overtime"].tolist() == [4, 0] and days["overtime_price"].tolist() == [800, 0]
    _, plain = budget_and_days(rows.assign(overtime=None, overtime_price=None), ["2018Q1"])
    assert list(plain) == ["role", "quarter", "days"]


# Where the engine speaks in ids


def test_every_column_of_ids_gets_its_titles():
    options = candidates(listed(cost=10), PIE, NEED)
    plans = pd.DataFrame({"rank": [1], "enters": [("O2", "O3")], "leaves": [()]})
    named = with_titles(plans, options)
    assert named["enters_titles"].tolist() == [["Chat", "Faq"]] and named["leaves_titles"].tolist() == [[]]


def test_a_verdict_of_the_draws_is_not_overwritten_by_the_panels():
    options = candidates(listed(cost=10), PIE, NEED)
    named = with_titles(pd.DataFrame({"opportunity": ["O2"], "verdict": ["depends"]}), options)
    assert named[["title", "verdict", "score"]].to_numpy().tolist() == [["Chat", "depends", 5.5]]


def test_who_stands_apart_is_heard_and_not_named():
    far = pd.DataFrame(
        {
            "opportunity": ["O1", "O1"],
            "expert": ["E07", "E02"],
            "score": [9.0, 2.0],
            "distance": [3.0, -4.0],
            "remark": [None, "Costs too much"],
        }
    )
    heard = unnamed_dissent(far, listed())
    assert heard.to_numpy().tolist() == [
        ["O1", "Costs", "higher", 9.0, ""],
        ["O1", "Costs", "lower", 2.0, "Costs too much"],
    ]
