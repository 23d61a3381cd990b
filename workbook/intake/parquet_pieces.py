"""Write, change, sort and ask a table in a file of Parquet that memory need not hold."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

import pandas as pd

from workbook import backend
from workbook.files import draft_of, writing

if TYPE_CHECKING:
    import pyarrow as pa

PIECE = 200_000
"""Rows that are in memory at once."""
BUFFER = 1_000_000
"""Bytes of a column that are read at once."""
URL = f"duckdb://?memory_limit=300MB&threads=2&temp_directory={gettempdir()}"
"""The backend that sorts: what it cannot hold it puts in a file."""


def pieces_of(file: Path) -> Iterator["pa.Table"]:
    """The rows of a Parquet file in pieces of about `PIECE`; one without rows for a file that has none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(file, buffer_size=BUFFER) as opened:
        groups, n, last = [], 0, opened.num_row_groups - 1
        for group in range(last + 1):  # a reader of several keeps in memory what it has read of them
            groups, n = [*groups, group], n + opened.metadata.row_group(group).num_rows
            if n >= PIECE or group == last:
                size = n if PIECE <= n < 2 * PIECE else PIECE
                for batch in opened.iter_batches(size, row_groups=groups):
                    yield pa.Table.from_batches([batch])
                groups, n = [], 0
        if not opened.metadata.num_rows:
            yield opened.schema_arrow.empty_table()


@contextmanager
def writer(file: Path) -> Iterator[Callable[[pd.DataFrame], None]]:
    """Write a table piece by piece, all with the columns and types of the first."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with ExitStack() as opened, writing(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        parquet: pq.ParquetWriter | None = None

        def write(frame: pd.DataFrame) -> None:
            nonlocal parquet
            schema = parquet.schema if parquet else None
            rows = pa.Table.from_pandas(frame, schema=schema, preserve_index=False)
            parquet = parquet or opened.enter_context(pq.ParquetWriter(file, rows.schema))
            parquet.write_table(rows)

        yield write


def change_in_pieces(file: Path, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    """Put a table in the place of another that is made of it piece by piece."""
    draft = draft_of(file)
    with writer(draft) as write:
        for piece in pieces_of(file):
            write(change(piece.to_pandas()))
    draft.replace(file)


def sort_file(file: Path, by: list[str]) -> None:
    """Sort the rows of a table by some columns, and where these are equal by all others."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not by:
        return
    schema, draft = pq.read_schema(file), draft_of(file)
    rows = backend.scan(file, url=URL)
    ordered = rows.order_by([*by, *(name for name in rows.columns if name not in by)])
    with (
        backend.batches(ordered, beside=draft) as pieces,
        writing(file),
        pq.ParquetWriter(draft, schema) as parquet,
    ):
        for piece in pieces:
            parquet.write_table(pa.Table.from_batches([piece]).cast(schema))
    draft.replace(file)


def column_names(file: Path) -> list[str]:
    """The columns of a table."""
    import pyarrow.parquet as pq

    return pq.read_schema(file).names


def row_count(file: Path) -> int:
    """How many rows a table has."""
    import pyarrow.parquet as pq

    return pq.read_metadata(file).num_rows


def different_values(file: Path, column: str) -> pd.Series:
    """The values of a column, each once."""
    return backend.scan(file, url=URL).select(column).distinct().to_pyarrow().to_pandas()[column]
