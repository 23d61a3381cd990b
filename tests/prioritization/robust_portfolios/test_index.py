from itertools import product

import numpy as np
import pandas as pd
import pytest
from profiles import seeds
from scipy.optimize import Bounds, LinearConstraint, milp

from prioritization import InfeasibleError, LimitsError, OpportunitiesError, WeightSet, core_index
from prioritization.robust_portfolios import dominance

TWO = ("growth", "loyalty")


def case(seed, n, criteria=TWO, width=0, links=False):
    """Whole scores, so that ties happen; costs of 0 to 9."""
    rng = np.random.default_rng(seed)
    names = [f"o{row}" for row in range(n)]
    table = pd.DataFrame({"opportunity": names, "cost": rng.integers(0, 10, n).astype(float)})
    for name in criteria:
        table[name] = rng.integers(0, 7, n) + width
        table[f"{name}_low"] = table[name] - rng.integers(0, width + 1, n)
        table[f"{name}_high"] = table[name] + rng.integers(0, width + 1, n)
    if links:
        others = [[names[other] for other in range(n) if other != row] for row in range(n)]
        for name in ("requires", "excludes"):
            table[name] = [";".join(rng.choice(ids, rng.choice(2, p=[0.7, 0.3]))) for ids in others]
        table["must_do"] = rng.choice(["yes", "no"], n, p=[0.1, 0.9])
        table["must_not"] = np.where(
            rng.random(n) < 0.1, table["must_do"].map({"yes": "no", "no": "yes"}), "no"
        )
    return table, float(rng.integers(0, int(table["cost"].sum()) + 1))


def some_weights(seed, criteria=TWO):
    rng = np.random.default_rng(seed)
    order = [(criteria[0], criteria[-1])] if rng.random() < 0.5 else []
    return WeightSet(criteria, order, at_least={criteria[-1]: rng.choice([0, 0.1, 0.25])})


def brute_force(table, budget, weights):
    """Every portfolio that fits, held against every other at every corner of weights and scores."""
    n = len(table)
    flags = np.array(list(product([False, True], repeat=n)))
    flags = flags[allowed(flags, table) & (flags @ table["cost"].to_numpy() <= budget)]
    values = portfolio_values(flags, table, weights)
    better = (values[:, None] >= values - 1e-9).all(axis=2) & (values[:, None] > values + 1e-9).any(axis=2)
    ids = table["opportunity"].to_numpy()
    return {tuple(ids[row]) for row in flags[~better.any(axis=0)]}


def portfolio_values(flags, table, weights):
    """A column per corner: of the weights, and of every score that has an interval."""
    ends = table[[f"{name}_{end}" for name in weights.criteria for end in ("low", "high")]].to_numpy()
    ends = ends.reshape(len(table), -1, 2)
    cells = [sorted(set(cell)) for row in ends for cell in row]
    scores = np.array(list(product(*cells))).reshape(-1, *ends.shape[:2])
    corners = np.einsum("spc,wc->psw", scores, weights.extreme_points.to_numpy()).reshape(len(table), -1)
    return flags @ corners


def allowed(flags, table):
    """Which portfolios, a row each, hold what must be in and nothing that another one in them rules out."""
    if "requires" not in table:
        return np.ones(len(flags), dtype=bool)
    place = {name: row for row, name in enumerate(table["opportunity"])}
    fine = flags[:, table["must_do"].eq("yes")].all(axis=1) & ~flags[:, table["must_not"].eq("yes")].any(
        axis=1
    )
    for row, (requires, excludes) in enumerate(zip(table["requires"], table["excludes"], strict=True)):
        without = [place[name] for name in requires.split(";") if name]
        beside = [place[name] for name in excludes.split(";") if name]
        fine &= ~flags[:, row] | (flags[:, without].all(axis=1) & ~flags[:, beside].any(axis=1))
    return fine


def compare_with_brute_force(table, budget, weights):
    expected = brute_force(table, budget, weights)
    if not expected:
        with pytest.raises(InfeasibleError, match="No portfolio fits"):
            core_index(table, budget, weights)
        return
    found = core_index(table, budget, weights)
    assert set(found.portfolios) == expected
    assert len(found.portfolios) == len(expected)
    share = [sum(name in one for one in expected) / len(expected) for name in table["opportunity"]]
    assert found.table["core_index"].tolist() == pytest.approx(share, abs=1e-15)


@pytest.mark.parametrize("seed", seeds(40))
def test_certain_scores_agree_with_brute_force(seed):
    criteria = TWO if seed % 2 else (*TWO, "cost_saved")
    compare_with_brute_force(*case(seed, 8, criteria), some_weights(seed, criteria))


