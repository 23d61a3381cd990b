"""Limits that count opportunities with a value in a column: their setting, and how it is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from pandas import DataFrame

from prioritization.errors import did_you_mean
from prioritization.limits.kind import Kind, TableRow
from prioritization.parsing import texts
from prioritization.reading import is_count

if TYPE_CHECKING:
    from prioritization.limits.setting import Limits

PAIR = 'a column and a value, such as ("group", "checkout")'


class CountPerValue(Kind):
    """A setting per name: a count per column and value. A cell may hold several values, parted by `;`."""

    counted = True

    def setting_faults(self, limits: Limits) -> Iterator[str]:
        for name in self.names:
            yield from count_faults(getattr(limits, name), name, PAIR, _is_pair)

    def fit_faults(self, table: DataFrame, limits: Limits) -> Iterator[str]:
        for name in self.names:
            for column, value in getattr(limits, name):
                there = {one for cell in table[column] for one in texts(cell)} if column in table else None
                if there is None:
                    columns = map(str, table.columns)
                    yield f"{name}: column '{column}' is missing{did_you_mean(column, columns)}"
                elif value not in there:
                    yield f"{name}: no opportunity has {column} '{value}'{did_you_mean(value, there)}"

    def to_rows(self, limits: Limits) -> Iterator[TableRow]:
        for name in self.names:
            for (column, value), count in getattr(limits, name).items():
                yield name, column, value, "", count

    def from_rows(self, rows: Mapping[str, DataFrame]) -> dict[str, object]:
        return {
            name: {(row.name, row.value): int(row.amount) for row in rows[name].itertuples(index=False)}
            for name in self.names
        }


def count_faults(setting: object, name: str, keys: str, is_key: Callable[[object], bool]) -> Iterator[str]:
    """Find the faults in a setting of counts.

    Args:
        setting: To be a whole number of 0 or more per key.
        name: Of the setting.
        keys: What a key is, in words.
        is_key: Says whether something is a key.

    Yields:
        A sentence per fault.
    """
    if not isinstance(setting, Mapping):
        yield f"{name}: {setting!r} is not a count per {keys.removeprefix('a ')}"
        return
    for key, count in setting.items():
        if not is_key(key):
            yield f"{name}: {key!r} is not {keys}"
        if not is_count(count, 0):
            yield f"{name} of {key}: {count!r} is not a whole number of 0 or more"


def _is_pair(key: object) -> bool:
    return isinstance(key, tuple) and len(key) == 2 and all(isinstance(part, str) for part in key)
