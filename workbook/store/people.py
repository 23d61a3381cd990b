"""Who is who in the input: one key per customer, pseudonyms once there is a key, nobody who is forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workbook.engagement import Engagement
from workbook.pseudonyms import Key, Person, hidden, refuse_other_key, without_person
from workbook.recognise.one_key import (
    FACTS,
    OneKey,
    keys_by,
    one_key,
    one_row_per_customer,
    under_one_key,
    with_share,
)
from workbook.store.files import read_json, write_json
from workbook.tables import RawTable
from workbook.tables.values import read

FORGOTTEN = "forgotten.json"


@dataclass(frozen=True)
class Known:
    """Tables as they may be kept.

    Attributes:
        tables: By name.
        facts: part, name, n, of, share, as `under_one_key` gives them; and per table forgotten (n rows that
            were left out of all rows).
    """

    tables: dict[str, pd.DataFrame]
    facts: pd.DataFrame


def known(
    tables: Mapping[str, pd.DataFrame], engagement: Engagement, key: Key | None, forgotten: Person
) -> Known:
    """Tables under one key per customer, under pseudonyms where there is a key, without who is forgotten.

    Args:
        tables: Checked tables by name.
        engagement: Gives the rule for keys.
        key: For pseudonyms, or none.
        forgotten: The pseudonyms of who is forgotten.

    Returns:
        The tables in the same order, and what to say about it.
    """
    one = plainly_known(tables, engagement)
    if key is None:
        return Known(one.tables, one.facts)
    kept = hidden(one.tables, key)
    kept["customers"] = one_row_per_customer(kept["customers"])
    if not forgotten.customer_ids | forgotten.identities:
        return Known(kept, one.facts)
    left, gone = without_person(kept, _all_of(forgotten, kept["identities"]))
    gone = gone.assign(part="forgotten", name=gone["table"], of=[len(table) for table in kept.values()])
    facts = pd.concat([one.facts, with_share(gone[gone["n"].gt(0)])], ignore_index=True)
    return Known({name: table.reset_index(drop=True) for name, table in left.items()}, facts)


def plainly_known(tables: Mapping[str, pd.DataFrame], engagement: Engagement) -> OneKey:
    """Tables under one key per customer, in plain text; as they are when there are no identities."""
    if tables["identities"].empty:
        return OneKey(dict(tables), with_share(pd.DataFrame(columns=FACTS)))
    return under_one_key(tables, engagement.keys)


def _all_of(forgotten: Person, identities: pd.DataFrame) -> Person:
    """The forgotten with the ids that they are delivered under now."""
    pairs = zip(identities["source"], identities["source_id"], strict=True)
    theirs = pd.Series([pair in forgotten.identities for pair in pairs], identities.index, dtype=bool)
    ids = [column for column in ("customer_id", "declared_id") if column in identities]
    theirs = identities[ids].isin(forgotten.customer_ids).any(axis=1) | theirs
    now = {own for column in ids for own in identities.loc[theirs, column].dropna()}
    return Person(forgotten.customer_ids | now, forgotten.identities)


def ids_by_row(
    raw: Mapping[str, RawTable], engagement: Engagement
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Who is meant in each row of the tables as they were delivered.

    Args:
        raw: The tables found, by name, of the contract or not.
        engagement: Gives the rule for keys.

    Returns:
        Identities under their keys (source, source_id, customer_id, declared_id); and per table that names
        people customer_id (the key), ambiguous, [source, source_id], in the index of the table.
    """
    identities = pd.DataFrame(columns=["source", "source_id", "customer_id", "declared_id"], dtype="str")
    if "identities" in raw and len(raw["identities"].frame):
        identities = keys_by(raw["identities"].frame, engagement.keys).identities
    found = {name: _ids(table.frame) for name, table in raw.items()}
    for name, rows in found.items():
        if name != "identities" and "customer_id" in rows:
            found[name] = rows.drop(columns="customer_id").join(one_key(rows, identities))
    return identities, {
        name: rows for name, rows in found.items() if {"customer_id", "source_id"} & set(rows)
    }


def _ids(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns that name people, read."""
    kinds = {"customer_id": "id", "source": "text", "source_id": "id", "respondent_id": "id"}
    columns = frame.loc[:, ~frame.columns.duplicated()]
    return pd.DataFrame(
        {name: read(columns[name], kind)[0] for name, kind in kinds.items() if name in columns},
        index=frame.index,
    )


def forgotten_people(folder: Path, key: Key | None) -> Person:
    """Who is forgotten, as pseudonyms.

    Raises:
        EngagementError: The list is of another key than the one at hand.
    """
    listed = read_json(folder / FORGOTTEN)
    if not listed:
        return Person(frozenset(), frozenset())
    refuse_other_key(key, listed["key_id"])
    return Person(frozenset(listed["customers"]), frozenset(tuple(pair) for pair in listed["identities"]))


def write_forgotten(folder: Path, who: Person, key: Key) -> None:
    """Keep the list of who is forgotten: pseudonyms only."""
    listed = {
        "key_id": key.id,
        "customers": sorted(who.customer_ids),
        "identities": sorted(map(list, who.identities)),
    }
    write_json(folder / FORGOTTEN, listed)
