import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prioritization import (
    ScoreError,
    ice_score,
    money_score,
    opportunity_band,
    opportunity_score,
    pie_product,
    pie_score,
    rice_score,
    weighted_score,
    wsjf_score,
)

ONE_TO_TEN = st.floats(1, 10)
AMOUNT = st.floats(0, 1e6)
POSITIVE = st.floats(0.01, 1e3)


def weighted(first, second):
    return weighted_score(pd.DataFrame({"first": first, "second": second}), {"first": 2, "second": 1})


def money(amounts):
    return money_score(amounts, low=100, high=5000)


SCORES = {
    pie_score: (ONE_TO_TEN,) * 3,
    pie_product: (ONE_TO_TEN,) * 3,
    ice_score: (ONE_TO_TEN,) * 3,
    rice_score: (AMOUNT, AMOUNT, st.floats(0, 1), POSITIVE),
    wsjf_score: (AMOUNT, AMOUNT, AMOUNT, POSITIVE),
    opportunity_score: (st.floats(0, 10),) * 2,
    weighted: (AMOUNT,) * 2,
    money: (AMOUNT,),
}


def series(*values):
    return pd.Series(values, index=[f"o{number}" for number in range(len(values))], dtype=float)


def test_scores_keep_the_index():
    assert pie_score(series(1, 2), series(1, 2), series(1, 2)).index.tolist() == ["o0", "o1"]
    assert opportunity_score(series(1, 2), series(1, 2)).index.tolist() == ["o0", "o1"]
    assert opportunity_band(series(1, 2)).index.tolist() == ["o0", "o1"]


@pytest.mark.parametrize("score", SCORES, ids=lambda score: score.__name__)
@settings(max_examples=50, deadline=None)
@given(st.data())
def test_adding_an_item_never_changes_the_score_of_others(score, data):
    items = data.draw(st.lists(st.tuples(*SCORES[score]), min_size=2, max_size=9))
    columns = [series(*column) for column in zip(*items, strict=True)]
    whole = score(*columns)
    for kept in range(1, len(items)):
        assert score(*[column.head(kept) for column in columns]).tolist() == whole.head(kept).tolist()


def test_mean_and_product_rank_differently():
    columns = series(10, 6), series(10, 6), series(1, 6)
    assert pie_score(*columns).tolist() == [7, 6]
    assert pie_product(*columns).tolist() == [100, 216]


def test_only_the_proportion_of_weights_counts():
    criteria = pd.DataFrame({"a": [1.0, 9.0], "b": [5.0, 3.0]}, index=["x", "y"])
    assert weighted_score(criteria, {"a": 0.25, "b": 0.75}).to_dict() == {"x": 4, "y": 4.5}
    assert weighted_score(criteria, {"b": 3, "a": 1}).to_dict() == {"x": 4, "y": 4.5}


def test_a_weight_of_nothing_leaves_its_criterion_out():
    criteria = pd.DataFrame({"a": [1.0, 9.0], "b": [5.0, 3.0]})
    assert weighted_score(criteria, {"a": 1, "b": 0}).tolist() == [1, 9]


def test_all_faults_of_weights_and_criteria_are_told_at_once():
    criteria = pd.DataFrame({"revenue": [1.0, float("nan")], "effort": [2.0, float("inf")]})
    with pytest.raises(ScoreError) as refused:
        weighted_score(criteria, {"revenu": 1, "effort": -1})
    assert str(refused.value).splitlines() == [
        "The scores cannot be used: 5 faults.",
        "  criterion 'revenue' has no weight",
        "  weight 'revenu' is of no criterion; did you mean 'revenue'?",
        "  weight 'effort': -1 is not a finite number of 0 or more",
        "  row 1, revenue: a blank is not a finite number",
        "  row 1, effort: inf is not a finite number",
    ]
    with pytest.raises(ScoreError, match="all are 0"):
        weighted_score(pd.DataFrame({"a": [1.0]}), {"a": 0})


def test_money_is_cut_off_at_its_declared_ends():
    assert money_score(series(-5, 100, 325, 1000, 5000), low=100, high=1000).tolist() == [1, 1, 3.25, 10, 10]


def test_a_scale_of_money_that_is_turned_around_is_refused():
    with pytest.raises(ScoreError, match=r"high \(100\) is not a finite amount above low \(1,000\)"):
        money_score(series(5), low=1000, high=100)
    with pytest.raises(ScoreError, match="row o0, money: a blank is not a finite number"):
        money_score(series(float("nan")), low=0, high=100)


def test_effort_of_nothing_and_a_confidence_in_percent_are_refused():
    with pytest.raises(ScoreError) as refused:
        rice_score(series(-1, 5), series(1, 1), series(1, 80), series(0, 1))
    assert str(refused.value).splitlines()[1:] == [
        "  row o0, reach: -1 is not a finite number of 0 or more",
        "  row o1, confidence: 80 is not within 0 to 1",
        "  row o0, effort: 0 is not a finite number above 0",
    ]


def test_a_job_without_size_and_an_infinite_value_are_refused():
    with pytest.raises(ScoreError, match=r"2 faults.*\n.*row o0, value: inf.*\n.*row o0, size: 0 is not"):
        wsjf_score(series(float("inf")), series(1), series(1), series(0))


def test_satisfaction_above_importance_takes_nothing_off():
    assert opportunity_score(series(5, 5, 5), series(4, 5, 6)).tolist() == [6, 5, 5]


def test_bands_meet_at_10_12_and_15():
    bands = opportunity_band(series(9.99, 10, 11.99, 12, 15, 15.01))
    assert bands.tolist() == ["not", "worthwhile", "worthwhile", "high", "high", "extreme"]


def test_a_band_is_not_moved_by_the_rounding_of_a_sum():
    assert opportunity_band(series(0.1 + 0.2 + 14.7)).tolist() == ["high"]


def test_a_score_outside_its_scale_is_refused_with_row_and_value():
    with pytest.raises(ScoreError, match="row o1, ease: 11 is not within 1 to 10"):
        pie_score(series(1, 2), series(1, 2), series(1, 11))


def test_a_share_below_zero_and_a_blank_are_refused():
    with pytest.raises(
        ScoreError, match=r"2 faults.*\n.*row o0, importance: -0.5.*\n.*row o1, satisfaction: a blank"
    ):
        opportunity_score(series(-0.5, 1), series(1, float("nan")))


def test_indexes_that_differ_are_refused():
    with pytest.raises(ScoreError, match="satisfaction: its index differs from that of importance"):
        opportunity_score(series(1, 2), series(1))
