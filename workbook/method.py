"""The steps of the method: the notebooks that ship, and what a notebook declares."""

import ast
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from workbook.code_used import parsed
from workbook.errors import ParameterError
from workbook.shipped import shipped

# Each step with the steps whose tables it needs.
STEPS: dict[str, tuple[str, ...]] = {
    "0_start": (),
    "1_recognise": (),
    "2_understand": ("1_recognise",),
    "3_drivers": ("1_recognise",),
    "4_essa": (),
    "5_apply": ("1_recognise",),
    "6_prioritise": ("0_start", "2_understand", "3_drivers"),
    "7_changes": ("2_understand", "6_prioritise"),
    "8_handbook": ("0_start", "1_recognise", "5_apply", "6_prioritise"),
}
HANDBOOK = "8_handbook"
"""The step whose exhibits stand in a document of their own, beside the report."""
WORDS = "-words"  # ends the id of the cell with the words above an exhibit
NAME = re.compile(r"(0|[1-9]\d?)([a-z]?)_([a-z][a-z0-9_]*)")
"""The name of a step: a number, a letter or none, and a word."""
LAB = "lab"
"""The tag of a cell with controls: the Lab has it, and a run does without."""
SHIPPED, LEFT_OUT = "shipped", "left_out"
"""In the metadata of a copy: SHA-256 of the notebook that ships, and the cells that its quarter lacked."""


@dataclass(frozen=True)
class Step:
    """A step: its notebook, and what that declares.

    What is needed at hand is called as `workbook.store.at_hand` does.

    Attributes:
        name: The notebook's name, as in "2_understand".
        file: Where it is.
        notebook: As it is written, as JSON.
        digest: SHA-256 of the file.
        after: The steps that have to be done before it.
        is_own: Whether it is the client's own: a step beside those that ship, or in the place of one.

    Example:
        >>> sorted(shipped_steps()["1_recognise"].needs["norms_kept"])
        ['service', 'transactions']
    """

    name: str
    file: Path
    notebook: Mapping[str, Any]
    digest: str
    after: tuple[str, ...] = ()
    is_own: bool = False

    @property
    def chapter(self) -> str:
        """The word in its name."""
        return self.name.partition("_")[2]

    @property
    def code(self) -> str:
        """The code of all its cells that a run executes."""
        return "\n".join(self.cells.values())

    @property
    def cells(self) -> dict[str, str]:
        """The code of each cell that a run executes, by its id."""
        code = [cell for cell in self.notebook["cells"] if cell["cell_type"] == "code"]
        return {cell["id"]: "".join(cell["source"]) for cell in code if cell["id"] not in self.controls}

    @property
    def controls(self) -> list[str]:
        """Its cells, by id, that only the Lab has."""
        return [cell["id"] for cell in self.notebook["cells"] if LAB in cell["metadata"].get("tags", ())]

    @cached_property
    def needs(self) -> dict[str, frozenset[str]]:
        """What each code cell needs at hand, by its id: what the notebook needs, and what the cell does."""
        of_all = self.notebook["metadata"]["cx_workbook"]["needs"]
        return {
            cell["id"]: frozenset([*of_all, *cell["metadata"].get("needs", ())])
            for cell in self.notebook["cells"]
            if cell["cell_type"] == "code"
        }

    @cached_property
    def exhibits(self) -> dict[str, frozenset[str]]:
        """The exhibits that it gives, each with what it needs at hand."""
        return {stem: self.needs[stem] for stem in self.notebook["metadata"]["cx_workbook"]["gives"]}

    def has_input(self, at_hand: Set[str]) -> bool:
        """Whether it has an exhibit to show with what is at hand."""
        return any(needed <= at_hand for needed in self.exhibits.values())

    def lacking(self, at_hand: Set[str]) -> list[str]:
        """What its exhibits need and a client can deliver, and is not at hand."""
        from workbook.store.at_hand import UNASKED

        missing = frozenset().union(*self.exhibits.values()) - at_hand - UNASKED
        return sorted(name for name in missing if name.partition(".")[0] not in missing - {name})

    def left_out(self, at_hand: Set[str]) -> list[str]:
        """The cells, by id, that lack what they need; the words of an exhibit go with it."""
        lacking = [cell for cell, needed in self.needs.items() if not needed <= at_hand]
        words = [cell["id"] for cell in self.notebook["cells"] if cell["cell_type"] == "markdown"]
        without = set(lacking) & set(self.exhibits)
        return [*lacking, *[name for name in words if exhibit_of(name) in without]]

    @cached_property
    def parameters(self) -> dict[str, dict[str, str]]:
        """The parameters that it declares, by name: their type, default and help.

        As `papermill.inspect_notebook` reads them, without its imports.
        """
        cells = self.notebook["cells"]
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
            if isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and node.value is not None
        }


def parameter_values(source: str) -> dict[str, str]:
    """What a cell with parameters gives each of them, as code.

    Example:
        >>> parameter_values('period: str = "2017Q4"  # the quarter')
        {'period': '"2017Q4"'}
    """
    return {name: ast.get_source_segment(source, node) or "" for name, node in _values(source).items()}


def with_parameters(source: str, values: Mapping[str, str]) -> str:
    """A cell with parameters that gives some of them another value, as code; types and comments stay.

    Example:
        >>> with_parameters('period: str = "2017Q4"  # the quarter', {"period": '"2018Q1"'})
        'period: str = "2018Q1"  # the quarter'
    """
    lines = [line.encode() for line in source.split("\n")]  # the syntax tree counts in bytes
    for name, node in reversed(_values(source).items()):
        if name in values and node.lineno == node.end_lineno:
            line = lines[node.lineno - 1]
            begin, end = line[: node.col_offset], line[node.end_col_offset :]
            lines[node.lineno - 1] = begin + values[name].encode() + end
    return b"\n".join(lines).decode()


def _values(source: str) -> dict[str, ast.expr]:
    return {
        node.target.id: node.value
        for node in parsed(source).body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None
    }


def exhibit_of(cell: str) -> str:
    """The exhibit that a cell with words belongs to, by its id; nothing where it belongs to none."""
    stem, words, _ = cell.rpartition(WORDS)
    return stem if words else ""


@cache
def shipped_steps() -> dict[str, Step]:
    """The steps that ship, in order."""
    files = {name: shipped("notebooks") / f"{name}.ipynb" for name in STEPS}
    written = {name: file.read_bytes() for name, file in files.items()}
    return {
        name: Step(name, files[name], json.loads(data), hashlib.sha256(data).hexdigest(), STEPS[name])
        for name, data in written.items()
    }


def needed_for_the_plan() -> frozenset[str]:
    """What the exhibit with the plan needs at hand."""
    return shipped_steps()["6_prioritise"].exhibits["plan"]


def step_named(name: str, steps: Iterable[str] = tuple(STEPS)) -> str:
    """The step that is meant by its name, its number or the word in it.

    Raises:
        ParameterError: There is no such step.

    Example:
        >>> step_named("drivers"), step_named("3")
        ('3_drivers', '3_drivers')
    """
    steps = list(steps)
    for step in steps:
        if name in (step, *step.split("_", 1)):
            return step
    from workbook.hints import did_you_mean

    hint = did_you_mean(name, [word for step in steps for word in (step, step.partition("_")[2])]) or "."
    raise ParameterError(f"'{name}' is not a step{hint} Steps: {', '.join(steps)}.")
