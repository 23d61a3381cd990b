import numpy as np
import pandas as pd
import pytest
from scipy import stats

from prioritization import LimitsError, business_cases, simulate, tornado

TERMS = {"horizon": 6, "discount": 0.03}


@pytest.fixture
def three():
    return pd.DataFrame(
        {
            "opportunity": ["login", "returns", "chat"],
            "quarters": [1, 2, 1],
            "extra_low": [0, 5, 1],
            "extra_likely": [10, 20, 1],
            "extra_high": [40, 30, 1],
            "protected_low": [None, 4, -2],
            "protected_likely": [None, 8, 1],
            "protected_high": [None, 9, 3],
            "cost": [50, 80, 6],
            "cost_low": [45, None, 5],
            "cost_high": [90, None, 11],
        }
    )


@pytest.mark.parametrize("distribution", ["pert", "triangular"])
def test_the_mean_of_the_draws_is_the_expected_case(three, distribution):
    terms = {**TERMS, "distribution": distribution}
    summary = simulate(three, draws=20_000, seed=4, **terms).summary()
    cases = business_cases(three, **terms)
    assert (np.abs(summary["npv"] - cases["npv"]) < 4 * summary["npv_error"]).all()


def test_quantiles_and_the_chance_of_a_loss_are_those_of_the_distribution():
    """10 to 40, likely 20, in one quarter, for 18: what is left is a PERT distribution less 18."""
    table = pd.DataFrame(
        {"opportunity": ["a"], "cost": 18, "extra_low": 10, "extra_likely": 20, "extra_high": 40}
    )
    summary = simulate(table, draws=40_000, seed=2, horizon=2, discount=0).summary().iloc[0]
    exact = stats.beta(1 + 4 / 3, 1 + 8 / 3, loc=10 - 18, scale=30)
    assert summary[["p5", "p50", "p95"]].tolist() == pytest.approx(
        exact.ppf([0.05, 0.5, 0.95]).tolist(), abs=0.25
    )
    assert summary["loss"] == pytest.approx(exact.cdf(0), abs=4 * summary["loss_error"])
    assert summary["loss_error"] == pytest.approx(np.sqrt(summary["loss"] * (1 - summary["loss"]) / 40_000))


def test_an_opportunity_has_the_same_draws_in_any_company_and_order(three):
    whole = simulate(three, draws=50, seed=9, **TERMS)
    alone = simulate(three.iloc[[1]], draws=50, seed=9, **TERMS)
    turned = simulate(three.iloc[::-1], draws=50, seed=9, **TERMS)
    assert whole.npv["returns"].tolist() == alone.npv["returns"].tolist() == turned.npv["returns"].tolist()
    assert whole.cost["login"].tolist() == turned.cost["login"].tolist()
    assert turned.npv.columns.tolist() == ["chat", "returns", "login"]


def test_amounts_have_streams_of_their_own(three):
    """What is drawn for the cost does not hang on whether the benefit is drawn."""
    certain = three.assign(extra_low=three["extra_likely"], extra_high=three["extra_likely"])
    one, other = (simulate(table, draws=50, seed=9, **TERMS) for table in (three, certain))
    pd.testing.assert_frame_equal(one.cost, other.cost, check_exact=True)


def test_another_seed_gives_other_draws(three):
    one, other = (simulate(three, draws=50, seed=seed, **TERMS) for seed in (1, 2))
    assert (one.npv != other.npv).all().all()


def test_opportunities_are_drawn_independently(three):
    npv = simulate(three, draws=20_000, seed=3, **TERMS).npv
    assert (npv.corr().to_numpy()[np.triu_indices(3, 1)] < 0.03).all()


def test_draws_stay_between_low_and_high(three):
    cost = simulate(three, draws=2000, seed=3, **TERMS).cost
    assert cost["login"].between(45, 90).all()
    assert cost["returns"].unique().tolist() == [80]


def test_draws_and_seeds_that_cannot_be_are_refused(three):
    with pytest.raises(LimitsError, match=r"draws: 1 is not a whole.*\n.*seed: -3 is not a whole"):
        simulate(three, draws=1, seed=-3, **TERMS)


def test_a_tornado_is_checked_by_hand(three):
    """One quarter of work, two of benefit: likely 2·(10 + 0) - 50 = -30."""
    found = tornado(three[three["opportunity"].eq("login")], horizon=3, discount=0)
    assert found.drop(columns="opportunity").to_numpy().tolist() == [
        ["extra", 0, 40, -50, 30, -30, 80],
        ["cost", 45, 90, -25, -70, -30, 45],
    ]


def test_a_tornado_has_the_widest_swing_first(three):
    found = tornado(three, horizon=12, discount=0.02)
    assert len(found) == 6
    assert found["swing"].tolist() == sorted(found["swing"], reverse=True)


def test_a_tornado_agrees_with_cases_made_of_certain_amounts(three):
    likely = three.fillna(0).assign(**dict.fromkeys(("cost_low", "cost_high"), three["cost"]))
    for name in ("extra", "protected"):
        for part in ("low", "high"):
            likely[f"{name}_{part}"] = likely[f"{name}_likely"]
    starts = [0, 2, 1]
    found = tornado(three, **TERMS, start=starts).set_index(["opportunity", "amount"])
    for part in ("low", "high"):
        moved = likely.copy()
        for column in ("protected_low", "protected_likely", "protected_high"):
            moved.loc[1, column] = three.loc[1, f"protected_{part}"]
        cases = business_cases(moved, **TERMS, start=starts)
        assert found.at[("returns", "protected"), f"npv_{part}"] == pytest.approx(cases["npv"].sum())


def test_a_plan_without_opportunities_has_no_tornado(three):
    full, found = tornado(three, **TERMS), tornado(three.head(0), **TERMS, start=[])
    assert found.empty and found.columns.tolist() == full.columns.tolist()
    assert found.dtypes.to_dict() == full.dtypes.to_dict()
