import numpy as np
import pandas as pd
import pytest
from profiles import seeds

from prioritization import (
    InfeasibleError,
    Limits,
    LimitsError,
    Problem,
    change_causes,
    make_plan,
)

Q1 = Limits(("2027Q1",), 10)


def table(**columns):
    return pd.DataFrame({"opportunity": list("ABCDEF")[: len(columns["score"])], **columns})


def part(found, cause):
    return found.value.set_index("cause")["change"][cause]


def test_one_cause_has_the_whole_change():
    before, after = table(score=[4, 5], cost=[6, 6]), table(score=[7, 5], cost=[6, 6])
    found = change_causes(Problem(before, Q1), Problem(after, Q1))
    assert (found.before, found.after, part(found, "scores")) == (5, 7, 2)
    assert found.moves[["opportunity", "move", "scores"]].to_numpy().tolist() == [
        ["A", 1, 1.0],
        ["B", -1, -1.0],
    ]
    assert found.moves["main_cause"].tolist() == ["scores", "scores"]


def test_a_change_of_score_is_the_panels_where_its_verdict_changed():
    before = table(score=[4, 5], cost=[6, 6], verdict=["agreed", "agreed"])
    after = before.assign(score=[7, 5.0], verdict=["no consensus", "agreed"])
    found = change_causes(Problem(before, Q1), Problem(after, Q1))
    assert (part(found, "panel"), part(found, "scores")) == (2, 0)


def test_a_new_opportunity_is_its_own_cause():
    found = change_causes(Problem(table(score=[4]), Q1), Problem(table(score=[4, 3]), Q1))
    assert part(found, "candidates") == 3
    assert found.moves[["opportunity", "candidates"]].to_numpy().tolist() == [["B", 1.0]]


def test_what_is_done_is_apart_from_what_left_the_list():
    """A is done, B is dropped from the list; C takes the room that A had in the plan."""
    before = table(score=[4, 3, 2], cost=[6, 4, 6])
    after = before.iloc[2:]
    found = change_causes(Problem(before, Q1), Problem(after, Q1), done=["A"])
    assert (part(found, "done"), part(found, "candidates")) == (5 - 7, 2 - 5)
    assert (found.before, found.after) == (7, 2)
    moves = found.moves.set_index("opportunity")
    assert moves["main_cause"].to_dict() == {"A": "done", "B": "candidates", "C": "done"}


def test_what_is_still_there_is_not_done():
    frame = table(score=[4, 3], cost=[6, 4])
    found = change_causes(Problem(frame, Q1), Problem(frame, Q1), done=["A"])
    assert found.value["change"].tolist() == [0.0] * 7


def test_where_no_plan_fits_without_what_is_done_the_causes_are_not_told_apart():
    """The plan must hold two of the web team; with A done there is one left, and the rule goes."""
    frame = table(score=[4, 3], cost=[4, 4]).assign(team="web")
    needed = Limits(("2027Q1",), 10, at_least={("team", "web"): 2})
    found = change_causes(Problem(frame, needed), Problem(frame.iloc[1:], Q1), done=["A"])
    assert (found.orders, found.before, found.after) == (0, 7, 3) and found.value["change"].isna().all()


def test_capacity_is_matched_by_position_where_the_horizon_moves():
    frame = table(score=[4], days_it=[10])
    days = [
        pd.DataFrame({"role": "it", "quarter": [quarter], "days": [most]})
        for quarter, most in (("2027Q1", 5), ("2027Q2", 10))
    ]
    found = change_causes(
        Problem(frame, Limits(("2027Q1",), 0, days[0])), Problem(frame, Limits(("2027Q2",), 0, days[1]))
    )
    assert (part(found, "capacity"), part(found, "limits")) == (4, 0)


def test_an_order_on_which_no_plan_fits_is_left_out():
    before, after = table(score=[4], cost=[6], must_do=True), table(score=[4], cost=[12], must_do=True)
    found = change_causes(Problem(before, Q1), Problem(after, Limits(("2027Q1",), 12)))
    assert (found.orders, found.all_orders) == (1, 2)
    assert found.value["change"].tolist() == [0.0] * 7


def test_a_period_without_a_plan_is_refused():
    dear = table(score=[4], cost=[12], must_do=True)
    with pytest.raises(InfeasibleError, match="12"):
        change_causes(Problem(dear, Q1), Problem(dear, Q1))


@pytest.mark.parametrize("seed", seeds(2))
def test_parts_add_up_to_the_whole_and_turn_with_the_direction(seed):
    random = np.random.default_rng(seed)

    def period(names, quarter):
        size = len(names)
        frame = pd.DataFrame(
            {
                "opportunity": names,
                "score": random.uniform(1, 9, size),
                "cost": random.integers(2, 9, size),
                "days_it": random.integers(0, 9, size),
            }
        )
        capacity = pd.DataFrame({"role": ["it"], "quarter": [quarter], "days": [int(random.integers(8, 20))]})
        return frame, Limits((quarter,), int(random.integers(8, 20)), capacity)

    one, other = period(list("ABCDE"), "2027Q1"), period(list("BCDEF"), "2027Q2")
    one, other = Problem(*one), Problem(*other)
    found, back = change_causes(one, other), change_causes(other, one)
    assert found.value["change"].sum() == pytest.approx(found.after - found.before)
    parts = found.moves[found.value["cause"].tolist()].sum(axis="columns")
    assert parts.tolist() == pytest.approx(found.moves["move"].tolist())
    assert back.value["change"].tolist() == pytest.approx((-found.value["change"]).tolist())
    assert found.after == pytest.approx(make_plan(other).value)


def test_where_no_order_has_a_plan_on_the_way_the_causes_are_not_told_apart():
    """Run work takes a fifth, and then four fifths: each half of the change alone has no plan."""
    both = pd.DataFrame({"opportunity": ["A", "B"], "score": [4, 6], "cost": [2, 8], "must_do": True})
    both["kind"] = ["run", "change"]
    before, after = Limits(("Q1",), 10, run_share=(0.2, 0.2)), Limits(("Q1",), 10, run_share=(0.8, 0.8))
    found = change_causes(Problem(both, before), Problem(both.assign(cost=[8, 2]), after))
    assert (found.orders, found.all_orders, found.before, found.after) == (0, 2, 10, 10)
    assert found.value["change"].isna().all()
    assert found.moves.empty


def test_periods_with_other_objectives_are_not_compared():
    one = Problem(table(score=[4]), Q1)
    other = Problem(table(score=[4]).assign(euros=[4]), Q1, "euros")
    with pytest.raises(LimitsError, match="'score' before and 'euros' after"):
        change_causes(one, other)
