import pandas as pd
import pytest

from prioritization import Limits, LimitsError
from prioritization.command.answer import Search, answer
from prioritization.command.asked import asked_ids
from prioritization.command.figures import Figures
from prioritization.command.questions import answers

FOUR = pd.DataFrame(
    {"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]},
).assign(title=["Faq", "Chat", "App", "Chat"])


def said(table, limits, *ids, **more):
    return answers(answer(table, limits, Search(), why=ids, **more))


def test_what_is_in_says_what_would_be_lost_and_what_would_change():
    assert said(FOUR, Limits(budget=10), "B") == [
        "Chat (B) is worth its place; without it the plan would be worth 4.50 points less, and Faq and Chat"
        " (D) would come in, and App would leave with it."
    ]


def test_what_is_out_says_what_it_would_take():
    assert said(FOUR, Limits(budget=10), "A") == [
        "Faq is left out. It would be in with 4.50 points more of its own, or with a cost 1 lower, or with 6"
        " more budget, beside all that is in the plan."
    ]


def test_what_a_rule_keeps_out_has_no_price():
    barred = FOUR.assign(must_not=["yes", "", "", ""])
    assert said(barred, Limits(budget=10), "A")[0] == (
        "Faq is left out: must not be done; no score, cost, money or days would change that."
    )


def test_days_are_named_by_role_and_quarter():
    days = pd.DataFrame({"role": ["it"], "quarter": ["2027Q1"], "days": [10]})
    table = FOUR.assign(days_it=[10, 6, 4, 9], cost=0)
    assert "9 more days of it in 2027Q1, beside" in said(table, Limits(("2027Q1",), None, days), "D")[0]


def test_one_is_asked_about_by_id_or_by_title():
    assert asked_ids(FOUR, ["App", "A", "faq"]) == ["C", "A"]
    with pytest.raises(LimitsError, match=r"'Chat' is the title of B and D.*\n.*'Fak'; did you mean 'Faq'"):
        asked_ids(FOUR, ["Chat", "Fak"])


def test_money_is_written_with_its_cents_and_as_the_file_does():
    cents = FOUR.assign(cost=[60_000.25, 50_000, 50_000, 10_000])
    assert "or with 60,000.25 more budget" in said(cents, Limits(budget=100_000), "A")[0]
    dutch = said(cents, Limits(budget=100_000), "A", figures=Figures(","))[0]
    assert "with 4,50 points more of its own" in dutch and "60.000,25 more budget" in dutch


def test_what_is_done_is_not_missing_but_not_planned():
    settled = pd.DataFrame({"opportunity": ["Z"], "title": ["Cookie banner"], "status": ["Gereed"]})
    assert said(FOUR, Limits(budget=10), "cookie banner", settled=settled) == [
        "Cookie banner has the status Gereed in the file, so it is not planned."
    ]


def test_what_belongs_together_is_said_of_each():
    pair = FOUR.assign(together=["D", "", "", ""], title=list("abcd"))
    out, inside = said(pair.assign(score=[9, 8.5, 8, 2]), Limits(budget=10), "D", "B")
    assert out.startswith("d, which goes together with a, is left out. It would be in with 5.50 points more")
    assert inside.endswith("and a and d would come in, and c would leave with it.")
