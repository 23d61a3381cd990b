"""A report's folder is replaced: killed at any point, a whole one is there after the next command."""

import subprocess
import sys
from pathlib import Path

from workbook.store import open_period
from workbook.store import swap as swap_module
from workbook.store.swap import MANIFEST, draft_of, settle, swap

KILLED = """
import os, sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

spec = spec_from_file_location("swap", sys.argv[3])  # without the package, and so without its imports
swap = module_from_spec(spec)
spec.loader.exec_module(swap)
target, last = Path(sys.argv[1]), int(sys.argv[2])
calls = 0

def dies_at_last(call):
    def counted(*args, **options):
        global calls
        calls += 1
        if calls > last:
            os._exit(9)
        return call(*args, **options)
    return counted

for name in ("fsync", "open", "unlink", "rmdir"):
    setattr(os, name, dies_at_last(getattr(os, name)))
for name in ("replace", "write_text"):
    setattr(Path, name, dies_at_last(getattr(Path, name)))
swap.settle(target)
draft = swap.draft_of(target)
draft.mkdir()
for name in ("report.html", "manifest.json"):
    (draft / name).write_text("new")
swap.sync(draft)
swap.swap(draft, target)
"""


def holding(folder: Path) -> set[str]:
    """What the files of a report's folder hold."""
    return {file.read_text() for file in folder.iterdir()}


def test_killed_at_any_point_a_whole_report_is_there_after_the_next_command(tmp_path):
    seen, last = [], 0
    while True:
        target = tmp_path / str(last) / "2017Q4"
        target.mkdir(parents=True)
        for name in ("report.html", MANIFEST):
            (target / name).write_text("old")
        words = [sys.executable, "-c", KILLED, str(target), str(last), swap_module.__file__]
        code = subprocess.run(words, check=False).returncode
        there = target.exists()
        settle(target)
        assert holding(target) in ({"old"}, {"new"}), last
        assert [path.name for path in target.parent.iterdir()] == ["2017Q4"]
        assert there or holding(target) == {"new"}, "the new one was whole when the old one moved"
        seen.append((there, holding(target).pop()))
        if code == 0:
            break
        last += 1
    assert seen[0] == (True, "old") and seen[-1] == (True, "new") and (False, "new") in seen
    assert len(seen) > 10


def test_a_folder_without_a_manifest_is_not_taken_for_a_whole_one(tmp_path):
    target = tmp_path / "2017Q4"
    for place in (draft_of(target), target.with_name(".2017Q4.old")):
        place.mkdir()
        (place / "report.html").write_text(place.suffix)
    settle(target)
    assert holding(target) == {".old"}


def test_opening_a_quarter_puts_its_report_back_and_that_of_the_quarter_before(tiny):
    reports = tiny.parent / "reports" / tiny.name
    for quarter in ("2017Q3", "2017Q4"):
        old = reports / f".{quarter}.old"
        old.mkdir(parents=True)
        (old / MANIFEST).write_text("{}")
    open_period(tiny, "2017Q4")
    assert sorted(path.name for path in reports.iterdir()) == ["2017Q3", "2017Q4"]


def test_while_a_run_holds_the_quarter_nothing_is_put_back(tiny):
    """It may be between the two moves itself."""
    from workbook.store import period_lock

    old = tiny.parent / "reports" / tiny.name / ".2017Q4.old"
    old.mkdir(parents=True)
    with period_lock(tiny / ".store" / "2017Q4"):
        open_period(tiny, "2017Q4")
    assert old.exists()


def test_a_swap_replaces_what_was_there(tmp_path):
    target = tmp_path / "2017Q4"
    for name in ("first", "second"):
        draft_of(target).mkdir()
        (draft_of(target) / MANIFEST).write_text(name)
        swap(draft_of(target), target)
        assert holding(target) == {name}
