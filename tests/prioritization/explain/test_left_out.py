from random import Random

import numpy as np
import pandas as pd
import pytest
from exact_cover import exact_cover, once
from made_up import eight_opportunities
from profiles import seeds

from prioritization import Limits, OpportunitiesError, Problem, SolverError, make_plan, why_left_out
from prioritization.explain import left_out
from prioritization.explain.left_out import chain_quarters, reason_left_out, reasons_in_time
from prioritization.explain.solved_plan import solved_plan, without

QUARTERS = ("2027Q1", "2027Q2")


def opportunities(**columns):
    return pd.DataFrame({"opportunity": list("ABCD")[: len(columns["score"])], **columns})


def why(table, limits):
    return why_left_out(Problem(table, limits), make_plan(Problem(table, limits))).set_index("opportunity")


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


def test_what_comes_in_as_well_and_what_is_gained_by_a_second_objective_are_told():
    table = opportunities(score=[9, 1, 8, 2], cost=[9, 4, 5, 4], npv=[20, 30, -5, 10])
    problem = Problem(table, Limits(QUARTERS, 9))
    row = why_left_out(problem, make_plan(problem), also="npv").set_index("opportunity").loc["A"]
    chosen = make_plan(problem).members
    assert chosen == ("C", "D") and row["makes_way"] == ("C", "D") and row["enters"] == ()
    assert row["value_lost"] == pytest.approx(1.0) and row["gained_npv"] == pytest.approx(15.0)
    needed = Problem(table.assign(requires=["B", "", "", ""]), Limits(QUARTERS, 13))
    with_it = why_left_out(needed, make_plan(needed), also="npv").set_index("opportunity")
    assert make_plan(needed).members == ("B", "C", "D") and with_it.at["A", "makes_way"] == ("C", "D")
    assert why_left_out(problem, make_plan(problem)).columns.isin(["gained_npv"]).sum() == 0


def test_nothing_left_out_gives_no_row():
    rows = why_left_out(
        Problem(opportunities(score=[9]), Limits(QUARTERS, 0)),
        make_plan(Problem(opportunities(score=[9]), Limits(QUARTERS, 0))),
    )
    assert rows.columns.tolist()[:4] == ["opportunity", "reason", "value_lost", "value_lost_at_least"]
    assert rows.columns.tolist()[4:] == ["makes_way", "enters", "blocker"]
    assert rows.empty


@pytest.mark.parametrize("seed", seeds(15))
def test_to_have_it_in_never_adds_value(seed):
    random = Random(seed)
    table = eight_opportunities(random)
    limits = Limits(QUARTERS, 15)
    plan = make_plan(Problem(table, limits))
    explained = why_left_out(Problem(table, limits), plan)
    assert explained["opportunity"].tolist() == [n for n in table["opportunity"] if n not in plan.members]
    assert (explained["value_lost"] >= -1e-9).all()
    assert explained["value_lost_at_least"].tolist() == explained["value_lost"].tolist()


@pytest.mark.parametrize("seed", seeds(5))
def test_where_a_gap_is_allowed_the_true_loss_lies_between_the_two(seed):
    random = Random(seed)
    table = pd.DataFrame(
        [
            {"opportunity": f"o{n:02}", "score": random.randint(1, 90) / 10, "cost": random.randint(10, 90)}
            for n in range(14)
        ]
    )
    limits = Limits(QUARTERS, 300)
    plan = make_plan(Problem(table, limits))
    exact = why_left_out(Problem(table, limits), plan)
    rough = why_left_out(Problem(table, limits), plan, gap=0.05)
    assert (rough["value_lost_at_least"] <= exact["value_lost"] + 1e-9).all()
    assert (exact["value_lost"] <= rough["value_lost"] + 1e-9).all()
    assert (rough["value_lost"] - rough["value_lost_at_least"] <= 0.05 * plan.value).all()


def test_what_must_not_be_done_says_so():
    assert (
        why(opportunities(score=[9], must_not=["ja"]), Limits(QUARTERS, 0)).loc["A", "reason"] == "must_not"
    )


@pytest.mark.parametrize(
    ("column", "quarter", "takes"), [("deadline", "2027Q1", 2), ("earliest", "2027Q2", 2)]
)
def test_dates_that_leave_too_few_quarters_are_named(column, quarter, takes):
    table = opportunities(score=[9], quarters=[takes], **{column: [quarter]})
    row = why(table, Limits(QUARTERS, 0)).loc["A"]
    assert (row["reason"], row["blocker"]) == (column, quarter)


