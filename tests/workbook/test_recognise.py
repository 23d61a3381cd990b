"""Who the customers are: by hand on a few orders, against plain pandas on many, and laws."""

from datetime import datetime, timedelta

import ibis
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from profiles import examples

from workbook.engagement import Stage, engagement_from
from workbook.errors import MeasureError
from workbook.privacy import hidden
from workbook.recognise import purchases
from workbook.recognise.rfm import customer_measures, rfm_cells, rfm_scores
from workbook.recognise.stages import (
    customer_stages,
    inactive_next_quarter,
    stage_moves,
    stage_transitions,
    stages_ahead,
    stages_next_quarter,
    value_of_moves,
)
from workbook.recognise.value import concentration, half_of_revenue, value_bands, value_by_group

END = datetime(2018, 1, 1)
LINE = {
    "customer_id": "string",
    "ordered_at": "timestamp(6)",
    "amount": "float64",
    "order_id": "string",
    "product": "string",
    "product_group": "string",
}


def lines(*rows):
    """Order lines: customer, day, amount, and where it matters order, product group and product."""
    columns = ["customer_id", "ordered_at", "amount", "order_id", "product_group", "product"]
    whole = [(*row, *[None] * (len(columns) - len(row))) for row in rows]
    frame = pd.DataFrame(whole, columns=columns).astype({"amount": "float64"})
    frame["ordered_at"] = pd.to_datetime(frame["ordered_at"], format="ISO8601")
    return ibis.memtable(frame[list(LINE)], schema=LINE)


def per_customer(table):
    return table.to_pandas().set_index("customer_id").sort_index()


def measured(*rows, window_days=91):
    return per_customer(customer_measures(lines(*rows), end=END, window_days=window_days))


def table(**columns):
    return ibis.memtable(pd.DataFrame(columns))


@pytest.fixture
def three():
    return lines(
        ("a", "2017-03-01", 10.0, "1", "Bread"),
        ("a", "2017-12-31", 20.0, "2", "Bread"),
        ("a", "2017-12-31", 5.0, "2", "Milk"),
        ("b", "2017-12-02", 40.0, None, "Milk"),
        ("b", "2017-12-02", 1.0, None, "Milk"),
        ("c", "2017-06-01", 7.0, "3", "Bread"),
        ("d", "2018-01-01", 99.0, "4", "Bread"),
    )


# What counts as a purchase


def test_an_order_over_two_days_is_one_order_of_its_first_day():
    found = purchases.orders(
        lines(("a", "2017-05-02", 1.5, "1"), ("a", "2017-05-01 23:59:59", 2.0, "1")), end=END
    )
    assert found.to_pandas().astype({"day": "str"}).values.tolist() == [["a", "2017-05-01", 350, 1]]


def test_without_an_order_number_a_day_is_an_order_and_never_joins_a_numbered_one():
    found = purchases.orders(
        lines(
            ("a", "2017-05-01 09:00", 1.0),
            ("a", "2017-05-01 17:00", 1.0),
            ("a", "2017-05-02", 1.0),
            ("a", "2017-05-02", 1.0, "2017-05-02"),
            ("b", "2017-05-02", 1.0, "2017-05-02"),
        ),
        end=END,
    )
    ordered = found.order_by("customer_id", "day", "cents").to_pandas()
    assert ordered[["customer_id", "cents"]].values.tolist() == [
        ["a", 200],
        ["a", 100],
        ["a", 100],
        ["b", 100],
    ]


def test_refunds_cancellations_and_gifts_are_no_purchase_but_lower_what_was_spent():
    found = measured(
        ("a", "2017-11-01", 50.0, "1"),
        ("a", "2017-11-05", -20.0, "2"),
        ("a", "2017-11-09", 0.0, "3"),
        ("a", "2017-12-31", 30.0, "4"),
        ("a", "2017-12-31", -30.0, "4"),
    )
    assert found.loc["a", ["orders", "cents", "value", "recency_days"]].tolist() == [1, 3000, 30, 61]


