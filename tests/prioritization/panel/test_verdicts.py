import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritization import panel_scores

CRITERIA = ("potential", "importance", "ease")


def panel(*pies, opportunity="returns", round=1):
    """Experts whose three criteria are alike, so that the PIE score is the number given."""
    rows = [(f"e{n}", round, opportunity, name, pie) for n, pie in enumerate(pies) for name in CRITERIA]
    return pd.DataFrame(rows, columns=["expert", "round", "opportunity", "criterion", "score"])


def test_a_panel_has_a_row_per_opportunity_and_round():
    scores = pd.concat([panel(4, 6, round=2), panel(4, 6), panel(2, 8, opportunity="chat")])
    table = panel_scores(scores)
    assert table[["opportunity", "round"]].to_numpy().tolist() == [
        ["chat", 1],
        ["returns", 1],
        ["returns", 2],
    ]
    assert table["median"].tolist() == [5, 5, 5]
    assert table["iqr"].tolist() == [3, 1, 1]
    assert table["verdict"].tolist() == ["no consensus", "agreed", "agreed"]


def test_a_range_of_exactly_two_is_agreement():
    assert panel_scores(panel(4, 4, 6, 6))[["iqr", "verdict"]].to_numpy().tolist() == [[2, "agreed"]]


def test_one_expert_agrees_with_nobody():
    row = panel_scores(panel(7)).iloc[0]
    assert (row["verdict"], row["median"], row["mean"]) == ("one expert", 7, 7)
    assert np.isnan(row["sd"])


def test_an_opportunity_on_which_all_abstained_is_still_there():
    row = panel_scores(panel(7, 8).assign(abstained=True)).iloc[0]
    assert (row["n"], row["abstained"], row["n_effective"], row["verdict"]) == (0, 2, 0, "no consensus")
    assert row[["median", "mean", "iqr", "spread_low"]].isna().all()
    assert row["stable"] is pd.NA


def test_fewer_than_six_experts_have_no_interval():
    assert panel_scores(panel(1, 2, 3, 4, 5))[["low", "high"]].isna().all(axis=None)
    assert panel_scores(panel(1, 2, 3, 4, 5, 6))[["low", "high"]].to_numpy().tolist() == [[1, 6]]


def test_mean_sd_and_spread_are_the_usual_ones():
    row = panel_scores(panel(1, 2, 3, 4, 10)).iloc[0]
    assert (row["mean"], row["spread_low"], row["spread_high"]) == pytest.approx((4, 1.4, 7.6))
    assert row["sd"] == pytest.approx(np.std([1, 2, 3, 4, 10], ddof=1))


def test_opinions_that_still_move_are_unstable_however_much_they_agree():
    table = panel_scores(pd.concat([panel(4, 4, 4, 4), panel(6, 6, 6, 6, round=2)]))
    assert table["verdict"].tolist() == ["agreed", "unstable"]
    assert table["stable"].isna().tolist() == [True, False]
    assert table["changed"].fillna(-1).tolist() == [-1, 1]


def test_a_move_that_changes_neither_median_nor_agreement_is_not_unstable():
    table = panel_scores(pd.concat([panel(4, 5, 5, 6), panel(4.4, 5.6, 5, 6.6, round=2)]))
    assert (table["stable"].iloc[1], table["verdict"].tolist()) == (False, ["agreed", "agreed"])


def test_agreement_that_went_is_unstable_though_the_median_stayed():
    table = panel_scores(pd.concat([panel(4, 5, 5, 6), panel(2, 3, 7, 8, round=2)]))
    assert table["median"].tolist() == [5, 5]
    assert table["verdict"].tolist() == ["agreed", "unstable"]


def test_a_settled_quarrel_is_no_consensus():
    table = panel_scores(pd.concat([panel(2, 2, 9, 9, round=number) for number in (1, 2)]))
    assert table["verdict"].tolist() == ["no consensus", "no consensus"]
    assert (table["stable"].iloc[1], table["disagreement"].tolist()) == (True, [True, True])


def test_a_third_round_is_held_against_the_second():
    scores = pd.concat([panel(4, 5, 6), panel(6, 6, 6, round=2), panel(6, 6, 6, round=3)])
    assert panel_scores(scores)["verdict"].tolist() == ["agreed", "unstable", "agreed"]


def test_weights_move_median_mean_and_effective_number_but_not_n():
    scores = panel(2, 8, 8).assign(role=["it"] * 3 + ["crm"] * 6)
    row = panel_scores(scores, weights={"it": 4, "crm": 1}).iloc[0]
    assert (row["n"], row["n_effective"], row["mean"]) == (3, 2, 4)
    # Worth 2 experts, of which 4/3 say 2 and 2/3 say 8: the middle one is 5/6 of 2 and 1/6 of 8.
    assert row["median"] == pytest.approx(2 * 5 / 6 + 8 / 6)


def test_who_weighs_nothing_is_left_out():
    scores = panel(5, 5, 6, 1).assign(role=["it"] * 9 + ["guest"] * 3)
    weighed = panel_scores(scores, weights={"it": 2, "guest": 0})
    assert weighed.equals(panel_scores(panel(5, 5, 6)))


pies = st.lists(st.integers(3, 30).map(lambda thirds: thirds / 3), min_size=1, max_size=14)


@given(pies, st.floats(0.5, 3))
def test_equal_weights_change_nothing(scores, weight):
    plain = panel_scores(panel(*scores))
    weighed = panel_scores(panel(*scores).assign(role="it"), weights={"it": weight})
    pd.testing.assert_frame_equal(plain, weighed)


@given(pies)
def test_where_rand_sees_disagreement_the_interquartile_range_is_above_two(scores):
    row = panel_scores(panel(*scores)).iloc[0]
    assert not row["disagreement"] or row["iqr"] > 2


@given(pies, pies, st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_another_opportunity_changes_a_row(first, second, random):
    alone = panel_scores(panel(*first))
    both = pd.concat([panel(*first), panel(*second, opportunity="chat")], ignore_index=True)
    shuffled = both.loc[random.sample(range(len(both)), len(both))]
    among = panel_scores(shuffled).query("opportunity == 'returns'").reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, among)
