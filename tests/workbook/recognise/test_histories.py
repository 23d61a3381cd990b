"""What leaves the backend to fit customer lifetime value, and what comes back: by hand, laws and refusals."""

from dataclasses import replace
from datetime import datetime

import ibis
import numpy as np
import pandas as pd
import pytest
from published_data import cdnow_orders, cdnow_sample

from workbook.errors import MeasureError
from workbook.recognise.clv import bg_nbd, expected_purchases, expected_spending, gamma_gamma
from workbook.recognise.histories import (
    WEEKS_PER_QUARTER,
    customer_histories,
    customer_values,
    distinct_histories,
    distinct_spending,
    expected_totals,
)

END = datetime(2018, 1, 1)


def lines(*rows):
    columns = ["customer_id", "ordered_at", "amount", "order_id"]
    frame = pd.DataFrame(rows, columns=columns).astype({"customer_id": "str", "order_id": "str"})
    group = pd.Series(None, frame.index, dtype="str")
    frame = frame.assign(ordered_at=pd.to_datetime(frame["ordered_at"], format="mixed"), product_group=group)
    return ibis.memtable(frame)


def in_weeks(rows):
    mean = rows["cents_again"] / 100 / rows["frequency"].where(rows["frequency"] > 0)
    return rows.assign(recency=rows["active_days"] / 7, age=rows["observed_days"] / 7, monetary=mean)


@pytest.fixture(scope="module")
def crowd():
    """300 customers with 1 to 9 purchases in 2017."""
    random = np.random.default_rng(4)
    customer = np.repeat(np.arange(300), random.geometric(0.35, 300).clip(max=9))
    days = random.integers(0, 365, len(customer))
    amount = (random.gamma(5, 5, len(customer)) * random.gamma(6, 0.2, 300)[customer]).round(2) + 0.01
    at = pd.Timestamp("2017-01-01") + pd.to_timedelta(days, unit="D")
    rows = zip((f"c{one:03}" for one in customer), at, amount, map(str, range(len(customer))), strict=True)
    return customer_histories(lines(*rows), end=END)


@pytest.fixture(scope="module")
def fits(crowd):
    return bg_nbd(distinct_histories(crowd)), gamma_gamma(distinct_spending(crowd))


def test_histories_by_hand():
    found = customer_histories(
        lines(
            ("a", "2017-12-01 09:00", 10.0, "1"),
            ("a", "2017-12-01 17:00", 1.0, "2"),  # the same day: no second purchase
            ("a", "2017-12-08", 20.0, "3"),
            ("a", "2017-12-08", 5.5, "4"),
            ("a", "2017-12-20", -20.0, "5"),  # a refund is no purchase, and lowers no amount
            ("a", "2017-12-22", 3.0, "6"),
            ("b", "2017-12-31", 7.0, None),
            ("c", "2017-12-03", -7.0, "7"),
            ("d", "2018-01-01", 7.0, "8"),
            (None, "2017-12-03", 7.0, "9"),
        ),
        end=END,
    )
    assert found.order_by("customer_id").to_pandas().to_dict("split")["data"] == [
        ["a", 2, 21, 30, 2850],
        ["b", 0, 0, 0, 0],
    ]


def test_the_history_of_a_customer_of_cdnow_is_as_published():
    """Those with more than two repeat purchases can be told apart, and are looked for among all."""
    orders = cdnow_orders()
    frame = pd.DataFrame({"customer_id": orders["customer_id"].astype("str"), "ordered_at": orders["date"]})
    blank = pd.Series(None, frame.index, dtype="str")
    frame = frame.assign(amount=orders["dollar_value"], order_id=blank, product_group=blank)
    found = customer_histories(ibis.memtable(frame), end=datetime(1997, 10, 1)).to_pandas()
    weeks = found[["active_days", "observed_days"]] / 7
    mean = found["cents_again"] / 100 / found["frequency"].where(found["frequency"] > 0)
    ours = set(zip(found["frequency"], *weeks.round(2).to_numpy().T, mean.round(2), strict=True))
    published = cdnow_sample().query("frequency > 2").drop(columns="customer_id")
    theirs = list(published.itertuples(index=False, name=None))
    assert sum(row in ours for row in theirs) / len(theirs) > 0.95


