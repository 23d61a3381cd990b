"""What may be claimed of segments: they come back or not, what sets them apart, how two divisions agree."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from profiles import examples
from sklearn.metrics import adjusted_rand_score

from workbook.errors import MeasureError
from workbook.recognise.clusters import k_means, latent_classes
from workbook.recognise.segment_checks import (
    best_jaccard,
    cluster_stability,
    segment_agreement,
    what_distinguishes,
)


def divided(*segments):
    return pd.DataFrame({"customer_id": range(len(segments)), "segment": segments})


def three_blobs(n=30):
    rng = np.random.default_rng(3)
    points = np.vstack([rng.normal(at, 1, (n, 2)) for at in ((20, 20), (28, 20), (24, 28))])
    return pd.DataFrame(points, columns=["orders", "value"]).assign(customer_id=range(3 * n))


def test_jaccard_by_hand():
    segments, groups = np.array(list("aaaabb")), np.array([1, 1, 1, 2, 2, 2])
    # a and 1: 3 of 4; b and 2: 2 of 3.
    assert best_jaccard(segments, groups).round(4).to_dict() == {"a": 0.75, "b": 0.6667}


@examples(25)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30),
    st.permutations(range(4)),
)
def test_names_of_groups_do_not_matter(pairs, names):
    segments, groups = np.array(pairs).T
    renamed = np.array(names)[groups]
    assert best_jaccard(segments, groups).tolist() == best_jaccard(segments, renamed).tolist()


@pytest.mark.parametrize("method", [k_means, latent_classes])
def test_segments_that_lie_apart_are_stable(method):
    if method is latent_classes:
        pytest.importorskip("stepmix", reason="latent classes need stepmix: install the extra lca")
    found = cluster_stability(method(three_blobs(), ["orders", "value"], k=3, seed=1), draws=10, seed=2)
    assert found["verdict"].tolist() == ["stable"] * 3
    assert found["n"].tolist() == [30, 30, 30]
    assert found["jaccard"].min() > 0.95


def test_most_slices_of_noise_are_no_segments():
    noise = np.random.default_rng(4).normal(size=(120, 3))
    sample = pd.DataFrame(noise, columns=list("xyz")).assign(customer_id=range(120))
    found = cluster_stability(k_means(sample, list("xyz"), k=5, seed=1), draws=20, seed=2)
    assert (found["verdict"] == "not_a_segment").sum() >= 3
    assert found["jaccard"].max() < 0.8


def test_one_segment_has_nothing_to_come_back():
    found = cluster_stability(k_means(three_blobs(), ["orders"], k=1, seed=1), seed=2)
    assert found["verdict"].tolist() == ["everybody"]
    assert found["jaccard"].isna().all()


def test_stability_of_as_many_segments_as_customers_is_computed():
    sample = pd.DataFrame({"customer_id": list("abc"), "orders": [1, 5, 9]})
    found = cluster_stability(k_means(sample, ["orders"], k=3, seed=1), draws=5, seed=2)
    assert found["n"].tolist() == [1, 1, 1]
    assert found["jaccard"].between(0, 1).all()


def test_difference_by_hand():
    sample = pd.DataFrame({"customer_id": range(5), "orders": [1, 2, 3, 6, 8]})
    found = what_distinguishes(sample, divided("a", "a", "a", "b", "b"), ["orders"]).set_index("segment")
    # Means 2 and 7; sums of squares 2 and 2 over 3 degrees of freedom.
    d = 5 / np.sqrt(4 / 3)
    error = np.sqrt(5 / 6 + d**2 / 10)
    assert found.loc["b", ["mean", "rest_mean", "n", "rest_n"]].tolist() == [7, 2, 2, 3]
    assert found.loc["b", "d"] == pytest.approx(d)
    assert found.loc["a", "d"] == pytest.approx(-d)
    assert found.loc["b", "high"] == pytest.approx(d + 1.959964 * error)
    assert found["distinguishes"].tolist() == [d - 1.959964 * error > 0] * 2


def test_the_largest_difference_comes_first_and_none_is_claimed_where_the_interval_covers_0():
    rng = np.random.default_rng(1)
    sample = pd.DataFrame({"customer_id": range(80), "same": rng.normal(size=80), "more": np.arange(80.0)})
    found = what_distinguishes(sample, divided(*["a"] * 40 + ["b"] * 40), ["same", "more"])
    assert found["feature"].tolist() == ["more", "same"] * 2
    assert found["distinguishes"].tolist() == [True, False] * 2


@examples(25)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 50)), min_size=2, max_size=30))
def test_unit_and_row_order_do_not_matter_to_a_difference(rows):
    segments, orders = zip(*rows, strict=True)
    sample = pd.DataFrame({"customer_id": range(len(rows)), "orders": orders})
    one = what_distinguishes(sample, divided(*segments), ["orders"])
    hundred = sample.assign(orders=sample["orders"] * 100).iloc[::-1]
    other = what_distinguishes(hundred, divided(*segments), ["orders"])
    pd.testing.assert_series_equal(one["d"], other["d"])


def test_no_difference_where_nothing_varies_or_nobody_is_left():
    sample = pd.DataFrame({"customer_id": range(3), "orders": [4, 4, np.nan], "value": [1.0, 2.0, np.inf]})
    found = what_distinguishes(sample, divided("a", "a", "b"), ["orders", "value"])
    assert found["d"].isna().all()
    assert not found["distinguishes"].any()
    assert found["rest_n"].tolist() == [0, 0]


def test_agreement_is_the_adjusted_rand_index():
    rng = np.random.default_rng(2)
    one, other = rng.integers(0, 3, 60), rng.integers(0, 4, 60)
    other[:40] = one[:40]
    found = segment_agreement(divided(*one), divided(*other), seed=1)
    assert found.rand == pytest.approx(adjusted_rand_score(one, other))
    assert found.low < found.rand < found.high
    assert found.n == 60


def test_adjusted_rand_index_by_hand():
    # Counts 1 1 2 / 2 2 0: pairs together 3; in rows 6 + 6, in columns 3 + 3 + 1, of 28 in all.
    counts = {("a", "x"): 1, ("a", "y"): 1, ("a", "z"): 2, ("b", "x"): 2, ("b", "y"): 2}
    pairs = [pair for pair, times in counts.items() for _ in range(times)]
    one, other = zip(*pairs, strict=True)
    together, expected, most = 3, 12 * 7 / 28, (12 + 7) / 2
    found = segment_agreement(divided(*one), divided(*other), seed=1).rand
    assert found == pytest.approx((together - expected) / (most - expected))


def test_agreement_with_one_segment_is_blank():
    found = segment_agreement(divided("a", "b", "b"), divided("x", "x", "x"), seed=1)
    assert np.isnan(found.rand)
    assert found.n == 3


def test_a_customer_twice_is_refused():
    sample = pd.DataFrame({"customer_id": [1, 1, 2], "orders": [1, 2, 3]})
    with pytest.raises(MeasureError, match="1 rows repeat one, for example '1'"):
        what_distinguishes(sample, divided("a", "b", "b"), ["orders"])
