"""Forget a person: in the delivered files, in the store, and in what goes back to the client's systems."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workbook.engagement import Engagement
from workbook.engagement_folder import reports_of
from workbook.errors import EngagementError, MeasureError
from workbook.files import drop_drafts, period_lock, replace_all
from workbook.intake.checked import current_snapshot, key_id, remove_snapshots, renew_digests
from workbook.intake.customer_ids import customer_ids, identity_keys
from workbook.intake.engagement_file import open_engagement
from workbook.intake.forget_edits import in_intake, in_reports, in_store, of_person
from workbook.intake.forgotten_list import read_forgotten, write_forgotten
from workbook.intake.person import Person, person
from workbook.intake.pseudonyms import Key, pseudonyms, read_key, refuse_other_key
from workbook.intake.read_workbook import has_formulas
from workbook.intake.reading import raw_tables
from workbook.intake.remnants import remnants, search_words
from workbook.tables import RawTable
from workbook.tables.check import typed_table
from workbook.tables.faults import tables_error
from workbook.tables.values import read


@dataclass(frozen=True)
class Forgotten:
    """The outcome of forgetting a person, or of a trial.

    Attributes:
        rows: Rows taken out, by file as seen from the folder that holds the engagement.
        listed: Whether later deliveries are searched for the person as well.
        unsure: Rows without a source whose id the person and others have; they stay.
        formulas: Whether intake.xlsx holds formulas, whose results were lost.
        remains: Files that still hold an id or a contact of the person, of a workbook with the sheet: what
            nothing reads, such as copies, and free text. They are not changed; look at them yourself.
        unsearched: Files that are packed, locked or damaged, so that nobody knows.
    """

    rows: dict[str, int]
    listed: bool
    unsure: int
    formulas: bool
    remains: tuple[str, ...] = ()
    unsearched: tuple[str, ...] = ()


def forget(folder: Path, customer: str, *, source: str | None = None, dry_run: bool = False) -> Forgotten:
    """Take a person out: of intake, data, store, drafts of the lab, and crm files of every report.

    All files are written anew beside the old ones before the first is replaced. With a secret key the
    person goes on a list of pseudonyms first, so that a later delivery is left without them. Afterwards
    every file of the engagement and its reports is searched for the ids and contacts of the person.

    Args:
        folder: The engagement folder.
        customer: The customer_id, or an id in a source, or its pseudonym.
        source: The source that `customer` is an id of.
        dry_run: Only count.

    Returns:
        What was taken out.

    Raises:
        EngagementError: Nobody has this id, or several have; or the key is another than that of the store.
        TablesError: A file of the intake cannot be read, or table identities has faults.
        RunError: A run of the engagement is under way.
    """
    key, made_with, snapshot = read_key(folder), key_id(folder), current_snapshot(folder)
    if made_with:
        refuse_other_key(key, made_with)
    with ExitStack() as locks:
        for store in [] if dry_run else sorted(folder.glob(".store/*Q*")):
            locks.enter_context(period_lock(store))
        raw = raw_tables(folder)
        if faults := [fault for table in raw.values() for fault in table.faults]:
            raise tables_error(faults)
        who, rows = _person_and_rows(folder, raw, customer, source, key)
        edits = [*in_reports(folder, who, key), *in_store(folder, who, key)]
        edits += in_intake(folder, raw, who, rows, key)
        words = search_words(who, {name: of_person(ids, who, key) for name, ids in rows.items()}, raw)
        listed = _new_list(folder, who, key, made_with, present=bool(edits))
        if not edits and not listed:
            where = f" in source {source}" if source else ""
            raise EngagementError(
                f"Nobody has the id '{customer}'{where}: it is in no table of {folder.name}, and in nothing "
                "that was made from them. Check the id, and --source."
            )
        if not dry_run:
            remove_snapshots(folder, *([snapshot.name] if snapshot else []))
            drop_drafts(folder)
            drop_drafts(reports_of(folder))
            if listed:
                write_forgotten(folder, listed, key)
            replace_all({edit.file: edit.write for edit in edits})
            if snapshot:
                renew_digests(snapshot)
    formulas = any(edit.file.name == "intake.xlsx" for edit in edits) and has_formulas(folder / "intake.xlsx")
    counted = {edit.file.relative_to(folder.parent).as_posix(): edit.n for edit in edits}
    remains, unsearched = remnants(folder, words, but=[edit.file for edit in edits] if dry_run else ())
    unsure = _unsure(rows, who)
    return Forgotten(counted, listed is not None, unsure, formulas, tuple(remains), tuple(unsearched))


def _person_and_rows(
    folder: Path, raw: Mapping[str, RawTable], customer: str, source: str | None, key: Key | None
) -> tuple[Person, dict[str, pd.DataFrame]]:
    """Every id of the person, as delivered now and as kept, and the ids in each row."""
    try:
        identities, rows = _ids_by_row(raw, open_engagement(folder))
        snapshot = current_snapshot(folder)
        tables = [identities, *([pd.read_parquet(snapshot / "identities.parquet")] if snapshot else [])]
        people = [person(table, customer, source=source, key=key) for table in tables]
    except MeasureError as error:
        raise EngagementError(str(error)) from error
    names = frozenset().union(*[who.identities for who in people])
    made = {f"{place}:{name}" for place, name in names}  # the key where no id was declared
    return Person(frozenset().union(made, *[who.customer_ids for who in people]), names), rows


def _ids_by_row(
    raw: Mapping[str, RawTable], engagement: Engagement
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Identities under their keys; and per table with people the ids in each row.

    Returns:
        source, source_id, customer_id, declared_id; and per table customer_id (the key), ambiguous,
        [source, source_id, respondent_id], in the index of the table.
    """
    identities = pd.DataFrame(columns=["source", "source_id", "customer_id", "declared_id"], dtype="str")
    if "identities" in raw and len(raw["identities"].frame):
        table, faults = typed_table(raw["identities"])
        if faults:
            raise tables_error(faults)
        identities = identity_keys(table, engagement.keys).identities
    rows = {name: _ids(table.frame) for name, table in raw.items()}
    for name, ids in rows.items():
        if name != "identities" and "customer_id" in ids:
            rows[name] = ids.drop(columns="customer_id").join(customer_ids(ids, identities))
    return identities, {name: ids for name, ids in rows.items() if {"customer_id", "source_id"} & set(ids)}


