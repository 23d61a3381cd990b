"""The plan against an oracle that shares nothing with the engine: it tries every plan there is.

Random cases with at most 12 opportunities, with the ordinary limits and with every kind of limit in turn.
"""

from itertools import product
from random import Random

import pandas as pd
import pytest
from profiles import seeds
from random_cases import ROLES, RULES, random_case, with_rule

from prioritization import InfeasibleError, Limits, Problem, make_plan


@pytest.mark.parametrize("seed", seeds(100))
def test_brute_force_equals_the_solver_over_quarters(seed):
    compare_with_brute_force(random_case(Random(seed), horizon=3, most=5))


@pytest.mark.parametrize("seed", seeds(90))
def test_brute_force_equals_the_solver_in_one_quarter(seed):
    compare_with_brute_force(random_case(Random(1000 + seed), horizon=1, most=8))


@pytest.mark.parametrize("seed", seeds(10))
def test_brute_force_equals_the_solver_with_twelve_opportunities(seed):
    compare_with_brute_force(random_case(Random(2000 + seed), horizon=1, most=12, least=12))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("seed", seeds(25))
def test_brute_force_equals_the_solver_for_every_kind_of_limit(rule, seed):
    random = Random(f"{rule} {seed}")
    case = random_case(random, horizon=random.choice([2, 3]), most=5, least=3)
    compare_with_brute_force(with_rule(case, rule, random))


@pytest.mark.parametrize("seed", seeds(20))
def test_brute_force_equals_the_solver_where_it_begins_with_the_first_plan(seed, monkeypatch):
    """Cases this small are left to HiGHS alone; here they take the way of the large ones."""
    monkeypatch.setattr("prioritization.solver.QUICK", 0)
    monkeypatch.setattr("prioritization.solver.FAR", 0.0)
    random = Random(3000 + seed)
    case = random_case(random, horizon=2, most=5, least=4)
    compare_with_brute_force(with_rule(case, random.choice(RULES), random))


def compare_with_brute_force(case):
    expected = best_value(case)
    limits = Limits(**case["limits"])
    if expected is None:
        with pytest.raises(InfeasibleError, match="No plan fits"):
            make_plan(Problem(case["table"], limits))
    else:
        plan = make_plan(Problem(case["table"], limits))
        assert plan.value == pytest.approx(expected, rel=1e-9)
        assert plan.status == "optimal"
        most = plan.usage[plan.usage["kind"].ne("at_least")]
        assert (most["used"] <= most["limit"] + 1e-6).all()


def test_row_order_does_not_matter():
    random = Random(7)
    for seed in seeds(10):
        case = random_case(random, horizon=2, most=8, free=True)
        table, limits = case["table"], Limits(**case["limits"])
        one = make_plan(Problem(table, limits))
        other = make_plan(Problem(table.sample(frac=1, random_state=seed), limits))
        by_id = other.schedule.set_index("opportunity").loc[table["opportunity"]].reset_index()
        pd.testing.assert_frame_equal(one.schedule, by_id)
        assert one.value == other.value


def test_currency_does_not_matter():
    random = Random(11)
    for _ in seeds(10):
        case = random_case(random, horizon=2, most=8, free=True)
        table, given = case["table"], case["limits"] | {"budget": 15_000}
        euros = make_plan(Problem(table, Limits(**given)))
        for rate in (1e-6, 7.46, 1e9):
            converted = make_plan(
                Problem(table.assign(cost=table["cost"] * rate), Limits(**given | {"budget": 15_000 * rate}))
            )
            assert converted.value == pytest.approx(euros.value, rel=1e-9)


def test_the_unit_of_the_score_does_not_matter():
    random = Random(13)
    for _ in seeds(10):
        case = random_case(random, horizon=2, most=8, free=True)
        table, limits = case["table"], Limits(**case["limits"])
        small = make_plan(Problem(table.assign(score=table["score"] * 1e-8), limits))
        assert small.value * 1e8 == pytest.approx(make_plan(Problem(table, limits)).value, rel=1e-9)


