"""Which file a workshop goes on with, and that a rehearsal has its own."""

import subprocess
import sys

import pytest
from workshops import AT

from workbook.errors import WorkshopError
from workbook.workshop.events import EventFile
from workbook.workshop.session_files import held_once, session_file


def made(folder, name, *, closed):
    file = EventFile(folder / "workshop" / f"{name}.sqlite")
    file.append("server", "close" if closed else "open", {}, key="1", at=AT)
    file.close()


def name(folder, **terms):
    return session_file(folder, "2026Q3", **{"resume": False} | terms).stem


def test_one_that_was_not_closed_is_gone_on_with_or_refused(tmp_path):
    assert name(tmp_path) == "2026Q3-01"
    with pytest.raises(WorkshopError, match="no workshop of 2026Q3 to go on with"):
        name(tmp_path, resume=True)
    made(tmp_path, "2026Q3-01", closed=False)
    with pytest.raises(WorkshopError, match="2026Q3-01 was not closed"):
        name(tmp_path)
    assert name(tmp_path, resume=True) == "2026Q3-01"


def test_one_that_was_closed_is_followed_by_the_next_and_can_be_shown_again(tmp_path):
    made(tmp_path, "2026Q3-01", closed=True)
    assert name(tmp_path) == "2026Q3-02" and name(tmp_path, resume=True) == "2026Q3-01"


def test_where_an_earlier_file_was_moved_away_a_new_workshop_is_not_the_closed_one(tmp_path):
    made(tmp_path, "2026Q3-02", closed=True)
    assert name(tmp_path) == "2026Q3-03"


def test_a_rehearsal_and_a_workshop_do_not_stand_in_each_others_way(tmp_path):
    made(tmp_path, "2026Q3-rehearsal-01", closed=False)
    assert name(tmp_path) == "2026Q3-01"
    made(tmp_path, "2026Q3-01", closed=False)
    assert name(tmp_path, rehearsal=True) == "2026Q3-rehearsal-02"
    assert name(tmp_path, rehearsal=True, resume=True) == "2026Q3-rehearsal-01"


def test_a_file_that_was_killed_before_its_first_event_is_no_workshop(tmp_path):
    EventFile(tmp_path / "workshop" / "2026Q3-01.sqlite").close()
    assert name(tmp_path) == "2026Q3-01"
    with pytest.raises(WorkshopError, match="no workshop of 2026Q3 to go on with"):
        name(tmp_path, resume=True)


def test_a_workshop_is_held_by_one_process_and_free_after_it(tmp_path):
    path = tmp_path / "workshop" / "2026Q3-01.sqlite"
    code = """
import sys
from pathlib import Path
from workbook.workshop.session_files import held_once
with held_once(Path(sys.argv[1])):
    print("held", flush=True)
    input()
"""
    asked = [sys.executable, "-c", code, path]
    with subprocess.Popen(asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        with (
            pytest.raises(WorkshopError, match="2026Q3-01 is open already, in another terminal"),
            held_once(path),
        ):
            pass
        other.kill()
    with held_once(path):
        pass
    assert list(path.parent.iterdir()) == []
