"""What a quarter has at hand for the notebooks: tables, their columns, questions, and the quarter before."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.tables import TABLES, time_column

if TYPE_CHECKING:
    import pyarrow.parquet as pq

ASKED = "answers"
"""The table that counts only with rows of the quarter itself: a survey of long ago says nothing of now."""
BEFORE = "quarter_before"


def tables_at_hand(folder: Path, before: datetime, start: datetime, end: datetime) -> frozenset[str]:
    """What the checked tables hold at the end of a quarter; of most only the facts in the file are read.

    Args:
        folder: A Parquet file per table.
        before: First instant of the quarter before.
        start: First instant of the quarter.
        end: First instant after it.

    Returns:
        Each table with rows before the end of the quarter, as in "transactions"; each of its columns that
        holds a value, as in "customers.profile"; each question that is answered in the quarter, as in
        "answers.nps"; and "quarter_before.answers" where a touchpoint was rated then.
    """
    import pyarrow.parquet as pq

    found: set[str] = set(_asked(folder / f"{ASKED}.parquet", before, start, end))
    for table in TABLES:
        facts = pq.read_metadata(folder / f"{table}.parquet")
        if table != ASKED and _is_known(facts, time_column(table), end):
            found |= {table, *[f"{table}.{name}" for name in _filled(facts)]}
    return frozenset(found)


def _is_known(facts: "pq.FileMetaData", at: str | None, end: datetime) -> bool:
    """Whether a table has rows before the end of the quarter."""
    if at is None:
        return facts.num_rows > 0
    return any(column.statistics.min < end for column in _columns(facts) if column.path_in_schema == at)


def _filled(facts: "pq.FileMetaData") -> set[str]:
    """The columns that hold a value."""
    return {
        column.path_in_schema
        for column in _columns(facts)
        if column.statistics is None or column.statistics.null_count < column.num_values
    }


def _columns(facts: "pq.FileMetaData") -> "Iterator[pq.ColumnChunkMetaData]":
    for group in range(facts.num_row_groups):
        rows = facts.row_group(group)
        yield from (rows.column(place) for place in range(rows.num_columns) if rows.num_rows)


def _asked(file: Path, before: datetime, start: datetime, end: datetime) -> Iterator[str]:
    """Questions answered in the quarter, and whether touchpoints were rated."""
    import pandas as pd

    rows = pd.read_parquet(file, columns=["at", "question", "touchpoint"], filters=[("at", "<", end)])
    now, then = rows[rows["at"] >= start], rows[rows["at"].between(before, start, inclusive="left")]
    if len(now):
        yield ASKED
    yield from (f"{ASKED}.{question}" for question in now["question"].dropna().unique())
    if now["touchpoint"].notna().any():
        yield f"{ASKED}.touchpoint"
    if (then["question"].eq("nps") & then["touchpoint"].notna()).any():
        yield f"{BEFORE}.{ASKED}"
