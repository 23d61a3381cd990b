"""Whether the check of customer lifetime value says what it should: by hand, on real data, and refusals."""

from datetime import datetime

import ibis
import numpy as np
import pandas as pd
import pytest
from published_data import cdnow_orders, online_retail
from scipy.stats import spearmanr

from workbook.backend import cached
from workbook.engagement import OutlookRule
from workbook.errors import MeasureError
from workbook.recognise.clv import FittedModel, bg_nbd, gamma_gamma
from workbook.recognise.histories import customer_histories, distinct_histories, distinct_spending
from workbook.recognise.holdout import doubts, held_out, period_errors, ranking_scores
from workbook.recognise.outlook import outlook


def transactions(frame):
    """Order lines in a database of their own: each test reads them several times."""
    blank = pd.Series(None, frame.index, dtype="str")
    frame = pd.DataFrame({"order_id": blank, "product_group": blank} | dict(frame.items()))
    return ibis.duckdb.connect().create_table("transactions", frame)


@pytest.fixture(scope="module")
def cdnow():
    found = cdnow_orders()[["customer_id", "date", "dollar_value"]]
    found.columns = ["customer_id", "ordered_at", "amount"]
    return transactions(found.assign(customer_id=found["customer_id"].astype("str")))


@pytest.fixture(scope="module")
def retail():
    """A wholesaler of gifts, before Christmas."""
    found = online_retail()
    customer, amount = found["customer_id"].astype("str"), found["quantity"] * found["price"]
    found = pd.DataFrame(
        {
            "customer_id": customer,
            "ordered_at": found["invoice_date"],
            "amount": amount,
            "order_id": found["invoice"],
        }
    )
    return transactions(found)


def held(**columns):
    frame = pd.DataFrame(columns)
    return ibis.memtable(frame.assign(customer_id=[f"c{row:02}" for row in range(len(frame))]))


def test_period_errors_by_hand():
    found = period_errors(
        held(
            purchases_model=[1.0, 2.0],
            purchases_same_again=[1, 1],
            purchases_actual=[2, 2],
            cents_model=[2000, 4000],
            cents_same_again=[3000, 6000],
            cents_actual=[2000, 2000],
        )
    ).set_index(["measure", "predictor"])
    assert found["error"].tolist() == [-0.5, -0.25, 1.25, 0.5]
    assert found.loc[("value", "model"), ["customers", "predicted", "actual"]].tolist() == [2, 60, 40]
    # Customers are off by 0 and by 20, of 60 predicted.
    assert found.loc[("value", "model"), "chance"] == pytest.approx(1.959964 * 20 / 60)
    assert found["prefer"].tolist() == [False, True, False, True]


def test_where_both_are_as_far_off_the_plain_rule_is_preferred():
    same = {f"{unit}_{name}": [1] for unit in ("purchases", "cents") for name in ("model", "same_again")}
    found = period_errors(held(**same, purchases_actual=[0], cents_actual=[0]))
    assert found["prefer"].tolist() == [True, False, True, False] and found["error"].isna().all()


def test_ranking_scores_by_hand():
    """Of eleven customers the best tenth is two; equal ones are ranked by id."""
    found = ranking_scores(
        held(
            cents_model=[9, 8, *[0] * 9],
            cents_same_again=[0] * 11,
            cents_past_spend=[0, 9, 8, *[0] * 8],
            cents_actual=[50, 0, 30, *[2] * 10][:11],
        )
    ).set_index("predictor")
    assert found["n"].tolist() == [2, 2, 2]
    assert found["found"].to_dict() == {"past_spend": 0.5, "same_again": 0.5, "model": 0.5}
    assert found["share_of_value"].tolist() == pytest.approx([30 / 96, 50 / 96, 50 / 96])
    assert found["prefer"].tolist() == [False, True, False]


def test_on_cdnow_the_model_foretells_39_weeks_after_39_weeks_better_than_plain_rules(cdnow):
    found = cached(held_out(cdnow, end=datetime(1998, 7, 1), holdout_days=273))
    errors = period_errors(found).set_index(["measure", "predictor"])
    assert errors.loc[("purchases", "model"), ["customers", "actual"]].tolist() == [23_500, 19_674]
    assert errors["error"].round(2).tolist() == [1.43, -0.14, 1.22, -0.17]
    assert errors["prefer"].tolist() == [False, True, False, True]
    ranks = ranking_scores(found).set_index("predictor")
    assert ranks["prefer"].to_dict() == {"past_spend": False, "same_again": False, "model": True}
    assert ranks.loc["model", ["found", "share_of_value"]].round(2).tolist() == [0.48, 0.52]


def test_on_a_shop_with_a_season_the_check_prefers_the_plain_rules(retail):
    """Fitted on 1 Dec 2009 to 31 Aug 2010, held out September to November: Christmas is coming."""
    found = cached(held_out(retail, end=datetime(2010, 12, 1), holdout_days=91))
    errors = period_errors(found).set_index(["measure", "predictor"])
    value = errors.loc["value"]
    assert value["error"].round(2).to_dict() == {"same_again": -0.25, "model": -0.31}
    assert value["prefer"].to_dict() == {"same_again": True, "model": False}
    # More than chance.
    assert abs(value.loc["model", "error"]) > 2 * value.loc["model", "chance"]
    assert ranking_scores(found).set_index("predictor")["prefer"]["past_spend"]


