import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from profiles import examples

from prioritization import ScoreError, opportunity_band, opportunity_score
from prioritization.scoring.scores import (
    ice_score,
    pie_product,
    pie_score,
    rice_score,
    value_effort_score,
    weighted_score,
    wsjf_score,
)

ONE_TO_TEN = st.floats(1, 10)
AMOUNT = st.floats(0, 1e6)
POSITIVE = st.floats(0.01, 1e3)


def weighted(first, second):
    return weighted_score(pd.DataFrame({"first": first, "second": second}), {"first": 2, "second": 1})


SCORES = {
    pie_score: (ONE_TO_TEN,) * 3,
    pie_product: (ONE_TO_TEN,) * 3,
    ice_score: (ONE_TO_TEN,) * 3,
    rice_score: (AMOUNT, AMOUNT, st.floats(0, 1), POSITIVE),
    wsjf_score: (AMOUNT, AMOUNT, AMOUNT, POSITIVE),
    value_effort_score: (AMOUNT, POSITIVE),
    opportunity_score: (st.floats(0, 10),) * 2,
    weighted: (AMOUNT,) * 2,
}


def series(*values):
    return pd.Series(values, index=[f"o{number}" for number in range(len(values))], dtype=float)


def test_scores_keep_the_index():
    assert pie_score(series(1, 2), series(1, 2), series(1, 2)).index.tolist() == ["o0", "o1"]
    assert opportunity_score(series(1, 2), series(1, 2)).index.tolist() == ["o0", "o1"]
    assert opportunity_band(series(1, 2)).index.tolist() == ["o0", "o1"]


@pytest.mark.parametrize("score", SCORES, ids=lambda score: score.__name__)
@examples(50)
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
        "  row 2, revenue: a blank is not a finite number",
        "  row 2, effort: inf is not a finite number",
    ]
    with pytest.raises(ScoreError, match="all are 0"):
        weighted_score(pd.DataFrame({"a": [1.0]}), {"a": 0})


def test_effort_of_nothing_and_a_confidence_in_percent_are_refused():
    with pytest.raises(ScoreError) as refused:
        rice_score(series(-1, 5), series(1, 1), series(1, 80), series(0, 1))
    assert str(refused.value).splitlines()[1:] == [
        "  row 1, reach: -1 is not a finite number of 0 or more",
        "  row 2, confidence: 80 is not within 0 to 1",
        "  row 1, effort: 0 is not a finite number above 0",
    ]


def test_a_job_without_size_and_an_infinite_value_are_refused():
    with pytest.raises(ScoreError, match=r"2 faults.*\n.*row 1, value: inf.*\n.*row 1, size: 0 is not"):
        wsjf_score(series(float("inf")), series(1), series(1), series(0))


def test_satisfaction_above_importance_takes_nothing_off():
    assert opportunity_score(series(5, 5, 5), series(4, 5, 6)).tolist() == [6, 5, 5]


def test_bands_meet_at_10_12_and_15():
    bands = opportunity_band(series(9.99, 10, 11.99, 12, 15, 15.01))
    assert bands.tolist() == ["not", "worthwhile", "worthwhile", "high", "high", "extreme"]


def test_a_band_is_not_moved_by_the_rounding_of_a_sum():
    assert opportunity_band(series(0.1 + 0.2 + 14.7)).tolist() == ["high"]


def test_a_score_outside_its_scale_is_refused_with_row_and_value():
    with pytest.raises(ScoreError, match="row 2, ease: 11 is not within 1 to 10"):
        pie_score(series(1, 2), series(1, 2), series(1, 11))


def test_a_share_below_zero_and_a_blank_are_refused():
    with pytest.raises(
        ScoreError, match=r"2 faults.*\n.*row 1, importance: -0.5.*\n.*row 2, satisfaction: a blank"
    ):
        opportunity_score(series(-0.5, 1), series(1, float("nan")))


def test_indexes_that_differ_are_refused():
    with pytest.raises(ScoreError, match="satisfaction: its index differs from that of importance"):
        opportunity_score(series(1, 2), series(1))


def test_the_published_example_in_columns_is_8_and_single_numbers_are_refused():
    assert pie_score(series(9), series(10), series(5)).tolist() == [8]
    with pytest.raises(ScoreError, match=r"3 faults(.|\n)*potential: 9 is not a column; give columns"):
        pie_score(9, 10, 5)
    with pytest.raises(ScoreError, match="score: 5 is not a column"):
        opportunity_band(5)
    with pytest.raises(ScoreError, match="criteria as a table"):
        weighted_score([1], {"a": 1})


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([True], "bool"),
        ([1 + 2j], "complex128"),
        (["7"], "str"),
        (pd.to_datetime(["2027-01-01"]), "datetime64"),
    ],
)
def test_what_is_no_number_is_refused_by_its_kind(values, said):
    odd = pd.Series(values)
    one = pd.Series([1.0])
    for score in (pie_score, pie_product, ice_score):
        with pytest.raises(ScoreError, match=f"ease: holds {said}"):
            score(one, one, odd)
    with pytest.raises(ScoreError, match=f"effort: holds {said}"):
        rice_score(one, one, one, odd)
    with pytest.raises(ScoreError, match=f"size: holds {said}"):
        wsjf_score(one, one, one, odd)
    with pytest.raises(ScoreError, match=f"a: holds {said}"):
        weighted_score(pd.DataFrame({"a": odd}), {"a": 1})


def test_a_blank_of_a_whole_number_is_refused():
    with pytest.raises(ScoreError, match="row 2, ease: a blank is not within 1 to 10"):
        pie_score(*[pd.Series([1, 2], dtype="Int64")] * 2, pd.Series([1, None], dtype="Int64"))


def test_a_weight_in_words_is_refused():
    with pytest.raises(ScoreError, match="weight 'a': 'two' is not a finite number"):
        weighted_score(pd.DataFrame({"a": [1.0]}), {"a": "two"})


def test_of_many_faults_twenty_are_told_and_all_are_counted():
    many = pd.Series([11.0] * 13)
    with pytest.raises(ScoreError) as refused:
        pie_score(many, many, many)
    lines = str(refused.value).splitlines()
    assert (lines[0], lines[-1], len(lines)) == (
        "The scores cannot be used: 39 faults.",
        "  and 19 more",
        22,
    )
