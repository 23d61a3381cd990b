"""Sentences in two languages: the same ones, with the same fields, by locale."""

import ast
import inspect
import re
import string
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from workbook.wording import Words, answer, columns, en, findings, nl, titles

from prioritization.changes import causes as engine_causes
from prioritization.changes import moves as engine_moves
from prioritization.explain import left_out as engine_left_out
from workbook import exhibits
from workbook.engagement import engagement_from
from workbook.tables import TABLES

STAGE = {"name": "all", "label": {"en": "Everyone", "nl": "Iedereen"}, "rules": {"orders": {"at_least": 0}}}
ENGAGEMENT = engagement_from(
    {
        "client": "Acme",
        "stages": [STAGE],
        "illustrative": ["answers"],
        "sources": {"answers": {"en": "a survey", "nl": "een enquête"}, "scores": "panel"},
    }
)
EN, NL = Words("en", ENGAGEMENT), Words("nl", ENGAGEMENT)


def fields(sentence):
    return {(name, spec) for _, name, spec, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", sorted(en.SENTENCES.keys() | nl.SENTENCES.keys()))
def test_a_sentence_has_the_same_facts_in_both_languages(key):
    skipped = {("customer", ""), ("customers", "")}
    assert fields(en.SENTENCES[key]) - skipped == fields(nl.SENTENCES[key]) - skipped


def test_labels_are_there_in_both_languages():
    assert en.LABELS.keys() - {"it"} == nl.LABELS.keys() - {"it", "operations"}


def test_glossary_and_methods_are_as_long_in_both_languages():
    assert (len(en.GLOSSARY), len(en.METHODS)) == (len(nl.GLOSSARY), len(nl.METHODS))


@pytest.mark.parametrize("catalogue", [en, nl])
def test_the_glossary_stands_in_alphabetical_order_or_starts_with_a_number(catalogue):
    terms = [term.lower() for term, _ in catalogue.GLOSSARY if not term[0].isdigit()]
    assert terms == sorted(terms)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_column_of_the_intake_is_explained(language):
    for table, schema in TABLES.items():
        assert columns.table_text(table, language)
        assert all(columns.column_text(table, column, language) for column in schema.columns)


@pytest.mark.parametrize(
    ("spec", "value", "english", "dutch"),
    [
        ("int", 1234567.6, "1,234,568", "1.234.568"),
        ("dec1", -0.25, "−0.2", "−0,2"),
        ("dec2", 1.005, "1.00", "1,00"),
        ("signed", 12.4, "+12", "+12"),
        ("signed", -12.5, "−12", "−12"),
        ("signed", -0.3, "0", "0"),
        ("percent", 0.256, "26%", "26%"),
        ("percent", -0.004, "0%", "0%"),
        ("percent1", -0.004, "−0.4%", "−0,4%"),
        ("money", -0.3, "€0", "€ 0"),
        ("money", -1234.5, "−€1,234", "−€ 1.234"),
        ("money", 1234.5, "€1,234", "€ 1.234"),
        ("p", 0.0004, "< 0.001", "< 0,001"),
        ("date", date(2017, 12, 31), "31 December 2017", "31 december 2017"),
        ("quarter", "2017Q4", "Q4 2017", "kwartaal 4 van 2017"),
        ("list", ["a", "b", "c"], "a, b and c", "a, b en c"),
        ("int", float("nan"), "–", "–"),
    ],
)
def test_values_are_written_by_locale(spec, value, english, dutch):
    assert (EN.show(value, spec), NL.show(value, spec).replace("\xa0", " ")) == (english, dutch)


def test_one_is_said_as_one():
    assert NL.say("programmes.rule", n=1, days=14).startswith("Regel: hooguit één bericht")
    assert NL.say("programmes.rule", n=3, days=14).startswith("Regel: hooguit 3 berichten")


def test_a_range_that_reads_as_one_number_is_one_number():
    assert (EN.between(3.1, 3.2, "int"), NL.between(3, 5, "int")) == ("3", "3 tot 5")


def test_sources_come_in_the_readers_language_where_they_can():
    assert NL.source("answers", "scores") == "Bron: een enquête; panel."
    assert EN.source("transactions") == "Source: transactions."


def test_only_exhibits_on_made_up_tables_are_marked():
    assert (EN.illustrative("transactions"), EN.illustrative("answers", "journey")) == ("", "illustrative")


def test_text_is_escaped_in_html():
    shown = EN.text("<script>alert(1)</script>")._repr_mimebundle_()
    assert shown["text/html"] == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


def touchpoints(*rows):
    return pd.DataFrame(rows, columns=["touchpoint", "nps", "low", "high", "n"])


def test_touchpoints_whose_intervals_overlap_are_not_ranked_in_words():
    table = touchpoints(("search", -10.0, -20.0, 0.0, 90), ("checkout", 5.0, -4.0, 14.0, 90))
    assert titles.nps(table, EN) == "NPS is lowest at “search” (−10), but not clearly under “checkout”"


def test_a_touchpoint_under_every_other_is_said_to_be():
    table = touchpoints(("search", -30.0, -40.0, -20.0, 90), ("checkout", 5.0, -4.0, 14.0, 90))
    assert titles.nps(table, EN) == "NPS is lowest at “search”: −30, clearly under every other touchpoint"


def test_one_touchpoint_is_not_compared():
    assert titles.nps(touchpoints(("search", 1.0, 0.0, 2.0, 9)), EN) == EN.say("nps.title.few")


def test_no_answer_about_the_relation_is_said():
    said = findings.nps(touchpoints(("search", 1.0, 0.0, 2.0, 9)), touchpoints(), EN)
    assert said.startswith("There is no answer about the relation")


def test_changes_count_only_when_they_survive_the_number_of_comparisons():
    rows = {"touchpoint": ["a", "b"], "change": [9.0, 8.0], "low": [1.0, 0.0], "high": [17.0, 16.0]}
    assert titles.nps_change(pd.DataFrame({**rows, "p": [0.03, 0.05]}), EN) == EN.say(
        "nps_change.title.none", n=2
    )
    assert titles.nps_change(pd.DataFrame({**rows, "p": [0.02, 0.05]}), EN).startswith(
        "NPS of “a” changed by +9"
    )


def test_a_first_quarter_has_no_moves():
    first = pd.DataFrame({"move": ["new", "new"]})
    assert titles.moves(first, EN) == EN.say("moves.title.first")
    assert findings.moves(first, EN) == EN.say("moves.none")


def driver_table(*rows):
    columns = ["driver", "importance", "low", "high", "p", "coefficient", "vif"]

    class Found:
        table = pd.DataFrame(rows, columns=columns)
        r2, n, n_total = 0.5, 90, 120

    return Found


def test_every_driver_that_reaches_as_far_as_the_first_is_named():
    found = driver_table(
        ("a", 0.20, 0.14, 0.26, 0.001, 0.5, 1.1),
        ("b", 0.13, 0.09, 0.17, 0.001, 0.4, 1.1),
        ("c", 0.12, 0.08, 0.15, 0.001, 0.4, 1.1),
        ("d", 0.05, 0.02, 0.08, 0.2, 0.1, 1.1),
    )
    assert titles.drivers(found, EN).startswith("“a”, “b” and “c” go together with recommendation most")


def test_needs_whose_intervals_overlap_are_not_ranked_in_words():
    ends = {
        "importance_low": [8, 7.5],
        "importance_high": [9, 8.5],
        "satisfaction_low": [2, 3],
        "satisfaction_high": [4, 5],
    }
    table = pd.DataFrame(
        {"touchpoint": ["a", "b"], "opportunity_score": [14.0, 12.5], "band": ["high", "high"], **ends}
    )
    assert titles.needs(table, EN) == "Least served, without a clear order among them: “a” and “b”"
    apart = table.assign(satisfaction_low=[2, 6], satisfaction_high=[4, 7])
    assert titles.needs(apart, EN) == "“a” is the least served need: opportunity score 14.0, high"


def test_a_need_that_overlaps_is_not_called_overserved():
    ends = {
        "importance_low": [3.9, 1],
        "importance_high": [4.9, 2],
        "satisfaction_low": [4.4, 5],
        "satisfaction_high": [5.5, 6],
    }
    table = pd.DataFrame({"touchpoint": ["close", "over"], **ends})
    assert (
        findings.needs(table, EN)
        .splitlines()[1]
        .startswith("Overserved (satisfaction above importance): “over”")
    )


def test_nothing_to_start_asks_for_no_money_to_start_it():
    plan = pd.DataFrame({"decision": ["left out"], "verdict": ["agreed"]})
    assert answer.to_decide(plan, EN) == [EN.label("decide.measure")]


def test_what_was_not_recorded_is_not_called_zero():
    table = pd.DataFrame({"planned": [0], "sent": [0], "withheld": [0]})
    assert titles.programmes(table, EN) == EN.say("programmes.title.none")
    assert "far enough apart" not in findings.programmes(table, EN)


# What the engine can say, in words


def said_by(module, call):
    """The texts that can stand first in a call, as the engine's code has them."""
    tree = ast.parse(inspect.getsource(module))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == call]
    parts = [part for node in calls if node.args for part in ast.walk(node.args[0])]
    return {part.value for part in parts if isinstance(part, ast.Constant)}


