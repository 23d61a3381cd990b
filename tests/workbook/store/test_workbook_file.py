"""The intake workbook: every column explained, lists to choose from, an example that can be followed."""

import zipfile
from datetime import datetime

import openpyxl
import pandas as pd
import pytest

from workbook.errors import StoreError, TablesError
from workbook.intake import raw_tables
from workbook.intake.header import EXAMPLE_MARKS
from workbook.store import create, open_engagement
from workbook.store.workbook_file import write_intake
from workbook.tables import TABLES, check

LANGUAGES = ["nl", "en"]
READ_ME = {"nl": "Lees mij", "en": "Read me"}
COLUMNS = [(table, column) for table, contract in TABLES.items() for column in contract.columns]
ASKED = "readiness"
EXAMPLED = [table for table in TABLES if table != ASKED]
"""The sheets with an example row: in the other one statements stand, to be answered."""


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def folder(language, tmp_path_factory):
    return create(tmp_path_factory.mktemp(language) / "acme", language=language)


@pytest.fixture(scope="module")
def book(folder):
    return openpyxl.load_workbook(folder / "intake.xlsx")


def names(sheet):
    return [cell.value for cell in sheet[1]]


def lists(sheet):
    """The choices of each column with a drop-down, by name."""
    return {
        names(sheet)[area.min_col - 1]: validation.formula1.strip('"').split(",")
        for validation in sheet.data_validations.dataValidation
        for area in validation.sqref.ranges
    }


def example_of(sheet):
    """The example row as a client would type it: without the mark, blanks left blank."""
    row = [cell.value for cell in sheet[2]]
    mark = next(mark for mark in EXAMPLE_MARKS if row[0].startswith(mark))
    return [row[0].removeprefix(mark), *row[1:]]


def test_there_is_a_sheet_for_every_table_with_every_column(book, language):
    assert book.sheetnames == [READ_ME[language], *TABLES]
    for table, contract in TABLES.items():
        assert names(book[table]) == list(contract.columns)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_every_column_is_explained_at_its_name_and_in_the_first_sheet(book, language, table, column):
    explanation = book[table].cell(1, names(book[table]).index(column) + 1).comment.text
    assert len(explanation) >= 5 and explanation.endswith((".", "?", ";"))
    first = [tuple(cell.value for cell in row) for row in book[READ_ME[language]].iter_rows()]
    place = first.index(next(row for row in first if row[0] == table))
    assert (None, column, explanation) in [(row[0] or None, *row[1:]) for row in first[place:]]


def test_the_two_languages_differ(tmp_path):
    texts = []
    for language in LANGUAGES:
        sheet = openpyxl.load_workbook(
            create(tmp_path / language, language=language) / "intake.xlsx"
        ).worksheets[0]
        texts.append(
            {cell.value for row in sheet.iter_rows(min_col=3, max_col=3) for cell in row if cell.value}
        )
    nl, en = texts
    assert len(nl & en) <= 2  # such as Product.


def test_a_choice_has_a_list_and_so_has_yes_or_no(book, language):
    for table, contract in TABLES.items():
        found = lists(book[table])
        for name, column in contract.columns.items():
            if column.kind == "yes/no":
                assert found[name] == {"nl": ["ja", "nee"], "en": ["yes", "no"]}[language]
            elif column.allowed:
                assert found[name] == list(column.allowed)
            else:
                assert name not in found


def test_every_sheet_has_an_example_that_is_passed_over(book, folder):
    tables = raw_tables(folder)
    for table in EXAMPLED:
        assert book[table].cell(2, 1).value.startswith(EXAMPLE_MARKS)
        assert book[table].max_row == 2
        assert tables[table].frame.empty and not tables[table].faults


def test_the_statements_of_the_maturity_check_stand_there_to_be_answered(folder):
    statements = raw_tables(folder)[ASKED].frame
    assert len(statements) >= 15 and statements["statement"].notna().all()
    assert statements["answer"].isna().all() and statements["respondent"].isna().all()


def test_an_empty_template_is_asked_to_be_filled(folder):
    with pytest.raises(TablesError) as refused:
        check(raw_tables(folder), open_engagement(folder))
    [fault] = refused.value.faults
    assert fault.message == f"no table has a row; fill in one of {', '.join(TABLES)}"


