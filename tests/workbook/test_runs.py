"""A run: what is skipped, what is run again, what is refused, and what a failure leaves as it was."""

import base64
import hashlib
import json
import os
import re
import shutil
import sqlite3

import pytest
from openpyxl import load_workbook

from workbook import catalogues, last_run, notebook_run
from workbook.errors import EngagementError, ParameterError, RunError, StoreError, TablesError
from workbook.files import period_lock, read_json, write_json
from workbook.method import STEPS
from workbook.notebook_run import NotebookRun
from workbook.runs import render, run
from workbook.store.period import pinned_period

pytestmark = pytest.mark.slow


def fingerprint(folder):
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def change_cells(folder, sheet, change):
    """Let `change` give a new value for each cell (column, value) of a sheet of intake.xlsx."""
    book = load_workbook(folder / "intake.xlsx")
    header, *rows = book[sheet].iter_rows()
    for row in rows:
        for name, cell in zip(header, row, strict=True):
            cell.value = change(name.value, cell.value)
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    book.save(folder / "intake.xlsx")


def change_settings(folder, old, new):
    file = folder / "engagement.yml"
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def copy(partners, tmp_path):
    return partners.copy(tmp_path)


def test_a_changed_house_makes_the_report_anew_and_an_image_counts_as_input(copy, made_at):
    dress_the_report(copy.folder)
    outcome = run(copy.folder, "2017Q4", made_at=made_at)
    html = outcome.report.read_text("utf-8")
    assert outcome.seconds == {} and "--main: #7a0c2e;" in html and "Acme B.V." in html
    before = copy.manifest("2017Q4")["inputs"]
    drawn = '<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>'
    (copy.folder / "logo.svg").write_text(drawn, "utf-8")
    outcome = run(copy.folder, "2017Q4", made_at=made_at)
    assert outcome.seconds == {}
    assert base64.b64encode(drawn.encode()).decode() in outcome.report.read_text("utf-8")
    after = copy.manifest("2017Q4")["inputs"]
    assert {name for name in after if after[name] != before[name]} == {"logo.svg"}


# What is up to date


AFTER_IT = ["2_understand", "3_drivers", "5_apply", "6_prioritise", "7_changes", "8_handbook"]
"""The steps that read what step 1 has made, and those that read what they make."""


def test_a_second_run_skips_every_step_and_publishes_the_same(copy, partners, made_at):
    states = []
    outcome = run(copy.folder, "2017Q4", made_at=made_at, progress=lambda *state: states.append(state))
    assert outcome.seconds == {}
    assert sorted(states[:-2]) == [(step, "up to date") for step in STEPS]
    assert states[-2:] == [("report", "running"), ("report", "done")]
    states.clear()
    again = run(copy.folder, "2017Q4", made_at=made_at, progress=lambda *state: states.append(state))
    assert again == outcome
    assert sorted(states) == [(step, "up to date") for step in (*STEPS, "report")]
    assert fingerprint(copy.published("2017Q4")) == fingerprint(partners.published("2017Q4"))


def not_up_to_date(folder, **parameters):
    return NotebookRun(pinned_period(folder, "2017Q4"), parameters).not_up_to_date()


def raise_a_score(folder):
    with sqlite3.connect(folder / "workshop.sqlite") as workshop:
        score = "select max(rowid) from scores where score < 8"
        workshop.execute(f"update scores set score = score + 1 where rowid = ({score})")


def slow_a_process(folder):
    change_cells(folder, "processes", lambda name, value: value + 1 if name == "minutes" else value)


def allow_more_contact(folder):
    change_settings(folder, "contact: {limit: 3", "contact: {limit: 4")


def rename_the_client(folder):
    file = folder / "engagement.yml"
    file.write_text(re.sub("^client: .*", "client: Another", file.read_text("utf-8"), flags=re.M), "utf-8")


