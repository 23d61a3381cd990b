import numpy as np
import pandas as pd
import pytest

from prioritization import OpportunitiesError, business_cases, nps_benefit, simulate


def changes(**columns):
    base = {
        "opportunity": ["chat"],
        "nps_change": 4.0,
        "nps_change_error": 3.0,
        "retention_per_point": 0.002,
        "retention_per_point_error": 0.001,
        "revenue_at_stake": 1_000_000.0,
    }
    return pd.DataFrame(base | columns)


def test_a_benefit_is_checked_by_hand():
    """4 points of 0.2 % of a million; variance 4²·1² + 2²·3² + 1²·3² = 61 in units of 0.1 % points."""
    benefit = nps_benefit(changes()).iloc[0]
    assert benefit["protected"] == benefit["protected_likely"] == pytest.approx(8000)
    assert benefit["standard_error"] == pytest.approx(1000 * np.sqrt(61))
    assert benefit["protected_high"] - 8000 == pytest.approx(1000 * np.sqrt(61 * 7))
    assert 8000 - benefit["protected_low"] == pytest.approx(1000 * np.sqrt(61 * 7))


def test_the_product_formula_agrees_with_draws_of_both_errors():
    rng = np.random.default_rng(5)
    product = rng.normal(4, 3, 400_000) * rng.normal(0.002, 0.001, 400_000) * 1_000_000
    benefit = nps_benefit(changes()).iloc[0]
    assert product.mean() == pytest.approx(benefit["protected"], rel=0.01)
    assert product.std() == pytest.approx(benefit["standard_error"], rel=0.01)


def test_the_error_arrives_in_the_simulation_undiminished():
    """One quarter of benefit, no cost: the spread of the present value is the standard error."""
    benefit = nps_benefit(changes())
    drawn = simulate(benefit, draws=100_000, seed=1, horizon=2, discount=0)
    assert drawn.npv["chat"].std() == pytest.approx(benefit["standard_error"][0], rel=0.01)
    assert drawn.npv["chat"].mean() == pytest.approx(8000, rel=0.02)


def test_opportunities_that_rest_on_one_slope_err_together():
    """The sum of a·b over two has variance b²·(s1² + s2²) + (a1 + a2)²·s_b² + s_b²·(s1² + s2²)."""
    two = changes(
        opportunity=["chat", "faq"], nps_change=[4.0, 6.0], nps_change_error=[1.0, 2.0], revenue_at_stake=1e6
    )
    drawn = simulate(nps_benefit(two), draws=100_000, seed=1, horizon=2, discount=0)
    b, sb, s = 0.002, 0.001, 1.0 + 4.0
    expected = 1e6 * np.sqrt(b**2 * s + 10.0**2 * sb**2 + sb**2 * s)
    assert drawn.npv.sum(axis=1).std() == pytest.approx(expected, rel=0.02)
    against = nps_benefit(two.assign(nps_change=[4.0, -6.0]))
    drawn = simulate(against, draws=100_000, seed=1, horizon=2, discount=0)
    assert drawn.npv.sum(axis=1).std() == pytest.approx(
        1e6 * np.sqrt(b**2 * s + 2.0**2 * sb**2 + sb**2 * s), rel=0.02
    )
    assert against["protected_shared"].lt(0).tolist() == [False, True]


@pytest.mark.parametrize("distribution", ["pert", "triangular"])
def test_what_moves_with_others_keeps_its_own_distribution(distribution):
    skewed = {"opportunity": ["chat"], "protected_low": 0.0, "protected_likely": 10.0, "protected_high": 80.0}
    terms = {"draws": 100_000, "seed": 1, "horizon": 2, "discount": 0, "distribution": distribution}
    alone, shared = (
        simulate(pd.DataFrame(skewed | {"protected_shared": size}), **terms).npv["chat"] for size in (0, 0.6)
    )
    shares = [0.05, 0.25, 0.5, 0.75, 0.95]
    assert shared.quantile(shares).tolist() == pytest.approx(alone.quantile(shares).tolist(), rel=0.03)


def test_a_correlation_above_one_is_refused():
    with pytest.raises(OpportunitiesError, match=r"row 1, protected_shared: 1\.5 is above 1"):
        simulate(nps_benefit(changes()).assign(protected_shared=1.5), draws=10, seed=1, horizon=2, discount=0)


def test_a_declared_effect_has_no_error_of_its_own():
    benefit = nps_benefit(changes(retention_per_point_error=0)).iloc[0]
    assert benefit["standard_error"] == pytest.approx(3 * 0.002 * 1_000_000)


def test_a_fall_of_nps_costs_business():
    assert nps_benefit(changes(nps_change=-2))["protected"].tolist() == pytest.approx([-4000])


def test_the_columns_feed_a_business_case():
    case = business_cases(nps_benefit(changes()), horizon=3, discount=0).iloc[0]
    assert (case["protected"], case["extra"]) == (pytest.approx(16_000), 0)


def test_all_faults_are_said_at_once():
    faulty = changes(nps_change=[None], nps_change_error=-1, revenue_at_stake=float("inf"))
    with pytest.raises(OpportunitiesError) as refusal:
        nps_benefit(faulty)
    assert str(refusal.value).splitlines() == [
        "The changes in NPS cannot be used: 3 faults.",
        "  row 1, nps_change: is blank",
        "  row 1, nps_change_error: -1 is below 0",
        "  row 1, revenue_at_stake: 'inf' is not a finite number",
    ]
