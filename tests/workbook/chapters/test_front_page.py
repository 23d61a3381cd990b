"""The page with the answer: what it asks follows from the plan, and every amount from a table."""

import pandas as pd
import pytest
from front_page_tables import DOUBTED, IDLE, QUARTERS, choices, plan, scenarios, tables_of
from told import ACME

from workbook.chapters import front_page
from workbook.engagement import engagement_from
from workbook.opportunities import IN_PLAN
from workbook.render.words import Words

EN, NL = Words("en", ACME), Words("nl", ACME)


def texts(said, words=EN):
    return [text.replace("\xa0", " ") for text in words.texts(said)]


def test_the_headline_is_the_amount_and_the_days_of_what_starts_now():
    tables = tables_of(plan(("start", "agreed", "chosen"), ("start", "agreed", "chosen")))
    assert texts([front_page.headline(tables, QUARTERS)]) == [
        "Release €18 and 4 working days: start 2 opportunities in Q1 2018"
    ]


def test_nothing_to_start_asks_for_nothing():
    idle = pd.DataFrame({"n": [0], "cost": [0.0], "days": [0.0]})
    tables = tables_of(IDLE, plan_under_way=idle)
    assert texts([front_page.headline(tables, QUARTERS)])[0].startswith("Release nothing new")
    asked = texts(front_page.asks(tables, QUARTERS, ACME))
    assert asked == ["Of the budget of €100 up to Q2 2018, the whole plan uses €72; €28 remains unspent."]


def test_each_start_has_its_team_its_amount_its_quarter_and_its_doubt():
    asked = texts(front_page.asks(tables_of(DOUBTED), QUARTERS, ACME))
    assert asked[0] == (
        "Chat: €9, by Web, done by the end of Q2 2018 (scored 7.0 out of 10 by 12 experts, who do not agree)"
    )
    assert asked[1].endswith("(scored 7.0 out of 10 by 12 experts, whose opinions have not settled)")
    assert asked[3] == "Chat: €9, done by the end of Q2 2018 (mandatory)"
    assert asked[5] == "and 3 more (see the plan)"


def test_what_it_brings_has_its_range_with_extra_and_protected_apart():
    asked = texts(front_page.asks(tables_of(DOUBTED), QUARTERS, ACME))
    told = " ".join(asked)
    assert "Of this, €36 is spent in Q1 2018 and €36 after it." in told
    assert "What already runs takes another €7 and 3 working days in Q1 2018." in told
    assert "€30 to €80 a year: some €40 of extra business and €20 of existing" in told
    assert "In 3 years the whole plan leaves €20 to €60, after what it costs." in told
    some = texts(
        front_page.asks(
            tables_of(DOUBTED, cases=DOUBTED.head(3)[["opportunity", "title"]].assign(npv_high=5.0)),
            QUARTERS,
            ACME,
        )
    )
    assert "without 5 of the 8, for which no estimate was made" in " ".join(some)


def test_without_any_estimate_the_page_says_what_money_would_add():
    tables = tables_of(DOUBTED, cases=None)
    assert "is not known: nobody estimated it" in " ".join(texts(front_page.asks(tables, QUARTERS, ACME)))
    assert any("estimate what its" in line for line in texts(front_page.next_time(tables, ACME)))


@pytest.mark.parametrize(
    ("others", "said"),
    [
        (
            {},
            "Planned for money instead of points: “Faq” instead of “Chat”. In 3 years that would bring",
        ),
        ({"choices": choices((), ())}, "Planned for money or for points, the same opportunities are chosen."),
        ({"choices": choices().head(1)}, "The limit worth moving most: with 10 more days of IT in every"),
        ({"choices": choices().head(1), "limit_scenarios": scenarios(0.0)}, ""),
    ],
)
def test_the_choice_is_the_one_there_is(others, said):
    found = texts(front_page.choice(tables_of(DOUBTED, **others), ACME))
    assert " ".join(found).startswith(said) and bool(found) == bool(said)


