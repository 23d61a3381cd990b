from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from workbook.drivers.dominance import always_adds_more, driver_dominance, gains_by_size
from workbook.drivers.importance import relative_importance
from workbook.drivers.shares import lmg_shares, subset_r2


@pytest.fixture
def correlation():
    rng = np.random.default_rng(4)
    common = rng.normal(size=(300, 1))
    x = common + rng.normal(size=(300, 5))
    y = x @ [1.0, 0.8, 0.3, 0.1, 0.0] + rng.normal(size=300)
    return np.corrcoef(np.column_stack([y, x]), rowvar=False)


def test_dominance_is_that_of_all_models_one_by_one(correlation):
    r2, drivers = subset_r2(correlation[None])[0], range(5)
    for i in drivers:
        others = [j for j in drivers if j != i]
        for size in drivers:
            gains = [
                r2[sum(1 << j for j in (*some, i))] - r2[sum(1 << j for j in some)]
                for some in combinations(others, size)
            ]
            assert gains_by_size(r2)[i, size] == pytest.approx(np.mean(gains))
        for j in others:
            rest = [k for k in others if k != j]
            models = [sum(1 << k for k in some) for n in range(4) for some in combinations(rest, n)]
            more = all(r2[model | 1 << i] >= r2[model | 1 << j] for model in models)
            assert always_adds_more(r2)[i, j] == more


def test_gains_over_all_sizes_average_to_the_importance(correlation):
    r2 = subset_r2(correlation[None])[0]
    assert gains_by_size(r2).mean(axis=1) == pytest.approx(lmg_shares(correlation[None])[0])


def test_drivers_that_add_the_same_dominate_neither():
    same = np.array([[1, 0.5, 0.5], [0.5, 1, 0.2], [0.5, 0.2, 1]])
    assert not always_adds_more(subset_r2(same[None])[0]).any()


def test_of_more_drivers_than_can_be_looked_at_nothing_is_told():
    rng = np.random.default_rng(1)
    ratings = pd.DataFrame(rng.normal(size=(200, 24)), columns=["nps", *[f"d{n}" for n in range(23)]])
    found = relative_importance(ratings, "nps", list(ratings)[1:], bootstrap=2)
    assert len(found.table) == 23 and driver_dominance(found).empty
