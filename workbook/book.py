"""The notebooks of one quarter in one language: executed, kept in the period store, run again when stale."""

import json
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

import workbook
from workbook.engagement import Language
from workbook.errors import StoreError
from workbook.notebooks import STEPS, checked_parameters, declared_parameters, notebook_file, run_notebook
from workbook.store import Period
from workbook.store.files import digest, read_json, write_json
from workbook.store.period import input_stamp


@dataclass(frozen=True)
class Book:
    """The executed notebooks of a quarter.

    Attributes:
        desk: The quarter.
        language: Of the notebooks' words.
        parameters: What the notebooks that declare them are run with.
    """

    desk: Period
    language: Language
    parameters: dict[str, Any]

    def notebooks(self) -> dict[str, NotebookNode]:
        """The executed notebooks by step, in order.

        Raises:
            StoreError: Some have not been run, or failed.
        """
        if missing := [step for step in STEPS if not self._facts_file(step).exists()]:
            raise StoreError(
                f"There is nothing to report yet for {self.desk.name} in '{self.language}': not run are"
                f" {', '.join(missing)}.\n"
                f"Run them: cx-workbook run {self.desk.folder.name} --period {self.desk.name}"
                f" --language {self.language}"
            )
        return {step: nbformat.read(self._executed(step), as_version=4) for step in STEPS}

    def not_up_to_date(self) -> list[str]:
        """The steps to run: changed since they ran, or in need of one that is."""
        stale: list[str] = []
        for step, needed in STEPS.items():
            kept = read_json(self._facts_file(step)).get("key")
            if kept != self._key(step) or not self._executed(step).exists() or set(needed) & set(stale):
                stale.append(step)
        return stale

    def run(self, step: str) -> float:
        """Run a step and keep its notebook.

        Returns:
            Seconds that it took.

        Raises:
            RunError: It failed; its notebook is kept to look at, and the step is not up to date.
        """
        began = time.perf_counter()
        self._facts_file(step).unlink(missing_ok=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        run_notebook(step, self._executed(step), self._given(step), cwd=self.desk.folder.parent)
        write_json(self._facts_file(step), {"key": self._key(step)})
        return round(time.perf_counter() - began, 2)

    def facts(self, seconds: dict[str, float]) -> dict[str, dict[str, Any]]:
        """For the manifest: per step its parameters, its key, and its seconds when it was run."""
        return {
            step: {"parameters": self._given(step), "key": self._key(step), "seconds": seconds.get(step)}
            for step in STEPS
        }

    @property
    def _folder(self) -> Path:
        return self.desk.store / "notebooks" / self.language

    def _executed(self, step: str) -> Path:
        return self._folder / f"{step}.ipynb"

    def _facts_file(self, step: str) -> Path:
        return self._folder / f"{step}.json"

    def _given(self, step: str) -> dict[str, Any]:
        facts = {"engagement": self.desk.folder.name, "period": self.desk.name, "language": self.language}
        declared = declared_parameters(step)
        own = {name: value for name, value in self.parameters.items() if name in declared}
        return checked_parameters(step, facts | own)

    def _key(self, step: str) -> str:
        """A digest of all that the outcome of a step depends on."""
        return digest(self._stamp, json.dumps(self._given(step), sort_keys=True), notebook_file(step))

    @cached_property
    def _stamp(self) -> str:
        """A digest of our own code, the source files and the report of the quarter before."""
        package = Path(workbook.__file__).parent
        code = [
            file
            for room in (package, package.parent / "prioritization")
            for file in sorted(room.rglob("*.py"))
        ]
        tables = sorted((self.desk.before.report_folder / "tables").glob("*.parquet"))
        return digest(*code, input_stamp(self.desk.folder), *tables)
