"""The live file: what was answered stays, once, in order."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from workbook.errors import WorkshopError
from workbook.workshop import events
from workbook.workshop.events import EventFile, LiveFileError
from workbook.workshop.scores import counted_rows
from workbook.workshop.session import Session

AT = "2026-09-21T10:00:00Z"


@pytest.fixture
def file(tmp_path):
    opened = EventFile(tmp_path / "workshop" / "2026Q3-01.sqlite")
    yield opened
    opened.close()


def test_what_is_sent_twice_stands_once_as_it_came_first(file):
    first = file.append("S01", "score", {"score": 7}, key="a", at=AT)
    again = file.append("S01", "score", {"score": 9}, key="a", at="2026-09-21T11:00:00Z")
    other = file.append("S02", "score", {"score": 9}, key="a", at=AT)
    assert again == first and first.data == {"score": 7}
    assert [event.id for event in file.events()] == [first.id, other.id]
    assert [event.id for event in file.events(after=first.id)] == [other.id]


def test_another_reader_sees_what_was_answered_while_the_file_is_open(file):
    file.append("S01", "remark", {"remark": "“é” \N{SNOWMAN}"}, key="a", at=AT)
    again = EventFile(file.path)
    assert [event.data["remark"] for event in again.events()] == ["“é” \N{SNOWMAN}"]
    again.close()


def test_destroyed_names_are_nowhere_in_the_file(file):
    file.name("S01", "Annabel Onverwacht")
    file.name("S01", "Annabel Herzien")
    assert file.names() == {"S01": "Annabel Herzien"}
    file.destroy_names()
    assert file.names() == {}
    for part in file.path.parent.iterdir():
        assert b"Annabel" not in part.read_bytes()


def test_a_backup_holds_what_stands_in_the_log(file, tmp_path):
    file.append("S01", "ready", {}, key="a", at=AT)
    file.backup(tmp_path / "copy.sqlite")
    copy = EventFile(tmp_path / "copy.sqlite")
    assert [event.kind for event in copy.events()] == ["ready"]
    copy.close()
    with pytest.raises(WorkshopError, match="is there already"):
        file.backup(tmp_path / "copy.sqlite")


def changed(path, statement):
    data = sqlite3.connect(path)
    with data:
        data.execute(statement)
    data.close()


def test_a_file_of_a_newer_version_or_of_something_else_is_refused(tmp_path):
    EventFile(tmp_path / "newer.sqlite").close()
    changed(tmp_path / "newer.sqlite", "pragma user_version = 99")
    with pytest.raises(WorkshopError, match="format 99, this one knows 2"):
        EventFile(tmp_path / "newer.sqlite")
    changed(tmp_path / "other.sqlite", "create table scores (expert)")
    with pytest.raises(WorkshopError, match="is no file of a workshop"):
        EventFile(tmp_path / "other.sqlite")


def made_by_version_1(path):
    """The file of a workshop that version 1 wrote: two experts, a round that was revealed, and one open."""
    data = sqlite3.connect(path)
    data.executescript(Path(__file__).with_name("version_1.sql").read_text("utf-8"))
    data.close()


def test_a_file_of_version_1_goes_on_where_it_was(tmp_path):
    made_by_version_1(tmp_path / "w.sqlite")
    file = EventFile(tmp_path / "w.sqlite")
    session = Session(file.events())
    assert [(one.asked, one.spread, one.revealed) for one in session.rounds] == [
        (("I1", "I2"), 0, True),
        (("I1",), 0, False),
    ]
    assert counted_rows(session)[0] | {"at": ""} == {
        "expert": "S01",
        "round": 1,
        "opportunity": "I1",
        "criterion": "potential",
        "score": 3,
        "at": "",
        "role": "IT",
        "abstained": "no",
        "remark": "Too late",
    }
    assert list(session.links.values()) == [1] and file.names() == {"S01": "Ann", "S02": "Bob"}
    file.append("S01", "ready", {"round": 2, "ready": True}, key="new", at=AT)
    file.close()
    data = sqlite3.connect(tmp_path / "w.sqlite")
    assert data.execute("pragma user_version").fetchone() == (2,)
    data.close()


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "w.sqlite"
    made_by_version_1(path)
    monkeypatch.setitem(events.MIGRATIONS, 1, "delete from events; update nowhere set data = 1;")
    with pytest.raises(WorkshopError, match="no such table: nowhere"):
        EventFile(path)
    monkeypatch.undo()
    file = EventFile(path)
    assert len(list(file.events())) == 14
    file.close()


@pytest.mark.skipif(os.name != "posix", reason="other systems have no limit on the size of a file")
def test_on_a_full_disk_nothing_is_half_written_and_with_room_it_goes_on(file):
    import resource

    file.append("S01", "remark", {"remark": "before"}, key="a", at=AT)
    log = file.path.with_name(f"{file.path.name}-wal")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + 20_000, hard))
    try:
        with pytest.raises(LiveFileError, match=r"Nothing that was confirmed is lost; make room"):
            for number in range(100):
                file.append("S01", "remark", {"remark": "x" * 2000}, key=f"{number}", at=AT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert 0 < number < 99
    remark = {"remark": "x" * 2000}
    file.append("S01", "remark", remark, key=f"{number}", at=AT)  # sent again, once there is room
    again = EventFile(file.path)
    assert [event.id for event in again.events()] == list(range(1, number + 3))
    again.close()


@pytest.mark.skipif(os.name != "posix", reason="rights are told otherwise elsewhere")
def test_a_folder_that_may_not_be_written_to_is_named():
    code = """
import os, sys
from pathlib import Path
from workbook.workshop.events import EventFile
if os.getuid() == 0:
    os.setuid(65534)
EventFile(Path(sys.argv[1]) / "workshop" / "2026Q3-01.sqlite")
"""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        told = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True)
    assert told.returncode == 1 and f"Permission denied: '{folder}/workshop'" in told.stderr
    assert "give the folder back its rights" in told.stderr.replace("\n", " ")


def test_a_clock_that_is_set_back_changes_no_order(file):
    times = ["2026-09-21T10:00:00Z", "2026-09-21T08:00:00Z", "2026-09-21T10:00:01Z"]
    for number, at in enumerate(times):
        file.append("S01", "score", {"score": number}, key=f"{number}", at=at)
    assert [(event.data["score"], event.at) for event in file.events()] == list(enumerate(times))


def test_a_text_that_is_no_database_is_refused_in_words(tmp_path):
    (tmp_path / "text.sqlite").write_text("no database, but long enough to be taken for one" * 20)
    with pytest.raises(WorkshopError, match="cannot be used: file is not a database"):
        EventFile(tmp_path / "text.sqlite")


def test_a_damaged_file_is_told_apart_from_a_full_disk(tmp_path):
    path = tmp_path / "w.sqlite"
    path.write_bytes(b"no database, and more than a header " * 200)
    with pytest.raises(LiveFileError, match=r"not a database\. It was damaged from outside; put a backup"):
        EventFile(path)
