"""A log with a planted loop and a planted wait gives them back; so do the sign-ups of the example."""

from datetime import datetime

import numpy as np
import pandas as pd
import pytest

from workbook import backend
from workbook.essa.event_log import (
    event_log,
    filled_from_log,
    log_activities,
    log_cases,
    log_flow,
    log_variants,
)
from workbook.essa_rules import EssaRules
from workbook.examples import partners_sign_ups
from workbook.privacy import hidden

START, END = datetime(2017, 10, 1), datetime(2018, 1, 1)
QUIET = EssaRules()
STEPS = pd.DataFrame({"process": "returns", "step": ["take", "check", "pay"]})
WAITS = {"take": 0, "check": 1, "ask": 48, "pay": 6}
"""Hours before each; a case waits longest before "ask"."""


def cases(n=40, loop=4, first="2017-10-02 08:30"):
    """Cases an hour apart; every one in `loop` is asked about, and checked again."""
    rows = []
    for number in range(n):
        at = pd.Timestamp(first) + pd.Timedelta(hours=number)
        again = ["ask", "check"] if loop and number % loop == 0 else []
        for activity in ["take", "check", *again, "pay"]:
            at += pd.Timedelta(hours=WAITS[activity])
            rows.append(("returns", f"R{number}", activity, at, f"desk {number % 3}", "complete"))
    names = ["process", "case", "activity", "at", "performer", "lifecycle"]
    return pd.DataFrame(rows, columns=names).astype({"at": "datetime64[us]"})


@pytest.fixture
def read(tmp_path):
    def reader(rows, rules=QUIET, steps=STEPS):
        rows.to_parquet(tmp_path / "log.parquet", index=False)
        log = backend.scan(tmp_path / "log.parquet", url="duckdb://")
        return event_log(log, steps, rules, start=START, end=END)

    return reader


def quality(log):
    return log.quality.set_index("rule")[["n", "of"]].T.to_dict("list")


def test_a_planted_loop_and_wait_are_found_whatever_the_order_of_the_rows(read):
    log = read(cases().sample(frac=1, random_state=1))
    flow = log_flow(log)
    assert flow[["before", "after", "n", "cases", "hours", "back"]].values.tolist() == [
        ["take", "check", 40, 40, 1, 0],
        ["check", "pay", 40, 40, 6, 0],
        ["check", "ask", 10, 10, 48, 0],
        ["ask", "check", 10, 10, 1, 10],
    ]
    assert flow["waited"].tolist() == [40, 240, 480, 10]
    table = log_activities(log, flow).set_index("activity")
    assert table.loc["check", ["n", "cases", "again", "rework", "wait_hours", "ways"]].tolist() == [
        50,
        40,
        10,
        0.2,
        1,
        2,
    ]
    assert table["performers"].tolist() == [3, 3, 3, 3] and not table.loc["ask", "listed"]
    assert table["per_month"].round(2).tolist() == [13.23, 16.54, 3.31, 13.23]  # in three months of 30.4 days


def test_what_few_cases_waited_is_not_given_away_by_what_all_waited(read):
    rows = cases(40, loop=8)
    log = read(rows)
    flow = log_flow(log)
    waited = hidden(flow, 10).set_index(["before", "after"])["waited"]
    # Else the wait before every check, less that after "take", is that of the five who were asked.
    assert waited[[("ask", "check"), ("take", "check")]].isna().all()
    shown = hidden(log_activities(log, flow), 10).set_index("activity")
    assert shown.loc["ask", ["wait_hours", "rework"]].isna().all() and shown["wait_hours"].notna().any()
    assert hidden(log_flow(read(cases(40, loop=4))), 10)["waited"].notna().all()
    one = read(rows[rows["case"].eq("R0")])
    _, filled = filled_from_log(
        STEPS.assign(per_month=None, variants=None), log_activities(one, log_flow(one)), minimum=10
    )
    assert filled["column"].unique().tolist() == ["per_month"]


def test_variants_are_told_in_full_with_how_long_they_take_and_those_of_few_cases_are_not(read):
    log = read(cases())
    table = log_variants(log, minimum=10)
    assert table[["steps", "cases", "hours", "variants"]].values.tolist() == [
        [["take", "check", "pay"], 30, 7, 2],
        [["take", "check", "ask", "check", "pay"], 10, 56, 2],
    ]
    assert log_variants(log, minimum=11)[["cases", "variants", "in_all", "told"]].values.tolist() == [
        [30, 2, 40, 30]
    ]
    assert log_cases(log)[["cases", "events", "hours", "reworked"]].values.tolist() == [[40, 140, 7, 0.25]]


