"""An exhibit in a notebook: keys and facts for the report, and in the Lab a figure that stands by itself."""

import json

import pandas as pd
from bs4 import BeautifulSoup
from told import in_words

from workbook.engagement import engagement_from
from workbook.exhibit import EXHIBIT_TYPE, NAMES_SHOWN, ROWS_SHOWN, Column, Exhibit, chart, table_exhibit
from workbook.phrases import say
from workbook.render.figures import Display, worded
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


def test_in_the_lab_an_exhibit_has_the_house_style_of_the_client():
    house = {"colours": {"main": "#123456", "accent": "#8a4108"}, "font": "Inter"}
    words = Words("en", engagement_from({"client": "Acme", "house": house}))
    style = BeautifulSoup(Display(shown(), words)._repr_mimebundle_()["text/html"], "html.parser").style.text
    assert "--main: #123456;" in style and "--warm: #8a4108;" in style and '--text: "Inter",' in style


def test_rows_are_cards_where_an_exhibit_asks_for_it():
    markup = Display(shown(cards=True), WORDS)._repr_mimebundle_()["text/html"]
    [table] = BeautifulSoup(markup, "html.parser").select("table.carded")
    assert table["role"] == "table" and [head.text for head in table.select("thead th")] == ["Title", "N"]
    assert "table.carded" not in Display(shown(), WORDS)._repr_mimebundle_()["text/html"]


def test_missing_values_are_dashes_and_blank_texts_are_empty():
    columns = [Column("text", "a"), Column("number", "b", "int")]
    blank = table_exhibit(
        pd.DataFrame({"text": [None], "number": [float("nan")]}), columns, title="x", tables=()
    )
    assert in_words(blank).cells == [["", "–"]]


def test_an_exhibit_on_made_up_tables_is_marked():
    assert in_words(shown(), ACME).illustrative == "illustrative"
    assert in_words(shown(tables=("transactions",)), ACME).illustrative == ""


def test_of_a_long_table_the_first_rows_are_shown_and_that_is_said():
    rows = pd.DataFrame({"n": range(5000)})
    made = table_exhibit(rows, [Column("n", "N", "int")], title="All", tables=(), note="A note.")
    page = worded(made.payload(), WORDS)
    assert [row[0]["text"] for row in page["rows"]] == [f"{n:,}" for n in range(ROWS_SHOWN)]
    assert page["note"] == (
        "A note. The first 200 of 5,000 are shown; all are in the folder tables beside this report."
    )


def test_a_chart_of_thousands_of_names_is_drawn_of_the_first():
    rows = pd.DataFrame({"title": [f"Title {n}" for n in range(5000)], "v": 1.0, "low": 1.0, "high": 2.0})
    drawn = chart("intervals", rows, name="title", value="v", form="int")
    made = Exhibit(title="All", tables=(), chart=drawn)
    page = worded(made.payload(), Words("nl", ACME))
    assert page["chart"].wide.startswith("data:image/svg+xml")
    assert page["note"].startswith(f"De eerste {NAMES_SHOWN} van 5.000 staan hier")


def test_what_is_shown_as_a_whole_has_its_note_alone():
    assert worded(shown(note="A note.").payload(), WORDS)["note"] == "A note."
    line = chart("rising_line", pd.DataFrame({"x": range(500), "y": range(500)}), x="x", y="y", axes=["", ""])
    assert len(line["rows"]) == 500
