"""A recipe that is proposed: found by name, else by content, and marked where a reader has to look."""

import pytest

from workbook.intake.deliveries.mapping import Guess, guesses, likely_table, proposal
from workbook.intake.deliveries.recipe import recipe_from

ORDERS = {
    "Klantnummer": ["K1", "K2"],
    "Besteldatum": ["13-05-2024"],
    "Omzet": ["12,50", "1.013,00"],
    "Filiaal": ["A"],
}


@pytest.mark.parametrize(
    ("headings", "table"),
    [
        (list(ORDERS), "transactions"),
        (["Customer ID", "Segment", "Country"], "customers"),
        (["Respondent ID", "Submitted at", "Question", "Score"], "answers"),
        (["Key", "Summary", "Budget"], "opportunities"),
        (["Klantnr", "Besteldatum", "Bedrag incl. btw"], "transactions"),
        (["Klantnr", "Besteldatum", "Hoeveel"], "transactions"),
        (["Shelf", "Colour"], ""),
    ],
)
def test_the_table_is_told_by_its_compulsory_columns(headings, table):
    assert likely_table(headings) == table


def test_columns_are_found_by_name_and_else_by_what_they_hold():
    found = guesses("transactions", ORDERS | {"Besteldatum": ["13-05-2024"]})
    assert found == [
        Guess("customer_id", "Klantnummer", "name"),
        Guess("ordered_at", "Besteldatum", "name"),
        Guess("amount", "Omzet", "name"),
    ]
    odd = {"Wie": ["K1"], "Wanneer": ["2024-05-13"], "Hoeveel": ["€ 3,10", "4"], "Tekst": ["a"]}
    assert guesses("transactions", odd) == [
        Guess("customer_id", ""),
        Guess("ordered_at", "Wanneer", "content"),
        Guess("amount", "Hoeveel", "content"),
    ]


def test_what_a_heading_says_of_tax_is_passed_over():
    for heading in ("Bedrag incl. btw", "Bedrag (excl. BTW)", "Total excl VAT", "bedrag_incl"):
        assert Guess("amount", heading, "name") in guesses("transactions", {heading: ["1"]})


def test_two_columns_that_may_hold_the_same_are_not_guessed_between():
    twice = {"Netto": ["3,10"], "Bruto": ["4,10"]}
    assert Guess("amount", "") in guesses("transactions", twice)


def test_a_proposal_is_a_recipe_that_marks_what_was_guessed():
    text = proposal("transactions", guesses("transactions", ORDERS), ORDERS, 'mijn "orders"')
    recipe = recipe_from("own", text)
    assert recipe.head.title == {"en": 'mijn "orders"'}
    assert (recipe.head.decimal, recipe.head.dates) == (",", "dmy")
    assert recipe.head.matches == ("Klantnummer", "Besteldatum", "Omzet")
    assert text.count("CHECK: guessed from its name") == 3 and "-- Not used: Filiaal" in text


def test_what_was_not_found_is_marked_as_needed():
    columns = {"Wanneer": ["2024-05-13"]}
    text = proposal("transactions", guesses("transactions", columns), columns, "a")
    assert "NULL AS customer_id,  -- CHECK: no column was found for this" in text
    assert "number(NULL) AS amount  -- CHECK: no column was found" in text


def test_the_decimal_mark_and_the_order_of_dates_are_told_by_columns_that_were_not_found_too():
    columns = {"Klantnr": ["K1"], "Wie weet": ["1.249,00"], "Kort": ["22-09-2026"]}
    head = recipe_from("own", proposal("customers", guesses("customers", columns), columns, "a")).head
    assert (head.decimal, head.dates) == (",", "dmy")


@pytest.mark.parametrize(
    ("cell", "order"),
    [("13/05/2024", "dmy"), ("05/13/2024", "mdy"), ("05/06/2024", ""), ("2024-05-13", "ymd")],
)
def test_the_order_of_day_and_month_is_proposed_only_where_a_date_tells_it(cell, order):
    columns = {"Date": [cell]}
    text = proposal("transactions", guesses("transactions", columns), columns, "a")
    assert recipe_from("own", text).head.dates == order


def test_a_proposal_knows_an_order_that_stands_in_two_files_by_its_number():
    columns = {"Klantnummer": ["1"], "Besteldatum": ["2026-05-01"], "Omzet": ["7"], "Ordernummer": ["9"]}
    recipe = recipe_from("own", proposal("transactions", guesses("transactions", columns), columns, "orders"))
    assert recipe.head.key == "Ordernummer"


def test_a_heading_with_quotes_fits_its_own_file(tmp_path):
    columns = {"Klantnummer": ["K1"], "Datum": ["2024-05-13"], "Bedrag 'netto'": ["3,10"]}
    found = guesses("transactions", columns)
    recipe = recipe_from("own", proposal("transactions", found, columns, "a"))
    from workbook.intake.deliveries.header import heading_row

    assert heading_row([["Klantnummer", "Datum", 'Bedrag "netto"']], recipe.head.matches) == 0
