"""What a client delivers: real files, sound, odd and broken, read and checked from the folder."""

import csv
import shutil
import sqlite3
import zipfile
from contextlib import closing
from datetime import date, datetime

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
import yaml
from openpyxl.worksheet.formula import ArrayFormula
from sound import SETTINGS, SOUND

from workbook.engagement import engagement_from
from workbook.errors import TablesError
from workbook.intake import raw_tables
from workbook.intake.reading import unread
from workbook.store.folder import create
from workbook.tables import TABLES, RawTable, check

ENGAGEMENT = engagement_from(yaml.safe_load(SETTINGS))
ANSWERS = [
    ["respondent_id", "at", "question", "score", "weight", "comment"],
    ["r1", "2017-12-05", "nps", "9", "1.5", "fine"],
    ["r2", "2017-12-06", "nps", "10", "0.75", "café"],
]


@pytest.fixture
def folder(sound_folder, tmp_path):
    return shutil.copytree(sound_folder, tmp_path / "acme")


@pytest.fixture
def bare(tmp_path):
    """A folder for one file: the other tables are sound and need no reading."""
    (tmp_path / "data").mkdir()
    return tmp_path


OTHERS = {name: RawTable(name, "intake.xlsx", table) for name, table in SOUND.items()}


def checked(folder):
    others = {} if (folder / "intake.xlsx").exists() else OTHERS
    return check(others | raw_tables(folder), ENGAGEMENT)


def refusal(folder):
    with pytest.raises(TablesError) as refused:
        checked(folder)
    return str(refused.value)


def deliver(folder, data, name="answers.csv"):
    """Put a file in the place of the table of answers."""
    (folder / "data" / "answers.parquet").unlink(missing_ok=True)
    file = folder / "data" / name
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return file


def text_of(rows, separator=",", end="\n"):
    return end.join(separator.join(row) for row in rows) + end


def change(folder, sheet):
    """Open a sheet of the intake, and save it when the block ends."""

    class Opened:
        def __enter__(self):
            self.book = openpyxl.load_workbook(folder / "intake.xlsx")
            return self.book[sheet]

        def __exit__(self, *_):
            self.book.save(folder / "intake.xlsx")

    return Opened()


def column_of(sheet, name):
    return next(cell.column for cell in sheet[1] if cell.value == name)


def put(folder, sheet, row, name, value):
    with change(folder, sheet) as opened:
        opened.cell(row, column_of(opened, name), value)


def test_a_folder_comes_back_as_it_was_filled(folder):
    tables = checked(folder)
    for name in ("customers", "journey", "opportunities", "capacity", "programmes"):
        expected = SOUND[name]
        for column in set(expected) & set(TABLES[name].columns):
            assert tables[name][column].dropna().tolist() == expected[column].dropna().tolist()
    assert len(tables["answers"]) == len(SOUND["answers"])


# --- faults that would cost rows, and were not told ---


def test_an_open_quote_that_a_later_one_closes_swallows_no_rows(bare):
    text = 'respondent_id;at;question;score;comment\nr1;2017-12-05;nps;9;"Wonder lamp\n'
    text += 'r2;2017-12-06;nps;10;plain\nr3;2017-12-07;nps;8;"Other lamp\n'
    deliver(bare, text)
    assert "in row 2 a quote is not closed, or not doubled" in refusal(bare)
    deliver(bare, text.replace('"Other lamp', 'Other lamp"'))
    assert "in row 2 a text in quotes runs over what look like other rows" in refusal(bare)
    deliver(bare, 'respondent_id;at;question;score;comment\nr1;2017-12-05;nps;9;"Slow;\nand dear"\n')
    assert checked(bare)["answers"]["comment"].tolist() == ["Slow;\nand dear"]


def test_a_separator_inside_quotes_parts_nothing(bare):
    deliver(
        bare, 'respondent_id,at,question,score,"comment; or; what; they; say"\nr1,2017-12-05,nps,9,fine\n'
    )
    assert checked(bare)["answers"]["respondent_id"].tolist() == ["r1"]