def test_where_nothing_pays_for_itself_the_choice_says_so():
    tables = tables_of(DOUBTED)
    planned = tables["plan"].loc[tables["plan"]["decision"].isin(IN_PLAN), "title"]
    found = texts(front_page.choice(tables | {"choices": choices((), tuple(planned))}, ACME))
    assert found[0].startswith("Planned for money instead of points, none of this would be done")


def test_what_the_plan_depends_on_most_is_asked_first():
    settling = pd.DataFrame({"title": ["Faq"], "evppi": [2.0], "switches": [0.3]})
    tables = tables_of(DOUBTED, plan_frequency_information=settling)
    assert "Settle the score of “Faq” first: the plan depends on it most." in texts(
        front_page.next_time(tables, ACME)
    )
    money = engagement_from({"client": "Acme", "plan": {"objective": "value"}})
    tables["plan_frequency_information"] = settling.assign(evppi=20.0)
    assert "Check first what “Faq” brings: the plan depends on it most." in texts(
        front_page.next_time(tables, money)
    )
    little = settling.assign(evppi=0.001)
    said = texts(front_page.next_time(tables | {"plan_frequency_information": little}, ACME))
    assert not any("depends on it most" in line for line in said)


def test_of_one_expert_the_page_asks_for_more():
    tables = tables_of(DOUBTED)
    alone = tables | {"plan_options": tables["plan_options"].assign(n=1)}
    said = [texts(front_page.next_time(one, ACME)) for one in (tables, alone)]
    assert [sum("Have more experts score" in line for line in lines) for lines in said] == [0, 1]


def test_a_plan_that_is_as_good_is_the_first_choice():
    tie = tables_of(DOUBTED)["left_out"].assign(value_lost=0.0)
    found = texts(front_page.choice(tables_of(DOUBTED, left_out=tie), ACME))
    assert found[0].startswith("Just as good on points: “Faq” instead of “Chat”.") and len(found) == 2


def test_a_plan_for_money_is_held_against_points():
    money = engagement_from({"client": "Acme", "plan": {"objective": "value"}})
    found = texts(front_page.choice(tables_of(DOUBTED), money))
    assert found[0].endswith("at a cost of €60 instead of €72, and in 3 years bring €30 to €70 more.")
    assert "the plan would gain €3: “Faq” as well." in found[1]


def test_why_goes_from_need_to_quarter_and_says_what_is_not_touched():
    said = texts(front_page.why(tables_of(DOUBTED), ACME))
    assert said[0] == (
        "“help”, where we fall short most (13.0 out of 20), and which is linked to"
        " their overall judgement: “Chat”, from Q1 2018."
    )
    assert said[1].startswith("The plan does nothing about “pay”") and "Left out: “Faq”" in said[1]
    assert said[2].startswith("Needs and links with the overall judgement are shown for judgement")
    assert front_page.why(tables_of(DOUBTED, line_of_sight=None), ACME) == []


def test_money_asked_where_customers_have_more_than_they_need_is_pointed_out():
    over = pd.DataFrame({"touchpoint": ["help", "pay"], "p": [0.01, 0.2], "difference": [2.0, 1.0]})
    said = [
        line for line in texts(front_page.why(tables_of(DOUBTED, needs_over=over), ACME)) if "weigh" in line
    ]
    assert said and said[0].startswith("“Chat” is for “help”, with which customers are more satisfied than")
    assert not any("for “pay”" in line for line in said)


def test_the_page_says_whether_needs_and_links_count_in_the_plan():
    weights = {"evidence": {"need": 0.2, "importance": 0.1}}
    said = [
        texts(front_page.why(tables_of(DOUBTED), engagement_from({"client": "A", "plan": plan})))[2]
        for plan in (weights, weights | {"objective": "value"})
    ]
    assert "count in the plan, for 20% and 10% of the score" in said[0]
    assert "the plan itself does not count them" in said[1]


