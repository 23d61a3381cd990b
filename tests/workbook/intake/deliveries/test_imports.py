"""`cx-workbook import`, from an export to an engagement that can be run."""

import json

import pytest
from deliveries import EXPORTS
from typer.testing import CliRunner

from workbook.cli import app
from workbook.store import create, open_engagement


@pytest.fixture
def client(tmp_path):
    return create(tmp_path / "client", language="en", sheets=["transactions", "customers"])


def run(*words, code: int = 0) -> str:
    outcome = CliRunner().invoke(app, [str(word) for word in words])
    assert outcome.exit_code == code, outcome.output
    return outcome.output


def before_and_after(folder):
    return {file: file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_an_export_is_recognised_shown_and_written_into_the_settings(client):
    told = run("import", client, EXPORTS / "shopify-orders.csv")
    assert "is read with recipe shopify-orders: Orders from Shopify" in told
    assert "transactions: 6 rows" in told and "one row, the order was cancelled" in told
    [delivery] = open_engagement(client).deliveries
    assert (delivery.files, delivery.recipe) == ("shopify-orders*.csv", "shopify-orders")
    told = run("check", client, "--period", "2024Q2")
    assert "transactions             6 rows" in told and "one row, the payment was voided" in told


def test_a_dry_run_shows_the_same_and_writes_nothing(client):
    before = before_and_after(client)
    told = run("import", client, EXPORTS / "shopify-orders.csv", "--dry-run")
    assert "transactions: 6 rows" in told and "Nothing was written." in told
    assert before_and_after(client) == before


def test_the_next_file_of_a_delivery_only_has_to_be_brought_in(client, tmp_path):
    run("import", client, EXPORTS / "shopify-orders.csv")
    settings = (client / "engagement.yml").read_text(encoding="utf-8")
    later = tmp_path / "shopify-orders 2024-06.csv"
    text = (EXPORTS / "shopify-orders.csv").read_text(encoding="utf-8").replace("#10", "#20")
    later.write_text(text, encoding="utf-8")
    run("import", client, later)
    assert (client / "engagement.yml").read_text(encoding="utf-8") == settings
    assert "transactions            12 rows" in run("check", client)


def test_a_file_of_the_same_name_with_other_content_is_not_replaced(client, tmp_path):
    run("import", client, EXPORTS / "shopify-orders.csv")
    other = tmp_path / "shopify-orders.csv"
    other.write_bytes((EXPORTS / "shopify-orders.csv").read_bytes().replace(b"55.00", b"56.00"))
    before = before_and_after(client)
    told = run("import", client, other, code=3)
    assert "deliveries/shopify-orders.csv is there already, with other content" in told
    assert before_and_after(client) == before


def test_faults_are_told_and_nothing_is_written(client, tmp_path):
    wrong = tmp_path / "orders.csv"
    wrong.write_bytes((EXPORTS / "shopify-orders.csv").read_bytes().replace(b"55.00", b"55.0.0"))
    before = before_and_after(client)
    told = run("import", client, wrong, code=3)
    assert "Total: '55.0.0' is not a number" in told
    assert before_and_after(client) == before


def test_a_survey_says_what_it_guessed_and_takes_what_is_said_instead(client):
    told = run("import", client, EXPORTS / "surveymonkey.csv", "--dry-run")
    assert "Guessed, check it: column 'How likely are you to recommend us?' holds nps" in told
    asked = ["--question", "How likely are you to recommend us?=nps", "--with", "comment=Anything else?"]
    told = run("import", client, EXPORTS / "surveymonkey.csv", *asked)
    assert "Guessed" not in told and "Fine" in told
    [delivery] = open_engagement(client).deliveries
    assert list(delivery.questions) == ["How likely are you to recommend us?"]


def test_a_survey_whose_questions_are_not_known_says_how_to_say_them(client, tmp_path):
    file = tmp_path / "forms.csv"
    file.write_text("Timestamp,Colour\n2026-05-01 10:00:00,red\n", encoding="utf-8")
    told = run("import", client, file, code=3)
    assert '--question "Colour=nps"' in told and "Columns: Colour" in told


def test_a_dutch_form_is_read_as_it_comes_with_the_order_of_its_dates(client, tmp_path):
    file = tmp_path / "reacties.csv"
    file.write_text(
        "Tijdstempel,E-mailadres,Hoe waarschijnlijk is het dat u ons aanbeveelt?,Wat kan beter?\n"
        "03-09-2026 08:07:00,a@b.nl,9,Niets\n22-09-2026 09:00:00,c@b.nl,4,\n",
        encoding="utf-8",
    )
    told = run("import", client, file)
    assert "answers: 2 rows" in told and "2026-09-03 08:07:00" in told
    assert "Guessed, check it: dates begin with the day, then the month" in told
    assert "Not read: columns 'Wat kan beter?'." in told and '--with "comment=COLUMN"' in told
    assert open_engagement(client).deliveries[0].dates == "dmy"


def test_a_row_with_several_answers_is_named_once_in_a_fault(client, tmp_path):
    file = tmp_path / "forms.csv"
    asked = "Timestamp,Would you recommend us?,Satisfied with [A],Satisfied with [B]"
    file.write_text(f"{asked}\n03-04-2026 08:07:00,9,5,5\n", encoding="utf-8")
    told = run("import", client, file, code=3)
    assert "cannot be used: 1 fault." in told and "row 2, Timestamp: '03-04-2026 08:07:00' is not" in told
    assert "'dates' of the delivery, or --dates, says the order" in told


def test_what_a_recipe_can_read_besides_is_offered_until_it_is_named(client):
    told = run("import", client, EXPORTS / "hubspot-contacts.csv", "--dry-run")
    assert 'Can be read too: segment, profile; name the column, as in --with "segment=COLUMN"' in told
    told = run("import", client, EXPORTS / "hubspot-contacts.csv", "--with", "segment=Klantsegment")
    assert "Can be read too: profile;" in told


def test_an_unknown_export_gets_a_proposal_that_counts_once_it_is_used_by_name(client, tmp_path):
    file = tmp_path / "mijn orders.csv"
    file.write_text("Klantnummer;Besteldatum;Omzet\nK1;13-05-2024;12,50\n", encoding="utf-8")
    before = before_and_after(client)
    assert "CHECK: guessed from its name" in run("import", client, file, "--dry-run")
    assert before_and_after(client) == before
    told = run("import", client, file)
    assert "use it with --as mijn-orders" in told and not open_engagement(client).deliveries
    assert "is there already" in run("import", client, file, code=3)
    run("import", client, file, "--as", "mijn-orders")
    assert "transactions             1 row" in run("check", client)


def test_an_export_of_no_known_kind_asks_for_the_table(client, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("Shelf,Colour\n1,red\n", encoding="utf-8")
    assert "--table transactions" in run("import", client, file, code=3)
    assert "did you mean 'transactions'?" in run("import", client, file, "--table", "transaction", code=3)
    assert "no column was found for this" in run("import", client, file, "--table", "transactions")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["nowhere.csv"], 3, "There is no file nowhere.csv"),
        ([EXPORTS / "jira.csv", "--as", "jiro"], 3, "did you mean 'jira'?"),
        ([EXPORTS / "jira.csv"], 3, 'when importing: --with "cost=COLUMN"'),
        (
            [EXPORTS / "jira.csv", "--as", "trello", "--with", "cost==0"],
            3,
            "does not have the columns of recipe",
        ),
        ([EXPORTS / "jira.csv", "--with", "cost"], 2, "--with takes NAME=VALUE"),
        ([EXPORTS / "jira.csv", "--dates", "ddmm"], 3, "dates"),
        ([EXPORTS / "jira.csv", "--zone", "Mars"], 3, "'Mars' is not a time zone"),
    ],
)
def test_what_cannot_be_imported_says_why(words, code, told, client):
    before = before_and_after(client)
    assert told in run("import", client, *words, code=code)
    assert before_and_after(client) == before


