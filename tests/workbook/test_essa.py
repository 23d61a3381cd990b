import pandas as pd
import pytest

from workbook.essa import EssaRules, essa_savings, essa_verdicts

RULES = EssaRules()


def step(**answers):
    """A step that gets 'automate' unless an answer says otherwise; 10 hours a month."""
    settled = {
        "process": "returns",
        "step": "book",
        "role": "service",
        "minutes": 10,
        "per_month": 60,
        "customer_value": 3,
        "variants": 1,
        "error_rate": 0.0,
        "performers": 1,
        "rule_based": True,
        "verdict": None,
    }
    return settled | answers


def verdict_of(**answers):
    return essa_verdicts(pd.DataFrame([step(**answers)]), RULES).iloc[0]


@pytest.mark.parametrize(
    ("answers", "verdict", "reason"),
    [
        ({"customer_value": 2}, "eliminate", "low_value_heavy"),
        ({"variants": 3}, "simplify", "many_variants"),
        ({"error_rate": 0.1}, "simplify", "many_errors"),
        ({"performers": 5}, "standardise", "many_performers"),
        ({}, "automate", "rule_based"),
        ({"customer_value": 4}, "keep", "high_value"),
        ({"rule_based": False}, "keep", "not_rule_based"),
        ({"rule_based": None}, "keep", "automate_question_open"),
        ({"performers": None}, "keep", "earlier_question_open"),
    ],
)
def test_each_step_gets_the_first_verdict_that_fits(answers, verdict, reason):
    found = verdict_of(**answers)
    assert (found["verdict"], found["reason"], found["blocked"]) == (verdict, reason, False)


def test_an_earlier_verdict_goes_before_a_later_one():
    assert verdict_of(customer_value=1, variants=9, performers=9)["verdict"] == "eliminate"
    assert verdict_of(variants=9, performers=9)["verdict"] == "simplify"
    assert verdict_of(performers=9)["verdict"] == "standardise"


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"customer_value": 1}, "eliminate_first"),
        ({"variants": 3}, "simplify_first"),
        ({"performers": 5}, "standardise_first"),
        ({"customer_value": None}, "earlier_question_open"),
        ({"variants": None}, "earlier_question_open"),
        ({"performers": None}, "earlier_question_open"),
    ],
)
def test_automate_is_blocked_until_the_earlier_questions_are_settled(answers, reason):
    found = verdict_of(verdict="automate", **answers)
    assert (found["blocked"], found["reason"], found["proposed"]) == (True, reason, "automate")
    assert found["verdict"] != "automate"


def test_automate_passes_when_all_questions_are_settled():
    found = verdict_of(verdict="automate")
    assert (found["verdict"], found["blocked"]) == ("automate", False)


def test_a_blank_does_not_open_a_question_that_the_other_column_settles():
    assert verdict_of(variants=3, error_rate=None)["verdict"] == "simplify"


def test_missing_columns_are_open_questions():
    bare = pd.DataFrame([step(verdict="automate")])[
        ["process", "step", "role", "minutes", "per_month", "verdict"]
    ]
    found = essa_verdicts(bare, RULES).iloc[0]
    assert (found["verdict"], found["blocked"], found["reason"]) == ("keep", True, "earlier_question_open")


def test_a_low_value_step_stays_when_it_takes_little_of_its_process():
    light = step(step="sign", customer_value=1, minutes=1, rule_based=False)
    table = essa_verdicts(pd.DataFrame([step(), light]), RULES)
    assert table["verdict"].tolist() == ["automate", "keep"]  # 1 of 11 hours is below 10 %


def test_a_low_value_step_stays_where_it_takes_few_hours_however_large_its_share():
    """One mail a month is a process of its own, and no burden."""
    mail = step(customer_value=1, minutes=5, per_month=1, rule_based=False)
    assert verdict_of(**mail)["verdict"] == "keep"
    assert verdict_of(**mail | {"per_month": 95})["verdict"] == "keep"  # 7.9 hours
    assert verdict_of(**mail | {"per_month": 96})["verdict"] == "eliminate"  # 8 hours, a working day
    small = essa_verdicts(pd.DataFrame([mail]), EssaRules(heavy_hours=0.05))
    assert small["verdict"].tolist() == ["eliminate"]


def test_hours_and_savings_by_hand():
    found = verdict_of()
    assert found[["hours", "saved_low", "saved_high"]].tolist() == [10, 5, 8]


def test_savings_add_up_per_verdict_in_the_order_of_essa():
    verdicts = essa_verdicts(pd.DataFrame([step(), step(variants=3), step(variants=4)]), RULES)
    table = essa_savings(verdicts)
    assert table["verdict"].tolist() == ["eliminate", "simplify", "standardise", "automate", "keep"]
    assert table["steps"].tolist() == [0, 2, 0, 1, 0]
    assert table["saved_low"].tolist() == pytest.approx([0, 4, 0, 5, 0])
    assert table["hours"].sum() == verdicts["hours"].sum() == 30


def test_rules_are_the_callers():
    steps = pd.DataFrame([step(variants=3)])
    changed = essa_verdicts(steps, EssaRules(variants=4, automate_saves=(0.1, 0.3)))
    assert changed[["verdict", "saved_low", "saved_high"]].values.tolist() == [["automate", 1, 3]]


def test_rows_keep_their_order_and_index():
    steps = pd.DataFrame([step(step=name) for name in "cab"], index=[7, 3, 5])
    table = essa_verdicts(steps, RULES)
    assert (table.index.tolist(), table["step"].tolist()) == ([7, 3, 5], list("cab"))