@pytest.mark.parametrize("seed", seeds(30))
def test_intervals_agree_with_brute_force(seed):
    compare_with_brute_force(*case(seed, 5, width=2), some_weights(seed))


@pytest.mark.parametrize("seed", seeds(50))
def test_links_agree_with_brute_force(seed):
    compare_with_brute_force(*case(seed, 8, links=True), some_weights(seed))


@pytest.mark.parametrize("seed", seeds(30))
def test_links_and_intervals_agree_with_brute_force(seed):
    compare_with_brute_force(*case(seed, 5, width=1, links=True), some_weights(seed))


@pytest.mark.parametrize("seed", seeds(20))
def test_knowing_more_of_the_weights_never_adds_a_portfolio(seed):
    table, budget = case(seed, 10, width=seed % 3)
    rng = np.random.default_rng(seed)
    known = {"at_least": {"growth": 0.0}, "at_most": {"growth": 1.0}}
    portfolios = set(core_index(table, budget, WeightSet(TWO)).portfolios)
    for _ in range(3):
        low, high = known["at_least"]["growth"], known["at_most"]["growth"]
        low, high = sorted(rng.uniform(low, high, 2))
        known = {"at_least": {"growth": low}, "at_most": {"growth": high}}
        fewer = set(core_index(table, budget, WeightSet(TWO, **known)).portfolios)
        assert fewer <= portfolios
        portfolios = fewer


@pytest.mark.parametrize("seed", seeds(20))
def test_knowing_more_of_the_scores_never_adds_a_portfolio(seed):
    """Intervals shrink towards their middle, at a rate of their own each; an open one never to its edge."""
    table, budget = case(seed, 10, width=2)
    rng = np.random.default_rng(seed)
    weights = some_weights(seed)
    portfolios = set(core_index(table, budget, weights).portfolios)
    for _ in range(3):
        for name in TWO:
            low, high = table[f"{name}_low"].astype(float), table[f"{name}_high"].astype(float)
            fraction = np.sort(rng.uniform(0.05, 0.95, (2, len(table))), axis=0)
            table[f"{name}_low"], table[f"{name}_high"] = (low + share * (high - low) for share in fraction)
            table[name] = (table[f"{name}_low"] + table[f"{name}_high"]) / 2
        fewer = set(core_index(table, budget, weights).portfolios)
        assert fewer <= portfolios
        portfolios = fewer


def test_knowing_a_weight_to_be_nothing_can_bring_back_a_tie():
    """The edge of the law: A beats B while loyalty may count, and ties with it when it does not."""
    table = pd.DataFrame({"opportunity": ["A", "B"], "growth": 5, "loyalty": [2, 1], "cost": 1})
    assert core_index(table, 1, WeightSet(TWO)).portfolios == (("A",),)
    edge = WeightSet(TWO, at_most={"loyalty": 0})
    assert core_index(table, 1, edge).portfolios == (("A",), ("B",))


@pytest.mark.parametrize("seed", seeds(10))
def test_row_order_and_currency_do_not_matter(seed):
    table, budget = case(seed, 9, width=1)
    weights = some_weights(seed)
    one = core_index(table, budget, weights)
    turned = core_index(table.iloc[::-1].assign(cost=table["cost"] * 1e6), budget * 1e6, weights)
    assert {frozenset(members) for members in turned.portfolios} == {frozenset(m) for m in one.portfolios}
    assert turned.table["core_index"].tolist()[::-1] == one.table["core_index"].tolist()


def test_what_both_portfolios_hold_cancels_out():
    """C is uncertain, and in both: A + C is worth more than B + C whatever C is."""
    table = pd.DataFrame(
        {
            "opportunity": list("ABC"),
            "growth": [5, 4, 5],
            "growth_low": [5, 4, 0],
            "growth_high": [5, 4, 10],
            "cost": [1, 1, 0],
        }
    )
    assert core_index(table, 1, WeightSet(("growth",))).portfolios == (("A", "C"),)


def test_a_budget_is_taken_exactly_in_spite_of_binary_fractions():
    table = pd.DataFrame({"opportunity": list("ab"), "growth": 1, "cost": [0.1, 0.2]})
    assert core_index(table, 0.3, WeightSet(("growth",))).portfolios == (("a", "b"),)
    assert core_index(table, 0.2999, WeightSet(("growth",))).portfolios == (("a",), ("b",))


