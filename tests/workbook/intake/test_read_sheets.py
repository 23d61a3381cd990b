"""Spreadsheets of every kind, and what becomes of one that asks too much."""

import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from workbook.intake import read_sheets
from workbook.intake.read_sheets import sheets
from workbook.tables.cell_values import Formula

OLD = Path(__file__).with_name("old_excel.xls")
"""Written by xlwt 1.3: sheets "orders" and "Übersicht €", with every error there is and a 1904 date."""

ODS_CELLS = """<?xml version="1.0"?><office:document-content
xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="orders"><table:table-row>
<table:table-cell office:value-type="string"><text:p>day</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>n</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row><table:table-row>
<table:table-cell office:value-type="date" office:date-value="2017-12-31"/>
{}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


@pytest.fixture
def book(tmp_path):
    """A workbook with one sheet, open to be filled; `rows` reads it."""

    class Book:
        file = tmp_path / "book.xlsx"

        def __init__(self):
            self.book = openpyxl.Workbook()
            self.sheet = self.book.active
            self.sheet.title = "orders"

        def rows(self, name="orders"):
            self.book.save(self.file)
            return as_rows(sheets(self.file)[name])

    return Book()


def as_rows(cells):
    return {row: values for row, *values in cells.itertuples(name=None)}


def test_a_cell_keeps_its_kind_and_its_place(book):
    values = [
        "text",
        9,
        9.5,
        True,
        datetime(2017, 12, 31),
        datetime(2017, 12, 31, 8, 30),
        time(8),
        timedelta(days=2),
    ]
    for column, value in enumerate(values, start=2):
        book.sheet.cell(4, column, value)
    (row, cells), *others = book.rows().items()
    assert (row, cells, others) == (4, [None, *values], [])
    assert [type(cell) for cell in cells[1:]] == [type(value) for value in values]


def test_rows_without_a_value_are_left_out_and_the_others_keep_their_number(book):
    book.sheet["A1"], book.sheet["A7000"], book.sheet["C9000"] = "a", "b", "c"
    book.sheet["A8000"].font = openpyxl.styles.Font(bold=True)
    assert book.rows() == {1: ["a", None, None], 7000: ["b", None, None], 9000: [None, None, "c"]}


def test_the_sheets_that_are_wanted_come_in_their_order_hidden_or_not(book):
    for name in ("second", "third"):
        book.book.create_sheet(name)["A1"] = name
    book.book["second"].sheet_state = "veryHidden"
    assert list(book.rows("second").values()) == [["second"]]
    assert list(sheets(book.file)) == ["orders", "second", "third"]
    assert list(sheets(book.file, lambda name: name > "p")) == ["second", "third"]


def test_dates_that_count_from_1904_are_the_days_they_show(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "mac.xlsx"), {"date_1904": True}) as book:
        form = book.add_format({"num_format": "d mmm yyyy"})
        book.add_worksheet("a").write_datetime(0, 0, date(2017, 12, 31), form)
    assert as_rows(sheets(tmp_path / "mac.xlsx")["a"]) == {1: [datetime(2017, 12, 31)]}


def test_a_chart_of_its_own_is_no_sheet(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "chart.xlsx")) as book:
        book.add_worksheet("a").write(0, 0, 3)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=a!$A$1:$A$1"})
        book.add_chartsheet("picture").set_chart(chart)
    assert list(sheets(tmp_path / "chart.xlsx")) == ["a"]


def test_an_old_workbook_is_read_whatever_it_is_named(tmp_path):
    (tmp_path / "orders.xlsx").write_bytes(OLD.read_bytes())
    found = sheets(tmp_path / "orders.xlsx")
    assert list(found) == ["orders", "Übersicht €"]
    assert as_rows(found["orders"])[1] == ["day", "n", None]
    assert as_rows(found["orders"])[3] == [datetime(2017, 12, 31), 7, True]
    assert as_rows(found["orders"])[5][1] == "#DIV/0!"


def test_an_open_document_is_read(tmp_path):
    def ods(cell):
        with zipfile.ZipFile(tmp_path / "orders.ods", "w") as parts:
            parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            parts.writestr("content.xml", ODS_CELLS.format(cell).replace(">\n", ">"))
            parts.writestr("META-INF/manifest.xml", "<manifest/>")
        return tmp_path / "orders.ods"

    number = (
        '<table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>'
    )
    assert as_rows(sheets(ods(number))["orders"]) == {1: ["day", "n"], 4: [datetime(2017, 12, 31), 7]}
    error = '<table:table-cell table:formula="of:=1/0" calcext:value-type="error"><text:p>#DIV/0!</text:p>'
    with pytest.raises(ValueError, match="holds 1 cells with an error or a formula without its result"):
        sheets(ods(f"{error}</table:table-cell>"))


def test_what_was_lost_comes_in_its_place(book):
    book.sheet["A1"], book.sheet["B3"], book.sheet["D2"] = "a", "b", "=A1&B3"
    book.sheet["F3"] = "#N/A"
    found = book.rows()
    assert list(found) == [1, 2, 3]
    assert found[2][3] == "=A1&B3" and isinstance(found[2][3], Formula)
    assert found[3][1] == "b" and found[3][5] == "#N/A"


def test_a_cell_at_the_far_end_is_told_and_the_reader_lives(book):
    book.sheet["A1"], book.sheet["XFD1048576"] = "role", "x"
    with pytest.raises(
        ValueError, match=r"its sheet orders takes more than 4 GB of memory .* Ctrl\+End shows"
    ):
        book.rows()


def test_a_million_rows_that_are_only_formatted_are_nothing(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "long.xlsx"), {"constant_memory": True}) as book:
        sheet, bold = book.add_worksheet("orders"), book.add_format({"bold": True})
        sheet.write_row(0, 0, ["a", "b"])
        for row in range(1, 1_000_000):
            sheet.write_blank(row, 0, None, bold)
    assert as_rows(sheets(tmp_path / "long.xlsx")["orders"]) == {1: ["a", "b"]}


def test_the_process_is_ended_when_its_time_is_over(book, monkeypatch):
    book.sheet["A1"] = "a"
    book.rows()
    monkeypatch.setattr(read_sheets, "SECONDS", 0)
    with pytest.raises(ValueError, match="it takes more than 4 GB of memory or 0 minutes"):
        sheets(book.file)


def test_a_file_that_is_no_spreadsheet_is_refused(tmp_path):
    for data, reason in [
        (b"a;b\n1;2\n", "it is not a whole Excel workbook; save it again as .xlsx"),
        (OLD.read_bytes()[:600], "it is protected with a password or damaged"),
    ]:
        (tmp_path / "odd.xlsx").write_bytes(data)
        with pytest.raises(ValueError, match=reason):
            sheets(tmp_path / "odd.xlsx")
