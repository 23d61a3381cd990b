"""The tables as they are kept: one id per customer, pseudonyms once there is a key, no forgotten people."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workbook.engagement import Engagement
from workbook.files import write_table
from workbook.intake.customer_ids import (
    named_customers,
    one_row_per_customer,
    resolve_identities,
    resolved_in_pieces,
    with_share,
)
from workbook.intake.parquet_pieces import change_in_pieces, column_names, sort_file
from workbook.intake.person import Person, without_person
from workbook.intake.pseudonyms import KIND_OF_COLUMN, Key, pseudonymised
from workbook.tables import time_column


@dataclass(frozen=True)
class KeptTables:
    """Tables as they may be kept.

    Attributes:
        tables: By name.
        counts: part, name, n, of, share, as `resolve_identities` gives them; and per table forgotten (n rows
            that were left out of all rows).
    """

    tables: dict[str, pd.DataFrame]
    counts: pd.DataFrame


def kept_tables(
    tables: Mapping[str, pd.DataFrame],
    engagement: Engagement,
    key: Key | None,
    forgotten: Person,
    large: Mapping[str, Path] | None = None,
) -> KeptTables:
    """Resolve identities, make pseudonyms where there is a key, and leave out forgotten people.

    With a key, rows are sorted by pseudonym, so that their order tells nothing of the delivery.

    Args:
        tables: Checked tables by name.
        engagement: Gives the rule for identities.
        key: For pseudonyms, or none.
        forgotten: The pseudonyms of the people to leave out.
        large: Further checked tables, as files of Parquet; they are changed where they stand.

    Returns:
        The tables in the same order, and the counts.

    Raises:
        MeasureError: As `resolve_identities`.
    """
    resolution = resolve_identities(tables, engagement.keys)
    large, counts = large or {}, [resolution.counts]
    if resolution.keys is not None:
        counts += [resolved_in_pieces(file, name, resolution.keys) for name, file in large.items()]
    resolution.tables["customers"].attrs = dict(tables["customers"].attrs)
    customers = named_customers(resolution.tables, large)
    resolved = resolution.tables | {"customers": customers}
    if key is not None:
        for name, file in large.items():
            _pseudonymise(file, name, key)
        resolved = pseudonymised(resolved, key)
        resolved["customers"] = one_row_per_customer(resolved["customers"])
        resolved = {name: _by_pseudonym(name, table) for name, table in resolved.items()}
        if forgotten.customer_ids | forgotten.identities:
            who = _with_present_ids(forgotten, resolved["identities"])
            resolved, gone = _without_forgotten(resolved, who, large)
            counts.append(gone)
    return KeptTables(resolved, pd.concat(counts, ignore_index=True))


def _pseudonymise(file: Path, name: str, key: Key) -> None:
    change_in_pieces(file, lambda piece: pseudonymised({name: piece}, key)[name])
    sort_file(file, _order(name, column_names(file)))


def _without_forgotten(
    tables: Mapping[str, pd.DataFrame], who: Person, large: Mapping[str, Path]
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """The tables without the rows of people, and how many went; a large table is in memory for it."""
    left, gone = without_person(tables, who)
    of = [len(table) for table in tables.values()]
    for name, file in large.items():
        table = pd.read_parquet(file)
        rows, n = without_person({name: table}, who)
        gone, of = pd.concat([gone, n], ignore_index=True), [*of, len(table)]
        if n["n"].any():
            write_table(file, rows[name])
    gone = gone.assign(part="forgotten", name=gone["table"], of=of)
    return {name: table.reset_index(drop=True) for name, table in left.items()}, with_share(
        gone[gone["n"].gt(0)]
    )


def _by_pseudonym(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Rows by pseudonym and time: in the order of the delivery, a pseudonym would give away its id."""
    order = _order(name, list(table))
    return table.sort_values(order, kind="stable", ignore_index=True) if order else table


def _order(name: str, columns: Collection[str]) -> list[str]:
    pseudonyms = [column for column in KIND_OF_COLUMN if column in columns]
    return [*pseudonyms, *(column for column in columns if column == time_column(name))] if pseudonyms else []


def _with_present_ids(forgotten: Person, identities: pd.DataFrame) -> Person:
    """The forgotten people with the ids of the customers that their identities belong to now."""
    pairs = zip(identities["source"], identities["source_id"], strict=True)
    theirs = pd.Series([pair in forgotten.identities for pair in pairs], identities.index, dtype=bool)
    columns = [column for column in ("customer_id", "declared_id") if column in identities]
    theirs = identities[columns].isin(forgotten.customer_ids).any(axis=1) | theirs
    present = {ident for column in columns for ident in identities.loc[theirs, column].dropna()}
    return Person(forgotten.customer_ids | present, forgotten.identities)