def test_counting_customers_together_keeps_all_of_them(crowd):
    rows, histories, amounts = crowd.to_pandas(), distinct_histories(crowd), distinct_spending(crowd)
    assert histories["n"].sum() == 300 and not histories.duplicated(["frequency", "recency", "age"]).any()
    assert (histories["age"] * 7 @ histories["n"]) == pytest.approx(rows["observed_days"].sum())
    spent = amounts["n"] * amounts["frequency"] * amounts["monetary"]
    assert spent.sum() == pytest.approx(rows["cents_again"].sum() / 100)
    assert amounts["n"].sum() == (rows["frequency"] > 0).sum()


def test_grouping_amounts_by_their_first_digits_does_not_move_the_parameters():
    random = np.random.default_rng(8)
    frequency = random.integers(1, 5, 8_000)
    cents = (random.gamma(6 * frequency, 1 / random.gamma(4, 1 / 1_500, 8_000))).round().astype("int64") + 1
    again = pd.DataFrame({"frequency": frequency, "cents_again": cents})
    grouped = distinct_spending(ibis.memtable(again))
    apart = pd.DataFrame({"frequency": frequency, "monetary": cents / 100 / frequency, "n": 1})
    assert len(grouped) < len(apart) / 2
    assert gamma_gamma(grouped).parameters == pytest.approx(gamma_gamma(apart).parameters, rel=1e-4)


def test_values_on_the_backend_are_those_of_the_models(crowd, fits):
    rows = crowd.order_by("customer_id").to_pandas()
    found = customer_values(crowd, *fits, quarters=1, discount=0).order_by("customer_id").to_pandas()
    history = in_weeks(rows)
    purchases = expected_purchases(fits[0], history, WEEKS_PER_QUARTER)
    np.testing.assert_allclose(found["purchases"], purchases)
    np.testing.assert_allclose(found["spend"], expected_spending(fits[1], history))
    np.testing.assert_allclose(found["value"], found["purchases"] * found["spend"])
    assert (found["cents"] / 100 - found["value"]).abs().max() <= 0.005 + 1e-9


def test_a_quarter_of_waiting_costs_the_discount(crowd, fits):
    def value(**asked):
        return float(customer_values(crowd, *fits, **asked).value.sum().to_pandas())

    one, two = value(quarters=1, discount=0.1), value(quarters=2, discount=0)
    assert one == pytest.approx(value(quarters=1, discount=0))
    assert value(quarters=2, discount=0.1) == pytest.approx(one + 0.9 * (two - one))
    assert one < value(quarters=1.5, discount=0.1) < value(quarters=2, discount=0.1)


def test_the_total_is_the_sum_over_customers_and_lies_in_its_interval(crowd, fits):
    row = expected_totals(crowd, *fits).loc[0]
    values = customer_values(crowd, *fits).to_pandas()
    assert (row["group"], row["n"]) == ("all", 300)
    assert [row["value"], row["purchases"]] == pytest.approx(
        [values["value"].sum(), values["purchases"].sum()]
    )
    assert 0 < row["low"] < row["value"] < row["high"]
    assert row["value_per_customer"] == pytest.approx(row["value"] / 300)


def test_groups_add_up_and_customers_without_a_group_are_left_out(crowd, fits):
    group = crowd.frequency.cases((0, "once"), (1, "twice"), else_=ibis.null("string"))
    groups = crowd.select("customer_id", kind=group)
    found = expected_totals(crowd, *fits, groups)
    rest = crowd.filter(crowd.frequency <= 1)
    assert found["group"].tolist() == ["once", "twice"]
    assert found["value"].sum() == pytest.approx(expected_totals(rest, *fits)["value"][0])


def test_the_interval_is_that_of_draws_from_the_parameters(crowd, fits):
    random, row = np.random.default_rng(6), expected_totals(crowd, *fits, quarters=1).loc[0]
    history = in_weeks(crowd.to_pandas())

    def drawn(fit):
        logs = random.multivariate_normal(np.log(list(fit.parameters.values())), fit.covariance)
        return replace(fit, parameters=dict(zip(fit.parameters, np.exp(logs), strict=True)))

    totals = [
        expected_purchases(drawn(fits[0]), history, WEEKS_PER_QUARTER)
        @ expected_spending(drawn(fits[1]), history)
        for _ in range(200)
    ]
    assert np.std(np.log(totals)) == pytest.approx(np.log(row["high"] / row["low"]) / 3.92, rel=0.2)


def test_a_horizon_and_a_discount_out_of_range_are_refused_together(crowd, fits):
    with pytest.raises(MeasureError, match="quarters: 0 is not above 0") as refusal:
        customer_values(crowd, *fits, quarters=0, discount=1)
    assert "discount: 1 is not within 0 to 1" in str(refusal.value)
