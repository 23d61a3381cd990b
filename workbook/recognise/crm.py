"""What goes back to the client's own systems: a row per customer."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis


def crm_rows(
    stages: "ibis.Table",
    segments: "ibis.Table",
    bands: "ibis.Table",
    customers: "ibis.Table",
    quiet: "ibis.Table",
    quality: "ibis.Table | None" = None,
) -> "ibis.Table":
    """Stage, segment, value band and profile of every customer who ever bought.

    Args:
        stages: customer_id, stage.
        segments: customer_id, segment; who is not in it has none.
        bands: customer_id, value_band, from `workbook.recognise.value.value_bands`.
        customers: customer_id and profile, as the client gave them.
        quiet: customer_id, stage a quarter later without an order, from
            `workbook.recognise.stages.stages_next_quarter`.
        quality: From `workbook.recognise.service.partner_quality`; None where no norms are held.

    Returns:
        customer_id, stage, segment, value_band, profile, stage_if_inactive, and the columns of `quality`; in
        the order of customer_id, blank where unknown.

    Example:
        >>> import ibis
        >>> stages = ibis.memtable({"customer_id": ["a"], "stage": ["loyal"]})
        >>> segments = ibis.memtable({"customer_id": ["a"], "segment": ["high_low"]})
        >>> bands = ibis.memtable({"customer_id": ["a"], "value_band": ["A"]})
        >>> customers = ibis.memtable({"customer_id": ["a"], "profile": ["Brand builder"]})
        >>> quiet = ibis.memtable({"customer_id": ["a"], "stage": ["slipping"]})
        >>> crm_rows(stages, segments, bands, customers, quiet).to_pandas().iloc[0].tolist()
        ['a', 'loyal', 'high_low', 'A', 'Brand builder', 'slipping']
    """
    rows = stages.select("customer_id", "stage")
    others = [
        segments.select("customer_id", "segment"),
        bands.select("customer_id", value_band=bands.value_band),
        customers.select("customer_id", "profile"),
        quiet.select("customer_id", stage_if_inactive=quiet.stage),
    ]
    for other in [*others, *([] if quality is None else [quality])]:
        rows = rows.left_join(other, "customer_id").drop("customer_id_right")
    return rows.order_by("customer_id")
