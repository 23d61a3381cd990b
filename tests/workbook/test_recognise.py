"""Who the customers are: by hand on a few orders, and laws on many."""

from datetime import datetime

import ibis
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.engagement import Stage
from workbook.errors import MeasureError
from workbook.recognise.rfm import customer_measures, rfm_cells, rfm_scores
from workbook.recognise.stages import customer_stages, stage_transitions
from workbook.recognise.value import share_of_top, value_by_group

END = datetime(2018, 1, 1)


def orders(*rows):
    columns = ["customer_id", "ordered_at", "amount", "order_id", "product_group"]
    frame = pd.DataFrame(rows, columns=columns).astype({"order_id": "str", "product_group": "str"})
    return ibis.memtable(frame.assign(ordered_at=pd.to_datetime(frame["ordered_at"])))


@pytest.fixture
def three():
    return orders(
        ("a", "2017-03-01", 10.0, "1", "Bread"),
        ("a", "2017-12-31", 20.0, "2", "Bread"),
        ("a", "2017-12-31", 5.0, "2", "Milk"),
        ("b", "2017-12-02", 40.0, None, "Milk"),
        ("b", "2017-12-02", 1.0, None, "Milk"),
        ("c", "2017-06-01", 7.0, "3", "Bread"),
        ("d", "2018-01-01", 99.0, "4", "Bread"),
    )


def test_customer_measures_by_hand(three):
    found = customer_measures(three, end=END, window_days=91).set_index("customer_id")
    assert found.loc["a"].to_dict() == {
        "age_days": 306,
        "recency_days": 1,
        "orders": 1,
        "value": 25,
        "breadth": 2,
    }
    assert found.loc["b", ["orders", "value"]].tolist() == [1, 41]
    assert found.loc["c", ["orders", "value", "breadth"]].tolist() == [0, 0, 0]


def test_what_comes_after_the_period_does_not_count(three):
    assert "d" not in customer_measures(three, end=END, window_days=91)["customer_id"].tolist()


def test_a_quarter_without_customers_has_no_rows(three):
    assert customer_measures(three, end=datetime(2016, 1, 1), window_days=91).empty


def test_rfm_scores_by_hand():
    measures = pd.DataFrame(
        {
            "customer_id": list("abcde"),
            "recency_days": [1, 2, 3, 4, 5],
            "orders": [9, 9, 2, 2, 2],
            "value": [5.0, 4.0, 3.0, 2.0, 1.0],
        }
    )
    scores = rfm_scores(measures)
    assert scores["recency_score"].tolist() == [5, 4, 3, 2, 1]
    assert scores["frequency_score"].tolist() == [4, 4, 1, 1, 1]


@given(st.lists(st.integers(0, 6), min_size=1, max_size=40), st.randoms())
def test_equal_customers_score_equally_whatever_the_order_of_rows(orders, random):
    frame = pd.DataFrame({"customer_id": range(len(orders)), "orders": orders})
    frame = frame.assign(recency_days=frame["orders"], value=frame["orders"].astype(float))
    shuffled = frame.sample(frac=1, random_state=random.randrange(2**31))
    one, other = (rfm_scores(table).set_index("customer_id").sort_index() for table in (frame, shuffled))
    pd.testing.assert_frame_equal(one, other)
    assert one["frequency_score"].groupby(frame["orders"]).nunique().max() == 1
    assert one["frequency_score"].between(1, 5).all()


def test_rfm_cells_hold_every_customer_and_all_value(three):
    measures = customer_measures(three, end=END, window_days=91)
    cells = rfm_cells(rfm_scores(measures), measures)
    assert (len(cells), cells["n"].sum(), cells["value"].sum()) == (25, 3, 66)


def rules(**below):
    return [
        Stage(name="few", rules={"orders": {"below": below["few"]}}),
        Stage(name="many", rules={"orders": {"at_least": below["many"]}}),
    ]


def test_rules_that_leave_customers_out_are_refused_with_their_number():
    measures = pd.DataFrame({"customer_id": list("abc"), "orders": [1, 5, 9]})
    with pytest.raises(MeasureError, match="1 of 3 customers are in no stage") as refusal:
        customer_stages(measures, rules(few=3, many=6))
    assert "orders 5" in str(refusal.value)


def test_rules_that_take_customers_twice_are_refused_with_both_stages():
    measures = pd.DataFrame({"customer_id": list("abc"), "orders": [1, 5, 9]})
    with pytest.raises(MeasureError, match="1 of 3 customers are in more than one stage") as refusal:
        customer_stages(measures, rules(few=6, many=4))
    assert "few, many" in str(refusal.value)


def test_transitions_by_hand():
    before = pd.DataFrame({"customer_id": list("abcd"), "stage": ["few", "few", "few", "many"]})
    after = pd.DataFrame({"customer_id": list("abcde"), "stage": ["few", "many", "many", "many", "few"]})
    moves = stage_transitions(before, after, rules(few=3, many=3)).set_index(["before", "after"])
    assert moves["n"].tolist() == [1, 2, 0, 1]
    assert moves.loc[("few", "many"), "share"] == pytest.approx(2 / 3)
    assert moves.loc[("few", "many"), ["low", "high"]].round(4).tolist() == [0.2077, 0.9385]


def test_transitions_without_an_earlier_quarter_have_no_rows():
    nobody = pd.DataFrame({"customer_id": [], "stage": []}, dtype="str")
    somebody = pd.DataFrame({"customer_id": ["a"], "stage": ["few"]})
    assert stage_transitions(nobody, somebody, rules(few=3, many=3)).empty


def test_value_by_group_by_hand():
    table = value_by_group(
        pd.DataFrame({"value": [60.0, 30.0, 10.0]}), pd.Series(["a", "b", "b"]), ["b", "a", "nobody"]
    )
    assert table["group"].tolist() == ["b", "a", "nobody"]
    assert table["share_of_customers"].round(3).tolist() == [0.667, 0.333, 0]
    assert table["share_of_value"].tolist() == [0.4, 0.6, 0]
    assert table["value_per_customer"].tolist()[:2] == [20, 60] and np.isnan(table["value_per_customer"][2])


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50), st.floats(0.01, 1))
def test_the_top_part_never_holds_less_than_its_share(values, part):
    share = share_of_top(pd.DataFrame({"value": values}), part)
    assert sum(values) == 0 or part - 1e-9 <= share <= 1 + 1e-9
