"""What a panel that ordered opportunities shows itself."""

import pytest
from pandas import DataFrame

from prioritization.panel.consensus import kendall_w
from prioritization.panel.rankings import ranking_results

LEGENDRE = [[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]
"""Three judges of six, W .1619: as in the literature that the engine's own function is held to."""


def test_w_is_the_engines_own_and_the_best_median_comes_first():
    ranks = DataFrame(LEGENDRE, columns=list("abcdef")).T
    found = ranking_results(ranks)
    assert found["n"] == 3 and found["w"] == round(kendall_w(ranks).w, 3) == 0.162
    assert found["p"] == round(kendall_w(ranks, seed=1).permutation_p, 3)
    assert [(one["opportunity"], one["median"], one["points"]) for one in found["items"]] == [
        ("a", 1.0, [1, 1, 6]),
        ("f", 3.0, [1, 3, 4]),
        ("c", 3.0, [2, 3, 6]),
        ("d", 4.0, [2, 4, 5]),
        ("e", 4.0, [2, 4, 5]),
        ("b", 5.0, [3, 5, 6]),
    ]


def test_experts_who_give_the_same_order_agree_and_one_alone_does_not():
    two = {"S1": {"x": 1, "y": 2}, "S2": {"x": 1, "y": 2}}
    assert ranking_results(DataFrame(two))["w"] == pytest.approx(1.0)
    alone = ranking_results(DataFrame({"S1": {"x": 2, "y": 1}}))
    assert alone["w"] is None and alone["p"] is None and alone["items"][0]["opportunity"] == "y"
