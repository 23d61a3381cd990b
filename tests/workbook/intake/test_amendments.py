"""What a workshop filled or changed in rows of the client's own, and what stays the client's."""

import sqlite3
from contextlib import closing

import pytest

from workbook.store import raw_tables

READINESS = "statement,dimension,answer\nOne key,data,2\nWe plan,plan,4\nOpen,people,\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "readiness.csv").write_text(READINESS, "utf-8")
    return tmp_path


def amend(folder, *rows):
    columns = (
        "table_name text, row_key text, column_name text, value text, instead_of text, at text, session text"
    )
    with closing(sqlite3.connect(folder / "workshop.sqlite")) as data, data:
        data.execute(f"create table if not exists amendments ({columns})")
        data.executemany("insert into amendments values (?, ?, ?, ?, ?, ?, ?)", rows)


def answer(statement, value, instead_of, column="answer", at="2026-09-21", session="2026Q3-01"):
    return ("readiness", f'{{"statement": "{statement}"}}', column, value, instead_of, at, session)


def read(folder, **options):
    table = raw_tables(folder, **options)["readiness"]
    return [str(cell) for cell in table.frame["answer"].fillna("")], table.file


def test_a_cell_as_the_group_saw_it_and_a_blank_one_take_the_workshops_value(folder):
    amend(folder, answer("One key", "3", "2"), answer("Open", "1", None))
    assert read(folder) == (["3", "4", "1"], "readiness.csv and workshop.sqlite")
    assert read(folder, only=("readiness",))[0] == ["3", "4", "1"]


def test_a_cell_that_the_client_changed_since_stays_the_clients(folder):
    amend(folder, answer("We plan", "2", "5"), answer("Nowhere", "1", None))
    assert read(folder) == (["2", "4", ""], "readiness.csv")


def test_a_later_workshop_changes_what_an_earlier_one_left(folder):
    first, second = answer("One key", "3", "2"), answer("One key", "5", "3", session="2026Q3-02")
    amend(folder, second, first)  # the first was handed on again after the second
    assert read(folder)[0] == ["5", "4", ""]


def test_a_column_that_is_not_there_is_made_and_a_table_that_is_not_is_left(folder):
    amend(folder, answer("One key", "Ann", None, "note"), ("journey", "{}", "owner", "IT", None, "", ""))
    table = raw_tables(folder)
    assert table["readiness"].frame["note"].fillna("").tolist() == ["Ann", "", ""]
    assert "journey" not in table


def test_whole_numbers_of_a_spreadsheet_are_the_same_as_text(folder):
    import pandas as pd

    (folder / "data" / "readiness.csv").unlink()
    rows = pd.DataFrame({"statement": ["One key"], "dimension": "data", "answer": [2.0]})
    rows.to_parquet(folder / "data" / "readiness.parquet", index=False)
    amend(folder, answer("One key", "3", "2"))
    assert read(folder)[0] == ["3"]


def test_a_file_that_is_no_database_is_a_fault_of_its_own(folder):
    (folder / "workshop.sqlite").write_text("no database", "utf-8")
    tables = raw_tables(folder)
    assert tables["readiness"].frame["answer"].tolist()[:2] == ["2", "4"] and tables["scores"].faults


def test_segments_and_profiles_bear_the_names_that_were_chosen_in_every_table(folder):
    from workbook.intake.amendments import renamed

    customers = "customer_id,segment,profile\n1,Small,Builder\n2,Large,Small\n"
    (folder / "data" / "customers.csv").write_text(customers, "utf-8")
    (folder / "data" / "insights.csv").write_text("insight,text,profile\nI1,Small, Builder\n", "utf-8")
    with closing(sqlite3.connect(folder / "workshop.sqlite")) as data, data:
        data.execute("create table names (kind text, old text, new text, at text, session text)")
        rows = [("segment", "Small", "Corner shops"), ("profile", "Builder", "Teller")]
        rows.append(("profile", "Teller", "Storyteller"))
        data.executemany("insert into names values (?, ?, ?, '2026-09-21', '2026Q3-01')", rows)
    tables = renamed(raw_tables(folder), folder / "workshop.sqlite")
    assert tables["customers"].frame["segment"].tolist() == ["Corner shops", "Large"]
    assert tables["customers"].frame["profile"].tolist() == ["Storyteller", "Small"]
    insights = tables["insights"].frame
    assert (insights["text"][insights.index[0]], insights["profile"].tolist()) == ("Small", ["Storyteller"])
