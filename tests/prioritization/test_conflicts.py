import pandas as pd
import pytest

from prioritization import InfeasibleError, Limits, Problem, make_plan

QUARTERS = ("2027Q1", "2027Q2", "2027Q3")


def opportunities(**columns):
    return pd.DataFrame({"opportunity": list("ABCD")[: len(columns["score"])], **columns})


def test_must_dos_above_the_budget_are_refused_in_figures():
    table = pd.DataFrame(
        {
            "opportunity": ["self-service returns", "one login", "chat"],
            "score": [8, 7, 6],
            "cost": [250_000, 160_000, 10_000],
            "must_do": ["yes", "yes", "no"],
        }
    )
    with pytest.raises(InfeasibleError) as refused:
        make_plan(Problem(table, Limits(("2027Q1",), 300_000)))
    assert str(refused.value) == (
        "No plan fits: the 2 must-do opportunities need 410,000, the budget is 300,000.\n"
        "Raise the budget by 110,000, or release one of: self-service returns, one login."
    )


def test_what_a_must_do_requires_counts_towards_the_budget():
    table = opportunities(score=[8, 7], cost=[250, 160], must_do=["", "yes"], requires=["", "A"])
    with pytest.raises(
        InfeasibleError, match="must-do and required opportunities need 410, the budget is 300"
    ):
        make_plan(Problem(table, Limits(QUARTERS, 300)))


def test_running_work_above_the_days_of_a_role_is_refused_in_figures():
    capacity = pd.DataFrame({"role": ["it"], "quarter": ["2027Q1"], "days": [30]})
    table = opportunities(score=[8], days_it=[45], status=["running"])
    with pytest.raises(InfeasibleError, match="needs 45 days, the capacity of it is 30 days"):
        make_plan(Problem(table, Limits(("2027Q1",), 0, capacity)))


def test_must_dos_that_exclude_each_other_are_refused_by_name():
    table = opportunities(score=[8, 7], must_do=["yes", "yes"], excludes=["", "A"])
    with pytest.raises(InfeasibleError, match="A and B exclude each other"):
        make_plan(Problem(table, Limits(QUARTERS, 0)))


def test_a_must_do_longer_than_the_horizon_is_refused_in_quarters():
    with pytest.raises(InfeasibleError, match="A needs 5 quarters, the horizon has 3"):
        make_plan(Problem(opportunities(score=[8], quarters=[5], must_do=["yes"]), Limits(QUARTERS, 0)))


def test_a_chain_longer_than_the_horizon_is_refused_in_quarters():
    table = opportunities(score=[8, 7], quarters=[2, 2], must_do=["", "yes"], requires=["", "A"])
    with pytest.raises(InfeasibleError, match="B needs 4 quarters after A, the horizon has 3"):
        make_plan(Problem(table, Limits(QUARTERS, 0)))


def test_running_work_above_the_days_of_one_quarter_is_refused_in_figures():
    running = pd.DataFrame({"opportunity": ["a", "b"], "score": 5, "status": "running", "days_it": [20, 31]})
    days = pd.DataFrame({"role": "it", "quarter": ["2027Q1", "2027Q2"], "days": [50, 90]})
    with pytest.raises(InfeasibleError, match="need 51 days, the capacity of it in 2027Q1 is 50 days"):
        make_plan(Problem(running, Limits(("2027Q1", "2027Q2"), 10, days)))


def test_running_work_that_may_go_faster_is_not_refused_by_the_quarters_of_going_on():
    one = opportunities(score=[5], quarters=[2], days_it=[9], status=["running"], accelerated_quarters=[1])
    capacity = pd.DataFrame({"role": "it", "quarter": QUARTERS, "days": [10, 2, 2]})
    assert make_plan(Problem(one, Limits(QUARTERS, 0, capacity))).schedule.loc[0, "decision"] == "accelerate"


Q = ("2027Q1", "2027Q2", "2027Q3")


def table(**columns):
    count = max(len(cells) for cells in columns.values())
    return pd.DataFrame({"opportunity": list("ABCDE")[:count], "score": [5.0] * count} | columns)


@pytest.mark.parametrize(
    ("columns", "limits", "said"),
    [
        ({"must_do": ["yes"], "deadline": ["2027Q1"], "quarters": [2]}, {}, "its deadline 2027Q1 leaves 1"),
        (
            {"must_do": ["", "yes"], "must_not": ["yes", ""], "requires": ["", "A"]},
            {},
            "A must not be done, and B",
        ),
        (
            {"group": ["web", ""]},
            {"at_least": {("group", "web"): 2}},
            "at least 2 opportunities .* there are 1",
        ),
        (
            {"must_do": ["yes", "yes"], "group": ["web", "web"]},
            {"at_most": {("group", "web"): 1}},
            "exceed the 1",
        ),
    ],
)
def test_what_collides_by_arithmetic_is_told_in_figures(columns, limits, said):
    with pytest.raises(InfeasibleError, match=said):
        make_plan(Problem(table(**columns), Limits(Q, 0, **limits)))


@pytest.mark.parametrize(
    ("changed", "way_out"),
    [
        ({"cost": [6, 1, 5]}, "Raise the budget by 4, or release one of: A, C."),
        ({"cost": [9, 1, 2]}, "Raise the budget by 4, or release A."),
        ({"cost": [5, 6, 7]}, "Raise the budget by 10, or release B and C together."),
        ({"cost": [6, 1, 5], "requires": ["", "A", ""]}, "Raise the budget by 4, or release C."),
        (
            {"cost": [6, 1, 5], "requires": ["", "A", ""], "must_do": ["", "yes", "yes"]},
            "Raise the budget by 4, or release one of: B, C.",
        ),
    ],
)
def test_only_what_is_enough_by_its_release_is_named(changed, way_out):
    """What another must-do requires frees nothing; what is only required is freed with what requires it."""
    table = opportunities(**{"score": [8, 7, 6], "must_do": "yes", **changed})
    with pytest.raises(InfeasibleError) as refused:
        make_plan(Problem(table, Limits(QUARTERS, 8)))
    assert str(refused.value).splitlines()[1] == way_out


def test_of_a_rule_that_counts_as_many_are_released_as_are_too_many():
    table = opportunities(score=[8, 7, 6], must_do="yes", group="x")
    with pytest.raises(InfeasibleError, match="Allow 2 more with group x, or release A and B together"):
        make_plan(Problem(table, Limits(QUARTERS, at_most={("group", "x"): 1})))


def test_two_that_require_what_must_not_be_done_are_released_together():
    table = opportunities(
        score=[8, 7, 6], must_do=["", "yes", "yes"], must_not=["x", "", ""], requires=["", "A", "A"]
    )
    with pytest.raises(InfeasibleError, match=r"B and C require it\.\nAllow A, or release B and C"):
        make_plan(Problem(table, Limits(QUARTERS)))
