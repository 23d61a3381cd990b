"""What ESSA tells: advice as advice, decisions as decided, and what is not known as a question."""

import pandas as pd
from told import told

from workbook.engagement import engagement_from
from workbook.essa import EssaRules, essa_savings, essa_verdicts
from workbook.essa.flow import process_flow
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
    assert shown.cells[1][-2] == (
        "decided by Board against the advice (automate: follows fixed rules and needs no person)"
    )
    assert shown.cells[1][4] == "They ask for it"


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
    assert shown.title.startswith(
        "94% of the hours go to work worth at most 3 of 5 to customers; one step is"
    )
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


FLOW = pd.DataFrame(
    {
        "process": "returns",
        "before": ["take", "check", "check", "ask"],
        "after": ["check", "pay", "ask", "check"],
        "n": [40, 40, 10, 10],
        "hours": [1.0, 6.0, 48.0, 1.0],
        "waited": [40.0, 240.0, 480.0, 10.0],
        "back": [0, 0, 0, 10],
    }
)
DONE = pd.DataFrame(
    {
        "process": "returns",
        "activity": ["take", "check", "ask", "pay"],
        "per_month": [13.0, 16.5, 3.3, 13.0],
        "minutes": [None, 12.5, None, None],
        "rework": [0, 0.2, 0, 0],
        "wait_hours": [None, 1.0, 48.0, 6.0],
        "n": [40, 50, 10, 40],
        "listed": True,
    }
)
CASES = pd.DataFrame(
    {
        "process": ["returns"],
        "cases": 40,
        "hours": 7.0,
        "hours_low": 7.0,
        "hours_high": 19.2,
        "reworked": 0.25,
    }
)
RULES = [("open", 3, 43), ("clock", 0, 0), ("tied", 1, 100), ("days", 2, 140)]


def mapped(flow=FLOW, quality=RULES, settings=None, rules=None, done=DONE, cases=CASES):
    looked_at = pd.DataFrame(quality, columns=["rule", "n", "of"]).assign(process="returns")
    filled = pd.DataFrame(
        {"process": "returns", "step": ["take", "pay"], "column": "per_month", "value": 13.0}
    )
    told_to = {"settings": engagement_from({"client": "Acme"} | (settings or {}))}
    return told("essa/process_map", flow, done, cases, looked_at, filled, rules or EssaRules(), **told_to)


def test_the_map_of_a_log_says_where_cases_wait_and_go_back_and_what_was_looked_at():
    shown = mapped()
    assert shown.title == "returns: cases wait most between “check” and “ask”, 62% of all waiting"
    assert shown.findings == [
        "returns: 40 cases ended in the quarter; half took at most 7 hours from begin to end (the middle half"
        " 7 to 19.2); in 25% something was done again.",
        "returns: 10 times a case goes back from “ask” to “check”, where it came from.",
        "The log fills what table processes leaves blank: how often 2 steps are done.",
        "3 of 43 cases have no end yet and are left out.",
        "Once two events of a case have the same time; their order is that of the steps.",
        "Whether clocks run back was not looked at: the log has no starts.",
        "Times are taken as they stand; which time zone they are in is not given (zone in engagement.yml).",
    ]
    closing = mapped(rules=EssaRules(closing=["pay", "shred"])).findings[-1]
    assert closing.startswith("The log does not have “shred”, which essa.closing")
    assert [len(shown.exhibit.chart["rows"]), shown.cells[1]] == [
        4,
        ["returns", "check", "17", "12.5", "20%", "1"],
    ]
    turns = FLOW.assign(n=[40, 40, 10, 50], back=[0, 0, 10, 10])  # the way that is taken to go back only
    assert "from “check” to “ask”, where it came from" in mapped(turns).findings[1]


def test_what_cannot_be_told_of_a_log_is_not_called_nothing():
    none = mapped(FLOW.head(0), done=DONE.head(0), cases=CASES.head(0))
    assert none.title == "No case of the event log ended in this quarter"
    few = mapped(FLOW.assign(waited=None, hours=None, back=None).astype({"back": float}))
    assert few.title == "Too few cases go the same way for the event log to tell of waits"
    seven = pd.concat([CASES.assign(process=f"{n}", cases=n + 20) for n in range(7)])
    told_of = mapped(cases=seven, done=DONE.assign(listed=DONE["activity"].ne("ask")))
    assert [line[:2] for line in told_of.findings[:4]] == ["6:", "5:", "4:", "3:"]
    assert told_of.findings[4] == "3 processes more stand in the tables."
    assert told_of.findings[-1] == (
        "One activity of the log is no step in table processes, and fills nothing there: “ask”."
    )


def test_of_a_log_with_a_zone_starts_and_days_only_that_is_said():
    rules = [("open", 0, 43), ("clock", 2, 40), ("tied", 0, 100), ("days", 100, 140)]
    shown = mapped(FLOW.assign(back=0, waited=0.0), rules, {"zone": "Europe/Amsterdam"})
    assert shown.title == "In the event log nothing waits for anything"
    assert shown.findings[2:] == [
        "The clock runs back: 2 of 40 activities were completed before they started. Waits at those systems"
        " say nothing.",
        "100 of 140 events have a day and no time; waits around them are rough.",
    ]


def test_variants_name_the_common_way_the_slow_one_and_how_many_take_others():
    ways = {"steps": [["take", "pay"], ["take", "ask", "pay"]], "cases": [30, 10], "share": [0.6, 0.2]}
    table = pd.DataFrame(
        ways | {"hours": [7.0, 56.0], "variants": 5, "in_all": 50, "told": 40, "process": "returns"}
    )
    shown = told("essa/process_variants", table)
    assert shown.title == "returns: 60% of the cases take the most common of 5 ways"
    assert shown.findings == [
        "returns: the way take → ask → pay takes 56 hours, the most common one 7.",
        "10 of 50 cases take another way.",
    ]
    alike = told("essa/process_variants", table.head(1).assign(variants=1, share=1.0, in_all=30, told=30))
    assert alike.title == "returns: all cases take the same way"
    assert told("essa/process_variants", table.head(0)).title.startswith(
        "No way through a process is taken by"
    )


def test_the_flow_names_who_misses_a_step_that_goes_and_steps_that_wait_for_each_other():
    facts = {"depends_on": [None, "retype; book", "answer", None], "wait_hours": [0.5, 20.0, None, None]}
    steps = STEPS.assign(**facts, customer_value=[1, 3, 3, 5], verdict=None, eliminate=None, role="desk")
    shown = told("essa/process_flow", process_flow(steps, essa_verdicts(steps, EssaRules(heavy_share=0))))
    assert shown.title == "One step that can go is one that others wait for: “retype”"
    assert shown.findings == [
        "returns: when “retype” goes, “answer” no longer hears from it when to begin. Say what takes its"
        " place before it stops.",
        "returns: “answer” and “book” wait for each other, so none of them can begin. Find out what really"
        " comes first.",
        "A case waits longest in returns: 20.5 hours from step to step, along its longest way. No"
        " verdict shortens that by itself.",
        "One process is not drawn: it has fewer hours, or nothing is known of waiting, rework and what"
        " depends on what. It stands in the tables.",
    ]
    lanes = {lane["name"]["say"]: lane["cells"] for lane in shown.exhibit.board["strips"][0]["lanes"]}
    assert lanes["process_flow.lane.after"][0]["texts"][0]["say"] == "process_flow.gone"
    bare = told("essa/process_flow", process_flow(STEPS, verdicts(role="desk")))
    assert bare.title == "" and bare.findings[0].startswith("How work flows is not known")