def test_a_customer_with_only_refunds_or_gifts_is_none():
    found = measured(("a", "2017-11-01", -5.0, "1"), ("b", "2017-11-01", 0.0, "2"), ("c", "2017-11-01", 5.0))
    assert found.index.tolist() == ["c"]


def test_a_line_of_nobody_counts_for_nobody():
    assert measured((None, "2017-11-01", 5.0), ("c", "2017-11-01", 5.0)).index.tolist() == ["c"]


def test_money_adds_up_in_whole_cents():
    found = measured(*[("a", "2017-11-01", 0.1)] * 3, ("a", "2017-11-02", 0.005), ("a", "2017-11-03", 0.004))
    assert found.loc["a", ["cents", "value", "orders"]].tolist() == [31, 0.31, 2]


def test_the_quality_table_by_hand():
    found = purchases.order_quality(
        lines(
            ("Ann", "2017-11-01", 5.0, "1", None, "tea"),
            ("Ann", "2017-11-01", 5.0, "1", None, "tea"),
            ("Ann", "2017-11-01", 5.0, "1", None, "tea"),
            (" ann", "2017-11-02", -5.0),
            ("a nn", "2017-11-02", 0.0, "2"),
            ("b", "2017-11-02", 9.0, "3"),
            ("b", "2017-11-02", 9.0, "3"),
            ("b", "2017-11-03", -2.0, "4"),
            (None, "2017-11-03", 7.0, "5"),
            ("b", "2018-01-01", 8.0, "6"),
        ),
        end=END,
    ).set_index("rule")
    assert found[["n", "of"]].to_dict("split")["data"] == [
        [1, 10],
        [58, 92],
        [1, 9],
        [2, 9],
        [1, 9],
        [1, 9],
        [0, 9],
        [2, 3],
        [1, 5],
        [3, 4],
        [2, 4],
        [2, 4],
    ]
    assert found.index[:5].tolist() == ["later", "silent", "nobody", "refund", "nothing"]
    assert found.index[5:].tolist() == [
        "no_order",
        "reused",
        "repeated",
        "order_twice",
        "spelling",
        "refunded",
        "never_bought",
    ]
    assert found.loc["spelling", "share"] == 0.75


def test_an_order_number_that_is_used_again_is_another_order_and_a_refund_is_of_the_first():
    rows = [
        ("a", "2017-01-05", 10.0, "1001"),
        ("a", "2017-01-20", 5.0, "1001"),  # a part of it, delivered later
        ("a", "2017-07-05", -4.0, "1001"),  # half a year later, and still of that order
        ("a", "2017-11-05", 20.0, "1001"),
    ]
    found = purchases.orders(lines(*rows), end=END).to_pandas().sort_values("day")
    assert found[["cents", "bought"]].to_numpy().tolist() == [[1100, 1], [2000, 1]]
    assert purchases.order_quality(lines(*rows), end=END).set_index("rule").at["reused", "n"] == 1


ONE, OTHER, TEA = ("a", "2017-11-01", 5.0, "1"), ("a", "2017-11-01", 6.0, "1"), (None, None, "tea")


@pytest.mark.parametrize(
    ("rows", "repeated", "twice"),
    [
        ([("a", "2017-11-01", 5.0)] * 2, (0, 0), (0, 0)),  # equal lines of a day may well be two things
        ([("a", "2017-11-01 10:11", 5.0)] * 2, (0, 0), (1, 2)),
        ([ONE] * 2, (0, 0), (1, 2)),
        ([ONE] * 3, (0, 0), (0, 3)),  # three of the same, in one order
        ([ONE, OTHER] * 2, (0, 0), (2, 4)),
        ([ONE, ONE, OTHER], (0, 0), (0, 3)),
        ([("a", "2017-11-01", 5.0, *TEA)] * 3, (2, 3), (0, 0)),
    ],
)
def test_repeated_lines_are_counted_of_those_of_which_it_can_be_told(rows, repeated, twice):
    found = purchases.order_quality(lines(*rows), end=END).set_index("rule")
    assert tuple(found.loc["repeated", ["n", "of"]]) == repeated
    assert tuple(found.loc["order_twice", ["n", "of"]]) == twice


