"""A person's own copies of the notebooks, for the Lab."""

import getpass
import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.candidates_left import at_hand
from workbook.method import LEFT_OUT, SHIPPED, Step, with_parameters
from workbook.notebooks import SET_BY_THE_RUN, in_words, notebook_without, write_notebook
from workbook.own_notebooks import engagement_steps, read_notebook
from workbook.store.period import is_older, lab_draft

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from workbook.store import Period

NOBODY = "lab"
"""The person where the machine does not say who works on it."""


@dataclass(frozen=True)
class Copies:
    """A person's copies of the notebooks of a quarter.

    Attributes:
        folder: Where they are.
        earlier: The steps whose copy was there already, of a notebook that has changed since.
        dropped: How many tables were dropped that the person had made in the Lab before the last run.
    """

    folder: Path
    earlier: tuple[str, ...]
    dropped: int


def person_folder(name: str | None = None) -> str:
    """The folder of a person: by the name given, else by the name under which they work on this machine.

    Example:
        >>> person_folder("Anna de Vries")
        'Anna-de-Vries'
    """
    if name is None:
        with suppress(OSError, KeyError):  # a machine that knows no user of this number
            name = getpass.getuser()
    return re.sub(r"[^\w.-]+", "-", name or "").strip(".-") or NOBODY


def copies_folder(folder: Path, period: str, person: str, language: str) -> Path:
    """Where a person's copies of a quarter are, in a language."""
    return folder / "notebooks" / period / person / language


def copy_notebooks(period: "Period", language: str, person: str) -> Copies:
    """Give a person their own copy of the notebooks, with the parameters filled in and the code folded.

    Args:
        period: The quarter that the parameters name.
        language: Of the words in the copies.
        person: As `person_folder` gives it.

    Returns:
        The copies; those that were there already stay as they are.
    """
    from workbook.render.words import Words

    folder = copies_folder(period.folder, period.name, person, language)
    folder.mkdir(parents=True, exist_ok=True)
    words, earlier = Words(language, period.engagement), []
    for step in engagement_steps(period.folder).values():
        file = folder / f"{step.name}.ipynb"
        if file.exists():
            earlier += [step.name] if _is_of_another(file, step) else []
        elif step.has_input(at_hand(period)):
            without = step.left_out(at_hand(period))
            notebook = notebook_without(step, without)
            notebook = notebook if step.is_own else in_words(step, notebook, words)
            notebook.metadata["cx_workbook"] |= {LEFT_OUT: without} | _came_from(step)
            write_notebook(file, _for_the_lab(notebook, period))
    return Copies(folder, tuple(earlier), drop_earlier_drafts(period, person))


def _for_the_lab(notebook: "NotebookNode", period: "Period") -> "NotebookNode":
    given = dict(zip(SET_BY_THE_RUN, (period.folder.name, period.name), strict=True))
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", ()):
            cell.source = with_parameters(
                cell.source, {name: json.dumps(value, ensure_ascii=False) for name, value in given.items()}
            )
        elif cell.cell_type == "code":
            cell.metadata["jupyter"] = {"source_hidden": True}
    return notebook


def _came_from(step: Step) -> dict[str, str]:
    """The digest of the notebook that ships, of which a copy is made; of an own one it says so itself."""
    return {} if step.is_own else {SHIPPED: step.digest}


def _is_of_another(file: Path, step: Step) -> bool:
    """Whether a copy was made of another version of the notebook that ships."""
    notebook, _ = read_notebook(file)
    declared = notebook.metadata.get("cx_workbook", {}) if notebook else {}
    return not step.is_own and declared.get(SHIPPED, step.digest) != step.digest


def drop_earlier_drafts(period: "Period", person: str) -> int:
    """Drop the tables that a person made in the Lab before a run made them anew.

    Returns:
        How many.
    """
    draft = lab_draft(period.folder, period.name, person)
    old = [file for file in _tables(draft) if _is_earlier(file, period.store / file.relative_to(draft))]
    for file in old:
        file.unlink()
    return len(old)


def _tables(draft: Path) -> Iterable[Path]:
    return sorted(draft.rglob("[!.]*.parquet"))


def _is_earlier(draft: Path, table: Path) -> bool:
    return table.exists() and is_older(draft, table)
