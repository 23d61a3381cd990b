"""Sentences in two languages: the same ones, with the same fields, by locale."""

import string
from datetime import date

import pandas as pd
import pytest

from workbook.engagement import engagement_from
from workbook.tables import TABLES
from workbook.wording import Words, columns, en, findings, nl, titles

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
    from workbook.wording import answer

    plan = pd.DataFrame({"decision": ["left out"], "verdict": ["agreed"]})
    assert answer.to_decide(plan, EN) == [EN.label("decide.measure")]


def test_what_was_not_recorded_is_not_called_zero():
    table = pd.DataFrame({"planned": [0], "sent": [0], "withheld": [0]})
    assert titles.programmes(table, EN) == EN.say("programmes.title.none")
    assert "far enough apart" not in findings.programmes(table, EN)
