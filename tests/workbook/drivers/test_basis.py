import numpy as np
import pandas as pd
import pytest

from workbook.drivers.basis import drivers_basis
from workbook.drivers.importance import relative_importance


def based(*, weights=None, twice=False):
    rng = np.random.default_rng(8)
    shop, app = rng.integers(1, 6, (2, 200))
    ratings = pd.DataFrame({"nps": shop + app + rng.integers(0, 3, 200), "shop": shop, "app": app}).astype(
        float
    )
    if twice:
        ratings = pd.concat([ratings, ratings], ignore_index=True)
    names = [f"r{n}" for n in range(len(ratings))]
    ids = pd.Index([f"{name} 2026Q1" for name in names], name="sheet")
    ratings.index = ids
    people = pd.Series(np.arange(len(ids)) % 200, ids)
    weight = pd.Series(1.0, ids) if weights is None else pd.Series(weights, ids)
    answers = pd.DataFrame({"respondent_id": names, "at": pd.Timestamp("2026-02-01")})
    found = relative_importance(
        ratings, "nps", ["shop", "app"], weights=weight, clusters=people, bootstrap=20
    )
    return drivers_basis(found, ratings, answers, people, weight).iloc[0]


def test_answers_given_twice_make_the_errors_larger_by_the_square_root_of_two():
    assert based(twice=True)["error_ratio"] == pytest.approx(np.sqrt(2), rel=0.05)
    assert np.isnan(based()["error_ratio"])


def test_what_weights_change_is_told_where_there_are_weights():
    assert np.isnan(based()["weight_moves"]) and not based()["weighted"]
    weighed = based(weights=np.random.default_rng(1).uniform(0.1, 5, 200))
    assert weighed["weighted"] and 0 < weighed["weight_moves"] < 0.5


def test_the_rest_is_what_is_not_explained():
    basis = based()
    assert basis["unexplained"] == pytest.approx(1 - basis["r2"])
    assert basis["r2_adjusted"] == pytest.approx(1 - (1 - basis["r2"]) * 199 / 197)
    assert (basis["waves"], basis["n"], basis["tests"]) == (1, 200, 2)
