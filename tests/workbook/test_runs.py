"""A run: what is skipped, what is run again, what is refused, and what a failure leaves as it was."""

import hashlib
import json
import os
import re
import shutil
import sqlite3

import pytest
from openpyxl import load_workbook

from workbook.errors import EngagementError, ParameterError, RunError, StoreError, TablesError
from workbook.notebook_run import NotebookRun
from workbook.notebooks import STEPS
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


# What is up to date


def test_a_second_run_skips_every_step_and_publishes_the_same(copy, partners, made_at):
    states = []
    outcome = run(copy.folder, "2017Q4", made_at=made_at, progress=lambda *state: states.append(state))
    assert outcome.seconds == {}
    assert states == [*[(step, "up to date") for step in STEPS], ("report", "running"), ("report", "done")]
    assert fingerprint(copy.published("2017Q4")) == fingerprint(partners.published("2017Q4"))


def test_a_change_of_one_input_makes_every_step_run_again(copy):
    before = NotebookRun(pinned_period(copy.folder, "2017Q4"), {}, "en")
    assert before.not_up_to_date() == []
    change_settings(copy.folder, "minimum_group: 10", "minimum_group: 11")
    assert NotebookRun(pinned_period(copy.folder, "2017Q4"), {}, "en").not_up_to_date() == list(STEPS)


def test_another_parameter_makes_its_step_run_again_and_what_rests_on_it(copy):
    period = pinned_period(copy.folder, "2017Q4")
    assert NotebookRun(period, {"time_limit": 30.0}, "en").not_up_to_date() == ["6_prioritise", "7_changes"]
    assert NotebookRun(period, {"draws": 50}, "en").not_up_to_date() == [
        "2_understand",
        "3_drivers",
        "6_prioritise",
        "7_changes",
    ]


def test_another_report_of_the_quarter_before_makes_the_steps_run_again(copy):
    (copy.published("2017Q3") / "tables" / "plan.parquet").unlink()
    assert NotebookRun(pinned_period(copy.folder, "2017Q4"), {}, "en").not_up_to_date() == list(STEPS)


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
    assert "cx-workbook run acme --period 2017Q4 --language en" in str(caught.value)
    assert fingerprint(copy.published("2017Q4")) == before
    dutch = NotebookRun(pinned_period(copy.folder, "2017Q4"), {}, "nl").not_up_to_date()
    assert {"3_drivers", "6_prioritise", "7_changes"} <= set(dutch)


# The report again


def test_a_report_is_written_again_from_the_notebooks_as_they_ran(copy, partners, made_at):
    shutil.rmtree(copy.published("2017Q4"))
    outcome = render(copy.folder, "2017Q4", made_at=made_at)
    assert outcome.seconds == {} and outcome.report == copy.report("2017Q4", "en")
    assert copy.report("2017Q4", "en").read_bytes() == partners.report("2017Q4", "en").read_bytes()


def test_a_report_is_not_written_again_from_notebooks_of_other_input(copy, made_at):
    before = fingerprint(copy.published("2017Q4"))
    change_settings(copy.folder, "minimum_group: 10", "minimum_group: 11")
    with pytest.raises(StoreError, match="The input has changed since these steps ran: 0_start, 1_rec"):
        render(copy.folder, "2017Q4", made_at=made_at)
    assert fingerprint(copy.published("2017Q4")) == before


def test_a_report_of_what_never_ran_names_the_steps_and_the_command(copy, made_at):
    with pytest.raises(StoreError, match="not run are 0_start, 1_recognise") as caught:
        render(copy.folder, "2017Q3", made_at=made_at, languages=["nl"])
    assert "cx-workbook run acme --period 2017Q3 --language nl" in str(caught.value)


# What is refused before anything starts


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"drawz": 50}, "drawz: is not a parameter; did you mean 'draws'?"),
        ({"draws": "many"}, "draws: 'many' is not int"),
        ({"draws": True}, "draws: True is not int"),
        ({"draws": 50.5}, "draws: 50.5 is not int"),
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
    assert not list((folder / ".store").glob("*/notebooks/*/*.ipynb"))


@pytest.mark.parametrize("period", ["2017-Q4", "Q4 2017", "2017Q5", "17Q4"])
def test_what_is_not_a_quarter_is_refused(fresh_partners, made_at, period):
    with pytest.raises(EngagementError, match=f"'{period}' is not a quarter; write it as 2017Q4"):
        run(fresh_partners, period, made_at=made_at)


