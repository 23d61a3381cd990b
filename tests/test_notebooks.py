"""The notebooks of the method: thin, readable from their headings, and each of them runs alone."""

import ast
import re
from copy import deepcopy
from itertools import pairwise

import nbformat
import pandas as pd
import pytest
from papermill import execute_notebook

from workbook.chapters import stems
from workbook.code_used import modules_used
from workbook.exhibit import EXHIBIT_TYPE
from workbook.intake.setting_edit import write_choices
from workbook.kernels import kernel_options
from workbook.lab.controls import MADE, SETTINGS
from workbook.lab.copies import copy_notebooks
from workbook.lab.statements import statements
from workbook.method import LAB, STEPS, shipped_steps, with_parameters
from workbook.runs import run
from workbook.shipped import shipped
from workbook.store import open_period

FORBIDDEN = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.If,
    ast.IfExp,
    ast.Match,
    ast.Try,
    ast.With,
    ast.AsyncWith,
)
FILE = re.compile(r"[/\\]|\.(csv|xlsx|parquet|json|html|sqlite|yml|svg|png)$")


@pytest.fixture(params=list(STEPS))
def step(request):
    return request.param


@pytest.fixture
def cells(step):
    return nbformat.read(shipped_steps()[step].file, as_version=4).cells


def code(cells):
    return {cell.id: ast.parse(cell.source) for cell in cells if cell.cell_type == "code"}


def shows(cell):
    """Whether a cell ends on a call such as `show.needs(…)`."""
    last = ast.parse(cell.source).body[-1] if cell.cell_type == "code" else None
    call = last.value if isinstance(last, ast.Expr) else None
    function = call.func if isinstance(call, ast.Call) else None
    return isinstance(function, ast.Attribute) and ast.unparse(function.value) == "show"


def test_there_is_a_notebook_for_each_step_and_no_other():
    assert sorted(file.stem for file in shipped("notebooks").glob("*.ipynb")) == sorted(STEPS)


def test_a_notebook_holds_no_logic(cells):
    found = {
        (name, type(node).__name__)
        for name, tree in code(cells).items()
        for node in ast.walk(tree)
        if isinstance(node, FORBIDDEN)
    }
    assert found == set()


def test_a_code_cell_has_at_most_six_lines(cells):
    lines = {cell.id: len(cell.source.splitlines()) for cell in cells if cell.cell_type == "code"}
    assert {name: count for name, count in lines.items() if count > 6} == {}


