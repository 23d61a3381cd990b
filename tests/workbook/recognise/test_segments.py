"""Rules of segments: readable cut-points, the same on the backend, and as close to clusters as they say."""

import ibis
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from profiles import examples

from workbook.errors import MeasureError
from workbook.recognise.clusters import k_means
from workbook.recognise.segments import (
    axis_rule,
    cluster_rule,
    customer_sample,
    rule_segments,
    tree_rule,
    with_attributes,
)
from workbook.recognise.value import value_by_segment


def on_backend(sample, rule):
    found = rule_segments(ibis.memtable(sample), rule).order_by("customer_id").to_pandas()
    return found.set_index("customer_id")["segment"]


def cut_of(values):
    return axis_rule(pd.DataFrame({"orders": values}), {"orders": None})["below"].iloc[0]


def test_four_groups_by_hand():
    sample = pd.DataFrame(
        {"customer_id": list("abcd"), "skill": [1, 5, 4, 9], "breadth": [2.0, 1.0, 3.0, 7.5]}
    )
    rule = axis_rule(sample, {"skill": 5, "breadth": 3})
    assert on_backend(sample, rule).to_dict() == {
        "a": "low_low",
        "b": "high_low",
        "c": "low_high",
        "d": "high_high",
    }
    assert rule.columns.tolist() == ["segment", "part", "column", "at_least", "below"]
    assert len(rule) == 8


@pytest.mark.parametrize(
    ("values", "cut"),
    [
        ([1, 2, 3, 4], 3),  # whole numbers have a whole cut: below 3 are 1 and 2
        ([0, 0, 0, 1, 4], 1),  # nobody is below the median 0: the next value
        ([1, 2, 2, 2, 9], 2),  # many share the median
        ([0.5, 1.5, 2.5, 3.5], 2),  # the roundest between 1.5 and 2.5
        (np.linspace(0, 1234, 1001), 620),  # the roundest from the 49th (604.7) to the 51st (629.3) hundredth
    ],
)
def test_a_cut_that_is_not_given_is_the_rounded_median(values, cut):
    assert cut_of(values) == cut


@examples(50)
@given(
    st.lists(st.floats(0, 1e6, allow_nan=False), min_size=2, max_size=60).filter(lambda v: len(set(v)) > 1)
)
def test_the_default_cut_always_leaves_somebody_on_both_sides(values):
    low = (np.array(values) < cut_of(values)).sum()
    assert 0 < low < len(values)


def test_a_customer_without_a_value_is_in_no_segment():
    sample = pd.DataFrame({"customer_id": list("abc"), "value": [np.nan, 2.0, np.inf]})
    rule = axis_rule(sample, {"value": 5})
    found = on_backend(sample, rule)
    assert found.isna().tolist() == [True, False, False]
    assert found.loc[["b", "c"]].tolist() == ["low", "high"]
    # "Not a number" of the backend's own, which sorts above every number.
    made = ibis.memtable({"customer_id": ["a"], "value": [1.0]}).mutate(value=ibis.literal(float("nan")))
    assert rule_segments(made, rule).to_pandas()["segment"].isna().all()


def test_an_axis_on_which_nobody_differs_is_left_out_unless_its_cut_is_given():
    sample = pd.DataFrame({"customer_id": list("abc"), "value": [1, 5, 9], "breadth": 0})
    rule = axis_rule(sample, {"value": None, "breadth": None})
    assert rule["segment"].tolist() == ["low", "high"] and set(rule["column"]) == {"value"}
    assert on_backend(sample, rule).tolist() == ["low", "high", "high"]
    assert len(axis_rule(sample, {"value": None, "breadth": 1})) == 8


@pytest.mark.parametrize("rows", [0, 1])
def test_where_no_axis_parts_anybody_the_rule_is_empty_and_nobody_has_a_segment(rows):
    sample = pd.DataFrame({"customer_id": ["a"], "value": [2.0], "breadth": [1]}).head(rows)
    rule = axis_rule(sample, {"value": None, "breadth": None})
    assert rule.columns.tolist() == ["segment", "part", "column", "at_least", "below"] and rule.empty
    everybody = ibis.memtable({"customer_id": ["a", "b"], "value": [1.0, 2.0], "cents": [1, 2]})
    segments = rule_segments(everybody, rule)
    assert segments.to_pandas()["segment"].isna().tolist() == [True, True]
    assert value_by_segment(everybody, segments).empty


def test_an_axis_without_a_column_is_refused():
    with pytest.raises(MeasureError, match="1 of 2 axes are no column: skil"):
        axis_rule(pd.DataFrame({"value": [2, 3]}), {"value": None, "skil": 2})


def test_a_rule_on_an_absent_column_is_refused():
    rule = axis_rule(pd.DataFrame({"value": [2, 3]}), {"value": None})
    with pytest.raises(MeasureError, match="1 columns that are absent: value"):
        rule_segments(ibis.memtable({"customer_id": ["a"]}), rule)


@pytest.fixture(scope="module")
def three():
    rng = np.random.default_rng(3)
    points = np.vstack([rng.normal(at, 1, (60, 2)) for at in ((20, 20), (28, 20), (24, 28))])
    sample = pd.DataFrame(points, columns=["orders", "value"]).assign(customer_id=range(180))
    return sample, k_means(sample, ["orders", "value"], k=3, seed=1).table


