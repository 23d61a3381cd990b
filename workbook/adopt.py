"""Make a copy of a notebook, as it was changed in the Lab, the client's own: `run` uses it from then on."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.engagement import quarter_bounds
from workbook.errors import EngagementError, ParameterError
from workbook.intake import find, open_engagement
from workbook.lab.copies import copies_folder, person_folder
from workbook.method import LEFT_OUT, parameter_values, step_named, with_parameters
from workbook.notebooks import SET_BY_THE_RUN, write_notebook
from workbook.own_checks import notebook_faults
from workbook.own_notebooks import own_files, read_notebook, with_named_cells
from workbook.shipped import shipped

if TYPE_CHECKING:
    from nbformat import NotebookNode

OF_THE_LAB = ("execution", "jupyter")
"""Metadata of cells that the Lab writes: when they ran, and whether they are folded."""


def adopt(
    engagement: str | Path,
    step: str,
    period: str,
    language: str | None,
    person: str | None = None,
    *,
    replace: bool = False,
) -> Path:
    """Write ENGAGEMENT/notebooks/STEP.ipynb from the copy in notebooks/QUARTER/NAME/LANGUAGE.

    What was for that quarter goes: its parameters, its outputs, and that cells were left out which lacked
    their input there. The notebook keeps saying from which one that ships it came.

    Args:
        engagement: Name or path of the engagement folder.
        step: The name of the copy, its number or the word in it.
        period: The quarter of the copy.
        language: Of the copy; the engagement's own when none is given.
        person: Whose copy; the one of who is logged in when none is given.
        replace: Whether an own notebook of that name may be replaced.

    Returns:
        The own notebook.

    Raises:
        EngagementError: There is no such copy, an own notebook is there already, or the copy has faults.
    """
    folder = find(engagement)
    quarter_bounds(period)
    spoken = language or open_engagement(folder).language
    copies = copies_folder(folder, period, person_folder(person), spoken)
    place = copies.relative_to(folder).as_posix()
    names = sorted(file.stem for file in copies.glob("[!.]*.ipynb"))
    try:
        name = step_named(step, names)
    except ParameterError:
        there = f"There are {', '.join(names)}." if names else "There are none: cx-workbook lab makes them."
        raise EngagementError(f"There is no copy of '{step}' in {place} of {folder.name}. {there}") from None
    target = folder / "notebooks" / f"{name}.ipynb"
    if target.exists() and not replace:
        raise EngagementError(
            f"{folder.name}/notebooks/{target.name} is there already; --replace puts the copy in its place."
        )
    copy, _ = read_notebook(copies / f"{name}.ipynb")
    notebook = copy and with_named_cells(_for_every_quarter(copy, _others(folder, name)))
    if faults := notebook_faults(name, notebook):
        raise EngagementError("\n  ".join([f"The copy in {place} cannot be adopted.", *faults]))
    write_notebook(target, notebook)
    return target


def _others(folder: Path, name: str) -> list[Any]:
    """The notebooks that a copy may have been made of: the client's own, and the one that ships."""
    files = [own_files(folder).get(name), shipped("notebooks") / f"{name}.ipynb"]
    return [read_notebook(file)[0] for file in files if file and file.exists()]


def _for_every_quarter(copy: "NotebookNode", others: Iterable["NotebookNode | None"]) -> "NotebookNode":
    """The copy without the parameters of its quarter, and with the cells that it was made without."""
    copy.metadata.pop("papermill", None)
    others = [other for other in others if other]
    for cell in copy.cells:
        if "parameters" in cell.metadata.get("tags", ()):
            cell.source = with_parameters(cell.source, _parameters_of_every_quarter(others))
        cell.metadata = {key: value for key, value in cell.metadata.items() if key not in OF_THE_LAB}
    missing = set(copy.metadata.get("cx_workbook", {}).pop(LEFT_OUT, ()))
    for other in others:
        before: list[str] = []
        for cell in other.cells:
            here = [one.id for one in copy.cells]
            if cell.id in missing and cell.id not in here:
                after = next((name for name in reversed(before) if name in here), here[0])
                copy.cells.insert(here.index(after) + 1, cell)
            before.append(cell.id)
    return copy


def _parameters_of_every_quarter(others: Iterable["NotebookNode"]) -> dict[str, str]:
    """What the parameters are that the Lab fills in, in the notebook that a copy was made of."""
    cells = [
        cell for other in others for cell in other.cells if "parameters" in cell.metadata.get("tags", ())
    ]
    values = parameter_values(cells[0].source) if cells else {}
    return {name: code for name, code in values.items() if name in SET_BY_THE_RUN}
