"""Exhibits of an own notebook: what is published, and nothing that a cell puts out by itself."""

import hashlib
import json
import shutil
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from own import DECLARED, OPEN, PUBLISH, exhibit_cell, own_notebook, write_own
from starts import QUARTER, start

from workbook.errors import EngagementError, RunError
from workbook.exhibit import EXHIBIT_TYPE
from workbook.method import Step, shipped_steps
from workbook.notebook_run import NotebookRun
from workbook.own_exhibits import with_exhibits
from workbook.own_notebooks import with_named_cells
from workbook.phrases import label
from workbook.runs import run
from workbook.store.period import pinned_period

ALERT = "<script>alert(1)</script>"


def step_of(notebook):
    return Step("2a_regions", Path("2a_regions.ipynb"), with_named_cells(notebook), "", (), True)


def made(table, *cells, **parts):
    step = step_of(own_notebook(*cells, **parts))
    done = with_exhibits(step.notebook, step, {"revenue_by_region": table}, ["transactions"], 10)
    return done.cells[-1].outputs[0].data[EXHIBIT_TYPE]


def test_a_published_table_is_an_exhibit_under_the_heading_above_it():
    table = pd.DataFrame({"region": ["North", None], "n": [12, 3], "revenue": [10.5, None]})
    shown = made(table)
    assert shown["title"] == {"own": {"": "Revenue per region"}}
    assert (shown["stem"], shown["tables"]) == ("revenue_by_region", ["transactions"])
    assert [head["text"] for head in shown["headings"]] == [
        "Region",
        label("n"),
        "Revenue",
    ]
    values = [[cell["value"] for cell in row] for row in shown["rows"]]
    assert values == [["North", 12, 10.5], [None, 3, None]]
    assert [cell["as"] for cell in shown["rows"][0]] == ["", "int", "num"]
    assert shown["note"]["say"] == "exhibit.blank" and shown["note"]["facts"] == {"minimum": 10}
    assert made(table.dropna())["note"] == ""


def test_title_and_formats_come_from_the_cell_and_a_heading_in_each_language_from_the_words():
    title = {"en": "Most in the north", "nl": "Het meest in het noorden"}
    table = pd.DataFrame({"day": pd.to_datetime(["2026-07-01"]), "share": [0.25], "list": [["a", 1]]})
    shown = made(table, exhibit_cell(title=title, formats={"share": "percent"}))
    assert shown["title"] == {"own": title}
    assert [(cell["value"], cell["as"]) for cell in shown["rows"][0]] == [
        ({"date": "2026-07-01"}, "date"),
        (0.25, "percent"),
        ("['a', 1]", ""),
    ]
    words = new_markdown_cell("## Per region", metadata={"words": {"nl": "## Per regio"}})
    assert made(table, words, exhibit_cell())["title"] == {"own": {"": "Per region", "nl": "Per regio"}}
    assert made(table, exhibit_cell())["title"] == "Revenue by region"


def test_a_value_cannot_pass_for_a_phrase():
    table = pd.DataFrame({"region": [{"say": "label.exhibit", "facts": {}}]})
    assert made(table)["rows"][0][0]["value"] == "{'say': 'label.exhibit', 'facts': {}}"


def test_an_exhibit_that_is_missing_or_shown_by_itself_is_refused_with_all_others():
    gives = ["revenue_by_region", "forged", "needs"]
    cells = [exhibit_cell(name=name) for name in gives]
    step = step_of(own_notebook(*cells, declared=DECLARED | {"gives": gives}))
    forged = {EXHIBIT_TYPE: {"stem": "forged", "title": "Mine"}}
    step.notebook.cells[-2].outputs = [new_output("display_data", forged)]
    with pytest.raises(RunError) as refused:
        with_exhibits(step.notebook, step, {}, (), 10)
    assert [line.strip() for line in str(refused.value).splitlines()[1:]] == [
        "cell 'revenue_by_region' gives an exhibit, and no table is published as 'revenue_by_region'",
        "cell 'forged' shows an exhibit 'forged' by itself; publish its table",
    ]