def test_a_sign_that_is_no_text_is_told_with_its_line(bare):
    deliver(bare, text_of([*ANSWERS, ["r3", "2017-12-07", "nps", "8", "1", "a\x02b"]]))
    assert "line 4 holds a sign that is no text (code 2); take it out" in refusal(bare)


@pytest.mark.parametrize(
    "name", ["answers_2.csv", "answers 2017Q4.csv", "Answers (1).csv", "answers_part_2.csv"]
)
def test_a_part_of_a_table_is_not_left_out_in_silence(bare, name):
    deliver(bare, text_of(ANSWERS))
    (bare / "data" / name).write_text(text_of(ANSWERS), "utf-8")
    message = refusal(bare)
    assert "1 fault" in message and "it seems to be a part of table 'answers' and would not count" in message


def test_what_nothing_reads_is_named(folder):
    (folder / "data" / "orders.csv").write_text("a,b\n1,2\n")
    (folder / "data" / "notes.docx").write_bytes(b"PK")
    (folder / "intake (1).xlsx").write_bytes(b"PK")
    with change(folder, "capacity") as sheet:
        sheet.parent.create_sheet("Holidays")["A1"] = "day"
    found = unread(folder, raw_tables(folder))
    assert found == ["sheet holidays", "data/notes.docx", "data/orders.csv", "intake (1).xlsx"]


def test_a_remark_that_begins_like_the_example_is_a_row(bare):
    columns, row, _ = ANSWERS
    deliver(
        bare,
        text_of(
            [["comment", *columns[:5]], ["Bijv. de levertijd", *row[:5]], ["e.g. slow", "r2", *row[1:5]]]
        ),
    )
    assert len(checked(bare)["answers"]) == 2


# --- CSV -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "separator", "end"),
    [
        ("utf-8", ",", "\n"),
        ("utf-8-sig", ";", "\r\n"),
        ("utf-16", "\t", "\r\n"),
        ("utf-16-le", ";", "\n"),
        ("utf-16-be", ",", "\r\n"),
        ("cp1252", ";", "\r\n"),
        ("cp1252", "|", "\r"),
    ],
)
def test_a_csv_reads_the_same_in_every_encoding_and_layout(bare, encoding, separator, end):
    deliver(bare, text_of(ANSWERS, separator, end).encode(encoding))
    answers = checked(bare)["answers"]
    assert answers["score"].tolist() == [9, 10]
    assert answers["comment"].tolist() == ["fine", "café"]


def test_semicolons_with_decimal_commas_read_as_the_english_file(bare):
    deliver(bare, text_of(ANSWERS).replace(",", ";").replace("1.5", "1,5").replace("0.75", "0,75"))
    assert checked(bare)["answers"]["weight"].tolist() == [1.5, 0.75]


def test_excel_may_name_the_separator_in_the_first_line(bare):
    rows = [*ANSWERS, ["r3", "2017-12-07", "nps", "11", "1", ""]]
    deliver(bare, "sep=;\r\n" + text_of(rows, ";", "\r\n"))
    assert "row 5, score: 11 is above 10" in refusal(bare)


def test_a_row_is_counted_as_a_spreadsheet_counts_it(bare):
    rows = (
        text_of(ANSWERS[:2]) + 'r2,2017-12-06,nps,10,1,"two\nlines, ""quoted"""\n\nr3,2017-12-07,nps,11,1,\n'
    )
    deliver(bare, rows)
    assert "row 5, score: 11 is above 10" in refusal(bare)
    deliver(bare, rows.replace("11", "8"))
    assert checked(bare)["answers"]["comment"].dropna().tolist() == ["fine", 'two\nlines, "quoted"']


def test_blank_rows_and_rows_of_separators_are_passed_over(bare):
    deliver(bare, "\n" + text_of(ANSWERS[:2]) + "\n,,,,,\n , ,,,,\n" + text_of(ANSWERS[2:]) + "\n\n")
    assert checked(bare)["answers"]["respondent_id"].tolist() == ["r1", "r2"]


