"""In a language that nobody speaks, every word a reader sees is in its catalogue, or the client's own.

Exhibits are looked at wherever a test tells one (`told` in tests/helpers): with every measure that the tests
of chapters make, and here for those that have no such test.
"""

import nbformat
import openpyxl
import pandas as pd
import pytest
from front_page_tables import DOUBTED, IDLE, QUARTERS, tables_of
from pseudo import LANGUAGE, bracketed, leaks, write_language
from told import told

from workbook import catalogues, essa
from workbook.apply.maturity import maturity, readiness_gap
from workbook.chapters import front_page
from workbook.engagement import engagement_from
from workbook.essa import savings
from workbook.method import STEPS, shipped_steps
from workbook.notebooks import in_words
from workbook.pages import explained_table
from workbook.phrases import say
from workbook.render.words import Words
from workbook.store.workbook_file import write_intake
from workbook.tables import TABLES, coverage

MARKETS = ["b2c", "b2b", "marketplace", "classifieds"]


@pytest.fixture
def made_up(tmp_path, monkeypatch):
    """Settings with a third language, which is nothing but one more folder."""
    home = tmp_path / "catalogues"
    write_language(home / LANGUAGE)
    for language in catalogues.languages():
        (home / language).symlink_to(catalogues.CATALOGUES / language)
    monkeypatch.setattr(catalogues, "CATALOGUES", home)
    catalogues.catalogue.cache_clear()
    yield {"client": "Acme", "language": LANGUAGE, "illustrative": ["answers", "scores"]}
    catalogues.catalogue.cache_clear()


@pytest.fixture(params=MARKETS)
def words(made_up, request):
    return Words(LANGUAGE, engagement_from({**made_up, "market": request.param}))


def test_what_is_in_no_catalogue_is_seen():
    assert leaks(["⟦ţĥé ⟧3⟦ öƒ⟧ Web, found", "12 (n = 3)"], ["Web"]) == ["found", "n"]
    assert leaks(["high"], ["high"]) == ["high"], "a value with a label is no word of the client"


def test_the_fields_of_a_text_stay_and_its_words_do_not():
    assert bracketed("# One: {n:int} of") == "# ⟦Öñé⟧: {n:int}⟦ öƒ⟧"
    assert bracketed("{a}: {b}") == "{a}: {b}"


def test_a_third_language_is_a_folder_and_has_its_own_terms(made_up):
    own = {"customer": {LANGUAGE: ["ķļåñţ", "ķļåñţéñ"]}}
    words = Words(LANGUAGE, engagement_from({**made_up, "terms": own}))
    assert words.show(1234.5, "dec1") == "1.234,5"
    assert words.terms.Customers == "Ķļåñţéñ" and leaks([words.terms.a_customer]) == []


def test_every_text_of_the_catalogue_that_stands_by_itself_is_said_in_it(words):
    labels = [words.label(key) for key in words.entries["label"] if "manager." not in key]
    assert leaks([*labels, words.sources(TABLES), words.illustrative(["answers"])]) == []
    tables = [
        explained_table(
            words, name, columns, {key: [key] for key in words.entries[name]}, set(words.entries[name])
        )
        for name, columns in (("glossary", ("term", "meaning")), ("methods", ("measure", "method")))
    ]
    assert (
        leaks([text for table in tables for row in [table["headings"], *table["rows"]] for text in row]) == []
    )


def test_the_words_of_every_notebook_are_said_in_it(words):
    for step in STEPS:
        notebook = in_words(
            shipped_steps()[step], nbformat.read(shipped_steps()[step].file, as_version=4), words
        )
        told_there = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
        assert told_there and leaks(told_there) == []


@pytest.mark.parametrize("schedule", [DOUBTED, IDLE])
def test_the_first_page_is_said_in_it(words, schedule):
    tables = tables_of(schedule)
    facts = {"client": "Acme", "quarter": QUARTERS[0], "version": "1.0", "end": pd.Timestamp("2017-12-31")}
    page = [
        *[say(f"cover.{key}", **facts) for key in words.entries["cover"]],
        *[say(f"front_page.{key}") for key in words.entries["front_page"] if key.startswith("heading")],
        front_page.headline(tables, QUARTERS),
        *front_page.asks(tables, QUARTERS, words.engagement),
        *front_page.choice(tables, words.engagement),
        *front_page.why(tables, words.engagement),
        *front_page.not_certain(tables, words.engagement),
        *front_page.next_time(tables, words.engagement),
    ]
    told_there = words.texts(page)
    assert (
        len(told_there) > 12 and leaks(told_there, ["Acme", "Chat", "Web", "Faq", "help", "pay", "it"]) == []
    )


