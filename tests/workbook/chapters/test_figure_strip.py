"""The strip shows what is known, each figure from a table, and nothing in the place of what is not."""

import pandas as pd
from told import ACME

from workbook.chapters.figure_strip import figures
from workbook.render.words import Words

EN = Words("en", ACME)
TOTALS = pd.DataFrame(
    {
        "quarter": ["2016Q4", "2017Q1", "2017Q2", "2017Q3", "2017Q4"],
        "revenue": [100.0, 90.0, 80.0, 90.0, 125.0],
        "n": [100, 90, 80, 90, 120],
        "new": [None, None, None, None, 2.0],
    }
)


def test_of_a_handful_the_number_is_told_and_no_percentage():
    few = TOTALS.assign(n=[10, 9, 8, 9, 12])
    assert ("Customers who ordered", "12", "was 10 a year ago") in shown(quarter_totals=few)


NPS = {"question": "nps", "measure": "nps"}
RELATION = pd.DataFrame({"n": [40], "score": [14.0], "low": [7.0], "high": [21.0], **NPS})
WAVES = pd.DataFrame({"touchpoint": [None, None, "pay"], "score": [10.0, 14.0, -3.0], **NPS})


def shown(before=None, **tables):
    said = figures(tables, before or {})
    return [tuple(EN.text(part).replace("\xa0", " ") for part in (f.name, f.value, f.trend)) for f in said]


def test_a_quarter_is_held_against_the_same_one_a_year_ago():
    assert shown(quarter_totals=TOTALS) == [
        ("Revenue of the quarter", "€125", "+25% on a year ago"),
        ("Customers who ordered", "120", "+20% on a year ago"),
        ("New customers", "2", ""),
    ]
    assert shown(quarter_totals=TOTALS.tail(2))[0] == (
        "Revenue of the quarter",
        "€125",
        "+39% on last quarter",
    )


def test_the_relation_has_its_interval_and_how_it_was():
    assert shown(scores_by_touchpoint_relation=RELATION, scores_by_wave=WAVES) == [
        ("Relationship NPS", "+14", "+7 to +21; was +10")
    ]
    assert shown(scores_by_touchpoint_relation=RELATION)[0][2] == "+7 to +21"


def test_what_is_not_known_is_not_there():
    assert shown() == [] == shown(quarter_totals=TOTALS.head(0))
    money = pd.DataFrame({"amount": ["all"], "expected": [280.0], "low": [244.0], "high": [317.0]})
    assert shown(plan_money_yearly=money) == []
    plan = pd.DataFrame({"opportunity": ["O1"], "decision": "start"})
    known = {"plan_money_yearly": money, "plan": plan}
    assert shown(cases=plan, **known)[0][1:] == ("€280", "€244 to €317, once delivered")
    assert shown(cases=plan.assign(opportunity="O2"), **known) == []


def test_hours_that_could_be_saved_say_how_many_are_decided():
    saved = pd.DataFrame({"hours": [183.0, 55.0], "saved_low": [130.0, 11.0], "saved_high": [140.0, 18.0]})
    advice = "of 238, if our assumptions hold; still advice"
    assert shown(essa_savings=saved) == [("Hours a month that can be saved", "141 to 158", advice)]
    decided = shown(essa_savings=saved, essa_cases=saved.tail(1))[0][2]
    assert decided == "of 238, if our assumptions hold; 11 to 18 are decided"


def test_recognition_is_held_against_last_quarter():
    now, then = (pd.DataFrame({"share": [share]}) for share in (0.48, 0.45))
    strikes = pd.DataFrame({"n": [1200], "at_risk": [7]})
    assert shown({"recognition_offline": then}, recognition_offline=now, quality_scores_strikes=strikes) == [
        ("Customers at risk by strikes", "7", "of 1,200"),
        ("Offline customers recognised", "48%", "was 45%"),
    ]


def test_a_change_has_its_sign_where_it_does_not_round_to_nothing():
    assert [EN.show(change, "change") for change in (0.251, -0.1, 0.004, -0.004)] == [
        "+25%",
        "−10%",
        "0%",
        "0%",
    ]
