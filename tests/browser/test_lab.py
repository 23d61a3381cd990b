"""JupyterLab as a board finds it: no terminal, no console, no news, and it stops when it is told to."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from starts import QUARTER, start

from workbook.runs import run

pytestmark = pytest.mark.ci


@pytest.fixture
def lab(tmp_path, made_at):
    folder = start(tmp_path / "acme", "workshop")
    run(folder, QUARTER, made_at=made_at)
    own = tmp_path / "jupyter"
    own.mkdir()
    settings = {"ServerApp": {"allow_root": True, "port": 0}}  # CI may run as root
    (own / "jupyter_server_config.json").write_text(json.dumps(settings), "utf-8")
    command = [
        Path(sys.executable).with_name("cx-workbook"),
        "lab",
        folder,
        "--period",
        QUARTER,
        "--no-browser",
    ]
    environment = os.environ | {"JUPYTER_CONFIG_DIR": str(own), "JUPYTER_DATA_DIR": str(own)}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    for line in process.stderr:
        if found := re.search(r"http://127.0.0.1:\d+/lab\?token=\w+", line):
            break
    yield process, found.group(0)
    if process.poll() is None:
        process.kill()


def test_the_lab_offers_notebooks_and_nothing_of_the_machine(browser, lab):
    process, url = lab
    page = browser.new_page(viewport={"width": 1300, "height": 800})
    page.goto(url)
    page.wait_for_selector(".jp-Launcher:visible", timeout=60_000)
    offered = page.inner_text(".jp-Launcher")
    assert "Notebook" in offered and "Terminal" not in offered and "Console" not in offered
    page.wait_for_timeout(3000)
    assert "Jupyter news" not in page.inner_text("body")
    page.close()
    started = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) is not None
    assert [one for one in started if one.is_running() and one.status() != psutil.STATUS_ZOMBIE] == []
