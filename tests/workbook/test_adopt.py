"""A copy from the Lab becomes the client's own: without what was for its quarter, and never over another."""

import nbformat
import pytest
from own import own_notebook
from starts import QUARTER, start

from workbook.adopt import adopt
from workbook.errors import EngagementError
from workbook.lab.copies import copy_notebooks, person_folder
from workbook.method import shipped_steps
from workbook.own_notebooks import engagement_steps, moved_on
from workbook.store import open_period

ME = person_folder()
"""Who is logged in: whose copies are adopted where nobody is named."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Orders alone, so that cells on identities and service are left out; with copies for the Lab."""
    made = start(tmp_path_factory.mktemp("adopt") / "acme", "orders")
    copy_notebooks(open_period(made, QUARTER), "nl", ME)
    return made


@pytest.fixture
def own(folder):
    """Where own notebooks go; none is left for the next test."""
    yield folder / "notebooks"
    for file in (folder / "notebooks").glob("*.ipynb"):
        file.unlink()


def read(file):
    return nbformat.read(file, as_version=4)


def test_an_unchanged_copy_becomes_the_notebook_that_ships_but_for_the_language_of_its_words(folder, own):
    file = adopt(folder, "1_recognise", QUARTER, "nl")
    assert file == own / "1_recognise.ipynb"
    adopted, shipped = read(file), read(shipped_steps()["1_recognise"].file)
    assert [cell.id for cell in adopted.cells] == [cell.id for cell in shipped.cells]
    for one, other in zip(adopted.cells, shipped.cells, strict=True):
        assert one.metadata == other.metadata
        if one.cell_type == "code":
            assert (one.source, one.outputs, one.execution_count) == (other.source, [], None)
    assert adopted.cells[0].source.startswith("# Herkennen: ")
    digest = shipped_steps()["1_recognise"].digest
    assert adopted.metadata.cx_workbook == shipped.metadata.cx_workbook | {"shipped": digest}
    controls = engagement_steps(folder)["1_recognise"].controls
    assert controls == shipped_steps()["1_recognise"].controls and controls
    assert engagement_steps(folder)["1_recognise"].is_own and moved_on(engagement_steps(folder)) == {}


def test_what_was_changed_in_the_copy_is_kept_and_what_was_taken_out_stays_out(folder, own):
    copy = folder / "notebooks" / QUARTER / ME / "nl" / "0_start.ipynb"
    before = copy.read_bytes()
    notebook = read(copy)
    notebook.cells[0].source = "# Begin: wat is er?"
    notebook.cells.append(nbformat.v4.new_code_cell("2 + 2", execution_count=3))
    notebook.cells[-1].outputs = [nbformat.v4.new_output("stream", text="K001")]
    nbformat.write(notebook, copy)
    try:
        adopted = read(adopt(folder, "start", QUARTER, "nl"))
    finally:
        copy.write_bytes(before)
    assert adopted.cells[0].source == "# Begin: wat is er?"
    assert (adopted.cells[-1].source, adopted.cells[-1].outputs) == ("2 + 2", [])
    assert not [cell for cell in adopted.cells if "injected-parameters" in cell.metadata.get("tags", ())]
    assert "maturity" in [cell.id for cell in adopted.cells]  # its table was not at hand for the copy


def test_another_is_replaced_only_when_asked(folder, own):
    file = adopt(folder, "1", QUARTER, "nl")
    file.write_text("mine")
    with pytest.raises(EngagementError) as refusal:
        adopt(folder, "1", QUARTER, "nl")
    assert str(refusal.value) == (
        "acme/notebooks/1_recognise.ipynb is there already; --replace puts the copy in its place."
    )
    assert file.read_text() == "mine"
    assert read(adopt(folder, "1", QUARTER, "nl", replace=True)).cells


def test_a_copy_that_is_not_there_is_told_with_those_that_are(folder, own):
    with pytest.raises(EngagementError) as refusal:
        adopt(folder, "4_essa", QUARTER, "nl")
    assert str(refusal.value) == (
        f"There is no copy of '4_essa' in notebooks/{QUARTER}/{ME}/nl of acme."
        " There are 0_start, 1_recognise, 3_drivers."
    )
    with pytest.raises(EngagementError, match=r"There are none: cx-workbook lab makes them\."):
        adopt(folder, "4_essa", QUARTER, "en")
    with pytest.raises(EngagementError, match="'2026' is not a quarter"):
        adopt(folder, "4_essa", "2026", "en")


def test_a_notebook_made_in_the_lab_is_adopted_and_one_with_faults_is_not(folder, own):
    copies = folder / "notebooks" / QUARTER / ME / "nl"
    nbformat.write(own_notebook(), copies / "2a_regions.ipynb")
    nbformat.write(own_notebook(declared=None), copies / "2b_regions.ipynb")
    try:
        adopt(folder, "2a_regions", QUARTER, "nl")
        with pytest.raises(EngagementError) as refusal:
            adopt(folder, "2b_regions", QUARTER, "nl")
    finally:
        for name in ("2a_regions", "2b_regions"):
            (copies / f"{name}.ipynb").unlink()
    assert str(refusal.value).startswith(
        f"The copy in notebooks/{QUARTER}/{ME}/nl cannot be adopted.\n  2b_regions.ipynb, metadata: have no"
    )
    assert list(engagement_steps(folder))[3] == "2a_regions" and not (own / "2b_regions.ipynb").exists()


def test_a_copy_of_an_own_notebook_keeps_its_words_and_where_it_came_from(folder, own):
    adopt(folder, "0", QUARTER, "nl")
    file = own / "0_start.ipynb"
    notebook = read(file)
    notebook.metadata.cx_workbook["shipped"] = "0" * 64
    notebook.cells[0].source = "# Ours: what is there?"
    nbformat.write(notebook, file)
    copies = copy_notebooks(open_period(folder, QUARTER), "en", ME).folder
    assert read(copies / "0_start.ipynb").cells[0].source == "# Ours: what is there?"
    again = read(adopt(folder, "0", QUARTER, "en", replace=True))
    assert again.metadata.cx_workbook["shipped"] == "0" * 64
    assert [cell.id for cell in again.cells] == [cell.id for cell in notebook.cells]
