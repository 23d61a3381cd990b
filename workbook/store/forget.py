"""Forget a person: out of what was delivered, what was kept, and what went back to the client's systems."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from workbook.errors import EngagementError, MeasureError
from workbook.pseudonyms import Key, Person, person, pseudonyms, read_key, refuse_other_key, without_person
from workbook.store.files import drop_drafts, period_lock, replace_all
from workbook.store.folder import open_engagement
from workbook.store.intake import csv_table, has_formulas, raw_tables
from workbook.store.people import forgotten_people, ids_by_row, write_forgotten
from workbook.store.period import current_snapshot, key_id
from workbook.store.without_rows import csv_without, parquet_without, workbook_without
from workbook.tables import RawTable
from workbook.tables.faults import tables_error

NEUTRAL = r"^'(?=[=+\-@\t\r])"  # what is put before a text in crm.csv that a spreadsheet takes for a formula


@dataclass(frozen=True)
class Forgotten:
    """What forgetting a person did, or would do.

    Attributes:
        rows: Rows taken out, by file as seen from the folder that holds the engagement.
        listed: Whether later deliveries are searched for the person as well.
        unsure: Rows without a source whose id the person and others have; they stay.
        formulas: Whether intake.xlsx holds formulas, whose results were lost.
    """

    rows: dict[str, int]
    listed: bool
    unsure: int
    formulas: bool


@dataclass(frozen=True)
class _Edit:
    file: Path
    n: int
    write: Callable[[Path], Any]


def forget(folder: Path, customer: str, *, source: str | None = None, dry_run: bool = False) -> Forgotten:
    """Take a person out: of intake, data, store, drafts of the lab, and crm.csv of every report.

    All files are written anew beside the old ones before the first is replaced. With a secret key the
    person goes on a list of pseudonyms first, so that a later delivery is left without them.

    Args:
        folder: The engagement folder.
        customer: The customer_id, or an id in a source, or its pseudonym.
        source: The source that `customer` is an id of.
        dry_run: Only count.

    Returns:
        What was taken out.

    Raises:
        EngagementError: Nobody has this id, or several have; or the key is another than that of the store.
        TablesError: A file of the intake cannot be read.
        RunError: A run of the engagement is under way.
    """
    key, made_with = read_key(folder), key_id(folder)
    if made_with:
        refuse_other_key(key, made_with)
    with ExitStack() as locks:
        for store in [] if dry_run else sorted(folder.glob(".store/*Q*")):
            locks.enter_context(period_lock(store))
        raw = raw_tables(folder)
        if faults := [fault for table in raw.values() for fault in table.faults]:
            raise tables_error(faults)
        who, rows = _who(folder, raw, customer, source, key)
        edits = [*_of_reports(folder, who, key), *_of_store(folder, who, key)]
        edits += _of_intake(folder, raw, who, rows, key)
        listed = _listed(folder, who, key, made_with, found=bool(edits))
        if not edits and not listed:
            where = f" in source {source}" if source else ""
            raise EngagementError(
                f"Nobody has the id '{customer}'{where}: it is in no table of {folder.name}, and in nothing "
                "that was made from them. Check the id, and --source."
            )
        if not dry_run:
            drop_drafts(folder)
            drop_drafts(folder.parent / "reports" / folder.name)
            if listed:
                write_forgotten(folder, listed, key)
            replace_all({edit.file: edit.write for edit in edits})
    formulas = any(edit.file.name == "intake.xlsx" for edit in edits) and has_formulas(folder / "intake.xlsx")
    counted = {edit.file.relative_to(folder.parent).as_posix(): edit.n for edit in edits}
    return Forgotten(counted, listed is not None, _unsure(rows, who), formulas)


def _who(
    folder: Path,
    raw: Mapping[str, RawTable],
    customer: str,
    source: str | None,
    key: Key | None,
) -> tuple[Person, dict[str, pd.DataFrame]]:
    """Every id of the person, as delivered now and as kept, and who is meant in each row."""
    try:
        identities, rows = ids_by_row(raw, open_engagement(folder))
        kept = current_snapshot(folder)
        known = [identities, *([pd.read_parquet(kept / "identities.parquet")] if kept else [])]
        found = [person(table, customer, source=source, key=key) for table in known]
    except MeasureError as error:
        raise EngagementError(str(error)) from error
    names = frozenset().union(*[who.identities for who in found])
    made = {f"{place}:{own}" for place, own in names}  # the key where no id was declared
    return Person(frozenset().union(made, *[who.customer_ids for who in found]), names), rows


def _of_intake(
    folder: Path, raw: Mapping[str, RawTable], who: Person, rows: Mapping[str, pd.DataFrame], key: Key | None
) -> list[_Edit]:
    """Of the delivered files; identities come last, so that who was cut short can be looked up again."""
    edits, sheets = [], {}
    for name in sorted(rows, key=lambda name: name == "identities"):
        gone = _gone(rows[name], who, key)
        file, _, sheet = raw[name].file.partition(", sheet ")
        numbers = gone.index[gone].tolist()
        if sheet and numbers:
            sheets[sheet] = numbers
        elif numbers:
            edits.append(_in_data(folder / "data" / file, gone, numbers))
    if sheets:
        file, n = folder / "intake.xlsx", sum(map(len, sheets.values()))
        edits.append(_Edit(file, n, partial(workbook_without, file, sheets)))
    last = raw["identities"].file.partition(", sheet ")[0] if "identities" in rows else ""
    return sorted(edits, key=lambda edit: edit.file.name == last)


def _in_data(file: Path, gone: pd.Series, numbers: list[int]) -> _Edit:
    if file.suffix.lower() == ".csv":
        return _Edit(file, len(numbers), lambda target: csv_without(file, numbers, target))
    return _Edit(file, len(numbers), lambda target: parquet_without(file, gone, target))


def _of_store(folder: Path, who: Person, key: Key | None) -> list[_Edit]:
    """Of the period store and the drafts of the lab: every table with a row per customer."""
    import pyarrow.parquet as pq

    edits = []
    for file in sorted(
        (*folder.glob(".store/**/*.parquet"), *folder.glob("notebooks/*/.draft/**/*.parquet"))
    ):
        columns = [name for name in _IDS if name in pq.read_schema(file).names]
        if columns and (gone := _gone(pd.read_parquet(file, columns=columns), who, key)).any():
            edits.append(_Edit(file, int(gone.sum()), partial(parquet_without, file, gone)))
    return edits


_IDS = ("customer_id", "declared_id", "source", "source_id", "respondent_id")


def _of_reports(folder: Path, who: Person, key: Key | None) -> list[_Edit]:
    """Of crm.csv beside every report."""
    edits = []
    for file in sorted((folder.parent / "reports" / folder.name).glob("*/crm.csv")):
        rows = csv_table(file).frame
        ids = {
            name: rows[name].astype("str").str.replace(NEUTRAL, "", regex=True)
            for name in _IDS
            if name in rows
        }
        gone = _gone(pd.DataFrame(ids, index=rows.index), who, key)
        if gone.any():
            edits.append(_in_data(file, gone, gone.index[gone].tolist()))
    return edits


def _gone(rows: pd.DataFrame, who: Person, key: Key | None) -> pd.Series:
    """Which rows are of the person."""
    left, _ = without_person({"rows": rows}, who, key=key)
    return pd.Series(~rows.index.isin(left["rows"].index), index=rows.index)


def _listed(folder: Path, who: Person, key: Key | None, made_with: str, *, found: bool) -> Person | None:
    """Who is on the list with this person added; none without a key, or when the person is nowhere."""
    before = forgotten_people(folder, key)
    if key is None:
        return None
    own = _hidden(who, _pseudonyms_kept(folder) if made_with else set(), key)
    if not found and not own.customer_ids & before.customer_ids:
        return None
    return Person(before.customer_ids | own.customer_ids, before.identities | own.identities)


def _hidden(who: Person, made: set[str], key: Key) -> Person:
    """The person as pseudonyms; what is among those made already stays as it is."""

    def of_kind(values: list[str], kind: str) -> list[str]:
        plain = pd.Series(values, dtype="str")
        return plain.where(plain.isin(made), pseudonyms(plain, kind, key)).tolist()

    names = sorted(who.identities)
    own = of_kind([own for _, own in names], "identity")
    pairs = zip([source for source, _ in names], own, strict=True)
    return Person(frozenset(of_kind(sorted(who.customer_ids), "customer")), frozenset(pairs))


def _pseudonyms_kept(folder: Path) -> set[str]:
    """Ids of customers and identities as they are in a store that was made with a key."""
    checked = current_snapshot(folder)
    tables = [pd.read_parquet(checked / f"{name}.parquet") for name in ("customers", "identities")]
    names = ("customer_id", "declared_id", "source_id")
    columns = [table[name].astype("str") for table in tables for name in names if name in table]
    return set(pd.concat(columns).dropna())


def _unsure(rows: Mapping[str, pd.DataFrame], who: Person) -> int:
    """Rows whose id is of the person in one source and of somebody else in another."""
    own = {own for _, own in who.identities}
    tables = [table for table in rows.values() if "ambiguous" in table]
    return sum(int((table["ambiguous"] & table["customer_id"].isin(own)).sum()) for table in tables)