def test_nothing_affordable_is_one_portfolio_of_nothing():
    table = pd.DataFrame({"opportunity": ["a"], "growth": 1, "cost": 5})
    found = core_index(table, 4, WeightSet(("growth",)))
    assert found.portfolios == ((),)
    assert found.table.to_numpy().tolist() == [["a", 0.0, "exterior"]]


def test_the_best_of_thirty_opportunities_for_any_weights_is_among_the_portfolios():
    rng = np.random.default_rng(0)
    names = ("growth", "loyalty", "savings")
    scores, cost = rng.uniform(1, 10, (30, 3)), rng.uniform(5, 50, 30)
    table = pd.DataFrame(scores, columns=names).assign(
        opportunity=[f"o{row}" for row in range(30)], cost=cost
    )
    found = core_index(table, cost.sum() / 2, WeightSet(names))
    values = np.array([table[table["opportunity"].isin(one)][list(names)].sum() for one in found.portfolios])
    for weight in [*np.eye(3), *rng.dirichlet([1, 1, 1], 5)]:
        best = milp(
            -scores @ weight,
            integrality=np.ones(30),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(cost, ub=cost.sum() / 2),
            options={"mip_rel_gap": 0},
        )
        assert (values @ weight).max() == pytest.approx(-best.fun)


def test_more_portfolios_than_can_be_compared_are_refused(monkeypatch):
    """Eleven that are worth nothing make 2,048 portfolios, all of the same value."""
    monkeypatch.setattr(dominance, "MOST_OPEN", 2_000)
    table = pd.DataFrame({"opportunity": [f"o{row}" for row in range(11)], "growth": 0})
    with pytest.raises(
        OpportunitiesError, match=r"compares 2,000 portfolios at most, and more are open after 11 of 11"
    ):
        core_index(table, 0, WeightSet(("growth",)))


def test_must_do_that_exceeds_the_budget_is_explained():
    table = pd.DataFrame({"opportunity": ["a", "b"], "growth": 1, "cost": [300, 250], "must_do": "yes"})
    with pytest.raises(
        InfeasibleError, match=r"2 must-do opportunities need 550.*Raise the budget by 150.*a, b"
    ):
        core_index(table, 400, WeightSet(("growth",)))


def test_must_do_that_excludes_each_other_is_explained():
    table = pd.DataFrame({"opportunity": ["a", "b"], "growth": 1, "must_do": "yes", "excludes": ["b", None]})
    with pytest.raises(InfeasibleError, match=r"2 must-do opportunities exclude each other.*a, b"):
        core_index(table, 400, WeightSet(("growth",)))


def test_what_belongs_together_is_refused_and_not_passed_over():
    table = pd.DataFrame({"opportunity": ["a", "b"], "growth": 1, "together": ["b", None]})
    with pytest.raises(OpportunitiesError, match="together: a core index does not know it"):
        core_index(table, 400, WeightSet(("growth",)))


def test_all_faults_are_said_at_once():
    table = pd.DataFrame(
        {
            "opportunity": ["a", "b", "c"],
            "growth": [5, -1, 2],
            "growth_low": [6, None, 1],
            "growth_high": [7, None, None],
            "cost": [1, float("nan"), "free"],
            "requires": ["d", None, None],
            "must_do": ["yes", "no", "no"],
            "must_not": ["yes", "no", "no"],
        }
    )
    with pytest.raises(OpportunitiesError) as refusal:
        core_index(table, 400, WeightSet(("growth",)))
    assert str(refusal.value).splitlines() == [
        "The opportunities cannot be used: 6 faults.",
        "  row 3, cost: 'free' is not a finite number",
        "  row 2, growth: -1 is below 0",
        "  row 3, growth_high: is blank; give low and high, or neither",
        "  row 1, growth: 5 is not within its 6 to 7",
        "  row 1, requires: 'd' is not an opportunity",
        "  row 1, must_not: it must be done as well; release one",
    ]


def test_a_criterion_without_a_column_is_refused():
    table = pd.DataFrame({"opportunity": ["a"], "growth": 1})
    with pytest.raises(OpportunitiesError, match="column 'loyalty' is missing"):
        core_index(table, 1, WeightSet(TWO))


@pytest.mark.parametrize("budget", [-1, float("nan"), float("inf"), True, "x"])
def test_a_budget_that_is_no_amount_is_refused(budget):
    table = pd.DataFrame({"opportunity": ["a"], "growth": 1})
    with pytest.raises(LimitsError, match=f"budget: {budget!r} is not a finite number"):
        core_index(table, budget, WeightSet(("growth",)))
