"""crm.csv and crm.xlsx: ids as they were delivered, text that is no formula, and what each column holds."""

import ibis
import pandas as pd
import pytest
from openpyxl import load_workbook
from plain_crm import plain_words

from workbook.intake import current_snapshot
from workbook.store import crm_file, open_period
from workbook.store.crm_file import write_crm

RISKY = ["=1+1", "+31 6", "-5", "@x", "007", "1e5", "plain"]


@pytest.fixture
def quarter(tiny):
    """Customers without identities, whose ids look like formulas and numbers."""
    file = current_snapshot(tiny) / "identities.parquet"
    pd.read_parquet(file)[:0].to_parquet(file)
    period = open_period(tiny, "2017Q4")
    rows = {"customer_id": RISKY, "profile": ["=cmd|calc", *[None] * 6], "stage": ["new", *["old"] * 6]}
    period.save_private("crm", ibis.memtable(rows | {"revenue": [1.5, *[2.0] * 6], "at_risk": [True] * 7}))
    return period


def write(period, **parts):
    folder = period.folder / "out"
    folder.mkdir(exist_ok=True)
    write_crm(folder, period, plain_words(**parts))
    return folder


def test_ids_stay_as_they_are_and_only_free_text_is_neutralised(quarter):
    rows = pd.read_csv(write(quarter) / "crm.csv", dtype="str")
    assert rows["customer_id"].tolist() == RISKY
    assert rows["profile"].dropna().tolist() == ["'=cmd|calc"]


def test_a_workbook_has_ids_and_text_as_text_cells_and_numbers_as_numbers(quarter):
    book = load_workbook(write(quarter) / "crm.xlsx")
    assert book.sheetnames == ["crm", "Explained"]
    head, *rows = book["crm"].iter_rows()
    assert [cell.value for cell in head] == ["customer_id", "profile", "stage", "revenue", "at_risk"]
    assert [(row[0].value, row[0].data_type) for row in rows] == [(value, "s") for value in RISKY]
    first = [(cell.value, cell.data_type) for cell in rows[0][1:]]
    assert first == [("=cmd|calc", "s"), ("new", "s"), (1.5, "n"), (True, "b")]
    assert rows[1][1].value is None


def test_labels_stand_beside_their_codes(quarter):
    labels = {"stage": {"new": "=Nieuw"}, "segment": {"a": "A"}}
    rows = pd.read_csv(write(quarter, labels=labels) / "crm.csv", dtype="str")
    assert list(rows)[2:4] == ["stage", "stage_label"]
    assert rows["stage_label"].tolist() == ["'=Nieuw", *["old"] * 6]


def test_every_column_is_explained_and_what_is_not_there_too(quarter):
    folder = write(quarter, labels={"stage": {}}, absent={"expected_value": "why not", "crm.xlsx": "long"})
    rows = pd.read_csv(folder / "crm_explained.csv")
    assert list(rows) == ["Column", "What", "Unit", "Source"]
    columns = list(pd.read_csv(folder / "crm.csv"))
    assert rows["Column"].tolist() == [*columns, "expected_value"]
    assert rows["What"].iloc[-1] == "why not"
    sheet = load_workbook(folder / "crm.xlsx")["Explained"]
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["Column", *rows["Column"]]


@pytest.mark.parametrize(("rows", "made"), [(8, True), (7, False)])
def test_more_rows_than_a_worksheet_holds_make_no_workbook_and_it_is_said(quarter, monkeypatch, rows, made):
    monkeypatch.setattr(crm_file, "EXCEL_ROWS", rows)  # seven rows and the headings
    folder = write(quarter, absent={"crm.xlsx": "too long"})
    assert (folder / "crm.xlsx").exists() == made
    explained = pd.read_csv(folder / "crm_explained.csv")
    assert (explained["What"].iloc[-1] == "too long") != made


def test_the_same_rows_make_the_same_files(quarter):
    first = {file.name: file.read_bytes() for file in write(quarter).iterdir()}
    assert set(first) == {"crm.csv", "crm.xlsx", "crm_explained.csv"}
    assert {file.name: file.read_bytes() for file in write(quarter).iterdir()} == first


def test_without_customers_there_are_headings(quarter):
    quarter.save_private("crm", quarter.private("crm").limit(0))
    folder = write(quarter, labels={"stage": {"new": "New"}})
    assert pd.read_csv(folder / "crm.csv").shape == (0, 6)
    assert load_workbook(folder / "crm.xlsx")["crm"].max_row == 1