def test_a_run_under_way_is_not_joined_by_another(copy, made_at):
    lock = copy.folder / ".store" / "2017Q4" / "lock"
    lock.write_text(str(os.getpid()))
    before = fingerprint(copy.published("2017Q4"))
    with pytest.raises(RunError, match=r"Another run of 2017Q4 is under way \(process \d+\)") as caught:
        run(copy.folder, "2017Q4", made_at=made_at)
    assert str(lock) in str(caught.value) and lock.read_text() == str(os.getpid())
    assert fingerprint(copy.published("2017Q4")) == before
    lock.unlink()
    assert run(copy.folder, "2017Q4", made_at=made_at).seconds == {} and not lock.exists()


# A step that fails


def test_a_failed_step_leaves_the_report_as_it_was_and_names_step_heading_and_remedy(copy, made_at):
    before = fingerprint(copy.published("2017Q4"))
    change_settings(
        copy.folder, "recency_days: {at_least: 42, below: 91}", "recency_days: {at_least: 42, below: 80}"
    )
    with pytest.raises(RunError) as caught:
        run(copy.folder, "2017Q4", made_at=made_at, only="1_recognise")
    place, *reason = str(caught.value).splitlines()
    assert place == "Step 1_recognise failed under the heading 'Stages and what they are worth'."
    assert reason[0] == "The stage rules in engagement.yml do not take every customer exactly once."
    assert re.fullmatch(r"  \d+ of [\d,]+ customers are in no stage, for example:", reason[1])
    assert reason[-1] == "Change at_least and below so that the ranges meet without overlap."
    assert fingerprint(copy.published("2017Q4")) == before
    assert not (copy.folder / ".store" / "2017Q4" / "lock").exists()
    assert "1_recognise" in NotebookRun(pinned_period(copy.folder, "2017Q4"), {}, "en").not_up_to_date()
    assert (copy.folder / ".store" / "2017Q4" / "notebooks" / "en" / "1_recognise.ipynb").exists()


def test_capacity_without_a_budget_is_told_with_the_rows_to_add(copy, made_at):
    before = fingerprint(copy.published("2017Q4"))
    change_cells(copy.folder, "capacity", lambda name, value: "finance" if value == "budget" else value)
    with pytest.raises(RunError) as caught:
        run(copy.folder, "2017Q4", made_at=made_at, only="6_prioritise")
    assert str(caught.value).splitlines() == [
        "Step 6_prioritise failed under the heading 'The plan'.",
        "Table 'capacity' has no row with role 'budget' for 2018Q1 to 2018Q4.",
        "Add one per quarter: role budget, the quarter, and the money in column days.",
    ]
    assert fingerprint(copy.published("2017Q4")) == before


def test_what_must_be_done_and_does_not_fit_is_told_by_how_much(copy, made_at):
    change_cells(copy.folder, "capacity", lambda name, value: 1 if name == "days" else value)
    with pytest.raises(
        RunError, match=r"Step 6_prioritise failed under the heading 'The plan'\.\nNo plan fits"
    ):
        run(copy.folder, "2017Q3", made_at=made_at, only="6_prioritise")


# Two languages


def test_the_report_in_the_other_language_stays_when_the_input_is_the_same(partners):
    assert partners.report("2017Q4", "en").exists() and partners.report("2017Q4", "nl").exists()
    assert set(partners.manifest("2017Q4")["reports"]) == {"en", "nl"}
    assert sorted(room.name for room in (partners.published("2017Q4") / "notebooks").iterdir()) == [
        "en",
        "nl",
    ]


def test_a_report_of_other_input_in_the_other_language_goes(copy, made_at):
    """The English report would contradict the new Dutch one."""
    published = copy.published("2017Q4") / "manifest.json"
    facts = json.loads(published.read_text("utf-8"))
    facts["inputs"]["intake.xlsx"] = "0" * 64
    published.write_text(json.dumps(facts), "utf-8")
    outcome = render(copy.folder, "2017Q4", made_at=made_at, languages=["nl"])
    assert not copy.report("2017Q4", "en").exists() and copy.report("2017Q4", "nl") == outcome.report
    assert set(copy.manifest("2017Q4")["reports"]) == {"nl"}


def test_a_lost_workshop_file_is_told_as_a_missing_table(copy, made_at):
    (copy.folder / "workshop.sqlite").unlink()
    with pytest.raises(TablesError, match="there is no sheet or file 'scores'"):
        run(copy.folder, "2017Q4", made_at=made_at)
    with sqlite3.connect(copy.folder / "workshop.sqlite") as empty:
        empty.execute("create table other (x)")
    with pytest.raises(TablesError, match=r"workshop\.sqlite"):
        run(copy.folder, "2017Q4", made_at=made_at)
