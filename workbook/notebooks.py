"""Find, inspect, parameterise and run the notebooks of the method, with Papermill."""

import builtins
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from workbook.errors import ParameterError, RunError
from workbook.phrases import say
from workbook.render.words import Words
from workbook.shipped import shipped
from workbook.store import Period
from workbook.tables.faults import did_you_mean

# Each step with the steps whose tables it needs.
STEPS: dict[str, tuple[str, ...]] = {
    "0_start": (),
    "1_recognise": (),
    "2_understand": (),
    "3_drivers": (),
    "4_essa": (),
    "5_apply": (),
    "6_prioritise": ("0_start", "2_understand", "3_drivers"),
    "7_changes": ("2_understand", "6_prioritise"),
}
# A kernel says on the terminal that it talks over TCP, and that it was asked to stop. Jupyter's own parser of
# addresses, which nothing here needs, costs half of what a notebook imports.
WITHOUT_PARSER = "import sys; sys.modules['rfc3987_syntax'] = None"
QUIET = {"extra_arguments": ["--log-level=50", f"--IPKernelApp.exec_lines={WITHOUT_PARSER}"]}
SET_BY_THE_RUN = ("engagement", "period")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
TYPES: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (float, int), "bool": (bool,)}


def step_named(name: str) -> str:
    """The step that is meant by its name, its number or the word in it.

    Raises:
        ParameterError: There is no such step.

    Example:
        >>> step_named("drivers"), step_named("3")
        ('3_drivers', '3_drivers')
    """
    for step in STEPS:
        if name in (step, *step.split("_")):
            return step
    hint = did_you_mean(name, [word for step in STEPS for word in (step, step[2:])]) or "."
    raise ParameterError(f"'{name}' is not a step{hint} Steps: {', '.join(STEPS)}.")


def notebook_file(step: str) -> Path:
    """The notebook of a step, as it ships."""
    return shipped("notebooks") / f"{step}.ipynb"


def declared_parameters(step: str) -> dict[str, dict[str, str]]:
    """The parameters that a notebook declares, by name: their type, default and help."""
    import papermill

    return papermill.inspect_notebook(str(notebook_file(step)))


