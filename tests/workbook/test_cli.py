"""The command line: exit codes 0, 2, 3 and 4, JSON for other programs, and silence on demand."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml
from openpyxl import load_workbook
from starts import QUARTER, start
from typer.testing import CliRunner

from workbook.cli import _about_copies, _teller, app
from workbook.lab.copies import Copies, copy_notebooks
from workbook.method import STEPS, shipped_steps
from workbook.notebooks import in_words
from workbook.render.words import Words
from workbook.store import open_period
from workbook.tables import TABLES

COMMAND = (sys.executable, "-c", "from workbook.cli import app; app()")


@pytest.fixture
def invoke(tmp_path, monkeypatch):
    """Call the command line from an empty folder, on a terminal so wide that no line is broken."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "400")
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def made(fresh_partners, tmp_path):
    """Partners in the folder of this test, not run yet."""
    return shutil.copytree(fresh_partners, tmp_path / "acme")


def contents(folder):
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


# new


def test_new_makes_a_folder_with_settings_intake_and_a_place_for_data(invoke, tmp_path):
    done = invoke("new", "acme")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Made acme.",
        "Next: cx-workbook check acme, then cx-workbook run acme --period 2026Q3",
    ]
    assert sorted(path.name for path in (tmp_path / "acme").iterdir()) == [
        "README.md",
        "codebook.yml",
        "data",
        "engagement.yml",
        "intake.xlsx",
    ]
    assert 'client: "acme" ' in (tmp_path / "acme" / "engagement.yml").read_text("utf-8")


def test_new_speaks_dutch_when_asked(invoke, tmp_path):
    assert invoke("new", "acme", "--language", "nl").exit_code == 0
    assert load_workbook(tmp_path / "acme" / "intake.xlsx", read_only=True).sheetnames[0] == "Lees mij"
    assert "language: nl" in (tmp_path / "acme" / "engagement.yml").read_text("utf-8")


@pytest.mark.parametrize("language", ["en", "nl"])
def test_an_example_can_be_checked_at_once(invoke, language):
    assert invoke("new", "acme", "--example", "partners", "--language", language, "--json").exit_code == 0
    checked = invoke("check", "acme", "--json")
    assert checked.exit_code == 0
    rows = json.loads(checked.stdout)["rows"]
    assert rows["customers"] == 1200 and rows["opportunities"] == 16 and rows["capacity"] == 25


def test_new_refuses_a_folder_that_exists_and_leaves_it_as_it_is(invoke, made):
    before = contents(made)
    refused = invoke("new", "acme", "--example", "partners")
    assert refused.exit_code == 3 and refused.stdout == ""
    assert refused.stderr == "acme exists already; choose another name, or remove it first.\n"
    assert contents(made) == before


def test_new_refuses_a_name_that_a_file_has(invoke, tmp_path):
    (tmp_path / "acme").write_text("mine")
    refused = invoke("new", "acme")
    assert refused.exit_code == 3 and "acme exists already" in refused.stderr
    assert (tmp_path / "acme").read_text() == "mine"


def test_an_unknown_example_names_the_nearest_and_makes_nothing(invoke, tmp_path):
    refused = invoke("new", "acme", "--example", "partnrs", "--json")
    assert refused.exit_code == 3
    assert json.loads(refused.stdout) == {
        "error": "There is no example 'partnrs'; did you mean 'partners'?",
        "faults": [],
    }
    assert list(tmp_path.iterdir()) == []


# check


def test_an_engagement_starts_with_what_is_at_hand(invoke):
    assert invoke("new", "acme", "--with", "processes,readiness", "--language", "nl").exit_code == 0
    book = load_workbook("acme/intake.xlsx")
    assert book.sheetnames == ["Lees mij", "processes", "readiness"]
    told = {row[0].value for row in book["Lees mij"].iter_rows(min_row=3)}
    assert {name for name in told if name} == {"processes", "readiness"}
    assert invoke("new", "other", "--quiet").exit_code == 0
    assert load_workbook("other/intake.xlsx").sheetnames[1:] == list(TABLES)