def test_the_example_row_of_a_sheet_saved_as_csv_is_passed_over(bare):
    deliver(bare, text_of([ANSWERS[0], ["e.g. R001", "2017-12-05", "nps", "9", "", ""], *ANSWERS[1:]]))
    assert checked(bare)["answers"]["respondent_id"].tolist() == ["r1", "r2"]


def test_separators_at_the_end_of_every_row_do_no_harm(bare):
    deliver(bare, text_of([[*row, "", ""] for row in ANSWERS]))
    assert checked(bare)["answers"]["score"].tolist() == [9, 10]


def test_a_short_row_has_blanks_at_its_end(bare):
    deliver(bare, text_of([*ANSWERS, ["r3", "2017-12-07", "nps", "8"]]))
    assert checked(bare)["answers"]["score"].tolist() == [9, 10, 8]


@pytest.mark.parametrize("extra", [["5"], ["5", "6", "7"], ["5", "", "7"]])
def test_a_row_with_more_values_than_columns_is_refused(bare, extra):
    deliver(bare, text_of([*ANSWERS, ["r3", "2017-12-07", "nps", "8", "1", "x", *extra], ["r4"]]))
    message = refusal(bare)
    assert "row 4: column G has values but no name" in message
    assert "a value that holds ',' needs quotes" in message
    assert "row 5, at: is blank" in message


def test_a_value_far_beyond_the_last_column_is_not_lost(bare):
    deliver(bare, text_of([*ANSWERS, ["r3", "2017-12-07", "nps", "8", "1", "x", "", "", "lost"]]))
    assert "row 4: column I has values but no name" in refusal(bare)


def test_a_quote_that_stays_open_is_refused_with_its_row(bare):
    deliver(bare, text_of([*ANSWERS, ["r3", "2017-12-07", "nps", "8", "1", '"open'], *ANSWERS[1:]]))
    assert "cannot be read: in row 4 a quote is not closed, or not doubled" in refusal(bare)


def test_a_column_without_a_name_is_refused_only_when_it_holds_values(bare):
    rows = [[row[0], "", *row[1:]] for row in ANSWERS]
    deliver(bare, text_of(rows))
    assert checked(bare)["answers"]["score"].tolist() == [9, 10]
    rows[2][1] = "note"
    deliver(bare, text_of(rows))
    assert "row 3: column B has values but no name; name it or empty it" in refusal(bare)


def test_two_columns_with_one_name_are_refused(bare):
    deliver(bare, text_of([[*row, row[3]] for row in ANSWERS]))
    assert "column 'score' appears twice; keep one of them" in refusal(bare)


def test_names_of_columns_and_files_may_have_capitals_and_spaces(bare):
    header = ["Respondent ID ", "AT", " question", "Score", "weight", "Comment"]
    deliver(bare, text_of([header, *ANSWERS[1:]]), "Answers.CSV")
    assert checked(bare)["answers"]["respondent_id"].tolist() == ["r1", "r2"]


def test_a_date_in_another_format_is_read_or_refused(bare):
    clear = text_of(ANSWERS, ";").replace("2017-12-05", "05-12-2017").replace("2017-12-06", "31-12-2017")
    deliver(bare, clear)
    assert checked(bare)["answers"]["at"].tolist() == [
        pd.Timestamp("2017-12-05"),
        pd.Timestamp("2017-12-31"),
    ]
    deliver(bare, clear.replace("31-12-2017", "06-12-2017"))
    assert "row 2, at: '05-12-2017' can be day-month or month-day; write it as 2017-12-31" in refusal(bare)


def test_an_empty_file_and_a_header_only_are_refused(bare):
    for empty in (b"", b"\n \n", b"\xef\xbb\xbf"):
        deliver(bare, empty)
        assert "Table 'answers' cannot be used: 1 fault in answers.csv.\n  is empty;" in refusal(bare)
    deliver(bare, text_of(ANSWERS[:1]))
    assert "1 fault in answers.csv.\n  holds no rows; fill in at least one" in refusal(bare)


