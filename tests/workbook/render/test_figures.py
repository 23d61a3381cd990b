"""An exhibit in a notebook: keys and facts for the report, and in the Lab a figure that stands by itself."""

import json

import pandas as pd
from bs4 import BeautifulSoup
from told import in_words

from workbook.engagement import engagement_from
from workbook.exhibit import EXHIBIT_TYPE, Column, table_exhibit
from workbook.phrases import say
from workbook.render.figures import Display
from workbook.render.words import Words

ACME = engagement_from({"client": "Acme", "illustrative": ["answers"]})
WORDS = Words("en", ACME)
HOSTILE = "<script>alert(1)</script>\"'&"


def shown(value=1.5, **parts):
    columns = [Column("title", "Title"), Column("n", "N", "money", tone=lambda row: "warn")]
    table = pd.DataFrame({"title": [HOSTILE], "n": [value]})
    return table_exhibit(
        table, columns, **({"title": HOSTILE, "tables": ("answers",), "note": HOSTILE} | parts)
    )


def test_an_exhibit_travels_as_plain_json_without_words():
    bundle = Display(shown(title=say("needs.title.none")), None)._repr_mimebundle_()
    again = json.loads(json.dumps(bundle[EXHIBIT_TYPE], allow_nan=False))
    assert again["title"] == say("needs.title.none") and "text/html" not in bundle


def test_text_of_a_client_is_escaped_where_it_is_shown():
    markup = Display(shown(findings=(HOSTILE,)), WORDS)._repr_mimebundle_()["text/html"]
    assert "<script>" not in markup and markup.count("&lt;script&gt;") == 4


def test_in_the_lab_money_is_no_mathematics_and_tones_have_their_looks():
    markup = Display(shown(findings=("US$1 and US$2",)), WORDS)._repr_mimebundle_()["text/html"]
    page = BeautifulSoup(markup, "html.parser")
    for text in page.find_all(string=lambda text: "$" in text or "€" in text):
        assert text.find_parent(class_="mathjax_ignore") is not None
    assert "td.warn" in page.style.text and page.select_one("td.warn").text == "€2"
    assert "td.busy" in page.style.text and ":root" not in page.style.text


def test_missing_values_are_dashes_and_blank_texts_are_empty():
    columns = [Column("text", "a"), Column("number", "b", "int")]
    blank = table_exhibit(
        pd.DataFrame({"text": [None], "number": [float("nan")]}), columns, title="x", tables=()
    )
    assert in_words(blank).cells == [["", "–"]]


def test_an_exhibit_on_made_up_tables_is_marked():
    assert in_words(shown(), ACME).illustrative == "illustrative"
    assert in_words(shown(tables=("transactions",)), ACME).illustrative == ""