@pytest.mark.parametrize(
    ("formats", "fault"),
    [
        ({"regoin": "int"}, "there is no column 'regoin'; did you mean 'region'?"),
        ({"region": "percent"}, "'region' holds texts, and 'percent' writes others"),
        ({"n": "date"}, "'n' holds numbers, and 'date' writes others"),
        ({"day": "money"}, "'day' holds dates, and 'money' writes others"),
    ],
)
def test_a_format_that_does_not_fit_its_column_is_refused(formats, fault):
    table = pd.DataFrame({"region": ["N"], "n": [1], "day": pd.to_datetime(["2026-07-01"])})
    with pytest.raises(RunError) as refused:
        made(table, exhibit_cell(formats=formats))
    assert str(refused.value).splitlines()[1:] == [
        f"  cell 'revenue_by_region' has formats that do not fit: {fault}"
    ]


def test_a_table_without_rows_is_no_exhibit():
    step = step_of(own_notebook())
    empty = pd.DataFrame({"region": [], "n": []})
    done = with_exhibits(step.notebook, step, {"revenue_by_region": empty}, (), 10)
    assert done.cells[-1].outputs == []


def test_an_exhibit_of_the_method_stands_as_it_is_where_its_table_is_published():
    step = step_of(own_notebook(exhibit_cell(name="needs"), declared=DECLARED | {"gives": ["needs"]}))
    payload = {EXHIBIT_TYPE: {"stem": "needs", "title": "Theirs"}}
    cell = step.notebook.cells[-1]
    assert with_exhibits(step.notebook, step, {}, (), 10).cells[-1].outputs == []  # nothing to show
    cell.outputs = [new_output("display_data", payload)]
    done = with_exhibits(step.notebook, step, {"needs": pd.DataFrame({"n": [1]})}, (), 10)
    assert done.cells[-1].outputs[0].data == payload
    with pytest.raises(RunError, match="cell 'needs' gives an exhibit, and no table is published as 'needs'"):
        with_exhibits(step.notebook, step, {}, (), 10)


# Runs


@pytest.fixture(scope="module")
def ran(tmp_path_factory, made_at):
    """Orders, with an own step that says and shows all it can, run in both languages."""
    folder = start(tmp_path_factory.mktemp("own") / "acme", "orders")
    cells = [
        new_markdown_cell(f"Free words {ALERT} ![x](https://example.org/x.png)"),
        new_markdown_cell("## Revenue per region", metadata={"words": {"nl": "## Omzet per regio"}}),
        new_code_cell("print('printed'); lines.head()"),
        exhibit_cell(f"{PUBLISH}\nsold", title=f"North {ALERT}", formats={"revenue": "money"}),
        new_markdown_cell("So the **north**."),
        new_markdown_cell("## Nobody"),
        exhibit_cell('quarter.publish("few", declare(sold.assign(n=[3, 230]), "revenue"))', "few"),
        new_markdown_cell("## Segments"),
        exhibit_cell('quarter.publish("large", declare(sold, "revenue"))', "large", needs=["customers.size"]),
        new_markdown_cell("Nothing is said of what is not there."),
    ]
    declared = DECLARED | {"gives": ["revenue_by_region", "few", "large"], "richer": ["customers.size"]}
    write_own(folder, notebook=own_notebook(*cells, declared=declared))
    outcome = run(folder, QUARTER, made_at=made_at, languages=["en", "nl"])
    return folder, outcome


def pages(outcome):
    files = [outcome.report.parent / name for name in ("report.html", "report.nl.html")]
    return [BeautifulSoup(file.read_text("utf-8"), "html.parser") for file in files]


pytestmark = pytest.mark.slow


