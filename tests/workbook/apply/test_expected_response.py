import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta

from workbook.apply.expected_response import expected_response

RATES = ["responded_share", "responded_low", "responded_high"]


def known(*rows, keys):
    table = pd.DataFrame(rows, columns=[*keys, "customers", "responded_share"])
    return table.assign(responded_low=0.01, responded_high=0.99).astype({"responded_share": float})


def expected(overall, within, *asked):
    asked = pd.DataFrame(asked, columns=["programme", "stage"])
    keys = ["programme", "stage"]
    return expected_response(asked, known(*overall, keys=keys[:1]), known(*within, keys=keys))


def test_a_stage_of_few_is_drawn_towards_the_programme_by_hand():
    """Of 100 each 10 % and 30 %: rho = (200 · 0.01 / 0.16 - 1) / (200 - 100 - 1) = 0.1162, weight 7.609."""
    within = [("A", "new", 100, 0.1), ("A", "loyal", 100, 0.3), ("A", "old", 0, None)]
    table = expected([("A", 200, 0.2)], within, ("A", "new"), ("A", "old"))
    weight = 1 / ((200 * 0.01 / 0.16 - 1) / 99) - 1
    hits, n = 10 + weight * 0.2, 100 + weight
    assert table.loc[0, "share"] == pytest.approx(hits / n)
    assert table.loc[0, ["low", "high"]].tolist() == pytest.approx(
        [*beta.ppf([0.025, 0.975], hits, n - hits)]
    )
    assert table["known"].tolist() == ["stage", "programme"]
    assert table.loc[1, ["share", "low", "high"]].tolist() == [0.2, 0.01, 0.99]


def test_stages_that_do_not_differ_count_as_the_whole_and_one_stage_alone_as_itself():
    alike = [("A", "new", 40, 0.2), ("A", "loyal", 60, 0.2)]
    table = expected([("A", 100, 0.2)], alike, ("A", "new"))
    assert table.loc[0, ["low", "high"]].tolist() == pytest.approx([*beta.ppf([0.025, 0.975], 28, 112)])
    alone = expected([("A", 100, 0.3)], [("A", "new", 40, 0.2)], ("A", "new"), ("B", "new"))
    assert alone.loc[0, ["share", "low", "high"]].tolist() == [0.2, 0.01, 0.99]
    assert alone.loc[1, "known"] == "" and np.isnan(alone.loc[1, "share"])


def test_it_errs_less_than_the_stages_by_themselves():
    rng = np.random.default_rng(3)
    errors = []
    for _ in range(40):
        true, n = rng.beta(4, 36, 6), rng.integers(10, 60, 6)
        share = rng.binomial(n, true) / n
        within = [("A", f"s{place}", n[place], share[place]) for place in range(6)]
        whole = [("A", n.sum(), (n * share).sum() / n.sum())]
        found = expected(whole, within, *[("A", f"s{place}") for place in range(6)])["share"]
        errors.append([((found - true) ** 2).mean(), ((share - true) ** 2).mean()])
    drawn, raw = np.mean(errors, axis=0)
    assert drawn < 0.8 * raw
