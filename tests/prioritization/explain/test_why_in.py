from random import Random

import pandas as pd
import pytest
from made_up import eight_opportunities
from profiles import seeds

from prioritization import InfeasibleError, Limits, OpportunitiesError, Problem, make_plan, why_in
from prioritization.explain.why_in import replacement_cost

QUARTERS = ("2027Q1", "2027Q2")


def opportunities(**columns):
    return pd.DataFrame({"opportunity": list("ABCDE")[: len(columns["score"])], **columns})


def why(table, limits, names=None):
    return why_in(Problem(table, limits), make_plan(Problem(table, limits)), names).set_index("opportunity")


# by hand


def test_a_member_that_is_worth_it_says_what_would_take_its_place():
    rows = why(opportunities(score=[9, 8.5, 8, 3], cost=[6, 5, 5, 1]), Limits(("2027Q1",), 10))
    assert rows["reason"].tolist() == ["worth_it", "worth_it"]
    assert rows["value_lost"].tolist() == rows["value_lost_at_least"].tolist() == [4.5, 4.5]
    assert rows["enters"].tolist() == [("A", "D"), ("A", "D")]
    assert rows["leaves"].tolist() == [("C",), ("B",)]


def test_a_must_do_can_cost_more_than_it_brings():
    rows = why(opportunities(score=[1, 9], cost=[10, 5], must_do=["ja", ""]), Limits(QUARTERS, 10))
    assert rows.loc["A", ["reason", "value_lost", "enters"]].tolist() == ["must_do", -8, ("B",)]


def test_what_is_running_loses_what_stopping_it_costs_too():
    table = opportunities(score=[9, 2], cost=[5, 5], status=["running", ""], stop_loss=[3, None])
    rows = why(table, Limits(QUARTERS, 5, discount=0))
    assert rows.loc["A", ["reason", "value_lost", "enters"]].tolist() == ["running", 9 + 3 - 2, ("B",)]


def test_what_is_running_says_so():
    rows = why(opportunities(score=[1, 2], cost=[5, 5], status=["running", ""]), Limits(QUARTERS, 5))
    assert rows.loc["A", ["reason", "value_lost", "enters"]].tolist() == ["running", -1, ("B",)]


def test_a_prerequisite_is_there_for_what_requires_it():
    table = opportunities(score=[1, 9, 2], cost=[4, 4, 4], requires=["", "A", ""])
    rows = why(table, Limits(QUARTERS, 8, discount=0))
    assert rows.loc["A", ["reason", "detail", "value_lost"]].tolist() == ["prerequisite", "B", 8]
    assert rows.loc["A", "leaves"] == ("B",)


def test_a_prerequisite_that_would_be_in_anyway_is_worth_it():
    table = opportunities(score=[5, 9, 2], cost=[4, 4, 4], requires=["", "A", ""])
    assert why(table, Limits(QUARTERS, 8, discount=0)).loc["A", "reason"] == "worth_it"


def test_what_only_a_rule_brings_in_names_the_rule():
    table = opportunities(score=[9, 8, 2], group=["web", "web", "shop"], cost=[5, 5, 5])
    rows = why(table, Limits(QUARTERS, 10, at_least={("group", "shop"): 1}))
    assert rows.loc["C", ["reason", "detail"]].tolist() == ["at_least", "group: shop"]
    assert pd.isna(rows.loc["C", "value_lost"])
    assert rows.loc["A", ["reason", "value_lost"]].tolist() == ["worth_it", 1]


def test_only_the_members_asked_for_are_explained():
    table = opportunities(score=[9, 8, 7])
    assert why(table, Limits(QUARTERS, 0), ["C", "A"]).index.tolist() == ["A", "C"]


def test_a_team_of_one_opportunity_may_lose_it():
    table = opportunities(score=[9, 8], team=["red", "blue"])
    rows = why(table, Limits(QUARTERS, 0, work_in_progress={"red": 1}))
    assert rows["value_lost"].tolist() == [9, 8]


# laws


@pytest.mark.parametrize("seed", seeds(6))
def test_the_value_lost_is_that_of_the_plan_made_of_the_rest(seed):
    random = Random(seed)
    table = eight_opportunities(random)
    limits = Limits(QUARTERS, 15)
    plan = make_plan(Problem(table, limits))
    for row in why_in(Problem(table, limits), plan).itertuples():
        rest = make_plan(Problem(table[table["opportunity"].ne(row.opportunity)], limits))
        assert row.value_lost == pytest.approx(plan.value - rest.value)
        assert row.value_lost == replacement_cost(Problem(table, limits), plan, row.opportunity)
        assert row.value_lost >= -1e-9
        assert row.opportunity not in row.enters + row.leaves


# refusals


def test_what_is_left_out_is_refused_by_name():
    with pytest.raises(OpportunitiesError, match="Not in the plan: 'B'"):
        why(opportunities(score=[9, 1], cost=[5, 5]), Limits(QUARTERS, 5), ["A", "B"])


def test_replacing_what_is_left_out_costs_nothing():
    table, limits = opportunities(score=[9, 1], cost=[6, 6]), Limits(QUARTERS, 10)
    assert replacement_cost(Problem(table, limits), make_plan(Problem(table, limits)), "B") == 0


def test_what_waits_for_it_is_lost_with_it():
    table, limits = opportunities(score=[1, 9], requires=["", "A"]), Limits(QUARTERS, 0)
    plan = make_plan(Problem(table, limits))
    assert replacement_cost(Problem(table, limits), plan, "A") == plan.value


def test_what_a_must_do_requires_cannot_be_replaced():
    table, limits = opportunities(score=[1, 9], requires=["", "A"], must_do=["", "ja"]), Limits(QUARTERS, 0)
    with pytest.raises(InfeasibleError, match="No plan fits without A: must-do B requires it"):
        replacement_cost(Problem(table, limits), make_plan(Problem(table, limits)), "A")


def test_what_a_rule_asks_for_cannot_be_replaced():
    table = opportunities(score=[1, 9], group=["shop", "web"])
    limits = Limits(QUARTERS, 0, at_least={("group", "shop"): 1})
    with pytest.raises(InfeasibleError, match="No plan fits without A: a rule asks for it"):
        replacement_cost(Problem(table, limits), make_plan(Problem(table, limits)), "A")


def test_an_unknown_opportunity_is_refused_by_name():
    table, limits = opportunities(score=[1]), Limits(QUARTERS, 0)
    with pytest.raises(OpportunitiesError, match="'Z' is not an opportunity"):
        replacement_cost(Problem(table, limits), make_plan(Problem(table, limits)), "Z")


def test_one_name_is_one_member():
    table = pd.DataFrame({"opportunity": ["returns", "login"], "score": [5, 3], "cost": 1})
    assert why_in(
        Problem(table, Limits(("2027Q1",), 5)), make_plan(Problem(table, Limits(("2027Q1",), 5))), "returns"
    )["opportunity"].tolist() == ["returns"]
