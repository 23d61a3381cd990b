"""The notebooks of one quarter: executed once, kept, and run again when what they use has changed."""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.candidates_left import at_hand
from workbook.code_used import module_file, modules_used
from workbook.errors import RunError, StoreError
from workbook.files import digest, read_json, sha256, write_json
from workbook.last_run import versions
from workbook.method import Step
from workbook.notebooks import checked_parameters, run_notebook, write_notebook
from workbook.own_notebooks import engagement_steps
from workbook.store.period import READS, SNAPSHOT, Period, bytes_or_nothing
from workbook.store.reads import ALL, noted

if TYPE_CHECKING:
    import pandas as pd
    from nbformat import NotebookNode


@dataclass(frozen=True)
class NotebookRun:
    """The executed notebooks of a quarter.

    Attributes:
        period: The quarter, with the input that it works on.
        parameters: What the notebooks that declare them are run with.
    """

    period: Period
    parameters: Mapping[str, Any]

    @cached_property
    def method(self) -> dict[str, Step]:
        """Every step of the engagement, in order."""
        return engagement_steps(self.period.folder)

    @cached_property
    def at_hand(self) -> frozenset[str]:
        """What the notebooks have to go by: it stays as it is while they run."""
        return at_hand(self.period)

    @cached_property
    def steps(self) -> list[str]:
        """The steps that have something to show with what is at hand."""
        return [name for name, step in self.method.items() if step.has_input(self.at_hand)]

    def notebooks(self) -> dict[str, "NotebookNode"]:
        """The executed notebooks by step, in order.

        Raises:
            StoreError: Some have not been run, failed, or were changed by hand.
        """
        import nbformat

        if missing := [step for step in self.steps if not self._facts_file(step).exists()]:
            raise StoreError(
                f"There is nothing to report yet for {self.period.name}: not run are {', '.join(missing)}.\n"
                f"{self.remedy}"
            )
        self.refuse_edited(self.steps)
        return {step: nbformat.read(self._executed(step), as_version=4) for step in self.steps}

    def files(self) -> dict[str, Path]:
        """The executed notebooks by their names in the report's folder."""
        return {self._executed(step).name: self._executed(step) for step in self.steps}

    def refuse_edited(self, steps: Iterable[str]) -> None:
        """Refuse executed notebooks that are not as they ran: their numbers may be anyone's.

        Raises:
            StoreError: Names them, and how to run them again.
        """
        edited = [step for step in steps if self._is_edited(step)]
        if edited:
            commands = [f"  {self._command} --only {step}" for step in edited]
            raise StoreError(
                "\n".join(
                    [
                        f"Changed by hand since they ran: {', '.join(edited)}, in {self._folder}.",
                        "A report is made of notebooks as they ran. Run them again:",
                        *commands,
                    ]
                )
            )

    def _is_edited(self, step: str) -> bool:
        data, facts = bytes_or_nothing(self._executed(step)), self._facts(step)
        return bool(data and facts) and sha256(data) != facts["sha256"]

    def not_up_to_date(self) -> list[str]:
        """The steps to run: what they use has changed since they ran, or may change when others run."""
        stale: list[str] = []
        for step in self.steps:
            if set(self.method[step].after) & set(stale) or not self.is_kept(step):
                stale.append(step)
        return stale

    def drop_without_input(self) -> None:
        """Remove what steps have left that have no input any more, or are gone: nothing may rest on it."""
        for step in sorted({file.stem for file in self._folder.glob("[!.]*")}):
            if step not in self.steps:
                self._forget(step)
                self._executed(step).unlink(missing_ok=True)

    def is_kept(self, step: str) -> bool:
        """Whether a step would make what it has made already, once the steps that it needs have run."""
        facts = self._facts(step)
        if not facts or not self._executed(step).exists():
            return False
        made = [self._table_file(name) for name in facts["reads"]["made"]]
        return all(file.exists() for file in made) and facts["key"] == self._key(step, facts["reads"])

    def run(self, step: str) -> float:
        """Run a step and keep its notebook.

        Returns:
            Seconds that it took.

        Raises:
            RunError: It failed; its notebook is kept to look at, and the step is not up to date.
        """
        began = time.perf_counter()
        self._forget(step)
        self._folder.mkdir(parents=True, exist_ok=True)
        notes = self._folder / f".{step}.reads"
        notes.unlink(missing_ok=True)
        modules = modules_used(self.method[step].code)
        run_notebook(
            self.method[step],
            self._executed(step),
            self._given(step),
            without=self.method[step].left_out(self.at_hand),
            cwd=self.period.folder.parent,
            minutes=self.period.engagement.run.minutes,
            environment={SNAPSHOT: str(self.period.snapshot), READS: str(notes)},
        )
        reads = noted(notes) | {"modules": modules}
        notes.unlink(missing_ok=True)
        if self.method[step].is_own:
            self._complete(step, reads)
        facts = {
            "notebook": {"sha256": self.method[step].digest, "own": self.method[step].is_own},
            "parameters": self._given(step),
            "key": self._key(step, reads, now=False),
            "seconds": round(time.perf_counter() - began, 2),
            "sha256": sha256(self._executed(step).read_bytes()),
            "reads": reads,
        }
        write_json(self._facts_file(step), facts)
        return facts["seconds"]

    def _complete(self, step: str, reads: Mapping[str, Any]) -> None:
        """Put the exhibits of an own notebook in it; where it may not give them, nothing of it stays.

        Raises:
            RunError: It published people, or a table of another step, or its exhibits have faults.
        """
        import nbformat

        from workbook.own_exhibits import refuse_people, with_exhibits

        names = [name.removeprefix("tables/") for name in reads["made"] if name.startswith("tables/")]
        tables = {name: self.period.result(name) for name in names}
        minimum = self.period.engagement.minimum_group
        try:
            self._refuse_tables_of_others(step, reads["made"])
            refuse_people(self.method[step], tables, self.period)
            notebook = nbformat.read(self._executed(step), as_version=4)
            done = with_exhibits(notebook, self.method[step], tables, reads["input"], minimum)
        except RunError:
            self._drop_tables(reads["made"])
            raise
        write_notebook(self._executed(step), done)

    def _refuse_tables_of_others(self, step: str, made: Iterable[str]) -> None:
        others = {name: other for other in self.steps if other != step for name in self._made(other)}
        if taken := [f"'{name}' is of {others[name]}" for name in made if name in others]:
            raise RunError(
                f"Step {step}, your own notebook, saved tables of other steps: {', '.join(taken)}.\n"
                "Give them other names, and run again; those steps run again too."
            )

    def _made(self, step: str) -> list[str]:
        return self._facts(step).get("reads", {}).get("made", [])

    def _drop_tables(self, names: Iterable[str]) -> None:
        for name in names:
            self._table_file(name).unlink(missing_ok=True)

    def _forget(self, step: str) -> None:
        """Before a step runs: it is not up to date until it is done, and what it made before is gone."""
        self._drop_tables(self._made(step))
        self._facts_file(step).unlink(missing_ok=True)

    def facts(self) -> dict[str, dict[str, Any]]:
        """For the manifest: per step its parameters, its key, its seconds, its notebook and its inputs."""
        return {step: self._facts_for_manifest(step) for step in self.steps}

    def _facts_for_manifest(self, step: str) -> dict[str, Any]:
        facts = self._facts(step)
        digests = {name: self._input["digests"][name] for name in facts.pop("reads")["input"]}
        return facts | {"inputs": digests}

    def tables(self) -> list[str]:
        """The tables that the steps have made, but for those with a row per customer."""
        made = {name for step in self.steps for name in self._facts(step)["reads"]["made"]}
        return sorted(name.removeprefix("tables/") for name in made if name.startswith("tables/"))

    def results(self) -> "dict[str, pd.DataFrame]":
        """Those tables, by name."""
        return {name: self.period.result(name) for name in self.tables()}

    @property
    def remedy(self) -> str:
        """What to do when steps are not up to date."""
        return f"Run them: {self._command}"

    @property
    def _command(self) -> str:
        return f"cx-workbook run {self.period.folder.name} --period {self.period.name}"

    @property
    def _folder(self) -> Path:
        return self.period.store / "notebooks"

    def _executed(self, step: str) -> Path:
        return self._folder / f"{step}.ipynb"

    def _facts_file(self, step: str) -> Path:
        return self._folder / f"{step}.json"

    def _facts(self, step: str) -> dict[str, Any]:
        return read_json(self._facts_file(step))

    def _given(self, step: str) -> dict[str, Any]:
        facts = {"engagement": self.period.folder.name, "period": self.period.name}
        declared = self.method[step].parameters
        own = {name: value for name, value in self.parameters.items() if name in declared}
        return checked_parameters(self.method[step], facts | own)

    def _key(self, step: str, reads: Mapping[str, Any], *, now: bool = True) -> str:
        """A digest of all that the tables of a step depend on.

        Args:
            step: The step.
            reads: What it reads.
            now: Whether tables of other steps and quarters count as they are now, or as they were read.
        """
        results, published = reads["result"], reads["published"]
        if now:
            results = {name: _file_digest(self._table_file(name)) for name in results}
            published = {name: _file_digest(self.period.published_file(name)) for name in published}
        parts = {
            "parameters": self._given(step),
            "left_out": self.method[step].left_out(self.at_hand),
            "notebook": self.method[step].digest,
            "modules": {name: _file_digest(module_file(name)) for name in reads["modules"]},
            "input": {name: self._input["digests"].get(name, "") for name in reads["input"]},
            "settings": self._settings if ALL in reads["setting"] else self._settings_read(reads["setting"]),
            "counted": {name: self._counts(name) for name in reads["counted"]},
            "results": results,
            "published": published,
            "key_id": self._input["state"]["key_id"],
            "versions": _versions(),
        }
        return digest(json.dumps(parts, sort_keys=True))

    def _table_file(self, name: str) -> Path:
        """A table that a step has made, by its folder and name in the store."""
        return self.period.store / f"{name}.parquet"

    @cached_property
    def _input(self) -> dict[str, Any]:
        if self.period.snapshot is None:
            raise ValueError("notebooks run on an input that is kept; see pinned_period")
        return read_json(self.period.snapshot / "inputs.json")

    @cached_property
    def _counts(self) -> Callable[[str], list[str]]:
        return cache(self.period.counts)

    @cached_property
    def _settings(self) -> dict[str, Any]:
        return self.period.engagement.model_dump(mode="json")

    def _settings_read(self, names: Iterable[str]) -> dict[str, Any]:
        return {name: self._settings.get(name) for name in names}


def _file_digest(file: Path) -> str:
    """SHA-256 of a file; nothing where it is gone."""
    return sha256(bytes_or_nothing(file))


_versions = cache(versions)
