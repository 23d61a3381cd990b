import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritization import LimitsError, business_cases, values_by_start


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


def flows_of(table, horizon, start=0):
    """Per opportunity the net of each quarter, counted one by one: an oracle that shares nothing."""
    flows = {}
    for row in table.to_dict("records"):

        def mean(name, likely, row=row):
            low, high = row[f"{name}_low"], row[f"{name}_high"]
            return row[likely] if pd.isna(low) else (low + 4 * row[likely] + high) / 6

        takes = max(row["quarters"], 1)
        brings = mean("extra", "extra_likely") + mean("protected", "protected_likely")
        cost = mean("cost", "cost") if "cost_low" in row else row["cost"]
        flows[row["opportunity"]] = [
            -cost / takes if start <= q < start + takes else brings if start + takes <= q < horizon else 0.0
            for q in range(max(horizon, start + takes))
        ]
    return flows


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


def test_what_is_begun_is_paid_for_beyond_the_horizon_and_brings_nothing():
    case = business_cases(opportunities(quarters=3), horizon=2, discount=0).iloc[0]
    assert (case["npv"], case["waiting_cost"]) == (-90, 0)
    assert np.isnan(case["payback"])


def test_what_takes_no_quarter_delivers_in_the_next_one():
    assert business_cases(opportunities(quarters=0), horizon=3, discount=0)["npv"].tolist() == [110]


def test_each_opportunity_may_start_in_a_quarter_of_its_own():
    table = random_opportunities(3)
    starts = [0, 2, 1, 3, 0, 2]
    each = business_cases(table, horizon=8, discount=0.03, start=starts)
    for row, start in enumerate(starts):
        alone = business_cases(table, horizon=8, discount=0.03, start=start).iloc[row]
        pd.testing.assert_series_equal(each.iloc[row], alone)


def test_values_by_start_are_the_cases_of_each_start():
    table = random_opportunities(2)
    values = values_by_start(table, starts=3, horizon=9, discount=0.02)
    for start, column in enumerate(["npv", "npv_1", "npv_2"]):
        case = business_cases(table, horizon=9, discount=0.02, start=start)
        assert values[column].tolist() == pytest.approx(case["npv"].tolist())
    assert "npv_3" not in values


def test_no_start_at_all_is_refused():
    with pytest.raises(LimitsError, match="starts: 0 is not a whole number of 1 or more"):
        values_by_start(opportunities(), starts=0, horizon=4, discount=0)


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
    flows = flows_of(table, horizon, start)
    present = {
        name: sum(net * (1 - discount) ** q for q, net in enumerate(own)) for name, own in flows.items()
    }
    cases = business_cases(table, horizon=horizon, discount=discount, start=start)
    assert cases["npv"].tolist() == pytest.approx([present[name] for name in cases["opportunity"]], abs=1e-9)


@given(st.integers(0, 1000), st.integers(1, 12), st.integers(0, 5))
def test_payback_is_where_the_cumulative_flow_turns(seed, horizon, start):
    table = random_opportunities(seed)
    table["cost"], table["cost_low"], table["cost_high"] = table["cost"] + 1, None, None
    flows = flows_of(table.drop(columns=["cost_low", "cost_high"]), horizon, start)
    for case in business_cases(table, horizon=horizon, discount=0.1, start=start).itertuples():
        total = np.cumsum(flows[case.opportunity])[:horizon]
        paid = [q for q in range(start, horizon) if total[q] >= -1e-9]
        assert (np.isnan(case.payback) and not paid) or case.payback == paid[0] - start + 1


@given(st.integers(0, 1000))
def test_the_company_of_an_opportunity_and_the_order_of_rows_do_not_matter(seed):
    table = random_opportunities(seed)
    whole = business_cases(table, horizon=7, discount=0.04).set_index("opportunity")
    part = business_cases(table.iloc[[4, 1]], horizon=7, discount=0.04).set_index("opportunity")
    pd.testing.assert_frame_equal(whole.loc[["o4", "o1"]], part, check_exact=True)


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