def test_the_order_of_activities_tells_variants_apart(read):
    turned = cases(20, loop=0).assign(
        activity=lambda rows: rows["activity"].replace({"take": "pay", "pay": "take"})
    )
    both = pd.concat([cases(20, loop=0), turned.assign(case="T" + turned["case"])])
    assert log_variants(read(both), minimum=1)["cases"].tolist() == [20, 20]


def test_a_case_that_may_go_on_is_left_out_and_counted_until_it_was_quiet_or_closed(read):
    late = cases(4, loop=0, first="2017-12-20 08:30").assign(case=lambda rows: "L" + rows["case"])
    rows = pd.concat([cases(6, loop=0), late])
    assert quality(read(rows))["open"] == [4, 10]
    closed = read(rows, EssaRules(closing=["pay"]))
    assert quality(closed)["open"] == [0, 10] and log_cases(closed)["cases"].tolist() == [10]
    halfway = rows[~(rows["case"].eq("LR1") & rows["activity"].eq("pay"))]
    assert quality(read(halfway, EssaRules(closing=["pay"])))["open"] == [1, 10]


def test_clocks_that_run_back_ties_and_days_without_a_time_are_counted(read):
    rows = cases(10, loop=0)
    begun = rows[rows["activity"].eq("check")].assign(lifecycle="start")
    shift = pd.to_timedelta(np.where(np.arange(10) < 3, 2, -1), unit="h")
    begun = begun.assign(at=begun["at"] + shift)
    tied = rows.assign(at=rows["at"].where(rows["case"].ne("R0"), rows["at"].min()))
    found = quality(read(pd.concat([tied, begun])))
    assert (found["clock"], found["tied"]) == ([3, 10], [2, 20])
    log = read(pd.concat([rows, rows, begun]))
    table = log_activities(log, log_flow(log))
    minutes = table.set_index("activity")["minutes"]
    assert hidden(table, 8)["minutes"].isna().all(), "seven cases have a time, of ten"
    two = read(pd.concat([rows, begun]).assign(performer=lambda all_: all_["case"].str[-1].lt("5").map(str)))
    assert log_activities(two, log_flow(two))["minutes"].isna().all(), "each would know the other's pace"
    assert minutes["check"] == 60 and minutes.isna().sum() == 2  # clocks that run back tell no time
    days = quality(read(rows.assign(at=rows["at"].dt.normalize())))
    assert days["days"] == [30, 30]


def test_the_log_fills_what_the_sheet_leaves_blank_and_nothing_else(read):
    sheet = STEPS.assign(per_month=[7.0, None, None], performers=None, wait_hours=[None, 2.0, None])
    log = read(cases(), steps=sheet)
    activities = log_activities(log, log_flow(log))
    steps, filled = filled_from_log(sheet, activities, minimum=10)
    assert steps["per_month"].round(2).tolist() == [7, 16.54, 13.23]
    assert steps["wait_hours"].tolist()[1:] == [2, 6] and steps["performers"].tolist() == [3, 3, 3]
    assert filled["column"].value_counts().to_dict() == {"performers": 3, "per_month": 2, "wait_hours": 1}
    few, _ = filled_from_log(sheet, activities, minimum=41)  # what so few cases wait is nobody's to see
    assert few["wait_hours"].isna().tolist() == [True, False, True]


def test_a_log_without_rows_gives_tables_without_rows(read):
    log = read(cases().head(0))
    flow = log_flow(log)
    made = (flow, log_activities(log, flow), log_cases(log), log_variants(log, minimum=1), log.quality)
    assert [len(table) for table in made] == [0] * 5


def test_sign_ups_give_back_what_was_planted(read):
    rows = partners_sign_ups.event_log(np.random.default_rng(1))
    steps = pd.DataFrame(
        {"process": "Sign-up", "step": [partners_sign_ups.CHECKED, partners_sign_ups.SECOND]}
    )
    log = read(rows, EssaRules(closing=[partners_sign_ups.APPROVED]), steps)
    flow = log_flow(log)
    longest = flow.loc[flow["waited"].idxmax()]
    assert longest["after"] == partners_sign_ups.SECOND
    again = flow.set_index(["before", "after"]).loc[
        (partners_sign_ups.CHECKED, partners_sign_ups.ASKED), "share"
    ]
    assert again == pytest.approx(partners_sign_ups.AGAIN, abs=0.06)
    activities = log_activities(log, flow).set_index("activity")
    waited = activities.loc[partners_sign_ups.SECOND, "wait_hours"]
    assert waited == pytest.approx(partners_sign_ups.WAITS[partners_sign_ups.SECOND], rel=0.1)
    assert quality(log)["clock"][0] > 50 and quality(log)["open"][0] > 5
