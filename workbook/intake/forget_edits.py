"""The files that hold a person's rows, each with the way to write it without them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from workbook.engagement_folder import reports_of
from workbook.intake.checked import current_snapshot
from workbook.intake.person import Person, without_person
from workbook.intake.pseudonyms import Key
from workbook.intake.read_csv import csv_table
from workbook.intake.without_rows import (
    csv_without,
    parquet_without,
    sheet_ids,
    sheets_without,
    workbook_without,
)
from workbook.tables import RawTable

NEUTRAL = r"^'(?=[=+\-@\t\r])"  # the mark before a text that a spreadsheet takes for a formula
_IDS = ("customer_id", "declared_id", "source", "source_id", "respondent_id")


@dataclass(frozen=True)
class Edit:
    """A file, the number of rows that go, and how to write it without them."""

    file: Path
    n: int
    write: Callable[[Path], Any]


def in_intake(
    folder: Path, raw: Mapping[str, RawTable], who: Person, rows: Mapping[str, pd.DataFrame], key: Key | None
) -> list[Edit]:
    """Edits of the delivered files; identities come last, so that an interrupted forget can be repeated.

    Args:
        folder: The engagement folder.
        raw: The tables as delivered.
        who: The person.
        rows: Per table the ids in each row.
        key: Needed where the tables hold plain ids and `who` holds pseudonyms.
    """
    edits, sheets = [], {}
    for name in sorted(rows, key=lambda name: name == "identities"):
        gone = of_person(rows[name], who, key)
        file, _, sheet = raw[name].file.partition(", sheet ")
        numbers = gone.index[gone].tolist()
        if sheet and numbers:
            sheets[sheet] = numbers
        elif numbers:
            edits.append(_in_data(folder / "data" / file, gone, numbers))
    if sheets:
        file, n = folder / "intake.xlsx", sum(map(len, sheets.values()))
        edits.append(Edit(file, n, partial(workbook_without, file, sheets)))
    last = raw["identities"].file.partition(", sheet ")[0] if "identities" in rows else ""
    return sorted(edits, key=lambda edit: edit.file.name == last)


def _in_data(file: Path, gone: pd.Series, numbers: list[int]) -> Edit:
    if file.suffix.lower() == ".csv":
        return Edit(file, len(numbers), partial(csv_without, file, numbers))
    return Edit(file, len(numbers), partial(parquet_without, file, gone))


def in_store(folder: Path, who: Person, key: Key | None) -> list[Edit]:
    """Edits of the period store and the drafts of the lab: every table with a row per customer."""
    import pyarrow.parquet as pq

    edits, snapshot = [], current_snapshot(folder)
    places = ".store/*Q*/**/*.parquet", "notebooks/**/.draft/**/*.parquet"
    files = [*(snapshot.glob("*.parquet") if snapshot else ()), *(f for p in places for f in folder.glob(p))]
    for file in sorted(files):
        columns = [name for name in _IDS if name in pq.read_schema(file).names]
        if columns and (gone := of_person(pd.read_parquet(file, columns=columns), who, key)).any():
            edits.append(Edit(file, int(gone.sum()), partial(parquet_without, file, gone)))
    return edits


def in_reports(folder: Path, who: Person, key: Key | None) -> list[Edit]:
    """Edits of crm.csv and crm.xlsx beside every report."""
    edits = []
    reports = reports_of(folder)
    for file in sorted(reports.glob("*/crm.csv")):
        rows = csv_table(file).frame
        ids = rows[[name for name in _IDS if name in rows]].astype("str")
        # Older reports have a quote before an id that a spreadsheet takes for a formula.
        plain = ids.apply(lambda column: column.str.replace(NEUTRAL, "", regex=True))
        gone = of_person(ids, who, key) | of_person(plain, who, key)
        if gone.any():
            edits.append(_in_data(file, gone, gone.index[gone].tolist()))
    for file in sorted(reports.glob("*/crm.xlsx")):
        gone = of_person(sheet_ids(file, _IDS), who, key)
        if gone.any():
            write = partial(sheets_without, file, frozenset(gone.index[gone]))
            edits.append(Edit(file, int(gone.sum()), write))
    return sorted(edits, key=lambda edit: edit.file)


def of_person(rows: pd.DataFrame, who: Person, key: Key | None) -> pd.Series:
    """Which rows are of the person."""
    left, _ = without_person({"rows": rows}, who, key=key)
    return pd.Series(~rows.index.isin(left["rows"].index), index=rows.index)