def test_an_own_step_is_a_chapter_in_its_place_with_numbered_exhibits(ran):
    _, outcome = ran
    assert outcome.steps == ["0_start", "1_recognise", "2a_regions", "3_drivers"]
    for page, name, heading in zip(
        pages(outcome), ("Regions", "Regio's"), ("Revenue per region", "Omzet per regio"), strict=True
    ):
        chapter = page.select("header.chapter")[2]
        assert (chapter.h2.text, chapter.select_one(".number").text) == (name, "3")
        assert heading in [tag.text for tag in page.select(".words h2")]
        shown = page.select("figure.exhibit")
        numbers = [int(figure.select_one(".label").text.split()[1]) for figure in shown]
        assert numbers == list(range(1, len(shown) + 1))
        assert f"North {ALERT}" in [tag.text for tag in page.select("figure.exhibit .title")]
        assert [tag for tag in page.select(".words p") if tag.text == "So the north."]


def test_nothing_but_what_is_published_comes_through(ran):
    _, outcome = ran
    for page in pages(outcome):
        text = page.get_text()
        assert page(["script"]) == [] and "printed" not in text and "K001" not in text
        assert all(tag["src"].startswith("data:") for tag in page("img"))
        assert "Nothing is said of what is not there" not in text and "Segments" not in [
            tag.text for tag in page.select(".words h2")
        ]
    executed = (outcome.report.parent / "notebooks" / "2a_regions.ipynb").read_text("utf-8")
    assert "K001" not in executed and "printed\\n" not in executed


def test_small_groups_are_hidden_as_in_any_other(ran):
    _, outcome = ran
    few = pd.read_parquet(outcome.report.parent / "tables" / "few.parquet")
    assert few["n"].tolist() == [3, 230] and few["revenue"].isna().all()
    english, dutch = pages(outcome)
    assert "a group of fewer than 10" in english.get_text()
    assert "een groep van minder dan 10" in dutch.get_text()


def test_the_manifest_has_the_hash_of_an_own_notebook(ran):
    folder, outcome = ran
    digest = hashlib.sha256((folder / "notebooks" / "2a_regions.ipynb").read_bytes()).hexdigest()
    steps = json.loads(outcome.manifest.read_text("utf-8"))["reports"]["nl"]["steps"]
    assert steps["2a_regions"]["notebook"] == {"sha256": digest, "own": True}
    assert steps["1_recognise"]["notebook"]["own"] is False


