"""The page with the answer: what it asks follows from the plan."""

import pandas as pd

from workbook.chapters import front_page
from workbook.phrases import say


def test_nothing_to_start_asks_for_no_money_to_start_it():
    plan = pd.DataFrame({"decision": ["left out"], "verdict": ["agreed"], "title": ["a"]})
    assert front_page.to_decide(plan) == [say("front_page.decide.measure")]


def test_each_kind_of_disagreement_is_asked_for_by_itself():
    plan = pd.DataFrame(
        {"decision": ["start", "accelerate"], "verdict": ["unstable", "no consensus"], "title": ["a", "b"]}
    )
    asked = ["start", "divided", "moving", "measure"]
    assert front_page.to_decide(plan) == [say(f"front_page.decide.{key}") for key in asked]


def test_what_starts_first_comes_with_its_team_and_its_doubt():
    columns = ["title", "decision", "start", "score", "verdict", "reason", "team", "cost"]
    rows = [
        ("Faq", "start", "2018Q1", 6.0, "agreed", "chosen", None, 5.0),
        ("Chat", "start", "2018Q1", 7.0, "no consensus", "chosen", "Web", 9.0),
        ("Later", "start", "2018Q2", 9.0, "agreed", "chosen", "Web", 9.0),
    ]
    told = front_page.to_do(pd.DataFrame(rows, columns=columns), ["2018Q1", "2018Q2"])
    assert [phrase["say"] for phrase in told] == ["front_page.do.divided", "front_page.do"]
    assert told[0]["facts"]["what"] == say("front_page.what.team", team="Web", cost=9.0)
