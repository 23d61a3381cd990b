import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritization import business_cases, cash_flows


def opportunities(**columns):
    """Certain amounts, unless said otherwise: 60 extra and 40 protected per quarter, for 90."""
    base = {"opportunity": ["a"], "cost": 90, "quarters": 1}
    for name, value in (("extra", 60), ("protected", 40)):
        base |= {f"{name}_{part}": value for part in ("low", "likely", "high")}
    return pd.DataFrame(base | columns)


def random_opportunities(seed, n=6):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"opportunity": [f"o{row}" for row in range(n)], "quarters": rng.integers(0, 5, n)})
    for name, likely in (("extra", "extra_likely"), ("protected", "protected_likely"), ("cost", "cost")):
        points = np.sort(rng.uniform(0, 100, (n, 3)), axis=1)
        frame[f"{name}_low"], frame[likely], frame[f"{name}_high"] = points.T
    return frame


def test_a_case_is_checked_by_hand():
    """Cost 90 in quarter 0; 60 and 40 in quarters 1 and 2, at 90 % and 81 % of their value."""
    case = business_cases(opportunities(), horizon=3, discount=0.1).iloc[0]
    assert case["extra"] == pytest.approx(60 * (0.9 + 0.81))
    assert case["protected"] == pytest.approx(40 * (0.9 + 0.81))
    assert case["cost"] == 90
    assert case["npv"] == pytest.approx(171 - 90)
    assert case["payback"] == 2


def test_waiting_a_quarter_loses_the_last_quarter_and_delays_the_rest():
    """Now 100 in quarters 1 and 2 for 90; a quarter later 100 in quarter 2, for 90 in quarter 1."""
    case = business_cases(opportunities(), horizon=3, discount=0.1).iloc[0]
    assert case["waiting_cost"] == pytest.approx((90 + 81 - 90) - (81 - 81))


def test_waiting_costs_the_difference_with_a_start_one_quarter_later():
    table = random_opportunities(1)
    now, later = (business_cases(table, horizon=8, discount=0.03, start=start) for start in (2, 3))
    assert now["waiting_cost"].tolist() == pytest.approx((now["npv"] - later["npv"]).tolist())


def test_flows_are_checked_by_hand():
    flows = cash_flows(opportunities(quarters=2), horizon=5, start=1)
    assert flows["quarter"].tolist() == [0, 1, 2, 3, 4]
    assert flows["cost"].tolist() == [0, 45, 45, 0, 0]
    assert flows["extra"].tolist() == [0, 0, 0, 60, 60]
    assert flows["protected"].tolist() == [0, 0, 0, 40, 40]
    assert flows["net"].tolist() == [0, -45, -45, 100, 100]
    assert flows["cumulative"].tolist() == [0, -45, -90, 10, 110]


def test_what_is_begun_is_paid_for_beyond_the_horizon_and_brings_nothing():
    flows = cash_flows(opportunities(quarters=3), horizon=2)
    assert flows["net"].tolist() == [-30, -30, -30]
    case = business_cases(opportunities(quarters=3), horizon=2, discount=0).iloc[0]
    assert (case["npv"], case["waiting_cost"]) == (-90, 0)
    assert np.isnan(case["payback"])


def test_what_takes_no_quarter_delivers_in_the_next_one():
    assert cash_flows(opportunities(quarters=0), horizon=3)["net"].tolist() == [-90, 100, 100]


@pytest.mark.parametrize(
    ("cost", "horizon", "payback"),
    [(90, 2, 2), (100, 2, 2), (101, 3, 3), (101, 2, None), (0, 1, 1), (1100, 12, 12), (1100, 11, None)],
)
def test_payback_counts_whole_quarters_from_the_start(cost, horizon, payback):
    found = business_cases(opportunities(cost=cost), horizon=horizon, discount=0.5)["payback"][0]
    assert (None if np.isnan(found) else found) == payback


def test_payback_is_not_moved_by_the_rounding_of_a_quotient():
    points = {f"extra_{part}": 0.1 for part in ("low", "likely", "high")}
    table = opportunities(cost=1.1, **points).drop(
        columns=["protected_low", "protected_likely", "protected_high"]
    )
    assert business_cases(table, horizon=20, discount=0)["payback"].tolist() == [12]


