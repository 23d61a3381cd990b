"""Whether who recommends comes back: by hand, against a formula, and a planted slope found again."""

import numpy as np
import pandas as pd
import pytest

from workbook.privacy import hidden
from workbook.understand.retention import came_back, retention_by_nps, retention_per_point


def answer(customer, at, score, **more):
    row = {"customer_id": customer, "at": pd.Timestamp(at), "score": score, "question": "nps"}
    return row | {"touchpoint": None} | more


def bought(*purchases):
    return pd.DataFrame(purchases, columns=["customer_id", "quarter"])


def rated(*rows, times=1):
    """Customer, wave, points, back."""
    table = pd.DataFrame(list(rows) * times, columns=["customer_id", "wave", "points", "back"])
    table["customer_id"] += [f"-{at // len(rows)}" for at in range(len(table))]
    return table.assign(weight=1.0)


FOUR = [
    ("a", "2017Q1", 100.0, True),
    ("b", "2017Q1", 100.0, True),
    ("c", "2017Q1", -100.0, True),
    ("d", "2017Q1", -100.0, False),
]


def made_up(slope, *, n=4000, seed=1):
    """Customers who answer up to twice, of whom so many more come back per point of NPS."""
    rng = np.random.default_rng(seed)
    points = rng.choice([-100.0, 0.0, 100.0], n)
    wave = rng.choice(["2017Q1", "2017Q2"], n)
    chance = 0.6 + slope * points + 0.1 * (wave == "2017Q2")
    customers = [f"c{number}" for number in rng.integers(0, n // 2, n)]
    table = pd.DataFrame({"customer_id": customers, "wave": wave, "points": points})
    return table.assign(back=rng.random(n) < chance, weight=1.0)


def test_who_came_back_is_counted_by_hand():
    """Of four customers one did not buy in the quarter of the answer; the last of two answers counts."""
    answers = pd.DataFrame(
        [
            answer("a", "2017-02-01", 3),
            answer("a", "2017-03-01", 9),
            answer("b", "2017-02-01", 7),
            answer("c", "2017-02-01", 2),
            answer("d", "2017-02-01", 10),
            answer("a", "2017-05-01", 10),
            answer(None, "2017-02-01", 10),
            answer("b", "2017-02-02", 1, touchpoint="till"),
        ]
    )
    orders = bought(("a", "2017Q1"), ("b", "2017Q1"), ("c", "2017Q1"), ("a", "2017Q2"), ("d", "2017Q2"))
    table = came_back(answers, orders, last="2017Q2").set_index("customer_id")
    assert table["points"].to_dict() == {"a": 100.0, "b": 0.0, "c": -100.0}
    assert table["back"].to_dict() == {"a": True, "b": False, "c": False}
    assert came_back(answers, orders, last="2017Q1").empty


def test_shares_and_slope_are_checked_by_hand():
    """All promoters and half of the detractors came back: half a customer over 200 points."""
    table = rated(*FOUR, times=30)
    shares = retention_by_nps(table)
    assert shares[["group", "n", "customers"]].values.tolist() == [
        ["promoter", 60, 60],
        ["detractor", 60, 60],
    ]
    assert shares["back"].tolist() == [1.0, 0.5]
    slope = retention_per_point(table).iloc[0]
    assert slope["slope"] == pytest.approx(0.5 / 200) and slope["difference"] == pytest.approx(0.5)
    assert slope["slope_low"] < slope["slope"] < slope["slope_high"] and pd.isna(slope["why"])


def test_the_error_is_that_of_the_sandwich_by_customer():
    """Liang & Zeger (1986) written out: the scores of a customer are added up before they are squared."""
    table = made_up(0.0005, n=300)
    waves = pd.get_dummies(table["wave"]).to_numpy(float)
    x = np.column_stack([table["points"], waves])
    rest = table["back"].to_numpy(float) - x @ np.linalg.lstsq(x, table["back"].to_numpy(float))[0]
    scores = pd.DataFrame(x * rest[:, None]).groupby(table["customer_id"].to_numpy()).sum().to_numpy()
    bread = np.linalg.inv(x.T @ x)
    g, n, k = len(scores), *x.shape
    variance = bread @ scores.T @ scores @ bread * g / (g - 1) * (n - 1) / (n - k)
    assert retention_per_point(table)["slope_error"].item() == pytest.approx(np.sqrt(variance[0, 0]))


@pytest.mark.parametrize("planted", [0.0, 0.0004, -0.0008])
def test_a_planted_slope_is_recovered(planted):
    """Over 40 surveys the mean is the planted slope, and the error is how far they lie apart."""
    found = pd.concat([retention_per_point(made_up(planted, n=1500, seed=seed)) for seed in range(40)])
    apart = found["slope"].std()
    assert found["slope"].mean() == pytest.approx(planted, abs=3 * apart / np.sqrt(40))
    assert found["slope_error"].mean() == pytest.approx(apart, rel=0.3)
    within = found["slope_low"].le(planted) & found["slope_high"].ge(planted)
    assert within.sum() >= 35


def test_quarters_with_other_customers_are_no_association():
    """In one quarter all are happier and more come back; within each, who recommends does not matter."""
    first = [("a", "2017Q1", 100.0, True), ("b", "2017Q1", 100.0, False), ("c", "2017Q1", 100.0, True)]
    first += [("d", "2017Q1", -100.0, True), ("e", "2017Q1", -100.0, True), ("f", "2017Q1", -100.0, False)]
    second = [("g", "2017Q2", -100.0, False)] * 3 + [("h", "2017Q2", 100.0, False)]
    slope = retention_per_point(rated(*first, *second, times=20))["slope"].item()
    assert slope == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (rated(*FOUR, times=24), "answers"),
        (rated(*FOUR, times=24).head(0), "answers"),
        (rated(*FOUR[:3], times=40), "back"),
        (rated(FOUR[0], ("b", "2017Q1", 100.0, False), times=60), "same"),
    ],
)
def test_without_enough_or_without_variation_there_is_no_slope_and_a_reason(table, why):
    found = retention_per_point(table).iloc[0]
    assert found["why"] == why and found["n"] == len(table)
    assert found[["slope", "slope_error", "slope_low", "difference"]].isna().all()


