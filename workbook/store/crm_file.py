"""crm.csv and crm.xlsx: a row per customer, or per identity, under the ids of the client's own systems."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbook.files import write_csv, write_sheets
from workbook.intake import client_ids
from workbook.store.period import Period

if TYPE_CHECKING:
    import pyarrow as pa

CRM = Path("customers", "crm.parquet")  # in the store
ACTED = Path("customers", "crm_actions.parquet")
"""The same with the next action of each customer, where there are programmes."""
KEYS = ("customer_id", "source", "source_id")
"""What the client's own systems look a customer up by: never changed, whatever it looks like."""
CSV, EXPLAINED, XLSX = "crm.csv", "crm_explained.csv", "crm.xlsx"
EXCEL_ROWS = 1_048_576
"""The rows of a worksheet, with its headings."""


@dataclass(frozen=True)
class CrmWords:
    """The words in the files for the client's own systems.

    Attributes:
        labels: By column what its codes are called; they stand beside it, in COLUMN_label.
        explained: By column what it is, its unit, and where it comes from.
        headings: Above the explanations.
        sheet: The name of the sheet with the explanations.
        absent: Of what may not be there, why it is not: the workbook, and columns.
    """

    labels: Mapping[str, Mapping[str, str]]
    explained: Mapping[str, Sequence[str]]
    headings: Sequence[str]
    sheet: str
    absent: Mapping[str, str]


def write_crm(folder: Path, period: Period, words: CrmWords) -> None:
    """Write crm.csv, crm.xlsx and crm_explained.csv from the private table crm, or crm_actions.

    With identities a customer has a row for each, with its source and source_id, so that the rows of one
    source can go back to it. Under pseudonyms the plain ids come back where the secret key is at hand.

    Args:
        folder: Where to write.
        period: The quarter.
        words: Its labels and explanations.

    Raises:
        EngagementError: The secret key at hand is another than that of the pseudonyms.
    """
    names, n = client_ids(period.folder), 1  # the row of headings
    explained: list[Sequence[str]] = []

    def counted() -> Iterator["pa.Table"]:
        nonlocal n, explained
        for piece in _pieces(period, names, words):
            n += len(piece)
            explained = [(column, *words.explained[column]) for column in piece.column_names]
            yield piece

    write_csv(folder / CSV, counted(), keys=KEYS)
    fits = n <= EXCEL_ROWS
    there = {column for column, *_ in explained} | ({XLSX} if fits else set())
    absent = [(name, why, "", "") for name, why in words.absent.items() if name not in there]
    rows = [words.headings, *explained, *absent]
    write_csv(folder / EXPLAINED, [_explanations(rows)])
    if fits:
        write_sheets(folder / XLSX, {"crm": _rows(_pieces(period, names, words)), words.sheet: rows})


def _explanations(rows: Sequence[Sequence[str]]) -> "pa.Table":
    import pyarrow as pa

    headings, *lines = rows
    return pa.table([list(column) for column in zip(*lines, strict=True)], names=list(headings))


def _rows(pieces: Iterator["pa.Table"]) -> Iterator[Sequence[Any]]:
    for at, piece in enumerate(pieces):
        if at == 0:
            yield piece.column_names
        yield from zip(*[column.to_pylist() for column in piece.columns], strict=True)


def _pieces(period: Period, names: pd.DataFrame, words: CrmWords) -> Iterator["pa.Table"]:
    """The rows under the client's own ids, with labels; a first piece without rows has the columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    has_identities = bool(names["source"].notna().any())
    acted = period.store / ACTED
    with pq.ParquetFile(acted if acted.exists() else period.store / CRM) as source:
        yield _labelled(_named(source.schema_arrow.empty_table(), names, has_identities), words.labels)
        for batch in source.iter_batches():
            named = _named(pa.Table.from_batches([batch]), names, has_identities)
            yield _labelled(named, words.labels)


def _named(batch: "pa.Table", names: pd.DataFrame, has_identities: bool) -> "pa.Table":
    """Rows under the client's own ids; an id without one stays as it is."""
    import pyarrow as pa

    ids = batch.column("customer_id").to_pandas().astype("str").rename("customer_id")
    joined = ids.rename_axis("row").reset_index().merge(names, on="customer_id", how="left")
    named = batch.take(joined["row"].to_numpy()).drop_columns("customer_id")
    columns = {"customer_id": joined["client_id"].fillna(joined["customer_id"])}
    columns |= {name: joined[name] for name in ("source", "source_id") if has_identities}
    for place, (name, values) in enumerate(columns.items()):
        named = named.add_column(place, name, pa.array(values, pa.string(), from_pandas=True))
    return named


def _labelled(rows: "pa.Table", labels: Mapping[str, Mapping[str, str]]) -> "pa.Table":
    """Beside each column of codes what they are called; a code that nothing names stays as it is."""
    import pyarrow as pa

    for column in [name for name in labels if name in rows.column_names]:
        called = [code and labels[column].get(code, code) for code in rows.column(column).to_pylist()]
        place = rows.column_names.index(column) + 1
        rows = rows.add_column(place, f"{column}_label", pa.array(called, pa.string()))
    return rows
