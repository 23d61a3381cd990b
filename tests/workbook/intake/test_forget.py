"""Forget a person: out of every file, with every other line as it was, and nothing half done."""

import json
import shutil
import zipfile
from pathlib import Path

import ibis
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook, load_workbook
from plain_crm import plain_words
from typer.testing import CliRunner

from workbook.cli import app
from workbook.errors import EngagementError, RunError, StoreError, TablesError
from workbook.files import period_lock
from workbook.intake import current_snapshot
from workbook.intake.without_rows import csv_without, parquet_without, workbook_without
from workbook.store import forget, open_period, raw_tables
from workbook.store.crm_file import write_crm

LATIN = (
    'klant;naam;customer_id\r\n1;Zoë;C-101\r\n2;Renée "Ré";C-102\r\n\r\n'
    '3;"José\r\nMaría";C-101\r\n4;Loïc;C-102'
)


@pytest.fixture
def acme(tiny):
    """After a run: answers in Parquet, customers in Excel, a draft of the lab, crm.csv of two quarters."""
    data = tiny / "data"
    rows = {"respondent_id": ["r1", "r2", "r3"], "customer_id": ["c-101 ", None, "C-102"]}
    answers = pd.DataFrame(rows).assign(at=pd.Timestamp("2017-12-05"), question="nps", score=9)
    (data / "answers.csv").unlink()
    answers = answers.astype({"customer_id": "category", "respondent_id": "category"})
    answers.to_parquet(data / "answers.parquet", index=False, compression=None)
    (data / "notes.csv").write_bytes(LATIN.encode("cp1252"))
    book = Workbook()
    sheet = book.active
    sheet.title = "Customers"
    customers = pd.read_csv(data / "customers.csv", sep=";")
    for row in (list(customers), *customers.to_numpy().tolist(), ["C-103", None, "=2*3"]):
        sheet.append(row)
    book.save(tiny / "intake.xlsx")
    (data / "customers.csv").unlink()
    for period in ("2017Q3", "2017Q4"):
        period = open_period(tiny, period)
        period.save_private(
            "crm", ibis.memtable({"customer_id": ["C-101", "C-102"], "stage": ["new", "new"]})
        )
        write_crm(period.report_folder, period, plain_words())
    draft = tiny / "notebooks" / "2017Q4" / "anna" / ".draft" / "customers" / "mine.parquet"
    draft.parent.mkdir(parents=True)
    pd.DataFrame({"customer_id": ["C-101", "C-102"]}).to_parquet(draft)
    return tiny


TAKEN = {
    "reports/tiny/2017Q3/crm.csv": 2,
    "reports/tiny/2017Q3/crm.xlsx": 2,
    "reports/tiny/2017Q4/crm.csv": 2,
    "reports/tiny/2017Q4/crm.xlsx": 2,
    "tiny/.store/2017Q3/customers/crm.parquet": 1,
    "tiny/.store/2017Q4/customers/crm.parquet": 1,
    "tiny/.store/checked/SNAPSHOT/customers.parquet": 1,
    "tiny/.store/checked/SNAPSHOT/identities.parquet": 2,
    "tiny/.store/checked/SNAPSHOT/transactions.parquet": 3,
    "tiny/notebooks/2017Q4/anna/.draft/customers/mine.parquet": 1,
    "tiny/data/answers.parquet": 1,
    "tiny/data/notes.csv": 2,
    "tiny/data/transactions.csv": 3,
    "tiny/intake.xlsx": 1,
    "tiny/data/identities.csv": 2,
}


def taken(folder):
    """The rows that go, by file, with the name of the snapshot filled in."""
    return {file.replace("SNAPSHOT", current_snapshot(folder).name): n for file, n in TAKEN.items()}


def contents(folder):
    files = (file for file in folder.parent.rglob("*") if file.is_file() and file.name != "lock")
    return {file: file.read_bytes() for file in files}


def holding(folder, *words):
    """The files that hold one of the words in any byte: as they are, unzipped, and in what Parquet packs."""
    found = []
    for file, data in contents(folder).items():
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as parts:
                data += b"".join(parts.read(part) for part in parts.namelist())
        elif file.suffix == ".parquet":
            table = pq.read_table(file)
            dictionaries = [
                chunk.dictionary
                for column in table.columns
                for chunk in column.chunks
                if pa.types.is_dictionary(chunk.type)
            ]
            data += repr([table.to_pydict(), table.schema.metadata, dictionaries]).encode()
        found += [(file.name, word) for word in words if word.encode() in data]
    return found


