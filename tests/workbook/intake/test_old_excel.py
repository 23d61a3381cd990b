"""The error cells of an old Excel workbook."""

from pathlib import Path

import pytest

from workbook.intake.old_excel import error_cells

OLD = Path(__file__).with_name("old_excel.xls")


def test_every_error_is_told_with_its_sheet_and_place():
    assert error_cells(OLD) == {
        "orders": {(5, 2): "#DIV/0!"},
        "Übersicht €": {
            (row, 3): text
            for row, text in enumerate(
                ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"], start=1
            )
        },
    }


def test_a_file_that_is_not_whole_is_refused(tmp_path):
    file = tmp_path / "part.xls"
    for size in (0, 40, 600, 3000, OLD.stat().st_size - 1500):
        file.write_bytes(OLD.read_bytes()[:size])
        with pytest.raises(ValueError, match="where its cells hold errors cannot be told"):
            error_cells(file)
