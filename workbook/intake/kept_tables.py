"""The tables as they are kept: one id per customer, pseudonyms once there is a key, no forgotten people."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from workbook.engagement import Engagement
from workbook.intake.customer_ids import (
    named_customers,
    one_row_per_customer,
    resolve_identities,
    with_share,
)
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
    tables: Mapping[str, pd.DataFrame], engagement: Engagement, key: Key | None, forgotten: Person
) -> KeptTables:
    """Resolve identities, make pseudonyms where there is a key, and leave out forgotten people.

    With a key, rows are sorted by pseudonym, so that their order tells nothing of the delivery.

    Args:
        tables: Checked tables by name.
        engagement: Gives the rule for identities.
        key: For pseudonyms, or none.
        forgotten: The pseudonyms of the people to leave out.

    Returns:
        The tables in the same order, and the counts.

    Raises:
        MeasureError: As `resolve_identities`.
    """
    resolution = resolve_identities(tables, engagement.keys)
    resolved = resolution.tables | {"customers": named_customers(resolution.tables)}
    if key is None:
        return KeptTables(resolved, resolution.counts)
    kept = pseudonymised(resolved, key)
    kept["customers"] = one_row_per_customer(kept["customers"])
    kept = {name: _by_pseudonym(name, table) for name, table in kept.items()}
    if not forgotten.customer_ids | forgotten.identities:
        return KeptTables(kept, resolution.counts)
    left, gone = without_person(kept, _with_present_ids(forgotten, kept["identities"]))
    gone = gone.assign(part="forgotten", name=gone["table"], of=[len(table) for table in kept.values()])
    counts = pd.concat([resolution.counts, with_share(gone[gone["n"].gt(0)])], ignore_index=True)
    return KeptTables({name: table.reset_index(drop=True) for name, table in left.items()}, counts)


def _by_pseudonym(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Rows by pseudonym and time: in the order of the delivery, a pseudonym would give away its id."""
    pseudonyms = [column for column in KIND_OF_COLUMN if column in table]
    if not pseudonyms:
        return table
    at = [column for column in table if column == time_column(name)]
    return table.sort_values([*pseudonyms, *at], kind="stable", ignore_index=True)


def _with_present_ids(forgotten: Person, identities: pd.DataFrame) -> Person:
    """The forgotten people with the ids of the customers that their identities belong to now."""
    pairs = zip(identities["source"], identities["source_id"], strict=True)
    theirs = pd.Series([pair in forgotten.identities for pair in pairs], identities.index, dtype=bool)
    columns = [column for column in ("customer_id", "declared_id") if column in identities]
    theirs = identities[columns].isin(forgotten.customer_ids).any(axis=1) | theirs
    present = {ident for column in columns for ident in identities.loc[theirs, column].dropna()}
    return Person(forgotten.customer_ids | present, forgotten.identities)
