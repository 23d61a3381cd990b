"""The checked tables of an engagement: a snapshot, made anew when a source file or a contract changes."""

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

import workbook.tables
from workbook.engagement import Engagement
from workbook.errors import EngagementError, MeasureError, TablesError
from workbook.files import (
    digest,
    draft_of,
    drop_drafts,
    read_json,
    sha256_of,
    write_json,
    write_table,
    writing,
)
from workbook.intake.accepted import SUGGESTIONS
from workbook.intake.amendments import renamed
from workbook.intake.deliveries.delivered import changed_columns, delivered, with_deliveries
from workbook.intake.deliveries.delivery_files import ROOM
from workbook.intake.deliveries.recipe import OWN
from workbook.intake.forgotten_list import FORGOTTEN, read_forgotten
from workbook.intake.kept_tables import kept_tables
from workbook.intake.large_tables import StoredTable, stored_table
from workbook.intake.parquet_pieces import row_count
from workbook.intake.pseudonyms import Key, read_key, refuse_other_key
from workbook.intake.read_sqlite import content_digest
from workbook.intake.reading import WORKSHOP, raw_and_large_tables, unread
from workbook.tables import Fault, RawTable, check
from workbook.tables.expert_roles import experts_without_role
from workbook.tables.faults import LargeTable

TRIES = 3
NOTES = {
    **{"unread": list, "blanks": dict, "left_out": list, "changed": dict},
    **{"read": dict, "added": int, "without_role": dict},
}


def checked_inputs(folder: Path, engagement: Engagement) -> Path:
    """The snapshot of the checked tables; made anew only when a source file or a contract has changed.

    A snapshot is a folder .store/checked/<digest of all that it depends on>. It holds a Parquet file per
    table, with one id per customer and pseudonyms where there is a secret key; a copy of engagement.yml and
    of the images that it names; and inputs.json with "state", "tables" (file, rows and rows_read of each) and
    "digests" (SHA-256 of each table's file). It does not change, but for the rows of a forgotten person. The
    one before the present one stays, for a run that has begun with it.

    Args:
        folder: The engagement folder.
        engagement: Its settings.

    Raises:
        TablesError: The tables have faults.
        EngagementError: The pseudonyms in the store are of another secret key; identities cannot be joined by
            the rule in engagement.yml; or the files change all the time.
    """
    key, made_with = read_key(folder), key_id(folder)
    if made_with:
        refuse_other_key(key, made_with)
    for _ in range(TRIES):
        sources = source_digests(folder, engagement.files)
        state = {"sources": sources, "contracts": _code(), "key_id": key.id if key else ""}
        snapshot = _snapshots(folder) / digest(json.dumps(state, sort_keys=True))[:20]
        if (snapshot / "inputs.json").exists() or _made(snapshot, folder, engagement, state, key):
            _keep(folder, snapshot, plain_before=bool(key and not made_with))
            return snapshot
    raise EngagementError(
        f"The files of {folder.name} change while they are read. Wait until they are saved, and try again."
    )


