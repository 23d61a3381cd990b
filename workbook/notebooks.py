"""Parameterise, word and run the notebooks of the method, with Papermill."""

import builtins
import json
import logging
import re
import sys
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.catalogues import languages
from workbook.errors import ParameterError, RunError
from workbook.method import WORDS, Step
from workbook.own_notebooks import moved_on
from workbook.phrases import say

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from workbook.render.words import Words

# Jupyter's parser of addresses takes two seconds to import, and nothing here needs it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

START_SECONDS = 300  # a kernel that has to import all itself, on a busy machine
KEPT = ("tags", "words", "title", "formats")
"""Of the metadata of a cell, what an executed notebook keeps."""
SET_BY_THE_RUN = ("engagement", "period")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
RANGES = {"int": (1, 1_000_000), "float": (0.0, 1_000_000.0)}
TYPES: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (float, int), "bool": (bool,)}


def checked_parameters(step: Step, given: Mapping[str, Any]) -> dict[str, Any]:
    """Refuse parameters that a notebook does not declare, or whose value is of another type.

    Args:
        step: The step.
        given: Parameters by name.

    Returns:
        The parameters, as given.

    Raises:
        ParameterError: Names all unknown and ill-typed parameters.
    """
    faults = [_fault(name, value, step.parameters) for name, value in given.items()]
    if faults := [fault for fault in faults if fault]:
        raise ParameterError(
            "\n  ".join([f"Notebook {step.name} cannot run with these parameters.", *faults])
        )
    return dict(given)


def refuse_unfit(given: Mapping[str, Any], steps: Iterable[Step]) -> None:
    """Refuse parameters that no notebook declares, that are of another type, or that a run sets itself.

    Raises:
        ParameterError: Names all of them.
    """
    declared = {name: facts for step in steps for name, facts in step.parameters.items()}
    faults = [
        f"{name}: is set by the run itself" if name in SET_BY_THE_RUN else _fault(name, value, declared)
        for name, value in given.items()
    ]
    if faults := [fault for fault in faults if fault]:
        raise ParameterError("\n  ".join(["The notebooks cannot run with these parameters.", *faults]))


def _fault(name: str, value: Any, declared: Mapping[str, Mapping[str, str]]) -> str:
    if name not in declared:
        from workbook.hints import did_you_mean

        return f"{name}: is not a parameter{did_you_mean(name, declared)}"
    kind = declared[name]["inferred_type_name"]
    fits = isinstance(value, TYPES[kind]) and (kind == "bool" or not isinstance(value, bool))
    if not fits:
        return f"{name}: {value!r} is not {kind} (default {declared[name]['default']})"
    low, high = RANGES.get(kind, (value, value))
    return "" if low <= value <= high else f"{name}: {value:,} is outside {low:,} to {high:,}"


def parameter_from_text(name: str, text: str, steps: Iterable[Step]) -> Any:
    """Read a value given on the command line, by the type that the notebooks declare for it.

    Args:
        name: A parameter of one of the notebooks.
        text: Its value in writing.
        steps: The steps of the engagement.

    Raises:
        ParameterError: No notebook declares it, or the text is not of its type.
    """
    kinds = {key: facts["inferred_type_name"] for step in steps for key, facts in step.parameters.items()}
    if name not in kinds:
        from workbook.hints import did_you_mean

        raise ParameterError(f"'{name}' is not a parameter of any notebook{did_you_mean(name, kinds)}")
    readers = {"int": int, "float": float, "bool": {"true": True, "false": False}.__getitem__, "str": str}
    try:
        return readers[kinds[name]](text)
    except (ValueError, KeyError):
        raise ParameterError(f"{name}: '{text}' is not {kinds[name]}") from None


