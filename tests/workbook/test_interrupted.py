"""A run that is stopped, takes too long or finds no room ends with a word and leaves nothing behind."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace

import nbformat
import pytest
from process_families import family, lives, wait_for

from workbook.errors import RunError
from workbook.kernels import start_server
from workbook.method import shipped_steps
from workbook.notebooks import run_notebook
from workbook.runs import run

pytestmark = pytest.mark.slow
COMMAND = [sys.executable, "-c", "from workbook.cli import main; main()"]
posix = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")


@pytest.fixture
def acme(fresh_partners, tmp_path):
    return shutil.copytree(fresh_partners, tmp_path / "work" / "acme")


def started(acme, *more):
    words = [*COMMAND, "run", acme.name, "--period", "2017Q4", *more]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    # A session of its own, as at a terminal: Ctrl-C goes to the group that runs in front. Tests that run in
    # the background of a script would hand on that Ctrl-C is ignored.
    return subprocess.Popen(
        words,
        cwd=acme.parent,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        **pipes,
    )


@posix
@pytest.mark.parametrize(
    "kernels",
    [
        pytest.param(0, id="while it reads", marks=pytest.mark.ci),
        pytest.param(1, id="first kernel", marks=pytest.mark.ci),
        pytest.param(3, id="kernels"),
    ],
)
def test_one_ctrl_c_ends_a_run_within_two_seconds_and_leaves_no_process(acme, kernels):
    process = started(acme)
    wait_for(process, lambda: len(family(process)) > kernels)
    children = family(process)
    pressed = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)  # also waits for whoever else holds the pipe
    assert time.monotonic() - pressed < 2
    assert process.returncode == 130
    assert told.endswith(
        "Stopped. The last report is as it was; what was finished is kept for the next run.\n"
    )
    assert [child for child in children if lives(child)] == []
    assert not list(acme.rglob("*.partial")) and not (acme.parent / "reports").exists()


@posix
def test_a_ctrl_c_that_a_library_swallows_ends_the_run_at_the_next_step(acme, made_at):
    told = []

    def swallows(step, state):
        told.append((step, state))
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        run(acme, "2017Q4", made_at=made_at, progress=swallows)
    assert len(told) == 1 and signal.getsignal(signal.SIGINT) is signal.SIG_IGN  # nothing stops clearing up
    signal.signal(signal.SIGINT, signal.default_int_handler)
    start_server()  # kernels can be had again by the tests that follow


def slow_notebook(tmp_path):
    """A notebook of the method with a cell that never ends under its second heading."""
    notebook = nbformat.read(shipped_steps()["4_essa"].file, as_version=4)
    at = [cell.id for cell in notebook.cells].index("essa_verdicts")
    notebook.cells = notebook.cells[: at + 1]
    notebook.cells[at].source = "import time; time.sleep(600)"
    for cell in notebook.cells[2:at]:
        cell.source = cell.source if cell.cell_type == "markdown" else "0"
    nbformat.write(notebook, tmp_path / "4_essa.ipynb")
    return tmp_path / "4_essa.ipynb"


def test_a_notebook_that_takes_too_long_is_stopped_and_named_with_heading_and_cell(tmp_path):
    file = slow_notebook(tmp_path)
    slow = replace(shipped_steps()["4_essa"], notebook=json.loads(file.read_text("utf-8")))
    heading = next(
        cell.source for cell in nbformat.read(file, as_version=4).cells if cell.source.startswith("## ")
    )
    with pytest.raises(RunError) as caught:
        run_notebook(slow, tmp_path / "out.ipynb", {}, without=(), cwd=tmp_path, minutes=0.1, environment={})
    assert str(caught.value).splitlines() == [
        f"Step 4_essa took too long under the heading '{heading.splitlines()[0][3:]}', in cell"
        " 'essa_verdicts'.",
        "A notebook may take 0.1 minutes. Allow it more in engagement.yml, as run: {minutes: 0.3};"
        " what was finished is kept.",
    ]
    assert (tmp_path / "out.ipynb").exists()


# A limit on the size of a file stands for a full disk: both fail while a file is written.
LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from workbook.cli import main
main()
"""


@posix
@pytest.mark.parametrize(
    "size",
    [
        pytest.param(2_000, id="input"),
        pytest.param(60_000, id="notebooks", marks=pytest.mark.ci),
        pytest.param(600_000, id="report", marks=pytest.mark.ci),
    ],
)
def test_without_room_on_the_disk_a_run_says_so_and_leaves_the_report_and_nothing_half_done(
    partners, tmp_path, size
):
    copy = partners.copy(tmp_path)
    before = {file: file.read_bytes() for file in copy.published("2017Q4").rglob("*") if file.is_file()}
    shutil.rmtree(copy.folder / ".store" / "checked")
    words = ["run", copy.folder.name, "--period", "2017Q4", "--set", "draws=70"]
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(size), *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 4, done.stderr
    way_out = (
        "There is no room left on the disk. Free some and run again",
        "Make room on the disk, and try again",
    )
    assert any(words in done.stderr for words in way_out)
    assert "Traceback" not in done.stderr and ".partial" not in done.stderr
    assert {file: file.read_bytes() for file in before} == before
    left = [path for path in copy.folder.parent.rglob(".*") if path.name.endswith((".partial", ".old"))]
    assert left == []
    assert not (copy.folder / ".store" / "2017Q4" / "lock.pid").exists()