def test_what_brings_nothing_never_pays_back():
    nothing = {f"{name}_{part}": 0 for name in ("extra", "protected") for part in ("low", "likely", "high")}
    case = business_cases(opportunities(cost=0, **nothing), horizon=9, discount=0).iloc[0]
    assert case["npv"] == 0
    assert np.isnan(case["payback"])


def test_expected_amounts_weigh_low_likely_and_high():
    table = opportunities(cost=60, cost_low=60, cost_high=120, quarters=1)
    assert business_cases(table, horizon=1, discount=0)["cost"].tolist() == [(60 + 4 * 60 + 120) / 6]
    triangular = business_cases(table, horizon=1, discount=0, distribution="triangular")
    assert triangular["cost"].tolist() == [(60 + 60 + 120) / 3]


@given(st.integers(0, 1000), st.integers(1, 12), st.integers(0, 5), st.sampled_from([0.0, 0.02, 0.3]))
def test_npv_is_the_discounted_sum_of_the_flows(seed, horizon, start, discount):
    table = random_opportunities(seed)
    flows = cash_flows(table, horizon=horizon, start=start)
    present = (flows["net"] * (1 - discount) ** flows["quarter"]).groupby(flows["opportunity"]).sum()
    cases = business_cases(table, horizon=horizon, discount=discount, start=start)
    assert cases["npv"].tolist() == pytest.approx(present[cases["opportunity"]].tolist(), abs=1e-9)


@given(st.integers(0, 1000), st.integers(1, 12), st.integers(0, 5))
def test_payback_is_where_the_cumulative_flow_turns(seed, horizon, start):
    table = random_opportunities(seed)
    table["cost"], table["cost_low"], table["cost_high"] = table["cost"] + 1, None, None
    flows = cash_flows(table, horizon=horizon, start=start)
    for case in business_cases(table, horizon=horizon, discount=0.1, start=start).itertuples():
        own = flows[flows["opportunity"].eq(case.opportunity) & flows["quarter"].between(start, horizon - 1)]
        paid = own.loc[own["cumulative"] >= -1e-9, "quarter"]
        assert (np.isnan(case.payback) and paid.empty) or case.payback == paid.min() - start + 1


@given(st.integers(0, 1000))
def test_the_company_of_an_opportunity_and_the_order_of_rows_do_not_matter(seed):
    table = random_opportunities(seed)
    whole = business_cases(table, horizon=7, discount=0.04).set_index("opportunity")
    part = business_cases(table.iloc[[4, 1]], horizon=7, discount=0.04).set_index("opportunity")
    pd.testing.assert_frame_equal(whole.loc[["o4", "o1"]], part, check_exact=True)
    flows = cash_flows(table, horizon=7)
    alone = cash_flows(table.iloc[[4]], horizon=7)
    own = flows[flows["opportunity"].eq("o4")].reset_index(drop=True)
    pd.testing.assert_frame_equal(own, alone, check_exact=True)


@given(st.integers(0, 1000), st.floats(0.01, 100))
def test_currency_does_not_matter(seed, rate):
    table = random_opportunities(seed)
    money = table.columns.difference(["opportunity", "quarters"])
    euros = business_cases(table, horizon=9, discount=0.02)
    other = business_cases(
        table.assign(**{name: table[name] * rate for name in money}), horizon=9, discount=0.02
    )
    assert other["npv"].tolist() == pytest.approx((euros["npv"] * rate).tolist(), rel=1e-9, abs=1e-6)
    assert other["payback"].fillna(-1).tolist() == euros["payback"].fillna(-1).tolist()


def test_an_interest_rate_has_a_discount_that_does_the_same():
    """1,000 a quarter for three quarters at 10 %: 2.48685 in annuity tables."""
    points = {f"extra_{part}": 1000 for part in ("low", "likely", "high")}
    table = pd.DataFrame({"opportunity": ["bond"], **points})
    found = business_cases(table, horizon=4, discount=0.1 / 1.1)["npv"][0]
    assert found == pytest.approx(2486.85, abs=0.005)