def test_the_workbook_for_the_client_keeps_its_other_rows_and_its_types(acme):
    period = open_period(acme, "2017Q4")
    rows = {"customer_id": ["C-101", "C-102"], "stage": ["=new", "=old"], "revenue": [1.0, 2.5]}
    period.save_private("crm", ibis.memtable(rows | {"at_risk": [True, False]}))
    write_crm(period.report_folder, period, plain_words())
    before = load_workbook(period.report_folder / "crm.xlsx")
    forget(acme, "C-101")
    after = load_workbook(period.report_folder / "crm.xlsx")

    def cells(sheet):
        return [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]

    head, *_, last = cells(before["crm"])
    assert cells(after["crm"]) == [head, last] and last[-3:] == [("=old", "s"), (2.5, "n"), (False, "b")]
    assert cells(after["Explained"]) == cells(before["Explained"])


def test_a_damaged_workbook_is_named_as_not_searched(acme):
    place = "reports/tiny/2017Q4/crm.xlsx"
    (acme.parent / place).write_bytes(b"PK\x03\x04 cut short")
    done = forget(acme, "C-101")
    assert done.unsearched == (place,) and place not in done.rows


@pytest.mark.parametrize("mark", ["", "'"])
def test_an_id_that_looks_like_a_formula_is_found_as_it_is_and_with_the_mark_of_older_reports(acme, mark):
    file = acme.parent / "reports" / "tiny" / "2017Q4" / "crm.csv"
    file.write_text(f'"customer_id","stage"\n"{mark}=C-9","new"\n"\'-C-9","new"\n"C-8","new"\n')
    with (acme / "data" / "transactions.csv").open("a") as orders:
        orders.write("=C-9;2017-10-20;5;\n'-C-9;2017-10-20;5;\nC-8;2017-10-20;5;\n")
    assert forget(acme, "=C-9").rows["reports/tiny/2017Q4/crm.csv"] == 1
    assert forget(acme, "'-C-9").rows["reports/tiny/2017Q4/crm.csv"] == 1
    assert file.read_text() == '"customer_id","stage"\n"C-8","new"\n'


def test_a_person_goes_from_every_file_and_all_else_stays(acme):
    before = contents(acme)
    done = forget(acme, "w-7001")
    assert done.rows == taken(acme)
    assert list(done.rows)[-1] == "tiny/data/identities.csv"  # who was cut short is still found
    assert (done.listed, done.unsure, done.formulas) == (False, 0, True)
    assert (done.remains, done.unsearched) == ((), ())
    assert holding(acme, "C-101", "c-101", "w-7001", "till-55", "anna@x.nl", "Kerkstraat 1", "r1") == []
    kept = LATIN.split("\r\n")
    assert (acme / "data" / "notes.csv").read_bytes() == "\r\n".join([kept[0], kept[2], "", kept[-1]]).encode(
        "cp1252"
    )
    answers = pd.read_parquet(acme / "data" / "answers.parquet")["respondent_id"]
    assert answers.tolist() == ["r2", "r3"] and answers.cat.categories.tolist() == ["r2", "r3"]
    sheet = load_workbook(acme / "intake.xlsx")["Customers"]
    assert [cell.value for cell in sheet["A"]] == ["customer_id", None, "C-102", "C-103"]
    assert sheet["C4"].value == "=2*3"
    touched = {acme.parent / file for file in done.rows} | {current_snapshot(acme) / "inputs.json"}
    after = contents(acme)
    assert after.keys() == before.keys()
    assert {file for file in after if after[file] != before[file]} == touched


def test_what_nothing_reads_and_still_holds_the_person_is_named(acme):
    with zipfile.ZipFile(acme / "backup.zip", "w", zipfile.ZIP_DEFLATED) as parts:
        parts.write(acme / "data" / "identities.csv", "identities.csv")
    copy = load_workbook(acme / "intake.xlsx")
    copy.save(acme / "intake (1).xlsx")
    copy.create_sheet("notes").append(["klantnummer", "c-101"])
    copy.save(acme / "intake.xlsx")
    (acme / "data" / "old").mkdir()
    (acme / "data" / "old" / "customers.csv").write_text("customer_id;size\nC-101;small\n")
    (acme / "mail.txt").write_text("Call +31612345678 back", "utf-16-le")
    called = pd.DataFrame({"called": pd.Categorical(["LC900", "LC901"]), "number": [1, 2]})
    called[1:].to_parquet(acme / "called.parquet")
    (acme / "data" / "transactions.tar.gz").write_bytes(b"\x1f\x8b and so on")
    (acme / "other.txt").write_text("C-1011 and xC-101 and web-7001 are other people")
    looked = forget(acme, "w-7001", dry_run=True)
    done = forget(acme, "w-7001")
    assert done.remains == (
        "tiny/backup.zip",
        "tiny/called.parquet",
        "tiny/data/old/customers.csv",
        "tiny/intake (1).xlsx, sheet Customers",
        "tiny/intake.xlsx, sheet notes",
        "tiny/mail.txt",
    )
    assert done.unsearched == looked.unsearched == ("tiny/data/transactions.tar.gz",)
    assert set(looked.remains) == set(done.remains) - {"tiny/intake.xlsx, sheet notes"}