def checked_parameters(step: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Refuse parameters that a notebook does not declare, or whose value is of another type.

    Args:
        step: The step.
        given: Parameters by name.

    Returns:
        The parameters, as given.

    Raises:
        ParameterError: Names all unknown and ill-typed parameters.
    """
    declared = declared_parameters(step)
    faults = [_fault(name, value, declared) for name, value in given.items()]
    if faults := [fault for fault in faults if fault]:
        raise ParameterError("\n  ".join([f"Notebook {step} cannot run with these parameters.", *faults]))
    return dict(given)


def refuse_unfit(given: Mapping[str, Any]) -> None:
    """Refuse parameters that no notebook declares, that are of another type, or that a run sets itself.

    Raises:
        ParameterError: Names all of them.
    """
    declared = {name: facts for step in STEPS for name, facts in declared_parameters(step).items()}
    faults = [
        f"{name}: is set by the run itself" if name in SET_BY_THE_RUN else _fault(name, value, declared)
        for name, value in given.items()
    ]
    if faults := [fault for fault in faults if fault]:
        raise ParameterError("\n  ".join(["The notebooks cannot run with these parameters.", *faults]))


def _fault(name: str, value: Any, declared: Mapping[str, Mapping[str, str]]) -> str:
    if name not in declared:
        return f"{name}: is not a parameter{did_you_mean(name, declared)}"
    kind = declared[name]["inferred_type_name"]
    fits = isinstance(value, TYPES[kind]) and (kind == "bool" or not isinstance(value, bool))
    return "" if fits else f"{name}: {value!r} is not {kind} (default {declared[name]['default']})"


def parameter_from_text(name: str, text: str) -> Any:
    """Read a value given on the command line, by the type that the notebooks declare for it.

    Args:
        name: A parameter of one of the notebooks.
        text: Its value in writing.

    Raises:
        ParameterError: No notebook declares it, or the text is not of its type.
    """
    kinds = {
        key: facts["inferred_type_name"] for step in STEPS for key, facts in declared_parameters(step).items()
    }
    if name not in kinds:
        raise ParameterError(f"'{name}' is not a parameter of any notebook{did_you_mean(name, kinds)}")
    readers = {"int": int, "float": float, "bool": {"true": True, "false": False}.__getitem__, "str": str}
    try:
        return readers[kinds[name]](text)
    except (ValueError, KeyError):
        raise ParameterError(f"{name}: '{text}' is not {kinds[name]}") from None


def in_words(step: str, notebook: NotebookNode, words: Words) -> NotebookNode:
    """A notebook of a step with its leads and headings in words: those of the catalogue."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            stem = cell.id.removesuffix("-words")
            cell.source = words.text(say(f"notebook_{step.partition('_')[2]}.{stem}"))
    return notebook


def copy_notebooks(period: Period, language: str) -> Path:
    """Give an engagement its own copy of the notebooks, with the parameters filled in.

    Args:
        period: The quarter that the parameters name.
        language: Of the words in the copies.

    Returns:
        The folder with the copies; those that are there already stay as they are.
    """
    from papermill import execute_notebook

    folder = period.folder / "notebooks" / period.name / language
    folder.mkdir(parents=True, exist_ok=True)
    facts, words = (
        {"engagement": period.folder.name, "period": period.name},
        Words(language, period.engagement),
    )
    for file in (folder / f"{step}.ipynb" for step in STEPS):
        if not file.exists():
            draft = file.with_suffix(".input.ipynb")
            try:
                notebook = nbformat.read(notebook_file(file.stem), as_version=4)
                nbformat.write(in_words(file.stem, notebook, words), draft)
                execute_notebook(draft, file, parameters=facts, prepare_only=True, progress_bar=False)
            finally:
                draft.unlink(missing_ok=True)
    return folder


def run_notebook(step: str, output: Path, parameters: Mapping[str, Any], *, cwd: Path) -> None:
    """Run a notebook with Papermill.

    Args:
        step: The step to run.
        output: Where the executed notebook goes, also when it fails; its folder is there.
        parameters: Its parameters, checked.
        cwd: The folder from which the notebook finds the engagement by name.

    Raises:
        RunError: A cell failed, or the kernel died; names the step, the heading and the remedy.
    """
    # Jupyter's event parser costs two seconds per process, and nothing here needs it.
    sys.modules.setdefault("rfc3987_syntax", None)
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill import execute_notebook
    from papermill.exceptions import PapermillExecutionError

    # Not Papermill's own `cwd`: it changes the folder of the whole process, and steps run in threads.
    place = {"resources": {"metadata": {"path": str(cwd)}}}
    started = {"kernel_name": "python3", "progress_bar": False, **place, **QUIET}
    try:
        execute_notebook(notebook_file(step), output, parameters=dict(parameters), **started)
    except PapermillExecutionError as error:
        raise RunError(_failure(step, output, error)) from error
    except (DeadKernelError, CellTimeoutError) as error:
        raise RunError(
            f"Step {step} stopped: its kernel died or took too long.\n"
            "Close other programs to free memory and run again; what was finished is kept."
        ) from error


def _failure(step: str, output: Path, error: Any) -> str:
    cells = nbformat.read(output, as_version=4).cells
    failed = next((at for at, cell in enumerate(cells) if cell.source == error.source), len(cells))
    headings = [
        line.lstrip("# ")
        for cell in cells[:failed]
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("#")
    ]
    place = f"Step {step} failed under the heading '{headings[-1] if headings else step}'."
    if _raised_by_us(error):
        return f"{place}\n{error.evalue}"
    return (
        f"{place}\n{error.ename}: {error.evalue}\n"
        f"This is not a fault in your input that we know of. The notebook as it stopped: {output}"
    )


def _raised_by_us(error: Any) -> bool:
    """Whether one of our packages raised one of its own errors, whose message says the remedy."""
    frames = re.findall(r"File (\S+\.py)", _ANSI.sub("", "\n".join(error.traceback)))
    rooms = {"workbook", "prioritization"}
    return not hasattr(builtins, error.ename) and bool(frames) and bool(rooms & set(Path(frames[-1]).parts))
