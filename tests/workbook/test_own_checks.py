"""What an own notebook has to declare: each fault is told with its place and the way out."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from own import DECLARED, exhibit_cell, own_notebook

from workbook.method import shipped_steps
from workbook.own_checks import notebook_faults, shared_faults
from workbook.own_notebooks import with_named_cells


def faults(*cells, name="2a_regions", **parts):
    return notebook_faults(name, with_named_cells(own_notebook(*cells, **parts)))


def test_a_sound_notebook_has_none_and_neither_have_those_that_ship():
    assert faults() == []
    for name, step in shipped_steps().items():
        notebook = with_named_cells(nbformat.read(step.file, as_version=4))
        assert notebook_faults(name, notebook) == [] and shared_faults({name: notebook}) == []


@pytest.mark.parametrize(
    "name", ["returns", "2A_returns", "2a-returns", "2ab_x", "notes of 3", "123_x", "2a_", "02_x"]
)
def test_a_name_without_a_number_and_a_word_is_none(name):
    [fault] = faults(name=name)
    assert fault == (
        f"{name}.ipynb: is no name of a step; a number, a letter or none, and a word, as 2a_returns.ipynb"
    )


@pytest.mark.parametrize(
    ("declared", "fault"),
    [
        (None, "metadata: have no cx_workbook; give what it needs and what it gives, as {"),
        ([], "metadata: have no cx_workbook; give what it needs and what it gives, as {"),
        ({"gives": DECLARED["gives"]}, "metadata cx_workbook.needs: is missing, as {"),
        (
            DECLARED | {"needs": "transactions"},
            "metadata cx_workbook.needs: 'transactions' is not a list of names",
        ),
        (
            DECLARED | {"needs": ["transaction"]},
            "metadata cx_workbook.needs: 'transaction' is no table of the intake",
        ),
        (
            DECLARED | {"richer": ["answrs.nps"]},
            "metadata cx_workbook.richer: 'answrs.nps' is no table of the intake",
        ),
        (
            DECLARED | {"needs": ["transactions.chanel"]},
            "metadata cx_workbook.needs: 'transactions.chanel': the table has no column 'chanel'; did you"
            " mean 'channel'?",
        ),
        (DECLARED | {"richr": []}, "metadata cx_workbook: 'richr' is not known; did you mean 'richer'?"),
    ],
)
def test_metadata_that_are_missing_or_unknown_are_told(declared, fault):
    [found] = [found for found in faults(declared=declared) if "exhibit" not in found]
    assert found.startswith(f"2a_regions.ipynb, {fault}")


@pytest.mark.parametrize(
    "name", ["customers.shoe_size", "answers.ces", "opportunities.days_it", "quarter_before.plan"]
)
def test_attributes_questions_roles_and_the_quarter_before_are_known(name):
    assert faults(declared=DECLARED | {"richer": [name]}) == []


def test_what_it_gives_has_a_cell_and_a_name_that_a_file_can_have():
    cells = [exhibit_cell(name="one"), exhibit_cell(name="other")]
    assert [
        fault.partition(", ")[2]
        for fault in faults(*cells, declared=DECLARED | {"gives": ["../x", "two", "one", "one"]})
    ] == [
        "metadata cx_workbook.gives: '../x' is no name of an exhibit: small letters, digits and _",
        "metadata cx_workbook.gives: no cell is called 'two'; give the cell that publishes this table the"
        ' metadata {"exhibit": "two"}',
        "metadata cx_workbook.gives: 'one' stands there 2 times",
        "cell 5: is an exhibit that cx_workbook.gives does not name",
    ]
    assert "gives: is empty" in faults(new_code_cell("1"), declared=DECLARED | {"gives": []})[0]


@pytest.mark.parametrize(
    ("source", "metadata", "fault"),
    [
        ("%matplotlib inline", {}, "cell 4: line 1 is not Python (invalid syntax)"),
        ("1", {"needs": ["custommers"]}, "cell 4, needs: 'custommers' is no table"),
        ("1", {"needs": "answers"}, "cell 4, needs: 'answers' is not a list of names"),
        (
            "1",
            {"formats": {"a": "percnt"}},
            "cell 4, formats.a: 'percnt' is not known; did you mean 'percent'?",
        ),
        ("1", {"formats": ["share"]}, "cell 4, formats: ['share'] is no list of columns"),
        ("1", {"title": {"fr": "Un"}}, "cell 4, title: 'fr' is not 'en' or 'nl'"),
        ("1", {"words": ["a"]}, "cell 4, words: ['a'] is neither a text nor a text per language"),
        ("1", {"tags": ["parameters"]}, "2 cells have the tag 'parameters'; one is needed"),
    ],
)
def test_a_fault_in_a_cell_is_told_with_its_place(source, metadata, fault):
    found = faults(new_code_cell(source, metadata=metadata), exhibit_cell())
    assert (
        found == []
        if not fault
        else [one for one in found if one.startswith(f"2a_regions.ipynb, {fault}")] == found
    )


def test_parameters_and_the_heading_have_to_be_there():
    notebook = own_notebook(heading="Regions")
    notebook.cells[1].source = 'engagement: str = "a"\nperiod: int = 3\nfrom_day: list = []'
    assert [
        fault.partition(", ")[2] for fault in notebook_faults("2a_regions", with_named_cells(notebook))
    ] == [
        "first cell: has to be the heading of the chapter, as '# Returns: what comes back, and why?'",
        'cell 2: has no parameter period, as period: str = "…"',
        "cell 2: from_day is list, and can be str, int, float or bool",
    ]


def test_another_language_is_no_step():
    notebook = own_notebook()
    notebook.metadata["language_info"] = {"name": "R"}
    assert notebook_faults("2a_regions", with_named_cells(notebook)) == [
        "2a_regions.ipynb: is written in R; a step is written in python"
    ]


def test_a_table_that_another_step_gives_is_refused_once_and_not_where_that_step_is_replaced():
    saves = new_code_cell("quarter.save_private('customer_stages', x)")
    taken = with_named_cells(own_notebook(saves, exhibit_cell()))
    essa = with_named_cells(nbformat.read(shipped_steps()["4_essa"].file, as_version=4))
    again = with_named_cells(own_notebook())
    own = {"2a_regions": taken, "2b_again": again, "4_essa": essa, "9_gone": None}
    assert shared_faults(own) == [
        "2a_regions.ipynb: table 'customer_stages' is given by 1_recognise.ipynb already; give it another"
        " name",
        "2b_again.ipynb: table 'revenue_by_region' is given by 2a_regions.ipynb already; give it another"
        " name",
    ]