def test_what_waits_for_what_cannot_be_done_names_it():
    table = opportunities(score=[9, 1], requires=["B", ""], must_not=["", "ja"])
    row = why(table, Limits(QUARTERS, 0)).loc["A"]
    assert (row["reason"], row["blocker"]) == ("requires", "B")


def test_what_waits_too_long_names_what_it_waits_for():
    table = opportunities(score=[9, 1], requires=["B", ""], earliest=["", "2027Q2"])
    row = why(table, Limits(QUARTERS, 0)).loc["A"]
    assert (row["reason"], row["blocker"]) == ("requires", "B")


def test_a_chain_longer_than_the_horizon_is_the_reason_of_all_that_stand_in_it_too_late():
    """Also of D, which waits for C, which the chain keeps out: not C is the cause, but the quarters."""
    table = opportunities(score=[9, 1, 8, 7], requires=["B", "", "A", "C"], quarters=[1, 2, 1, 1])
    reasons = why(table, Limits(QUARTERS, 0))
    assert reasons[["reason", "blocker"]].values.tolist() == [["chain", "B"], ["chain", "A"], ["chain", "C"]]
    assert chain_quarters(Problem(table, Limits(QUARTERS, 0)).table, Limits(QUARTERS, 0), "D") == (5, 2)


def test_a_deadline_counts_as_the_end_of_a_chain():
    table = opportunities(score=[9, 1], requires=["B", ""], deadline=["2027Q1", ""])
    assert why(table, Limits(QUARTERS, 0)).loc["A", "reason"] == "chain"
    assert chain_quarters(Problem(table, Limits(QUARTERS, 0)).table, Limits(QUARTERS, 0), "A") == (2, 1)


def test_a_precondition_that_nothing_brings_is_named():
    table = opportunities(score=[9, 1], maturity_needed=[4, None], maturity_raises=["", "tooling:4"])
    row = why(table, Limits(QUARTERS, 0, readiness={"tooling": 2, "data": 3})).loc["A"]
    assert (row["reason"], row["blocker"]) == ("readiness", "data")


def test_a_rule_that_every_plan_uses_up_is_named():
    table = opportunities(score=[9, 1], group=["web", "web"], must_do=["", "ja"])
    row = why(table, Limits(QUARTERS, 0, at_most={("group", "web"): 1})).loc["A"]
    assert (row["reason"], row["blocker"]) == ("at_most", "group: web")


def test_a_rule_that_leaves_a_choice_makes_it_worth_less():
    table = opportunities(score=[9, 1], group=["web", "web"])
    row = why(table, Limits(QUARTERS, 0, at_most={("group", "web"): 1})).loc["B"]
    assert (row["reason"], row["value_lost"], row["makes_way"]) == ("worth_less", 8, ("A",))


def test_a_team_that_can_work_on_nothing_is_named():
    row = why(opportunities(score=[9], team=["red"]), Limits(QUARTERS, 0, work_in_progress={"red": 0})).loc[
        "A"
    ]
    assert (row["reason"], row["blocker"]) == ("work_in_progress", "red")


def test_a_team_that_a_must_do_keeps_busy_is_the_blocker():
    table = opportunities(score=[9, 1], team=["red", "red"], must_do=["", "ja"], quarters=[1, 2])
    row = why(table, Limits(QUARTERS, 0, work_in_progress={"red": 1})).loc["A"]
    assert (row["reason"], row["blocker"]) == ("cannot", "red")


def test_what_had_better_be_stopped_says_what_going_on_would_lose():
    table = opportunities(score=[1, 9], cost=[5, 5], status=["running", ""], stop_loss=[2, None])
    row = why(table, Limits(QUARTERS, 5)).loc["A"]
    assert (row["reason"], row["value_lost"], row["makes_way"]) == ("stop", 6, ("B",))


def test_overtime_counts_as_capacity_and_what_takes_no_quarter_has_days():
    capacity = pd.DataFrame(
        {"role": "it", "quarter": QUARTERS, "days": 4, "overtime": 2, "overtime_price": 1}
    )
    table = opportunities(score=[5, 9, 1], days_it=[6, 7, 6], quarters=[1, 0, 1], cost=[0, 0, 9])
    rows = why(table, Limits(QUARTERS, 2, capacity))
    assert rows.loc["B", ["reason", "blocker"]].tolist() == ["no_capacity", "it"]
    assert rows.loc["C", ["reason", "blocker"]].tolist() == ["too_expensive", "budget"]


