"""Find, inspect, parameterise and run the notebooks of the method, with Papermill."""

import ast
import builtins
import json
import logging
import re
import sys
import time
from collections.abc import Collection, Mapping, Set
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.code_used import parsed
from workbook.errors import ParameterError, RunError
from workbook.phrases import say
from workbook.shipped import shipped

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from workbook.render.words import Words
    from workbook.store import Period

# Jupyter's parser of addresses takes two seconds to import, and nothing here needs it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

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
START_SECONDS = 300  # a kernel that has to import all itself, on a busy machine
WORDS = "-words"  # ends the id of the cell with the words above an exhibit
SET_BY_THE_RUN = ("engagement", "period")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
RANGES = {"int": (1, 1_000_000), "float": (0.0, 1_000_000.0)}
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
    from workbook.hints import did_you_mean

    hint = did_you_mean(name, [word for step in STEPS for word in (step, step[2:])]) or "."
    raise ParameterError(f"'{name}' is not a step{hint} Steps: {', '.join(STEPS)}.")


def notebook_file(step: str) -> Path:
    """The notebook of a step, as it ships."""
    return shipped("notebooks") / f"{step}.ipynb"


@cache
def _written(step: str) -> dict[str, Any]:
    """The notebook of a step as it is written, as JSON."""
    return json.loads(notebook_file(step).read_text(encoding="utf-8"))


def needs(step: str) -> dict[str, frozenset[str]]:
    """What each code cell of a step needs at hand: what its notebook needs, and what stands in the cell.

    Returns:
        By the cell's id; what is needed is called as `workbook.store.at_hand` does.

    Example:
        >>> sorted(needs("1_recognise")["norms_kept"])
        ['service', 'transactions']
    """
    notebook = _written(step)
    of_all = notebook["metadata"]["cx_workbook"]["needs"]
    return {
        cell["id"]: frozenset([*of_all, *cell["metadata"].get("needs", ())])
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    }


def exhibits(step: str) -> dict[str, frozenset[str]]:
    """The exhibits of a step, each with what it needs at hand."""
    needed = needs(step)
    return {stem: needed[stem] for stem in _written(step)["metadata"]["cx_workbook"]["gives"]}


def has_input(step: str, at_hand: Set[str]) -> bool:
    """Whether a step has an exhibit to show with what is at hand."""
    return any(needed <= at_hand for needed in exhibits(step).values())


def left_out(step: str, at_hand: Set[str]) -> list[str]:
    """The cells of a step, by id, that lack what they need; the heading of an exhibit goes with it."""
    cells = [cell for cell, needed in needs(step).items() if not needed <= at_hand]
    return [*cells, *[f"{cell}{WORDS}" for cell in cells if cell in exhibits(step)]]


@cache
def declared_parameters(step: str) -> dict[str, dict[str, str]]:
    """The parameters that a notebook declares, by name: their type, default and help.

    As `papermill.inspect_notebook` reads them, without its imports.
    """
    cells = _written(step)["cells"]
    source = next(
        "".join(cell["source"]) for cell in cells if "parameters" in cell["metadata"].get("tags", ())
    )
    lines = source.splitlines()
    return {
        node.target.id: {
            "name": node.target.id,
            "inferred_type_name": ast.unparse(node.annotation),
            "default": ast.unparse(node.value),
            "help": lines[node.end_lineno - 1].partition("#")[2].strip(),
        }
        for node in parsed(source).body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None
    }


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
        from workbook.hints import did_you_mean

        return f"{name}: is not a parameter{did_you_mean(name, declared)}"
    kind = declared[name]["inferred_type_name"]
    fits = isinstance(value, TYPES[kind]) and (kind == "bool" or not isinstance(value, bool))
    if not fits:
        return f"{name}: {value!r} is not {kind} (default {declared[name]['default']})"
    low, high = RANGES.get(kind, (value, value))
    return "" if low <= value <= high else f"{name}: {value:,} is outside {low:,} to {high:,}"


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
        from workbook.hints import did_you_mean

        raise ParameterError(f"'{name}' is not a parameter of any notebook{did_you_mean(name, kinds)}")
    readers = {"int": int, "float": float, "bool": {"true": True, "false": False}.__getitem__, "str": str}
    try:
        return readers[kinds[name]](text)
    except (ValueError, KeyError):
        raise ParameterError(f"{name}: '{text}' is not {kinds[name]}") from None


