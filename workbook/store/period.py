"""The period store: checked inputs cut at the period's end, and every table a step has made."""

import io
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbook import backend
from workbook.catalogues import languages
from workbook.engagement import Engagement, quarter_after, quarter_bounds
from workbook.engagement_folder import reports_of
from workbook.errors import PrivacyError, RunError, StoreError
from workbook.files import period_lock, read_json, sha256, write_rows, write_table
from workbook.intake import checked_inputs, find, open_engagement
from workbook.privacy import hidden
from workbook.store.at_hand import ASKED, BEFORE, DELIVERIES, OF_PERIOD, WEIGHTS, known_rows, tables_at_hand
from workbook.store.reads import Reads, noting
from workbook.store.swap import is_unsettled, settle
from workbook.tables import TABLES, time_column
from workbook.tables.questions import scored_questions

if TYPE_CHECKING:
    import ibis

    from workbook.render.words import Words

SNAPSHOT = "CX_WORKBOOK_SNAPSHOT"
"""Names, in the environment of a run's kernels, the checked input that the run works on."""
READS = "CX_WORKBOOK_READS"
"""Names, in the environment of a run's kernels, the file in which a step notes what it reads."""
IDS = ("customer_id", "source_id", "declared_id", "respondent_id")
"""Columns in which a row is of one person."""
TRIES = 3  # how often settings may be saved while they are read, before that is a fault