def test_the_topics_that_hold_are_shown_and_can_be_copied(invoke):
    invoke("new", "acme", "-q")
    file = Path("acme") / "codebook.yml"
    assert file.read_text("utf-8").startswith("# The words by which comments")
    file.write_text("books: []\ntopics: {gift: {words: [bow], team: Shop}}\n")
    shown = invoke("codebook", "acme")
    topic = {"words": ["bow"], "team": "Shop", "addressable": [0.1, 0.3]}
    assert yaml.safe_load(shown.stdout) == {"books": [], "topics": {"gift": topic}}
    file.write_text(shown.stdout)
    assert invoke("codebook", "acme").stdout == shown.stdout


def test_what_is_no_start_and_no_table_is_told_with_those_that_are(invoke):
    refused = invoke("new", "acme", "--with", "ordrs")
    assert refused.exit_code == 2 and "did you mean 'orders'?" in refused.stderr
    assert not Path("acme").exists()


def test_the_check_of_a_quarter_says_what_its_report_will_hold_and_lack(invoke):
    start(Path("acme"), "survey")
    told = invoke("check", "acme", "--period", QUARTER)
    assert told.exit_code == 0, told.output
    lines = {line.split()[0]: line for line in told.stdout.splitlines()}
    lacking = (
        "answers.comment, answers.topic, customers.profile, insights, journey, opportunities, touchpoints,"
    )
    count = f"5 of {len(shipped_steps()['2_understand'].exhibits)}"
    assert lines["2_understand"].endswith(f"{count}; not at hand: {lacking} transactions")
    assert lines["3_drivers"].endswith("5 of 8; not at hand: customers.profile, transactions")
    none = f"0 of {len(shipped_steps()['6_prioritise'].exhibits)}; not at hand:"
    assert lines["6_prioritise"].endswith(f"{none} capacity, opportunities, scores, votes")
    facts = json.loads(invoke("check", "acme", "--period", QUARTER, "--json").stdout)
    assert facts["chapters"]["2_understand"]["shown"] == [
        "scores_by_touchpoint",
        "scores",
        "scores_by_wave",
        "scores_by_group",
        "needs",
    ]


def test_an_empty_intake_is_told_in_one_error_that_names_every_table(invoke):
    invoke("new", "acme")
    refused = invoke("check", "acme")
    assert refused.exit_code == 3 and refused.stdout == ""
    assert f"no table has a row; fill in one of {', '.join(TABLES)}" in refused.stderr


def test_the_faults_come_as_json_too_each_with_its_place(invoke):
    invoke("new", "acme")
    for name in ("customers", "transactions"):
        Path("acme/data", f"{name}.csv").write_text("colour\nred\n", "utf-8")
    refused = invoke("check", "acme", "--json")
    told = json.loads(refused.stdout)
    assert refused.exit_code == 3 and refused.stderr == ""
    assert {fault["table"] for fault in told["faults"]} == {"customers", "transactions"}
    assert set(told["faults"][0]) == {"table", "file", "message", "column", "rows", "more"}
    assert told["error"].count("\n") >= len(told["faults"])


def test_settings_that_are_off_are_all_told(invoke, made):
    file = made / "engagement.yml"
    file.write_text(file.read_text("utf-8").replace("currency: EUR", "currency: euro\ncurency: EUR"), "utf-8")
    refused = invoke("check", "acme")
    assert refused.exit_code == 3
    assert refused.stderr.startswith("engagement.yml cannot be used: 2 faults.\n")
    assert "curency: is not a setting; did you mean 'currency'?" in refused.stderr


def test_a_backend_that_cannot_be_used_is_told_by_the_check(invoke, made):
    file = made / "engagement.yml"
    file.write_text(f"{file.read_text('utf-8')}\nbackend: duckdb://?memory_limt=2GB\n", "utf-8")
    refused = invoke("check", "acme")
    assert refused.exit_code == 3 and refused.stderr.startswith(
        "The backend 'duckdb://' of engagement.yml cannot"
    )


def test_a_good_engagement_is_said_to_be_so_and_quiet_says_nothing(invoke, made):
    told, silent = invoke("check", "acme"), invoke("check", "acme", "--quiet")
    assert told.exit_code == silent.exit_code == 0
    assert told.stdout.startswith("acme can be used:\n")
    assert ["customers", "1,200", "rows"] in [line.split() for line in told.stdout.splitlines()]
    assert silent.output == ""


# What is off in the words of a command