@pytest.mark.parametrize(
    ("last", "silent"), [("2017-12-31 23:59", 0), ("2017-12-30", 1), ("2017-10-01", 91), ("2001-01-01", 92)]
)
def test_days_without_a_line_at_the_end_of_the_quarter_are_counted(last, silent):
    found = purchases.order_quality(lines(("a", last, 5.0)), end=END).set_index("rule")
    assert found.loc["silent", ["n", "of"]].tolist() == [silent, 92]


def test_amounts_under_half_a_cent_are_nothing_and_no_refund():
    found = purchases.order_quality(lines(("a", "2017-11-01", -0.004), ("a", "2017-11-02", 0.004)), end=END)
    assert found.set_index("rule")["n"][["refund", "nothing", "refunded"]].tolist() == [0, 2, 0]


def test_the_quality_of_an_empty_quarter_is_nothing_of_nothing():
    found = purchases.order_quality(lines(("a", "2018-02-01", 5.0)), end=END).set_index("rule")
    assert found.loc["later", ["n", "of"]].tolist() == [1, 1]
    assert found.loc["silent", ["n", "of"]].tolist() == [92, 92]
    found = found.drop(["later", "silent"])
    assert found["n"].eq(0).all() and found["share"].isna().all()


# Measures


def test_customer_measures_by_hand(three):
    found = per_customer(customer_measures(three, end=END, window_days=91))
    assert found.loc["a"].to_dict() == {
        "age_days": 306,
        "recency_days": 1,
        "orders": 1,
        "cents": 2500,
        "value": 25,
        "breadth": 2,
        "purchases": 2,
        "spent": 3500,
    }
    assert found.loc["b", ["orders", "value"]].tolist() == [1, 41]
    assert found.loc["c", ["orders", "value", "breadth"]].tolist() == [0, 0, 0]


def test_a_customer_is_as_old_as_the_earlier_of_the_first_purchase_and_since():
    bought = lines(("a", "2017-12-01", 5.0), ("b", "2017-12-01", 5.0), ("c", "2017-12-01", 5.0))
    since = pd.to_datetime(["2016-12-31", None, "2017-12-30"])
    customers = ibis.memtable(pd.DataFrame({"customer_id": ["a", "b", "c"], "since": since}))
    found = per_customer(customer_measures(bought, customers, end=END, window_days=91))
    assert found["age_days"].to_dict() == {"a": 366, "b": 31, "c": 31}
    assert found["recency_days"].eq(31).all() and found["orders"].eq(1).all()


def test_what_comes_after_the_period_does_not_count(three):
    found = per_customer(customer_measures(three, end=END, window_days=91))
    assert found.index.tolist() == ["a", "b", "c"]


def test_a_purchase_counts_in_the_window_while_its_recency_is_below_the_window():
    for day, orders in (("2017-10-03", 1), ("2017-10-02 23:59:59", 0)):
        found = measured(("a", day, 5.0, "1", "Bread")).loc["a"]
        assert (found["orders"], found["breadth"], found["recency_days"] < 91) == (
            orders,
            orders,
            orders == 1,
        )


def test_an_empty_quarter_has_no_customers_no_cells_and_no_value(three):
    nobody = customer_measures(three, end=datetime(2016, 1, 1), window_days=91)
    assert nobody.to_pandas().empty and rfm_scores(nobody).to_pandas().empty
    assert rfm_cells(rfm_scores(nobody))["n"].tolist() == [0] * 25
    curve = concentration(nobody)
    assert curve[["n", "share_of_value"]].to_numpy().tolist() == [[0, 0]]
    with pytest.raises(MeasureError, match="There are 0 customers"):
        value_by_group(nobody, nobody.select("customer_id", group="customer_id"))


