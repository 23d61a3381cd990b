"""Rows, dates and customers per input table."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbook.errors import MeasureError
from workbook.privacy import tells
from workbook.tables.contracts import time_column

if TYPE_CHECKING:
    import ibis


@tells()
def coverage(tables: Mapping[str, "ibis.Table"]) -> pd.DataFrame:
    """Count the rows and customers of each table; only the counts leave the backend.

    Args:
        tables: Input tables by name.

    Returns:
        table, rows, customers (different customer_id; missing where none is given),
        first and last (missing where a table holds for all periods); tables without rows are left out.

    Raises:
        MeasureError: No table has a row.
    """
    rows = pd.DataFrame([_counts(name, table) for name, table in tables.items()])
    if not rows["rows"].any():
        raise MeasureError(
            "There are no rows before the end of this quarter.\n"
            "Choose a later quarter, or add the rows of earlier ones."
        )
    return rows[rows["rows"] > 0].reset_index(drop=True)


@tells("amount", "amount_share", n="people")
def deliveries(counts: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """What the recipes of deliveries left out or changed, of the rows that an export has.

    Args:
        counts: Per delivery and reason: delivery, table, kind (left_out or changed), reason, n, of (rows);
            and where it is known amount, of_amount, people.

    Returns:
        delivery, table, kind, reason, n, of, share, amount, amount_share, people (customers whose rows they
        are; amounts and people are missing where the export has none).
    """
    names = ["delivery", "table", "kind", "reason", "n", "of", "amount", "of_amount", "people"]
    rows = pd.DataFrame([{name: count.get(name) for name in names} for count in counts], columns=names)
    rows["share"] = rows["n"] / rows["of"]
    rows["people"] = rows["people"].astype("float64").fillna(0).astype("int64")
    rows["amount"] = rows["amount"].astype("float64")
    rows["amount_share"] = rows["amount"] / rows.pop("of_amount").astype("float64").where(lambda of: of != 0)
    return rows


def _counts(name: str, table: "ibis.Table") -> dict[str, object]:
    counts = {"rows": table.count()}
    if "customer_id" in table.columns:
        counts["customers"] = table.customer_id.nunique()
    if at := time_column(name):
        counts |= {"first": table[at].min(), "last": table[at].max()}
    blank = {"customers": pd.NA, "first": pd.NaT, "last": pd.NaT}
    counted = table.aggregate(**counts).to_pandas().iloc[0].to_dict()
    unknown = {"customers": pd.NA} if counted.get("customers") == 0 else {}
    return {"table": name, **blank, **counted, **unknown}