def test_what_is_no_text_is_refused_with_what_it_is(bare, sound_folder):
    workbook = (sound_folder / "intake.xlsx").read_bytes()
    parquet = (sound_folder / "data" / "transactions.parquet").read_bytes()
    for data, reason in [
        (workbook, "it is an Excel workbook or an archive; save it as CSV"),
        (parquet, "it is Parquet; give it the ending .parquet"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "made by an old Excel"),
        (bytes(range(256)) * 9, "it is not text"),
        (b"\x00" * 600, "it is not text"),
        (b"\xef\xbb\xbfrespondent_id\ncaf\xe9\n", "byte 17 is broken; save it as CSV UTF-8"),
    ]:
        deliver(bare, data)
        message = refusal(bare)
        assert "Table 'answers' cannot be used: 1 fault in answers.csv.\n  cannot be read: " in message
        assert reason in message
        assert "column" not in message and "Traceback" not in message


def test_a_file_of_another_kind_is_not_passed_over_in_silence(bare):
    deliver(bare, b"x", "answers.xlsx")
    assert "cannot be read: files in data/ end in .csv or .parquet, not in .xlsx" in refusal(bare)


@pytest.mark.parametrize("name", ["Intake.xlsm", "intake (1).xlsx", "Intake.xls", "intake.ods", "Acme.xlsx"])
def test_a_workbook_under_another_name_is_named_where_it_would_be_missed(bare, name):
    (bare / name).touch()
    assert refusal(bare) == (
        f"{name} cannot be used: 1 fault.\n"
        "  cannot be read: a workbook is read under the name intake.xlsx only; save it as that"
    )


def test_a_file_without_an_ending_is_told_as_such(bare):
    deliver(bare, b"x", "answers")
    assert "files in data/ end in .csv or .parquet, and this one in neither; save it" in refusal(bare)


def test_files_that_are_no_table_are_passed_over(folder):
    for name in ("README.txt", ".DS_Store", "~$answers.xlsx", ".~lock.answers.csv#", "notes.csv"):
        (folder / "data" / name).write_bytes(b"\x00")
    assert len(checked(folder)["answers"]) == len(SOUND["answers"])


def test_a_message_has_no_path_of_the_machine(folder):
    (folder / "data" / "answers.parquet").unlink()
    (folder / "data" / "answers.csv").mkdir()
    assert str(folder) not in refusal(folder)


def test_twenty_thousand_rows_are_read_and_the_last_one_is_checked(folder):
    n = 20_000
    rows = [[f"r{row}", "2017-12-05", "nps", str(row % 11), "1,5", "fine; really"] for row in range(n)]
    rows[-1][3] = "11"
    with (folder / "data" / "answers.csv").open("w", newline="", encoding="utf-16") as file:
        csv.writer(file, delimiter=";").writerows([ANSWERS[0], *rows])
    (folder / "data" / "answers.parquet").unlink()
    assert f"row {n + 1}, score: 11 is above 10 (scale nps is 0 to 10)" in refusal(folder)


# --- Excel -----------------------------------------------------------------------------------------


def test_a_missing_sheet_and_a_renamed_one(folder):
    book = openpyxl.load_workbook(folder / "intake.xlsx")
    del book["readiness"]
    book["capacity"].title = "capaciti"
    book.save(folder / "intake.xlsx")
    message = refusal(folder)
    assert "readiness" not in message
    assert "there is no sheet or file 'capacity'; did you mean 'capaciti'?" in message


def test_a_sheet_may_have_capitals_and_spaces_in_its_name(folder):
    book = openpyxl.load_workbook(folder / "intake.xlsx")
    book["capacity"].title = " Capacity "
    book.save(folder / "intake.xlsx")
    assert len(checked(folder)["capacity"]) == len(SOUND["capacity"])