DAYS = st.integers(0, 500).map(lambda days: datetime(2016, 9, 15) + timedelta(days=days, hours=days % 24))
LINES = st.lists(
    st.tuples(
        st.sampled_from([*"abcdeé", None]),
        DAYS,
        st.integers(-300, 500).map(lambda cents: cents / 100),
        st.sampled_from(["1", "2", None]),
        st.sampled_from(["Bread", "Milk", None]),
    ),
    min_size=1,
    max_size=60,
)


def plainly(rows, window_days):
    """The measures once more, customer by customer."""
    frame = pd.DataFrame(rows, columns=["customer_id", "at", "amount", "order_id", "product_group"])
    frame = frame[frame["customer_id"].notna() & frame["at"].lt(END)]
    since = END - timedelta(days=window_days - 1)
    found = {}
    for customer, its in frame.groupby("customer_id"):
        day = its["at"].dt.normalize()
        first = day.groupby(its["order_id"]).transform("min")
        again = its["amount"].gt(0) & day.sub(first).dt.days.gt(92)
        number = its["order_id"].astype("str")
        key = number.mask(again, number + day.dt.strftime(" again %F"))
        key = key.fillna(day.dt.strftime("day %F"))
        order = its.assign(day=day, cents=its["amount"].mul(100).round()).groupby(key)
        order = order.agg(day=("day", "min"), cents=("cents", "sum"))
        bought, recent = order[order["cents"] > 0], order[order["day"] >= since]
        if len(bought):
            groups = its.loc[its["at"].ge(since) & its["amount"].gt(0), "product_group"]
            found[customer] = {
                "age_days": (END - bought["day"].min()).days,
                "recency_days": (END - bought["day"].max()).days,
                "orders": int(recent["cents"].gt(0).sum()),
                "cents": int(recent["cents"].sum()),
                "value": recent["cents"].sum() / 100,
                "breadth": groups.nunique(),
                "purchases": len(bought),
                "spent": int(order["cents"].sum()),
            }
    return found


@examples(15)
@given(LINES, st.sampled_from([1, 30, 365]), st.randoms(use_true_random=False))
def test_measures_are_those_of_a_plain_computation_whatever_the_order_of_lines(rows, window_days, random):
    expected = plainly(rows, window_days)
    random.shuffle(rows)
    assert measured(*rows, window_days=window_days).to_dict("index") == expected


# Scores


def test_rfm_scores_by_hand():
    measures = table(
        customer_id=list("abcde"),
        recency_days=[1, 2, 3, 4, 5],
        purchases=[9, 9, 2, 2, 2],
        spent=[500, 400, 300, 200, 100],
    )
    scores = per_customer(rfm_scores(measures))
    assert scores["recency_score"].tolist() == scores["value_score"].tolist() == [5, 4, 3, 2, 1]
    assert scores["frequency_score"].tolist() == [4, 4, 1, 1, 1]


@pytest.mark.parametrize(
    ("spent", "scores"),
    [
        ([7], [1]),
        ([7, 7, 7], [1, 1, 1]),
        ([1, 2], [1, 3]),
        ([1, 1, 1, 1, 9], [1, 1, 1, 1, 5]),
        ([-5, 0], [1, 3]),
    ],
)
def test_fewer_than_five_values_get_the_scores_their_place_gives(spent, scores):
    ids = [f"c{n}" for n in range(len(spent))]
    measures = table(customer_id=ids, recency_days=[3] * len(spent), purchases=[1] * len(spent), spent=spent)
    found = per_customer(rfm_scores(measures))
    assert found["value_score"].tolist() == scores and found["recency_score"].eq(1).all()


