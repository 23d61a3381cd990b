"""The room with the files: engagement folders, what clients deliver, and quarters that do not look ahead."""

import shutil
import sqlite3
from pathlib import Path

import ibis
import pandas as pd
import pytest
from openpyxl import load_workbook
from sound import SOUND

from workbook.errors import EngagementError, StoreError, TablesError
from workbook.privacy import declare
from workbook.store import checked_inputs, create, find, open_engagement, open_period, raw_tables
from workbook.store.questionnaire import starter_statements
from workbook.tables import TABLES


@pytest.fixture
def made(sound_folder, tmp_path):
    return shutil.copytree(sound_folder, tmp_path / "acme")


# Find and open


def test_an_engagement_is_found_by_name_from_within_and_by_path(made, tmp_path, monkeypatch):
    for place in (tmp_path, made / "data"):
        monkeypatch.chdir(place)
        assert find("acme") == made.resolve()
    monkeypatch.chdir("/")
    assert find(made) == made.resolve()
    monkeypatch.chdir(made)
    assert find(".") == made.resolve()


def test_a_folder_without_settings_is_no_engagement(tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EngagementError, match="There is no engagement 'empty' here"):
        find("empty")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("client: a\nstages: [\n", "engagement.yml is not readable YAML at line 3"),
        ("client: a\n  b: c: d\n", "engagement.yml is not readable YAML at line 2"),
        ("", "engagement.yml is empty"),
        ("just a text", "engagement.yml is no list of settings"),
        ("language: en\n", "engagement.yml cannot be used: 1 fault.\n  client: is missing"),
    ],
)
def test_settings_that_cannot_be_read_are_told(tmp_path, text, told):
    (tmp_path / "engagement.yml").write_text(text, "utf-8")
    with pytest.raises(EngagementError) as caught:
        open_engagement(tmp_path)
    assert str(caught.value).startswith(told)


def test_settings_saved_by_notepad_are_read(made):
    file = made / "engagement.yml"
    file.write_text(file.read_text("utf-8"), "utf-8-sig")
    assert open_engagement(made).client == "Sound Ltd"


@pytest.mark.parametrize("text", ["[" * 5_000, "a: " + "{b: " * 5_000, "- " * 5_000])
def test_settings_that_are_nested_without_end_are_told(tmp_path, text):
    (tmp_path / "engagement.yml").write_text(text, "utf-8")
    with pytest.raises(EngagementError, match=r"engagement\.yml is n(ested too deeply|ot readable YAML)"):
        open_engagement(tmp_path)


def test_a_name_that_no_folder_can_have_is_no_engagement(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EngagementError, match="There is no engagement 'aaa"):
        find("a" * 300)


# Make


@pytest.mark.parametrize(
    "name", ["acme", "Boulangerie 'Été'", 'quote"d', "a: b # c", "{client}", "acme {pilot} [x] *"]
)
def test_a_new_engagement_can_be_opened_whatever_its_name(tmp_path, name):
    folder = create(tmp_path / name, language="nl")
    assert open_engagement(folder).client == name
    assert open_engagement(folder).language == "nl"


@pytest.mark.parametrize("name", ["", ".", "/"])
def test_a_folder_without_a_name_is_refused_with_the_command(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EngagementError, match=r"is not the name of a new folder.*cx-workbook new acme"):
        create(Path(name), language="en")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("length", [250, 300])
def test_a_name_that_is_too_long_is_refused_and_nothing_is_left(tmp_path, length):
    with pytest.raises(StoreError, match=r"File name too long\. Choose a shorter name"):
        create(tmp_path / ("a" * length), language="en")
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_nothing_can_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="acme cannot be written: Not a directory"):
        create(tmp_path / "file" / "acme", language="en")


def test_a_new_engagement_goes_into_folders_that_are_not_there_yet(tmp_path):
    folder = create(tmp_path / "clients" / "acme", language="en")
    assert folder.is_dir() and [path.name for path in folder.parent.iterdir()] == ["acme"]