@pytest.mark.parametrize("keep", [0, 1, 100, 5000, -30])
def test_a_broken_workbook_is_one_clear_fault(folder, keep):
    file = folder / "intake.xlsx"
    file.write_bytes(file.read_bytes()[:keep])
    assert refusal(folder) == (
        "intake.xlsx cannot be used: 1 fault.\n"
        "  cannot be read: it is not a whole Excel workbook; save it again as .xlsx"
    )


def test_a_strict_workbook_is_read(folder):
    file, plain, strict = (
        folder / "intake.xlsx",
        b"http://schemas.openxmlformats.org",
        b"http://purl.oclc.org/ooxml",
    )
    with zipfile.ZipFile(file) as parts:
        written = {name: parts.read(name) for name in parts.namelist()}
    names = {
        plain + b"/spreadsheetml/2006/main": strict + b"/spreadsheetml/main",
        plain + b"/officeDocument/2006/relationships": strict + b"/officeDocument/relationships",
    }
    with zipfile.ZipFile(file, "w") as parts:
        for name, data in written.items():
            for old, new in names.items():
                data = data.replace(old, new)
            parts.writestr(name, data)
    assert checked(folder)["capacity"]["days"].tolist() == SOUND["capacity"]["days"].tolist()


def test_a_workbook_damaged_inside_is_one_clear_fault(folder):
    file = folder / "intake.xlsx"
    with zipfile.ZipFile(file) as parts:
        start = parts.getinfo("xl/worksheets/sheet3.xml").header_offset + 100
    data = bytearray(file.read_bytes())
    data[start : start + 40] = bytes(40)
    file.write_bytes(bytes(data))
    assert refusal(folder).startswith("intake.xlsx cannot be used: 1 fault.")


def test_a_workbook_that_unfolds_to_more_than_its_limit_is_not_unfolded(folder, monkeypatch):
    with zipfile.ZipFile(folder / "intake.xlsx") as parts:
        size = sum(part.file_size for part in parts.infolist())
    monkeypatch.setattr("workbook.intake.read_sheets.UNFOLDED", size - 1)
    assert refusal(folder).startswith(
        "intake.xlsx cannot be used: 1 fault.\n  cannot be read: it unfolds to "
    )
    monkeypatch.setattr("workbook.intake.read_sheets.UNFOLDED", size)
    assert checked(folder)


def test_too_little_memory_is_told_in_words(folder, monkeypatch):
    def reads(*_, **__):
        raise MemoryError

    monkeypatch.setattr("pyarrow.parquet.read_table", reads)
    assert "answers.parquet.\n  cannot be read: it takes more memory than there is;" in refusal(folder)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a;b\n1;2\n", "not a whole Excel workbook"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "protected with a password or damaged"),
    ],
)
def test_another_file_named_as_the_workbook_is_refused(folder, data, reason):
    (folder / "intake.xlsx").write_bytes(data)
    assert reason in refusal(folder)


def test_a_formula_with_its_result_is_a_value_and_one_without_is_a_fault(folder):
    put(folder, "capacity", 3, "days", "=20+3")
    message = refusal(folder)
    assert message.startswith("Table 'capacity' cannot be used: 1 fault in intake.xlsx, sheet capacity.")
    assert "row 3, days: holds the formula =20+3 without its result; open the file in Excel" in message
    (folder / "data" / "capacity.csv").unlink(missing_ok=True)
    with xlsxwriter.Workbook(str(folder / "other.xlsx")) as book:
        sheet = book.add_worksheet("capacity")
        sheet.write_row(0, 0, ["role", "quarter", "days"])
        sheet.write_row(1, 0, ["it", "2018Q1"])
        sheet.write_formula(1, 2, "=20+3", None, 23)
    (folder / "other.xlsx").replace(folder / "intake.xlsx")
    assert raw_tables(folder)["capacity"].frame["days"].tolist() == [23]


def test_a_formula_over_several_cells_is_shown_as_it_was_typed(folder):
    put(folder, "capacity", 3, "days", ArrayFormula("C3:C3", "=SUM(1,2)"))
    assert "row 3, days: holds the formula =SUM(1,2) without its result" in refusal(folder)


