"""Phrases in words: by locale, with the client's own terms, in every language that has a folder."""

from datetime import date

import pytest

from workbook.engagement import engagement_from
from workbook.phrases import between, label, named, own, say, show
from workbook.render.words import Words

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


@pytest.mark.parametrize(
    ("form", "value", "english", "dutch"),
    [
        ("int", 1234567.6, "1,234,568", "1.234.568"),
        ("dec1", -0.25, "−0.3", "−0,3"),
        ("percent", 0.325, "33%", "33%"),
        ("percent", 0.025, "3%", "3%"),
        ("dec2", 1.005, "1.01", "1,01"),
        ("signed", 12.4, "+12", "+12"),
        ("signed", -12.5, "−13", "−13"),
        ("signed", -0.3, "0", "0"),
        ("percent", 0.256, "26%", "26%"),
        ("percent", -0.004, "0%", "0%"),
        ("percent1", -0.004, "−0.4%", "−0,4%"),
        ("money", -0.3, "€0", "€ 0"),
        ("money", -1234.5, "−\u2060€1,235", "€ −1.235"),
        ("money", 1234.5, "€1,235", "€ 1.235"),
        ("p", 0.0004, "< 0.001", "< 0,001"),
        ("date", date(2017, 12, 31), "31 December 2017", "31 december 2017"),
        ("quarter", "2017Q4", "Q4 2017", "vierde kwartaal van 2017"),
        ("list", ["a", "b", "c"], "a, b and c", "a, b en c"),
        ("int", float("nan"), "–", "–"),
        ("int", None, "–", "–"),
    ],
)
def test_values_are_written_by_locale(form, value, english, dutch):
    assert [words.show(value, form).replace("\xa0", " ") for words in (EN, NL)] == [english, dutch]


def test_a_number_does_not_break_over_lines():
    assert " " not in NL.show(-1234.5, "money") and " " not in NL.show(0.0004, "p").replace("< ", "")


def test_one_is_said_as_one_by_the_rule_of_the_language():
    assert NL.text(say("pressure_rules.limit", n=1, days=14)).startswith("hooguit één bericht")
    assert NL.text(say("pressure_rules.limit", n=3, days=14)).startswith("hooguit 3 berichten")


def test_a_range_that_reads_as_one_number_is_one_number():
    assert (EN.text(between(3.1, 3.2, "int")), NL.text(between(3, 5, "int"))) == ("3", "3 tot 5")
    assert EN.text(between(None, None, "int")) == "–"


def test_sources_come_in_the_readers_language_where_they_can():
    assert NL.sources(["answers", "scores"]) == "Bron: een enquête; panel."
    assert EN.sources(["transactions"]) == "Source: transactions."


def test_only_exhibits_on_made_up_tables_are_marked():
    assert (EN.illustrative(["transactions"]), EN.illustrative(["answers", "journey"])) == (
        "",
        "illustrative",
    )


def test_a_stage_is_called_by_the_settings_else_by_the_market_else_by_its_name():
    assert [words.text(named("stage", "all")) for words in (EN, NL)] == ["Everyone", "Iedereen"]
    plain = Words("nl", engagement_from({"client": "A", "market": "b2b"}))
    assert [plain.text(named("stage", name)) for name in ("lapsed", "own name")] == ["Verloren", "own name"]


def test_a_clients_text_is_in_the_readers_language_or_else_as_it_is():
    assert [NL.text(own(text)) for text in ("a {b}", {"nl": "c"}, {"en": "d"}, {})] == ["a {b}", "c", "d", ""]


def test_phrases_may_stand_in_phrases():
    names = [label("p"), "own {word}"]
    assert EN.text(say("needs.over", names=names)).startswith("Overserved")
    assert "“p” and “own {word}”" in EN.text(say("needs.over", names=names))
    assert EN.text(say("plan_usage.cell", used=show(5, "money"), limit=label("p"))) == "€5 / p"


def test_what_is_not_in_the_catalogue_is_no_silence():
    with pytest.raises(KeyError):
        EN.text(say("needs.no_such_sentence"))
    with pytest.raises(KeyError, match=r"no catalogue of 'fr'; there are en, nl"):
        _ = Words("fr", ENGAGEMENT).entries


HOUSEHOLDS = engagement_from(
    {
        "client": "A",
        "market": "marketplace",
        "terms": {
            "customer": {"en": ["account", "accounts"], "nl": ["het huishouden", "huishoudens"]},
            "opportunity": {"en": ["idea", "ideas"]},
        },
    }
)


@pytest.mark.parametrize(
    ("name", "english", "dutch"),
    [
        ("customer", "account", "huishouden"),
        ("Customers", "Accounts", "Huishoudens"),
        ("the_customer", "the account", "het huishouden"),
        ("A_customer", "An account", "Een huishouden"),
        ("opportunities", "ideas", "kansen"),
        ("the_opportunity", "the idea", "de kans"),
        ("the_touchpoint", "the touchpoint", "het contactmoment"),
        ("deeds", "sales", "verkopen"),
        ("did", "sold", "verkochten"),
        ("doing", "selling", "verkopen"),
        ("A_deed", "A sale", "Een verkoop"),
    ],
)
def test_the_clients_terms_come_with_their_article_and_plural(name, english, dutch):
    assert [getattr(Words(language, HOUSEHOLDS).terms, name) for language in ("en", "nl")] == [english, dutch]


def test_a_dutch_word_before_a_term_follows_the_article():
    names = ("every_customer", "Every_stage", "this_quarter", "last_quarter", "this_opportunity")
    said = ["elk huishouden", "Elke klantfase", "dit kwartaal", "vorig kwartaal", "deze kans"]
    assert [getattr(Words("nl", HOUSEHOLDS).terms, name) for name in names] == said
    assert NL.terms.every_customer == "elke klant"


def test_what_customers_do_follows_the_market_unless_it_is_said():
    bought = engagement_from({"client": "A", "market": "marketplace", "terms": {"activity": "buy"}})
    assert (EN.terms.deeds, Words("en", bought).terms.deeds) == ("orders", "orders")


def test_the_clients_own_texts_come_in_the_readers_language_where_the_settings_have_them():
    both = engagement_from({"client": "A", "translations": {"nl": {"Checkout": "Kassa", "it": "ICT"}}})
    en, nl = Words("en", both), Words("nl", both)
    assert [words.text("Checkout") for words in (en, nl)] == ["Checkout", "Kassa"]
    assert "“Kassa” en “Mailing”" in nl.text(say("needs.over", names=["Checkout", "Mailing"]))
    assert nl.text(say("programmes.most", programme="Checkout", withheld=1, share=0.1, low=0, high=1)).count(
        "Kassa"
    )
    assert nl.text(named("norm", "Checkout")) == "Kassa" and nl.text(own({"en": "Checkout"})) == "Checkout"


def test_a_sentence_names_a_dozen_and_counts_the_others():
    names = [f"N{n}" for n in range(1, 501)]
    assert EN.show(names[:12], "list").endswith("N11 and N12")
    assert EN.show(names, "list") == "N1, N2, N3, N4, N5, N6, N7, N8, N9, N10 and 490 others"
    assert NL.show(names, "quoted").endswith("“N10” en 490 andere")


def test_a_title_names_four_at_most():
    names = ["A", "B", "C", "D", "E"]
    assert EN.show(names[:4], "few") == "“A”, “B”, “C” and “D”"
    assert EN.show(names, "few") == "“A”, “B” and 3 others"
