"""A batch says what became of each engagement, and what befalls one harms no other."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from process_families import family, lives, wait_for
from starts import QUARTER, start
from typer.testing import CliRunner

from workbook.batch import Most, Task, run_apart
from workbook.cli import app

pytestmark = pytest.mark.slow


@pytest.fixture
def clients(tmp_path, monkeypatch):
    """Two that can run, one whose settings cannot be read and a folder that is no engagement."""
    monkeypatch.chdir(tmp_path)
    for name in ("Anna", "Ben & <co>"):
        start(tmp_path / "clients" / name, "processes")
    (tmp_path / "clients" / "cut").mkdir()
    (tmp_path / "clients" / "cut" / "engagement.yml").write_text("client: [", "utf-8")
    (tmp_path / "clients" / "empty").mkdir()
    return tmp_path / "clients"


def batch(*words):
    return CliRunner().invoke(app, ["batch", *words, "--period", QUARTER])


def test_one_that_fails_harms_no_other_and_what_is_done_is_not_done_again(clients):
    ran = batch("clients/*/", "--jobs", "2")
    *told, last = ran.stdout.splitlines()
    lines = {line[2:12].strip(): line for line in told}
    assert (ran.exit_code, last) == (4, "2 of 4 have their report.")
    assert {name: line[0] for name, line in lines.items()} == {
        "Anna": "✓",
        "Ben & <co>": "✓",
        "cut": "✗",
        "empty": "✗",
    }
    assert lines["cut"].endswith("engagement.yml is not readable YAML at line 1; check colons and indents.")
    assert "it has no engagement.yml" in lines["empty"]
    report = clients / "reports" / "Anna" / QUARTER / "report.html"
    assert lines["Anna"].endswith(str(report)) and report.exists()
    log = clients / "Anna" / ".store" / f"batch-{QUARTER}.log"
    assert "4_essa running" in log.read_text("utf-8") and "Ben" not in log.read_text("utf-8")
    (clients / "Anna" / "data" / "processes.csv").write_text("process,step\n,\n", "utf-8")
    again = json.loads(batch("clients/*/", "clients/Anna", "--json").stdout)
    found = {Path(one["engagement"]).name: one for one in again["engagements"]}
    assert len(again["engagements"]) == 4 and again["failed"] == 3
    assert found["Ben & <co>"]["state"] == "up to date"
    assert found["Anna"]["state"] == "failed" and found["Anna"]["report"] == str(report)  # the last good one


@pytest.mark.parametrize(
    ("most", "why"),
    [
        (Most(0.01, None), "It took longer than 0.01 minutes, and was stopped."),
        (Most(60, 0.05), "It took more than 0.05 GB, and was stopped."),
    ],
)
def test_what_takes_too_much_is_stopped_with_all_that_it_started(clients, made_at, most, why):
    outcome = run_apart(Task(str(clients / "Anna"), QUARTER, made_at.isoformat(), ()), most)
    assert outcome.state == "failed" and outcome.error.startswith(why)
    assert outcome.report == "" and outcome.seconds < 30


def test_options_that_are_off_are_told_before_anything_runs(clients):
    refused = batch("clients/*/", "--jobs", "many")
    assert refused.exit_code == 2
    assert "--jobs takes auto or a number from 1; found 'many'" in refused.output
    assert not list(clients.rglob("*.log"))


@pytest.mark.ci
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_batch_that_is_stopped_leaves_no_process_and_goes_on_where_it_was(clients, number):
    shutil.rmtree(clients / "Ben & <co>")
    words = [sys.executable, "-c", "from workbook.cli import main; main()"]
    words += ["batch", str(clients / "Anna"), "--period", QUARTER]
    process = subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    wait_for(process, lambda: len(family(process)) > 2)  # the worker, its fork server, a notebook
    children = family(process)
    os.kill(process.pid, number)
    process.communicate(timeout=30)
    last = time.monotonic() + 20
    while [child for child in children if lives(child)] and time.monotonic() < last:
        time.sleep(0.1)
    assert [child for child in children if lives(child)] == []
    assert process.returncode == (130 if number == signal.SIGINT else -signal.SIGKILL)
    assert not (clients / "reports").exists()
    assert number == signal.SIGINT or batch(str(clients / "Anna")).exit_code == 0
