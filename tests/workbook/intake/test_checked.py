"""The snapshot of checked tables: made once, whole, and in an order that tells nothing."""

import shutil
import sqlite3

import pandas as pd
import pytest

from workbook.errors import EngagementError, TablesError
from workbook.files import read_json, sha256_of
from workbook.intake import (
    checked_inputs,
    current_snapshot,
    input_facts,
    raw_tables,
    source_digests,
    source_files,
)
from workbook.intake.checked import TRIES
from workbook.intake.pseudonyms import Key, pseudonyms
from workbook.intake.reading import raw_and_large_tables
from workbook.store import open_engagement, open_period
from workbook.tables import TABLES


def check(folder):
    return checked_inputs(folder, open_engagement(folder))


def add(file, text):
    file.write_text(file.read_text("utf-8") + text, "utf-8")


def snapshots(folder):
    return sorted(place.name for place in (folder / ".store" / "checked").iterdir() if place.is_dir())


def test_a_snapshot_holds_every_table_the_settings_and_their_digests(tiny):
    snapshot = check(tiny)
    assert snapshot == current_snapshot(tiny)
    assert (snapshot / "engagement.yml").read_bytes() == (tiny / "engagement.yml").read_bytes()
    inputs = read_json(snapshot / "inputs.json")
    kept = (*TABLES, "keys/recognition")
    assert inputs["digests"] == {name: sha256_of(snapshot / f"{name}.parquet") for name in kept}
    assert inputs["tables"]["transactions"] == {"file": "transactions.csv", "rows": 4, "rows_read": 4}
    assert input_facts(tiny) == inputs["tables"]


def test_inputs_are_checked_again_only_when_a_source_has_changed(tiny):
    snapshot = check(tiny)
    marker = snapshot / "customers.parquet"
    marker.write_bytes(b"as it was")
    assert check(tiny) == snapshot and marker.read_bytes() == b"as it was"
    add(tiny / "engagement.yml", "# a remark\n")
    assert check(tiny) != snapshot
    assert len(pd.read_parquet(check(tiny) / "customers.parquet")) == 2


def test_a_change_makes_a_new_snapshot_beside_the_one_before(tiny):
    first = check(tiny)
    content = {file.name: file.read_bytes() for file in first.glob("*.*")}
    add(tiny / "data" / "transactions.csv", "C-102;2017-10-18;9;\n")
    second = check(tiny)
    assert {file.name: file.read_bytes() for file in first.glob("*.*")} == content
    assert open_period(tiny, "2017Q4").inputs("transactions")["amount"].sum() == 35
    add(tiny / "data" / "transactions.csv", "C-102;2017-10-19;9;\n")
    third = check(tiny)
    assert snapshots(tiny) == sorted([second.name, third.name])


def test_a_delivery_that_comes_back_has_its_snapshot_back(tiny):
    first, file = check(tiny), tiny / "data" / "transactions.csv"
    text = file.read_text("utf-8")
    add(file, "C-102;2017-10-18;9;\n")
    second = check(tiny)
    file.write_text(text, "utf-8")
    assert check(tiny) == first and snapshots(tiny) == sorted([first.name, second.name])


def test_a_delivery_with_faults_leaves_the_snapshot_and_nothing_half_made(tiny):
    snapshot = check(tiny)
    add(tiny / "data" / "transactions.csv", "nobody;2017-10-18;9;\n")
    with pytest.raises(TablesError, match="'nobody' is not"):
        check(tiny)
    assert current_snapshot(tiny) == snapshot and snapshots(tiny) == [snapshot.name]


def test_files_that_change_while_they_are_read_are_read_again(tiny, monkeypatch):
    file, left = tiny / "data" / "transactions.csv", [1]

    def reads(folder):
        tables = raw_and_large_tables(folder)
        if left:
            add(file, f"C-102;2017-10-18;{left.pop()};\n")
        return tables

    monkeypatch.setattr("workbook.intake.checked.raw_and_large_tables", reads)
    add(file, "C-102;2017-10-17;9;\n")
    assert len(pd.read_parquet(check(tiny) / "transactions.parquet")) == 6
    left[:] = range(TRIES)
    add(file, "C-102;2017-10-19;9;\n")
    with pytest.raises(EngagementError, match="change while they are read"):
        check(tiny)


def test_the_stamp_changes_with_contents_and_names_and_not_with_reports(tiny):
    stamps = [source_digests(tiny)]
    assert source_files(tiny)[0].name == "engagement.yml"
    (tiny / "notes.txt").write_text("not an input")
    stamps.append(source_digests(tiny))
    (tiny / "data" / "answers.csv").rename(tiny / "data" / "Answers.csv")
    stamps.append(source_digests(tiny))
    assert stamps[0] == stamps[1] != stamps[2]


