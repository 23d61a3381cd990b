"""What ESSA tells: advice as advice, decisions as decided, and what is not known as a question."""

import pandas as pd
from told import told

from workbook.engagement import engagement_from
from workbook.essa import EssaRules, essa_savings, essa_verdicts
from workbook.essa.savings import essa_cases, process_savings, run_and_change, value_and_effort

SIGNED = dict.fromkeys(("eliminate", "simplify", "standardise"), False)
STEPS = pd.DataFrame(
    {
        "process": ["returns", "returns", "returns", "report"],
        "step": ["retype", "answer", "book", "write"],
        "role": ["service", "service", "service", "finance"],
        "minutes": 60,
        "per_month": [100, 50, 20, None],
        "customer_value": [3, 3, None, 5],
        "rule_based": [True, True, True, False],
        "variants": 1,
        "error_rate": 0.0,
        "performers": 1,
        "kind": ["run", "run", "change", None],
        "verdict": ["automate", "keep", "automate", None],
        "tool": None,
    }
).assign(**{name: pd.array([False, None, None, None], "boolean") for name in SIGNED}, verdict_by="Board")
PRICED = EssaRules(hour_rates={"service": 30.0})


def verdicts(rules=PRICED, **columns):
    return essa_verdicts(STEPS.assign(**columns), rules)


def savings(rules, **columns):
    found = verdicts(rules, **columns)
    tables = essa_savings(found), process_savings(found, rules), run_and_change(found)
    return told("essa/essa_savings", *tables, rules)


def test_decisions_advice_and_questions_are_told_apart_and_automation_waits():
    shown = told("essa/essa_verdicts", verdicts(), EssaRules())
    assert [row[-2] for row in shown.cells] == [
        "decided by Board",
        "advice; the team says keep, without a reason",
        "the team wants to automate; that waits: an earlier question is still open",
        "advice",
    ]
    assert [row[3] for row in shown.cells] == ["automate", "automate", "not known yet", "keep"]
    assert shown.cells[2][4] == "not known: value to the customer"
    assert shown.findings[0].startswith("One step that the team wants to automate has to wait")
    assert shown.findings[1].startswith("Not known: the value to the customer of one step. One step has no")
    assert shown.findings[-1].startswith("The team says otherwise of one step and gives no reason: “answer”.")
    assert "at least 10% of the hours of the process and at least 8 hours a month" in shown.note


def test_a_reason_makes_another_verdict_a_decision_and_is_shown():
    shown = told("essa/essa_verdicts", verdicts(verdict_reason="They ask for it"), EssaRules())
    assert shown.cells[1][-2] == "decided by Board against the advice to automate: They ask for it"


def test_savings_are_told_in_hours_jobs_and_money_and_what_is_decided_of_them():
    shown = savings(PRICED)
    assert shown.title == "If our assumptions hold, the review saves 75 to 120 of 170 hours a month"
    assert shown.cells[0] == ["returns", "170", "50 to 95", "50 to 80", "0.6 to 0.9", "€27,000 to €43,200"]
    assert shown.findings[0].startswith(
        "That is the work of 0.6 to 0.9 full-time jobs, or €27,000 to €43,200 a year"
    )
    assert "50 to 80 a month are decided" in shown.findings[1]
    assert shown.findings[3] == (
        "Keeping things going takes 150 of the hours a month, changing them 20; of one step it is not known."
        " Of the first, 75 to 120 would come free."
    )
    assert shown.findings[-1] == "The hours of one step are not known; it counts for none."
    assert "automate 50% to 80%" in shown.note and "1,600 hours a year" in shown.note


def test_without_a_rate_there_is_no_money_and_it_is_said():
    shown = savings(EssaRules(), verdict=None)
    assert "Full-time jobs" in shown.headings and "A year" not in shown.headings
    assert any(text.startswith("What the hours are worth is not known") for text in shown.findings)
    assert any(text.startswith("None of it is decided yet") for text in shown.findings)


def test_the_map_names_what_is_for_machines_and_what_is_for_people():
    found = verdicts(per_month=[100, 50, 20, 10])
    shown = told("essa/value_and_effort", value_and_effort(found, EssaRules()), EssaRules())
    assert shown.title.startswith("94% of the hours go to work of low value to customers; one step is worth")
    assert [text.split(":")[1].split(".")[0] for text in shown.findings] == [
        " “retype” and “answer” first",
        " “write”",
    ]


def test_what_was_decided_is_proposed_and_without_a_decision_it_is_said_how_to_decide():
    settings = engagement_from({"client": "Acme"})
    cases = essa_cases(verdicts(), STEPS, margin=1)
    shown = told("essa/essa_cases", cases, settings=settings)
    assert shown.cells == [["returns", "retype", "automate", "50 to 80", "75 to 120", "€18,000 to €28,800"]]
    none = told("essa/essa_cases", cases.head(0), settings=settings)
    assert none.title == "No verdict that saves hours is decided yet" and "ESSA board" in none.findings[0]