def test_each_kind_of_disagreement_is_asked_for_by_itself():
    said = texts(front_page.next_time(tables_of(DOUBTED), ACME), NL)
    assert said[0].startswith("Bespreek “Chat”") and said[1].startswith("Laat het panel “Chat” opnieuw")
    assert len(texts(front_page.next_time(tables_of(IDLE), ACME))) == 1


def test_an_estimate_tells_three_digits_and_no_more():
    assert EN.show(1234567, "estimate") == "€1,230,000" and EN.show(-87.4, "estimate") == "−\u2060€87"
    assert EN.show(0, "estimate") == "€0"


def test_a_score_without_a_scale_is_out_of_nothing_and_one_that_is_not_there_is_not_0():
    rice = engagement_from({"client": "Acme", "score": {"method": "rice"}})
    tables = tables_of(plan(("start", "agreed", "chosen")))
    assert texts(front_page.asks(tables, QUARTERS, rice))[0].endswith("(scored 7 by 12 experts)")
    nobody = tables["plan_options"].assign(n=0, panel_score=0.0)
    asked = texts(front_page.asks(tables | {"plan_options": nobody}, QUARTERS, ACME))
    assert asked[0].endswith("(not scored by the panel)")


def test_more_money_for_as_many_points_is_said_so():
    free = choices().assign(score=16.5)
    found = texts(front_page.choice(tables_of(DOUBTED, choices=free), ACME))[0]
    assert found.endswith("at a cost of €60 instead of €72, for practically as many points.")


def told(tables):
    return " ".join(texts(front_page.asks(tables, QUARTERS, ACME)))


def test_what_nobody_estimated_or_scored_and_what_is_to_stop_is_said():
    tables = tables_of(DOUBTED)
    assert "nobody estimated" not in told(tables)
    few = told(tables | {"cases": tables["cases"].head(2)})
    assert "of the 8 in the plan nobody estimated what they bring: their cost counts there" in few
    stopped = DOUBTED.assign(decision=["stop", *DOUBTED["decision"].tolist()[1:]])
    assert "Stop “Chat”: it runs now, and the plan is worth more without it." in told(tables_of(stopped))
    silent = tables_of(DOUBTED.assign(verdict=["unscored", *DOUBTED["verdict"].tolist()[1:]]))
    said = texts(front_page.not_certain(silent, ACME))
    assert any(line.startswith("Nobody scored “") for line in said)
    loss = tables | {"plan_money": pd.DataFrame({"net_low": [-60.0], "net_high": [-20.0]})}
    assert "In 3 years the whole plan costs €20 to €60 more than it brings." in told(loss)
    dear = tables | {"cases": tables["cases"].assign(npv_high=-1.0)}
    assert "On their own these do not pay, even on favourable estimates" in told(dear)


def test_a_change_in_nps_that_nothing_follows_from_is_no_missing_estimate():
    tables = tables_of(DOUBTED, cases=None)
    expected = tables["plan_options"].assign(nps_change=2.0)
    assert "a change in NPS is expected" in told(tables | {"plan_options": expected})
    assert "nobody estimated it" in told(tables)


def test_on_how_many_answers_scores_rest_is_told_of_the_relation_else_of_touchpoints():
    relation, contacts = pd.DataFrame({"n": [12]}), pd.DataFrame({"n": [30, 40]})
    both = {"scores_by_touchpoint_relation": relation, "scores_by_touchpoint": contacts}
    [one] = front_page.not_certain(both, ACME)
    assert EN.text(one).startswith("This quarter, 12 respondents rated the relationship")
    [other] = front_page.not_certain(both | {"scores_by_touchpoint_relation": relation.head(0)}, ACME)
    assert EN.text(other).startswith("This quarter, scores rest on 70 answers about touchpoints")
