"""The ids that the client's own systems have for the customers in the store."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from workbook.intake.checked import current_snapshot, key_id
from workbook.intake.deliveries.delivered import delivered, with_deliveries
from workbook.intake.engagement_file import open_engagement
from workbook.intake.pseudonyms import Key, pseudonyms, read_key, refuse_other_key
from workbook.intake.reading import raw_tables
from workbook.tables import RawTable
from workbook.tables.faults import tables_error
from workbook.tables.values import read

NAMES = ["customer_id", "client_id", "source", "source_id"]
DEEDS = ("transactions", "touchpoints", "service", "answers")
"""The tables with what customers did, said and got: an id in them is of a customer."""


def client_ids(folder: Path) -> pd.DataFrame:
    """The client's ids of the customers in the store.

    Without a secret key the store holds them. With one it holds no plain id in any form, so the id columns of
    tables customers and identities are read from the delivery, and their pseudonyms made again.

    Args:
        folder: The engagement folder.

    Returns:
        customer_id (as in the store), client_id, source, source_id: a row per identity, and one without a
        source for a customer without. Where the store has pseudonyms and there is no key, all are pseudonyms.

    Raises:
        EngagementError: The key at hand is another than that of the store.
        TablesError: A file with customers or identities cannot be read.
    """
    kept = pd.read_parquet(current_snapshot(folder) / "identities.parquet")
    made_with, key = key_id(folder), read_key(folder)
    if not (made_with and key):
        ids = kept["customer_id"].drop_duplicates()
        return _with_identities(pd.DataFrame({"customer_id": ids, "client_id": ids}), kept)
    refuse_other_key(key, made_with)
    plain = _delivered_ids(folder)
    identities = plain["identities"].assign(
        pseudonym=pseudonyms(plain["identities"]["source_id"], "identity", key)
    )
    names = kept[["source", "source_id", "customer_id"]].rename(columns={"source_id": "pseudonym"})
    identities = identities.drop(columns="customer_id").merge(names, on=["source", "pseudonym"])
    return _with_identities(_client_ids(plain, identities, key), identities)


def _delivered_ids(folder: Path) -> dict[str, pd.DataFrame]:
    """The id columns of customers and identities, as the contract reads them.

    Customers that no table lists have their ids in the rows of what they did: where there is no list of
    customers, or one from a recipe, which need not hold everyone.
    """
    kinds = {"customer_id": "id", "source": "text", "source_id": "id"}
    came = delivered(folder, open_engagement(folder)).tables
    raw = _tables(folder, came, ("customers", "identities"), tuple(kinds))
    ids = {name: pd.DataFrame(columns=list(kinds), dtype="str") for name in ("customers", "identities")}
    for name, table in raw.items():
        ids[name] = _ids(table, kinds)
    if ids["customers"].empty or raw["customers"].by_recipe:
        others = _tables(folder, came, DEEDS, ("customer_id",)).values()
        found = [_ids(table, {"customer_id": "id"}).drop_duplicates() for table in others]
        ids["customers"] = pd.concat([ids["customers"], *found], ignore_index=True).astype("str")
    return ids


def _tables(
    folder: Path, came: Mapping[str, RawTable], tables: tuple[str, ...], columns: tuple[str, ...]
) -> dict[str, RawTable]:
    """Some tables as they were delivered, in the intake or by a recipe.

    Raises:
        TablesError: A file cannot be read.
    """
    raw = with_deliveries(raw_tables(folder, only=tables, columns=columns), came)
    if faults := [fault for table in raw.values() for fault in table.faults]:
        raise tables_error(faults)
    return {name: table for name, table in raw.items() if name in tables}


def _ids(table: RawTable, kinds: dict[str, str]) -> pd.DataFrame:
    columns = {name: read(table.frame[name], kind)[0] for name, kind in kinds.items() if name in table.frame}
    return pd.DataFrame(columns).reindex(columns=list(kinds)).astype("str")


def _client_ids(plain: dict[str, pd.DataFrame], identities: pd.DataFrame, key: Key) -> pd.DataFrame:
    """The id of each pseudonym: of a customer with identities one, of another every spelling there is."""
    delivered, listed = plain["identities"], plain["customers"]["customer_id"].dropna()
    declared = delivered["customer_id"].dropna()
    times = declared.groupby(declared).size().sort_values(ascending=False, kind="stable")
    made = identities["source"] + ":" + identities["source_id"]
    one = _by_pseudonym([*times.index, *made], key).drop_duplicates("customer_id")
    one = one[one["customer_id"].isin(identities["customer_id"])]
    others = _by_pseudonym([*listed, *delivered["source_id"].dropna()], key).drop_duplicates()
    return pd.concat([one, others[~others["customer_id"].isin(one["customer_id"])]], ignore_index=True)


def _by_pseudonym(ids: list[str], key: Key) -> pd.DataFrame:
    client_ids = pd.Series(ids, dtype="str")
    return pd.DataFrame({"customer_id": pseudonyms(client_ids, "customer", key), "client_id": client_ids})


def _with_identities(ids: pd.DataFrame, identities: pd.DataFrame) -> pd.DataFrame:
    named = ids.merge(identities[["customer_id", "source", "source_id"]], on="customer_id", how="left")
    return named[NAMES].astype("str")
