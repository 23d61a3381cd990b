"""The checked tables of an engagement: read, checked, resolved and kept once, until a source file changes."""

import shutil
from pathlib import Path

import workbook.tables
from workbook.engagement import Engagement
from workbook.errors import EngagementError, MeasureError
from workbook.files import digest, read_json, write_json, write_table
from workbook.intake.forgotten_list import FORGOTTEN, read_forgotten
from workbook.intake.kept_tables import kept_tables
from workbook.intake.pseudonyms import read_key, refuse_other_key
from workbook.intake.reading import raw_tables
from workbook.tables import TABLES, check


def checked_inputs(folder: Path, engagement: Engagement) -> Path:
    """The folder with the checked tables; checks again only when a source file or a contract has changed.

    The tables have one id per customer, and pseudonyms where there is a secret key.

    Raises:
        TablesError: The tables have faults.
        EngagementError: The pseudonyms in the store are of another secret key, or identities cannot be
            joined by the rule in engagement.yml.
    """
    checked, key = folder / ".store" / "checked", read_key(folder)
    if made_with := key_id(folder):
        refuse_other_key(key, made_with)
    forgotten = read_forgotten(folder, key)
    state = {"sources": input_stamp(folder), "contracts": _code(), "key_id": key.id if key else ""}
    if read_json(checked / "inputs.json").get("state") == state:
        return checked
    raw = raw_tables(folder)
    tables = check(raw, engagement)
    try:
        kept = kept_tables(tables, engagement, key, forgotten)
    except MeasureError as error:
        raise EngagementError(str(error)) from error
    if key and not made_with:
        _remove_plain(folder)
    for name, table in kept.tables.items():
        write_table(checked / f"{name}.parquet", table)
    write_table(checked / "keys" / "recognition.parquet", kept.counts)
    rows = {
        name: {"file": raw[name].file, "rows": len(kept.tables[name]), "rows_read": len(raw[name].frame)}
        for name in TABLES
        if name in raw
    }
    write_json(checked / "inputs.json", {"state": state, "tables": rows})
    return checked


def _code() -> str:
    """A digest of the code that reads, checks and resolves."""
    package = Path(workbook.tables.__file__).parent.parent
    return digest(*[file for part in ("tables", "intake") for file in sorted((package / part).glob("*.py"))])


def _remove_plain(folder: Path) -> None:
    """Remove the tables with plain ids that were made before there was a key; steps make them again."""
    for place in (folder / ".store", folder / "notebooks"):
        for private in (*place.glob("*/customers"), *place.glob("*/.draft/customers")):
            shutil.rmtree(private)


def key_id(folder: Path) -> str:
    """The id of the secret key that the stored pseudonyms were made with; empty where ids are plain."""
    return read_json(folder / ".store" / "checked" / "inputs.json").get("state", {}).get("key_id", "")


def input_facts(folder: Path) -> dict[str, dict[str, object]]:
    """Per input table its file and its number of rows: as read and after the check."""
    return read_json(folder / ".store" / "checked" / "inputs.json").get("tables", {})


def source_files(folder: Path) -> list[Path]:
    """The files that a client delivers and that a run depends on."""
    named = [folder / name for name in ("engagement.yml", "intake.xlsx", "workshop.sqlite", FORGOTTEN)]
    return [file for file in (*named, *sorted((folder / "data").glob("*"))) if file.is_file()]


def input_stamp(folder: Path) -> str:
    """A digest that changes when a source file changes: over names and contents."""
    return digest(*[part for file in source_files(folder) for part in (file.name, file)])
