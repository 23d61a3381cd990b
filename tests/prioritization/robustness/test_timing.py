"""When each opportunity starts, over the draws."""

import numpy as np
import pandas as pd
import pytest
from draws import backlog, scored

from prioritization import Limits, Problem, plan_frequency, plans_by_draw, start_frequency

QUARTERS = ("2027Q1", "2027Q2", "2027Q3")
SPREAD = Limits(QUARTERS, dict.fromkeys(QUARTERS, 6), discount=0.02)


def shares(found):
    return found.pivot(index="opportunity", columns="quarter", values="frequency")


def test_starts_and_not_in_the_plan_are_all_there_is():
    table = backlog()
    drawn = pd.concat([scored(table, 20)] * 4, ignore_index=True)
    plans = plans_by_draw(Problem(table, SPREAD), drawn, gap=0.0)
    found = shares(start_frequency(plans))
    assert found.sum(axis="columns").to_numpy() == pytest.approx(1)
    members = plan_frequency(plans).set_index("opportunity")["frequency"]
    assert (1 - found[""]).to_numpy() == pytest.approx(members.to_numpy())
    assert np.all(found.to_numpy() >= 0)


def test_what_changes_places_is_half_in_either_quarter_and_bounded():
    two = pd.DataFrame({"opportunity": ["A", "B"], "score": 5, "cost": 6})
    limits = Limits(QUARTERS[:2], dict.fromkeys(QUARTERS[:2], 6), discount=0.1)
    found = start_frequency(plans_by_draw(Problem(two, limits), pd.DataFrame({"A": [4.0, 6.0] * 40})))
    row = found[found["opportunity"].eq("A") & found["quarter"].eq("2027Q1")].iloc[0]
    assert (row["frequency"], row["draws"]) == (0.5, 80)
    assert row["low"] == pytest.approx(0.393, abs=0.001)  # Wilson, 40 of 80


def test_what_nothing_tells_apart_shares_its_quarters():
    two = pd.DataFrame({"opportunity": ["A", "B"], "score": 5, "cost": 6})
    limits = Limits(QUARTERS[:2], dict.fromkeys(QUARTERS[:2], 6), discount=0.1)
    same = pd.DataFrame({"A": [5.0] * 80, "B": [5.0] * 80})
    found = shares(start_frequency(plans_by_draw(Problem(two, limits), same)))
    assert found[list(QUARTERS[:2])].to_numpy().tolist() == [[0.5, 0.5], [0.5, 0.5]]


def test_a_drawn_value_moves_a_later_start_by_as_much():
    money = pd.DataFrame({"opportunity": ["A", "B"], "npv": [10.0, 12.0], "npv_1": [8.0, 6.0], "cost": 6})
    limits = Limits(QUARTERS[:2], dict.fromkeys(QUARTERS[:2], 6))
    drawn = pd.DataFrame({"A": [10.0, 30.0] * 40})
    plans = plans_by_draw(Problem(money, limits, "npv"), drawn)
    # B loses 6 by waiting and A 2, whatever A is worth: B goes first in every draw.
    assert shares(start_frequency(plans)).loc["B", "2027Q1"] == 1
    assert plans.bounds.tolist() == [20.0, 40.0] * 40