def test_where_the_data_reach_a_year_back_the_same_days_of_then_are_a_plain_rule_too(cdnow):
    some, end = cdnow.filter(cdnow.customer_id.endswith("11")), datetime(1998, 7, 1)
    found = held_out(some, end=end, holdout_days=91)
    errors = period_errors(found).set_index(["measure", "predictor"])
    then = some.to_pandas()
    then = then[then["ordered_at"].between("1997-04-02", "1997-07-01 23:59") & then["amount"].gt(0)]
    assert errors.loc[("value", "last_year"), "predicted"] == pytest.approx(then["amount"].sum())
    days = then.assign(day=then["ordered_at"].dt.normalize()).drop_duplicates(["customer_id", "day"])
    assert errors.loc[("purchases", "last_year"), "predicted"] == len(days) > 0
    assert "cents_last_year" not in held_out(some, end=datetime(1998, 3, 31), holdout_days=91).columns


def test_what_is_held_out_does_not_touch_what_was_expected(cdnow):
    some, end = cdnow.filter(cdnow.customer_id.endswith("11")), datetime(1998, 1, 1)
    before = some.filter(some.ordered_at < ibis.timestamp("1997-10-01"))
    full, cut = (held_out(table, end=end, holdout_days=92) for table in (some, before))
    columns = ["customer_id", "purchases_model", "cents_model", "cents_same_again", "cents_past_spend"]
    one, other = (table.select(columns).order_by("customer_id").to_pandas() for table in (full, cut))
    pd.testing.assert_frame_equal(one, other)
    assert cut.purchases_actual.sum().to_pandas() == 0 < full.purchases_actual.sum().to_pandas()


def test_more_days_than_half_cannot_be_held_out(cdnow):
    with pytest.raises(MeasureError, match=r"400 days cannot be held out: there are purchases over 146 days"):
        held_out(cdnow, end=datetime(1998, 7, 1), holdout_days=400)


def doubts_of(table, end):
    customers = customer_histories(table, end=end)
    histories, amounts = distinct_histories(customers), distinct_spending(customers)
    return doubts(bg_nbd(histories), gamma_gamma(amounts), histories, amounts).set_index("doubt")


def test_cdnow_raises_no_doubt(cdnow):
    found = doubts_of(cdnow, datetime(1998, 7, 1))
    assert not found["raised"].any()
    assert found.loc["few_customers", "found"] == 23_502


def test_parameters_that_the_data_do_not_show_are_a_doubt(retail):
    """Over the year hardly anyone seems to leave: how the chance to leave differs cannot be known."""
    found = doubts_of(retail, datetime(2010, 12, 1))
    assert found.index[found["raised"]].tolist() == ["vague: a", "vague: b"]


def test_few_customers_a_short_time_and_a_runaway_parameter_are_doubts():
    histories = pd.DataFrame(
        {"frequency": [0, 1], "recency": [0.0, 8.0], "age": [9.0, 10.0], "n": [300, 200]}
    )
    amounts = pd.DataFrame({"frequency": [1, 2, 3], "monetary": [5.0, 9.0, 30.0], "n": [100, 60, 40]})
    buying = FittedModel(
        "bg_nbd", {"r": 1.0, "a": 2.0}, {"r": 0.5, "a": np.nan}, np.zeros((2, 2)), -1.0, 500, ("a",)
    )
    spending = FittedModel("gamma_gamma", {"p": 2.0}, {"p": 3.0}, np.zeros((1, 1)), -1.0, 200, ())
    found = doubts(buying, spending, histories, amounts).set_index("doubt")
    assert found["found"].tolist() == pytest.approx([500, 9 / 8, 1, 0.5, np.inf, 1.5])
    assert found["raised"].tolist() == [True, True, True, False, True, True]


def test_the_rank_correlation_is_that_of_the_customers_one_by_one(cdnow):
    customers = customer_histories(cdnow, end=datetime(1997, 10, 1))
    amounts = distinct_spending(customers)
    one = amounts.loc[amounts.index.repeat(amounts["n"])]
    fit = FittedModel("bg_nbd", {}, {}, np.zeros((0, 0)), -1.0, 1, ())
    found = doubts(fit, fit, distinct_histories(customers), amounts).set_index("doubt").loc["correlated"]
    assert found["found"] == pytest.approx(spearmanr(one["frequency"], one["monetary"]).statistic)
    assert found["low"] < found["found"] < found["high"] < 0.3


def test_customers_who_all_order_alike_have_an_outlook_that_is_finite():
    """Forty customers with five regular orders each: the parameters run off, and the page once died of it."""
    days = pd.date_range("2026-01-05", periods=5, freq="50D")
    rows = [
        (f"c{number:02}", day + pd.Timedelta(days=number), 25.0 + number)
        for number in range(40)
        for day in days
    ]
    orders = pd.DataFrame(rows, columns=["customer_id", "ordered_at", "amount"])
    groups = ibis.memtable({"customer_id": sorted(set(orders["customer_id"])), "stage": ["all"] * 40})
    lines, end = transactions(orders), datetime(2026, 10, 1)
    past = cached(customer_histories(lines, end=end))
    found = outlook(lines, past, groups, end=end, rule=OutlookRule(), discount=0.02)
    assert found.reason in ("", "unfit", "unchecked")
    assert np.isfinite(found.expected.select_dtypes("number")).all(axis=None)