def dress_the_report(folder):
    (folder / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    house = 'house: {logo: logo.svg, colours: {main: "#7a0c2e"}, footer: Acme B.V.}'
    change_settings(folder, "currency: EUR", f"currency: EUR\n{house}")


def touch_the_files(folder):
    for file in (folder / "intake.xlsx", folder / "workshop.sqlite", folder / "engagement.yml"):
        os.utime(file, (0, 0))


@pytest.mark.parametrize(
    ("change", "steps"),
    [
        (raise_a_score, ["6_prioritise", "7_changes", "8_handbook"]),
        (slow_a_process, ["4_essa"]),
        (allow_more_contact, ["5_apply", "8_handbook"]),
        (rename_the_client, ["2_understand", "6_prioritise", "7_changes", "8_handbook"]),
        (dress_the_report, []),
        (touch_the_files, []),
    ],
)
def test_only_the_steps_that_read_what_changed_run_again(copy, change, steps):
    change(copy.folder)
    assert not_up_to_date(copy.folder) == steps


@pytest.mark.parametrize(
    ("module", "steps"),
    [
        ("workbook/apply/pressure.py", ["5_apply", "8_handbook"]),
        ("workbook/apply/maturity.py", ["0_start", "6_prioritise", "7_changes", "8_handbook"]),
        ("workbook/recognise/clv.py", ["1_recognise", *AFTER_IT]),
        ("workbook/understand/scores.py", ["1_recognise", *AFTER_IT]),
        ("prioritization/scoring/scores.py", ["2_understand", "6_prioritise", "7_changes", "8_handbook"]),
        ("workbook/store/period.py", list(STEPS)),
        ("workbook/render/figures.py", list(STEPS)),
        ("workbook/render/charts.py", []),
        ("workbook/report.py", []),
    ],
)
def test_only_the_steps_that_use_changed_code_run_again(copy, monkeypatch, tmp_path, module, steps):
    changed = tmp_path / "changed.py"
    changed.write_bytes(notebook_run.module_file(module).read_bytes() + b"# changed")
    real = notebook_run.module_file
    monkeypatch.setattr(notebook_run, "module_file", lambda name: changed if name == module else real(name))
    assert not_up_to_date(copy.folder) == steps


def test_a_step_that_counted_a_table_which_this_version_does_not_know_runs_again(copy):
    kept = copy.folder / ".store" / "2017Q4" / "notebooks" / "4_essa.json"
    facts = read_json(kept)
    facts["reads"]["counted"].append("a_table_of_another_version")
    write_json(kept, facts)
    assert not_up_to_date(copy.folder) == ["4_essa"]


def test_another_parameter_makes_its_step_run_again_and_what_rests_on_it(copy):
    later = ["6_prioritise", "7_changes", "8_handbook"]
    assert not_up_to_date(copy.folder, time_limit=30.0) == later
    assert not_up_to_date(copy.folder, draws=50) == ["2_understand", "3_drivers", *later]


def test_another_report_of_the_quarter_before_makes_the_steps_run_again_that_compare_with_it(copy):
    (copy.published("2017Q3") / "tables" / "plan.parquet").unlink()
    assert not_up_to_date(copy.folder) == ["6_prioritise", "7_changes", "8_handbook"]


def test_another_version_of_a_library_makes_every_step_run_again(copy, monkeypatch):
    monkeypatch.setattr(notebook_run, "_versions", lambda: {"pandas": "0"})
    assert not_up_to_date(copy.folder) == list(STEPS)


def test_a_lost_table_is_made_again(copy):
    (copy.folder / ".store" / "2017Q4" / "tables" / "essa_savings.parquet").unlink()
    assert not_up_to_date(copy.folder) == ["4_essa"]


def test_a_step_whose_tables_came_out_the_same_leaves_the_others_alone(copy, made_at):
    """Step 0 counts a process more, and so runs; the maturity that step 6 reads of it is the same."""
    book = load_workbook(copy.folder / "intake.xlsx")
    rows = book["processes"]
    rows.append([cell.value for cell in rows[rows.max_row]])
    names = [cell.value for cell in rows[1]]
    rows.cell(rows.max_row, names.index("step") + 1).value = "one step more"
    book.save(copy.folder / "intake.xlsx")
    assert set(run(copy.folder, "2017Q4", made_at=made_at).seconds) == {"0_start", "4_essa"}


def test_an_executed_notebook_that_was_changed_by_hand_is_refused(copy, made_at):
    before = fingerprint(copy.published("2017Q4"))
    executed = copy.folder / ".store" / "2017Q4" / "notebooks" / "4_essa.ipynb"
    executed.write_text(executed.read_text("utf-8").replace("automate", "eliminate"), "utf-8")
    for again in (run, render):
        with pytest.raises(StoreError, match="Changed by hand since they ran: 4_essa") as caught:
            again(copy.folder, "2017Q4", made_at=made_at)
        assert "cx-workbook run acme --period 2017Q4 --only 4_essa" in str(caught.value)
    assert fingerprint(copy.published("2017Q4")) == before
    assert set(run(copy.folder, "2017Q4", made_at=made_at, only="4_essa").seconds) == {"4_essa"}


def test_the_manifest_has_the_hash_of_every_notebook_and_of_the_tables_that_it_read(partners):
    facts = partners.manifest("2017Q4")["reports"]["en"]["steps"]
    for step in STEPS:
        notebook = partners.published("2017Q4") / "notebooks" / f"{step}.ipynb"
        assert facts[step]["sha256"] == hashlib.sha256(notebook.read_bytes()).hexdigest()
    assert set(facts["4_essa"]["inputs"]) == {"event_log", "processes"}


# The input that a run works on


@pytest.mark.ci
def test_what_is_saved_during_a_run_does_not_come_into_its_report(copy, made_at):
    """The settings and a table are saved when a step begins: the rest works on what was checked."""
    slow_a_process(copy.folder)
    delivered = {
        name: hashlib.sha256((copy.folder / name).read_bytes()).hexdigest()
        for name in ("engagement.yml", "intake.xlsx")
    }

    def save(step, state):
        if (step, state) == ("4_essa", "running"):
            rename_the_client(copy.folder)
            change_settings(copy.folder, "minimum_group: 10", "minimum_group: 11")
            slow_a_process(copy.folder)

    assert "4_essa" in run(copy.folder, "2017Q4", made_at=made_at, progress=save).seconds
    manifest = copy.manifest("2017Q4")
    assert manifest["inputs"]["engagement.yml"] == delivered["engagement.yml"]
    assert manifest["inputs"]["intake.xlsx"] == delivered["intake.xlsx"]
    assert manifest["client"] != "Another" and "Another" not in copy.report("2017Q4", "en").read_text("utf-8")
    assert not_up_to_date(copy.folder) == list(STEPS)  # each hides groups under the minimum


def test_one_step_can_be_run_again(copy, made_at):
    states = []
    outcome = run(
        copy.folder, "2017Q4", made_at=made_at, only="4_essa", progress=lambda *state: states.append(state)
    )
    assert set(outcome.seconds) == {"4_essa"}
    assert [state for state in states if state[0] == "4_essa"] == [("4_essa", "running"), ("4_essa", "done")]
    assert ("3_drivers", "up to date") in states


def test_one_step_with_another_parameter_leaves_the_report_and_says_what_to_run(copy, made_at):
    before = fingerprint(copy.published("2017Q4"))
    with pytest.raises(RunError, match="Step 3_drivers is done; the report is left as it was") as caught:
        run(copy.folder, "2017Q4", made_at=made_at, only="3_drivers", parameters={"draws": 60})
    assert "2_understand, 6_prioritise, 7_changes" in str(caught.value)
    assert "cx-workbook run acme --period 2017Q4" in str(caught.value)
    assert fingerprint(copy.published("2017Q4")) == before
    assert {"3_drivers", "6_prioritise", "7_changes"} <= set(not_up_to_date(copy.folder))


# The report again


def test_a_report_is_written_again_from_the_notebooks_as_they_ran(copy, partners, made_at):
    shutil.rmtree(copy.published("2017Q4"))
    outcome = render(copy.folder, "2017Q4", made_at=made_at)
    assert outcome.seconds == {} and outcome.report == copy.report("2017Q4", "en")
    assert copy.report("2017Q4", "en").read_bytes() == partners.report("2017Q4", "en").read_bytes()


def test_a_report_is_not_written_again_from_notebooks_of_other_input(copy, made_at):
    before = fingerprint(copy.published("2017Q4"))
    slow_a_process(copy.folder)
    with pytest.raises(StoreError, match="Changed since they ran: 4_essa"):
        render(copy.folder, "2017Q4", made_at=made_at)
    assert fingerprint(copy.published("2017Q4")) == before


def test_a_report_of_what_never_ran_names_the_steps_and_the_command(copy, made_at):
    with pytest.raises(StoreError, match="not run are 0_start, 1_recognise") as caught:
        render(copy.folder, "2017Q2", made_at=made_at, languages=["nl"])
    assert "cx-workbook run acme --period 2017Q2" in str(caught.value)


# What is refused before anything starts


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"drawz": 50}, "drawz: is not a parameter; did you mean 'draws'?"),
        ({"draws": "many"}, "draws: 'many' is not int"),
        ({"draws": True}, "draws: True is not int"),
        ({"draws": 50.5}, "draws: 50.5 is not int"),
        ({"draws": 0}, "draws: 0 is outside 1 to 1,000,000"),
        ({"draws": 99_999_999_999}, "draws: 99,999,999,999 is outside 1 to 1,000,000"),
        ({"period": "2017Q3"}, "period: is set by the run itself"),
    ],
)
def test_an_unfit_parameter_is_refused_before_any_notebook_starts(
    fresh_partners, tmp_path, made_at, given, told
):
    folder = shutil.copytree(fresh_partners, tmp_path / "acme")
    with pytest.raises(ParameterError, match=re.escape(told)):
        run(folder, "2017Q4", made_at=made_at, parameters=given)
    assert not (folder / ".store").exists() and not (tmp_path / "reports").exists()


