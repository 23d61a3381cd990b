"""How many segments the data show: blobs are found, a continuum is not cut, and the rows do not matter."""

import numpy as np
import pandas as pd
import pytest

from workbook.errors import MeasureError
from workbook.recognise.clusters import k_means, latent_classes, standard_points
from workbook.recognise.segment_checks import cluster_stability

TWO = ["orders", "value"]


def sample_of(points):
    ids = [f"c{row:04d}" for row in range(len(points))]
    return pd.DataFrame(points, columns=TWO).assign(customer_id=ids)


def blobs(seed=3, sizes=(30, 20, 15)):
    rng = np.random.default_rng(seed)
    centres = ((20, 20), (27, 20), (23, 27))
    return sample_of(np.vstack([rng.normal(at, 1, (n, 2)) for at, n in zip(centres, sizes, strict=True)]))


def test_points_have_mean_0_and_deviation_1_by_hand():
    found = standard_points(pd.DataFrame({"orders": [1.0, 2.0, 3.0]}))
    assert found["orders"].round(4).tolist() == [-1.2247, 0.0, 1.2247]


def test_a_skewed_feature_is_logged_and_a_symmetric_one_is_not():
    values = pd.DataFrame({"value": [1.0, 1.0, 1.0, 1.0, 100.0], "orders": [1.0, 2.0, 3.0, 4.0, 5.0]})
    found = standard_points(values)
    logged = np.log1p(values["value"])
    assert np.allclose(found["value"], (logged - logged.mean()) / logged.std(ddof=0))
    assert np.allclose(found["orders"], (values["orders"] - 3) / np.sqrt(2))


def test_three_blobs_are_three_segments_and_the_largest_is_the_first():
    found = k_means(blobs(), TWO, seed=1)
    assert (found.k, found.reason) == (3, "structure")
    assert found.table["segment"].tolist() == ["1"] * 30 + ["2"] * 20 + ["3"] * 15
    assert found.numbers.loc[2, "prediction_strength"] >= 0.95


@pytest.mark.parametrize("kind", ["counts", "spend"])
def test_without_gaps_between_customers_there_are_no_segments(kind):
    rng = np.random.default_rng(8)
    one, other = rng.normal(size=(2, 90))
    made = {
        "counts": (rng.poisson(0.7, 90), rng.poisson(2, 90)),
        "spend": (np.exp(one), np.exp(one + 0.5 * other)),
    }
    found = k_means(sample_of(np.column_stack(made[kind])), TWO, seed=1)
    assert found.k == 1
    assert found.reason in ("no_structure", "continuum")
    assert found.table["segment"].unique().tolist() == ["1"]


def test_a_line_of_customers_is_a_continuum_and_not_two_halves():
    one, other = np.random.default_rng(8).normal(size=(2, 200))
    found = k_means(sample_of(np.column_stack([one, one + 0.1 * other])), TWO, seed=1)
    assert found.reason == "continuum"
    assert found.numbers.loc[1, "prediction_strength"] >= 0.8
    assert found.numbers.loc[1, "gap"] < 0


def test_row_order_and_unit_do_not_matter():
    rng = np.random.default_rng(5)
    sample = sample_of(np.exp(rng.normal(size=(60, 2))))
    one = k_means(sample, TWO, k=3, seed=1)
    changed = sample.sample(frac=1, random_state=2).assign(value=sample["value"] * 100)
    pd.testing.assert_frame_equal(k_means(changed, TWO, k=3, seed=1).table, one.table)


def test_the_same_seed_gives_the_same_segments():
    sample = sample_of(np.random.default_rng(5).normal(size=(60, 2)))
    one, other = (k_means(sample, TWO, k=4, seed=9) for _ in range(2))
    pd.testing.assert_frame_equal(one.table, other.table)


def test_what_is_the_same_for_everybody_does_not_count():
    sample = blobs().assign(country=1)
    found = k_means(sample, [*TWO, "country"], k=3, seed=1)
    assert found.left_out == ("country",)
    pd.testing.assert_frame_equal(found.table, k_means(sample, TWO, k=3, seed=1).table)


def test_customers_who_are_all_the_same_are_one_group():
    found = k_means(sample_of(np.ones((30, 2))), TWO, seed=1)
    assert (found.k, found.reason, found.left_out) == (1, "alike", ("orders", "value"))


def test_one_customer_is_too_few_to_look_for_segments():
    found = k_means(sample_of(np.ones((1, 2))), TWO, seed=1)
    assert (found.k, found.reason, found.table["segment"].tolist()) == (1, "too_few", ["1"])


def test_a_customer_with_a_blank_is_left_out_and_counted():
    sample = blobs()
    sample.loc[0, "value"] = np.nan
    found = k_means(sample, TWO, k=3, seed=1)
    assert (found.n, found.n_total) == (64, 65)
    assert "c0000" not in found.table["customer_id"].tolist()


def test_every_fault_of_the_sample_is_told_at_once():
    sample = sample_of(np.ones((3, 2))).assign(customer_id=["a", "a", "b"], name="x")
    sample.loc[2, "value"] = np.inf
    with pytest.raises(MeasureError) as caught:
        k_means(sample, ["value", "name", "margin"], seed=1)
    told = str(caught.value)
    for fault in ("margin: not a column", "name: holds no numbers", "value: infinite for 1", "1 rows repeat"):
        assert fault in told


def test_more_segments_than_different_customers_is_refused():
    with pytest.raises(MeasureError, match="4 segments cannot be made of 2 different"):
        k_means(sample_of([[1, 1], [1, 1], [2, 5]]), TWO, k=4, seed=1)


def test_no_customers_are_too_few_to_look_for_segments():
    found = k_means(pd.DataFrame({"customer_id": [], "value": []}), ["value"], seed=1)
    assert (found.k, found.reason, found.n, len(found.table)) == (1, "too_few", 0, 0)
    assert cluster_stability(found, draws=20, seed=1).empty


def test_nobody_with_every_feature_is_refused():
    with pytest.raises(MeasureError, match="0 of 2 customers have a value"):
        k_means(sample_of([[np.nan, 1], [1, np.nan]]), TWO, seed=1)


def test_latent_classes_find_three_blobs_and_none_in_noise():
    pytest.importorskip("stepmix", reason="latent classes need stepmix: install the extra lca")
    sample = blobs(sizes=(20, 12, 8))
    found = latent_classes(sample, TWO, seed=1)
    assert (found.k, found.reason, found.method) == (3, "structure", "latent_classes")
    assert found.table["segment"].value_counts().to_dict() == {"1": 20, "2": 12, "3": 8}
    noise = latent_classes(sample_of(np.random.default_rng(8).normal(size=(30, 2))), TWO, seed=1)
    assert (noise.k, noise.reason) == (1, "no_structure")


def test_bic_of_one_class_is_that_of_independent_normals():
    pytest.importorskip("stepmix", reason="latent classes need stepmix: install the extra lca")
    found = latent_classes(sample_of(np.random.default_rng(8).normal(size=(30, 2))), TWO, seed=1)
    # Standardised: each of 2 features adds n (ln 2π + ln s² + 1/s²), s² = 1 + .01; 4 parameters.
    variance = 1.01
    by_hand = 2 * 30 * (np.log(2 * np.pi * variance) + 1 / variance) + 4 * np.log(30)
    assert found.numbers.loc[0, "bic"] == pytest.approx(by_hand, abs=1e-6)


def test_without_stepmix_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "stepmix.stepmix", None)
    with pytest.raises(MeasureError, match=r"cx-workbook\[lca\]"):
        latent_classes(blobs(), TWO, seed=1)
