"""A large table, checked piece by piece, is the table that is checked at once: values, faults and words."""

import shutil

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sound import SETTINGS, SOUND

from workbook.engagement import engagement_from
from workbook.errors import TablesError
from workbook.files import read_json
from workbook.intake import checked_inputs, forget, large_tables, parquet_pieces, read_csv, reading
from workbook.intake.large_tables import stored_table
from workbook.intake.reading import raw_and_large_tables, raw_tables
from workbook.store import open_engagement
from workbook.tables import RawTable, check
from workbook.tables.faults import ROWS_KEPT, LargeTable

ENGAGEMENT = engagement_from(yaml.safe_load(SETTINGS))
OTHERS = {name: RawTable(name, "intake.xlsx", SOUND[name]) for name in ("customers", "journey")}
CELLS = {
    "customer_id": ["P0001", "P0002", "p0001", "x", "", "1.0", "#N/A"],
    "ordered_at": [
        "2017-12-31",
        "31-12-2017",
        "3-7-2017",
        "12/31/2017",
        "43100",
        "soon",
        "",
        "2017-12-31 10:00Z",
    ],
    "amount": ["1,5", "1.5", "1.234", "7", "€ 3", "$ 3", "", "-", "2e12"],
    "currency": ["EUR", "eur", "USD", ""],
    "respondent_id": ["r1", "r2", "r3", "1.0", ""],
    "at": ["2017-12-31", "2017-01-01", "1-2-2017", ""],
    "question": ["nps", "NPS", "importance", "mood", ""],
    "score": ["9", "11", "1,5", "0", "", "n/a"],
    "touchpoint": ["Checkout", "checkout", "Chekout", ""],
    "norm": ["on-time", "ontime", ""],
    "n": ["4", "-1", "2,5", ""],
    "met": ["3", "5", ""],
}
TABLES = {
    "transactions": ("customer_id", "ordered_at", "amount", "currency"),
    "touchpoints": ("customer_id", "at", "touchpoint", "note"),
    "service": ("customer_id", "at", "norm", "n", "met"),
    "answers": ("respondent_id", "at", "question", "score", "touchpoint", "customer_id"),
}


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    folder = tmp_path_factory.mktemp("acme")
    (folder / "data").mkdir()
    return folder


def in_small_pieces(patch):
    """Every table with a row per event is large, and a piece has three rows."""
    patch.setattr(reading, "LARGE", {".csv": -1, ".parquet": -1})
    patch.setattr(read_csv, "PIECE", 3)
    patch.setattr(parquet_pieces, "PIECE", 3)


def at_once(folder):
    return told(lambda: check(OTHERS | raw_tables(folder), ENGAGEMENT))


def piece_by_piece(folder):
    """The values and faults of a folder whose tables are large."""
    files = {}

    def check_large(table, others):
        stored, faults = stored_table(table, others, ENGAGEMENT, folder / f"{table.name}.kept")
        files[table.name] = stored.file
        return faults

    raw = raw_and_large_tables(folder)
    assert all(isinstance(table, LargeTable) for table in raw.values())
    return told(
        lambda: (
            check(OTHERS | raw, ENGAGEMENT, check_large)
            | {name: pd.read_parquet(file) for name, file in files.items()}
        )
    )


def told(checks):
    """The tables; or the faults: their message, and their first rows, and how many there are."""
    try:
        return checks()
    except TablesError as error:
        return {
            (fault.table, fault.file, fault.column, fault.message, fault.rows[:ROWS_KEPT], fault.n)
            for fault in error.faults
        }


def same(first, second):
    if isinstance(first, dict) and isinstance(second, dict):
        for name in first:
            pd.testing.assert_frame_equal(second[name], first[name])
    else:
        assert second == first


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("kind", ["csv", "parquet"])
@given(data=st.data())
def test_a_table_of_any_cells_is_told_as_at_once(room, name, kind, data):
    columns = TABLES[name]
    few = {
        column: data.draw(
            st.lists(st.sampled_from(CELLS.get(column, ["x"])), min_size=1, max_size=3, unique=True)
        )
        for column in columns
    }
    n = data.draw(st.integers(1, 14))
    rows = pd.DataFrame(
        {
            column: data.draw(st.lists(st.sampled_from(cells), min_size=n, max_size=n))
            for column, cells in few.items()
        },
        dtype="str",
    )
    for file in (room / "data").iterdir():
        file.unlink()
    if kind == "csv":
        rows.to_csv(room / "data" / f"{name}.csv", index=False)
    else:
        rows.to_parquet(room / "data" / f"{name}.parquet", row_group_size=data.draw(st.integers(1, 5)))
    with pytest.MonkeyPatch.context() as patch:
        in_small_pieces(patch)
        found = piece_by_piece(room)
    same(at_once(room), found)


def test_questions_are_read_as_declared_in_every_piece(tiny, monkeypatch, tmp_path):
    settings = (
        "questions:\n  Q1: {kind: nps, scale: 0-10, no_answer: ['99'], labels: {Very likely: 10}}\n"
        "  Q2: {kind: rating, scale: 1-7}\n  Q3: {kind: open}\n"
    )
    with (tiny / "engagement.yml").open("a") as file:
        file.write(settings)
    rows = "".join(
        f"r{n};2017-10-14;{question};{score};{comment}\n"
        for n, (question, score, comment) in enumerate(
            [
                ("q1", "9", ""),
                ("Q1", "Very likely", ""),
                ("Q1", "99", ""),
                ("Q2", "7", ""),
                ("Q3", "", "Slow"),
                ("Q3", "", ""),
            ]
        )
    )
    (tiny / "data" / "answers.csv").write_text("respondent_id;at;question;score;comment\n" + rows)
    shutil.copytree(tiny, tmp_path / "other")
    tables, noted = snapshot_of(tiny)
    assert tables["answers"]["question"].tolist() == ["nps", "nps", "q2", "q3"]
    in_small_pieces(monkeypatch)
    large_tables, large_noted = snapshot_of(tmp_path / "other")
    pd.testing.assert_frame_equal(large_tables["answers"], tables["answers"])
    assert large_noted == noted