def test_the_intake_workbook_is_explained_in_it(made_up, tmp_path):
    book = openpyxl.load_workbook(write_intake(tmp_path / "intake.xlsx", {}, LANGUAGE))
    first, *sheets = book.worksheets
    explained = [row[2].value or "" for row in first.iter_rows() if row[2].value]
    comments = [cell.comment.text for sheet in sheets for cell in sheet[1]]
    choices = {rule.formula1 for sheet in sheets for rule in sheet.data_validations.dataValidation}
    assert '"⟦ýéš⟧,⟦ñö⟧"' in choices
    assert leaks([first.title, first["A1"].value, *explained, *comments]) == []


# Exhibits without a test of their own in chapters


def test_what_came_in_and_whether_we_are_ready_is_said_in_it():
    tables = ["transactions", "answers", "journey"]
    counted = pd.DataFrame({"table": tables, "rows": 9, "customers": 3, "first": None, "last": None})
    counted["last"] = pd.Timestamp("2017-12-31")
    settings = engagement_from({"client": "Acme", "illustrative": ["answers"], "about": "Bought in 2017"})
    remarks = {"unscored": 0, "zeros": True, "since": False, "blanks": {}}
    remarks |= {"read": {"shop": "2017-12-30T09:12:00+00:00"}}
    shown = told("start/coverage", counted, remarks, settings=settings)
    assert shown.title == "This report is based on 9 order lines from 3 customers, up to 31 December 2017"
    assert "Database shop was read on 30 December 2017" in shown.findings[1]
    assert "cut off at the end" in shown.findings[3]
    counts = [
        {"delivery": "17", "table": "transactions", "kind": kind, "reason": reason, "said": {}}
        | {"n": 12, "of": 100, "amount": 120.0, "of_amount": 1000.0, "people": 12}
        for kind, reason in (("left_out", "overlap"), ("changed", "unused"))
    ]
    left_out = told("start/deliveries", coverage.deliveries(counts), counts, settings=settings)
    assert left_out.title == "12 rows of the exports do not count: 12.0% of all rows"
    for planned in (4, 2):
        answers = {"plan": planned, "people": 2, "tooling": 3, "data": 2}
        answered = pd.DataFrame({"dimension": [*answers], "answer": [*answers.values()], "respondent": None})
        phases = maturity(answered, pd.DataFrame({"phase": [float("nan")]}))
        assert len(told("start/maturity", phases, readiness_gap(phases)).findings) == 3


STEP = {"process": "Returns", "step": "Book", "role": "service", "minutes": 10, "per_month": 60}
STEP |= {"customer_value": 3, "variants": 1, "error_rate": 0.0, "performers": 1, "rule_based": True}


def test_every_verdict_on_a_step_is_said_in_it():
    cases = [
        {"customer_value": 2},
        {"variants": 3},
        {"performers": 5},
        {"rule_based": None},
        {"performers": None},
        {"performers": None, "verdict": "automate"},
        {"variants": 3, "verdict": "automate"},
        {"verdict": "automate"},
        {"verdict": "keep"},
        {"verdict": "keep", "verdict_reason": "Board", "verdict_by": "Board", "verdict_on": "2017-12-01"},
        {"customer_value": 4},
        {"rule_based": False},
        {},
    ]
    steps = pd.DataFrame([{"verdict": None} | STEP | case for case in cases])
    rules = essa.EssaRules()
    verdicts = essa.essa_verdicts(steps, rules)
    shown = told("essa/essa_verdicts", verdicts, rules)
    assert shown.title.startswith("The advice: stop, simplify or standardise")
    assert "at least 10% of the hours of the process and at least 8 hours a month" in shown.note
    tables = savings.process_savings(verdicts, rules), savings.run_and_change(verdicts), rules
    saved = told("essa/essa_savings", essa.essa_savings(verdicts), *tables)
    assert saved.title.startswith("If our assumptions hold")


@pytest.mark.parametrize(
    ("n", "bring"), [(1, "one customer (10%) brings in"), (4, "4 customers (10%) bring in")]
)
def test_the_first_value_band_is_said_in_it(n, bring):
    shares = {"share_of_customers": 0.1, "share_of_value": 0.5, "value_per_customer": 9.0}
    shown = told("recognise/value_bands", pd.DataFrame([{"group": "A", "n": n, **shares}]))
    assert bring in shown.title