def test_a_row_of_formulas_only_is_not_lost(folder):
    with change(folder, "capacity") as sheet:
        last = sheet.max_row
        for column in (1, 2, 3):
            sheet.cell(last + 1, column, f"=A{last}")
    message = refusal(folder)
    assert f"row {last + 1}, role: holds the formula" in message
    assert f"row {last + 1}, days: holds the formula" in message


def test_text_that_looks_like_a_formula_stays_text(folder):
    with change(folder, "journey") as sheet:
        cell = sheet.cell(2, column_of(sheet, "need"), "=1+1")
        cell.data_type = "s"
    assert checked(folder)["journey"]["need"].iloc[0] == "=1+1"


def test_an_error_cell_is_refused(folder):
    with change(folder, "capacity") as sheet:
        sheet.cell(4, column_of(sheet, "days"), "#DIV/0!").data_type = "e"
    assert "row 4, days: holds the spreadsheet error #DIV/0!" in refusal(folder)


def test_blank_rows_rows_of_spaces_and_formatted_rows_are_passed_over(folder):
    with change(folder, "capacity") as sheet:
        last = sheet.max_row
        sheet.insert_rows(3, amount=2)
        sheet.cell(last + 4, 1, "   ")
        sheet.cell(last + 9, 3).font = openpyxl.styles.Font(bold=True)
        sheet.cell(last + 6, 1, "it")
    message = refusal(folder)
    assert f"row {last + 6}, quarter: is blank" in message
    assert message.startswith("Table 'capacity' cannot be used: 2 faults")


def test_merged_cells_hold_their_value_once_and_the_others_are_asked_for(folder):
    with change(folder, "capacity") as sheet:
        sheet.merge_cells("A3:A5")
    assert "rows 4, 5, role: is blank" in refusal(folder)


def test_a_blank_header_does_not_shift_the_columns_after_it(folder):
    with change(folder, "capacity") as sheet:
        sheet.insert_cols(2)
    assert checked(folder)["capacity"]["days"].tolist() == SOUND["capacity"]["days"].tolist()
    put_beside = "a note"
    with change(folder, "capacity") as sheet:
        sheet.cell(4, 9, put_beside)
    assert "row 4: column I has values but no name; name it or empty it" in refusal(folder)


def test_a_header_may_stand_below_blank_rows(folder):
    with change(folder, "capacity") as sheet:
        sheet.insert_rows(1, amount=2)
        sheet.cell(5, 3, -4)
    assert "row 5, days: -4 is below 0" in refusal(folder)


def test_typed_dates_text_dates_and_day_numbers_are_one_date(folder):
    with change(folder, "programmes") as sheet:
        place = column_of(sheet, "start")
        for row, value in enumerate([date(2017, 12, 31), "2017-12-31", 43100, "31-12-2017"], start=2):
            sheet.cell(row, place, value)
    starts = checked(folder)["programmes"]["start"].iloc[:4].tolist()
    assert starts == [pd.Timestamp("2017-12-31")] * 4


def test_a_number_that_excel_made_a_date_is_refused(folder):
    put(folder, "capacity", 3, "days", datetime(2018, 3, 1))
    assert "row 3, days: '2018-03-01 00:00:00' is not a number" in refusal(folder)


def test_numbered_ids_agree_between_excel_and_a_program_that_wrote_fractions(folder):
    with change(folder, "customers") as sheet:
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, 1, row)
    for table in ("touchpoints", "service", "answers"):
        (folder / "data" / f"{table}.parquet").unlink()
    (folder / "data" / "transactions.parquet").unlink()
    (folder / "data" / "transactions.csv").write_text(
        "customer_id,ordered_at,amount\n2.0,2017-12-05,4\n3.0,2017-12-06,5\n"
    )
    answers = [[*ANSWERS[0], "customer_id"], [*ANSWERS[1], " 2 "], [*ANSWERS[2], "3"]]
    deliver(folder, text_of(answers))
    tables = checked(folder)
    assert tables["transactions"]["customer_id"].tolist() == ["2", "3"]
    assert tables["answers"]["customer_id"].tolist() == ["2", "3"]


