"""crm.csv: a row per customer, or per identity of one, under the ids of the client's own systems."""

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from workbook.files import write_csv
from workbook.intake import client_ids
from workbook.store.period import Period

if TYPE_CHECKING:
    import pyarrow as pa

CRM = Path("customers", "crm.parquet")  # in the store


def write_crm(path: Path, period: Period) -> Path:
    """Write crm.csv from the private table crm.

    With identities a customer has a row for each, with its source and source_id, so that the rows of one
    source can go back to it. Under pseudonyms the plain ids come back where the secret key is at hand.

    Args:
        path: Where to write.
        period: The quarter.

    Raises:
        EngagementError: The secret key at hand is another than that of the pseudonyms.
    """
    names = client_ids(period.folder)
    has_identities = bool(names["source"].notna().any())
    rows = period.store / CRM
    return write_csv(path, rows, lambda batch: _named(batch, names, has_identities))


def _named(batch: "pa.Table", names: pd.DataFrame, has_identities: bool) -> "pa.Table":
    """Rows under the client's own ids; an id without one stays as it is."""
    import pyarrow as pa

    ids = batch.column("customer_id").to_pandas().astype("str").rename("customer_id")
    joined = ids.rename_axis("row").reset_index().merge(names, on="customer_id", how="left")
    named = batch.take(joined["row"].to_numpy()).drop_columns("customer_id")
    columns = {"customer_id": joined["client_id"].fillna(joined["customer_id"])}
    columns |= {name: joined[name] for name in ("source", "source_id") if has_identities}
    for place, (name, values) in enumerate(columns.items()):
        named = named.add_column(place, name, pa.array(values, pa.string(), from_pandas=True))
    return named
