"""Identity resolution: identities of several sources with a matching value in common get one customer id."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.errors import MeasureError
from workbook.intake.matching_values import matching_values, normal_values

IDENTITY = ["source", "source_id"]


@dataclass(frozen=True)
class Keys:
    """Which identities belong to one customer, and why."""

    identities: pd.DataFrame
    """source, source_id, customer_id (the one key), declared_id (missing where the source gave none)."""
    links: pd.DataFrame
    """source, source_id, to_source, to_source_id, rule (a field, or likeness), probability (of likeness)."""
    conflicts: pd.DataFrame
    """conflict (a number), rule (a field, or chain), source, source_id, declared_id: what was not joined."""
    values: pd.DataFrame
    """From `matching_values`; node is the row of `identities`."""
    normal: pd.DataFrame
    """From `normal_values`, in the index of `identities`."""


def identity_nodes(identities: pd.DataFrame) -> pd.DataFrame:
    """Identities by source and source_id, index 0, 1, 2, …: the order of the rows does not matter.

    Args:
        identities: source, source_id (both filled, together once), any further columns.

    Returns:
        The same rows in order.

    Example:
        >>> identities = pd.DataFrame({"source": ["web", "app"], "source_id": ["7", "8"]})
        >>> identity_nodes(identities)["source_id"].tolist()
        ['8', '7']
    """
    names = {column: identities[column].astype("str") for column in IDENTITY}
    return identities.assign(**names).sort_values(IDENTITY, ignore_index=True)


def customer_keys(identities: pd.DataFrame, *, phone_prefix: str = "31", largest_group: int = 10) -> Keys:
    """Join identities that share a declared id, e-mail address, phone number or loyalty card.

    Joining is transitive: a with b and b with c makes one customer of the three. A value that is no evidence
    (see `matching_values`) joins nobody. Nobody is joined to two declared ids: a value that they share
    is set aside, and where a chain of others would still join them, only the declared id joins there.

    Args:
        identities: Checked: source, source_id, [customer_id (declared), email, phone, loyalty_card].
        phone_prefix: Country of phone numbers written without one.
        largest_group: A value that more identities share joins nobody.

    Returns:
        The keys. A customer's key is the declared id, as most often written (then the first in the
        alphabet); without one, source:source_id of the first identity by source and id.

    Raises:
        MeasureError: Two customers would get one key.

    Example:
        >>> table = pd.DataFrame({"source": ["shop", "web", "web"], "source_id": ["1", "2", "3"],
        ...                       "customer_id": ["C1", None, None], "email": ["A@b.nl", "a@b.nl", "c@d.nl"]})
        >>> customer_keys(table).identities["customer_id"].tolist()
        ['C1', 'C1', 'web:3']
    """
    nodes = identity_nodes(identities)
    normal = normal_values(nodes, phone_prefix=phone_prefix)
    values = matching_values(nodes, normal, phone_prefix=phone_prefix, largest_group=largest_group)
    pairs, declared = _pairs(values), _declared(values, len(nodes))
    labels = components(len(nodes), pairs)
    ids = declared.groupby(labels).transform("nunique")
    torn = ids.gt(1)
    if torn.any():
        pairs = pairs[~pairs["node"].map(torn) | pairs["rule"].eq("customer_id")]
    named = nodes[IDENTITY].assign(declared_id=declared)
    conflicts = _conflicts(named, values, labels.where(torn))
    return keys_of(named, pairs.assign(probability=np.nan), conflicts, values, normal)


def _pairs(values: pd.DataFrame) -> pd.DataFrame:
    """Every identity with the first that has the same value: node, to, rule."""
    used = values[values["finding"].eq("used")]
    first = used.groupby(["field", "value"])["node"].transform("min")
    pairs = pd.DataFrame({"node": used["node"], "to": first, "rule": used["field"]})
    return pairs[pairs["node"] != pairs["to"]].reset_index(drop=True)


def _declared(values: pd.DataFrame, n: int) -> pd.Series:
    """The declared id of every identity, in the spelling used most."""
    ids = values[values["finding"].eq("used") & values["field"].eq("customer_id")]
    spellings = ids.groupby(["value", "written"]).size().rename("n").reset_index()
    best = spellings.sort_values(["n", "written"], ascending=[False, True]).drop_duplicates("value")
    written = ids.set_index("node")["value"].map(best.set_index("value")["written"])
    return written.reindex(range(n)).astype("str")


def components(n: int, pairs: pd.DataFrame) -> pd.Series:
    """The connected component of each of the nodes 0 to n - 1, as a number.

    Args:
        n: Number of nodes.
        pairs: node, to.

    Example:
        >>> components(4, pd.DataFrame({"node": [1, 3], "to": [0, 1]})).tolist()
        [0, 0, 1, 0]
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ends = pairs["node"].to_numpy("int32"), pairs["to"].to_numpy("int32")
    graph = coo_array((np.ones(len(pairs), dtype="int8"), ends), shape=(n, n))
    labels = connected_components(graph, directed=False)[1] if n else np.empty(0, dtype="int32")
    return pd.Series(labels, index=range(n))


