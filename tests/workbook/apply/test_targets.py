import ibis
import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind

from workbook.apply.targets import stage_targets
from workbook.engagement import Stage

STAGES = [Stage(name=name, rules={"orders": {"at_least": 0}}) for name in ("few", "many", "gone")]
WORTH = pd.DataFrame(
    {"group": ["few", "many", "gone"], "n": [200, 50, 0], "value_per_customer": [10, 40, None]}
)


def targets(moves):
    """before, after, value of each customer."""
    table = pd.DataFrame(moves, columns=["before", "after", "value"])
    table["customer_id"] = [f"c{place}" for place in range(len(table))]
    stages = [
        ibis.memtable(table[["customer_id", name]].rename(columns={name: "stage"}))
        for name in ("before", "after")
    ]
    cents = ibis.memtable(table.assign(cents=(table["value"] * 100).astype(int))[["customer_id", "cents"]])
    return stage_targets(*stages, cents, WORTH, STAGES).set_index("stage")


def moves():
    rng = np.random.default_rng(1)
    up, not_up = rng.integers(30, 60, 20), rng.integers(0, 30, 80)
    stay, leave = rng.integers(20, 90, 30), rng.integers(0, 20, 20)
    return up, not_up, stay, leave


def test_one_point_more_is_one_in_a_hundred_times_what_a_conversion_brings_more():
    up, not_up, stay, leave = moves()
    rows = [("few", "many", v) for v in up] + [("few", "few", v) for v in not_up[:70]]
    rows += [("few", "gone", v) for v in not_up[70:]]
    rows += [("many", "many", v) for v in stay] + [("many", "few", v) for v in leave]
    found = targets(rows)
    assert found["aim"].to_dict() == {"few": "rise", "many": "stay"}
    few, many = found.loc["few"], found.loc["many"]
    assert (few["converted"], few["from_n"], few["share"]) == (20, 100, 0.2)
    assert few["point"] == pytest.approx(0.01 * 200 * (up.mean() - not_up.mean()))
    ends = ttest_ind(up, not_up, equal_var=False).confidence_interval()
    assert few[["worth_low", "worth_high"]].tolist() == pytest.approx(list(ends))
    assert many["worth"] == pytest.approx(stay.mean() - leave.mean())
    assert (few["fewest"], many["fewest"]) == (20, 20)
    assert np.isnan(few["p"]) and many["p"] < 0.05


def test_where_hardly_anybody_converts_it_is_not_known_what_that_is_worth():
    found = targets([("few", "few", 3.0)] * 20 + [("few", "many", 9.0)])
    assert found.loc["few", "converted"] == 1 and np.isnan(found.loc["few", "point"])
    assert found["p"].isna().all()
