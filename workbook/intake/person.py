"""The ids of one person, and tables without that person's rows."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from workbook.errors import MeasureError
from workbook.intake.pseudonyms import Key, pseudonyms
from workbook.tables.ids import same_id


@dataclass(frozen=True)
class Person:
    """The ids under which the tables hold a person, in plain text or as pseudonyms."""

    customer_ids: frozenset[str]
    identities: frozenset[tuple[str, str]]
    """Pairs of source and source_id."""


def person(
    identities: pd.DataFrame, customer: str, *, source: str | None = None, key: Key | None = None
) -> Person:
    """Every id of the person who has one of them.

    Args:
        identities: source, source_id, customer_id, [declared_id], as `workbook.intake.identities` gives
            them, in plain text or as pseudonyms of kind identity and customer.
        customer: The customer_id, or an id in a source, in plain text or as a pseudonym.
        source: The source that `customer` is an id of; none for a customer_id, or where no other source
            has this id.
        key: Needed where the identities are pseudonyms and `customer` is not.

    Returns:
        The person; when nobody is found, the customer id alone, which may be in other tables.

    Raises:
        MeasureError: The id stands for several customers; names their sources.

    Example:
        >>> table = pd.DataFrame({"source": ["web", "till"], "source_id": ["7", "8"], "customer_id": "C1"})
        >>> sorted(person(table, "7").identities)
        [('till', '8'), ('web', '7')]
    """
    ids, in_source = (
        _is(identities["customer_id"], {customer}, "customer", key),
        pd.Series(False, identities.index),
    )
    if "declared_id" in identities:
        ids |= _is(identities["declared_id"], {customer}, "customer", key)
    if source is not None or not ids.any():
        in_source = _is(identities["source_id"], {customer}, "identity", key)
        in_source &= identities["source"].eq(source) if source is not None else True
        ids &= source is None
    customers = identities.loc[ids | in_source, "customer_id"].unique()
    if len(customers) > 1:
        sources = ", ".join(sorted(identities.loc[ids | in_source, "source"].unique()))
        raise MeasureError(
            f"The id stands for {len(customers)} customers, in the sources {sources}. "
            "Say which source is meant."
        )
    theirs = identities[identities["customer_id"].isin(customers)]
    declared = theirs["declared_id"].dropna() if "declared_id" in theirs else ()
    ids = (
        frozenset([*customers, *declared]) if len(customers) or source is not None else frozenset([customer])
    )
    return Person(ids, frozenset(zip(theirs["source"], theirs["source_id"], strict=True)))


def _is(values: pd.Series, ids: set[str], kind: str, key: Key | None) -> pd.Series:
    """Which values are one of the ids, with either in plain text or a pseudonym."""
    plain = pd.Series(sorted(ids), dtype="str")
    text = values.astype("str")
    same = same_id(text)
    equal = same.isin(same_id(plain))
    if key is not None:
        equal |= same.isin(pseudonyms(plain, kind, key)) | pseudonyms(text, kind, key).isin(ids)
    return equal


def without_person(
    tables: Mapping[str, pd.DataFrame], who: Person, *, key: Key | None = None
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Tables without the rows of a person.

    A row is theirs when its customer_id or declared_id is one of their ids, or its source and source_id are;
    and when it names no customer, and the same respondent does in a row that is theirs. Rows that hold none
    of these, such as an answer without a customer, cannot be told and stay.

    Args:
        tables: By name; plain text or pseudonyms.
        who: From `person`.
        key: Needed where plain tables go with pseudonyms in `who`, or the other way round.

    Returns:
        The tables in the same order, with their index as it was; and table, n (rows taken out) for each.

    Example:
        >>> orders = pd.DataFrame({"customer_id": ["C1", "C2", "c1"]})
        >>> left, removed = without_person({"transactions": orders}, Person(frozenset({"C1"}), frozenset()))
        >>> left["transactions"]["customer_id"].tolist(), removed["n"].tolist()
        (['C2'], [2])
    """
    left = {name: table[~_theirs(table, who, key)] for name, table in tables.items()}
    n = [len(tables[name]) - len(table) for name, table in left.items()]
    return left, pd.DataFrame({"table": list(left), "n": n})


def _theirs(table: pd.DataFrame, who: Person, key: Key | None) -> pd.Series:
    theirs = pd.Series(False, index=table.index)
    for column in {"customer_id", "declared_id"} & set(table.columns):
        theirs |= _is(table[column], set(who.customer_ids), "customer", key)
    if {"source", "source_id"} <= set(table.columns):
        for source in {name for name, _ in who.identities}:
            ids = {source_id for name, source_id in who.identities if name == source}
            theirs |= table["source"].eq(source) & _is(table["source_id"], ids, "identity", key)
    if {"respondent_id", "customer_id"} <= set(table.columns):
        answered = same_id(table["respondent_id"].astype("str"))
        theirs |= table["customer_id"].isna() & answered.isin(answered[theirs].dropna())
    return theirs