@pytest.mark.parametrize(
    "command", [["check"], ["run", "--period", "2017Q4"], ["report", "--period", "2017Q4"]]
)
def test_an_engagement_that_is_not_there_is_told_with_the_way_to_make_one(invoke, command):
    refused = invoke(command[0], "nowhere", *command[1:])
    assert refused.exit_code == 3
    assert refused.stderr == (
        "There is no engagement 'nowhere' here: no engagement.yml in nowhere.\n"
        "Make one with: cx-workbook new nowhere\n"
    )


@pytest.mark.parametrize("command", ["run", "report"])
def test_what_is_not_a_quarter_is_told(invoke, made, command):
    refused = invoke(command, "acme", "--period", "2017-12", "--json")
    assert refused.exit_code == 3
    assert json.loads(refused.stdout)["error"] == "'2017-12' is not a quarter; write it as 2017Q4."


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--set", "drawz=5"], "'drawz' is not a parameter of any notebook; did you mean 'draws'?"),
        (["--set", "draws=many"], "draws: 'many' is not int"),
        (["--set", "draws"], "--set takes NAME=VALUE, such as draws=2000; found 'draws'"),
        (["--set", "period=2017Q3"], "period: is set by the run itself"),
        (["--only", "driver"], "'driver' is not a step; did you mean 'drivers'? Steps: 0_start, "),
        (["--only", "zzz"], "'zzz' is not a step. Steps: 0_start, "),
        (["--language", "de"], "--language takes en or nl; found 'de'"),
    ],
)
def test_a_word_that_is_off_ends_with_code_2_before_anything_runs(invoke, made, words, told):
    refused = invoke("run", "acme", "--period", "2017Q4", *words)
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert not (made / ".store").exists()


def test_a_report_before_any_run_ends_with_code_4_and_the_command(invoke, made):
    refused = invoke("report", "acme", "--period", "2017Q4", "--json")
    assert refused.exit_code == 4
    assert "Run them: cx-workbook run acme --period 2017Q4" in json.loads(refused.stdout)["error"]


def test_without_a_command_the_help_is_shown(invoke):
    shown = invoke()
    for command in ("new", "check", "run", "report", "lab"):
        assert f" {command} " in shown.output


# run and report


@pytest.mark.slow
@pytest.mark.ci
def test_run_and_report_say_where_the_report_is(invoke, tmp_path):
    start(tmp_path / "acme", "processes")
    ran = invoke("run", "acme", "--period", QUARTER, "--json")
    reports = tmp_path / "reports" / "acme" / QUARTER
    assert ran.exit_code == 0, ran.output
    first = json.loads(ran.stdout)
    assert set(first["seconds"]) == {"0_start", "4_essa"}
    again = json.loads(invoke("run", "acme", "--period", QUARTER, "--json").stdout)
    assert again == {
        "report": str(reports / "report.html"),
        "manifest": str(reports / "manifest.json"),
        "seconds": {},
    }
    assert again == first | {"seconds": {}}
    dutch = invoke("report", "acme", "--period", QUARTER, "--language", "nl")
    assert (dutch.exit_code, dutch.stdout) == (0, f"The report: {reports / 'report.nl.html'}\n")
    both = invoke("run", "acme", "--period", QUARTER, "--language", "en,nl", "--json")
    assert json.loads(both.stdout)["seconds"] == {}
    assert set(json.loads((reports / "manifest.json").read_text("utf-8"))["reports"]) == {"en", "nl"}