# The order of the rows


KEY = "k" * 40
IDS = [f"C-{number:03}" for number in range(40)]


def deliver(folder, ids):
    """Customers, an identity for each, and two orders and an answer for each, in the order given."""
    customers = pd.DataFrame({"customer_id": ids, "size": [f"of {name}" for name in ids]})
    identities = pd.DataFrame(
        {"source": "web", "source_id": [f"w{name}" for name in ids], "customer_id": ids}
    )
    orders = pd.DataFrame({"customer_id": [*ids, *ids], "amount": 1, "ordered_at": "2017-10-14"})
    orders["ordered_at"] = [f"2017-{month}-14" for month in (11, 10) for _ in ids]
    answers = pd.DataFrame({"respondent_id": [f"r{name}" for name in ids], "at": "2017-12-05"})
    answers = answers.assign(question="nps", score=9)
    tables = {"customers": customers, "identities": identities, "transactions": orders, "answers": answers}
    for name, table in tables.items():
        table.to_csv(folder / "data" / f"{name}.csv", sep=";", index=False)


def kept(folder):
    snapshot = check(folder)
    names = ("customers", "identities", "transactions", "answers")
    return {name: pd.read_parquet(snapshot / f"{name}.parquet") for name in names}


def test_under_a_key_the_position_of_a_row_tells_nothing(hidden_tiny):
    tables = []
    for ids in (IDS, IDS[::-1], IDS[1::2] + IDS[::2]):
        deliver(hidden_tiny, ids)
        tables.append(kept(hidden_tiny))
    for name, table in tables[0].items():
        for other in tables[1:]:
            pd.testing.assert_frame_equal(table, other[name])
    made = pseudonyms(pd.Series(IDS), "customer", Key(KEY.encode()))
    by_position = (tables[0]["customers"]["customer_id"] == made).sum()
    assert by_position <= 5  # as many as by chance
    assert tables[0]["customers"]["customer_id"].tolist() == sorted(made)
    orders = tables[0]["transactions"]
    assert orders["ordered_at"].dt.month.tolist() == [10, 11] * len(IDS)


# SQLite


SCORES = [("E01", 1, "O1", "potential", 7, "2017-12-12"), ("E02", 1, "O1", "potential", 8, "2017-12-12")]


@pytest.fixture
def scored(tiny):
    """Scores in a database that keeps its newest rows in a write-ahead log, held open by a writer."""
    (tiny / "data" / "scores.csv").unlink()
    writer = sqlite3.connect(tiny / "workshop.sqlite", isolation_level=None)
    writer.execute("pragma journal_mode = wal")
    writer.execute("create table scores (expert, round, opportunity, criterion, score, at)")
    writer.execute("insert into scores values (?, ?, ?, ?, ?, ?)", SCORES[0])
    yield tiny, writer
    writer.close()


def test_the_newest_rows_of_a_database_count_while_they_are_in_its_log(scored):
    folder, writer = scored
    first, stamp = check(folder), source_digests(folder)
    main = (folder / "workshop.sqlite").read_bytes()
    writer.execute("insert into scores values (?, ?, ?, ?, ?, ?)", SCORES[1])
    assert (folder / "workshop.sqlite").read_bytes() == main
    assert source_digests(folder) != stamp
    second = check(folder)
    assert second != first and len(pd.read_parquet(second / "scores.parquet")) == 2


def test_a_database_that_is_packed_anew_is_the_same_input(scored):
    folder, writer = scored
    stamp = source_digests(folder)
    writer.execute("pragma wal_checkpoint(truncate)")
    writer.execute("vacuum")
    assert source_digests(folder) == stamp


def test_a_database_is_not_changed_by_reading_it(scored):
    folder, writer = scored
    writer.close()
    before = {file.name: file.read_bytes() for file in folder.glob("workshop*")}
    check(folder)
    assert {file.name: file.read_bytes() for file in folder.glob("workshop*")} == before


def test_a_copy_of_a_database_and_its_log_is_read_whole(scored):
    folder, writer = scored
    writer.execute("insert into scores values (?, ?, ?, ?, ?, ?)", SCORES[1])
    for name in ("workshop.sqlite", "workshop.sqlite-wal"):
        shutil.copy(folder / name, folder / f"copy {name}")
    writer.close()
    for name in ("workshop.sqlite", "workshop.sqlite-wal"):
        (folder / f"copy {name}").replace(folder / name)
    assert len(raw_tables(folder)["scores"].frame) == 2
