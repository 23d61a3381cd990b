import numpy as np
import pandas as pd
import pytest
from scipy import stats

from prioritization import ScoreError, kendall_w, panel_scores, pie_by_expert
from prioritization.panel import median_interval


def panel(*pies, opportunity="returns", round=1):
    """Experts whose three criteria are alike, so that the PIE score is the number given."""
    return pd.DataFrame(
        [
            {
                "expert": f"e{n}",
                "round": round,
                "opportunity": opportunity,
                "criterion": criterion,
                "score": pie,
            }
            for n, pie in enumerate(pies)
            for criterion in ("potential", "importance", "ease")
        ]
    )


def test_an_expert_who_skips_a_criterion_has_no_pie():
    scores = panel(5, 7).drop(index=1)
    assert pie_by_expert(scores)[["expert", "pie"]].to_numpy().tolist() == [["e1", 7.0]]


def test_an_expert_who_abstains_has_no_pie_whatever_the_score_says():
    scores = panel(5, 7).assign(abstained=[True] + [False] * 5)
    scores.loc[0, "score"] = None
    assert pie_by_expert(scores)["expert"].tolist() == ["e1"]
    assert panel_scores(scores)["n"].tolist() == [1]


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


def test_one_expert_is_no_consensus():
    assert panel_scores(panel(7))["verdict"].tolist() == ["no consensus"]


def test_an_opportunity_on_which_all_abstained_is_still_there():
    row = panel_scores(panel(7).assign(abstained=True)).iloc[0]
    assert (row["n"], row["verdict"]) == (0, "no consensus")
    assert np.isnan(row["median"])


def test_fewer_than_six_experts_have_no_interval():
    assert panel_scores(panel(1, 2, 3, 4, 5))[["low", "high"]].isna().all(axis=None)
    assert panel_scores(panel(1, 2, 3, 4, 5, 6))[["low", "high"]].to_numpy().tolist() == [[1, 6]]


@pytest.mark.parametrize("n", range(6, 41))
def test_the_interval_is_the_narrowest_that_covers_95_percent(n):
    low, high = median_interval(pd.Series(range(1, n + 1)))
    assert low + high == n + 1
    assert 1 - 2 * stats.binom.cdf(low - 1, n, 0.5) >= 0.95
    assert 1 - 2 * stats.binom.cdf(low, n, 0.5) < 0.95


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


def test_too_few_experts_or_items_are_refused_in_numbers():
    with pytest.raises(ScoreError, match="there are 1 and 3"):
        kendall_w(pd.DataFrame({"a": [1, 2, 3]}))


def test_a_panel_without_any_ranking_is_refused():
    with pytest.raises(ScoreError, match="rates all items the same"):
        kendall_w(pd.DataFrame({"a": [5, 5], "b": [7, 7]}))


def test_all_faults_of_the_scores_are_told_at_once():
    scores = pd.concat([panel(11), panel(7)], ignore_index=True)
    scores.loc[4, "criterion"] = "importence"
    with pytest.raises(ScoreError) as refused:
        panel_scores(scores)
    assert str(refused.value) == (
        "The experts' scores cannot be used: 6 faults.\n"
        "  row 1, score: 11 is not within 1 to 10\n"
        "  row 2, score: 11 is not within 1 to 10\n"
        "  row 3, score: 11 is not within 1 to 10\n"
        "  row 5, criterion: 'importence' is not one of potential, importance, ease; "
        "did you mean 'importance'?\n"
        "  row 4: a score of e0, 1, returns, potential is given twice\n"
        "  row 6: a score of e0, 1, returns, ease is given twice"
    )


def test_a_missing_column_is_named():
    with pytest.raises(ScoreError, match="column 'round' is missing"):
        pie_by_expert(panel(7).drop(columns="round"))