def best_value(case):
    """The value of the best plan, or None where no plan fits."""
    best = None
    rows = case["table"].fillna({"stop_loss": -1} if "stop_loss" in case["table"] else {}).to_dict("records")
    limits = case["limits"]
    days_of = {(row["role"], row["quarter"]): row for row in limits["capacity"].to_dict("records")}
    for ways in product(*(choices(row, limits) for row in rows)):
        chosen = dict(zip((row["opportunity"] for row in rows), ways, strict=True))
        done = {name: way for name, way in chosen.items() if way not in (None, "stop")}
        if not linked(rows, done) or not ruled(rows, done, limits):
            continue
        if not affordable(rows, done, limits, days_of):
            continue
        value = sum(
            row["score"] * 0.98 ** (last(done[row["opportunity"]]))
            for row in rows
            if row["opportunity"] in done
        )
        value -= sum(max(row.get("stop_loss", 0), 0) for row in rows if chosen[row["opportunity"]] == "stop")
        best = value if best is None else max(best, value)
    return best


def last(way):
    """Index of the quarter in which a way, (start, quarters, extra cost), is finished."""
    return way[0] + max(way[1], 1) - 1


def choices(row, limits):
    """None, "stop", or (start, quarters, extra cost)."""
    quarters = limits["quarters"]
    until = row.get("deadline") or quarters[-1]
    first = next((n for n, name in enumerate(quarters) if name >= (row.get("earliest") or "")), len(quarters))
    barred, running = row.get("must_not", False), row["status"] == "running"
    if running:
        found = [] if barred else [(0, row["quarters"], 0)]
        if not barred and row.get("accelerated_quarters", 0) == 1:
            found.append((0, 1, row["accelerated_cost"]))
    else:
        found = [] if barred else [(start, row["quarters"], 0) for start in range(first, len(quarters))]
    found = [way for way in found if last(way) < len(quarters) and quarters[last(way)] <= until]
    if running:
        may_stop = not row["must_do"] and (barred or row.get("stop_loss", -1) >= 0)
        return [*found, "stop"] if may_stop else found
    return found if row["must_do"] else [None, *found]


def linked(rows, done):
    for row in rows:
        name = row["opportunity"]
        if row.get("together") and (name in done) != (row["together"] in done):
            return False
        if name not in done:
            continue
        if row["excludes"] in done:
            return False
        other = row["requires"]
        waits = other and row["status"] == "new"
        if waits and (other not in done or done[other][0] + done[other][1] > done[name][0]):
            return False
    return True


def ruled(rows, done, limits):
    members = [row for row in rows if row["opportunity"] in done]
    for team, most in limits.get("work_in_progress", {}).items():
        for quarter in range(len(limits["quarters"])):
            if sum(row["team"] == team and busy(done, row, quarter) for row in members) > most:
                return False
    for rule, sign in (("at_most", 1), ("at_least", -1)):
        for (column, value), count in limits.get(rule, {}).items():
            if sign * sum(value in row[column].split(";") for row in members) > sign * count:
                return False
    low, high = limits.get("run_share", (0, 1))
    cost = sum(row["cost"] + done[row["opportunity"]][2] for row in members)
    run = sum(row["cost"] for row in members if row.get("kind") == "run")
    if not low * cost - 1e-9 <= run <= high * cost + 1e-9:
        return False
    return all(ready(row, members, done, limits) for row in members)


def ready(row, members, done, limits):
    needed = row.get("maturity_needed")
    if not needed or needed != needed or row["status"] == "running":
        return True
    start = done[row["opportunity"]][0]
    for dimension, phase in limits["readiness"].items():
        brought = [
            int(pair[-1])
            for other in members
            for pair in other["maturity_raises"].split(";")
            if pair.startswith(dimension) and other is not row
            if sum(done[other["opportunity"]][:2]) <= start
        ]
        if max([phase, *brought]) < needed:
            return False
    return True


def busy(done, row, quarter):
    way = done[row["opportunity"]]
    return way[0] <= quarter <= last(way)


def affordable(rows, done, limits, days_of):
    budget, quarters = limits["budget"], limits["quarters"]
    purse = 0.0 if isinstance(budget, dict) else budget
    for number, quarter in enumerate(quarters):
        working = [row for row in rows if row["opportunity"] in done and busy(done, row, number)]
        if not limits.get("carry_over", True):
            purse = 0.0
        purse += budget[quarter] if isinstance(budget, dict) else 0.0
        for row in working:
            _, takes, extra = done[row["opportunity"]]
            purse -= (row["cost"] + extra) / max(takes, 1)
        for role in ROLES:
            cell = days_of[role, quarter]
            days = sum(row[f"days_{role}"] / max(done[row["opportunity"]][1], 1) for row in working)
            over = max(days - cell["days"], 0)
            if over > cell.get("overtime", 0) + 1e-9:
                return False
            purse -= over * cell.get("overtime_price", 0)
        if purse < -1e-6:
            return False
    return True
