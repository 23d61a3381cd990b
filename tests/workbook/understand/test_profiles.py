import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency
from sklearn.metrics import adjusted_mutual_info_score, completeness_score, homogeneity_score

from workbook.privacy import hidden
from workbook.understand.profiles import noncentrality, profile_counts, segment_by_profile


def counts(table, *, way="segment"):
    rows = [(way, f"s{row}", f"p{column}", int(n)) for (row, column), n in np.ndenumerate(np.array(table))]
    return pd.DataFrame(rows, columns=["grouping", "group", "profile", "n"])


def associated(table, **options):
    return segment_by_profile(counts(table), **{"seed": 1} | options).table.iloc[0]


def test_chi2_and_v_by_hand():
    # 40 customers, expected 10 per cell: chi² = 4 · 25 / 10 = 10, V = √(10 / 40)
    found = associated([[15, 5], [5, 15]])
    assert (found["chi2"], found["df"], found["n"]) == (pytest.approx(10), 1, 40)
    assert found["v"] == pytest.approx(0.5)


def test_permutation_agrees_with_the_exact_odds_of_a_small_table():
    # all 4 + 4 apart: 2 of the C(8, 4) = 70 arrangements are as extreme
    assert associated([[4, 0], [0, 4]], draws=9999)["p"] == pytest.approx(2 / 70, abs=0.006)


def test_permutation_agrees_with_chi_square_in_a_large_table():
    table = [[60, 40, 50], [45, 55, 50]]
    assert associated(table, draws=9999)["p"] == pytest.approx(chi2_contingency(table).pvalue, abs=0.015)


def test_the_interval_covers_the_true_strength():
    rng, inside = np.random.default_rng(3), []
    cells = np.array([[0.3, 0.2], [0.2, 0.3]])  # V = √(4 · .05² / .25) = .2
    for _ in range(200):
        table = rng.multinomial(300, cells.ravel()).reshape(2, 2)
        low, high = noncentrality(float(chi2_contingency(table, correction=False).statistic), 1)
        inside.append(low <= 300 * 0.2**2 <= high)
    assert 0.91 <= np.mean(inside) <= 0.99


@pytest.mark.parametrize(
    ("table", "verdict"),
    [
        ([[100, 0], [0, 100]], "repeats"),
        (np.kron(np.eye(3), np.full((1, 4), 25)), "refines"),  # three groups into twelve profiles
        (np.kron(np.eye(3), np.full((4, 1), 25)), "repeats"),  # twelve groups that profiles put together
        ([[75, 25], [25, 75]], "extends"),
        ([[100, 100], [100, 100]], "unrelated"),
        ([[3, 2], [2, 3]], "unclear"),
        ([[20, 10]], "unknown"),
    ],
)
def test_the_verdict_follows_what_one_tells_of_the_other(table, verdict):
    assert associated(table)["verdict"] == verdict


def test_refining_three_groups_into_twelve_has_a_low_rand_index_and_tells_the_group():
    found = associated(np.kron(np.eye(3), np.full((1, 4), 25)))
    assert found["v"] == found["homogeneity"] == pytest.approx(1)
    assert found["ari"] == pytest.approx(0.3, abs=0.02) and found["completeness"] < 0.5


def test_what_one_tells_of_the_other_is_corrected_for_chance():
    rng = np.random.default_rng(2)
    group, profile = rng.integers(0, 4, 120), rng.integers(0, 10, 120)
    table = pd.crosstab(group, profile).to_numpy()
    found = associated(table)
    assert homogeneity_score(group, profile) > 0.03
    assert found["homogeneity"] < 0.05 and found["completeness"] < 0.05
    assert abs(adjusted_mutual_info_score(group, profile)) < 0.05
    sure = associated([[500, 10, 0], [0, 20, 500]])
    apart = pd.DataFrame(np.argwhere(np.ones((2, 3))), columns=["g", "p"]).assign(n=[500, 10, 0, 0, 20, 500])
    labels = apart.loc[apart.index.repeat(apart["n"])]
    assert sure["homogeneity"] == pytest.approx(homogeneity_score(labels["g"], labels["p"]), abs=0.01)
    assert sure["completeness"] == pytest.approx(completeness_score(labels["g"], labels["p"]), abs=0.01)


def test_noise_is_seldom_called_an_association():
    rng, wrong = np.random.default_rng(5), 0
    for seed in range(100):
        table = rng.multinomial(200, np.full(12, 1 / 12)).reshape(3, 4)
        wrong += associated(table, draws=199, seed=seed)["verdict"] in ("repeats", "refines", "extends")
    assert wrong <= 11


def test_customers_are_counted_per_way_and_those_without_either_are_told(as_table):
    groups = pd.DataFrame(
        {
            "customer_id": list("abcdef"),
            "segment": ["hi", "hi", "lo", "lo", None, "lo"],
            "profile": ["x", "x", "y", None, "y", "y"],
            "country": ["NL", "BE", "NL", "BE", "NL", None],
        }
    )
    customers = pd.DataFrame({"customer_id": list("abcdef"), "segment": ["A", "A", "B", "B", "B", "B"]})
    found = profile_counts(as_table(groups), as_table(customers))
    assert list(found["grouping"].unique()) == ["segment", "delivered", "country"]
    assert found.groupby("grouping")["n"].sum().tolist() == [6, 6, 6]
    ways = segment_by_profile(found, draws=99, seed=1).table.set_index("grouping")
    assert ways["n_without"].to_dict() == {"segment": 2, "delivered": 1, "country": 2}
    shares = segment_by_profile(found, draws=99, seed=1).shares.set_index("group")
    assert (
        shares.loc[["lo / x", "lo / y", "lo"], "share"].tolist() == [0, 1, 1] and shares.loc["lo", "n"] == 2
    )


def test_no_reader_can_work_out_a_cell_of_a_few_people():
    table = [[40, 1, 59], [30, 30, 40], [50, 40, 60]]
    shown = hidden(segment_by_profile(counts(table), draws=9, seed=1).shares, 10)
    cells = (
        shown[shown["grouping"].eq("cell")].pivot(index="level", columns="profile", values="share").notna()
    )
    assert (~cells).sum(axis=1).isin([0, 2]).all() and (~cells).sum(axis=0).isin([0, 2]).all()
    assert not cells.loc["s0", "p1"] and shown.loc[shown["grouping"].ne("cell"), "share"].notna().all()


def test_delivered_segments_that_are_the_report_s_own_are_told_once(as_table):
    groups = pd.DataFrame({"customer_id": ["a", "b"], "segment": ["A", "B"], "profile": ["x", "y"]})
    found = profile_counts(as_table(groups), as_table(groups[["customer_id", "segment"]]))
    assert found["grouping"].unique().tolist() == ["segment"]


def test_without_profiles_nothing_is_told(as_table):
    groups = pd.DataFrame({"customer_id": ["a", "b"], "segment": ["A", "B"]})
    found = segment_by_profile(profile_counts(as_table(groups), as_table(groups)), seed=1)
    assert found.table.empty and found.shares.empty
