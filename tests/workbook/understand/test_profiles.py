import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency

from workbook.understand.profiles import segment_by_profile


def customers(counts):
    cells = [(f"s{row}", f"p{column}") for row, column in np.ndindex(np.shape(counts))]
    return pd.DataFrame(
        [cell for cell, count in zip(cells, np.ravel(counts), strict=True) for _ in range(count)],
        columns=["segment", "profile"],
    )


def test_chi2_and_v_by_hand():
    # 40 customers, expected 10 per cell: chi² = 4 · 25 / 10 = 10, φ² = .25 − 1/39, r̃ = 2 − 1/39
    found = segment_by_profile(customers([[15, 5], [5, 15]]), seed=1)
    assert (found.chi2, found.df, found.n) == (pytest.approx(10), 1, 40)
    assert found.v == pytest.approx(np.sqrt((0.25 - 1 / 39) / (1 - 1 / 39)))


def test_permutation_agrees_with_the_exact_odds_of_a_small_table():
    # all 4 + 4 apart: 2 of the C(8, 4) = 70 arrangements are as extreme
    found = segment_by_profile(customers([[4, 0], [0, 4]]), draws=9999, seed=1)
    assert found.p == pytest.approx(2 / 70, abs=0.006)


def test_permutation_agrees_with_chi_square_in_a_large_table():
    counts = [[60, 40, 50], [45, 55, 50]]
    found = segment_by_profile(customers(counts), draws=9999, seed=1)
    assert found.p == pytest.approx(chi2_contingency(counts).pvalue, abs=0.015)


def test_profiles_equal_to_segments_repeat_them():
    found = segment_by_profile(customers([[100, 0], [0, 100]]), seed=1)
    assert (found.v, found.verdict) == (pytest.approx(1), "repeats")


def test_unrelated_profiles_extend_the_segmentation():
    found = segment_by_profile(customers([[100, 100], [100, 100]]), seed=1)
    assert (found.v, found.low, found.verdict) == (0, 0, "extends")


def test_related_profiles_refine_the_segmentation():
    assert segment_by_profile(customers([[75, 25], [25, 75]]), seed=1).verdict == "refines"


def test_few_customers_leave_it_unclear():
    assert segment_by_profile(customers([[3, 2], [2, 3]]), seed=1).verdict == "unclear"


def test_shares_of_a_segment_sum_to_1():
    assert segment_by_profile(customers([[30, 10], [5, 15]]), seed=1).shares.sum(axis=1).tolist() == [1, 1]


def test_order_of_customers_and_names_do_not_matter():
    table = customers([[30, 10, 3], [5, 15, 8]])
    shuffled = table.sample(frac=1, random_state=1)
    once, again = segment_by_profile(table, seed=1), segment_by_profile(shuffled, seed=1)
    assert (once.v, once.low, once.high, once.p) == (again.v, again.low, again.high, again.p)


def test_customers_without_either_are_left_out_and_counted():
    blank = pd.DataFrame({"segment": ["s0", None], "profile": [None, "p0"]})
    found = segment_by_profile(pd.concat([customers([[9, 1], [1, 9]]), blank]), seed=1)
    assert (found.n, found.n_without) == (20, 2)


def test_one_profile_leaves_it_unknown():
    found = segment_by_profile(pd.DataFrame({"segment": ["a", "b"] * 10, "profile": "x"}), seed=1)
    assert (found.verdict, found.n, found.table.shape) == ("unknown", 20, (2, 1))
    assert np.isnan([found.v, found.low, found.high, found.p]).all()


def test_no_profiles_at_all_leave_it_unknown_and_counted():
    found = segment_by_profile(pd.DataFrame({"segment": ["a", "b"], "profile": None}), seed=1)
    assert (found.verdict, found.n, found.n_without) == ("unknown", 0, 2)