@dataclass(frozen=True)
class Period:
    """One quarter of an engagement: what is known at its end, and what its steps have made.

    Attributes:
        engagement: The settings.
        folder: The engagement folder.
        name: The quarter, as in 2017Q4.
        draft: Where work in the lab saves its tables, so that it never ends up in a report; none in a run.
        trial: Where a trial of other settings saves its tables, for itself alone; else none.
        language: Of what a notebook shows; none in a run, where nobody looks and the report words it.
        snapshot: The folder with the checked input that a run works on; without it, the input of now.
        reads: Notes which tables are read and made.
    """

    engagement: Engagement
    folder: Path
    name: str
    draft: Path | None = None
    trial: Path | None = None
    language: str | None = None
    snapshot: Path | None = None
    reads: Reads = field(default=Reads(), compare=False)

    @property
    def store(self) -> Path:
        """Where this period's tables lie."""
        return self.folder / ".store" / self.name

    @property
    def report_folder(self) -> Path:
        """Where the last good run of this period has left its report."""
        return reports_of(self.folder) / self.name

    @property
    def end(self) -> pd.Timestamp:
        """The first instant after the period."""
        return pd.Timestamp(quarter_bounds(self.name)[1])

    @property
    def next_end(self) -> pd.Timestamp:
        """The first instant after the next period."""
        return pd.Timestamp(quarter_bounds(quarter_after(self.name))[1])

    @property
    def year_before(self) -> pd.Timestamp:
        """The first instant of the year of which the period is the last quarter."""
        return pd.Timestamp(quarter_bounds(quarter_after(self.name, -3))[0])

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
    def at_hand(self) -> frozenset[str]:
        """What the notebooks have to go by, as `workbook.store.at_hand` calls it."""
        found = tables_at_hand(self._checked, self.name, scored_questions(self.engagement))
        weights = {WEIGHTS} if self.engagement.score.weight_statements else set()
        return found | weights | ({f"{BEFORE}.plan"} if self.published_file("plan").exists() else set())

    @cached_property
    def _checked(self) -> Path:
        return self.snapshot or checked_inputs(self.folder, self.engagement)

    def _input_file(self, table: str) -> Path:
        self.reads.note("input", table)
        return self._checked / f"{table}.parquet"

    def scan(self, table: str) -> "ibis.Table":
        """An input table in the backend, with the rows known at the end of the period."""
        self.reads.note("input", table)
        return self._scan(table)

    def _scan(self, table: str) -> "ibis.Table":
        rows = backend.scan(self._checked / f"{table}.parquet", url=self.engagement.backend)
        at = time_column(table)
        if at is None:
            return rows
        known = rows[at] < self.end.to_pydatetime()
        if OF_PERIOD in rows.columns:
            known = (rows[OF_PERIOD] <= self.name).fill_null(known)
        return rows.filter(known)

    def every(self, table: str) -> "ibis.Table":
        """An input table in the backend, with the rows of later periods too."""
        return backend.scan(self._input_file(table), url=self.engagement.backend)

    def scans(self) -> "dict[str, ibis.Table]":
        """Every table with rows of its own, in the backend, with those known at the end, to be counted."""
        for table in TABLES:
            self.reads.note("counted", table)
        delivered = self._inputs_facts["tables"]
        filled = [table for table in TABLES if delivered.get(table, {}).get("rows_read")]
        if "readiness.answer" not in self.at_hand:  # statements that nobody has answered yet say nothing
            filled = [table for table in filled if table != "readiness"]
        return {table: self._scan(table) for table in filled}

    def input_remarks(self) -> dict[str, Any]:
        """What is to be said of the input as a whole.

        Returns:
            unscored (answers that were left out, as they have no score), zeros (whether any score is 0),
            since (whether it is known of all customers since when they are), read (per database when it was
            read) and blanks (per table and column the words that were read as nothing, with how many).
        """
        for name in (ASKED, "customers", DELIVERIES):
            self.reads.note("counted", name)
        facts = {name: self._inputs_facts.get(name, {}) for name in ("read", "blanks")}
        return self._unscored() | {"since": self._since_known()} | facts

    def _unscored(self) -> dict[str, Any]:
        facts = self._inputs_facts["tables"].get(ASKED, {})
        return {"unscored": facts.get("unscored", 0), "zeros": facts.get("zeros", True)}

    def _since_known(self) -> bool:
        customers = pd.read_parquet(self._checked / "customers.parquet", columns=["since"])
        return bool(customers["since"].notna().all())

    @cached_property
    def _inputs_facts(self) -> dict[str, Any]:
        return read_json(self._checked / "inputs.json")

    def left_out(self) -> list[dict[str, Any]]:
        """What recipes left out or changed, as `workbook.tables.coverage.deliveries` takes it."""
        self.reads.note("counted", DELIVERIES)
        return self._inputs_facts.get("left_out", [])

    def ids_among(self, texts: Iterable[str]) -> set[str]:
        """Which of some texts are the id of a customer, of an identity or of a respondent in the input."""
        wanted, found = sorted(set(texts)), set()
        for table, column in [(table, column) for table in TABLES for column in IDS if wanted]:
            if column in TABLES[table].columns:
                rows = backend.scan(self._checked / f"{table}.parquet", url=self.engagement.backend)
                ids = rows.filter(rows[column].isin(wanted)).select(column).distinct().to_pandas()
                found |= set(ids[column])
        return found

    def counts(self, table: str) -> list[str]:
        """What is counted in an input table: rows, customers, first and last time, up to the period's end.

        Of a table that this version does not know, as another one that ran before did, nothing.
        """
        import pyarrow.parquet as pq

        if table == DELIVERIES:
            return [str(self._inputs_facts.get(name)) for name in ("left_out", "read", "blanks")]
        if table not in TABLES:
            return []
        file = self._checked / f"{table}.parquet"
        at, names = time_column(table), pq.read_schema(file).names
        columns = [name for name in ("customer_id", at) if name in names]
        if not columns:
            return [str(pq.read_metadata(file).num_rows)]
        if OF_PERIOD in names:
            rows = self.inputs(table)
            return [str(fact) for fact in (len(rows), rows[at].min(), rows[at].max())]
        until = None if at is None else [(at, "<", self.end)]
        rows = pd.read_parquet(file, columns=columns, filters=until)
        times = [] if at is None else [rows[at].min(), rows[at].max()]
        ids = [rows["customer_id"].nunique()] if "customer_id" in rows else []
        more = [self._unscored()] if table == ASKED else [self._since_known()] if table == "customers" else []
        return [str(fact) for fact in (len(rows), *ids, *times, *more)]

    def inputs(self, table: str) -> pd.DataFrame:
        """An input table in memory, with the rows known at the end of the period."""
        at, file = time_column(table), self._input_file(table)
        if OF_PERIOD in TABLES[table].columns:
            rows = pd.read_parquet(file)
            return rows[known_rows(rows, at, self.name, self.end)].reset_index(drop=True)
        known = None if at is None else [(at, "<", self.end)]
        return pd.read_parquet(file, filters=known)

    def recognition(self) -> pd.DataFrame:
        """How identities became customers: part, name, n, of, share; no rows when there are no identities."""
        return pd.read_parquet(self._input_file("keys/recognition"))

    def image(self, name: str) -> bytes:
        """A file of the house style, as the run has kept it."""
        return ((self.snapshot or self.folder) / name).read_bytes()

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
            PrivacyError: The table declares nothing, or has a row per person.
        """
        if people := [column for column in IDS if column in table]:
            raise PrivacyError(
                f"Table '{name}' cannot be published: it has a row per person (column {people[0]}).\n"
                "Count groups of them; what later steps need per customer, keep with quarter.save_private."
            )
        try:
            shown = hidden(table, self.engagement.minimum_group)
        except PrivacyError as error:
            raise PrivacyError(
                f"Table '{name}' cannot be published: {error}.\n"
                "Declare it where it is made: workbook.privacy.declare(table, COLUMNS, n=COUNT)."
            ) from None
        kept = shown.copy(deep=False)
        kept.attrs = {}
        self.reads.note("made", f"tables/{name}")
        write_table(self._stores[0] / "tables" / f"{name}.parquet", kept)
        return shown

    def save_private(self, name: str, table: "ibis.Table | pd.DataFrame") -> "ibis.Table":
        """Keep a table with a row per customer for later steps only; it stays out of the report's folder.

        Returns:
            The table as it was kept, in the backend.
        """
        self.reads.note("made", f"customers/{name}")
        write = write_table if isinstance(table, pd.DataFrame) else write_rows
        write(self._stores[0] / "customers" / f"{name}.parquet", table)
        return self.private(name)

    def private(self, name: str, otherwise: "ibis.Table | None" = None) -> "ibis.Table":
        """A table with a row per customer that a step has kept, in the backend.

        Args:
            name: Of the table.
            otherwise: What holds where the quarter was run and no step had the input to make it.

        Raises:
            StoreError: No step has kept it yet.
        """
        if otherwise is not None and self._is_not_made(name, "customers"):
            return otherwise
        return backend.scan(self._file(name, "customers"), url=self.engagement.backend)

    def result(self, name: str, otherwise: pd.DataFrame | None = None) -> pd.DataFrame:
        """A table that an earlier step has made.

        Args:
            name: Of the table.
            otherwise: What holds where the quarter was run and no step had the input to make it.

        Raises:
            StoreError: No step has made it yet.
        """
        if otherwise is not None and self._is_not_made(name, "tables"):
            return otherwise
        return pd.read_parquet(self._file(name, "tables"))

    def _is_not_made(self, name: str, room: str) -> bool:
        """Whether the quarter was run and no step made a table; that it was not there counts as read."""
        run = (self.store / "tables").is_dir() or "transactions" not in self.at_hand
        missing = not self._kept(name, room) and run
        if missing:
            self.reads.note("result", f"{room}/{name}", sha256(b""))
        return missing

    @property
    def _stores(self) -> list[Path]:
        """Where tables of steps may be, and the first of them where they are saved."""
        return [store for store in (self.trial, self.draft, self.store) if store]

    def _kept(self, name: str, room: str) -> Path | None:
        """Where a step has left a table: a draft of the lab counts while no run has made the table since."""
        files = [store / room / f"{name}.parquet" for store in self._stores]
        there = [file for file in files if file.exists()]
        current = [file for file in there[:-1] if not is_older(file, there[-1])]
        return next(iter([*current, *there[-1:]]), None)

    def _file(self, name: str, room: str) -> Path:
        if file := self._kept(name, room):
            self.reads.note_table(f"{room}/{name}", file)
            return file
        raise StoreError(
            f"Table '{name}' is not in the store of {self.name} yet: an earlier step makes it.\n"
            f"Run the steps before this one: cx-workbook run {self.folder.name} --period {self.name}"
        )

    def published_file(self, name: str) -> Path:
        """Where a table of the quarter before is, when it was reported."""
        return self.before.report_folder / "tables" / f"{name}.parquet"

    def published(self, name: str, otherwise: pd.DataFrame) -> pd.DataFrame:
        """A table of the quarter before as it was reported; `otherwise` when there was no report."""
        data = bytes_or_nothing(self.published_file(name))
        self.reads.note("published", name, sha256(data))
        return pd.read_parquet(io.BytesIO(data)) if data else otherwise


def is_older(draft: Path, table: Path) -> bool:
    """Whether a draft was made before a run made the table anew."""
    return draft.stat().st_mtime_ns < table.stat().st_mtime_ns


def bytes_or_nothing(file: Path) -> bytes:
    """What a file holds; nothing where there is none."""
    return file.read_bytes() if file.exists() else b""


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
    in_lab = lab in (here, *here.parents)
    draft = lab_draft(folder, period, *here.relative_to(lab).parts[1:2]) if in_lab else None
    if pinned := os.environ.get(SNAPSHOT):
        reads = Reads(Path(os.environ[READS]) if READS in os.environ else None)
        settings = noting(open_engagement(Path(pinned)), reads)
        return Period(settings, folder, period, draft, snapshot=Path(pinned), reads=reads)
    settings = open_engagement(folder)
    language = here.name if in_lab and here.name in languages() else settings.language
    opened = Period(settings, folder, period, draft, language=language)
    for quarter in (opened, opened.before):
        _settle(quarter)
    return opened


def lab_draft(folder: Path, period: str, *person: str) -> Path:
    """Where a person's work in the lab saves its tables."""
    return folder.joinpath("notebooks", period, *person, ".draft")


def _settle(period: Period) -> None:
    """Finish what a run was doing when it was killed while it replaced the report."""
    if is_unsettled(period.report_folder):
        with suppress(RunError), period_lock(period.store):
            settle(period.report_folder)


def pinned_period(engagement: str | Path, period: str) -> Period:
    """Open a quarter with its input as it is now, checked and kept: what is saved later does not count.

    Raises:
        WorkbookError: As `open_period` and `checked_inputs`.
    """
    now = open_period(engagement, period)
    for _ in range(TRIES):
        kept = checked_inputs(now.folder, now.engagement)
        pinned = replace(now, engagement=open_engagement(kept), snapshot=kept)
        if pinned.engagement == now.engagement:
            return pinned
        now = replace(now, engagement=pinned.engagement)
    raise StoreError("The input changes while it is read. Wait until it is saved, and run again.")
