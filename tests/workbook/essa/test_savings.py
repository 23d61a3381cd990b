import pandas as pd
import pytest

from workbook.essa import EssaRules, essa_savings, essa_verdicts
from workbook.essa.savings import essa_cases, process_savings, run_and_change, value_and_effort

RULES = EssaRules(hour_rates={"service": 30.0})
STEPS = pd.DataFrame(
    [
        # process, step, role, minutes, times, value, variants, kind, verdict, answered
        ("returns", "retype", "service", 60, 100, 1, 1, "run", "eliminate", None),
        ("returns", "judge", "service", 60, 50, 5, 3, "run", None, None),
        ("returns", "ask", "service", 60, None, 5, 1, None, None, None),
        ("report", "write", "finance", 60, 10, 3, 1, "change", "automate", False),
    ],
    columns=[
        "process",
        "step",
        "role",
        "minutes",
        "per_month",
        "customer_value",
        "variants",
        "kind",
        "verdict",
        "no",
    ],
).assign(error_rate=0.0, performers=1, rule_based=True, tool="mail", verdict_by="Board")
PROCESSES = STEPS.assign(**dict.fromkeys(("eliminate", "simplify", "standardise"), STEPS["no"]))
# 'retype' is decided by an answer: hours of 'ask' are not known, so the rules cannot say it is heavy.
PROCESSES.loc[0, "eliminate"] = True


def verdicts():
    return essa_verdicts(PROCESSES, RULES)


def test_savings_add_up_per_process_and_verdict_in_the_order_of_essa():
    table = essa_savings(verdicts())
    assert table.values.tolist() == [
        ["returns", "eliminate", 1, 100, 100, 100],
        ["returns", "simplify", 1, 50, 10, 20],
        ["returns", "keep", 1, 0, 0, 0],
        ["report", "automate", 1, 10, 5, 8],
    ]
    assert table["hours"].sum() == verdicts()["hours"].sum() == 160


def test_hours_jobs_and_money_of_a_process_by_hand():
    returns, report = process_savings(verdicts(), RULES).to_dict("records")
    assert (returns["hours"], returns["after_low"], returns["after_high"]) == (150, 30, 40)
    assert (returns["unknown"], returns["decided_low"], returns["decided_high"]) == (1, 100, 100)
    assert (returns["fte_low"], returns["fte_high"]) == pytest.approx((110 * 12 / 1600, 120 * 12 / 1600))
    assert (returns["money_low"], returns["money_high"], returns["unpriced"]) == (39_600, 43_200, 0)
    assert report["unpriced"] == 8 and pd.isna(report["money_high"])  # finance has no rate


def test_money_is_missing_only_where_hours_are_saved_that_have_no_rate():
    kept = process_savings(verdicts().assign(saved_low=0.0, saved_high=0.0), RULES)
    assert kept["money_high"].tolist() == [0, 0]


def test_work_is_parted_in_run_change_and_not_known():
    assert run_and_change(verdicts())[["kind", "steps", "hours"]].values.tolist() == [
        ["run", 2, 150],
        ["change", 1, 10],
        ["", 1, 0],
    ]


def test_the_map_holds_what_is_known_and_gives_people_the_work_of_high_value():
    table = value_and_effort(verdicts(), RULES)
    assert table[["step", "people"]].values.tolist() == [["retype", False], ["judge", True], ["write", False]]


def test_only_what_was_decided_is_proposed_with_its_money_where_a_rate_is_known():
    table = essa_cases(verdicts(), PROCESSES, margin=0.5)
    assert table["step"].tolist() == ["retype", "write"]
    retype, write = table.to_dict("records")
    assert (retype["saves_low"], retype["saves_high"], retype["extra_likely"]) == (36_000, 36_000, 72_000)
    assert (retype["days_low"], retype["tool"], retype["by"]) == (150, "mail", "Board")
    assert pd.isna(write["extra_low"]) and write["saved_high"] == 8
