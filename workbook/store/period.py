"""The period store: checked inputs cut at the period's end, and every table a step has made."""

import io
import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

import workbook.tables
from workbook import backend
from workbook.engagement import Engagement, quarter_after, quarter_bounds
from workbook.errors import EngagementError, MeasureError, RunError, StoreError
from workbook.pseudonyms import read_key, refuse_other_key
from workbook.store.files import (
    digest,
    period_lock,
    read_json,
    sha256,
    write_json,
    write_rows,
    write_table,
    write_whole,
)
from workbook.store.folder import find, open_engagement
from workbook.store.intake import raw_tables
from workbook.store.people import FORGOTTEN, forgotten_people, known
from workbook.store.reads import Reads, noting
from workbook.store.swap import is_unsettled, settle
from workbook.tables import TABLES, check, time_column

if TYPE_CHECKING:
    import ibis

SNAPSHOT = "CX_WORKBOOK_SNAPSHOT"
"""Names, in the environment of a run's kernels, the checked input that the run works on."""
READS = "CX_WORKBOOK_READS"
"""Names, in the environment of a run's kernels, the file in which a step notes what it reads."""
KEPT = 3  # inputs of how many times are kept
UNSETTLED = 3  # how often a file may be saved while it is being read, before that is a fault


@dataclass(frozen=True)
class Period:
    """One quarter of an engagement: what is known at its end, and what its steps have made.

    Attributes:
        engagement: The settings.
        folder: The engagement folder.
        name: The quarter, as in 2017Q4.
        draft: Where work in the lab saves its tables, so that it never ends up in a report; none in a run.
        snapshot: The folder with the checked input that a run works on; without it, the input of now.
        reads: Notes which tables are read and made.
    """

    engagement: Engagement
    folder: Path
    name: str
    draft: Path | None = None
    snapshot: Path | None = None
    reads: Reads = field(default=Reads(), compare=False)

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
        return rows if at is None else rows.filter(rows[at] < self.end.to_pydatetime())

    def every(self, table: str) -> "ibis.Table":
        """An input table in the backend, with the rows of later periods too."""
        return backend.scan(self._input_file(table), url=self.engagement.backend)

    def scans(self) -> "dict[str, ibis.Table]":
        """Every input table in the backend, with the rows known at the end of the period, to be counted."""
        for table in TABLES:
            self.reads.note("counted", table)
        return {table: self._scan(table) for table in TABLES}

    def counts(self, table: str) -> list[str]:
        """What is counted in an input table: rows, customers, first and last time, up to the period's end."""
        import pyarrow.parquet as pq

        file = self._checked / f"{table}.parquet"
        at, names = time_column(table), pq.read_schema(file).names
        columns = [name for name in ("customer_id", at) if name in names]
        if not columns:
            return [str(pq.read_metadata(file).num_rows)]
        until = None if at is None else [(at, "<", self.end)]
        rows = pd.read_parquet(file, columns=columns, filters=until)
        times = [] if at is None else [rows[at].min(), rows[at].max()]
        ids = [rows["customer_id"].nunique()] if "customer_id" in rows else []
        return [str(fact) for fact in (len(rows), *ids, *times)]

    def inputs(self, table: str) -> pd.DataFrame:
        """An input table in memory, with the rows known at the end of the period."""
        at = time_column(table)
        known = None if at is None else [(at, "<", self.end)]
        return pd.read_parquet(self._input_file(table), filters=known)

    def recognition(self) -> pd.DataFrame:
        """How identities became customers: part, name, n, of, share; no rows when there are no identities."""
        return pd.read_parquet(self._input_file("keys/recognition"))

    def in_quarter(self, table: str) -> pd.DataFrame:
        """An input table in memory, with only the rows of the period itself."""
        return self.in_period(self.inputs(table), at=time_column(table))

    def in_period(self, rows: pd.DataFrame, *, at: str) -> pd.DataFrame:
        """The rows of the period itself, by the time in column `at`."""
        start, end = quarter_bounds(self.name)
        return rows[rows[at].ge(start) & rows[at].lt(end)].reset_index(drop=True)

    def publish(self, **tables: pd.DataFrame) -> None:
        """Keep tables by name, for later steps and for the report's folder."""
        for name, table in tables.items():
            self.reads.note("made", f"tables/{name}")
            write_table((self.draft or self.store) / "tables" / f"{name}.parquet", table)

    def save_private(self, **tables: "ibis.Table") -> None:
        """Keep tables with a row per customer, for later steps only; they stay out of the report's folder."""
        for name, table in tables.items():
            self.reads.note("made", f"customers/{name}")
            write_rows((self.draft or self.store) / "customers" / f"{name}.parquet", table)

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
                self.reads.note_table(f"{room}/{name}", file)
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

    def published_file(self, name: str) -> Path:
        """Where a table of the quarter before is, when it was reported."""
        return self.before.report_folder / "tables" / f"{name}.parquet"

    def published(self, name: str, otherwise: pd.DataFrame) -> pd.DataFrame:
        """A table of the quarter before as it was reported; `otherwise` when there was no report."""
        data = bytes_or_nothing(self.published_file(name))
        self.reads.note("published", name, sha256(data))
        return pd.read_parquet(io.BytesIO(data)) if data else otherwise


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
    draft = lab / period / ".draft" if lab in (here, *here.parents) else None
    if pinned := os.environ.get(SNAPSHOT):
        reads = Reads(Path(os.environ[READS]) if READS in os.environ else None)
        settings = noting(open_engagement(Path(pinned)), reads)
        return Period(settings, folder, period, draft, Path(pinned), reads)
    opened = Period(open_engagement(folder), folder, period, draft)
    for quarter in (opened, opened.before):
        _settle(quarter)
    return opened


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
    for _ in range(UNSETTLED):
        kept = checked_inputs(now.folder, now.engagement)
        pinned = replace(now, engagement=open_engagement(kept), snapshot=kept)
        if pinned.engagement == now.engagement:
            return pinned
        now = replace(now, engagement=pinned.engagement)
    raise _unsettled()


