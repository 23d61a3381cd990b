"""The client's own notebooks in ENGAGEMENT/notebooks: steps beside those that ship, or in their place."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.errors import EngagementError
from workbook.method import NAME, SHIPPED, STEPS, WORDS, Step, shipped_steps

if TYPE_CHECKING:
    from nbformat import NotebookNode


def own_files(folder: Path) -> dict[str, Path]:
    """The client's own notebooks by name; copies for the Lab are in folders beside them."""
    files = sorted((folder / "notebooks").glob("[!.]*.ipynb"))
    return {file.stem: file for file in files if file.is_file()}


def step_names(folder: Path | None) -> list[str]:
    """The steps of an engagement in the order of their names: those that ship, and the client's own."""
    return sorted({*STEPS, *(own_files(folder) if folder else ())}, key=_place)


def _place(name: str) -> tuple[Any, ...]:
    found = NAME.fullmatch(name)
    return (int(found[1]), found[2], found[3]) if found else (100, "", name)


def engagement_steps(folder: Path) -> dict[str, Step]:
    """The steps of an engagement, in order. One of the client's own comes after all before it.

    Raises:
        EngagementError: Own notebooks have faults; names all of them.
    """
    files = own_files(folder)
    if not files:
        return shipped_steps()
    from workbook.own_checks import notebook_faults, shared_faults

    read = {name: read_notebook(file) for name, file in files.items()}
    own = {name: notebook for name, (notebook, _) in read.items()}
    faults = [fault for name, notebook in own.items() for fault in notebook_faults(name, notebook)]
    if faults := [*faults, *shared_faults(own)]:
        count = f"{len(faults)} fault{'s' * (len(faults) > 1)}"
        raise EngagementError(
            "\n  ".join([f"The notebooks in {folder.name}/notebooks cannot be used: {count}.", *faults])
        )
    steps: dict[str, Step] = {}
    for name in step_names(folder):
        is_own = name in files
        steps[name] = (
            Step(name, files[name], *read[name], tuple(steps), True) if is_own else shipped_steps()[name]
        )
    return steps


def read_notebook(file: Path) -> tuple["NotebookNode | None", str]:
    """A notebook with its cells named, and the digest of its file; none where it is no notebook."""
    import hashlib

    import nbformat

    data = file.read_bytes()
    try:
        notebook = nbformat.reads(data.decode("utf-8"), as_version=4)
        nbformat.validate(notebook)
    except (ValueError, KeyError, AttributeError, TypeError, nbformat.ValidationError):
        return None, ""
    return with_named_cells(notebook), hashlib.sha256(data).hexdigest()


def with_named_cells(notebook: "NotebookNode") -> "NotebookNode":
    """Name the cells of an own notebook as those that ship are: JupyterLab gives each a name of its own.

    The first is "step"; a cell with the metadata exhibit bears that name; the words of a section go with its
    exhibit. Outputs are dropped, for a run makes its own.
    """
    notebook.metadata.setdefault("language_info", {"name": "python"})
    notebook.metadata.setdefault("kernelspec", {"name": "python3", "display_name": "Python 3"})
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)
    declared = notebook.metadata.get("cx_workbook")
    gives = [str(name) for name in declared.get("gives") or ()] if isinstance(declared, Mapping) else []
    words: list[Any] = []
    last, n = "", 0
    for place, cell in enumerate(notebook.cells):
        cell.setdefault("id", f"cell-{place}")
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            cell.id = str(cell.metadata.get("exhibit", cell.id))
            if cell.id in gives:
                last, n = cell.id, 0
        elif cell.cell_type == "markdown" and place == 0:
            cell.id = "step"
        elif cell.cell_type == "markdown" and cell.source.startswith("#"):
            last, words = "", [cell]
        elif cell.cell_type == "markdown":
            words.append(cell)
        if last:
            for cell in words:
                n += 1
                cell.id = f"{last}{WORDS}" if n == 1 else f"{last}{WORDS}{n}"
            words = []
    return notebook


def moved_on(steps: Mapping[str, Step]) -> dict[str, tuple[str, dict[str, str]]]:
    """Own notebooks in the place of one that ships, where that has changed since they were adopted.

    Returns:
        By step: "changed", or "unknown" where it does not say from which one it came; and the file that ships
        with its digest.
    """
    found = {}
    for name, step in steps.items():
        if step.is_own and name in STEPS:
            now, came_from = shipped_steps()[name], step.notebook["metadata"]["cx_workbook"].get(SHIPPED)
            if came_from != now.digest:
                state = "changed" if came_from else "unknown"
                found[name] = state, {"file": str(now.file), "digest": now.digest}
    return found
