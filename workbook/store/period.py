"""The period store: checked inputs cut at the period's end, and every table a step has made."""

import os
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from workbook import backend
from workbook.catalogues import languages
from workbook.engagement import Engagement, quarter_after, quarter_bounds
from workbook.errors import PrivacyError, StoreError
from workbook.files import write_rows, write_table
from workbook.intake import checked_inputs, find, open_engagement
from workbook.privacy import hidden
from workbook.tables import TABLES, time_column

if TYPE_CHECKING:
    import ibis

    from workbook.render.words import Words

IN_RUN = "CX_WORKBOOK_RUN"
"""Set in the environment of kernels of a run, where exhibits are worded later, in every language."""


@dataclass(frozen=True)
class Period:
    """One quarter of an engagement: what is known at its end, and what its steps have made.

    Attributes:
        engagement: The settings.
        folder: The engagement folder.
        name: The quarter, as in 2017Q4.
        draft: Where work in the lab saves its tables, so that it never ends up in a report; none in a run.
        language: Of what a notebook shows; none in a run, where nobody looks and the report words it.
    """

    engagement: Engagement
    folder: Path
    name: str
    draft: Path | None = None
    language: str | None = None

    @property
    def store(self) -> Path:
        """Where this period's tables lie."""
        return self.folder / ".store" / self.name

    @property
    def report_folder(self) -> Path:
        """Where the last good run of this period has left its report."""
        return self.folder.parent / "reports" / self.folder.name / self.name

    @property
    def end(self) -> pd.Timestamp:
        """The first instant after the period."""
        return pd.Timestamp(quarter_bounds(self.name)[1])

    @property
    def next_end(self) -> pd.Timestamp:
        """The first instant after the next period."""
        return pd.Timestamp(quarter_bounds(quarter_after(self.name))[1])

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        return (self.end - pd.Timedelta(days=1)).date()

    @property
    def before(self) -> "Period":
        """The quarter before this one."""
        return replace(self, name=quarter_after(self.name, -1))

    @property
    def stages(self) -> list[str]:
        """The names of the stages, in order."""
        return [stage.name for stage in self.engagement.stages]

    @property
    def quarters(self) -> list[str]:
        """The quarters that a plan made at the end of this period covers."""
        return [quarter_after(self.name, step) for step in range(1, self.engagement.plan.quarters + 1)]

    @cached_property
    def words(self) -> "Words | None":
        """The words of what a notebook shows; none in a run."""
        from workbook.render.words import Words

        return Words(self.language, self.engagement) if self.language else None

    @cached_property
    def _checked(self) -> Path:
        return checked_inputs(self.folder, self.engagement)

    def scan(self, table: str) -> "ibis.Table":
        """An input table in the backend, with the rows known at the end of the period."""
        rows = self.every(table)
        at = time_column(table)
        return rows if at is None else rows.filter(rows[at] < self.end.to_pydatetime())

    def every(self, table: str) -> "ibis.Table":
        """An input table in the backend, with the rows of later periods too."""
        return backend.scan(self._checked / f"{table}.parquet", url=self.engagement.backend)

    def scans(self) -> "dict[str, ibis.Table]":
        """Every input table in the backend, with the rows known at the end of the period."""
        return {table: self.scan(table) for table in TABLES}

    def inputs(self, table: str) -> pd.DataFrame:
        """An input table in memory, with the rows known at the end of the period."""
        at = time_column(table)
        known = None if at is None else [(at, "<", self.end)]
        return pd.read_parquet(self._checked / f"{table}.parquet", filters=known)

    def recognition(self) -> pd.DataFrame:
        """How identities became customers: part, name, n, of, share; no rows when there are no identities."""
        return pd.read_parquet(self._checked / "keys" / "recognition.parquet")

    def in_quarter(self, table: str) -> pd.DataFrame:
        """An input table in memory, with only the rows of the period itself."""
        return self.in_period(self.inputs(table), at=time_column(table))

    def in_period(self, rows: pd.DataFrame, *, at: str) -> pd.DataFrame:
        """The rows of the period itself, by the time in column `at`."""
        start, end = quarter_bounds(self.name)
        return rows[rows[at].ge(start) & rows[at].lt(end)].reset_index(drop=True)

    def publish(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """Keep a table for later steps and for the report's folder, without what would tell of a few people.

        Args:
            name: The stem of the exhibit that shows it, or that and a part, as in segments_rule.
            table: A table that declares what it tells of people, as `workbook.privacy.declare` has it.

        Returns:
            The table as it may be shown.

        Raises:
            PrivacyError: The table declares nothing.
        """
        try:
            shown = hidden(table, self.engagement.minimum_group)
        except PrivacyError as error:
            raise PrivacyError(
                f"Table '{name}' cannot be published: {error}.\n"
                "Declare it where it is made: workbook.privacy.declare(table, COLUMNS, n=COUNT)."
            ) from None
        kept = shown.copy(deep=False)
        kept.attrs = {}
        write_table((self.draft or self.store) / "tables" / f"{name}.parquet", kept)
        return shown

    def save_private(self, name: str, table: "ibis.Table") -> "ibis.Table":
        """Keep a table with a row per customer for later steps only; it stays out of the report's folder.

        Returns:
            The table as it was kept, in the backend.
        """
        write_rows((self.draft or self.store) / "customers" / f"{name}.parquet", table)
        return self.private(name)

    def private(self, name: str) -> "ibis.Table":
        """A table with a row per customer that a step has kept, in the backend.

        Raises:
            StoreError: No step has kept it yet.
        """
        return backend.scan(self._file(name, "customers"), url=self.engagement.backend)

    def result(self, name: str) -> pd.DataFrame:
        """A table that an earlier step has made.

        Raises:
            StoreError: No step has made it yet.
        """
        return pd.read_parquet(self._file(name, "tables"))

    def _file(self, name: str, room: str) -> Path:
        """Where a step has left a table: in the lab's draft, or in the store."""
        stores = [store for store in (self.draft, self.store) if store]
        for file in (store / room / f"{name}.parquet" for store in stores):
            if file.exists():
                return file
        raise StoreError(
            f"Table '{name}' is not in the store of {self.name} yet: an earlier step makes it.\n"
            f"Run the steps before this one: cx-workbook run {self.folder.name} --period {self.name}"
        )

    def results(self) -> dict[str, pd.DataFrame]:
        """Every table that the steps have made, by name, but for those with a row per customer."""
        return {
            file.stem: pd.read_parquet(file) for file in sorted((self.store / "tables").glob("*.parquet"))
        }

    def published(self, name: str, otherwise: pd.DataFrame) -> pd.DataFrame:
        """A table of the quarter before as it was reported; `otherwise` when there was no report."""
        file = self.before.report_folder / "tables" / f"{name}.parquet"
        return pd.read_parquet(file) if file.exists() else otherwise


def open_period(engagement: str | Path, period: str) -> Period:
    """Open a quarter of an engagement, found by name here or in a folder above.

    Args:
        engagement: Name or path of the engagement folder.
        period: The quarter, as in 2017Q4.

    Raises:
        EngagementError: The folder is not there, its settings have faults, or `period` is no quarter.
    """
    folder = find(engagement)
    quarter_bounds(period)
    lab, here = folder / "notebooks", Path.cwd().resolve()
    settings, in_lab = open_engagement(folder), lab in (here, *here.parents)
    draft = lab / period / ".draft" if in_lab else None
    language = here.name if in_lab and here.name in languages() else settings.language
    return Period(settings, folder, period, draft, None if IN_RUN in os.environ else language)
