import pandas as pd

from prioritization import Limits, Problem, make_plan

QUARTERS = ("2027Q1", "2027Q2", "2027Q3")


def opportunities(**columns):
    return pd.DataFrame({"opportunity": list("ABCD")[: len(columns["score"])], **columns})


def test_a_limit_binds_when_the_rest_is_less_than_the_smallest_thing_left_out_needs():
    capacity = pd.DataFrame({"role": ["it", "crm"], "quarter": "2027Q1", "days": [10, 10]})
    table = opportunities(score=[9, 8], cost=[6, 5], days_it=[8, 3], days_crm=[1, 1])
    binding = make_plan(Problem(table, Limits(("2027Q1",), 10, capacity))).binding
    assert binding[["kind", "role"]].to_numpy().tolist() == [["budget", ""], ["capacity", "it"]]
    assert binding["used"].tolist() == [6, 8]


def test_what_must_not_be_done_is_held_back_by_no_limit():
    table = opportunities(score=[9, 8, 7], cost=[6, 5, 1], must_not=[False, False, True])
    assert make_plan(Problem(table, Limits(("2027Q1",), 10))).binding["kind"].tolist() == ["budget"]
    assert make_plan(Problem(table[::2], Limits(("2027Q1",), 6))).binding.empty


def test_no_limit_binds_when_nothing_is_left_out():
    assert make_plan(Problem(opportunities(score=[9, 8], cost=[5, 5]), Limits(QUARTERS, 10))).binding.empty
