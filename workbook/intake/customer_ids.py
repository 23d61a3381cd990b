"""One customer id in every table, by the identities of several sources; and counts of how that went."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workbook.engagement import KeyRule
from workbook.intake.identities import (
    IDENTITY,
    Keys,
    cluster_sizes,
    customer_keys,
    identity_nodes,
    offline_recognised,
    recognised_by_source,
)
from workbook.intake.matching_values import evidence_quality
from workbook.intake.parquet_pieces import change_in_pieces, different_values
from workbook.tables.agreement import PARTIAL
from workbook.tables.ids import same_id

COUNTS = ["part", "name", "n", "of"]
_CONTACTS = ("email", "phone")


@dataclass(frozen=True)
class Resolution:
    """Tables with one customer id per customer."""

    tables: dict[str, pd.DataFrame]
    """By name; identities have declared_id too, and e-mail and phone in normal form."""
    keys: Keys | None
    """The keys of the identities; none where there are no identities."""
    counts: pd.DataFrame
    """part, name, n, of, share (n of `of`): only counts, see `resolve_identities`."""


def resolve_identities(tables: Mapping[str, pd.DataFrame], rule: KeyRule) -> Resolution:
    """Give every table with customers the one customer id that the identities lead to.

    An id becomes a key like this: with a source in its row, the key of that identity. Without: the key of
    the customer with that declared id; else that of the identities with this id, when those are of one
    customer; else it stays as it is. Rows of `customers` that turn out to be one customer become one row:
    the values of the earliest `since`, blanks filled from the others.

    Args:
        tables: Checked tables by name; those with a column customer_id are changed, identities among them.
        rule: How identities are joined.

    Returns:
        The tables in the same order. Counts, by part: source (n identities with one in another source of all
        of that source), offline (n customers with an online identity of all customers of offline sources),
        link (per rule: n links), wrong (n links of likeness expected to be wrong of all of likeness), size
        (n customers of `name` identities), large (n customers with more than `rule.largest_customer`
        identities of all customers), conflict (per rule: n conflicts around so many identities), unused
        (per field and finding: n values, in so many identities), and per table joined (n rows whose id
        became another of all rows with one), ambiguous (n rows whose id stayed because identities of
        several customers have it) and merged (n rows that went into another).

    Raises:
        MeasureError: Two customers would get one key; splink is not installed and likeness is asked for.

    Example:
        >>> identities = pd.DataFrame({"source": ["web", "till"], "source_id": ["7", "8"],
        ...                            "email": ["a@b.nl", "A@b.nl"]})
        >>> orders = pd.DataFrame({"customer_id": ["7", "8", "9"]})
        >>> resolved = resolve_identities({"identities": identities, "transactions": orders}, KeyRule())
        >>> resolved.tables["transactions"]["customer_id"].tolist()
        ['till:8', 'till:8', '9']
    """
    if tables["identities"].empty:
        return Resolution(dict(tables), None, with_share(pd.DataFrame(columns=COUNTS)))
    keys = identity_keys(tables["identities"], rule)
    resolved, counted = {}, [_about_keys(keys, rule)]
    for name, table in tables.items():
        if name == "identities":
            resolved[name] = _identities(table, keys)
        elif "customer_id" in table:
            ids = customer_ids(table, keys.identities)
            resolved[name] = table.assign(customer_id=ids["customer_id"])
            counted.append(_about_ids(name, table["customer_id"], ids))
        else:
            resolved[name] = table
    if "customers" in resolved:
        listed = resolved["customers"]
        resolved["customers"] = one_row_per_customer(listed)
        gone = len(listed) - len(resolved["customers"])
        counted.append(pd.DataFrame([("merged", "customers", gone, len(listed))], columns=COUNTS))
    return Resolution(resolved, keys, with_share(pd.concat(counted, ignore_index=True)))


def resolved_in_pieces(file: Path, name: str, keys: Keys) -> pd.DataFrame:
    """Give a large table its customer ids, as `resolve_identities` does; the counts of it.

    Args:
        file: The table as Parquet, which is changed.
        name: Name of the table.
        keys: The keys of the identities.
    """
    counted = []

    def resolved(piece: pd.DataFrame) -> pd.DataFrame:
        ids = customer_ids(piece, keys.identities)
        counted.append(_about_ids(name, piece["customer_id"], ids))
        return piece.assign(customer_id=ids["customer_id"])

    change_in_pieces(file, resolved)
    return with_share(pd.concat(counted).groupby(["part", "name"], sort=False, as_index=False).sum())


def named_customers(
    tables: Mapping[str, pd.DataFrame], large: Mapping[str, Path] | None = None
) -> pd.DataFrame:
    """The customers, or where none are listed, or not all, those that other tables name.

    Args:
        tables: Checked tables by name; that of customers may be marked as `PARTIAL`.
        large: Further ones, as files of Parquet.

    Returns:
        The table of customers; of those that are only named elsewhere nothing but the id is known.

    Example:
        >>> tables = {"customers": pd.DataFrame(columns=["customer_id", "size"], dtype="str"),
        ...           "transactions": pd.DataFrame({"customer_id": ["b", "a", "b", None]})}
        >>> named_customers(tables)["customer_id"].tolist()
        ['a', 'b']
    """
    listed = tables["customers"]
    if len(listed) and not listed.attrs.get(PARTIAL):
        return listed
    named = [table["customer_id"] for name, table in tables.items() if "customer_id" in table]
    named += [different_values(file, "customer_id") for file in (large or {}).values()]
    ids = pd.concat(named).dropna().drop_duplicates()
    ids = ids[~ids.isin(listed["customer_id"])].sort_values(ignore_index=True)
    added = listed.iloc[:0].reindex(ids.index).assign(customer_id=ids).astype(listed.dtypes)
    return pd.concat([listed, added], ignore_index=True) if len(listed) else added


def with_share(counts: pd.DataFrame) -> pd.DataFrame:
    """Counts with n as a share of `of`.

    Args:
        counts: part, name, n, of.

    Returns:
        part, name, n, of, share (missing where `of` is 0).
    """
    numbers = counts[COUNTS].astype({"part": "str", "name": "str", "n": "float64", "of": "float64"})
    return numbers.assign(share=numbers["n"] / numbers["of"].where(numbers["of"] > 0))


def identity_keys(identities: pd.DataFrame, rule: KeyRule) -> Keys:
    """The keys of identities by the engagement's rule: equal values, and likeness where it is asked for.

    Args:
        identities: As for `workbook.intake.identities.customer_keys`.
        rule: How identities are joined.

    Returns:
        The keys.

    Raises:
        MeasureError: As for `customer_keys` and `workbook.intake.fuzzy_matching.likely_links`.
    """
    keys = customer_keys(identities, phone_prefix=rule.phone_prefix, largest_group=rule.largest_group)
    fuzzy = rule.likeness
    if not fuzzy.enabled:
        return keys
    from workbook.intake.fuzzy_matching import likely_links, with_likely_links

    links = likely_links(
        identities,
        keys,
        columns=fuzzy.columns or None,
        threshold=fuzzy.threshold,
        within_source=fuzzy.within_source,
        phone_prefix=rule.phone_prefix,
    )
    return with_likely_links(keys, links, within_source=fuzzy.within_source)


def customer_ids(rows: pd.DataFrame, identities: pd.DataFrame) -> pd.DataFrame:
    """The customer id for every id, see `resolve_identities`.

    Args:
        rows: customer_id, [source].
        identities: From `Keys`: source, source_id, customer_id (the key), declared_id.

    Returns:
        customer_id (the key; as it was where there is none), ambiguous; in the index of `rows`.

    Example:
        >>> identities = pd.DataFrame({"source": ["web", "till"], "source_id": ["7", "7"],
        ...                            "customer_id": ["C1", "C2"], "declared_id": ["C1", "C2"]})
        >>> rows = pd.DataFrame({"customer_id": ["7", "7", "c1"], "source": ["till", None, None]})
        >>> customer_ids(rows, identities)["customer_id"].tolist()
        ['C2', '7', 'C1']
    """
    ids = rows["customer_id"].astype("str")
    source = rows["source"].astype("str") if "source" in rows else pd.Series(pd.NA, rows.index, dtype="str")
    keys = identities.groupby("source_id")["customer_id"].agg(["first", "nunique"])
    several = keys.index[keys["nunique"].gt(1)]
    declared = identities.dropna(subset="declared_id")
    declared = declared.set_index(same_id(declared["declared_id"]))["customer_id"]
    declared = declared[~declared.index.duplicated()]
    different = pd.Series(ids.dropna().unique(), dtype="str")
    customer = same_id(different).map(declared).astype("str")
    shared = customer.isna() & different.isin(several)
    single = different.map(keys.loc[keys["nunique"].eq(1), "first"]).astype("str")
    customer = customer.fillna(single).fillna(different)
    plain = source.isna()
    resolved = ids.map(pd.Series(customer.array, index=different))
    ambiguous = plain & ids.isin(different[shared])
    if not plain.all():
        resolved = resolved.where(plain, _by_source(ids, source, identities))
    return pd.DataFrame({"customer_id": resolved.astype("str"), "ambiguous": ambiguous})


def _by_source(ids: pd.Series, source: pd.Series, identities: pd.DataFrame) -> pd.Series:
    """The key of each id in its source; the id itself where the source does not have it."""
    names = pd.MultiIndex.from_frame(identities[IDENTITY])
    at = names.get_indexer(pd.MultiIndex.from_arrays([source, ids]))
    keys = pd.Series(identities["customer_id"].array.take(at, allow_fill=True), index=ids.index)
    return keys.fillna(ids)


def one_row_per_customer(customers: pd.DataFrame) -> pd.DataFrame:
    """Customers with one row for each customer_id: the earliest `since`, blanks filled from the others.

    Args:
        customers: customer_id, [since], any further columns.

    Returns:
        The rows in order of appearance of the customer, index from 0; the same table when there is nothing
        to put together.

    Example:
        >>> table = pd.DataFrame({"customer_id": ["a", "b", "a"], "since": pd.to_datetime(
        ...     ["2017-02-01", "2017-01-01", "2016-01-01"]), "size": ["L", "S", None]})
        >>> one_row_per_customer(table)[["customer_id", "size"]].to_numpy().tolist()
        [['a', 'L'], ['b', 'S']]
    """
    if not customers["customer_id"].duplicated().any():
        return customers
    order = customers["customer_id"].unique()
    oldest = customers.sort_values("since", kind="stable") if "since" in customers else customers
    merged = oldest.groupby("customer_id", sort=False).first().reindex(order)
    return merged.rename_axis("customer_id").reset_index()[list(customers)].astype(customers.dtypes)


def _identities(table: pd.DataFrame, keys: Keys) -> pd.DataFrame:
    """The identities under their keys, e-mail and phone in normal form."""
    contacts = {name: keys.normal[name] for name in _CONTACTS if name in keys.normal}
    ids = {name: keys.identities[name] for name in ("customer_id", "declared_id")}
    return identity_nodes(table).assign(**contacts, **ids)


def _about_ids(name: str, before: pd.Series, ids: pd.DataFrame) -> pd.DataFrame:
    """Of one table: rows whose id became another, and rows whose id is ambiguous."""
    filled = before.notna()
    changed = int((filled & before.ne(ids["customer_id"])).sum())
    rows = [("joined", name, changed, int(filled.sum()))]
    rows.append(("ambiguous", name, int(ids["ambiguous"].sum()), int(filled.sum())))
    return pd.DataFrame(rows, columns=COUNTS)


def _about_keys(keys: Keys, rule: KeyRule) -> pd.DataFrame:
    """How the keys came about, in counts."""
    sources = recognised_by_source(keys, rule.offline_sources)
    rows = [("source", row.source, row.recognised, row.n) for row in sources.itertuples()]
    if rule.offline_sources:
        offline = offline_recognised(keys, rule.offline_sources)
        rows.append(("offline", "", offline["recognised"], offline["n"]))
    links = keys.links.groupby("rule").size()
    rows += [("link", name, n, len(keys.links)) for name, n in links.items()]
    likely = keys.links["probability"].dropna()
    rows += [("wrong", "likeness", (1 - likely).sum(), len(likely))] if len(likely) else []
    sizes = cluster_sizes(keys, largest=rule.largest_customer)
    rows += [("size", str(row.size), row.n, sizes["n"].sum()) for row in sizes.itertuples(name="Size")]
    rows.append(("large", "", sizes.loc[sizes["too_large"], "n"].sum(), sizes["n"].sum()))
    conflicts = keys.conflicts.groupby("rule")["conflict"].agg(["nunique", "size"])
    rows += [("conflict", row.Index, row.nunique, row.size) for row in conflicts.itertuples()]
    unused = evidence_quality(keys.values)
    unused = unused[unused["finding"].ne("used")]
    rows += [
        ("unused", f"{row.field}.{row.finding}", row.values, row.identities) for row in unused.itertuples()
    ]
    return pd.DataFrame(rows, columns=COUNTS)