REASONS = said_by(engine_left_out, "Why")


def test_the_engine_has_the_reasons_that_its_page_lists():
    listed = inspect.getdoc(engine_left_out.why_left_out)
    assert len(REASONS) == 15 and {reason for reason in REASONS if f'"{reason}"' not in listed} == set()


def waiting(reason, **facts):
    row = {
        "title": "Chat",
        "score": 5.0,
        "cost": 10.0,
        "verdict": "agreed",
        "reason": reason,
        "value_lost": 1.25,
        "value_lost_at_least": 1.25,
        "makes_way_titles": ["Faq"],
        "blocker": "2018Q2",
    }
    return pd.DataFrame([row | facts])


@pytest.mark.parametrize("words", [EN, NL], ids=["en", "nl"])
@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_reason_of_the_engine_has_a_sentence(reason, words):
    said = exhibits.left_out(waiting(reason), 0.005, words).rows[0][3]["text"]
    assert len(said) > 15 and said[0].isupper() and "{" not in said and reason not in said.split()


def test_a_loss_between_bounds_is_told_as_such():
    bounds = waiting("worth_less", value_lost=0.9, value_lost_at_least=0.5)
    assert (
        exhibits.left_out(bounds, 0.005, EN).rows[0][3]["text"].endswith("score between 0.50 and 0.90 lower")
    )
    assert findings.left_out(bounds, NL).endswith(
        "kost tussen 0,50 en 0,90 punten van de score van het plan."
    )
    loose = waiting("worth_less", value_lost=0.9, value_lost_at_least=-0.1)
    assert (
        exhibits.left_out(loose, 0.005, NL)
        .rows[0][3]["text"]
        .endswith("het plan zou hooguit 0,90 lager scoren")
    )