def test_all_unfit_parameters_are_told_at_once(fresh_partners, made_at):
    with pytest.raises(ParameterError) as caught:
        run(fresh_partners, "2017Q4", made_at=made_at, parameters={"drawz": 1, "draws": "x", "foo": 2})
    assert [line.split(":")[0].strip() for line in str(caught.value).splitlines()[1:]] == [
        "drawz",
        "draws",
        "foo",
    ]


def test_faults_in_the_tables_are_told_before_any_notebook_starts(fresh_partners, tmp_path, made_at):
    folder = shutil.copytree(fresh_partners, tmp_path / "acme")
    change_cells(folder, "capacity", lambda name, value: -5 if name == "days" else value)
    with pytest.raises(TablesError, match="capacity"):
        run(folder, "2017Q4", made_at=made_at)
    assert not list((folder / ".store").glob("*/notebooks/*.ipynb"))


@pytest.mark.parametrize("period", ["2017-Q4", "Q4 2017", "2017Q5", "17Q4"])
def test_what_is_not_a_quarter_is_refused(fresh_partners, made_at, period):
    with pytest.raises(EngagementError, match=f"'{period}' is not a quarter; write it as 2017Q4"):
        run(fresh_partners, period, made_at=made_at)


def test_a_run_under_way_is_not_joined_by_another(copy, made_at):
    store, before = copy.folder / ".store" / "2017Q4", fingerprint(copy.published("2017Q4"))
    with (
        period_lock(store),
        pytest.raises(RunError, match=rf"Another run of 2017Q4 is under way \(process {os.getpid()}\)"),
    ):
        run(copy.folder, "2017Q4", made_at=made_at)
    assert fingerprint(copy.published("2017Q4")) == before
    assert run(copy.folder, "2017Q4", made_at=made_at).seconds == {} and not (store / "lock.pid").exists()