def test_a_person_who_is_nowhere_is_told_and_nothing_changes(acme):
    before = contents(acme)
    with pytest.raises(EngagementError, match="Nobody has the id 'C-999': it is in no table of tiny"):
        forget(acme, "C-999")
    with pytest.raises(EngagementError, match="Nobody has the id 'C-101' in source web"):
        forget(acme, "C-101", source="web")
    assert contents(acme) == before


def test_the_command_counts_says_what_stays_and_gives_the_code_of_a_wrong_name(acme, monkeypatch):
    monkeypatch.chdir(acme.parent)
    monkeypatch.setenv("COLUMNS", "200")
    call = lambda *words: CliRunner().invoke(app, ["forget", "tiny", *words])  # noqa: E731
    before = contents(acme)
    told = call("w-7001", "--source", "web", "--dry-run")
    assert contents(acme) == before
    assert told.exit_code == 0 and told.stdout.startswith("Would take out:\n  reports/tiny/2017Q3/crm.csv")
    assert "a new delivery has to come without this person" in told.stdout
    assert "What stays: counts and sums" in told.stdout and "open it in Excel and save it" in told.stdout
    (acme / "letter.txt").write_text("Dear anna@x.nl")
    assert "Still with this person, and not changed: tiny/letter.txt" in call("C-101", "--dry-run").stdout
    (acme / "letter.txt").unlink()
    assert json.loads(call("C-101", "--json").stdout)["rows"] == taken(acme)
    gone = call("C-101")
    assert gone.exit_code == 3 and "Nobody has the id 'C-101'" in gone.stderr


def test_with_a_key_a_person_goes_by_plain_id_or_pseudonym_and_twice_is_no_error(hidden_tiny):
    stored = current_snapshot(hidden_tiny) / "transactions.parquet"
    pseudonym = pd.read_parquet(stored)["customer_id"].mode()[0]
    looked = forget(hidden_tiny, pseudonym, dry_run=True)
    assert not (hidden_tiny / "forgotten.json").exists()
    done = forget(hidden_tiny, "till-55", source="till")
    assert done == looked and done.listed and sum(done.rows.values()) == 2 * (1 + 2 + 3)
    assert len(pd.read_parquet(stored)) == 1
    listed = (hidden_tiny / "forgotten.json").read_text("utf-8")
    again = forget(hidden_tiny, "C-101")
    assert (again.rows, again.listed) == ({}, True)
    assert pseudonym in listed and "C-101" not in (hidden_tiny / "forgotten.json").read_text("utf-8")


def test_an_id_of_two_people_takes_a_source_and_rows_without_one_are_told(tiny):
    file = tiny / "data" / "identities.csv"
    file.write_text(file.read_text("utf-8").replace("w-7002", "till-55"), "utf-8")
    orders = tiny / "data" / "transactions.csv"
    orders.write_text(orders.read_text("utf-8") + "till-55;2017-10-18;9;\n", "utf-8")
    with pytest.raises(EngagementError, match="stands for 2 customers, in the sources till, web"):
        forget(tiny, "till-55")
    done = forget(tiny, "till-55", source="till")
    assert done.unsure == 1
    assert orders.read_text("utf-8").splitlines()[1:] == ["C-102;2017-10-17;8;", "till-55;2017-10-18;9;"]


def test_while_a_run_is_under_way_or_a_file_is_broken_nothing_is_done(tiny):
    before = contents(tiny)
    with period_lock(tiny / ".store" / "2017Q4"), pytest.raises(RunError, match="under way"):
        forget(tiny, "C-101")
    assert contents(tiny) == before
    (tiny / "intake.xlsx").write_bytes(b"no workbook")
    with pytest.raises(TablesError, match=r"intake\.xlsx"):
        forget(tiny, "C-101")
    assert {file: data for file, data in contents(tiny).items() if file.suffix != ".xlsx"} == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("first", ["", "sep=;\n"])
