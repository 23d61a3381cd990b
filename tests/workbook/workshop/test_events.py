"""The live file: what was answered stays, once, in order."""

import sqlite3

import pytest

from workbook.errors import WorkshopError
from workbook.workshop.events import EventFile

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
    with pytest.raises(WorkshopError, match="format 99, this one knows 1"):
        EventFile(tmp_path / "newer.sqlite")
    changed(tmp_path / "other.sqlite", "create table scores (expert)")
    with pytest.raises(WorkshopError, match="is no file of a workshop"):
        EventFile(tmp_path / "other.sqlite")


def test_a_text_that_is_no_database_is_refused_in_words(tmp_path):
    (tmp_path / "text.sqlite").write_text("no database, but long enough to be taken for one" * 20)
    with pytest.raises(WorkshopError, match="cannot be used: file is not a database"):
        EventFile(tmp_path / "text.sqlite")