def test_wrong_dimensions_written_by_another_program_lose_no_row(folder):
    whole = folder / "intake.xlsx"
    with zipfile.ZipFile(whole) as parts:
        contents = {name: parts.read(name) for name in parts.namelist()}
    with zipfile.ZipFile(whole, "w") as parts:
        for name, data in contents.items():
            start = data.find(b"<dimension ref=")
            if name.startswith("xl/worksheets/sheet") and start >= 0:
                end = data.index(b"/>", start)
                data = data[:start] + b'<dimension ref="A1"' + data[end:]
            parts.writestr(name, data)
    assert len(checked(folder)["customers"]) == len(SOUND["customers"])


# --- one table in two places -----------------------------------------------------------------------


def test_a_table_as_sheet_and_as_file_is_refused_with_both_places(folder):
    (folder / "data" / "capacity.csv").write_text("role,quarter,days\nit,2018Q1,9\n")
    assert "is in intake.xlsx, sheet capacity and in capacity.csv; keep one of them" in refusal(folder)


def test_a_table_as_csv_and_as_parquet_is_refused(folder):
    (folder / "data" / "answers.csv").write_text(text_of(ANSWERS))
    assert "is in answers.csv and in answers.parquet; keep one of them" in refusal(folder)


def test_the_example_row_of_a_sheet_gives_way_to_a_file(tmp_path):
    folder = create(tmp_path / "acme", language="nl")
    (folder / "data" / "capacity.csv").write_text("role,quarter,days\nit,2018Q1,9\n")
    found = raw_tables(folder)["capacity"]
    assert (found.file, found.faults, found.frame["days"].tolist()) == ("capacity.csv", (), ["9"])


def test_an_empty_file_gives_way_to_a_sheet(folder):
    (folder / "data" / "capacity.csv").write_text("role,quarter,days\n")
    assert checked(folder)["capacity"]["days"].tolist() == SOUND["capacity"]["days"].tolist()


# --- Parquet and SQLite ----------------------------------------------------------------------------


def test_parquet_is_read_by_value_whatever_its_types(folder):
    table = pa.table(
        {
            "customer_id": pa.array(SOUND["customers"]["customer_id"][:2]).dictionary_encode(),
            "ordered_at": pa.array([date(2017, 12, 5), date(2017, 12, 6)]),
            "amount": pa.array(["1.500", "2.250"]).cast(pa.decimal128(10, 3)),
            "order_id": pa.array([2**53 + 1, None], pa.int64()),
        }
    )
    pq.write_table(table, folder / "data" / "transactions.parquet")
    found = checked(folder)["transactions"]
    assert found["amount"].tolist() == [1.5, 2.25]
    assert found["order_id"].dropna().tolist() == [str(2**53 + 1)]
    assert found["ordered_at"].tolist() == [pd.Timestamp("2017-12-05"), pd.Timestamp("2017-12-06")]


def test_an_index_that_pandas_put_aside_is_a_column(folder):
    file = folder / "data" / "answers.parquet"
    answers = pd.read_parquet(file)
    answers.set_index("respondent_id").to_parquet(file)
    assert checked(folder)["answers"]["respondent_id"].tolist() == answers["respondent_id"].tolist()


def test_broken_parquet_and_sqlite_are_clear_faults_in_one_error(folder):
    (folder / "data" / "answers.parquet").write_bytes(b"PAR1 and no more")
    (folder / "workshop.sqlite").write_bytes(b"SQLite format 3\x00 and no more" * 50)
    message = refusal(folder)
    assert "Table 'answers' cannot be used: 1 fault in answers.parquet.\n  cannot be read: " in message
    assert "Table 'scores' cannot be used: 1 fault in workshop.sqlite.\n  cannot be read: " in message