def test_a_precondition_is_named_in_words():
    said = [exhibits.left_out(waiting("readiness", blocker="data"), 0.0, words) for words in (EN, NL)]
    assert "customer data" in said[0].rows[0][3]["text"] and "klantdata" in said[1].rows[0][3]["text"]


@pytest.mark.parametrize("catalogue", [en, nl])
def test_every_move_and_every_cause_has_a_label(catalogue):
    listed = inspect.getdoc(engine_moves.plan_changes).partition("- move:")[2].partition("- start_before")[0]
    moves = set(re.findall('"([a-z ]+)"', listed))
    assert {"accelerated", "stopped", "in again", "moved later"} <= moves and len(moves) == 12
    assert {f"move.{move}" for move in moves} <= catalogue.LABELS.keys()
    assert {f"cause.{cause}" for cause in engine_causes.CAUSES} <= catalogue.LABELS.keys()


# Where the panel does not agree


def verdicts(*given):
    return pd.DataFrame({"title": list("abcdef")[: len(given)], "verdict": given, "n": 12})


@pytest.mark.parametrize(
    ("given", "english"),
    [
        (("agreed", "agreed"), "The experts agree on all 2 opportunities"),
        (("agreed", "no consensus"), "The experts agree on 1 of 2 opportunities; no consensus on “b”"),
        (("agreed", "unstable"), "The experts agree on 1 of 2 opportunities; opinions still move on “b”"),
        (
            ("unstable", "no consensus"),
            "The experts agree on 0 of 2 opportunities; no consensus on “b”, opinions still move on “a”",
        ),
    ],
)
def test_no_consensus_and_moving_opinions_are_told_apart(given, english):
    assert titles.panel(verdicts(*given), EN) == english


def test_each_kind_of_disagreement_gets_its_own_remedy_and_colour():
    ranked = SimpleNamespace(w=0.6, p=0.001, permutation_p=0.2, experts=12, items=9)
    said = findings.panel(verdicts("agreed", "unstable", "no consensus"), ranked, EN).splitlines()
    assert len(said) == 3 and "talk about that one" in said[1] and "score once more" in said[2]
    plan = pd.DataFrame(
        {"decision": ["start", "accelerate"], "verdict": ["unstable", "no consensus"], "title": ["a", "b"]}
    )
    asked = ["decide.start", "decide.divided", "decide.moving", "decide.measure"]
    assert answer.to_decide(plan, NL) == NL.labels(asked)


def test_the_p_of_a_small_panel_is_counted():
    ranked = SimpleNamespace(w=0.6, p=0.001, permutation_p=0.2, experts=9, items=9)
    said = findings.panel(verdicts("agreed", "agreed"), ranked, EN)
    assert said.startswith(
        "Experts rank the opportunities no more alike than chance would: Kendall's W 0.60 (p 0.200"
    )
    assert "shuffling" in said


