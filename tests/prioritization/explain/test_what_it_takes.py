from random import Random

import pandas as pd
import pytest
from profiles import seeds

from prioritization import InfeasibleError, Limits, OpportunitiesError, Problem, make_plan, what_it_takes

QUARTERS = ("2027Q1", "2027Q2")
FOUR = pd.DataFrame({"opportunity": list("ABCD"), "score": [9, 8.5, 8, 3], "cost": [6, 5, 5, 1]})


def needs(table, limits, name):
    return what_it_takes(Problem(table, limits), make_plan(Problem(table, limits)), name)


def amounts(found, kind):
    return found.loc[found["kind"].eq(kind), "amount"].tolist()


# by hand


def test_the_published_case_takes_4_5_points_or_1_of_cost_or_6_of_budget():
    found = needs(FOUR, Limits(("2027Q1",), 10), "A")
    assert found["kind"].tolist() == ["score", "cost", "budget", "capacity"]
    assert found["amount"].tolist()[:3] == pytest.approx([4.5, 1, 6])
    assert pd.isna(found["amount"].iloc[3])
    assert found["proven"].all()


def test_a_score_counts_less_where_it_is_finished_later():
    table = pd.DataFrame({"opportunity": ["A", "B"], "score": [9, 1], "cost": 5, "quarters": [1, 2]})
    found = needs(table, Limits(QUARTERS, 5, discount=0.1), "B")
    assert amounts(found, "score") == pytest.approx([9 / 0.9 - 1])


@pytest.mark.parametrize("later", [{}, {"npv_1": [1, 1], "npv_2": [1, 1]}])
def test_npv_is_discounted_by_its_start_however_long_it_takes(later):
    table = pd.DataFrame({"opportunity": ["A", "B"], "npv": [9, 1], "cost": 5, "quarters": [1, 2], **later})
    limits = Limits(QUARTERS, 5, discount=0.1)
    problem = Problem(table, limits, "npv")
    found = what_it_takes(problem, make_plan(problem), "B")
    assert amounts(found, "score") == pytest.approx([8])
    raised = [name for name in table if name.startswith("npv")]
    for more, held in ((8.001, "B"), (7.999, "A")):
        changed = table.astype(dict.fromkeys(raised, float))
        changed.loc[1, raised] += more
        assert make_plan(Problem(changed, limits, objective="npv")).members == (held,)


def test_a_small_score_is_raised_by_its_own_measure():
    table = pd.DataFrame({"opportunity": ["A", "B"], "score": [5e-10, 2e-10], "cost": 5})
    assert amounts(needs(table, Limits(QUARTERS, 5), "B"), "score") == pytest.approx([3e-10], rel=1e-6)


def test_days_that_are_short_come_with_their_role_and_quarter():
    capacity = pd.DataFrame({"role": "it", "quarter": QUARTERS, "days": [10, 4]})
    table = pd.DataFrame({"opportunity": ["A", "B"], "score": [9, 1], "days_it": [10, 6]})
    found = needs(table, Limits(QUARTERS, 0, capacity), "B").set_index("kind")
    assert found.loc["capacity", ["role", "quarter"]].tolist() == ["it", "2027Q2"]
    assert found.loc["capacity", "amount"] == pytest.approx(2)
    assert pd.isna(found.loc["budget", "amount"])


def test_more_money_buys_overtime_where_days_are_short():
    capacity = pd.DataFrame(
        {"role": "it", "quarter": ["2027Q1"], "days": [10], "overtime": [5], "overtime_price": [100]}
    )
    table = pd.DataFrame({"opportunity": ["A", "B"], "score": [9, 1], "days_it": [10, 3], "cost": [50, 20]})
    found = needs(table, Limits(("2027Q1",), 60, capacity), "B")
    assert amounts(found, "budget") == pytest.approx([20 + 300 - 10])


def test_where_neither_alone_would_do_both_are_given():
    capacity = pd.DataFrame({"role": "it", "quarter": ["2027Q1"], "days": [10]})
    table = pd.DataFrame({"opportunity": ["A", "B"], "score": [9, 1], "days_it": [10, 3], "cost": [50, 20]})
    found = needs(table, Limits(("2027Q1",), 60, capacity), "B")
    both = found[found["kind"].eq("both")]
    assert both["role"].tolist() == ["", "it"]
    assert both["amount"].tolist() == pytest.approx([10, 3])


def test_money_that_does_not_carry_over_is_short_per_quarter():
    table = pd.DataFrame({"opportunity": ["A", "B"], "score": [9, 1], "cost": [10, 8], "quarters": [1, 2]})
    limits = Limits(QUARTERS, {"2027Q1": 10, "2027Q2": 2}, carry_over=False)
    found = needs(table, limits, "B").set_index(["kind", "quarter"])["amount"]
    assert found["budget", "2027Q1"] == pytest.approx(4)
    assert found["budget", "2027Q2"] == pytest.approx(2)


def test_what_is_free_and_excluded_is_not_helped_by_money():
    table = pd.DataFrame({"opportunity": ["A", "B"], "score": [9, 1], "excludes": ["B", ""]})
    found = needs(table, Limits(QUARTERS, 5), "B")
    assert amounts(found, "score") == pytest.approx([8])
    assert found.set_index("kind")["amount"].drop("score").isna().all()


