"""JupyterLab as a board finds it: exhibits as in the report, controls, and nothing of the machine."""

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
import pytest
from starts import QUARTER, start

import prioritization as engine
from workbook.intake import open_engagement
from workbook.runs import run
from workbook.store import open_period

pytestmark = pytest.mark.ci
BAR = "rgb(11, 79, 108)"
"""The colour of a bar of the plan, in the report."""


@dataclass
class Lab:
    """A Lab that runs, and the engagement that it is of."""

    folder: Path
    process: subprocess.Popen
    url: str

    def notebook(self, browser, name):
        """A notebook, opened in a page of its own."""
        page = browser.new_page(viewport={"width": 1300, "height": 9000})
        page.goto(self.url.replace("/lab?", f"/lab/tree/{name}.ipynb?") + "&reset")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
        page.wait_for_selector("text=/Python 3 \\| Idle/", timeout=60_000)
        return page


@pytest.fixture(scope="module")
def lab(tmp_path_factory, made_at):
    home = tmp_path_factory.mktemp("lab")
    folder, own = start(home / "acme", "workshop"), home / "jupyter"
    run(folder, QUARTER, made_at=made_at)
    own.mkdir()
    settings = {"ServerApp": {"allow_root": True, "port": 0}}  # CI may run as root
    (own / "jupyter_server_config.json").write_text(json.dumps(settings), "utf-8")
    command = [Path(sys.executable).with_name("cx-workbook"), "lab", folder]
    command += ["--period", QUARTER, "--as", "Anna", "--no-browser"]
    environment = os.environ | {"JUPYTER_CONFIG_DIR": str(own), "JUPYTER_DATA_DIR": str(own)}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    for line in process.stderr:
        if found := re.search(r"http://127.0.0.1:\d+/lab\?token=\w+", line):
            break
    yield Lab(folder, process, found.group(0))
    if process.poll() is None:
        process.kill()


@pytest.fixture(scope="module")
def plan(browser, lab):
    """The notebook with the plan, after all its cells have run."""
    page = lab.notebook(browser, "6_prioritise")
    page.click('.lm-MenuBar-itemLabel:text-is("Run")')
    page.click('.lm-Menu-itemLabel:has-text("Run All Cells")')
    store = open_period(lab.folder, QUARTER).store
    executed = nbformat.read(store / "notebooks" / "6_prioritise.ipynb", as_version=4)
    exhibits = sum(bool(cell.get("outputs")) for cell in executed.cells)
    counted = "document.querySelectorAll('.jp-OutputArea-output .shown').length"
    page.wait_for_function(f"{counted} == {exhibits + 1}", timeout=60_000)  # and the plan behind sliders
    yield page
    page.close()


def output(page, text):
    """The output of a cell in which something stands."""
    return page.locator(".jp-OutputArea-output").filter(has_text=text).first


def press(page, slider, key, times):
    slider.locator(".noUi-handle").focus()
    for _ in range(times):
        page.keyboard.press(key)


def test_a_cell_run_before_what_it_needs_says_what_to_run_first(browser, lab):
    page = lab.notebook(browser, "0_start")
    page.locator(".jp-CodeCell").nth(2).click()
    page.keyboard.press("Shift+Enter")
    said = output(page, "is not there yet")
    said.wait_for(timeout=60_000)
    assert said.inner_text().startswith("`store` is not there yet: the code under “Start: what do we have")
    assert "Traceback" not in said.inner_text()
    page.close()


def test_exhibits_look_as_in_the_report_and_code_is_folded(plan):
    bars = plan.locator(".shown td.busy")
    assert bars.count() > 3
    assert bars.first.evaluate("cell => getComputedStyle(cell).backgroundColor") == BAR
    assert plan.locator(".shown mjx-container").count() == 0, "money is no mathematics"
    stripes = "rows => new Set(rows.map(row => getComputedStyle(row).backgroundColor)).size"
    assert plan.locator(".shown tbody tr").evaluate_all(stripes) == 1
    open_cells = plan.locator(".jp-CodeCell .jp-InputArea-editor:visible")
    assert open_cells.count() == 1 and "period: str = " in open_cells.first.inner_text()


def test_a_moved_slider_shows_the_engines_own_plan(plan, lab):
    panel = output(plan, "Move a limit or set a rule")
    budget = panel.locator(".widget-slider").first
    assert budget.inner_text().startswith("Budget (€160,000)")
    press(plan, budget, "ArrowLeft", 8)
    assert "60%" in budget.inner_text()
    quarter = open_period(lab.folder, QUARTER)
    limits = engine.limits_from(quarter.result("plan_limits"))
    options = quarter.result("plan_options")
    plans = engine.SliderPlans(options, limits)
    first, own = plans.moved({}), plans.moved({"budget": 0.6})
    assert own["members"] != first["members"]
    panel.locator(f"text={headline(own)}").wait_for(timeout=30_000)
    titles = options.set_index("opportunity")["title"]
    rows = panel.locator(".shown tbody tr").all()
    shown = {row.locator("th").inner_text(): row.locator("td").first.inner_text() for row in rows}
    for one in own["members"]:
        assert shown.pop(titles[one["opportunity"]]) == f"Q{one['start'][5]} {one['start'][:4]}"
    assert set(shown.values()) == {"waits"}
    for _ in range(8):
        panel.locator('button:text-is("Undo")').click()
    panel.locator(f"text={headline(first)}").wait_for(timeout=30_000)
    assert "100%" in budget.inner_text()


def headline(told):
    """How the panel tells a plan of the engine."""
    return f"{len(told['members'])} of 8 opportunities are in: {told['value']:.1f}"


def test_a_choice_is_tried_and_goes_into_engagement_yml(plan, lab):
    before = (lab.folder / "engagement.yml").read_text("utf-8")
    panel = output(plan, "The plan has most of")
    slider = panel.locator(".widget-slider").first
    press(plan, slider, "ArrowRight", 5)
    panel.locator("text=As it would be with your choice.").wait_for(timeout=30_000)
    assert panel.locator(".shown .title").inner_text().startswith("The plan takes up")
    assert (lab.folder / "engagement.yml").read_text("utf-8") == before
    panel.locator('button:text-is("Write to engagement.yml")').click()
    panel.locator("text=/^Written to engagement.yml: Points given up/").wait_for(timeout=30_000)
    assert (lab.folder / "engagement.yml").read_text("utf-8") == before + "plan: {give_up: 0.05}\n"
    assert open_engagement(lab.folder).plan.give_up == 0.05


def test_the_lab_offers_notebooks_and_nothing_of_the_machine_and_stops_when_it_is_told_to(browser, lab):
    page = browser.new_page(viewport={"width": 1300, "height": 800})
    page.goto(lab.url + "&reset")
    page.wait_for_selector(".jp-Launcher:visible", timeout=60_000)
    offered = page.inner_text(".jp-Launcher")
    assert "Notebook" in offered and "Terminal" not in offered and "Console" not in offered
    page.wait_for_timeout(3000)
    assert "Jupyter news" not in page.inner_text("body")
    page.close()
    started = psutil.Process(lab.process.pid).children(recursive=True)
    lab.process.send_signal(signal.SIGTERM)
    assert lab.process.wait(30) is not None and started
    assert [one for one in started if one.is_running() and one.status() != psutil.STATUS_ZOMBIE] == []