def test_a_file_that_breaks_off_is_told_as_at_once(room):
    for file in (room / "data").iterdir():
        file.unlink()
    rows = "P0001,2017-12-31,5\n" * 7
    (room / "data" / "transactions.csv").write_text(
        f'customer_id,ordered_at,amount\n{rows}P0001,2017-12-31,"5\n'
    )
    with pytest.MonkeyPatch.context() as patch:
        in_small_pieces(patch)
        found = piece_by_piece(room)
    assert found == at_once(room)
    assert [message for _, _, _, message, _, _ in found] == [
        "cannot be read: in row 9 a quote is not closed, or not doubled"
    ]


def test_faults_of_many_rows_keep_their_first_rows_and_their_number(room):
    for file in (room / "data").iterdir():
        file.unlink()
    rows = "nobody,2017-12-31,x\n" * 50
    (room / "data" / "transactions.csv").write_text(f"customer_id,ordered_at,amount\n{rows}")
    with pytest.MonkeyPatch.context() as patch:
        in_small_pieces(patch)
        raw = raw_and_large_tables(room)
        with pytest.raises(TablesError) as refused:
            check(
                OTHERS | raw,
                ENGAGEMENT,
                lambda table, others: stored_table(table, others, ENGAGEMENT, room / "kept")[1],
            )
    assert str(refused.value) == (
        "Table 'transactions' cannot be used: 100 faults in transactions.csv.\n"
        "  rows 2, 3, 4, 5, 6 and 45 more, amount: 'x' is not a number\n"
        "  rows 2, 3, 4, 5, 6 and 45 more, customer_id: 'nobody' is not in table 'customers'"
    )
    assert [len(fault.rows) for fault in refused.value.faults] == [ROWS_KEPT, ROWS_KEPT]


def test_many_keys_that_come_back_are_told_to_a_limit(room, monkeypatch):
    for file in (room / "data").iterdir():
        file.unlink()
    rows = "".join(f"r{n},2017-12-31,nps,9\n" for n in range(8)) * 2
    (room / "data" / "answers.csv").write_text(f"respondent_id,at,question,score\n{rows}")
    in_small_pieces(monkeypatch)
    monkeypatch.setattr(large_tables, "DIFFERENT", 5)
    found = piece_by_piece(room)
    assert len(found) == 6
    assert {(rows, n) for *_, message, rows, n in found if message == "holds more such values"} == {
        ((7, 8, 9, 15, 16, 17), 6)
    }


def snapshot_of(folder):
    """The kept tables of an engagement, and what is noted of them."""
    place = checked_inputs(folder, open_engagement(folder))
    noted = read_json(place / "inputs.json")
    return {name: pd.read_parquet(place / f"{name}.parquet") for name in noted["digests"]}, {
        name: noted[name] for name in ("tables", "blanks", "unread")
    }


@pytest.mark.parametrize("key", ["", "k" * 32], ids=["plain", "pseudonyms"])
@pytest.mark.parametrize("given_people", [True, False], ids=["identities", "named in the orders only"])
def test_the_snapshot_is_that_of_tables_at_once(tiny, monkeypatch, tmp_path, key, given_people):
    monkeypatch.setenv("CX_WORKBOOK_KEY", key)
    data = tiny / "data"
    (data / "answers.csv").write_text(
        "respondent_id;at;question;score;customer_id\nr1;2017-10-14;nps;9;C-101\nr2;2017-10-15;nps;n/a;C-102\n"
        "r3;2017-10-16;nps;0;\nr4;2017-10-17;nps;7;C-101\nr5;2017-10-18;nps;;\n"
    )
    if not given_people:
        for name in ("customers", "identities"):
            (data / f"{name}.csv").unlink()
        text = (data / "transactions.csv").read_text("utf-8")
        (data / "transactions.csv").write_text(text.replace(";web", ";").replace(";till", ";"), "utf-8")
    shutil.copytree(tiny, tmp_path / "other")
    tables, noted = snapshot_of(tiny)
    in_small_pieces(monkeypatch)
    large_tables, large_noted = snapshot_of(tmp_path / "other")
    assert large_noted == noted and noted["tables"]["answers"]["unscored"] == 2
    counted = "keys/recognition"
    for found in (tables, large_tables):
        found[counted] = found[counted].sort_values(["part", "name"], ignore_index=True)
    for name, table in tables.items():
        pd.testing.assert_frame_equal(large_tables[name], table)


def test_a_forgotten_person_stays_out_of_a_large_table(tiny, monkeypatch):
    monkeypatch.setenv("CX_WORKBOOK_KEY", "k" * 32)
    in_small_pieces(monkeypatch)
    forget(tiny, "C-101")
    customers, file = tiny / "data" / "customers.csv", tiny / "data" / "transactions.csv"
    customers.write_text(customers.read_text("utf-8") + "C-101;2016-01-01;small;;\n", "utf-8")
    file.write_text(file.read_text("utf-8") + "C-101;2017-12-14;5;\nC-102;2017-12-15;5;\n", "utf-8")
    tables, noted = snapshot_of(tiny)
    assert len(tables["transactions"]) == 2
    assert noted["tables"]["transactions"]["rows"] == 2
    counts = tables["keys/recognition"].query("part == 'forgotten'")
    assert counts[["name", "n", "of"]].to_numpy().tolist() == [["customers", 1, 2], ["transactions", 1, 3]]
