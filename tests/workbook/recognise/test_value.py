"""Tiers of partners by value."""

import numpy as np
import pandas as pd

from workbook.recognise.value import value_bands, value_by_group

TIERS = {"A": 0.5, "B": 0.8, "C": 1.0}


def test_value_bands_by_hand(as_table):
    measures = as_table(pd.DataFrame({"customer_id": list("vwxyz"), "cents": [3000, 3000, 2000, 2000, -500]}))
    bands = value_bands(measures, TIERS)
    assert bands.order_by("customer_id").to_pandas()["value_band"].tolist() == ["A", "A", "B", "C", "C"]
    sizes = value_by_group(measures, bands, list(TIERS))
    assert sizes["n"].tolist() == [2, 1, 2] and sizes["value"].tolist() == [60, 20, 15]


def test_a_tier_brings_at_least_its_part_and_not_without_its_last_partner(as_table):
    cents = np.random.default_rng(1).lognormal(8, 2, 500).astype("int64")
    frame = pd.DataFrame({"customer_id": [f"p{place}" for place in range(500)], "cents": cents})
    found = value_bands(as_table(frame), TIERS).to_pandas().merge(frame, on="customer_id")
    high = found[found["value_band"] == "A"]["cents"]
    assert high.sum() >= cents.sum() / 2 > high.sum() - high.min()
    assert high.min() >= found[found["value_band"] != "A"]["cents"].max()
    shuffled = value_bands(as_table(frame.sample(frac=1, random_state=2)), TIERS).to_pandas()
    assert (
        shuffled.set_index("customer_id")["value_band"].to_dict()
        == found.set_index("customer_id")["value_band"].to_dict()
    )


def test_without_revenue_all_are_in_the_last_tier(as_table):
    none = as_table(pd.DataFrame({"customer_id": ["a", "b"], "cents": [0, -5]}))
    assert value_bands(none, TIERS).to_pandas()["value_band"].tolist() == [list(TIERS)[-1]] * 2
