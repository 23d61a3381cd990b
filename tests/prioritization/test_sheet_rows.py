"""Sheets as programs write them: by openpyxl, and by hand where it cannot."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from prioritization.sheet_rows import CELLS, sheet_rows


def saved(**sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def holds_ids(rows):
    return "opportunity" in rows[0][1]


def read(content):
    return list(sheet_rows(content, holds_ids))


def test_cells_are_text_numbers_and_yes_and_keep_the_number_of_their_row():
    content = saved(Backlog=[[], [None, "opportunity", "score"], [], [None, "A", 8.5], [None, "B", True]])
    assert read(content) == [(2, ["", "opportunity", "score"]), (4, ["", "A", 8.5]), (5, ["", "B", True])]


def test_of_several_sheets_the_one_with_the_table_is_read():
    content = saved(Readme=[["what this is"]], Backlog=[["opportunity"], ["A"]])
    assert read(content) == [(1, ["opportunity"]), (2, ["A"])]


@pytest.mark.parametrize(
    ("sheets", "found"), [(["score"], "no sheet has"), (["opportunity"], "2 sheets have")]
)
def test_several_sheets_or_none_with_the_table_are_refused_by_name(sheets, found):
    with pytest.raises(ValueError, match=f"{found} the table, of First, Second"):
        read(saved(First=[sheets], Second=[sheets]))


@pytest.mark.parametrize("cell", ["=1+1", "#N/A", "#DIV/0!"])
def test_a_formula_without_its_result_and_an_error_are_refused_and_not_read_as_nothing(cell):
    with pytest.raises(ValueError, match="B2 hold an error, or a formula without its result"):
        read(saved(Backlog=[["opportunity", "cost"], ["A", cell]]))


def test_an_error_in_another_sheet_does_not_count():
    content = saved(Backlog=[["opportunity"], ["A"]], Dashboard=[["sum"], ["#REF!"]])
    assert read(content) == [(1, ["opportunity"]), (2, ["A"])]


def test_a_file_that_is_broken_is_refused():
    with pytest.raises(ValueError, match="it is not a whole spreadsheet"):
        read(saved(Backlog=[["opportunity"]])[:-200])


def test_a_cell_at_the_end_of_the_sheet_is_refused_before_it_takes_all_memory():
    content = saved(Backlog=[["opportunity"], ["A"]])
    parts = ZipFile(BytesIO(content))
    changed = BytesIO()
    with ZipFile(changed, "w") as target:
        for name in parts.namelist():
            part = parts.read(name)
            if name.endswith("sheet1.xml"):
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                part = part.replace(b"</sheetData>", far)
            target.writestr(name, part)
    assert CELLS < 16_384 * 1_048_576
    with pytest.raises(ValueError, match="reaches to row 1,048,576 and column 16,384"):
        read(changed.getvalue())


def test_an_ods_file_is_read_too():
    row = "<table:table-row>{}</table:table-row>"
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    number = '<table:table-cell office:value-type="float" office:value="{}"/>'
    names = "".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" '
        for name in ("office", "table", "text")
    )
    rows = row.format(text.format("opportunity") + text.format("score"))
    rows += row.format(text.format("A") + number.format("8.5"))
    body = f'<table:table table:name="Backlog">{rows}</table:table>'
    content = BytesIO()
    with ZipFile(content, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest='m'/>")
        parts.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>{body}</office:spreadsheet>"
            "</office:body></office:document-content>",
        )
    assert read(content.getvalue()) == [(1, ["opportunity", "score"]), (2, ["A", 8.5])]
