"""Tiers of partners by value."""

import numpy as np
import pandas as pd

from workbook.recognise.value import service_tiers, value_by_group

TIERS = {"A": 0.5, "B": 0.8, "C": 1.0}


def test_service_tiers_by_hand(as_table):
    measures = as_table(pd.DataFrame({"customer_id": list("vwxyz"), "cents": [3000, 3000, 2000, 2000, -500]}))
    tiers = service_tiers(measures, TIERS)
    assert tiers.order_by("customer_id").to_pandas()["tier"].tolist() == ["A", "A", "B", "C", "C"]
    sizes = value_by_group(measures, tiers, list(TIERS))
    assert sizes["n"].tolist() == [2, 1, 2] and sizes["value"].tolist() == [60, 20, 15]


def test_a_tier_brings_at_least_its_part_and_not_without_its_last_partner(as_table):
    cents = np.random.default_rng(1).lognormal(8, 2, 500).astype("int64")
    frame = pd.DataFrame({"customer_id": [f"p{place}" for place in range(500)], "cents": cents})
    found = service_tiers(as_table(frame), TIERS).to_pandas().merge(frame, on="customer_id")
    high = found[found["tier"] == "A"]["cents"]
    assert high.sum() >= cents.sum() / 2 > high.sum() - high.min()
    assert high.min() >= found[found["tier"] != "A"]["cents"].max()
    shuffled = service_tiers(as_table(frame.sample(frac=1, random_state=2)), TIERS).to_pandas()
    assert (
        shuffled.set_index("customer_id")["tier"].to_dict()
        == found.set_index("customer_id")["tier"].to_dict()
    )


def test_without_revenue_all_are_in_the_last_tier(as_table):
    none = as_table(pd.DataFrame({"customer_id": ["a", "b"], "cents": [0, -5]}))
    assert service_tiers(none, TIERS).to_pandas()["tier"].tolist() == [list(TIERS)[-1]] * 2
