import pandas as pd
import pytest

from workbook.essa import EssaRules, essa_verdicts

RULES = EssaRules()
SIGNED = {
    f"{name}{part}": value
    for name in ("eliminate", "simplify", "standardise")
    for part, value in (("", False), ("_by", "Head of service"), ("_on", pd.Timestamp("2017-11-14")))
}


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
    ("answers", "verdict", "rule"),
    [
        ({"customer_value": 2}, "eliminate", "low_value_heavy"),
        ({"variants": 3}, "simplify", "many_variants"),
        ({"error_rate": 0.1}, "simplify", "many_errors"),
        ({"performers": 5}, "standardise", "many_performers"),
        ({}, "automate", "rule_based"),
        ({"customer_value": 4}, "keep", "high_value"),
        ({"rule_based": False}, "keep", "not_rule_based"),
        ({"per_month": 5}, "keep", "few_hours"),  # fifty minutes a month
        ({"simplify": True}, "simplify", "answered"),
        ({"customer_value": 1, "eliminate": False, "rule_based": False}, "keep", "not_rule_based"),
    ],
)
def test_each_step_gets_the_first_verdict_that_fits(answers, verdict, rule):
    found = verdict_of(**answers)
    assert (found["verdict"], found["rule"], found["state"]) == (verdict, rule, "advice")


@pytest.mark.parametrize(
    ("answers", "asks"),
    [
        ({"customer_value": None}, "customer_value"),
        ({"customer_value": None, "variants": 9}, "customer_value"),  # eliminate comes before simplify
        ({"per_month": None, "customer_value": 1}, "per_month"),
        ({"variants": None, "error_rate": None}, "variants,error_rate"),
        ({"performers": None}, "performers"),
        ({"rule_based": None}, "rule_based"),
    ],
)
def test_a_blank_is_a_question_that_is_named_and_books_no_hours(answers, asks):
    found = verdict_of(**answers)
    assert found[["verdict", "rule", "asks", "saved_low", "saved_high"]].tolist() == [
        "open",
        "open",
        asks,
        0,
        0,
    ]


def test_a_blank_that_another_fact_settles_asks_nothing():
    assert verdict_of(variants=3, error_rate=None)["verdict"] == "simplify"
    light = verdict_of(customer_value=None, minutes=1, rule_based=False)  # 1 hour a month is no burden
    assert (light["verdict"], light["asks"]) == ("keep", "")
    assert verdict_of(customer_value=None, eliminate=False, variants=3)["verdict"] == "simplify"


def test_hours_of_another_step_that_are_not_known_leave_open_what_is_heavy_and_not_what_is_light():
    steps = [
        step(customer_value=1),
        step(step="sign", minutes=1, customer_value=1),
        step(step="x", per_month=None),
    ]
    table = essa_verdicts(pd.DataFrame(steps), RULES)
    assert table["asks"].tolist()[:2] == ["process_hours", ""]
    assert table["verdict"].tolist()[:2] == ["open", "automate"]


def test_an_earlier_verdict_goes_before_a_later_one():
    assert verdict_of(customer_value=1, variants=9, performers=9)["verdict"] == "eliminate"
    assert verdict_of(variants=9, performers=9)["verdict"] == "simplify"
    assert verdict_of(performers=9)["verdict"] == "standardise"


@pytest.mark.parametrize(
    ("answers", "block"),
    [
        ({"customer_value": 1}, "eliminate_first"),
        ({"variants": 3}, "simplify_first"),
        ({"performers": 5}, "standardise_first"),
        ({"customer_value": None}, "earlier_question_open"),
        ({"variants": None}, "earlier_question_open"),
        ({"performers": None}, "earlier_question_open"),
        ({}, "unanswered"),  # the facts answer it, and nobody has
        (SIGNED | {"simplify": None}, "unanswered"),
        ({"verdict_reason": "The tool is bought"}, "unanswered"),
    ],
)
def test_automate_waits_until_somebody_answered_the_earlier_questions(answers, block):
    found = verdict_of(verdict="automate", **answers)
    assert (found["state"], found["block"], found["proposed"]) == ("waits", block, "automate")
    assert found["verdict"] == found["advice"]


def test_automate_is_decided_once_all_three_are_answered_no():
    found = verdict_of(verdict="automate", verdict_by="Board", **SIGNED)
    assert found[["verdict", "state", "by"]].tolist() == ["automate", "decided", "Board"]
    assert verdict_of(verdict="automate", **SIGNED, variants=9)["verdict"] == "automate"


def test_a_verdict_other_than_the_advice_counts_with_a_reason_and_not_without():
    bare = verdict_of(verdict="keep")
    assert (bare["verdict"], bare["state"], bare["proposed"]) == ("automate", "unreasoned", "keep")
    told = verdict_of(verdict="keep", verdict_reason="Customers ask for it", verdict_by="Board")
    assert told[["verdict", "state", "why", "by", "saved_high"]].tolist() == [
        "keep",
        "overruled",
        "Customers ask for it",
        "Board",
        0,
    ]
    assert verdict_of(verdict="simplify", variants=3)["state"] == "decided"


def test_missing_columns_are_open_questions():
    bare = pd.DataFrame([step(verdict="automate")])
    found = essa_verdicts(bare[["process", "step", "role", "minutes", "per_month", "verdict"]], RULES).iloc[0]
    assert (found["verdict"], found["state"], found["block"]) == ("open", "waits", "earlier_question_open")


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


def test_hours_savings_and_rates_by_hand():
    assert verdict_of()[["hours", "saved_low", "saved_high"]].tolist() == [10, 5, 8]
    rules = EssaRules(variants=4, automate_saves=(0.1, 0.3), hour_rates={"service": 40.0})
    steps = pd.DataFrame([step(variants=3, hour_rate=55.0), step(step="x", hour_rate=None)])
    changed = essa_verdicts(steps, rules)
    assert changed[["verdict", "saved_low", "saved_high", "hour_rate"]].values.tolist() == [
        ["automate", 1, 3, 55],
        ["automate", 1, 3, 40],
    ]


def test_rows_keep_their_order_and_index():
    steps = pd.DataFrame([step(step=name) for name in "cab"], index=[7, 3, 5])
    table = essa_verdicts(steps, RULES)
    assert (table.index.tolist(), table["step"].tolist()) == ([7, 3, 5], list("cab"))