def test_a_file_that_a_close_left_empty_is_no_fault_and_one_with_other_tables_is(folder):
    (folder / "workshop.sqlite").unlink()
    sqlite3.connect(folder / "workshop.sqlite").close()
    assert (folder / "workshop.sqlite").stat().st_size == 0
    assert "scores" not in checked(folder) or checked(folder)["scores"].empty
    with closing(sqlite3.connect(folder / "workshop.sqlite")) as data, data:
        data.execute("create table results (expert)")
    assert "cannot be read: there is no table in it of scores, decisions" in refusal(folder)


def decide_in_a_workshop(folder, *rows):
    data = sqlite3.connect(folder / "workshop.sqlite")
    with data:
        data.execute("create table decisions (opportunity, decided, decided_on, decided_by, period, session)")
        data.executemany("insert into decisions values (?, ?, ?, ?, ?, '2017Q4-01')", rows)
    data.close()


def test_decisions_of_a_workshop_count_beside_those_of_the_intake(folder):
    before = checked(folder)["decisions"]
    name = SOUND["decisions"]["opportunity"].iloc[0]
    decide_in_a_workshop(folder, (name, "stop", "2018-02-03", "Board", "2017Q4"))
    after = checked(folder)["decisions"]
    assert after["opportunity"].tolist() == [*before["opportunity"], name]
    last = after.iloc[-1]
    assert (last["decided"], last["period"]) == ("stop", "2017Q4")
    assert last["decided_on"] == pd.Timestamp("2018-02-03") and len(checked(folder)["scores"])
    with change(folder, "decisions") as sheet:
        sheet.delete_rows(2, sheet.max_row)
    assert checked(folder)["decisions"]["opportunity"].tolist() == [name]


def test_a_decision_of_one_day_in_both_is_a_fault_that_names_both(folder):
    first, other = SOUND["decisions"].iloc[0], SOUND["opportunities"]["opportunity"].iloc[-1]
    day = f"{first['decided_on']:%Y-%m-%d}"
    decide_in_a_workshop(
        folder, (first["opportunity"], "stop", day, None, None), (other, "halt", "x", None, None)
    )
    message = refusal(folder)
    assert "in intake.xlsx, sheet decisions and workshop.sqlite." in message
    assert f"'{first['opportunity']}' appears twice for decided_on '{day}'" in message
    assert "in intake.xlsx, 1 in workshop.sqlite)" in message
    assert "row 2 in workshop.sqlite, decided: 'halt' is not one of" in message


def test_what_a_workshop_found_on_an_opportunity_that_left_the_list_does_not_stop_the_next_run(folder):
    first = SOUND["opportunities"]["opportunity"].iloc[0]
    decide_in_a_workshop(
        folder,
        (first, "stop", "2018-02-03", "Board", "2017Q4"),
        ("gone", "start", "2018-02-03", "Board", "2017Q4"),
    )
    assert checked(folder)["decisions"]["opportunity"].tolist()[-1] == first
    with closing(sqlite3.connect(folder / "workshop.sqlite")) as data, data:
        data.execute("update decisions set session = null where opportunity = 'gone'")  # of the client's own
    assert "'gone' is not in table 'opportunities'" in refusal(folder)


def test_nothing_delivered_is_told_with_what_may_be(tmp_path):
    with pytest.raises(TablesError, match="no table has a row; fill in one of customers, identities"):
        check(raw_tables(tmp_path), ENGAGEMENT)


def test_faults_of_several_files_come_in_one_error_and_the_files_stay_as_they_were(folder):
    put(folder, "programmes", 3, "stage", "nobody")
    deliver(folder, text_of([*ANSWERS, ["r3", "2017-12-07", "nps", "11", "1", ""]], ";").encode("utf-16"))
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    message = refusal(folder)
    assert "1 fault in answers.csv.\n  row 4, score: 11 is above 10" in message
    assert "1 fault in intake.xlsx, sheet programmes.\n  row 3, stage: 'nobody' is not a stage" in message
    assert before == {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