@examples(12)
@given(st.lists(st.integers(-2, 6), min_size=1, max_size=40), st.randoms())
def test_a_score_is_one_and_the_whole_fifths_that_do_worse_whatever_the_order_of_rows(values, random):
    frame = pd.DataFrame({"customer_id": range(len(values)), "spent": values})
    frame = frame.assign(purchases=frame["spent"], recency_days=-frame["spent"])
    shuffled = frame.sample(frac=1, random_state=random.randrange(2**31))
    scores = per_customer(rfm_scores(ibis.memtable(shuffled)))
    worse = frame["spent"].rank(method="min").astype(int) - 1
    expected = (worse * 5 // len(values) + 1).tolist()
    for score in ("recency_score", "frequency_score", "value_score"):
        assert scores[score].tolist() == expected


def test_rfm_cells_hold_every_customer_and_all_that_was_spent(three):
    cells = rfm_cells(rfm_scores(customer_measures(three, end=END, window_days=91)))
    assert (len(cells), cells["n"].sum(), cells["value"].sum()) == (25, 3, 83)
    assert cells["value_per_customer"].isna().eq(cells["n"].eq(0)).all()
    assert cells.set_index(["recency_score", "frequency_score"]).loc[(5, 5), "name"] == "best"


# Stages


def rules(**below):
    return [
        Stage(name="few", rules={"orders": {"below": below["few"]}}),
        Stage(name="many", rules={"orders": {"at_least": below["many"]}}),
    ]


def test_a_boundary_belongs_to_the_stage_above_it():
    found = customer_stages(table(customer_id=list("abc"), orders=[2, 3, 4]), rules(few=3, many=3))
    assert per_customer(found)["stage"].tolist() == ["few", "many", "many"]


def test_rules_that_leave_customers_out_are_refused_with_their_number():
    measures = table(
        customer_id=list("abc"), orders=[1, 5, 9], value=[0.5, 1_234_567.5, 2.0], cents=[1, 2, 3]
    )
    with pytest.raises(MeasureError, match="1 of 3 customers are in no stage") as refusal:
        customer_stages(measures, rules(few=3, many=6))
    assert "\n    orders 5, value 1,234,567.5\n" in str(refusal.value)


def test_rules_that_take_customers_twice_are_refused_with_both_stages():
    with pytest.raises(MeasureError, match="1 of 3 customers are in more than one stage") as refusal:
        customer_stages(table(customer_id=list("abc"), orders=[1, 5, 9]), rules(few=6, many=4))
    assert "orders 5: few, many" in str(refusal.value)


def test_both_faults_of_the_rules_are_told_at_once_with_three_examples_and_no_names():
    stages = [
        Stage(name="orders", rules={"orders": {"below": 2}}),
        Stage(name="times", rules={"orders": {"at_least": 1, "below": 3}}),
    ]
    ids = [f"anna{n}" for n in range(9)]
    with pytest.raises(MeasureError) as refusal:
        customer_stages(table(customer_id=ids, orders=[0, 1, 1, 2, 5, 6, 7, 8, 9]), stages)
    told = str(refusal.value)
    assert "5 of 9 customers are in no stage" in told and "2 of 9 customers are in more than one" in told
    assert told.count("    orders ") == 3 + 2 and "orders 1: orders, times" in told and "anna" not in told


def stage_table(stages):
    frame = pd.DataFrame({"customer_id": list("abcdefghij")[: len(stages)], "stage": stages})
    return ibis.memtable(frame, schema={"customer_id": "string", "stage": "string"})


def test_transitions_by_hand():
    before = stage_table(["few", "few", "few", "many"])
    after = stage_table(["few", "many", "many", "many", "few"])
    moves = stage_transitions(before, after, rules(few=3, many=3)).set_index(["before", "after"])
    assert moves["n"].tolist() == [1, 2, 0, 1] and moves["from_n"].tolist() == [3, 3, 1, 1]
    assert moves.loc[("few", "many"), "share"] == pytest.approx(2 / 3)
    assert moves.loc[("few", "many"), ["low", "high"]].round(4).tolist() == [0.2077, 0.9385]


def test_what_the_customers_of_a_move_bring_by_hand_and_small_moves_are_hidden():
    before = table(customer_id=list("abcd"), stage=["few", "few", "many", "many"])
    after = table(customer_id=list("abce"), stage=["few", "many", "many", "many"])
    measures = table(customer_id=list("abcde"), cents=[100, 250, 30, 0, 999])
    found = value_of_moves(before, after, measures, rules(few=3, many=3))
    assert found.values.tolist() == [
        ["few", "few", 1, 1.0],
        ["few", "many", 1, 2.5],
        ["many", "few", 0, 0.0],
        ["many", "many", 1, 0.3],
    ]
    assert hidden(found, 2)["value"].isna().all()


def test_without_an_earlier_quarter_there_are_no_transitions_and_no_moves():
    found = stage_transitions(stage_table([]), stage_table(["few"]), rules(few=3, many=3))
    worth = pd.DataFrame({"group": ["few", "many"], "value_per_customer": [1.0, 9.0]})
    assert found.empty and stage_moves(found, worth, rules(few=3, many=3)).empty


FLOW = [
    Stage(name=name, left=name == "gone", rules={"orders": {"at_least": 0}})
    for name in ("low", "top", "gone")
]


@pytest.fixture
def flow():
    before = stage_table(["low", "low", "low", "low", "top", "top", "gone"])
    after = stage_table(["low", "low", "top", "gone", "top", "low", "low"])
    return stage_transitions(before, after, FLOW)


def test_who_stays_rises_falls_and_leaves_by_hand(flow):
    worth = pd.DataFrame({"group": ["low", "top", "gone"], "value_per_customer": [10.0, 90.0, np.nan]})
    moves = stage_moves(flow, worth, FLOW).set_index(["before", "move"])
    assert moves.loc["low", "n"].to_dict() == {"stay": 2, "rise": 1, "fall": 0, "leave": 1}
    assert moves.loc["top", "n"].to_dict() == {"stay": 1, "rise": 0, "fall": 1, "leave": 0}
    assert "gone" not in moves.index.get_level_values("before")
    assert moves["share"].groupby("before").sum().tolist() == [1, 1]
    assert moves.loc[("low", "stay"), ["low", "high"]].round(4).tolist() == [0.15, 0.85]


def test_stages_that_bring_the_same_are_no_rise_and_no_fall(flow):
    worth = pd.DataFrame({"group": ["low", "top", "gone"], "value_per_customer": [10.0, 10.0, 0.0]})
    moves = stage_moves(flow, worth, FLOW).set_index(["before", "move"])
    assert moves.loc["low", "n"].to_dict() == {"stay": 3, "rise": 0, "fall": 0, "leave": 1}


def test_moves_that_are_hidden_are_in_no_sum_and_expect_nothing(flow):
    """What is told further on is computed from what is shown: it cannot give the hidden away."""
    hidden = flow.assign(
        **{c: flow[c].where(flow["before"].ne("top")) for c in ("n", "share", "low", "high")}
    )
    worth = pd.DataFrame({"group": ["low", "top", "gone"], "value_per_customer": [10.0, 90.0, np.nan]})
    assert stage_moves(hidden, worth, FLOW)["before"].unique().tolist() == ["low"]
    now = pd.DataFrame({"group": ["low", "top", "gone"], "n": [40, 20, 10]})
    assert stages_ahead(hidden, now)["expected"].tolist() == [30, 30, 10]


def test_stages_a_quarter_ahead_by_hand(flow):
    ahead = stages_ahead(flow, pd.DataFrame({"group": ["low", "top", "gone"], "n": [40, 20, 10]}))
    assert ahead["stage"].tolist() == ["low", "top", "gone"] and ahead["n"].tolist() == [40, 20, 10]
    assert ahead["expected"].tolist() == [40, 20, 10]
    spread = 1.959964 * np.sqrt([40 * 0.25 + 20 * 0.25, 40 * 0.1875 + 20 * 0.25, 40 * 0.1875])
    assert (ahead["high"] - ahead["expected"]).tolist() == pytest.approx(spread.tolist())
    assert (ahead["expected"] - ahead["low"]).tolist() == pytest.approx(spread.tolist())


# Without another order

CONSUMERS = engagement_from({"client": "Acme", "market": "b2c"}).stages
NEXT_END = datetime(2018, 4, 1)


def quiet(*rows):
    """Measures and stages at the end of the quarter, and stages a quarter later without another order."""
    known = lines(*rows)
    now, later = (customer_measures(known, end=end, window_days=91) for end in (END, NEXT_END))
    return now, customer_stages(now, CONSUMERS), stages_next_quarter(later, CONSUMERS)


ORDERS = [
    ("loyal", "2017-01-01", 1.0),
    *[("loyal", f"2017-12-{day}", 100.0) for day in ("01", "15", "31")],
    ("new", "2017-11-15", 60.0),
    ("newest", "2017-12-31", 40.0),
    ("slipping", "2017-08-01", 500.0),
    ("lapsed", "2017-01-01", 500.0),
]


def test_the_stage_of_a_customer_who_orders_nothing_more_by_hand():
    _, now, later = quiet(*ORDERS)
    assert per_customer(now)["stage"].to_dict() == {
        "loyal": "loyal",
        "new": "new",
        "newest": "new",
        "slipping": "slipping",
        "lapsed": "lapsed",
    }
    assert per_customer(later)["stage"].to_dict() == {
        "loyal": "slipping",
        "new": "slipping",
        "newest": "slipping",
        "slipping": "lapsed",
        "lapsed": "lapsed",
    }


def test_slides_count_customers_and_what_they_bring_now_beside_who_moved_so_before():
    moves = pd.DataFrame(
        {"before": ["loyal"], "after": ["slipping"], "share": [0.1], "low": 0.0, "high": 0.2}
    )
    found = inactive_next_quarter(*quiet(*ORDERS), moves, CONSUMERS)
    assert found[["before", "after", "n", "value"]].to_numpy().tolist() == [
        ["new", "slipping", 2, 100],
        ["loyal", "slipping", 1, 300],
        ["slipping", "lapsed", 1, 0],
        ["lapsed", "lapsed", 1, 0],
    ]
    assert found["share_of_customers"].tolist() == [0.4, 0.2, 0.2, 0.2]
    assert found["share_of_value"].tolist() == [0.25, 0.75, 0, 0]
    assert found["moved"].isna().tolist() == [True, False, True, True] and found.loc[1, "high"] == 0.2


def test_rules_that_do_not_fit_the_next_quarter_leave_a_customer_without_a_stage():
    rules = [
        Stage(name="here", rules={"recency_days": {"below": 91}}),
        Stage(name="also", rules={"recency_days": {"at_least": 90, "below": 91}}),
    ]
    days = table(customer_id=list("abc"), recency_days=[89, 90, 91], cents=[1, 2, 3])
    later = stages_next_quarter(days, rules)
    assert per_customer(later)["stage"].fillna("").tolist() == ["here", "", ""]
    now = table(customer_id=list("abc"), stage=["here"] * 3)
    none = pd.DataFrame(columns=["before", "after", "share", "low", "high"])
    found = inactive_next_quarter(days, now, later, none, rules)
    assert found["after"].fillna("").tolist() == ["here", ""] and found["n"].tolist() == [1, 2]


# Value


def test_value_by_group_by_hand():
    measures = table(customer_id=list("xyzw"), cents=[6000, 3000, 1000, 99])
    groups = table(customer_id=list("xyz"), segment=["a", "b", "b"])
    found = value_by_group(measures, groups, ["b", "a", "nobody"])
    assert found["group"].tolist() == ["b", "a", "nobody"]
    assert found["share_of_customers"].round(3).tolist() == [0.667, 0.333, 0]
    assert found["share_of_value"].tolist() == [0.4, 0.6, 0]
    assert found["value_per_customer"].tolist()[:2] == [20, 60] and np.isnan(found["value_per_customer"][2])


def test_where_refunds_exceed_what_was_spent_there_are_no_shares_of_value():
    measures = table(customer_id=["x", "y"], cents=[-500, 100])
    groups = table(customer_id=["x", "y"], segment=["a", "b"])
    assert value_by_group(measures, groups)["share_of_value"].tolist() == [0, 0]
    assert concentration(measures)["share_of_value"].eq(0).all()


def test_concentration_by_hand():
    found = concentration(table(customer_id=list("abcd"), cents=[10, 70, 40, -20])).set_index("n")
    assert found.groupby("n")["share_of_value"].unique().str[0].tolist() == [0.7, 1.1, 1.2, 1]
    assert found["share_of_customers"].groupby("n").max().tolist() == [0.25, 0.5, 0.75, 1]


def test_one_customer_is_the_whole_base_and_all_value():
    found = concentration(table(customer_id=["a"], cents=[1999]))
    assert found[["n", "share_of_value"]].to_numpy().tolist() == [[1, 1]]
    group = value_by_group(table(customer_id=["a"], cents=[1999]), table(customer_id=["a"], segment=["s"]))
    assert group.to_dict("records") == [
        {
            "group": "s",
            "n": 1,
            "share_of_customers": 1,
            "value": 19.99,
            "share_of_value": 1,
            "value_per_customer": 19.99,
        }
    ]


@examples(20)
@given(st.lists(st.integers(0, 10**8), min_size=1, max_size=150), st.integers(1, 20))
def test_concentration_is_that_of_sorted_values_and_the_top_never_holds_less_than_its_share(cents, minimum):
    found = concentration(table(customer_id=range(len(cents)), cents=cents), minimum=minimum)
    best, parts = np.sort(cents)[::-1].cumsum(), min(max(len(cents) // minimum, 1), 100)
    n = -(-np.arange(1, parts + 1) * len(cents) // parts)
    assert np.diff(n, prepend=0).min() >= min(minimum, len(cents))
    assert found["n"].tolist() == n.tolist()
    if best[-1]:
        assert found["share_of_value"].tolist() == (best[n - 1] / best[-1]).round(2).tolist()
        assert found["share_of_value"].ge(found["share_of_customers"] - 0.005 - 1e-12).all()


@examples(20)
@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=150))
def test_who_bring_half_are_the_fewest_that_do_and_are_the_first_band(cents):
    measures = table(customer_id=range(len(cents)), cents=cents)
    half, best = half_of_revenue(measures).iloc[0], np.sort(cents)[::-1].cumsum()
    bands = value_bands(measures, {"A": 0.5, "B": 1.0}).to_pandas()["value_band"]
    assert half["n"] == bands.eq("A").sum()
    if best[-1]:
        n = int(half["n"])
        assert 2 * best[n - 1] >= best[-1] > 2 * (best[n - 2] if n > 1 else -1)


def test_nobody_brings_half_of_nothing():
    assert half_of_revenue(table(customer_id=["a", "b"], cents=[0, 0]))["n"].tolist() == [0]


def test_a_stage_that_nobody_was_in_is_expected_to_stay_as_it_is():
    transitions = pd.DataFrame({"before": ["a", "a"], "after": ["a", "b"], "share": [0.6, 0.4]})
    now = pd.DataFrame({"group": ["a", "b"], "n": [10, 5]})
    found = stages_ahead(transitions, now)
    assert found["expected"].tolist() == pytest.approx([6, 9])
    assert found["high"].iloc[1] - found["expected"].iloc[1] == pytest.approx(1.96 * 2.4**0.5, rel=1e-4)
    none = stages_ahead(transitions.iloc[:0], now)
    assert none[["expected", "low", "high"]].to_numpy().tolist() == [[10, 10, 10], [5, 5, 5]]