def test_what_must_not_be_done_is_not_helped_by_anything():
    table = pd.DataFrame({"opportunity": ["A", "B"], "score": [9, 8], "cost": 1, "must_not": [False, True]})
    assert needs(table, Limits(QUARTERS, 5), "B")["amount"].isna().all()


# laws


@pytest.mark.parametrize("seed", seeds(6))
def test_what_it_takes_suffices_and_a_bit_less_does_not(seed):
    table, limits = case(Random(seed))
    plan = make_plan(Problem(table, limits))
    for name in [name for name in table["opportunity"] if name not in plan.members][:2]:
        found = what_it_takes(Problem(table, limits), plan, name)
        assert found["proven"].all()
        check_score(table, limits, plan, name, amounts(found, "score")[0])
        check_cost(table, limits, plan, name, amounts(found, "cost")[0])
        check_budget(table, limits, plan, name, amounts(found, "budget")[0])
        check_capacity(table, limits, plan, name, found[found["kind"].eq("capacity")])


def check_score(table, limits, plan, name, more):
    own = table["opportunity"].eq(name)
    if pd.isna(more):
        with pytest.raises(InfeasibleError):
            make_plan(Problem(table.assign(must_do=own), limits))
        return
    assert (
        name in make_plan(Problem(table.assign(score=table["score"] + own * (more + 1e-3)), limits)).members
    )
    if more > 1e-3:
        assert (
            name
            not in make_plan(
                Problem(table.assign(score=table["score"] + own * (more - 1e-3)), limits)
            ).members
        )


def check_cost(table, limits, plan, name, less):
    own = table["opportunity"].eq(name)
    if pd.isna(less):
        free = table.assign(cost=table["cost"].where(~own, 0), must_do=own)
        assert not fits(free, limits) or make_plan(Problem(free, limits)).value < plan.value
        return
    cheaper = table.assign(cost=table["cost"] - own * less, must_do=own)
    assert make_plan(Problem(cheaper, limits)).value >= plan.value - 1e-6
    if less > 1:
        dearer = table.assign(cost=table["cost"] - own * (less - 1), must_do=own)
        assert not fits(dearer, limits) or make_plan(Problem(dearer, limits)).value < plan.value


def check_budget(table, limits, plan, name, more):
    all_in = table.assign(must_do=table["opportunity"].isin([*plan.members, name]))
    if pd.isna(more):
        assert not fits(all_in, replaced(limits, budget=1e9))
        return
    assert fits(all_in, replaced(limits, budget=limits.budget + more + 1e-3))
    assert more == 0 or not fits(all_in, replaced(limits, budget=limits.budget + more - 1))


def check_capacity(table, limits, plan, name, short):
    all_in = table.assign(must_do=table["opportunity"].isin([*plan.members, name]))
    if short["amount"].isna().any():
        assert not fits(all_in, replaced(limits, capacity=limits.capacity.assign(days=1e6)))
        return
    extra = short.set_index(["role", "quarter"])["amount"].to_dict()
    keys = list(zip(limits.capacity["role"], limits.capacity["quarter"], strict=True))
    days = limits.capacity["days"] + [extra.get(key, 0) for key in keys]
    assert fits(all_in, replaced(limits, capacity=limits.capacity.assign(days=days + 1e-6)))
    if sum(extra.values()):
        fewer = limits.capacity["days"] + [extra.get(key, 0) * 0.99 for key in keys]
        assert not fits(all_in, replaced(limits, capacity=limits.capacity.assign(days=fewer)))


def replaced(limits, **changed):
    return Limits(limits.quarters, **({"budget": limits.budget, "capacity": limits.capacity} | changed))


def fits(table, limits):
    try:
        return make_plan(Problem(table, limits)).value >= 0
    except InfeasibleError:
        return False


def case(random):
    names = [f"o{number}" for number in range(7)]
    table = pd.DataFrame(
        [
            {
                "opportunity": name,
                "score": random.randint(1, 90) / 10,
                "cost": random.randint(1, 12) * 1000,
                "quarters": random.randint(1, 2),
                "days_it": random.randint(0, 12),
                "requires": random.choice(names[:number]) if number and random.random() < 0.2 else "",
            }
            for number, name in enumerate(names)
        ]
    )
    capacity = pd.DataFrame({"role": "it", "quarter": QUARTERS, "days": [12, 10]})
    return table, Limits(QUARTERS, 20_000, capacity)


# refusals


def test_a_member_is_refused_by_name():
    with pytest.raises(OpportunitiesError, match="'B' is in the plan already"):
        needs(FOUR, Limits(("2027Q1",), 10), "B")


def test_an_unknown_opportunity_is_refused_by_name():
    with pytest.raises(OpportunitiesError, match="'E' is not an opportunity"):
        needs(FOUR, Limits(("2027Q1",), 10), "E")


def test_a_plan_within_other_limits_is_refused_with_both_values():
    plan = make_plan(Problem(FOUR, Limits(("2027Q1",), 10)))
    with pytest.raises(
        OpportunitiesError, match=r"it is worth 16\.5, and what it holds is worth 16\.5 here or"
    ):
        what_it_takes(Problem(FOUR, Limits(("2027Q1",), 6)), plan, "A")