@pytest.fixture
def filled(folder, tmp_path):
    """The template with every example typed over by the client, below the example or in its place."""

    def fill(row, typed=lambda text: text):
        book = openpyxl.load_workbook(folder / "intake.xlsx")
        for table in EXAMPLED:
            for place, value in enumerate(example_of(book[table]), start=1):
                book[table].cell(row, place, None if value in (None, "") else typed(value))
        (tmp_path / "data").mkdir(exist_ok=True)
        book.save(tmp_path / "intake.xlsx")
        return check(raw_tables(tmp_path), open_engagement(folder))

    return fill


def as_excel_keeps_it(text):
    """A number or a date that is typed in a cell."""
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


@pytest.mark.parametrize("row", [2, 3])
@pytest.mark.parametrize("typed", [str, as_excel_keeps_it])
def test_the_examples_typed_by_a_client_are_sound(filled, row, typed):
    tables = filled(row, typed)
    assert {name: len(tables[name]) for name in EXAMPLED} == dict.fromkeys(EXAMPLED, 1)
    for table in EXAMPLED:
        for name, column in TABLES[table].columns.items():
            given = column.example is not None
            assert tables[table][name].notna().tolist() == [given]


def test_text_from_data_never_becomes_a_formula_or_a_link(tmp_path):
    texts = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "=cmd|'/c calc'!A1",
        "https://example.com",
        "internal:A1",
        "{=1}",
    ]
    journey = pd.DataFrame({"journey": "Buying", "phase": "buy", "touchpoint": texts, "channel": "web"})
    write_intake(tmp_path / "intake.xlsx", {"journey": journey.assign(**{"=2+2": "x"})}, "en")
    sheet = openpyxl.load_workbook(tmp_path / "intake.xlsx")["journey"]
    place = names(sheet).index("touchpoint") + 1
    cells = [sheet.cell(row, place) for row in range(2, len(texts) + 2)]
    assert [cell.value for cell in cells] == texts
    assert {cell.data_type for cell in [*cells, *sheet[1]]} == {"s"}
    with zipfile.ZipFile(tmp_path / "intake.xlsx") as parts:
        assert not any(b"<f>" in parts.read(part) for part in parts.namelist() if "worksheets/" in part)
    assert raw_tables(tmp_path)["journey"].frame["touchpoint"].tolist() == texts


def test_a_table_that_is_filled_in_reads_back_value_for_value(tmp_path, language):
    opportunities = pd.DataFrame(
        {
            "opportunity": ["01", "O2"],
            "title": ["Één knop", "b"],
            "cost": [20000.5, 0.0],
            "quarters": pd.array([1, None], dtype="Int64"),
            "must_do": pd.array([True, False], dtype="boolean"),
            "days_it": [3.0, None],
        }
    )
    programmes = pd.DataFrame(
        {"programme": ["Welcome"], "start": [pd.Timestamp("2017-12-31 10:30")], "end": [pd.NaT]}
    )
    write_intake(
        tmp_path / "intake.xlsx", {"opportunities": opportunities, "programmes": programmes}, language
    )
    found = raw_tables(tmp_path)
    frame = found["opportunities"].frame
    assert frame["opportunity"].tolist() == ["01", "O2"]
    assert frame["title"].tolist() == ["Één knop", "b"]
    assert frame["cost"].tolist() == [20000.5, 0]
    assert frame["must_do"].tolist() == {"nl": ["ja", "nee"], "en": ["yes", "no"]}[language]
    assert frame["days_it"].iloc[0] == 3 and pd.isna(frame["days_it"].iloc[1])
    assert found["programmes"].frame["start"].tolist() == [datetime(2017, 12, 31, 10, 30)]


def test_a_text_that_no_cell_can_hold_is_refused_and_nothing_is_written(tmp_path):
    insights = pd.DataFrame({"insight": ["I1", "I2"], "text": ["short", "x" * 40_000]})
    with pytest.raises(StoreError, match="row 3, text: the text is longer than a cell of Excel can hold"):
        write_intake(tmp_path / "intake.xlsx", {"insights": insights}, "en")
    assert list(tmp_path.iterdir()) == []


def test_a_table_that_is_delivered_in_another_way_has_no_sheet(tmp_path):
    write_intake(tmp_path / "intake.xlsx", {}, "en", without=["scores"])
    assert "scores" not in openpyxl.load_workbook(tmp_path / "intake.xlsx").sheetnames