# A step that fails


def test_a_failed_step_leaves_the_report_as_it_was_and_names_step_heading_and_remedy(copy, made_at):
    before = fingerprint(copy.published("2017Q4"))
    change_settings(
        copy.folder, "recency_days: {at_least: 42, below: 91}", "recency_days: {at_least: 42, below: 80}"
    )
    with pytest.raises(RunError) as caught:
        run(copy.folder, "2017Q4", made_at=made_at, only="1_recognise")
    place, *reason = str(caught.value).splitlines()
    heading = "Stages and what they are worth"
    assert (
        place == f"Step 1_recognise failed under the heading '{heading}', in cell 'value_by_stage-measure'."
    )
    assert reason[0] == "The stage rules in engagement.yml do not take every customer exactly once."
    assert re.fullmatch(r"  \d+ of [\d,]+ customers are in no stage, for example:", reason[1])
    assert reason[-1] == "Change at_least and below so that the ranges meet without overlap."
    assert fingerprint(copy.published("2017Q4")) == before
    assert not (copy.folder / ".store" / "2017Q4" / "lock.pid").exists()
    assert "1_recognise" in not_up_to_date(copy.folder)
    assert (copy.folder / ".store" / "2017Q4" / "notebooks" / "1_recognise.ipynb").exists()


def test_capacity_without_a_budget_is_told_before_a_step_runs_with_the_rows_to_add(copy, made_at):
    before = fingerprint(copy.published("2017Q4"))
    change_cells(copy.folder, "capacity", lambda name, value: "finance" if value == "budget" else value)
    begun = []
    with pytest.raises(TablesError) as caught:
        run(copy.folder, "2017Q4", made_at=made_at, progress=lambda *state: begun.append(state))
    assert begun == [], "no step runs before what it would end on is told"
    assert str(caught.value).splitlines() == [
        "Table 'capacity' has no row with role 'budget' for 2018Q1 to 2018Q4.",
        "Add one per quarter: role budget, the quarter, and the money in column days.",
    ]
    assert fingerprint(copy.published("2017Q4")) == before


def test_what_must_be_done_and_does_not_fit_is_told_by_how_much(copy, made_at):
    change_cells(copy.folder, "capacity", lambda name, value: 1 if name == "days" else value)
    with pytest.raises(
        RunError,
        match=r"Step 6_prioritise failed under the heading 'The plan', in cell 'plan-make'\.\nNo plan",
    ):
        run(copy.folder, "2017Q3", made_at=made_at, only="6_prioritise")


# Two languages


