import pandas as pd
from pandas import DataFrame

import prioritization as engine
from workbook.apply.programme_plan import NO_USE, candidates, days_left, programme_plan, readiness, scheduled

QUARTERS = ["2018Q1", "2018Q2"]
PHASES = DataFrame({"dimension": ["plan", "people", "data"], "phase": [5, 2, 3]})


def briefs(*rows):
    names = ["programme", "target_value", "always", "start", "maturity_needed", "days_crm"]
    table = DataFrame(rows, columns=names)
    told = {"stage": "new", "class": "lifecycle", "owner": "CRM", "people": 100.0}
    table["runs"] = table["programme"].eq("Sent")
    return table.assign(start=pd.to_datetime(table["start"]), end=pd.NaT, **told)


def plan_of(table, days=(6.0, 3.0)):
    left = DataFrame({"role": "crm", "quarter": QUARTERS, "days": days})
    listed = candidates(table, QUARTERS[0])
    limits = engine.Limits(tuple(QUARTERS), capacity=left, readiness=readiness(listed, PHASES))
    schedule = scheduled(listed, limits, engine.Problem, engine.make_plan)
    return programme_plan(table, schedule, PHASES, QUARTERS[0]).set_index("programme")


def test_what_brings_most_within_the_days_is_set_up_and_what_must_be_sent_goes_first():
    made = plan_of(
        briefs(
            ("Recall", None, True, None, None, 4),
            ("Best", 900.0, False, None, None, 3),
            ("Second", 500.0, False, None, None, 2),
            ("Third", 400.0, False, None, None, 2),
        )
    )
    assert made["state"].to_dict() == {
        "Best": "starts",
        "Second": "starts",
        "Third": "no room",
        "Recall": "starts",
    }
    assert made.loc["Best", "start"] == "2018Q2"


def test_what_runs_or_is_worth_nothing_known_is_no_candidate_and_a_later_phase_waits():
    made = plan_of(
        briefs(
            ("Mailing", 900.0, False, "2017-02-01", None, 3),
            ("Sent", 700.0, True, None, None, None),
            ("Unknown", None, False, None, None, 1),
            ("Advanced", 800.0, False, None, 4, 1),
            ("Later", 100.0, False, "2018-05-01", 2, 1),
        )
    )
    assert made["state"].to_dict() == {
        "Mailing": "running",
        "Sent": "running",
        "Advanced": "too early",
        "Later": "starts",
        "Unknown": "worth unknown",
    }
    assert made.loc["Later", "start"] == "2018Q2"


def test_without_a_candidate_nothing_is_asked_of_the_engine():
    made = plan_of(briefs(("Mailing", 900.0, False, "2017-02-01", None, 3)))
    assert made["state"].tolist() == ["running"]


def test_money_is_no_role_and_a_plan_that_takes_overtime_leaves_nothing():
    capacity = DataFrame({"role": ["crm", "budget"], "quarter": "2018Q1", "days": [5.0, 1000.0]})
    used = DataFrame({"quarter": ["2018Q1"], "kind": "capacity", "role": "crm", "used": 7.0})
    assert days_left(capacity, used, QUARTERS).values.tolist() == [["crm", "2018Q1", 0.0]]
    assert days_left(capacity, NO_USE, QUARTERS)["days"].tolist() == [5.0]
