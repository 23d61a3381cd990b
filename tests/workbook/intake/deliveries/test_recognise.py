"""An export is recognised by its headings, and the questions of a survey by their words and answers."""

import csv

import pytest
from deliveries import EXPORTS

from workbook.errors import EngagementError
from workbook.intake.csv_layout import csv_layout
from workbook.intake.deliveries.recipe import SHIPPED
from workbook.intake.deliveries.recognise import (
    Sheet,
    columns_of,
    guessed_questions,
    pattern_for,
    question_of,
    recognised,
)

RECIPE = (
    "---\ntitle: {{en: Own}}\nabout: Ours\nmatches: [{matches}]\n---\n-- customers\nSELECT row FROM export\n"
)


def sheet(name: str) -> Sheet:
    layout = csv_layout(EXPORTS / name)
    with layout.open(EXPORTS / name) as text:
        return Sheet(name, list(csv.reader(text, delimiter=layout.separator)))


@pytest.mark.parametrize("name", sorted(file.stem for file in SHIPPED.glob("*.sql")))
def test_every_export_is_recognised_as_what_it_is(name, tmp_path):
    recipe, _ = recognised(tmp_path, [Sheet("readme", [["Read me"]]), sheet(f"{name}.csv")])
    assert recipe.name == name


def test_an_export_that_no_recipe_is_known_for_is_not_recognised(tmp_path):
    assert recognised(tmp_path, [Sheet("own", [["Klant", "Bedrag"], ["K1", "3"]])]) is None


def test_an_export_that_two_recipes_fit_is_refused_with_their_names(tmp_path):
    (tmp_path / "recipes").mkdir()
    for name, matches in {"mine": "Shelf, Price", "yours": "Shelf, Colour"}.items():
        (tmp_path / "recipes" / f"{name}.sql").write_text(RECIPE.format(matches=matches), encoding="utf-8")
    with pytest.raises(EngagementError, match=r"2 recipes: mine, yours\.\nSay which it is, as in: --as mine"):
        recognised(tmp_path, [Sheet("a.csv", [["Shelf", "Price", "Colour"]])])


def test_the_recipe_that_asks_for_more_goes_before_one_that_asks_for_part_of_it(tmp_path):
    (tmp_path / "recipes").mkdir()
    for name, matches in {"wide": "Shelf, Price", "narrow": "Shelf"}.items():
        (tmp_path / "recipes" / f"{name}.sql").write_text(RECIPE.format(matches=matches), encoding="utf-8")
    assert recognised(tmp_path, [Sheet("a.csv", [["Shelf", "Price"]])])[0].name == "wide"


def test_questions_are_guessed_by_words_and_answers_together():
    columns = {
        "Would you recommend us?": ["10 - Extremely likely", "3"],
        "Recommended by": ["a friend"],
        "How satisfied are you with: - Checkout": ["5", "1"],
        "Rate your satisfaction [Delivery]": ["Zeer tevreden", "4"],
        "Satisfied?": ["1", "6"],
        "How likely are you to recommend us, in percent?": ["80"],
        "Belangrijk?": [],
    }
    assert guessed_questions(columns, [], labels=["zeer tevreden"]) == {
        "Would you recommend us?": {"question": "nps"},
        "How satisfied are you with: - Checkout": {"question": "satisfaction", "touchpoint": "Checkout"},
        "Rate your satisfaction [Delivery]": {"question": "satisfaction", "touchpoint": "Delivery"},
    }
    assert guessed_questions({"Q7": ["9"]}, [], words={"Q7": "Zou je ons aanbevelen?"}) == {
        "Q7": {"question": "nps"}
    }
    assert guessed_questions({"NPS": ["9"]}, ["nps"]) == {}


@pytest.mark.parametrize(
    "words",
    [
        "Hoe waarschijnlijk is het dat u ons aanbeveelt aan vrienden of familie? (0-10)",
        "Zou u ons aanbevelen?",
        "In hoeverre bent u geneigd ons aan te bevelen?",
        "Beveelt u ons bij anderen aan?",
        "Raad je ons aan? Ik zou Acme aanraden",
    ],
)
def test_recommending_is_known_in_its_dutch_forms(words):
    assert guessed_questions({words: ["9", "0"]}, []) == {words: {"question": "nps"}}


def test_without_a_recipe_the_first_row_with_two_filled_cells_is_the_heading():
    rows = [["Orders of May", ""], ["", ""], ["Klant", "Bedrag"], ["K1", " 3 "], ["K2", ""]]
    assert columns_of(Sheet("a", rows)) == {"Klant": ["K1", "K2"], "Bedrag": ["3"]}


@pytest.mark.parametrize("text", ["nps", "=nps", "Q7="])
def test_a_question_that_is_not_said_in_full_is_refused(text):
    with pytest.raises(EngagementError, match="--question takes COLUMN=nps"):
        question_of(text)


def test_a_pattern_takes_the_file_itself():
    from fnmatch import fnmatch

    for name in ("orders_export (1).csv", "2026Q3.csv", "a[1].csv", "crm.xlsx", "orders 2026-05-01.csv"):
        assert fnmatch(name, pattern_for(name))
