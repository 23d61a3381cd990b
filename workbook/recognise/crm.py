"""What goes back to the client's own systems: a row per customer."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from workbook.recognise.rfm import FIFTHS, cell_name

if TYPE_CHECKING:
    import ibis


def crm_rows(
    measures: "ibis.Table",
    scores: "ibis.Table",
    groups: "Mapping[str, ibis.Table]",
    expected: "ibis.Table | None" = None,
    quality: "ibis.Table | None" = None,
) -> "ibis.Table":
    """What is known of every customer who ever bought, as codes and numbers.

    Args:
        measures: From `workbook.recognise.rfm.customer_measures`.
        scores: From `workbook.recognise.rfm.rfm_scores`.
        groups: By the column to make, customer_id and in its second column the group: who is not in it has
            none.
        expected: From `workbook.recognise.outlook.planned_values`; none where it may not be planned on.
        quality: From `workbook.recognise.service.partner_quality`; none where no norms are held.

    Returns:
        customer_id, the columns of `groups`, orders and revenue (in the window), orders_total and
        revenue_total (since the first purchase, less refunds), recency_days, rfm_cell (such as R5F3),
        rfm_name (of `workbook.recognise.rfm.cell_name`), [expected_value], and the columns of `quality`; in
        the order of customer_id, blank where unknown.

    Example:
        >>> import ibis
        >>> done = {"customer_id": ["a"], "orders": [1], "cents": [995], "purchases": [2], "spent": [1995]}
        >>> measures = ibis.memtable(done | {"recency_days": [7]})
        >>> scores = ibis.memtable({"customer_id": ["a"], "recency_score": [5], "frequency_score": [1]})
        >>> stages = ibis.memtable({"customer_id": ["a"], "stage": ["new"]})
        >>> crm_rows(measures, scores, {"stage": stages}).to_pyarrow().to_pylist()[0].values()
        dict_values(['a', 'new', 1, 9.95, 2, 19.95, 7, 'R5F1', 'new'])
    """
    named = {column: table.select("customer_id", **{column: table[1]}) for column, table in groups.items()}
    rows = measures.select("customer_id")
    for other in [*named.values(), _done(measures), _cells(scores), *_known(expected, quality)]:
        rows = rows.left_join(other, "customer_id").drop("customer_id_right")
    return rows.order_by("customer_id")


def _done(measures: "ibis.Table") -> "ibis.Table":
    return measures.select(
        "customer_id",
        "orders",
        revenue=measures.cents.cast("float64") / 100,
        orders_total=measures.purchases,
        revenue_total=measures.spent.cast("float64") / 100,
        recency_days=measures.recency_days,
    )


def _cells(scores: "ibis.Table") -> "ibis.Table":
    import ibis

    recency, frequency = scores.recency_score, scores.frequency_score
    cells = [(one, two) for one in FIFTHS for two in FIFTHS]
    at = [(recency == one) & (frequency == two) for one, two in cells]
    codes = [f"R{one}F{two}" for one, two in cells]
    names = [cell_name(*cell) for cell in cells]
    return scores.select(
        "customer_id",
        rfm_cell=ibis.cases(*zip(at, codes, strict=True)),
        rfm_name=ibis.cases(*zip(at, names, strict=True)),
    )


def _known(expected: "ibis.Table | None", quality: "ibis.Table | None") -> "list[ibis.Table]":
    ahead = [] if expected is None else [expected.select("customer_id", expected_value=expected.cents / 100)]
    return [*ahead, *([] if quality is None else [quality])]