def _made(
    snapshot: Path, folder: Path, engagement: Engagement, state: dict[str, Any], key: Key | None
) -> bool:
    """Write a snapshot beside its place and move it there; false if a file changed meanwhile."""
    settings = (folder / "engagement.yml").read_bytes()
    draft = draft_of(snapshot)
    large: dict[str, StoredTable] = {}

    def check_large(table: LargeTable, others: Mapping[str, pd.DataFrame]) -> list[Fault]:
        large[table.name], faults = stored_table(table, others, engagement, draft / f"{table.name}.parquet")
        return faults

    try:
        came = delivered(folder, engagement)
        raw = renamed(with_deliveries(raw_and_large_tables(folder), came.tables), folder / WORKSHOP)
        tables, refusal = {}, None
        try:
            tables = check(raw, engagement, check_large)
        except TablesError as error:
            refusal = error
        if state["sources"] != source_digests(folder, engagement.files):
            return False
        if refusal:
            raise refusal
        try:
            in_pieces = {name: stored.file for name, stored in large.items()}
            kept = kept_tables(tables, engagement, key, read_forgotten(folder, key), in_pieces)
        except MeasureError as error:
            raise EngagementError(str(error)) from error
        files = {name: write_table(draft / f"{name}.parquet", rows) for name, rows in kept.tables.items()}
        files |= in_pieces
        files["keys/recognition"] = write_table(draft / "keys" / "recognition.parquet", kept.counts)
        stored = {name: _as_stored(raw[name], tables[name]) for name in tables if name in raw} | large
        rows = {
            name: {"file": table.source, "rows": row_count(files[name]), "rows_read": table.rows_read}
            for name, table in stored.items()
        }
        if "answers" in rows:
            rows["answers"] |= _unscored(stored["answers"])
        digests = {name: sha256_of(file) for name, file in files.items()}
        notes = {"unread": unread(folder, raw, came.used) + came.unread, "blanks": _read_as_nothing(stored)}
        listed = tables.get("customers", pd.DataFrame())
        notes["added"] = len(kept.tables["customers"]) - len(listed) if len(listed) else 0
        notes["without_role"] = experts_without_role(tables["scores"]) if "scores" in tables else {}
        notes |= {"left_out": came.counts, "columns": came.columns, "read": came.read}
        notes["changed"] = changed_columns(_inputs(folder).get("columns", {}), came.columns)
        facts = {"state": state, "tables": rows, "digests": digests, **notes}
        write_json(draft / "inputs.json", facts)
        with writing(snapshot):
            (draft / "engagement.yml").write_bytes(settings)
            for name in [name for name in engagement.files if (folder / name).exists()]:
                (draft / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(folder / name, draft / name)
            if not snapshot.exists():
                draft.replace(snapshot)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return True


def _keep(folder: Path, snapshot: Path, *, plain_before: bool) -> None:
    """Point to the snapshot, and remove all others but the one before; a first key leaves nothing plain."""
    pointer = _snapshots(folder) / "current.json"
    named = read_json(pointer)
    if named.get("current") != snapshot.name:
        before = "" if plain_before else named.get("current", "")
        named = {"current": snapshot.name, "before": before}
        write_json(pointer, named)
    remove_snapshots(folder, *named.values())
    if plain_before:
        for place in (folder / ".store", folder / "notebooks"):
            for private in (*place.glob("*/customers"), *place.glob("**/.draft/customers")):
                shutil.rmtree(private)


def remove_snapshots(folder: Path, *kept: str) -> None:
    """Remove the snapshots of an engagement that are not named."""
    drop_drafts(_snapshots(folder))
    for place in _snapshots(folder).glob("[!.]*"):
        if place.name in (*kept, "current.json"):
            continue
        shutil.rmtree(place) if place.is_dir() else place.unlink()


def current_snapshot(folder: Path) -> Path | None:
    """The snapshot that was made or asked for last; none before the first check."""
    name = read_json(_snapshots(folder) / "current.json").get("current")
    return _snapshots(folder) / name if name else None


def _snapshots(folder: Path) -> Path:
    return folder / ".store" / "checked"


def _inputs(folder: Path) -> dict:
    snapshot = current_snapshot(folder)
    return read_json(snapshot / "inputs.json") if snapshot else {}


def renew_digests(snapshot: Path) -> None:
    """Write the digests of a snapshot again, after rows were taken out of its tables."""
    inputs = read_json(snapshot / "inputs.json")
    digests = {name: sha256_of(snapshot / f"{name}.parquet") for name in inputs["digests"]}
    write_json(snapshot / "inputs.json", inputs | {"digests": digests})


def _code() -> str:
    """A digest of the code that reads, checks and resolves, and of the recipes that ship."""
    package = Path(workbook.tables.__file__).parent.parent
    kinds = ("tables/*.py", "intake/**/*.py", "intake/**/*.sql")
    return digest(*[file for kind in kinds for file in sorted(package.glob(kind))])


def key_id(folder: Path) -> str:
    """The id of the secret key that the stored pseudonyms were made with; empty where ids are plain."""
    return _inputs(folder).get("state", {}).get("key_id", "")


def _as_stored(table: RawTable, values: pd.DataFrame) -> StoredTable:
    """What there is to tell of a table that was checked at once."""
    stored = StoredTable(Path(), table.file)
    stored.add(table.frame, values)
    return stored


def _unscored(answers: StoredTable) -> dict[str, object]:
    """How many answers have no score and are left out, and whether any score is 0.

    Some programs export a 0 as nothing: then those who like the client least are the ones that are gone.
    """
    return {"unscored": answers.rows_read - answers.rows, "zeros": answers.has_zeros}


def _read_as_nothing(tables: Mapping[str, StoredTable]) -> dict[str, dict[str, int]]:
    """Per table and column the words that were read as nothing, with how often they stand there."""
    return {
        f"{name}.{column}": dict(words)
        for name, table in tables.items()
        for column, words in table.blanks.items()
        if words
    }


def input_notes(folder: Path) -> dict[str, Any]:
    """What is to be told of the input.

    Returns:
        unread (files and sheets that nothing reads), blanks (per table and column the words that were read as
        nothing), left_out (what recipes left out or changed, as `Delivered.counts`), changed (per delivery
        the columns that are new, and those that are gone), read (per database when it was read), added
        (customers that are in no list of customers, and were added with nothing but their id) and
        without_role (how many experts have no role, where others have one).
    """
    inputs = _inputs(folder)
    return {name: inputs.get(name) or kind() for name, kind in NOTES.items()}


def input_facts(folder: Path) -> dict[str, dict[str, object]]:
    """Per input table its file and its number of rows: as read and after the check."""
    return _inputs(folder).get("tables", {})


def source_files(folder: Path, images: Iterable[str] = ()) -> list[Path]:
    """The files that a client delivers and that a run depends on; with the images that the settings name."""
    named = [folder / name for name in ("engagement.yml", "intake.xlsx", SUGGESTIONS, WORKSHOP, FORGOTTEN)]
    named += [folder / name for name in images]
    rooms = [file for room in ("data", OWN) for file in sorted((folder / room).glob("*"))]
    return [file for file in (*named, *rooms, *sorted((folder / ROOM).rglob("*"))) if file.is_file()]


def source_digests(folder: Path, images: Iterable[str] = ()) -> dict[str, str]:
    """SHA-256 per source file, by its name in the engagement folder; of a database over its rows."""
    return {
        file.relative_to(folder).as_posix(): content_digest(file)
        if file.suffix == ".sqlite"
        else sha256_of(file)
        for file in source_files(folder, images)
    }