def run_quietly(copy, made_at, *languages):
    """Run the quarter; the reports that are there then, by language."""
    states = []
    outcome = run(
        copy.folder,
        "2017Q4",
        made_at=made_at,
        languages=languages,
        progress=lambda *state: states.append(state),
    )
    assert outcome.seconds == {} and {state for step, state in states if step != "report"} == {"up to date"}
    made = set(copy.manifest("2017Q4")["reports"])
    assert made == {language for language in ("en", "nl") if copy.report("2017Q4", language).exists()}
    return made


def test_another_language_executes_no_notebook_and_both_can_be_had_at_once(copy, partners, made_at):
    before = fingerprint(copy.folder / ".store" / "2017Q4" / "notebooks")
    for languages, made in [(["en"], {"en"}), (["nl"], {"en", "nl"}), (["en", "nl"], {"en", "nl"})]:
        if languages[0] == "en":
            shutil.rmtree(copy.published("2017Q4"))
        assert run_quietly(copy, made_at, *languages) == made
    assert fingerprint(copy.folder / ".store" / "2017Q4" / "notebooks") == before
    for language in ("en", "nl"):
        file = partners.report("2017Q4", language)
        assert copy.report("2017Q4", language).read_bytes() == file.read_bytes()


def test_other_words_execute_no_notebook_and_write_the_report_anew(copy, made_at, monkeypatch, tmp_path):
    words = shutil.copytree(catalogues.CATALOGUES, tmp_path / "packages" / "workbook" / "catalogues")
    monkeypatch.setattr(catalogues, "CATALOGUES", words)
    monkeypatch.setattr(last_run, "_PACKAGES", tmp_path / "packages")
    run_quietly(copy, made_at, "en")
    old, new = "If our assumptions hold, the review saves", "By assumption, the review saves"
    assert old in copy.report("2017Q4", "en").read_text("utf-8")
    file = words / "en" / "essa.toml"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    catalogues.catalogue.cache_clear()
    try:
        run_quietly(copy, made_at, "en")
    finally:
        catalogues.catalogue.cache_clear()
    report = copy.report("2017Q4", "en").read_text("utf-8")
    assert new in report and old not in report


def test_the_report_in_the_other_language_stays_when_the_input_is_the_same(partners):
    assert partners.report("2017Q4", "en").exists() and partners.report("2017Q4", "nl").exists()
    assert set(partners.manifest("2017Q4")["reports"]) == {"en", "nl"}
    notebooks = partners.published("2017Q4") / "notebooks"
    assert sorted(file.stem for file in notebooks.iterdir()) == sorted(STEPS)


def test_a_report_of_other_input_in_the_other_language_goes(copy, made_at):
    """The English report would contradict the new Dutch one."""
    published = copy.published("2017Q4") / "manifest.json"
    facts = json.loads(published.read_text("utf-8"))
    facts["inputs"]["intake.xlsx"] = "0" * 64
    published.write_text(json.dumps(facts), "utf-8")
    outcome = render(copy.folder, "2017Q4", made_at=made_at, languages=["nl"])
    assert not copy.report("2017Q4", "en").exists() and copy.report("2017Q4", "nl") == outcome.report
    assert set(copy.manifest("2017Q4")["reports"]) == {"nl"}


def test_without_scores_there_is_no_plan_and_the_report_says_what_is_missing(copy, made_at):
    (copy.folder / "workshop.sqlite").unlink()
    states = []
    outcome = run(copy.folder, "2017Q4", made_at=made_at, progress=lambda *state: states.append(state))
    assert ("6_prioritise", "no input") in states and "6_prioritise" not in outcome.steps
    assert not (copy.published("2017Q4") / "tables" / "plan.parquet").exists()
    assert not (copy.folder / ".store" / "2017Q4" / "tables" / "plan.parquet").exists()
    page = copy.page("2017Q4", "en")
    missing = {row.td.get_text(): row.get_text(" ") for row in page.select("#more tbody tr")}
    assert "Prioritise" in missing["Expert scores"]
    assert page.select_one(".headline").get_text() in page.get_text() and not page.select(".answer-decide")
    with pytest.raises(RunError, match="Step 6_prioritise has nothing to show: not at hand are scores"):
        run(copy.folder, "2017Q4", made_at=made_at, only="6_prioritise")


def test_a_workshop_file_without_its_table_is_a_fault(copy, made_at):
    (copy.folder / "workshop.sqlite").unlink()
    with sqlite3.connect(copy.folder / "workshop.sqlite") as empty:
        empty.execute("create table other (x)")
    with pytest.raises(TablesError, match=r"workshop\.sqlite"):
        run(copy.folder, "2017Q4", made_at=made_at)