def test_no_text_in_the_code_is_a_path(cells):
    texts = {
        node.value
        for tree in code(cells).values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {text for text in texts if FILE.search(text)} == set()


def test_the_first_cell_asks_the_question_and_says_what_it_shows_what_it_needs_and_what_it_passes_on(cells):
    heading, blank, *sentences = cells[0].source.splitlines()
    assert cells[0].cell_type == "markdown"
    assert re.fullmatch(r"# [A-Z]\w+: .+\?", heading) and blank == ""
    assert [sentence.split()[0:2] for sentence in sentences] == [
        ["This", "step"],
        ["It", "needs"],
        ["It", "passes"],
    ]
    assert all(sentence.endswith(".") for sentence in sentences)


def test_the_second_cell_declares_the_parameters_with_their_types_and_a_comment_each(cells):
    parameters = cells[1]
    assert parameters.metadata["tags"] == ["parameters"]
    assert {type(node) for node in ast.parse(parameters.source).body} == {ast.AnnAssign}
    assert [
        line
        for line in parameters.source.splitlines()
        if not re.fullmatch(r"[a-z_]+: (str|int|float|bool) = \S+  # .{10,}", line)
    ] == []
    assert [node.target.id for node in ast.parse(parameters.source).body[:2]] == ["engagement", "period"]
    assert [cell.id for cell in cells if "parameters" in cell.metadata.get("tags", [])] == ["parameters"]


def test_nothing_of_a_run_is_kept_in_a_notebook(cells):
    outputs = {cell.id: (cell.outputs, cell.execution_count) for cell in cells if cell.cell_type == "code"}
    assert {name: kept for name, kept in outputs.items() if kept != ([], None)} == {}


def test_cells_are_named_by_what_they_do(step, cells):
    names = [cell.id for cell in cells]
    assert len(set(names)) == len(names)
    assert names[:4] == ["step", "parameters", "open", "quarter"]
    parts = "|".join(stems(step.partition("_")[2]))
    assert [name for name in names[4:] if not re.fullmatch(rf"({parts})(-[a-z]+)?", name)] == []


def test_each_exhibit_has_words_before_it(cells):
    shown = [cell.id for cell in cells if shows(cell)]
    assert shown and {f"{stem}-words" for stem in shown} <= {cell.id for cell in cells}


def test_each_heading_is_followed_by_an_exhibit(cells):
    sections = [at for at, cell in enumerate(cells) if cell.cell_type == "markdown"][1:]
    ends = [*sections[1:], len(cells)]
    exhibits = {
        cells[start].id: sum(shows(cell) for cell in cells[start:end])
        for start, end in zip(sections, ends, strict=True)
    }
    assert exhibits == dict.fromkeys(exhibits, 1)


@pytest.mark.slow
@pytest.mark.ci
def test_a_notebook_runs_alone_from_the_store_and_makes_the_same_tables(partners, made_at, tmp_path):
    copy = partners.copy(tmp_path)
    for step in ("3_drivers", "7_changes"):
        assert set(run(copy.folder, "2017Q4", made_at=made_at, only=step).seconds) == {step}
    for name in ("drivers", "plan_changes", "change_causes", "score_changes"):
        pd.testing.assert_frame_equal(copy.table("2017Q4", name), partners.table("2017Q4", name))


def test_a_cell_shows_an_exhibit_or_nothing(cells):
    """In JupyterLab the value of a cell's last line is shown: a table that is only kept is not to be seen."""
    for cell in cells:
        last = ast.parse(cell.source).body[-1:] if cell.cell_type == "code" else []
        shown = [ast.unparse(line) for line in last if isinstance(line, ast.Expr)]
        if LAB in cell.metadata.get("tags", ()):
            assert shown[0].startswith(("try_it(", "plan_panel(")), f"{cell.id} shows {shown}"
        else:
            assert all(line.startswith("show.") for line in shown), f"{cell.id} shows {shown}"


def test_each_name_is_bound_in_one_cell(cells):
    """So a cell can run again at any time: it finds what it found the first time."""
    cells = {cell.id: cell.source for cell in cells if cell.cell_type == "code"}
    places: dict[str, set[str]] = {}
    for one in statements(cells):
        for name in one.makes if not isinstance(one.node, ast.Import | ast.ImportFrom) else ():
            places.setdefault(name, set()).add(one.cell)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_controls_are_for_settings_that_there_are_and_come_after_what_they_try(step, cells):
    code = [cell for cell in cells if cell.cell_type == "code"]
    for before, cell in pairwise(code):
        if "try_it(" in cell.source:
            stem = re.search(r'try_it\(quarter, "(\w+)"', cell.source)[1]
            assert cell.id == f"{stem}-try" and stem in shipped_steps()[step].exhibits
            assert cell.metadata.get("needs") == before.metadata.get("needs"), "what the exhibit needs"
            places = re.findall(r'"([a-z_.]+)"', cell.source)
            places.remove(stem)
            assert places and set(places) <= {*SETTINGS, *MADE}


def test_every_chapter_with_something_to_choose_has_controls():
    tried = {step: facts.controls for step, facts in shipped_steps().items() if facts.controls}
    assert list(tried) == [step for step in STEPS if step not in ("0_start", "7_changes", "8_handbook")]
    assert "plan-panel" in tried["6_prioritise"]


def test_a_run_knows_nothing_of_the_controls(partners):
    for step, facts in shipped_steps().items():
        assert "workbook.lab" not in facts.code and "ipywidgets" not in facts.code
        used = modules_used(facts.code)
        assert used and not [name for name in used if name.startswith("workbook/lab/")]
        executed = partners.notebooks("2017Q4")[step]
        assert not {cell["id"] for cell in executed["cells"]} & set(facts.controls)


@pytest.mark.slow
@pytest.mark.ci
@pytest.mark.parametrize("name", STEPS)
def test_every_cell_can_run_twice_in_a_row_with_the_same_result(partners, tmp_path, name):
    copy = partners.copy(tmp_path)
    write_choices(copy.folder, {"segments.draws": 20, "segments.sample": 300})
    folder = copy_notebooks(open_period(copy.folder, "2017Q4"), "en", "anna").folder
    notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
    [parameters] = [cell for cell in notebook.cells if cell.id == "parameters"]
    parameters.source = with_parameters(parameters.source, {"draws": "99", "panels": "100"})
    notebook.cells = [one for cell in notebook.cells for one in twice(cell)]
    place = {"resources": {"metadata": {"path": str(folder)}}}
    with kernel_options({}) as options:
        done = execute_notebook(notebook, None, kernel_name="python3", progress_bar=False, **place, **options)
    shown = exhibits_shown(done)
    first = {cell: exhibits for cell, exhibits in shown.items() if f"{cell}-again" in shown}
    of_the_run = exhibits_shown(partners.notebooks("2017Q4")[name])
    assert {cell for cell in first if first[cell]} == {cell for cell in of_the_run if of_the_run[cell]}
    assert {cell: shown[f"{cell}-again"] for cell in first} == first


def exhibits_shown(notebook):
    """Per code cell of an executed notebook what it shows."""
    return {
        cell["id"]: [
            one["data"][EXHIBIT_TYPE] for one in cell["outputs"] if EXHIBIT_TYPE in one.get("data", {})
        ]
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    }


def twice(cell):
    """A cell, and where it is code itself once more."""
    again = deepcopy(cell)
    again.id = f"{cell.id}-again"
    return [cell, again] if cell.cell_type == "code" else [cell]
