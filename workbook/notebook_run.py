"""The notebooks of one quarter in one language: executed, kept in the period store, run again when stale."""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

import workbook
from workbook.engagement import Language
from workbook.errors import StoreError
from workbook.files import digest, read_json, write_json
from workbook.intake import input_stamp, key_id
from workbook.notebooks import STEPS, checked_parameters, declared_parameters, notebook_file, run_notebook
from workbook.store import Period


@dataclass(frozen=True)
class NotebookRun:
    """The executed notebooks of a quarter.

    Attributes:
        period: The quarter.
        language: Of the notebooks' words.
        parameters: What the notebooks that declare them are run with.
    """

    period: Period
    language: Language
    parameters: dict[str, Any]

    def notebooks(self) -> dict[str, NotebookNode]:
        """The executed notebooks by step, in order.

        Raises:
            StoreError: Some have not been run, or failed.
        """
        if missing := [step for step in STEPS if not self._facts_file(step).exists()]:
            raise StoreError(
                f"There is nothing to report yet for {self.period.name} in '{self.language}': not run are"
                f" {', '.join(missing)}.\n{self.remedy}"
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
        self._folder.mkdir(parents=True, exist_ok=True)
        run_notebook(step, self._executed(step), self._given(step), cwd=self.period.folder.parent)
        seconds = round(time.perf_counter() - began, 2)
        facts = {"parameters": self._given(step), "key": self._key(step), "seconds": seconds}
        write_json(self._facts_file(step), facts | {"inputs": input_stamp(self.period.folder)})
        return seconds

    def forget(self, steps: Iterable[str]) -> None:
        """Before steps run: what is there of them, and what rests on other tables than they will make, goes.

        The tables are one for all languages, so this holds for the notebooks in the other language too.
        """
        again, touched = set(steps), set(steps)
        for step, needed in STEPS.items():
            touched |= {step} if touched & set(needed) else set()
        for step in touched:
            for facts in self._folder.glob(f"{step}.json"):
                own = facts == self._facts_file(step) and step in again
                if own or read_json(facts).get("key") != self._key(step):
                    facts.unlink()

    def facts(self) -> dict[str, dict[str, Any]]:
        """For the manifest: per step the parameters that it ran with, its key, and its seconds.

        Raises:
            StoreError: The input has changed since a step ran.
        """
        facts = {step: read_json(self._facts_file(step)) for step in STEPS}
        now = input_stamp(self.period.folder)
        if changed := [step for step, known in facts.items() if known.pop("inputs", None) != now]:
            raise StoreError(
                f"The input has changed since these steps ran: {', '.join(changed)}.\n{self.remedy}"
            )
        return facts

    @property
    def remedy(self) -> str:
        """What to do when steps are not up to date."""
        return (
            f"Run them: cx-workbook run {self.period.folder.name} --period {self.period.name}"
            f" --language {self.language}"
        )

    @property
    def _folder(self) -> Path:
        return self.period.store / "notebooks"

    def _executed(self, step: str) -> Path:
        return self._folder / f"{step}.ipynb"

    def _facts_file(self, step: str) -> Path:
        return self._folder / f"{step}.json"

    def _given(self, step: str) -> dict[str, Any]:
        facts = {"engagement": self.period.folder.name, "period": self.period.name}
        declared = declared_parameters(step)
        own = {name: value for name, value in self.parameters.items() if name in declared}
        return checked_parameters(step, facts | own)

    def _key(self, step: str) -> str:
        """A digest of all that the tables of a step depend on: the same in every language."""
        given = self._given(step)
        needed = [self._key(other) for other in STEPS[step]]
        return digest(self._stamp, json.dumps(given, sort_keys=True), notebook_file(step), *needed)

    @cached_property
    def _stamp(self) -> str:
        """A digest of our own code, the source files, the key and the report of the quarter before."""
        package = Path(workbook.__file__).parent
        code = [
            file
            for room in (package, package.parent / "prioritization")
            for file in sorted(room.rglob("*.py"))
        ]
        tables = sorted((self.period.before.report_folder / "tables").glob("*.parquet"))
        folder = self.period.folder
        return digest(*code, input_stamp(folder), key_id(folder), *tables)