@pytest.fixture
def copy(ran, tmp_path):
    shutil.copytree(ran[0].parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / ran[0].name


def rerun(folder, made_at):
    return run(folder, QUARTER, made_at=made_at, languages=["en", "nl"])


def test_a_changed_own_notebook_runs_again_and_only_what_reads_what_it_made(copy, made_at):
    assert rerun(copy, made_at).seconds == {}
    reads = 'quarter.publish("after", declare(quarter.result("revenue_by_region").rename(columns=str.upper)))'
    counts = 'quarter.publish("apart", declare(sold[["n"]]))'
    for name, given, source in (("8_after", "after", reads), ("9_apart", "apart", counts)):
        cell = exhibit_cell(source, given)
        write_own(copy, name, own_notebook(cell, declared=DECLARED | {"gives": [given]}))
    assert set(rerun(copy, made_at).seconds) == {"8_after", "9_apart"}
    write_own(copy, notebook=own_notebook(code=OPEN.replace('"5"', '"4"')))
    assert set(rerun(copy, made_at).seconds) == {"2a_regions", "8_after"}


def test_an_own_notebook_that_is_taken_away_leaves_nothing(copy, made_at):
    (copy / "notebooks" / "2a_regions.ipynb").unlink()
    outcome = rerun(copy, made_at)
    assert outcome.steps == ["0_start", "1_recognise", "3_drivers"] and outcome.seconds == {}
    assert not (outcome.report.parent / "tables" / "few.parquet").exists()
    assert not list((copy / ".store" / QUARTER).rglob("*regions*"))


def failure(folder, made_at, *cells, code=OPEN, declared=DECLARED):
    """What a run says that fails; the report stays as it was."""
    write_own(folder, notebook=own_notebook(*cells, code=code, declared=declared))
    report = folder.parent / "reports" / folder.name / QUARTER / "report.html"
    before = report.read_bytes()
    with pytest.raises((RunError, EngagementError)) as refused:
        rerun(folder, made_at)
    assert report.read_bytes() == before
    return str(refused.value)


def not_up_to_date(folder):
    return NotebookRun(pinned_period(folder, QUARTER), {}).not_up_to_date()


def test_a_row_per_customer_is_refused_whatever_its_column_is_called(copy, made_at):
    rows = f'{OPEN}\nsold = lines.groupby("customer_id").agg(revenue=("amount", "sum")).reset_index()'
    said = failure(copy, made_at, code=f"{rows}\nsold['n'] = 1")
    assert "'revenue_by_region' cannot be published: it has a row per person (column customer_id)." in said
    renamed = "sold = sold.rename(columns={'customer_id': 'klant'}).assign(n=1)"
    said = failure(copy, made_at, code=f"{rows}\n{renamed}")
    assert "table 'revenue_by_region' cannot be published, for column klant holds ids of people." in said
    assert not (copy / ".store" / QUARTER / "tables" / "revenue_by_region.parquet").exists()
    assert not_up_to_date(copy) == ["2a_regions"]


def test_a_table_that_declares_nothing_is_refused(copy, made_at):
    said = failure(copy, made_at, exhibit_cell('quarter.publish("revenue_by_region", sold)'))
    assert "'revenue_by_region' cannot be published: it does not declare what it tells of people." in said


def test_a_table_of_another_step_under_a_name_put_together_is_refused(copy, made_at):
    taken = 'name = "segments" + "_rule"\nquarter.publish(name, declare(sold[["n"]]))'
    said = failure(copy, made_at, exhibit_cell(f"{PUBLISH}\n{taken}"))
    assert "saved tables of other steps: 'tables/segments_rule' is of 1_recognise." in said
    assert not_up_to_date(copy) == ["1_recognise", "2a_regions", "3_drivers"]


def test_a_fault_of_its_own_code_names_the_notebook(copy, made_at):
    said = failure(copy, made_at, code=f"{OPEN}\n1 / 0")
    assert "ZeroDivisionError: division by zero\nIt is your own notebook, " in said


def test_a_fault_of_a_replacement_says_that_the_notebook_that_ships_has_changed_since(copy, made_at):
    notebook = nbformat.read(shipped_steps()["0_start"].file, as_version=4)
    notebook.metadata.cx_workbook["shipped"] = "0" * 64
    notebook.cells[2].source += "\n1 / 0"
    file = write_own(copy, "0_start", notebook)
    with pytest.raises(RunError) as refused:
        rerun(copy, made_at)
    assert (
        f"It is your own notebook, {file}. The notebook that ships has changed since: see cx-workbook check."
        in str(refused.value)
    )


def test_metadata_are_refused_before_anything_runs(copy, made_at):
    said = failure(copy, made_at, declared=None)
    assert said.startswith("The notebooks in acme/notebooks cannot be used: 1 fault.")


def test_a_replacement_with_words_of_the_method_says_them_in_each_language(copy, made_at):
    notebook = nbformat.read(shipped_steps()["0_start"].file, as_version=4)
    changed = next(cell for cell in notebook.cells if cell.id == "maturity-words")
    changed.source = "## Ripe?\n\nIn our words."
    write_own(copy, "0_start", notebook)
    outcome = rerun(copy, made_at)
    assert "0_start" in outcome.seconds and outcome.steps[0] == "0_start"
    english, dutch = pages(outcome)
    assert [page.select_one("header.chapter h2").text for page in (english, dutch)] == ["Start", "Start"]
    questions = [page.select_one("header.chapter .question").text for page in (english, dutch)]
    assert questions[0] == "What do we have, and are we ready?" and questions[1] != questions[0]