@pytest.mark.slow
@pytest.mark.ci
def test_quiet_prints_nothing_even_while_a_kernel_runs(tmp_path):
    start(tmp_path / "acme", "processes")
    words = ["run", "acme", "--period", QUARTER, "--quiet"]
    done = subprocess.run([*COMMAND, *words], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.slow
def test_a_failed_step_ends_with_code_4_and_two_plain_lines(invoke, partners, tmp_path):
    copy = partners.copy(tmp_path)
    file = copy.folder / "engagement.yml"
    file.write_text(
        file.read_text("utf-8").replace("at_least: 42, below: 91", "at_least: 42, below: 80"), "utf-8"
    )
    failed = invoke("run", "acme", "--period", "2017Q4", "--only", "recognise", "--json")
    assert failed.exit_code == 4
    error = json.loads(failed.stdout)["error"]
    place = "Step 1_recognise failed under the heading 'Stages and what they are worth', in cell "
    assert error.startswith(f"{place}'value_by_stage-measure'.\n")


@pytest.mark.slow
def test_faults_in_the_tables_end_a_run_with_code_3(invoke, made):
    (made / "workshop.sqlite").write_bytes(b"no database")
    refused = invoke("run", "acme", "--period", "2017Q4", "--json")
    assert refused.exit_code == 3
    assert [fault["table"] for fault in json.loads(refused.stdout)["faults"]] == ["scores"]


# lab


def test_the_lab_gets_a_copy_of_each_notebook_without_what_lacks_input(made):
    quarter = open_period(made, "2017Q4")
    folder = copy_notebooks(quarter, "nl", "anna").folder
    assert sorted(file.stem for file in folder.iterdir()) == list(STEPS)
    gone = {
        "deliveries-words",
        "recognition-words",
        "plan_changes-words",
        "change_causes-words",
        "core_index-words",
        "nothing_left-words",
        "themes-words",
        "feedback_accuracy-words",
    }  # nothing at hand for these
    words = Words("nl", quarter.engagement)
    for step in STEPS:
        copy = nbformat.read(folder / f"{step}.ipynb", as_version=4)
        nbformat.validate(copy)
        original = nbformat.read(shipped_steps()[step].file, as_version=4)
        kept = in_words(shipped_steps()[step], original, words).cells
        told = [cell.source for cell in copy.cells if cell.cell_type == "markdown"]
        assert told == [cell.source for cell in kept if cell.cell_type == "markdown" and cell.id not in gone]


def test_the_lab_says_what_is_earlier_than_the_notebooks_and_the_run(made):
    tell = _teller(made)
    said = _about_copies(Copies(made / "2017Q4" / "anna" / "nl", ("4_essa", "5_apply"), 2), tell)
    assert [line.split(",")[0] for line in said] == [
        "Your copies of 4_essa",
        "2 tables that you had made in the Lab before the last run were dropped: the run has made them anew.",
    ]
    assert _about_copies(Copies(made, (), 0), tell) == []


def test_a_copy_is_adopted_and_check_says_when_the_one_that_ships_has_changed(invoke, made):
    copy_notebooks(open_period(made, "2017Q4"), "en", "anna")
    done = invoke("adopt", "acme", "essa", "--period", "2017Q4", "--as", "anna")
    assert (done.exit_code, done.stdout) == (
        0,
        "notebooks/4_essa.ipynb is yours now, and used in every run. Next: cx-workbook check\n",
    )
    assert json.loads(invoke("check", "acme", "--json").stdout)["shipped_since"] == {}
    own = made / "notebooks" / "4_essa.ipynb"
    digest = shipped_steps()["4_essa"].digest
    own.write_text(own.read_text("utf-8").replace(digest, "0" * 64), "utf-8")
    said = invoke("check", "acme").stdout
    assert "Your own notebooks: 4_essa\n  4_essa: the notebook that ships has changed since" in said
    assert digest in said
    facts = json.loads(invoke("check", "acme", "--json").stdout)
    assert (facts["own_notebooks"], facts["shipped_since"]) == (["4_essa"], {"4_essa": "changed"})
    again = invoke("adopt", "acme", "essa", "--period", "2017Q4", "--as", "anna")
    assert again.exit_code == 3 and "--replace" in again.stderr


def test_faults_of_notebooks_and_of_tables_are_told_at_once(invoke, made):
    (made / "notebooks").mkdir(exist_ok=True)
    (made / "notebooks" / "9_x.ipynb").write_text("{}")
    (made / "workshop.sqlite").write_bytes(b"no database")
    refused = invoke("check", "acme")
    assert refused.exit_code == 3
    assert "9_x.ipynb: is not a Jupyter notebook" in refused.stderr and "Table 'scores'" in refused.stderr
    assert [fault["table"] for fault in json.loads(invoke("check", "acme", "--json").stdout)["faults"]] == [
        "scores"
    ]


def test_what_was_changed_in_the_lab_is_kept(made):
    folder = copy_notebooks(open_period(made, "2017Q4"), "en", "anna").folder
    mine = folder / "3_drivers.ipynb"
    mine.write_text("mine")
    (folder / "4_essa.ipynb").unlink()
    before = contents(folder)
    copy_notebooks(open_period(made, "2017Q4"), "en", "anna")
    after = contents(folder)
    assert mine.read_text() == "mine" and "4_essa.ipynb" in after
    assert {name: after[name] for name in before} == before