def in_words(step: str, notebook: "NotebookNode", words: "Words") -> "NotebookNode":
    """A notebook of a step with its leads and headings in words: those of the catalogue."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            stem = cell.id.removesuffix(WORDS)
            cell.source = words.text(say(f"notebook_{step.partition('_')[2]}.{stem}"))
    return notebook


def copy_notebooks(period: "Period", language: str) -> Path:
    """Give an engagement its own copy of the notebooks, with the parameters filled in.

    Args:
        period: The quarter that the parameters name.
        language: Of the words in the copies.

    Returns:
        The folder with the copies; those that are there already stay as they are.
    """
    from papermill import execute_notebook

    from workbook.render.words import Words

    folder = period.folder / "notebooks" / period.name / language
    folder.mkdir(parents=True, exist_ok=True)
    facts, words = (
        {"engagement": period.folder.name, "period": period.name},
        Words(language, period.engagement),
    )
    for file in (folder / f"{step}.ipynb" for step in STEPS if has_input(step, period.at_hand)):
        if not file.exists():
            notebook = in_words(file.stem, _notebook(file.stem, left_out(file.stem, period.at_hand)), words)
            filled = execute_notebook(notebook, None, parameters=facts, prepare_only=True, progress_bar=False)
            write_notebook(file, filled)
    return folder


def _notebook(step: str, without: Collection[str]) -> "NotebookNode":
    """The notebook of a step as it ships, without some of its cells."""
    import nbformat

    notebook = nbformat.read(notebook_file(step), as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id not in without]
    return notebook


def run_notebook(
    step: str,
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
    source = _notebook(step, without)
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
    """The notebook without what Papermill and Jupyter note of this machine, and without error output."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata = {key: cell.metadata[key] for key in ("tags",) if cell.metadata.get(key)}
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.output_type != "stream"]
    return notebook


def write_notebook(file: Path, notebook: "NotebookNode") -> None:
    """Write a notebook, whole or not at all."""
    import nbformat

    from workbook.files import write_text

    write_text(file, nbformat.writes(notebook) + "\n")


def _failure(step: str, output: Path, seen: Mapping[str, Any], error: Any) -> str:
    place = _place(step, "failed", seen)
    if re.search(r"No space left on device|Errno 28\b", error.evalue):
        return f"{place}\n{NO_ROOM}"
    if _raised_by_us(error):
        return f"{place}\n{error.evalue}"
    return (
        f"{place}\n{error.ename}: {error.evalue}\n"
        f"This is not a fault in your input that we know of. The notebook as it stopped: {output}"
    )


NO_ROOM = "There is no room left on the disk. Free some and run again; what was finished is kept."


def _place(step: str, what: str, seen: Mapping[str, Any]) -> str:
    """Which step did what, under which heading and in which cell."""
    headings = [step]
    for cell in seen["notebook"].cells:
        if cell.cell_type == "markdown":
            headings += [line.lstrip("# ") for line in cell.source.splitlines() if line.startswith("#")]
        if cell.id == seen["cell"]:
            break
    return f"Step {step} {what} under the heading '{headings[-1]}', in cell '{seen['cell']}'."


def _raised_by_us(error: Any) -> bool:
    """Whether one of our packages raised one of its own errors, whose message says the remedy."""
    frames = re.findall(r"File (\S+\.py)", _ANSI.sub("", "\n".join(error.traceback)))
    packages = {"workbook", "prioritization"}
    return (
        not hasattr(builtins, error.ename) and bool(frames) and bool(packages & set(Path(frames[-1]).parts))
    )
