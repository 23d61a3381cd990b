"""Check a large table piece by piece, and keep its values as Parquet."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from workbook.engagement import Engagement
from workbook.intake.parquet_pieces import writer
from workbook.tables import Fault, RawTable
from workbook.tables.agreement import faults_of_rows
from workbook.tables.cell_values import blank_words
from workbook.tables.check import complete, declared, further_choices, header_faults, typed_rows
from workbook.tables.contracts import REFERENCES
from workbook.tables.faults import DIFFERENT, MORE, ROWS_KEPT, FaultsOfPieces, LargeTable
from workbook.tables.seen import Seen
from workbook.tables.table_checks import duplicates, row_keys

REFERRED_TO = ("identities", *dict.fromkeys(table for table, _ in REFERENCES.values()))
Frames = Mapping[str, pd.DataFrame]


@dataclass
class StoredTable:
    """A large table as it was checked.

    Attributes:
        file: Holds its values.
        source: The file it came from.
        rows_read: How many rows were read.
        rows: How many are kept.
        has_zeros: Whether a score is 0.
        blanks: Per column the words that were read as nothing, and how often they stand there.
    """

    file: Path
    source: str
    rows_read: int = 0
    rows: int = 0
    has_zeros: bool = False
    blanks: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, cells: pd.DataFrame, kept: pd.DataFrame) -> None:
        """Count a piece of it: its cells as read, and its values as kept."""
        self.rows_read += len(cells)
        self.rows += len(kept)
        self.has_zeros = self.has_zeros or ("score" in kept and bool(kept["score"].eq(0).any()))
        for column in set(cells.columns[~cells.columns.duplicated(keep=False)]) & set(kept):
            self.blanks[column].update(blank_words(cells[column]))


class Keys:
    """The keys of the rows of a large table, each as one number."""

    def __init__(self) -> None:
        self._hashes: list[np.ndarray] = []
        self._rows: list[pd.Index] = []

    def add(self, keys: pd.DataFrame) -> None:
        """Add the keys of a piece."""
        if len(keys):
            self._hashes.append(pd.util.hash_pandas_object(keys, index=False).to_numpy())
            self._rows.append(keys.index)

    def repeated(self) -> tuple[np.ndarray, np.ndarray]:
        """The rows of the first keys that appear more than once, and the rows of further such keys."""
        if not self._hashes:
            return np.array([], int), np.array([], int)
        hashes, rows = np.concatenate(self._hashes), np.concatenate(self._rows)
        ordered = np.sort(hashes)
        again = np.isin(hashes, ordered[1:][ordered[1:] == ordered[:-1]])
        first = np.isin(hashes[again], pd.unique(hashes[again])[:DIFFERENT])
        return rows[again][first], rows[again][~first]


def stored_table(
    table: LargeTable, others: Frames, engagement: Engagement, file: Path
) -> tuple[StoredTable, list[Fault]]:
    """Check a large table and write its values as Parquet.

    Args:
        table: Read once; or twice, where its first rows do not show how a column is written.
        others: The values of the other tables, to which its rows refer.
        engagement: The settings.
        file: Where to write.

    Returns:
        What was kept, and all faults.
    """
    seen: defaultdict[str, Seen] = defaultdict(Seen)
    stored, faults, keys = _pass(table, others, engagement, file, seen)
    is_divided = any(column.is_divided for column in seen.values())
    for column in seen.values():
        column.complete()
    if is_divided:
        stored, faults, keys = _pass(table, others, engagement, file, seen)
    return stored, faults + _duplicates(table, keys, engagement, seen)


def _pass(
    table: LargeTable, others: Frames, engagement: Engagement, file: Path, seen: Mapping[str, Seen]
) -> tuple[StoredTable, list[Fault], Keys]:
    stored, faults, keys = StoredTable(file, table.file), FaultsOfPieces(), Keys()
    asked = {name: others[name] for name in REFERRED_TO if name in others}
    with writer(file) as write:
        for piece, frame, wrong in _typed_pieces(table, engagement, seen):
            if piece.frame.columns.empty:  # it cannot be read any further
                return stored, [*piece.faults], Keys()
            faults.add([*piece.faults, *(header_faults(piece) if not stored.rows_read else ()), *wrong])
            faults.add(faults_of_rows(asked | {table.name: frame}, {table.name: piece}, engagement))
            keys.add(row_keys(piece, frame))
            kept = complete(table.name, frame, engagement)
            write(kept)
            stored.add(piece.frame, kept)
    return stored, faults.all(), keys


def _typed_pieces(
    table: LargeTable, engagement: Engagement, seen: Mapping[str, Seen]
) -> Iterator[tuple[RawTable, pd.DataFrame, list[Fault]]]:
    """The pieces of a table, their values, and the faults within their rows."""
    table.n_rows, choices = 0, further_choices(table.name, engagement)
    for read in table.pieces():
        table.n_rows += len(read.frame)
        piece = replace(read, whole=table)
        frame, faults = typed_rows(declared(piece, engagement), choices, seen)
        yield piece, frame, faults


def _duplicates(
    table: LargeTable, keys: Keys, engagement: Engagement, seen: Mapping[str, Seen]
) -> list[Fault]:
    """The keys that appear more than once, told as of a table at once; the rows are read again for them."""
    rows, further = keys.repeated()
    if not len(rows):
        return []
    whole = RawTable(table.name, table.file, pd.DataFrame())
    pieces = [frame[frame.index.isin(rows)] for _, frame, _ in _typed_pieces(table, engagement, seen)]
    faults = duplicates(whole, pd.concat(pieces))
    if len(further):
        more = whole.fault(MORE, faults[0].column, further[:ROWS_KEPT])
        faults.append(replace(more, more=max(len(further) - ROWS_KEPT, 0)))
    return faults
