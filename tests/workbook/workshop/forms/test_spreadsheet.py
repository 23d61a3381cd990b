"""The workbook that experts fill in: hidden ids, limits on cells, no formulas, orders as on paper."""

import re

import pytest
from openpyxl import load_workbook
from workshops import SETTING

from workbook.workshop.forms.layout import KEYS, ROWS, items_of
from workbook.workshop.forms.spreadsheet import write_forms

RISKY = [
    {"opportunity": "=1+1", "title": '=HYPERLINK("http://evil.example","Free")', "facts": []},
    {"opportunity": "I2", "title": "+Idea <b>two</b>", "facts": []},
]


@pytest.fixture
def file(tmp_path):
    return write_forms(tmp_path / "forms.xlsx", SETTING | {"items": RISKY}, 3, "nl")


def test_a_form_keeps_ids_that_nobody_sees_and_has_its_own_order(file):
    book = load_workbook(file)
    assert book.sheetnames == ["1", "2", "3"]
    for number, sheet in enumerate(book, 1):
        assert sheet.column_dimensions["A"].hidden and sheet.row_dimensions[KEYS].hidden
        ids = [sheet.cell(row, 1).value for row in (ROWS, ROWS + 1)]
        assert ids == [one["opportunity"] for one in items_of(SETTING | {"items": RISKY}, number)]
        assert [cell.value for cell in sheet[KEYS]] == [
            *("opportunity", "title", "potential", "importance", "ease", "cannot", "remark")
        ]
    assert "Workshop van Acme, 2026Q3" in book["1"]["B1"].value and book["1"]["B4"].value == "Naam"


def test_no_text_is_a_formula_and_cells_take_what_the_scale_allows(file):
    sheet = load_workbook(file)["1"]
    assert {cell.data_type for row in sheet for cell in row if cell.value is not None} == {"s"}
    limits = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    assert set(limits) == {"C9:C10", "D9:D10", "E9:E10", "F9:F10"}
    whole = limits["C9:C10"]
    assert (whole.type, whole.operator, whole.formula1, whole.formula2) == ("whole", None, "1", "10")
    assert re.search("ja", limits["F9:F10"].formula1)
    assert sheet.protection.sheet and not sheet["C9"].protection.locked and sheet["B9"].protection.locked


def test_a_criterion_without_an_end_takes_any_number_from_its_least(tmp_path):
    reach = {"name": "reach", "low": 0, "high": None, "keys": False}
    reach |= {"labels": {"en": "Reach", "nl": "Bereik"}, "levels": {"en": {}, "nl": {}}}
    sheet = load_workbook(write_forms(tmp_path / "f.xlsx", SETTING | {"criteria": [reach]}, 1, "en"))["1"]
    (limit, _) = sheet.data_validations.dataValidation
    assert (limit.type, limit.operator, limit.formula1) == ("decimal", "greaterThanOrEqual", "0")
