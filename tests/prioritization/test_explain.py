from random import Random

import pandas as pd
import pytest

from prioritization import (
    InfeasibleError,
    Limits,
    OpportunitiesError,
    make_plan,
    replacement_cost,
    why_left_out,
)

QUARTERS = ("2027Q1", "2027Q2")


def opportunities(**columns):
    return pd.DataFrame({"opportunity": list("ABCD")[: len(columns["score"])], **columns})


def why(table, limits):
    return why_left_out(table, limits, make_plan(table, limits)).set_index("opportunity")


def test_what_costs_more_than_the_whole_budget_is_too_expensive():
    row = why(opportunities(score=[9], cost=[11]), Limits(QUARTERS, 10)).loc["A"]
    assert (row["reason"], row["blocker"], row["makes_way"]) == ("too_expensive", "budget", ())
    assert pd.isna(row["value_lost"])


def test_what_takes_longer_than_the_horizon_is_too_long():
    assert why(opportunities(score=[9], quarters=[3]), Limits(QUARTERS, 10)).loc["A", "reason"] == "too_long"


def test_what_needs_more_days_than_a_role_ever_has_is_without_capacity():
    capacity = pd.DataFrame({"role": "it", "quarter": QUARTERS, "days": [4, 4]})
    table = opportunities(score=[9, 1], days_it=[5, 8], quarters=[1, 2])
    row = why(table, Limits(QUARTERS, 0, capacity)).loc["A"]
    assert (row["reason"], row["blocker"]) == ("no_capacity", "it")


def test_what_a_must_do_excludes_is_excluded_by_it():
    table = opportunities(score=[9, 1], must_do=["", "yes"], excludes=["", "A"])
    row = why(table, Limits(QUARTERS, 0)).loc["A"]
    assert (row["reason"], row["blocker"]) == ("excluded", "B")


def test_what_no_plan_holds_cannot_and_says_what_blocks_it():
    table = opportunities(score=[1, 9], cost=[6, 5], must_do=["yes", ""])
    row = why(table, Limits(QUARTERS, 10)).loc["B"]
    assert (row["reason"], row["blocker"]) == ("cannot", "budget")


def test_what_fits_is_worth_less_and_says_who_would_leave():
    table = opportunities(score=[9, 8.5, 8, 3], cost=[6, 5, 5, 1])
    rows = why(table, Limits(("2027Q1",), 10))
    assert rows["reason"].tolist() == ["worth_less", "worth_less"]
    assert rows["value_lost"].tolist() == [4.5, 4.5]
    assert rows["makes_way"].tolist() == [("B", "C"), ("B", "C")]


def test_nothing_left_out_gives_no_row():
    rows = why_left_out(
        opportunities(score=[9]),
        Limits(QUARTERS, 0),
        make_plan(opportunities(score=[9]), Limits(QUARTERS, 0)),
    )
    assert rows.columns.tolist() == ["opportunity", "reason", "value_lost", "makes_way", "blocker"]
    assert rows.empty


def test_to_have_it_in_never_adds_value():
    random = Random(3)
    for _ in range(15):
        table = pd.DataFrame(
            [
                {"opportunity": f"o{n}", "score": random.randint(1, 9), "cost": random.randint(1, 9)}
                for n in range(8)
            ]
        )
        limits = Limits(QUARTERS, 15)
        plan = make_plan(table, limits)
        explained = why_left_out(table, limits, plan)
        assert explained["opportunity"].tolist() == [n for n in table["opportunity"] if n not in plan.members]
        assert (explained["value_lost"] >= -1e-9).all()


def test_replacing_what_is_left_out_costs_nothing():
    table, limits = opportunities(score=[9, 1], cost=[6, 6]), Limits(QUARTERS, 10)
    assert replacement_cost(table, limits, make_plan(table, limits), "B") == 0


def test_what_waits_for_it_is_lost_with_it():
    table, limits = opportunities(score=[1, 9], requires=["", "A"]), Limits(QUARTERS, 0)
    plan = make_plan(table, limits)
    assert replacement_cost(table, limits, plan, "A") == plan.value


def test_what_a_must_do_requires_cannot_be_replaced():
    table, limits = opportunities(score=[1, 9], requires=["", "A"], must_do=["", "ja"]), Limits(QUARTERS, 0)
    with pytest.raises(InfeasibleError, match="No plan fits without A: must-do B requires it"):
        replacement_cost(table, limits, make_plan(table, limits), "A")


def test_an_unknown_opportunity_is_refused_by_name():
    table, limits = opportunities(score=[1]), Limits(QUARTERS, 0)
    with pytest.raises(OpportunitiesError, match="'Z' is not an opportunity"):
        replacement_cost(table, limits, make_plan(table, limits), "Z")