def _unsettled() -> StoreError:
    return StoreError("The input changes while it is read. Wait until it is saved, and run again.")


def checked_inputs(folder: Path, engagement: Engagement) -> Path:
    """A folder with the input as it is now: checked tables, and engagement.yml. It never changes.

    Checks again only when a source file or a contract has changed. The tables are under one key per customer,
    and under pseudonyms where there is a secret key.

    Raises:
        TablesError: The tables have faults.
        EngagementError: The pseudonyms that are there already are of another secret key, or identities cannot
            be joined by the rule in engagement.yml.
        StoreError: Files are being saved all the time.
    """
    key = read_key(folder)
    if made_with := key_id(folder):
        refuse_other_key(key, made_with)
    for _ in range(UNSETTLED):
        sources = source_digests(folder)
        stamp, own = digest(json.dumps(sources)), key.id if key else ""
        state = {
            "sources": stamp,
            "contracts": _code(),
            "key_id": own,
        }
        kept = folder / ".store" / "checked" / digest(json.dumps(state, sort_keys=True))[:16]
        if (kept / "inputs.json").exists():
            os.utime(kept / "inputs.json")  # the newest is the one of now
            return kept
        settings = (folder / "engagement.yml").read_bytes()
        raw = raw_tables(folder)
        tables = check(raw, engagement)
        if source_digests(folder) == sources:
            break
    else:
        raise _unsettled()
    try:
        found = known(tables, engagement, key, forgotten_people(folder, key))
    except MeasureError as error:
        raise EngagementError(str(error)) from error
    if key and not made_with:
        _drop_plain(folder, kept)
    written = {name: write_table(kept / f"{name}.parquet", table) for name, table in found.tables.items()}
    written["keys/recognition"] = write_table(kept / "keys" / "recognition.parquet", found.facts)
    write_whole(kept / "engagement.yml", lambda file: file.write_bytes(settings))
    facts = {
        name: {"file": raw[name].file, "rows": len(found.tables[name]), "rows_read": len(raw[name].frame)}
        for name in TABLES
        if name in raw
    }
    digests = {name: sha256(file.read_bytes()) for name, file in written.items()}
    known_as = {"state": state, "sources": sources, "tables": facts, "digests": digests}
    write_json(kept / "inputs.json", known_as)
    _drop_old(kept)
    return kept


def _drop_old(kept: Path) -> None:
    """Inputs of earlier times go, but for the last few: a run of another quarter may work on one."""
    earlier = sorted(kept.parent.glob("*/inputs.json"), key=lambda file: file.stat().st_mtime_ns)
    for file in earlier[:-KEPT]:
        shutil.rmtree(file.parent, ignore_errors=True)


def _code() -> str:
    """A digest of what decides how tables are checked and who is who."""
    package = Path(workbook.tables.__file__).parent.parent
    rooms = ("tables/*.py", "recognise/*.py", "pseudonyms.py", "store/people.py")
    return digest(*[file for room in rooms for file in sorted(package.glob(room))])


def _drop_plain(folder: Path, kept: Path) -> None:
    """What was made before there was a key holds plain ids, and goes; steps make it again."""
    for plain in kept.parent.glob("*"):
        if plain != kept:
            shutil.rmtree(plain)
    for rooms in (folder / ".store", folder / "notebooks"):
        for room in (*rooms.glob("*/customers"), *rooms.glob("*/.draft/customers")):
            shutil.rmtree(room)


def current_snapshot(folder: Path) -> Path | None:
    """The folder with the input as it was last checked; none where it never was."""
    checked = (folder / ".store" / "checked").glob("*/inputs.json")
    newest = max(checked, key=lambda file: file.stat().st_mtime_ns, default=None)
    return newest.parent if newest else None


def _facts(folder: Path) -> dict[str, Any]:
    newest = current_snapshot(folder)
    return read_json(newest / "inputs.json") if newest else {}


def key_id(folder: Path) -> str:
    """The id of the secret key that the stored pseudonyms were made with; empty where ids are plain."""
    return _facts(folder).get("state", {}).get("key_id", "")


def input_facts(folder: Path) -> dict[str, dict[str, object]]:
    """Per input table the file it came from, and its rows: as read and after the check."""
    return _facts(folder).get("tables", {})


def source_files(folder: Path) -> list[Path]:
    """The files that a client delivers and that a run depends on."""
    named = [folder / name for name in ("engagement.yml", "intake.xlsx", "workshop.sqlite", FORGOTTEN)]
    return [file for file in (*named, *sorted((folder / "data").glob("*"))) if file.is_file()]


def input_stamp(folder: Path) -> str:
    """A digest that changes when a source file changes: over names and contents."""
    return digest(json.dumps(source_digests(folder)))


def source_digests(folder: Path) -> dict[str, str]:
    """SHA-256 per source file, by its name in the engagement folder."""
    return {file.relative_to(folder).as_posix(): sha256(file.read_bytes()) for file in source_files(folder)}
