from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from profiles import examples
from scipy import stats

from prioritization import ScoreError, kendall_w
from prioritization.panel.consensus import ipras


def test_experts_who_rank_alike_have_w_one_whatever_their_scale():
    result = kendall_w(pd.DataFrame({"a": [1, 2, 3], "b": [4, 7, 9]}))
    assert (result.w, result.experts, result.items) == (1.0, 2, 3)


def test_ties_are_corrected_for():
    assert kendall_w(pd.DataFrame({"a": [1, 1, 2], "b": [3, 3, 5]})).w == pytest.approx(1)


def test_w_is_that_of_the_friedman_statistic():
    ratings = pd.DataFrame({"a": [1, 1, 4, 5], "b": [2, 3, 3, 6], "c": [5, 1, 2, 2], "d": [4, 4, 1, 1]})
    friedman = stats.friedmanchisquare(*ratings.to_numpy())
    result = kendall_w(ratings)
    assert result.chi2 == pytest.approx(friedman.statistic)
    assert result.p == pytest.approx(friedman.pvalue)


def test_items_with_an_abstention_are_left_out_and_counted():
    ratings = pd.DataFrame({"a": [1, 2, 3, 9], "b": [1, 2, 3, None]})
    assert (kendall_w(ratings).w, kendall_w(ratings).items) == (1.0, 3)


def test_the_permutation_p_comes_near_that_of_all_rankings():
    ratings = pd.DataFrame({"a": [1, 2, 3], "b": [1, 3, 2], "c": [2, 2, 9]})
    observed = kendall_w(ratings).w
    ranks = ratings.rank()
    every = [
        kendall_w(pd.DataFrame(dict(zip("abc", orders, strict=True)))).w
        for orders in product(*(list(permutations(ranks[name])) for name in "abc"))
    ]
    exact = np.mean(np.array(every) >= observed - 1e-9)
    assert kendall_w(ratings, seed=1).permutation_p == pytest.approx(exact, abs=0.02)


def test_without_a_seed_there_is_no_permutation_p_and_with_one_it_stays():
    ratings = pd.DataFrame({"a": [1, 2, 3], "b": [1, 2, 3]})
    assert np.isnan(kendall_w(ratings).permutation_p)
    assert kendall_w(ratings, seed=7).permutation_p == kendall_w(ratings, seed=7).permutation_p


def test_the_permutation_p_is_never_below_one_shuffle():
    alike = pd.DataFrame({name: range(10) for name in "abcdef"})
    assert kendall_w(alike, seed=1, permutations=99).permutation_p == 0.01


@pytest.mark.parametrize(
    ("ratings", "experts", "items"),
    [
        ({"a": [1, 2, 3]}, 1, 3),  # one expert
        ({"a": [1, np.nan], "b": [np.nan, 2], "c": [3, 4]}, 3, 0),  # each abstained once
        ({"a": [5, 5], "b": [7, 7]}, 2, 2),  # nobody ranks
    ],
)
def test_without_a_ranking_by_several_there_is_no_concordance_and_the_counts_say_why(ratings, experts, items):
    found = kendall_w(pd.DataFrame(ratings), seed=1)
    assert (found.experts, found.items) == (experts, items)
    assert np.isnan([found.w, found.chi2, found.p, found.permutation_p]).all()


def test_two_camps_around_the_middle_disagree_and_the_same_distance_at_the_top_does_not():
    camps = pd.DataFrame([[4, 4, 4, 7, 7, 7], [7, 7, 7, 10, 10, 10]], index=["middle", "top"])
    found = ipras(camps)
    assert found["ipr"].tolist() == [3, 3]
    assert found["ipras"].tolist() == pytest.approx([2.35, 2.35 + 1.5 * 3])
    assert found["disagreement"].tolist() == [True, False]


@examples(50)
@given(st.lists(st.integers(1, 10), min_size=1, max_size=12))
def test_turning_the_scale_around_changes_no_verdict(ratings):
    table = pd.DataFrame([ratings])
    there, back = ipras(table).iloc[0], ipras(11 - table).iloc[0]
    assert there["disagreement"] == back["disagreement"]
    assert there["ipras"] == pytest.approx(back["ipras"])


def test_nobodys_rating_is_no_disagreement_and_a_weight_can_settle_one():
    table = pd.DataFrame({"a": [2.0, None], "b": [9.0, None]})
    assert ipras(table)["disagreement"].tolist() == [True, False]
    assert ipras(table)["p30"].isna().tolist() == [False, True]
    assert ipras(table, weights=pd.Series({"a": 20.0, "b": 1.0}))["disagreement"].tolist() == [False, False]


def test_a_rating_outside_the_scale_is_refused_with_item_and_expert():
    with pytest.raises(ScoreError, match=r"1 fault.*\n.*row 2, expert b: 10 is not within 1 to 9"):
        ipras(pd.DataFrame({"a": [1, 9], "b": [5, 10]}), scale=(1, 9))


def test_ratings_and_weights_that_are_none_are_refused_at_once():
    ratings = pd.DataFrame({"a": [1, "many"], "b": [5, float("inf")]})
    with pytest.raises(ScoreError) as refused:
        ipras(ratings, weights=pd.Series({"a": -1.0, "c": 1.0}))
    assert str(refused.value).splitlines() == [
        "The ratings cannot be used: 4 faults.",
        "  row 2, expert a: 'many' is not a number",
        "  row 2, expert b: inf is not within 1 to 10",
        "  weights: expert b has none; give one per column of the ratings",
        "  weights: -1.0 of a is not a finite number above 0",
    ]
    with pytest.raises(
        ScoreError, match=r"2 faults(.|\n)*'many' is not a number\n.*inf is not a finite number"
    ):
        kendall_w(ratings)
    with pytest.raises(ScoreError, match=r"scale: \(9, 1\) is not a lowest and a higher rating"):
        ipras(pd.DataFrame({"a": [1]}), scale=(9, 1))


def test_a_test_without_permutations_is_refused():
    with pytest.raises(ScoreError, match="permutations: 0 is not a whole number of 1 or more"):
        kendall_w(pd.DataFrame({"a": [1, 2], "b": [1, 2]}), seed=1, permutations=0)