def in_words(step: Step, notebook: "NotebookNode", words: "Words") -> "NotebookNode":
    """A notebook of a step with its leads and headings in words: those of the catalogue, or its own."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = cell_words(step, cell, words)
    return notebook


def cell_words(step: Step, cell: Mapping[str, Any], words: "Words") -> str:
    """What a cell with words says in a language.

    An own notebook says what stands in it, or in its metadata for the language; words of the method that
    nobody has changed are those of the catalogue, in every language.
    """
    stem = cell["id"].removesuffix(WORDS)
    phrase = say(f"notebook_{step.chapter}.{stem}")
    if not step.is_own:
        return words.text(phrase)
    written = "".join(cell["source"])
    if stem in words.entries.get(f"notebook_{step.chapter}", ()):
        others = [replace(words, language=language) for language in languages()]
        if written in [other.text(phrase) for other in others]:
            return words.text(phrase)
    return cell["metadata"].get("words", {}).get(words.language) or words.text(written)


def notebook_without(step: Step, without: Collection[str]) -> "NotebookNode":
    """The notebook of a step as it is written, without some of its cells."""
    import nbformat

    notebook = nbformat.reads(json.dumps(step.notebook), as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id not in without]
    return notebook


def run_notebook(
    step: Step,
    output: Path,
    parameters: Mapping[str, Any],
    *,
    without: Collection[str],
    cwd: Path,
    minutes: float,
    environment: Mapping[str, str],
) -> None:
    """Run a notebook with Papermill, in a kernel of its own.

    Args:
        step: The step to run.
        output: Where the executed notebook goes, also when it fails; its folder is there.
        parameters: Its parameters, checked.
        without: The cells to leave out, by id.
        cwd: The folder from which the notebook finds the engagement by name.
        minutes: How long it may take.
        environment: What the kernel finds in its environment beside what is there.

    Raises:
        RunError: A cell failed, the kernel died or time was up; names the step, the heading and the remedy.
    """
    from nbclient.exceptions import CellTimeoutError
    from papermill import execute_notebook
    from papermill.exceptions import PapermillExecutionError

    from workbook.kernels import kernel_options

    for name in ("papermill", "asyncio"):  # what they tell, the error tells
        logging.getLogger(name).addHandler(logging.NullHandler())
    source = notebook_without(step, [*without, *step.controls])
    seen: dict[str, Any] = {"notebook": source, "cell": source.cells[0].id, "began": time.monotonic()}
    options = {
        # Not Papermill's own `cwd`: it changes the folder of the whole process, and steps run in threads.
        "resources": {"metadata": {"path": str(cwd)}},
        "timeout_func": lambda cell: max(seen["began"] + 60 * minutes - time.monotonic(), 0.001),
        "on_notebook_start": lambda notebook: seen.update(notebook=notebook, began=time.monotonic()),
        "on_cell_execute": lambda cell, cell_index: seen.update(cell=cell.id),
        "start_timeout": START_SECONDS,
        "progress_bar": False,
        "kernel_name": "python3",
    }
    try:
        with kernel_options(environment) as kernel:
            # No output path: Papermill takes braces in it for parameters, and writes after every cell.
            done = execute_notebook(source, None, parameters=dict(parameters), **options, **kernel)
        write_notebook(output, without_traces(done))
    except PapermillExecutionError as error:
        write_notebook(output, seen["notebook"])
        raise RunError(_failure(step, output, seen, error)) from error
    except CellTimeoutError as error:
        write_notebook(output, seen["notebook"])
        raise RunError(
            f"{_place(step, 'took too long', seen)}\nA notebook may take {minutes:g} minutes. Allow it more"
            f" in engagement.yml, as run: {{minutes: {3 * minutes:g}}}; what was finished is kept."
        ) from error
    except RuntimeError as error:  # nbclient's DeadKernelError, and what it raises when none starts
        write_notebook(output, seen["notebook"])
        raise RunError(
            f"{_place(step, 'stopped, for its kernel died', seen)}\n"
            "Close other programs to free memory and run again; what was finished is kept."
        ) from error


def without_traces(notebook: "NotebookNode") -> "NotebookNode":
    """The notebook without what Papermill and Jupyter note of this machine; of its output the exhibits."""
    from workbook.exhibit import EXHIBIT_TYPE

    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata = {key: cell.metadata[key] for key in KEPT if cell.metadata.get(key)}
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if EXHIBIT_TYPE in output.get("data", {})]
    return notebook


def write_notebook(file: Path, notebook: "NotebookNode") -> None:
    """Write a notebook, whole or not at all."""
    import nbformat

    from workbook.files import write_text

    write_text(file, nbformat.writes(notebook) + "\n")


def _failure(step: Step, output: Path, seen: Mapping[str, Any], error: Any) -> str:
    place = _place(step, "failed", seen)
    if re.search(r"No space left on device|Errno 28\b", error.evalue):
        return f"{place}\n{NO_ROOM}"
    if _raised_by_us(error):
        return f"{place}\n{error.evalue}"
    whose = "This is not a fault in your input that we know of."
    if step.is_own:
        since = " The notebook that ships has changed since: see cx-workbook check."
        whose = f"It is your own notebook, {step.file}.{since if moved_on({step.name: step}) else ''}"
    return f"{place}\n{error.ename}: {error.evalue}\n{whose} The notebook as it stopped: {output}"


NO_ROOM = "There is no room left on the disk. Free some and run again; what was finished is kept."


def _place(step: Step, what: str, seen: Mapping[str, Any]) -> str:
    """Which step did what, under which heading and in which cell."""
    headings = [step.name]
    for cell in seen["notebook"].cells:
        if cell.cell_type == "markdown":
            headings += [line.lstrip("# ") for line in cell.source.splitlines() if line.startswith("#")]
        if cell.id == seen["cell"]:
            break
    return f"Step {step.name} {what} under the heading '{headings[-1]}', in cell '{seen['cell']}'."


def _raised_by_us(error: Any) -> bool:
    """Whether one of our packages raised one of its own errors, whose message says the remedy."""
    frames = re.findall(r"File (\S+\.py)", _ANSI.sub("", "\n".join(error.traceback)))
    packages = {"workbook", "prioritization"}
    return (
        not hasattr(builtins, error.ename) and bool(frames) and bool(packages & set(Path(frames[-1]).parts))
    )
