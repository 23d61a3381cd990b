"""Strikes for missed norms: given, expired, and still active."""

from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from workbook.engagement import StrikeRule
from workbook.recognise.service_norms import last_quarter, quarter_names

if TYPE_CHECKING:
    import ibis


def strikes(results: "ibis.Table", rule: StrikeRule) -> "ibis.Table":
    """Strikes per partner and norm: given, expired and still active at the end of each judged quarter.

    A norm missed in a judged quarter gives one strike on that norm. As soon as the norm is kept in
    `expires_after` judged quarters in a row, all strikes on it expire. A quarter that is not judged, for
    lack of cases, does neither: it gives no strike, is no good behaviour, and does not break the row.
    Norms do not touch each other. Strikes from before the first quarter of the table are not known.

    Args:
        results: From `workbook.recognise.service_norms.norm_results`.
        rule: When strikes expire.

    Returns:
        A row per judged result: customer_id, norm, quarter (an integer), given (0 or 1), expired, active.

    Source:
        A rule of this method, after the practice of marketplaces.

    Example:
        >>> import ibis
        >>> results = ibis.memtable({"customer_id": "a", "norm": "on time", "quarter": [1, 2, 3, 4],
        ...     "judged": True, "kept": [0, 0, 1, 1]}, schema={"customer_id": "string", "norm": "string",
        ...     "quarter": "int64", "judged": "boolean", "kept": "int64"})
        >>> found = strikes(results, StrikeRule()).order_by("quarter").to_pandas()
        >>> found["active"].tolist(), found["expired"].tolist()
        ([1, 2, 2, 0], [0, 0, 0, 2])
    """
    import ibis

    own = ["customer_id", "norm"]
    in_order = ibis.window(group_by=own, order_by="quarter")
    until_now = ibis.window(group_by=own, order_by="quarter", rows=(None, 0))
    since_strike = ibis.window(group_by=[*own, "so_far"], order_by="quarter")
    rows = results.filter(results.judged).select(*own, "quarter", given=1 - results.kept)
    rows = rows.mutate(so_far=rows.given.sum().over(until_now).cast("int64"))
    # The strike itself is row 0 of its run, so row k is the k-th quarter kept since.
    rows = rows.mutate(run=ibis.row_number().over(since_strike))
    rows = rows.mutate(clears=(rows.run == rule.expires_after).ifelse(rows.so_far, 0))
    rows = rows.mutate(active=rows.so_far - rows.clears.max().over(until_now))
    before = rows.active.lag(1).over(in_order).fill_null(0)
    return rows.select(*own, "quarter", "given", expired=before + rows.given - rows.active, active="active")


def partner_strikes(given: "ibis.Table", rule: StrikeRule, *, end: datetime) -> "ibis.Table":
    """Each partner's strikes at the end of the quarter, over all norms.

    Args:
        given: From `strikes`.
        rule: At how many active strikes a partner is at risk.
        end: First instant after the quarter.

    Returns:
        A row per partner judged at least once so far: customer_id, given, expired (in the quarter), active,
        at_risk.
    """
    last = last_quarter(end)
    rows = given.filter(given.quarter <= last)
    now = rows.quarter == last
    partner = rows.group_by("customer_id").aggregate(
        given=rows.given.sum(where=now).fill_null(0).cast("int64"),
        expired=rows.expired.sum(where=now).fill_null(0).cast("int64"),
        active=(rows.given - rows.expired).sum().cast("int64"),
    )
    return partner.mutate(at_risk=partner.active >= rule.limit)


def strikes_by_norm(given: "ibis.Table") -> pd.DataFrame:
    """Strikes per norm and quarter; a complete count, not a sample.

    Args:
        given: From `strikes`.

    Returns:
        quarter (as 2017Q4), norm, judged (partners), given, expired (in the quarter), active (at its end,
        also of partners not judged in it); every norm in every quarter.
    """
    sums = given.group_by("quarter", "norm").aggregate(
        judged=given.count(), given=given.given.sum(), expired=given.expired.sum()
    )
    table = sums.to_pandas().set_index(["quarter", "norm"]).sort_index()
    cells = pd.MultiIndex.from_product([level.sort_values() for level in table.index.levels])
    table = table.reindex(cells, fill_value=0).astype("int64")
    table["active"] = (table["given"] - table["expired"]).groupby("norm").cumsum()
    table = table.reset_index()
    return table.assign(quarter=quarter_names(table["quarter"]))