def _ids(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns with ids of people, read."""
    kinds = {"customer_id": "id", "source": "text", "source_id": "id", "respondent_id": "id"}
    columns = frame.loc[:, ~frame.columns.duplicated()]
    return pd.DataFrame(
        {name: read(columns[name], kind)[0] for name, kind in kinds.items() if name in columns},
        index=frame.index,
    )


def _new_list(folder: Path, who: Person, key: Key | None, made_with: str, *, present: bool) -> Person | None:
    """The list with this person added; none without a key, or when the person is nowhere."""
    before = read_forgotten(folder, key)
    if key is None:
        return None
    added = _with_pseudonyms(who, _stored_pseudonyms(folder) if made_with else set(), key)
    if not present and not added.customer_ids & before.customer_ids:
        return None
    return Person(before.customer_ids | added.customer_ids, before.identities | added.identities)


def _with_pseudonyms(who: Person, stored: set[str], key: Key) -> Person:
    """The person as pseudonyms; a value that is a pseudonym in the store already stays as it is."""

    def of_kind(values: list[str], kind: str) -> list[str]:
        plain = pd.Series(values, dtype="str")
        return plain.where(plain.isin(stored), pseudonyms(plain, kind, key)).tolist()

    names = sorted(who.identities)
    ids = of_kind([source_id for _, source_id in names], "identity")
    pairs = zip([source for source, _ in names], ids, strict=True)
    return Person(frozenset(of_kind(sorted(who.customer_ids), "customer")), frozenset(pairs))


def _stored_pseudonyms(folder: Path) -> set[str]:
    """Ids of customers and identities as they are in a store that was made with a key."""
    snapshot = current_snapshot(folder)
    tables = [pd.read_parquet(snapshot / f"{name}.parquet") for name in ("customers", "identities")]
    names = ("customer_id", "declared_id", "source_id")
    columns = [table[name].astype("str") for table in tables for name in names if name in table]
    return set(pd.concat(columns).dropna())


def _unsure(rows: Mapping[str, pd.DataFrame], who: Person) -> int:
    """Rows whose id is of the person in one source and of somebody else in another."""
    ids = {source_id for _, source_id in who.identities}
    tables = [table for table in rows.values() if "ambiguous" in table]
    return sum(int((table["ambiguous"] & table["customer_id"].isin(ids)).sum()) for table in tables)