def test_the_outcome_can_be_had_as_json(client):
    facts = json.loads(run("import", client, EXPORTS / "jira.csv", "--with", "cost==0", "--json"))
    assert facts["recipe"] == "jira" and facts["rows"] == {"opportunities": 3}


def test_a_changed_export_says_which_columns_came_and_went(client):
    run("import", client, EXPORTS / "shopify-orders.csv")
    run("check", client)
    file = client / "deliveries" / "shopify-orders.csv"
    file.write_bytes(file.read_bytes().replace(b"Refunded Amount", b"Refunds"))
    told = run("check", client)
    assert "No longer in shopify-orders*.csv: Refunded Amount" in told
    assert "New columns in shopify-orders*.csv, compared with the last time: Refunds" in told


def test_a_person_who_is_forgotten_is_told_to_be_in_the_delivery_still(client):
    run("import", client, EXPORTS / "shopify-orders.csv")
    run("check", client)
    told = run("forget", client, "bo@example.nl")
    assert "deliveries/shopify-orders.csv" in told


def test_a_file_of_a_delivery_that_is_there_is_not_taken_a_second_time(client):
    run("import", client, EXPORTS / "shopify-orders.csv")
    before = before_and_after(client)
    told = run("import", client, EXPORTS / "shopify-orders.csv", "--zone", "UTC", code=3)
    assert "belongs to a delivery of engagement.yml already" in told and "count twice" in told
    assert before_and_after(client) == before


def test_a_name_that_no_delivery_would_read_is_refused(client, tmp_path):
    file = tmp_path / ".orders.csv"
    file.write_bytes((EXPORTS / "shopify-orders.csv").read_bytes())
    before = before_and_after(client)
    assert "its name begins with '.'" in run("import", client, file, code=3)
    assert before_and_after(client) == before


def test_a_list_of_contacts_need_not_hold_everyone_who_ordered(client):
    run("import", client, EXPORTS / "shopify-orders.csv")
    run("import", client, EXPORTS / "hubspot-contacts.csv", "--with", "segment=Klantsegment")
    told = run("check", client)
    assert "customers                4 rows" in told
    assert "2 customers are not in the list of customers" in told