def test_lines_of_a_csv_go_and_the_others_keep_every_byte(tmp_path, encoding, end, first):
    text = f'{first}id;text{end}1;Zoë{end}2;"a;b{end}c"{end}{end}3;José'
    for rows, left in (
        ([3], ["id;text", "1;Zoë", "", "3;José"]),
        ([2, 5], ["id;text", f'2;"a;b{end}c"', "", ""]),
    ):
        rows = [row + bool(first) for row in rows]
        (tmp_path / "a.csv").write_bytes(text.encode(encoding))
        csv_without(tmp_path / "a.csv", rows, tmp_path / "b.csv")
        expected = (first + end.join(left)).encode(encoding)
        assert (tmp_path / "b.csv").read_bytes() == expected


def test_a_csv_with_quotes_that_do_not_pair_is_not_guessed_at(tmp_path):
    (tmp_path / "a.csv").write_text('id;text\n1;a\n2;"b\n3;c\n')
    with pytest.raises(ValueError, match="in row 3 a quote is not closed"):
        csv_without(tmp_path / "a.csv", [2], tmp_path / "b.csv")


def test_a_csv_whose_other_rows_would_read_otherwise_is_refused_with_the_way_out(tmp_path):
    (tmp_path / "a.csv").write_bytes("id;text\n1;Zoë\n2;Ã©\n".encode("cp1252"))  # UTF-8 without its first row
    with pytest.raises(StoreError, match=r"without rows 2, .* Save it as CSV UTF-8"):
        csv_without(tmp_path / "a.csv", [2], tmp_path / "b.csv")


@pytest.mark.parametrize("cell", ["a;b;;;", "x" * 200_000 + ";b"])
def test_a_row_that_is_longer_than_the_header_or_holds_a_long_text_goes_like_another(tmp_path, cell):
    (tmp_path / "a.csv").write_text(f"id;text;more\n1;{cell}\n2;;c\n")
    csv_without(tmp_path / "a.csv", [2], tmp_path / "b.csv")
    assert (tmp_path / "b.csv").read_text() == "id;text;more\n2;;c\n"


def test_parquet_keeps_its_columns_and_types(tmp_path):
    table = pd.DataFrame({"n": pd.array([1, None, 3], "Int32"), "at": pd.to_datetime(["2017-01-01"] * 3)})
    table.to_parquet(tmp_path / "a.parquet")
    parquet_without(tmp_path / "a.parquet", pd.Series([False, True, False]), tmp_path / "b.parquet")
    pd.testing.assert_frame_equal(
        pd.read_parquet(tmp_path / "b.parquet").reset_index(drop=True), table.drop(1).reset_index(drop=True)
    )


def test_rows_of_a_sheet_are_emptied_and_the_others_stay_where_they_are(tmp_path):
    book = Workbook()
    for name in ("customers", "Read me"):
        sheet = book.create_sheet(name)
        for row in (["customer_id", "x"], ["C1", 1], ["C2", "=B2"]):
            sheet.append(row)
    book.save(tmp_path / "intake.xlsx")
    workbook_without(tmp_path / "intake.xlsx", {"customers": [2]}, tmp_path / "out.xlsx")
    made = load_workbook(tmp_path / "out.xlsx")
    assert [cell.value for cell in made["customers"]["A"]] == ["customer_id", None, "C2"]
    assert made["customers"]["B3"].value == "=B2" and made["Read me"]["A2"].value == "C1"
    assert raw_tables(tmp_path)["customers"].frame.index.tolist() == [2, 3]


def test_rows_of_an_old_workbook_cannot_be_taken_out(tmp_path):
    shutil.copy(Path(__file__).with_name("old_excel.xls"), tmp_path / "intake.xlsx")
    with pytest.raises(EngagementError, match=r"^intake\.xlsx is of an old Excel.* Save it as \.xlsx"):
        workbook_without(tmp_path / "intake.xlsx", {"orders": [3]}, tmp_path / "out.xlsx")


def test_what_a_killed_writer_left_behind_goes_as_well(acme):
    left = [acme / ".intake.xlsx.99999999.partial", acme / "data" / ".transactions.csv.99999999.partial"]
    left.append(acme.parent / "reports" / acme.name / ".2017Q4.partial" / ".crm.csv.99999999.partial")
    for draft in left:
        draft.parent.mkdir(exist_ok=True)
        draft.write_text("C-101")
    forget(acme, "C-101", dry_run=True)
    assert all(draft.exists() for draft in left)
    forget(acme, "C-101")
    assert not any(draft.exists() for draft in left)