def test_a_weight_counts_as_so_many_answers():
    twice = rated(*FOUR, ("d", "2017Q1", -100.0, False), times=30)
    weighted = rated(*FOUR, times=30)
    weighted["weight"] = weighted["back"].map({True: 1.0, False: 2.0})
    slopes = [retention_per_point(table)["slope"].item() for table in (twice, weighted)]
    assert slopes[0] == pytest.approx(slopes[1]) == pytest.approx(2 / 3 / 200)
    assert retention_by_nps(weighted)["back"].tolist() == pytest.approx([1, 1 / 3])


def test_a_small_group_hides_itself_another_and_the_slope():
    few = [("e", "2017Q1", 0.0, True)]
    table = pd.concat([rated(*FOUR, times=30), rated(*few, times=4)], ignore_index=True)
    assert hidden(retention_by_nps(table), 10)["back"].notna().sum() == 1
    assert hidden(retention_per_point(table), 10)[["slope", "difference"]].isna().all(axis=None)
    assert retention_per_point(table)["fewest"].item() == 4


def test_clusters_count_as_one_in_the_shares_and_in_the_slope():
    table = made_up(0.001, n=600)
    drawn = table.assign(cluster=[f"shop {at // 30}" for at in range(len(table))])
    same = drawn.assign(back=drawn.groupby("cluster")["back"].transform("first"))
    apart, together = retention_by_nps(same.drop(columns="cluster")), retention_by_nps(same)
    assert (together["high"] - together["low"]).gt(1.8 * (apart["high"] - apart["low"])).all()
    assert together["back"].tolist() == apart["back"].tolist()
    alone, clustered = (retention_per_point(rows).iloc[0] for rows in (same.drop(columns="cluster"), same))
    assert alone["slope"] == clustered["slope"] and alone["slope_error"] != clustered["slope_error"]