@pytest.fixture(scope="module")
def tree(three):
    sample, segments = three
    return tree_rule(sample, segments, ["orders", "value"], seed=1)


def test_a_tree_reproduces_three_blobs(tree):
    found = tree
    assert found.agreement >= 0.95
    assert found.kappa >= 0.9
    assert found.low < found.agreement < found.high <= 1 or found.agreement == 1
    assert found.n == 180
    assert set(found.rule["segment"]) == {"1", "2", "3"}


def test_every_customer_gets_one_segment_on_the_backend_and_most_their_own(three, tree):
    sample, segments = three
    found = on_backend(sample, tree.rule)
    assert found.notna().all()
    own = segments.set_index("customer_id")["segment"]
    assert (found == own).mean() >= 0.98


def test_cut_points_have_few_digits(tree):
    cuts = tree.rule[["at_least", "below"]].stack().dropna()
    assert (cuts == cuts.map(lambda cut: float(f"{cut:.2g}"))).all()


def test_cut_points_are_not_rounded_at_the_cost_of_agreement():
    orders = np.repeat([1234, 1236], 50)
    sample = pd.DataFrame({"customer_id": range(100), "orders": orders})
    segments = pd.DataFrame({"customer_id": range(100), "segment": np.repeat(["1", "2"], 50)})
    found = tree_rule(sample, segments, ["orders"], seed=1)
    assert found.rule["below"].iloc[0] == 1235
    assert (found.agreement, found.kappa) == (1, 1)
    assert found.low == pytest.approx(0.963, abs=0.0005)  # Wilson, 100 of 100


def test_segments_at_random_are_not_reproduced():
    rng = np.random.default_rng(6)
    sample = pd.DataFrame({"customer_id": range(200), "orders": rng.normal(size=200)})
    segments = pd.DataFrame({"customer_id": range(200), "segment": rng.choice(["1", "2"], 200)})
    assert abs(tree_rule(sample, segments, ["orders"], seed=1).kappa) < 0.2


def test_row_order_and_names_of_segments_do_not_matter_to_a_tree(three, tree):
    sample, segments = three
    other = tree_rule(sample.sample(frac=1, random_state=4), segments.iloc[::-1], ["orders", "value"], seed=1)
    pd.testing.assert_frame_equal(tree.rule, other.rule)
    renamed = segments.assign(segment=segments["segment"].map({"1": "c", "2": "a", "3": "b"}))
    assert tree_rule(sample, renamed, ["orders", "value"], seed=1).agreement == tree.agreement


def test_one_segment_or_nothing_that_varies_is_refused(three):
    sample, segments = three
    with pytest.raises(MeasureError, match="180 customers are in 1 segment"):
        tree_rule(sample, segments.assign(segment="1"), ["orders"], seed=1)
    with pytest.raises(MeasureError, match="180 customers are all the same on: orders"):
        tree_rule(sample.assign(orders=1), segments, ["orders"], seed=1)


def test_clusters_have_a_rule_where_there_are_several_and_none_where_there_is_one(three):
    sample, segments = three
    several = k_means(sample, ["orders", "value"], k=3, seed=1)
    rule = cluster_rule(sample, several, ["orders", "value"], seed=1)
    same = tree_rule(sample, segments, ["orders", "value"], seed=1)
    pd.testing.assert_frame_equal(rule.rule, same.rule)
    assert rule.agreement == same.agreement > 0.9
    one = cluster_rule(sample, k_means(sample, ["orders"], k=1, seed=1), ["orders"], seed=1)
    assert one.rule.empty and np.isnan(one.agreement) and one.n == 180


def test_an_axis_whose_middle_leaves_few_on_a_side_is_left_out():
    """Most customers buy from one product group: "under 1" would hide those of the other groups."""
    sample = pd.DataFrame({"value": range(100), "breadth": [0, 0, *[1] * 98]})
    assert set(axis_rule(sample, {"value": None, "breadth": None}, minimum=10)["column"]) == {"value"}
    assert set(axis_rule(sample, {"value": None, "breadth": 1}, minimum=10)["column"]) == {"value", "breadth"}
    assert set(axis_rule(sample, {"value": None, "breadth": None})["column"]) == {"value", "breadth"}


def test_four_groups_on_two_attributes_of_the_customers(as_table):
    did = pd.DataFrame({"customer_id": list("abcde"), "orders": [1, 2, 3, 4, 5]})
    about = pd.DataFrame(
        {"customer_id": list("abcd"), "ability": ["20", "80", "30", "90"], "knowledge": [1, 2, 9, 8]}
    )
    axes = {"ability": 50.0, "knowledge": None}
    active = with_attributes(as_table(did), as_table(about), axes)
    rule = axis_rule(customer_sample(active, 100), axes)
    found = rule_segments(active, rule).order_by("customer_id").to_pandas()["segment"]
    assert found.fillna("").tolist() == ["low_low", "high_low", "low_high", "high_high", ""]


def test_an_axis_that_is_nowhere_is_refused_by_its_name(as_table):
    did = as_table(pd.DataFrame({"customer_id": ["a"], "orders": [1]}))
    active = with_attributes(did, did, {"ability": None, "orders": None})
    with pytest.raises(MeasureError, match="1 of 2 axes are no column: ability"):
        axis_rule(customer_sample(active, 10), {"ability": None, "orders": None})