def test_another_plan_is_told_of_only_where_it_is_worth_as_much():
    made = SimpleNamespace(status="optimal", value=9.0, bound=9.0, gap=0.0)
    schedule = pd.DataFrame({"decision": ["start"], "verdict": ["agreed"], "title": ["a"]})
    others = pd.DataFrame({"tied": [True], "enters_titles": [["b"]], "leaves_titles": [["a"]]})
    assert "worth as much: “b” instead of “a”" in findings.plan(made, "2018Q1", schedule, others, EN)
    apart = others.assign(tied=False)
    assert "worth as much" not in findings.plan(made, "2018Q1", schedule, apart, EN)


# How sure the plan is, and why it moved


def draws(*given):
    names = list("abcdef")[: len(given)]
    return pd.DataFrame({"opportunity": names, "title": names, "verdict": given})


MISSED = SimpleNamespace(mean=0.5, p95=1.5, best=0.64)
MADE = SimpleNamespace(value=40.0, members=("a", "b"))


def test_what_depends_is_told_by_whether_it_is_in_the_plan():
    known = pd.DataFrame({"title": ["b", "c"], "evppi": [1.0, 1.0], "switches": [0.1, 0.0]})
    said = findings.robust(
        draws("always", "depends", "depends", "never"), known, MISSED, MADE, EN
    ).splitlines()
    assert said[0].endswith("who is asked: “b”.") and said[1].endswith("are asked: “c”.")
    assert "a sure score for “b”" in said[2] and "1.00 points" in said[2]
    assert "0.50 points short" in said[3] and "64% of the draws" in said[3]


def test_what_hardly_pays_to_know_is_not_named():
    known = pd.DataFrame({"title": ["b"], "evppi": [0.1], "switches": [0.3]})
    said = findings.robust(draws("always", "never"), known, MISSED, MADE, NL)
    assert said.splitlines()[0] == NL.say("robust.settled")
    assert titles.robust(draws("always", "never"), EN).startswith(
        "Whoever of the experts is asked, the plan stays"
    )


def causes(before, after, **parts):
    value = pd.DataFrame({"cause": list(parts), "change": list(parts.values())})
    return SimpleNamespace(value=value, before=before, after=after, orders=2, all_orders=2)


def test_the_cause_named_is_the_largest_in_the_direction_of_the_change():
    lower = causes(40.0, 33.0, candidates=-9.0, costs=3.0, scores=-1.0)
    assert titles.causes(lower, True, EN).endswith(
        "7.0 points less than a quarter ago; what took most: candidates"
    )
    higher = causes(33.0, 35.0, candidates=-9.0, costs=11.0)
    assert titles.causes(higher, True, NL).endswith("wat het meest toevoegde: kosten en werk")
    assert titles.causes(higher, False, EN) == EN.say("causes.title.first")


def test_the_causes_and_both_ends_are_shown_with_their_signs():
    shown = exhibits.causes(causes(40.0, 38.5, scores=-2.0, costs=0.5), True, EN)
    assert [row[1]["text"] for row in shown.rows] == ["40.0", "−2.0", "+0.5", "38.5"]
    assert exhibits.causes(causes(40.0, 40.0, scores=0.0), False, EN).rows == []


def recognition(*rows):
    return findings.recognition(pd.DataFrame(rows, columns=["part", "name", "n", "of"]), EN).splitlines()


def test_what_was_joined_and_what_was_kept_apart_is_told_and_no_more():
    assert recognition() == [EN.say("keys.none")]
    assert recognition(("forgotten", "customers", 1, 9)) == [
        EN.say("keys.forgotten", n=1),
        EN.say("keys.none"),
    ]
    told = recognition(
        ("source", "till", 4, 8),
        ("link", "email", 3, 5),
        ("link", "likeness", 2, 5),
        ("wrong", "likeness", 0.4, 2),
        ("conflict", "chain", 0, 0),
        ("large", "", 2, 90),
        ("unused", "email.placeholder", 1, 12),
        ("unused", "phone.disputed", 1, 3),
        ("unused", "customer_id.spellings", 1, 3),
        ("ambiguous", "transactions", 7, 9),
    )
    assert told[0] == "5 links join identities, by e-mail address (3) and likeness (2)."
    assert told[1] == "Of the 2 links by likeness about 0.4 are expected to be wrong."
    assert told[2].startswith("2 customers have more than 10 identities each")
    assert told[3].startswith("Values in 12 identities tell nothing")
    assert told[4].startswith("In 7 rows the id is known in several sources")
    assert told[5] == EN.say("keys.counted") and len(told) == 6
