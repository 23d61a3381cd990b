import numpy as np
import pandas as pd
import pytest

from workbook.drivers.logistic import logistic_model
from workbook.drivers.promoters import brant, promoters_and_detractors


def cases(n=900, *, apart=0.0, seed=5):
    """Recommendation by two ratings; `apart` makes "app" count for promoters only."""
    rng = np.random.default_rng(seed)
    ratings = pd.DataFrame({"shop": rng.integers(1, 6, n), "app": rng.integers(1, 6, n)}).astype(float)
    pull = 0.8 * ratings["shop"] + 0.5 * ratings["app"] - 4 + rng.logistic(size=n)
    promoter = pull + apart * (ratings["app"] - 3) > 0.8
    score = np.select([pull < -0.5, promoter], [rng.integers(0, 7, n), rng.integers(9, 11, n)], 8)
    return pd.concat([pd.Series(score, name="nps"), ratings], axis=1)


def test_alike_drivers_are_seldom_told_apart_and_unlike_ones_are():
    alike = [promoters_and_detractors(cases(seed=seed)).p for seed in range(40)]
    assert np.mean(np.array(alike) < 0.05) <= 0.15
    found = promoters_and_detractors(cases(apart=0.8))
    own = found.table.set_index("driver")["apart_p"]
    assert found.p < 0.001 and own["app"] < 0.001 < own["shop"]


def test_effects_are_points_of_the_share_of_promoters():
    found = promoters_and_detractors(cases())
    row = found.table.set_index("driver").loc["shop"]
    assert 8 < row["promoter"] < 20 and row["promoter_low"] < row["promoter"] < row["promoter_high"]
    assert found.table[["not_detractor_share", "promoter_share"]].sum().tolist() == pytest.approx([1, 1])
    assert sum(found.counts.values()) == found.n == 900


def test_errors_by_row_are_near_those_of_the_models_where_the_models_hold():
    data = cases(3000)
    models = [logistic_model(data["nps"] >= border, data[["shop", "app"]]) for border in (7, 9)]
    assert brant(models, robust=True)[0] == pytest.approx(brant(models)[0], rel=0.25, abs=0.5)


def test_few_per_driver_separation_and_a_missing_group_are_told():
    assert promoters_and_detractors(cases(60)).per_driver < 10
    split = pd.DataFrame({"nps": [0] * 20 + [8] * 20 + [10] * 20, "shop": [1.0, 2.0] * 10 + [5.0, 4.0] * 20})
    assert promoters_and_detractors(split).penalised == ("not_detractor",)
    none = promoters_and_detractors(cases().query("nps >= 7"))
    assert none.reason == "one_group" and none.table.empty
    assert promoters_and_detractors(cases(5)).reason == "few"