def test_a_plan_of_other_opportunities_is_refused():
    table, limits = opportunities(score=[9, 8], cost=[5, 5]), Limits(QUARTERS, 5)
    with pytest.raises(OpportunitiesError, match="it is worth 9, and what it holds is worth 7 here"):
        why_left_out(Problem(table.assign(score=[7, 8]), limits), make_plan(Problem(table, limits)))


def test_where_the_time_limit_comes_first_the_reason_is_undecided():
    problem = Problem(exact_cover(), Limits(at_most=once(), at_least=once()))
    rows = why_left_out(problem, make_plan(problem), time_limit=0)
    assert rows["reason"].eq("undecided").any()
    assert rows.loc[rows["reason"].eq("undecided"), "value_lost"].isna().all()


@pytest.fixture
def hard():
    random = np.random.default_rng(1)
    columns = {
        "score": random.uniform(1, 9, 60).round(2),
        "cost": random.integers(5, 60, 60),
        "quarters": random.integers(1, 4, 60),
    }
    table = pd.DataFrame({"opportunity": [f"o{row}" for row in range(60)], **columns})
    limits = Limits(tuple(f"2027Q{at}" for at in (1, 2, 3, 4)), 300)
    plan = make_plan(Problem(table, limits), gap=0.02)
    return solved_plan(Problem(table, limits), plan, gap=0.02), plan


class Clock:
    """Seconds left, of which each question takes all that it is given."""

    def __init__(self, left):
        self.left = left

    def __call__(self):
        return self.left

    def unanswered(self, case, name, **_):
        self.left -= case.time_limit
        raise SolverError(f"{name} could not be told in time")


def test_what_is_worth_most_is_explained_before_the_time_is_up(hard):
    solved, plan = hard
    some = reasons_in_time(solved, iter([3.0, 2.0, 1.0, 0.0]).__next__)
    assert list(some) == [name for name in solved.table["opportunity"] if name not in plan.members]
    worth = solved.table.set_index("opportunity")["score"]
    asked = [name for name, why in some.items() if why.reason != "not_looked_into"]
    assert len(asked) == 3
    assert worth[asked].min() >= worth[[name for name in some if name not in asked]].max()


def test_explaining_is_given_no_more_time_than_there_is(hard, monkeypatch):
    clock = Clock(1.0)
    monkeypatch.setattr(left_out, "reason_left_out", clock.unanswered)
    reasons = {why.reason for why in reasons_in_time(hard[0], clock).values()}
    assert reasons <= {"undecided", "not_looked_into"} and "undecided" in reasons
    assert 0 <= clock.left < 0.1


def test_without_any_time_nothing_is_looked_into_and_the_rows_are_there(hard):
    solved, plan = hard
    rows = why_left_out(Problem(solved.table, solved.model.data.limits), plan, gap=0.02, total=1e-9)
    assert set(rows["reason"]) == {"not_looked_into"}
    assert len(rows) == len(solved.table) - len(plan.members) and rows["value_lost"].isna().all()


def test_what_is_running_and_fits_when_it_goes_faster_lacks_no_days():
    capacity = pd.DataFrame({"role": "it", "quarter": QUARTERS, "days": [25, 0]})
    table = opportunities(
        score=[1, 9],
        status=["running", ""],
        quarters=[2, 1],
        accelerated_quarters=[1, None],
        stop_loss=[0, None],
        days_it=[16, 20],
    )
    problem = Problem(table, Limits(QUARTERS, capacity=capacity, discount=0))
    rows = why_left_out(problem, make_plan(problem)).set_index("opportunity")
    assert rows.loc["A", ["reason", "value_lost", "value_lost_at_least"]].tolist() == ["stop", 8, 8]


@pytest.mark.parametrize("seed", range(3))
def test_what_is_found_nearby_bounds_what_is_lost(seed):
    problem = Problem(eight_opportunities(Random(seed)), Limits(QUARTERS, 12))
    solved = solved_plan(problem, make_plan(problem))
    for name in without(problem.table["opportunity"], solved.plan.members):
        exact = reason_left_out(solved, name)
        near = reason_left_out(solved, name, nearby=True)
        assert near.reason == exact.reason
        if exact.reason == "worth_less":
            assert near.value_lost_at_least <= exact.value_lost + 1e-9
            assert near.value_lost >= exact.value_lost - 1e-9
