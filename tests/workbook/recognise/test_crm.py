"""A row per customer for the client's own systems, by hand."""

import ibis
import pandas as pd

from workbook.recognise.crm import crm_rows

MEASURES = ibis.memtable(
    {
        "customer_id": ["b", "a"],
        "orders": [0, 2],
        "cents": [0, 1999],
        "purchases": [1, 5],
        "spent": [-100, 9999],
        "recency_days": [400, 3],
    }
)
SCORES = ibis.memtable({"customer_id": ["a", "b"], "recency_score": [5, 1], "frequency_score": [4, 1]})
STAGES = ibis.memtable({"customer_id": ["a", "b"], "stage": ["loyal", "gone"]})
SEGMENTS = ibis.memtable({"customer_id": ["a"], "segment": ["high"]})


def rows(*others):
    made = crm_rows(MEASURES, SCORES, {"stage": STAGES, "segment": SEGMENTS}, *others).to_pandas()
    return made.astype(object).where(made.notna(), None).to_numpy().tolist(), list(made)


def test_a_customer_has_codes_deeds_and_the_cell():
    found, columns = rows()
    assert columns == [
        *("customer_id", "stage", "segment", "orders", "revenue", "orders_total", "revenue_total"),
        *("recency_days", "rfm_cell", "rfm_name"),
    ]
    assert found == [
        ["a", "loyal", "high", 2, 19.99, 5, 99.99, 3, "R5F4", "best"],
        ["b", "gone", None, 0, 0.0, 1, -1.0, 400, "R1F1", "gone"],
    ]


def test_what_is_expected_and_the_norms_are_there_only_where_they_are_known():
    expected = ibis.memtable({"customer_id": ["a", "b"], "cents": [12345, 0], "value": [123.449, 0.0]})
    quality = ibis.memtable(pd.DataFrame({"customer_id": ["a"], "strikes": [1]}))
    found, columns = rows(expected, quality)
    assert columns[-2:] == ["expected_value", "strikes"]
    assert [row[-2:] for row in found] == [[123.45, 1], [0.0, None]]