def test_an_empty_folder_is_used_and_a_filled_one_is_not(tmp_path):
    (tmp_path / "acme").mkdir()
    create(tmp_path / "acme", language="en")
    with pytest.raises(EngagementError, match="exists already"):
        create(tmp_path / "acme", language="en")


def test_the_intake_has_a_sheet_per_table_with_an_explanation_at_each_column(tmp_path):
    book = load_workbook(create(tmp_path / "acme", language="en") / "intake.xlsx")
    assert (
        book.sheetnames[:3] == ["Read me", "customers", "identities"]
        and len(book.sheetnames) == len(TABLES) + 1
    )
    bare = [
        (sheet.title, cell.value)
        for sheet in book.worksheets[1:]
        for cell in sheet[1]
        if cell.comment is None or len(cell.comment.text) < 4
    ]
    assert bare == []
    assert book["customers"]["A2"].value == "e.g. C001"


# What clients deliver


def test_example_rows_are_not_read(tmp_path):
    for language in ("en", "nl"):
        tables = raw_tables(create(tmp_path / language, language=language))
        assert set(tables) >= {"customers", "scores"} and len(tables) == len(TABLES)
        asked = {"readiness": len(starter_statements(language))}
        assert {name: len(table.frame) for name, table in tables.items() if len(table.frame)} == asked


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_in_the_encodings_and_separators_that_spreadsheets_write(tmp_path, encoding, separator):
    (tmp_path / "data").mkdir()
    text = f"Customer ID{separator}Segment\n0017{separator}Cafés\n\n0018{separator}\n"
    (tmp_path / "data" / "customers.csv").write_text(text, encoding)
    frame = raw_tables(tmp_path)["customers"].frame
    assert list(frame) == ["customer_id", "segment"]
    assert frame["customer_id"].tolist() == ["0017", "0018"] and frame["segment"].tolist()[0] == "Cafés"
    assert pd.isna(frame["segment"].tolist()[1]) and frame.index[0] == 2


def test_a_table_that_is_there_twice_is_told(made):
    (made / "data" / "journey.csv").write_text("journey,phase,touchpoint,channel\na,b,c,d\n")
    with pytest.raises(TablesError, match=r"intake\.xlsx.*journey\.csv; keep one of them"):
        checked_inputs(made, open_engagement(made))


@pytest.mark.parametrize("name", ["intake.xlsx", "data/transactions.parquet", "workshop.sqlite"])
def test_a_file_that_is_broken_is_told_by_name(made, name):
    (made / name).write_bytes(b"not what it says")
    with pytest.raises(TablesError, match=name.rpartition("/")[2].replace(".", r"\.")):
        checked_inputs(made, open_engagement(made))


def test_a_formula_without_a_stored_value_is_told_with_its_row(made):
    book = load_workbook(made / "intake.xlsx")
    book["capacity"]["C2"].value = "=20+20"
    book.save(made / "intake.xlsx")
    with pytest.raises(TablesError, match="capacity") as caught:
        checked_inputs(made, open_engagement(made))
    [fault] = caught.value.faults
    assert (fault.table, fault.column, tuple(fault.rows)) == ("capacity", "days", (2,))
    assert "=20+20" in fault.message


def test_workshop_scores_are_opened_for_reading_only(made):
    before = (made / "workshop.sqlite").read_bytes()
    filled_in = len(SOUND["scores"])
    assert len(raw_tables(made)["scores"].frame) == filled_in
    assert (made / "workshop.sqlite").read_bytes() == before
    assert not (made / "workshop.sqlite-journal").exists()
    assert sqlite3.connect(made / "workshop.sqlite").execute("select count(*) from scores").fetchone() == (
        filled_in,
    )


# Quarters


def test_what_became_known_later_does_not_count(made):
    end = pd.Timestamp("2017-10-01")
    period = open_period(made, "2017Q3")
    for name, at in (
        ("transactions", "ordered_at"),
        ("answers", "at"),
        ("touchpoints", "at"),
        ("scores", "at"),
    ):
        rows = period.inputs(name)
        assert 0 < len(rows) < len(open_period(made, "2017Q4").inputs(name)), name
        assert rows[at].max() < end
        assert period.scan(name).count().execute() == len(rows)
        within = period.in_quarter(name)
        assert within[at].between(pd.Timestamp("2017-07-01"), end, inclusive="left").all() and len(within)


