"""crm.csv: a row per customer, or per identity of one, under the ids that the client's own systems know."""

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from workbook.pseudonyms import pseudonyms, read_key, refuse_other_key
from workbook.store.files import write_csv
from workbook.store.intake import raw_tables
from workbook.store.people import plainly_known
from workbook.store.period import Period, current_snapshot, key_id
from workbook.tables import check

if TYPE_CHECKING:
    import pyarrow as pa

NAMES = ["customer_id", "own_id", "source", "source_id"]


def write_crm(path: Path, period: Period) -> Path:
    """Write crm.csv from what the first step has kept.

    With identities a customer has a row for each, with its source and source_id, so that the rows of one
    source can go back to it. Under pseudonyms the plain ids come back where the secret key is at hand.

    Args:
        path: Where to write.
        period: The quarter.

    Raises:
        EngagementError: The secret key at hand is another than that of the pseudonyms.
    """
    names = _names(period)
    has_identities = bool(names["source"].notna().any())
    rows = period.store / "customers" / "crm.parquet"
    return write_csv(path, rows, lambda batch: _named(batch, names, has_identities))


def _names(period: Period) -> pd.DataFrame:
    """Under which ids the client knows each customer."""
    made_with, key = key_id(period.folder), read_key(period.folder)
    if made_with and key:
        refuse_other_key(key, made_with)
        tables = plainly_known(check(raw_tables(period.folder), period.engagement), period.engagement).tables
        plain = pd.concat([tables[name]["customer_id"] for name in ("customers", "transactions")])
        own = pd.DataFrame({"own_id": plain.dropna().drop_duplicates()})
        own["customer_id"] = pseudonyms(own["own_id"], "customer", key)
        listed = tables["identities"].rename(columns={"customer_id": "own_id"})
    else:
        listed = pd.read_parquet((period.snapshot or current_snapshot(period.folder)) / "identities.parquet")
        listed = listed.rename(columns={"customer_id": "own_id"})
        own = pd.DataFrame({"own_id": listed["own_id"].unique()})
        own["customer_id"] = own["own_id"]
    named = own.merge(listed[["own_id", "source", "source_id"]], on="own_id", how="left")
    return named[NAMES].astype("str")


def _named(batch: "pa.Table", names: pd.DataFrame, has_identities: bool) -> "pa.Table":
    """Rows under the client's own ids; an id that it does not know stays as it is."""
    import pyarrow as pa

    ids = batch.column("customer_id").to_pandas().astype("str").rename("customer_id")
    found = ids.rename_axis("row").reset_index().merge(names, on="customer_id", how="left")
    named = batch.take(found["row"].to_numpy()).drop_columns("customer_id")
    columns = {"customer_id": found["own_id"].fillna(found["customer_id"])}
    columns |= {name: found[name] for name in ("source", "source_id") if has_identities}
    for place, (name, values) in enumerate(columns.items()):
        named = named.add_column(place, name, pa.array(values, pa.string(), from_pandas=True))
    return named