def keys_of(
    named: pd.DataFrame,
    pairs: pd.DataFrame,
    conflicts: pd.DataFrame,
    values: pd.DataFrame,
    normal: pd.DataFrame,
) -> Keys:
    """Keys from the pairs that join.

    Args:
        named: source, source_id, declared_id, as `identity_nodes` gives them.
        pairs: node, to (rows of `named`), rule, probability.
        conflicts: As in `Keys`.
        values: As in `Keys`.
        normal: As in `Keys`.

    Returns:
        The keys.

    Raises:
        MeasureError: A made key is that of another customer already; says how many.
    """
    labels = components(len(named), pairs)
    names = named["source"] + ":" + named["source_id"]
    made = names.groupby(labels).transform("first")
    key = named["declared_id"].groupby(labels).transform("first").fillna(made)
    if (again := labels.groupby(key).nunique().gt(1)).any():
        raise MeasureError(
            f"{again.sum():,} keys would stand for two customers, first: {again.idxmax()}. A key made of "
            "source:source_id is also a declared id or that of another source; rename the source."
        )
    table = named.assign(customer_id=key)[[*IDENTITY, "customer_id", "declared_id"]]
    ends = [
        named.loc[pairs[end], IDENTITY].set_axis(columns, axis=1).reset_index(drop=True)
        for end, columns in (("node", IDENTITY), ("to", ["to_source", "to_source_id"]))
    ]
    links = pd.concat([*ends, pairs[["rule", "probability"]].reset_index(drop=True)], axis="columns")
    return Keys(table, links, conflicts, values, normal)


def _conflicts(named: pd.DataFrame, values: pd.DataFrame, torn: pd.Series) -> pd.DataFrame:
    """Identities around a disputed value, and identities of a chain between declared ids."""
    disputed = values[values["finding"].eq("disputed")]
    chain = torn.dropna()
    rows = pd.DataFrame(
        {
            "rule": [*disputed["field"], *["chain"] * len(chain)],
            "group": [*disputed["value"], *chain],
            "node": [*disputed["node"], *chain.index],
        }
    )
    rows["first"] = rows.groupby(["rule", "group"])["node"].transform("min")
    rows = rows.sort_values(["rule", "first", "group", "node"], ignore_index=True)
    rows["conflict"] = rows.groupby(["rule", "first", "group"], sort=False).ngroup() + 1
    identity = named.loc[rows["node"]].reset_index(drop=True)
    return pd.concat([rows[["conflict", "rule"]], identity], axis="columns")


def cluster_sizes(keys: Keys, *, largest: int = 10) -> pd.DataFrame:
    """How many customers have how many identities.

    Args:
        keys: From `customer_keys`.
        largest: More identities than this is hardly one customer.

    Returns:
        size (identities of a customer), n (customers of that size), identities (size times n), example (the
        first customer_id of that size), too_large; by size, so the largest customer is in the last row.

    Example:
        >>> table = pd.DataFrame({"source": ["a", "b", "b"], "source_id": ["1", "2", "3"],
        ...                       "email": ["a@b.nl", "a@b.nl", None]})
        >>> cluster_sizes(customer_keys(table))[["size", "n"]].to_numpy().tolist()
        [[1, 1], [2, 1]]
    """
    sizes = keys.identities.groupby("customer_id").size().rename("size").reset_index()
    table = sizes.groupby("size")["customer_id"].agg(n="size", example="min").reset_index()
    table = table.assign(identities=table["size"] * table["n"], too_large=table["size"] > largest)
    return table[["size", "n", "identities", "example", "too_large"]]


def recognised_by_source(keys: Keys, offline: Sequence[str] = ()) -> pd.DataFrame:
    """Share of the identities of each source whose customer has an identity in another source.

    All identities are counted, so there is no sampling error and no interval.

    Args:
        keys: From `customer_keys` or `with_likely_links`.
        offline: The sources that are offline, such as a till.

    Returns:
        source, offline, n (identities), recognised (with an identity in another source), share (0 to 1).

    Example:
        >>> table = pd.DataFrame({"source": ["till", "till", "web"], "source_id": ["1", "2", "3"],
        ...                       "loyalty_card": ["L1", "L2", "L1"]})
        >>> recognised_by_source(customer_keys(table), ["till"])["share"].tolist()
        [0.5, 1.0]
    """
    table = keys.identities
    elsewhere = table.groupby("customer_id")["source"].transform("nunique").gt(1)
    counted = elsewhere.groupby(table["source"]).agg(n="size", recognised="sum").reset_index()
    counted.insert(1, "offline", counted["source"].isin(offline))
    return counted.assign(share=counted["recognised"] / counted["n"])


def offline_recognised(keys: Keys, offline: Sequence[str]) -> dict[str, float]:
    """Share of the customers of the offline sources who have an online identity too; a complete count.

    Args:
        keys: From `customer_keys` or `with_likely_links`.
        offline: The sources that are offline; all others are online.

    Returns:
        n (customers with an identity in an offline source), recognised (those with one online too), share
        (0 to 1; missing when n is 0).

    Example:
        >>> table = pd.DataFrame({"source": ["till", "till", "web"], "source_id": ["1", "2", "3"],
        ...                       "loyalty_card": ["L1", "L2", "L1"]})
        >>> offline_recognised(customer_keys(table), ["till"])
        {'n': 2, 'recognised': 1, 'share': 0.5}
    """
    sources = recognised_by_source(keys, offline).set_index("source")["offline"]
    is_offline = keys.identities["source"].map(sources).astype(bool)
    customers = keys.identities["customer_id"]
    offline_customers = set(customers[is_offline])
    n, both = len(offline_customers), len(offline_customers & set(customers[~is_offline]))
    return {"n": n, "recognised": both, "share": both / n if n else float("nan")}