def test_a_quarter_knows_its_end_its_neighbours_and_the_quarters_that_it_plans(made):
    period = open_period(made, "2017Q4")
    assert period.last_day.isoformat() == "2017-12-31" and period.end == pd.Timestamp("2018-01-01")
    assert period.next_end == pd.Timestamp("2018-04-01")
    assert period.before.name == "2017Q3" and period.before.last_day.isoformat() == "2017-09-30"
    assert period.quarters == ["2018Q1", "2018Q2", "2018Q3", "2018Q4"]
    assert period.report_folder == made.resolve().parent / "reports" / "acme" / "2017Q4"


def test_a_table_that_no_step_has_made_is_told_with_the_command(made):
    period = open_period(made, "2017Q4")
    with pytest.raises(StoreError, match="Table 'plan' is not in the store of 2017Q4 yet") as caught:
        period.result("plan")
    assert "cx-workbook run acme --period 2017Q4" in str(caught.value)


def test_saved_tables_come_back_and_those_with_a_row_per_customer_are_kept_apart(made):
    period, table = open_period(made, "2017Q4"), pd.DataFrame({"n": [1, 2]})
    period.publish("counts", declare(table))
    period.save_private("people", ibis.memtable(table))
    pd.testing.assert_frame_equal(period.result("counts"), table)
    pd.testing.assert_frame_equal(period.private("people").to_pandas(), table)
    pd.testing.assert_frame_equal(period.result("other", table.iloc[:0]), table.iloc[:0])
    with pytest.raises(StoreError, match="Table 'people' is not in the store of 2017Q4 yet"):
        period.result("people")
    with pytest.raises(StoreError, match="Table 'counts' is not in the store of 2017Q4 yet"):
        period.private("counts")


def test_what_is_kept_may_be_made_from_what_was_kept_under_its_name(made):
    period = open_period(made, "2017Q4")
    period.save_private("people", ibis.memtable({"customer_id": ["a", "b"], "n": [1, 2]}))
    people = period.private("people")
    period.save_private("people", people.filter(people.n > 1))
    assert period.private("people").to_pandas()["customer_id"].tolist() == ["b"]


def test_a_period_scans_what_it_knows_and_every_row_when_asked(made):
    period, later = open_period(made, "2017Q3"), open_period(made, "2017Q4")
    known, every = (
        table.count().to_pandas() for table in (period.scan("transactions"), period.every("transactions"))
    )
    assert 0 < known < every and every == later.every("transactions").count().to_pandas()


def test_the_last_quarter_is_read_as_it_was_reported(made):
    period, none = open_period(made, "2017Q4"), pd.DataFrame({"n": []})
    assert period.published("plan", none) is none
    reported = period.before.report_folder / "tables"
    reported.mkdir(parents=True)
    pd.DataFrame({"n": [7]}).to_parquet(reported / "plan.parquet")
    assert period.published("plan", none)["n"].tolist() == [7]


# The lab


def test_work_in_the_lab_is_kept_apart_from_what_a_run_reports(made, monkeypatch):
    run = open_period(made, "2017Q4")
    run.publish("found", declare(pd.DataFrame({"value": [1]})))
    run.save_private("people", ibis.memtable({"n": [1]}))
    lab = made / "notebooks" / "2017Q4" / "en"
    lab.mkdir(parents=True)
    monkeypatch.chdir(lab)
    period = open_period("acme", "2017Q4")
    assert period.result("found")["value"].tolist() == [1]
    assert period.private("people").to_pandas()["n"].tolist() == [1]
    period.publish("found", declare(pd.DataFrame({"value": [2]})))
    period.save_private("people", ibis.memtable({"n": [2]}))
    assert period.result("found")["value"].tolist() == [2]
    assert run.result("found")["value"].tolist() == [1]
    assert [at.private("people").to_pandas()["n"].tolist() for at in (period, run)] == [[2], [1]]
