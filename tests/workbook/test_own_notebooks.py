"""The client's own notebooks: steps in the order of their names, beside those that ship or in their place."""

import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from own import DECLARED, exhibit_cell, own_notebook, write_own

from workbook.errors import EngagementError
from workbook.method import STEPS, shipped_steps
from workbook.own_notebooks import engagement_steps, moved_on, step_names, with_named_cells


def test_without_own_notebooks_there_are_the_steps_that_ship(tmp_path):
    (tmp_path / "notebooks" / "2026Q3" / "en").mkdir(parents=True)
    shutil.copy(shipped_steps()["4_essa"].file, tmp_path / "notebooks" / "2026Q3" / "en")
    assert engagement_steps(tmp_path) == shipped_steps()
    assert step_names(tmp_path) == step_names(None) == list(STEPS)


def test_steps_stand_in_the_order_of_number_letter_and_word(tmp_path):
    for name in ("10_last", "2b_a", "2a_z", "2_a", "8_x"):
        gives = f"t{name}"
        cell = exhibit_cell(f'quarter.publish("{gives}", sold)', gives)
        write_own(tmp_path, name, own_notebook(cell, declared=DECLARED | {"gives": [gives]}))
    names = ["0_start", "1_recognise", "2_a", "2_understand", "2a_z", "2b_a", "3_drivers", "4_essa"]
    names += ["5_apply", "6_prioritise", "7_changes", "8_handbook", "8_x", "10_last"]
    assert list(engagement_steps(tmp_path)) == step_names(tmp_path) == names


def test_an_own_step_comes_after_all_before_it_and_the_others_as_they_did(tmp_path):
    write_own(tmp_path)
    steps = engagement_steps(tmp_path)
    assert steps["2a_regions"].after == ("0_start", "1_recognise", "2_understand")
    assert steps["2a_regions"].is_own and steps["6_prioritise"] == shipped_steps()["6_prioritise"]


def test_a_notebook_named_as_one_that_ships_takes_its_place(tmp_path):
    notebook = nbformat.read(shipped_steps()["4_essa"].file, as_version=4)
    file = write_own(tmp_path, "4_essa", notebook)
    step = engagement_steps(tmp_path)["4_essa"]
    assert (step.file, step.is_own) == (file, True)
    assert step.exhibits == shipped_steps()["4_essa"].exhibits
    assert step.left_out(frozenset()) == shipped_steps()["4_essa"].left_out(frozenset())


def test_cells_get_names_and_the_words_of_a_section_go_with_its_exhibit():
    cells = [
        new_markdown_cell("Free words."),
        new_markdown_cell("## One"),
        new_markdown_cell("More."),
        new_code_cell("measure = 1"),
        exhibit_cell(name="one"),
        new_markdown_cell("So it is."),
        new_markdown_cell("## Words alone"),
        new_markdown_cell("## Two"),
        exhibit_cell(name="two"),
    ]
    notebook = own_notebook(*cells, declared=DECLARED | {"gives": ["one", "two"]})
    ids = [cell.id for cell in with_named_cells(notebook).cells]
    assert ids[0] == "step" and ids[7] == "one" and ids[-2:] == ["two-words", "two"]
    assert (ids[4], ids[5], ids[8]) == ("one-words", "one-words2", "one-words3")
    assert not {"-words" in ids[place] for place in (1, 2, 3, 6, 9)} - {False}
    assert [cell.id for cell in with_named_cells(notebook).cells] == ids


def test_what_lacks_its_input_is_left_out_with_its_words(tmp_path):
    cells = [
        new_markdown_cell("## One"),
        exhibit_cell('quarter.publish("one", sold)', "one"),
        new_markdown_cell("## Two"),
        exhibit_cell('quarter.publish("two", sold)', "two", needs=["customers.size"]),
        new_markdown_cell("So the large ones."),
    ]
    write_own(tmp_path, notebook=own_notebook(*cells, declared=DECLARED | {"gives": ["one", "two"]}))
    step = engagement_steps(tmp_path)["2a_regions"]
    assert step.left_out({"transactions"}) == ["two", "two-words", "two-words2"]
    assert step.left_out({"transactions", "customers.size"}) == []
    assert not step.has_input({"answers"}) and step.lacking(set()) == ["customers.size", "transactions"]


def test_outputs_and_a_missing_language_do_not_matter(tmp_path):
    notebook = own_notebook()
    notebook.cells[-1].outputs = [nbformat.v4.new_output("stream", text="C001")]
    notebook.nbformat_minor = 4
    for cell in notebook.cells:
        del cell["id"]
    write_own(tmp_path, notebook=notebook)
    read = engagement_steps(tmp_path)["2a_regions"].notebook
    assert read["cells"][-1]["outputs"] == [] and read["metadata"]["language_info"]["name"] == "python"
    assert len({cell["id"] for cell in read["cells"]}) == len(read["cells"])


def test_the_faults_of_all_notebooks_come_at_once(tmp_path):
    write_own(tmp_path, "8_a", own_notebook(declared=None))
    (tmp_path / "notebooks" / "9_b.ipynb").write_text("{}")
    with pytest.raises(EngagementError) as refusal:
        engagement_steps(tmp_path)
    head, first, second = str(refusal.value).splitlines()
    assert head == f"The notebooks in {tmp_path.name}/notebooks cannot be used: 2 faults."
    assert first.startswith("  8_a.ipynb, metadata: have no cx_workbook;")
    assert second == "  9_b.ipynb: is not a Jupyter notebook (nbformat 4)"


def test_it_is_told_when_the_notebook_that_ships_has_changed_since(tmp_path):
    now = shipped_steps()["4_essa"]
    notebook = nbformat.read(now.file, as_version=4)
    facts = {"file": str(now.file), "digest": now.digest}
    for origin, told in ((now.digest, {}), ("0" * 64, {"4_essa": ("changed", facts)})):
        notebook.metadata.cx_workbook["shipped"] = origin
        write_own(tmp_path, "4_essa", notebook)
        assert moved_on(engagement_steps(tmp_path)) == told
    del notebook.metadata.cx_workbook["shipped"]
    write_own(tmp_path, "4_essa", notebook)
    write_own(tmp_path)
    assert moved_on(engagement_steps(tmp_path)) == {"4_essa": ("unknown", facts)}
