"""Reading filled forms: all faults at once with their cells, and the same rules as on the pages."""

import pytest
from filled_forms import CRITERIA, fill
from openpyxl import Workbook, load_workbook
from workshops import SETTING

from workbook.errors import WorkshopError
from workbook.workshop.forms.read import read_forms, whole
from workbook.workshop.forms.spreadsheet import write_forms


@pytest.fixture
def file(tmp_path):
    return write_forms(tmp_path / "forms.xlsx", SETTING, 3, "en")


def cell_of(file, sheet, opportunity, column):
    """The name of a cell in the row of an opportunity."""
    form = load_workbook(file)[sheet]
    (row,) = [cell.row for cell in form["A"] if cell.value == opportunity]
    return f"{column}{row}"


def change(file, sheet, cells):
    book = load_workbook(file)
    for name, value in cells.items():
        book[sheet][name] = value
    book.save(file)


def refused(*files, setting=SETTING):
    with pytest.raises(WorkshopError) as refusal:
        read_forms(files, setting)
    return str(refusal.value)


def test_what_was_filled_in_comes_back_and_an_unused_form_is_passed_over(file):
    fill(file, "1", " Ann ", {"I1": 7, "I2": [8, None, 9]}, role="IT", remarks={"I1": "=cmd|' /C calc'!A0"})
    fill(file, "3", "Bob", {"I1": [1.0, "2", "3,0"]}, cannot=["I2"])
    ann, bob = read_forms([file], SETTING)
    assert (ann.name, ann.role) == ("Ann", "IT")
    assert ann.scores == {"I1": dict.fromkeys(CRITERIA, 7), "I2": {"potential": 8, "ease": 9}}
    assert ann.remarks == {"I1": "=cmd|' /C calc'!A0"}  # a text is a text
    assert bob.scores == {"I1": {"potential": 1, "importance": 2, "ease": 3}, "I2": {}}
    assert bob.cannot == ["I2"] and bob.answered == {"I1", "I2"}
    assert whole([ann, bob], CRITERIA) == 3  # half an answer is none


def test_a_form_copied_for_another_expert_is_read_too(file, tmp_path):
    fill(file, "1", "Ann", {"I1": 7})
    book = load_workbook(file)
    book.copy_worksheet(book["1"]).title = "Form of Bob"
    book.save(file)
    fill(file, "Form of Bob", "Bob", {"I1": 5})
    assert [one.name for one in read_forms([file], SETTING)] == ["Ann", "Bob"]


def test_every_fault_is_named_at_once_with_its_sheet_and_cell(file, tmp_path):
    fill(file, "1", "Ann", {"I1": [11, 0, 7.5], "I2": ["many", None, None]})
    fill(file, "2", None, {"I1": 5})
    fill(file, "3", "x" * 81, {"I1": 5}, cannot=["I1"])
    change(file, "2", {cell_of(file, "2", "I2", "F"): "perhaps"})
    (tmp_path / "torn.xlsx").write_bytes(b"PK torn")
    Workbook().save(tmp_path / "other.xlsx")
    told = refused(file, tmp_path / "torn.xlsx", tmp_path / "other.xlsx", tmp_path / "none.xlsx")
    assert "The forms cannot be used: 11 faults. Nothing was read in." in told
    at = cell_of(file, "1", "I1", "")
    for place, words in {
        f"sheet 1, cell C{at}": "'11' is not a whole score from 1 to 10",
        f"sheet 1, cell D{at}": "'0' is not a whole score",
        f"sheet 1, cell E{at}": "'7.5' is not a whole score",
        f"sheet 1, cell C{cell_of(file, '1', 'I2', '')}": "'many' is not a whole score",
        f"sheet 2, cell F{cell_of(file, '2', 'I2', '')}": "'perhaps' is neither yes nor blank",
        "sheet 2, cell C4": "the form has answers and no name",
        "sheet 3, cell C4": "name has 81 signs; 80 fit",
        f"sheet 3, cell F{cell_of(file, '3', 'I1', '')}": "scored, and said that it cannot be judged",
    }.items():
        assert f"forms.xlsx, {place}: {words}" in told, told
    assert "torn.xlsx: it is not a whole Excel workbook" in told
    assert "other.xlsx: no sheet of it is a form" in told
    assert "none.xlsx: No such file" in told


def test_forms_of_another_quarter_or_other_criteria_are_refused(file):
    fill(file, "1", "Ann", {"I1": 7})
    assert "the form is for 2026Q3, and this workshop for 2026Q4" in refused(
        file, setting=SETTING | {"period": "2026Q4"}
    )
    other = [SETTING["criteria"][0] | {"name": "reach"}]
    assert "no reach" in refused(file, setting=SETTING | {"criteria": other})


def test_an_opportunity_that_left_the_quarter_is_a_fault_where_it_was_answered(file):
    fill(file, "1", "Ann", {"I1": 7})
    left = SETTING | {"items": SETTING["items"][1:]}
    told = refused(file, setting=left)
    assert "'I1' is not among the opportunities of the quarter" in told
    fill(file, "1", "Ann", {"I2": 7})
    assert [one.answered for one in read_forms([file], left)] == [{"I2"}]


def test_one_form_given_twice_is_found(file, tmp_path):
    fill(file, "1", "Ann", {"I1": 7})
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(file.read_bytes())
    assert "copy.xlsx, sheet 1: the same form as another one, of Ann; leave one out" in refused(file, copy)
    fill(copy, "1", "Ann", {"I1": 6})  # another Ann
    assert [one.name for one in read_forms([file, copy], SETTING)] == ["Ann", "Ann"]


def test_rows_that_were_moved_or_doubled_keep_their_id_or_are_found(file):
    fill(file, "1", "Ann", {"I1": 7, "I2": 3})
    change(file, "1", {"A10": load_workbook(file)["1"]["A9"].value})
    assert "stands there twice" in refused(file)


def test_forms_in_which_nothing_is_filled_in_are_refused_in_words(file):
    assert "no form is filled in" in refused(file)


def test_a_column_that_stands_there_twice_is_not_read_in_place_of_the_first(file):
    fill(file, "1", "Ann", {"I1": 7})
    change(file, "1", {"J7": "potential", cell_of(file, "1", "I1", "J"): 1})
    assert "sheet 1, cell J7: a second column potential; take one of them out" in refused(file)
