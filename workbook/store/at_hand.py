"""What a quarter has at hand for the notebooks: tables, their columns, questions, and the quarter before."""

from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.engagement import quarter_after, quarter_bounds
from workbook.files import read_json
from workbook.tables import TABLES, time_column

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow.parquet as pq

ASKED = "answers"
"""The table that counts only with rows of the quarter itself: a survey of long ago says nothing of now."""
BEFORE, LATER, ABSTAINED, DELIVERIES = "quarter_before", "later", "abstained", "deliveries"
BENEFIT = "opportunities.benefit"
WEIGHTS = "score.weights"
"""Whether criteria of the score have weights that could be otherwise."""
OPEN, CLOSED, SETTLED = "opportunities.open", "opportunities.closed", "settled"
"""Whether an opportunity is left to decide on, or none is; what is only about those that are settled."""
COMMENTS, TOPICS = f"{ASKED}.comment", f"{ASKED}.topic"
"""Whether there are comments, of answers in the quarter or of contacts; whether people gave topics."""
UNASKED = frozenset({DELIVERIES, WEIGHTS, OPEN, CLOSED})
"""What a client is not asked to deliver."""
BENEFITS = {"extra_likely", "protected_likely", "nps_change"}
"""What opportunities bring: one of these columns tells it."""
OF_PERIOD = "period"
"""The column in which rows name the quarter that they belong to, whenever they were made."""


def known_rows(rows: "pd.DataFrame", at: str, period: str, end: datetime) -> "pd.Series":
    """Which rows belong to a quarter or an earlier one: by the quarter that they name, else by their time.

    Args:
        rows: With the column `OF_PERIOD`, blank or a quarter.
        at: The column with the time.
        period: The quarter.
        end: First instant after it.
    """
    named = rows[OF_PERIOD]
    return named.le(period).where(named.notna(), rows[at] < end).astype(bool)


def tables_at_hand(folder: Path, period: str, scored: Collection[str]) -> frozenset[str]:
    """What the checked tables hold at the end of a quarter; of most only the facts in the file are read.

    Args:
        folder: A Parquet file per table.
        period: The quarter.
        scored: The questions that have a score.

    Returns:
        Each table with rows before the end of the quarter, as in "transactions" (of scores, one that was not
        abstained from); each of its columns that holds a value, as in "customers.profile"; each question
        that is answered in the quarter, as in "answers.nps", and "answers.scored" where one that has a score
        is, and "answers.relation" where it is about the whole relation; "answers.comment" where anything was
        said, in the quarter or of a contact; "answers.topic";
        "opportunities.benefit" where one says what it
        brings; "quarter_before.answers" where a touchpoint was rated then; "later.scores" where a table has
        rows, and all of them of after the quarter; "abstained.scores" where all of its experts abstained; and
        "deliveries" where a recipe left out or changed something.
    """
    import pandas as pd
    import pyarrow.parquet as pq

    start, end = quarter_bounds(period)
    before, _ = quarter_bounds(quarter_after(period, -1))
    found: set[str] = set(_asked(folder / f"{ASKED}.parquet", scored, before, start, end))
    for table, contract in TABLES.items():
        file = folder / f"{table}.parquet"
        facts, at = pq.read_metadata(file), time_column(table)
        known = _is_known(facts, at, end)
        later = facts.num_rows and not known
        if facts.num_rows and OF_PERIOD in contract.columns:
            rows = pd.read_parquet(file)
            of_then = known_rows(rows, at, period, end)
            given = of_then & rows["score"].notna() if "score" in rows else of_then
            known, later = bool(given.any()), not of_then.any()
            found |= {f"{ABSTAINED}.{table}"} if of_then.any() and not known else set()
        if later:
            found.add(f"{LATER}.{table}")
        if table != ASKED and known:
            filled = _filled(facts)
            found |= {table, *[f"{table}.{name}" for name in filled]}
            if table == "opportunities" and filled & BENEFITS:
                found.add(BENEFIT)
            if table == "touchpoints" and "comment" in filled:
                found.add(COMMENTS)
    if read_json(folder / "inputs.json").get("left_out"):
        found.add(DELIVERIES)
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


def _asked(
    file: Path, scored: Collection[str], before: datetime, start: datetime, end: datetime
) -> Iterator[str]:
    """Questions answered in the quarter, and whether touchpoints were rated."""
    import pandas as pd

    columns = ["at", "question", "touchpoint", "comment", "topic"]
    rows = pd.read_parquet(file, columns=columns, filters=[("at", "<", end)])
    now, then = rows[rows["at"] >= start], rows[rows["at"].between(before, start, inclusive="left")]
    if len(now):
        yield ASKED
    yield from (f"{ASKED}.{question}" for question in now["question"].dropna().unique())
    if now["question"].isin(scored).any():
        yield f"{ASKED}.scored"
    if (now["question"].isin(scored) & now["touchpoint"].isna()).any():
        yield f"{ASKED}.relation"
    if now["touchpoint"].notna().any():
        yield f"{ASKED}.touchpoint"
    if now["comment"].notna().any():
        yield COMMENTS
    if rows["topic"].notna().any():
        yield TOPICS
    if (then["question"].isin(scored) & then["touchpoint"].notna()).any():
        yield f"{BEFORE}.{ASKED}"
