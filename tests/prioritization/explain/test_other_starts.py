"""What another start quarter costs."""

import pandas as pd
import pytest

from prioritization import Limits, Problem, make_plan, other_starts

TWO = pd.DataFrame({"opportunity": ["A", "B"], "score": [4, 5], "cost": [6, 6]})
PROBLEM = Problem(TWO, Limits(("Q1", "Q2"), {"Q1": 6, "Q2": 6}, discount=0.1))


def starts(**by_name):
    rows = [
        (name, quarter, share, share)
        for name, shares in by_name.items()
        for quarter, share in zip(("Q1", "Q2", ""), shares, strict=True)
    ]
    return pd.DataFrame(rows, columns=["opportunity", "quarter", "frequency", "low"])


def test_another_quarter_costs_what_the_best_plan_with_it_is_worth_less():
    found = other_starts(PROBLEM, make_plan(PROBLEM), starts(A=(0.3, 0.6, 0.1), B=(0.6, 0.3, 0.1)))
    assert found["opportunity"].tolist() == ["A", "B"]
    # B first is worth 5 + 0.9 * 4 = 8.6; A first 4 + 0.9 * 5 = 8.5
    assert found["value_lost"].tolist() == pytest.approx([0.1, 0.1])


def test_what_is_settled_or_hardly_ever_starts_elsewhere_is_not_looked_at():
    found = other_starts(PROBLEM, make_plan(PROBLEM), starts(A=(0.01, 0.99, 0), B=(0.9, 0.04, 0.06)))
    assert found.empty
