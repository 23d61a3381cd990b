"""Files that are written whole or not at all, and the lock of a period."""

import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from openpyxl import load_workbook

from workbook.errors import RunError, StoreError
from workbook.files import (
    digest,
    period_lock,
    read_json,
    replace_all,
    write_csv,
    write_json,
    write_sheets,
    write_table,
    write_text,
    write_whole,
)

FORK = multiprocessing.get_context("fork")


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path):
    file = write_text(tmp_path / "a.txt", "before")

    def half(path):
        path.write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_whole(file, half)
    assert file.read_text() == "before" and list(tmp_path.iterdir()) == [file]


def test_what_is_written_as_json_is_read_back_and_an_absent_file_is_empty(tmp_path):
    write_json(tmp_path / "new" / "a.json", {"naam": "Café", "n": 3})
    assert "Café" in (tmp_path / "new" / "a.json").read_text("utf-8")
    assert read_json(tmp_path / "new" / "a.json") == {"naam": "Café", "n": 3}
    assert read_json(tmp_path / "b.json") == {}


def test_a_digest_tells_parts_apart():
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("ab", "c") == digest(b"ab", "c") and len(digest()) == 64


def test_when_one_file_cannot_be_made_none_is_replaced(tmp_path):
    files = [tmp_path / "a", tmp_path / "b"]
    for file in files:
        file.write_text("before")

    def breaks(target):
        target.write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        replace_all({files[0]: lambda target: target.write_text("after"), files[1]: breaks})
    assert [file.read_text() for file in files] == ["before"] * 2 and len(list(tmp_path.iterdir())) == 2


def test_a_file_where_a_folder_must_be_is_told_by_name(tmp_path):
    (tmp_path / "reports").write_text("")
    with pytest.raises(StoreError, match=r"2017Q4/a\.txt cannot be written: .*Check that folder"):
        write_text(tmp_path / "reports" / "2017Q4" / "a.txt", "x")


def test_a_folder_without_the_right_to_write_is_told_with_the_way_out():
    with pytest.raises(StoreError, match=r"a\.txt cannot be written: .*, and try again"):
        write_text(Path("/proc/a.txt"), "x")


def test_without_room_nothing_is_left_behind(tmp_path):
    write_table(tmp_path / "a.parquet", pd.DataFrame({"n": [1]}))
    before = (tmp_path / "a.parquet").read_bytes()

    def fill(limit):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        for write in (
            lambda: write_text(tmp_path / "b.txt", "x" * 10_000),
            lambda: write_table(tmp_path / "a.parquet", pd.DataFrame({"n": range(10_000)})),
        ):
            try:
                write()
            except StoreError as error:
                assert "Make room on the disk" in str(error)
            else:
                os._exit(1)

    child = FORK.Process(target=fill, args=(4096,))
    child.start()
    child.join()
    assert child.exitcode == 0
    assert [file.name for file in tmp_path.iterdir()] == ["a.parquet"]
    assert (tmp_path / "a.parquet").read_bytes() == before


# The lock


def held(store):
    """Whether another process holds the lock."""

    def ask():
        try:
            with period_lock(store):
                os._exit(0)
        except RunError:
            os._exit(1)

    child = FORK.Process(target=ask)
    child.start()
    child.join()
    return child.exitcode == 1


def test_a_lock_is_held_until_its_block_ends(tmp_path):
    with period_lock(tmp_path):
        with (
            pytest.raises(RunError, match=rf"under way \(process {os.getpid()}\)") as refused,
            period_lock(tmp_path),
        ):
            pass
        assert "remove" not in str(refused.value)
        assert held(tmp_path)
    assert not held(tmp_path)


def test_the_lock_of_a_process_that_was_killed_does_not_hold(tmp_path):
    code = f"""
import time
from pathlib import Path
from workbook.files import period_lock
with period_lock(Path({str(tmp_path)!r})):
    print("held", flush=True)
    time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout.readline() == "held\n"
        with pytest.raises(RunError, match=rf"process {run.pid}\)"), period_lock(tmp_path):
            pass
        run.kill()
    with period_lock(tmp_path):
        assert held(tmp_path)


@pytest.mark.parametrize("left", ["", "999999999"])
def test_a_lock_file_that_was_left_behind_does_not_hold(tmp_path, left):
    for name in ("lock", "lock.pid"):
        (tmp_path / name).write_text(left)
    with period_lock(tmp_path):
        assert (tmp_path / "lock.pid").read_text() == str(os.getpid())


def test_of_many_starters_one_at_a_time_gets_in(tmp_path):
    rounds, starters = 60, 6
    inside = tmp_path / "inside"

    def start():
        for _ in range(rounds):
            try:
                with period_lock(tmp_path):
                    try:
                        os.close(os.open(inside, os.O_CREAT | os.O_EXCL))
                    except FileExistsError:
                        os._exit(1)
                    time.sleep(0.0005)
                    inside.unlink()
            except RunError:
                time.sleep(0.0003)

    children = [FORK.Process(target=start) for _ in range(starters)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0] * starters


@pytest.mark.parametrize("damaged", ["", "{", "no json"])
def test_a_damaged_json_file_is_an_empty_one(tmp_path, damaged):
    (tmp_path / "a.json").write_text(damaged)
    assert read_json(tmp_path / "a.json") == {}


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_a_text_that_a_spreadsheet_takes_for_a_formula_gets_a_quote_whatever_its_type(tmp_path, kind):
    texts = pa.array(["=cmd|calc", "-1", "plain"]).cast(kind)
    table = pa.table({"id": texts, "a": texts})
    write_csv(tmp_path / "a.csv", [table[:0], table[:2], table[2:]], keys=["id"])
    rows = pd.read_csv(tmp_path / "a.csv")
    assert rows["a"].tolist() == ["'=cmd|calc", "'-1", "plain"]
    assert rows["id"].tolist() == ["=cmd|calc", "-1", "plain"]


def test_a_workbook_holds_text_as_text_and_nothing_as_a_formula(tmp_path):
    rows = [["id", "n"], ["=1+1", 2], ["https://a.nl", None], ["007", float("nan")], ["x", True]]
    file = write_sheets(tmp_path / "a.xlsx", {"first": rows, "second": [["only"]]})
    book = load_workbook(file)
    assert book.sheetnames == ["first", "second"]
    cells = [[(cell.value, cell.data_type) for cell in row] for row in book["first"].iter_rows(min_row=2)]
    assert [row[0] for row in cells] == [("=1+1", "s"), ("https://a.nl", "s"), ("007", "s"), ("x", "s")]
    assert [row[1] for row in cells] == [(2, "n"), (None, "n"), (None, "n"), (True, "b")]


def test_a_text_that_no_cell_holds_is_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(StoreError, match=r"row 2: a text is longer than a cell can hold"):
        write_sheets(tmp_path / "a.xlsx", {"first": [["a"], ["x" * 32_768]]})
    assert list(tmp_path.iterdir()) == []
