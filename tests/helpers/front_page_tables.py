"""The tables that the page with the answer is made of, small enough to check in the head."""

import pandas as pd

from workbook.opportunities import NO_AGREEMENT

QUARTERS = ["2018Q1", "2018Q2"]


def plan(*decisions):
    rows = [
        {"opportunity": str(n), "title": "Chat", "decision": decision, "verdict": verdict, "reason": reason}
        for n, (decision, verdict, reason) in enumerate(decisions)
    ]
    table = pd.DataFrame(rows).assign(start=QUARTERS[0], finish=QUARTERS[1], score=7.0, cost=9.0)
    return table.assign(team=["Web", *[None] * (len(rows) - 1)], touchpoint="help")


DOUBTED = plan(
    *[("start", verdict, "chosen") for verdict in (*NO_AGREEMENT, "agreed")],
    *[("start", "agreed", "must_do")] * 5,
    ("left out", "agreed", "worth_less"),
)
IDLE = plan(("left out", "agreed", "worth_less"))


def choices(enters=("Faq",), leaves=("Chat",)):
    rows = [("this", 16.5, 100.0, 72.0, (), ()), ("other", 12.0, 150.0, 60.0, enters, leaves)]
    table = pd.DataFrame(rows, columns=["plan", "score", "npv", "cost", "enters_titles", "leaves_titles"])
    return table.assign(gain_low=[None, 30.0], gain_high=[None, 70.0])


def scenarios(gained=3.0, enters=("Faq",)):
    row = {"kind": "capacity", "name": "it", "title": None, "change": 10.0, "gained": gained}
    return pd.DataFrame([row | {"gained_at_most": gained, "enters_titles": enters, "leaves_titles": ()}])


def tables_of(schedule, **others):
    """What the steps hand to the page with this plan; `others` replace tables, None leaves one out."""
    starts = schedule[schedule["decision"].eq("start")]
    asked = starts[["opportunity", "title", "team", "finish", "cost"]].assign(cost_now=4.5, days=2.0)
    money = pd.DataFrame(
        {"amount": ["extra", "protected", "all"], "expected": [40.0, 20.0, 60.0], "low": 30.0, "high": 80.0}
    )
    sight = {"touchpoint": ["help", "pay"], "opportunity_score": [13.0, 4.0], "importance": [0.2, 0.3]}
    sight |= {"need_rank": [1.0, 2.0], "driver_rank": [2.0, 1.0], "effect": True, "delivered": [[], []]}
    lists = {"planned": [["Chat"], []], "quarters": [["2018Q1"], []], "waiting": [[], ["Faq"]]}
    left_out = {"title": ["Faq"], "reason": "worth_less", "value_lost": 2.0, "makes_way_titles": [["Chat"]]}
    made = {
        "plan": schedule,
        "plan_options": schedule.assign(n=12, panel_score=schedule["score"]),
        "plan_asked": asked,
        "plan_asked_money": money,
        "cases": schedule[["opportunity", "title"]].assign(npv_high=5.0),
        "choices": choices(),
        "limit_scenarios": scenarios(),
        "left_out": pd.DataFrame(left_out),
        "line_of_sight": pd.DataFrame(sight | lists),
        "plan_usage": pd.DataFrame({"kind": ["budget"], "limit": [100.0], "used": [72.0]}),
        "plan_frequency": schedule.assign(verdict="depends"),
        "plan_under_way": pd.DataFrame({"n": [1], "cost": [7.0], "days": [3.0]}),
        "plan_money": pd.DataFrame({"net_low": [-9.0, 20.0], "net_high": [-1.0, 60.0]}),
        "plan_frequency_information": pd.DataFrame({"title": ["Faq"], "evppi": [0.0], "switches": [0.0]}),
        "scores_by_touchpoint_relation": pd.DataFrame({"n": [12]}),
    }
    return {name: table for name, table in (made | others).items() if table is not None}
