"""The plan against an oracle that shares nothing with the engine: it tries every plan there is.

Random cases with at most 12 opportunities, with the ordinary limits and with every kind of limit in turn.
"""

from itertools import product
from random import Random

import pandas as pd
import pytest
from profiles import seeds

from prioritization import InfeasibleError, Limits, Problem, make_plan

ROLES = ("it", "crm")
RULES = (
    *("stop", "accelerate", "overtime", "hard", "wip", "at_most", "at_least", "run_share", "maturity"),
    *("dates", "must_not", "milestone", "together"),
)


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


def random_case(random, horizon, most, least=2, free=False):
    """Opportunities and limits as a small workshop would have them."""
    names = [f"o{number}" for number in range(random.randint(least, most))]
    quarters = tuple(f"2027Q{number + 1}" for number in range(horizon))
    rows = [
        {
            "opportunity": name,
            "score": random.choice([0, 1, 2, 3, 5, 8, 8.5]),
            "cost": random.randint(0, 12) * 1000,
            "quarters": random.randint(1, min(2, horizon)),
            "days_it": random.randint(0, 12),
            "days_crm": random.randint(0, 12),
            "requires": ";".join(random.sample(names[:number], 1))
            if number and random.random() < 0.3
            else "",
            "excludes": random.choice([n for n in names if n != name]) if random.random() < 0.2 else "",
            "must_do": random.random() < 0.1 and not free,
            "status": "running" if random.random() < 0.1 and not free else "new",
        }
        for number, name in enumerate(names)
    ]
    days = random.randint(8, 20)
    capacity = pd.DataFrame(
        [{"role": role, "quarter": quarter, "days": days} for role in ROLES for quarter in quarters]
    )
    total = random.randint(10, 40) * 1000
    budget = total if random.random() < 0.5 else dict.fromkeys(quarters, total / horizon)
    limits = {"quarters": quarters, "budget": budget, "capacity": capacity}
    return {"table": pd.DataFrame(rows), "limits": limits}


def with_rule(case, rule, random):
    """The case with one more kind of limit in it."""
    table, limits = case["table"].copy(), dict(case["limits"])
    n, quarters = len(table), limits["quarters"]

    def draw(values):
        return [random.choice(values) for _ in range(n)]

    if rule in ("stop", "accelerate"):
        table["status"] = draw(["running", "new"])
        table["quarters"] = 2
    if rule == "stop":
        table["stop_loss"] = draw([None, 0, 2, 5])
        table["must_not"] = [
            status == "running" and not must and random.random() < 0.2
            for status, must in zip(table["status"], table["must_do"], strict=True)
        ]
    if rule == "accelerate":
        table["accelerated_quarters"] = draw([None, 1])
        table["accelerated_cost"] = draw([0, 1000, 5000])
    if rule == "overtime":
        limits["capacity"] = limits["capacity"].assign(overtime=5, overtime_price=700)
    if rule == "hard":
        limits |= {
            "budget": {quarter: random.randint(5, 20) * 1000 for quarter in quarters},
            "carry_over": False,
        }
    if rule == "wip":
        table["team"] = ["red", *draw(["red", "blue"])[1:]]
        limits["work_in_progress"] = {"red": random.choice([1, 2])}
    if rule in ("at_most", "at_least"):
        table["group"] = ["web", *draw(["web", "web;shop", "shop", ""])[1:]]
        limits[rule] = {("group", "web"): random.choice([1, 2])}
    if rule == "run_share":
        table["kind"] = draw(["run", "change"])
        limits["run_share"] = random.choice([(0.0, 0.3), (0.2, 0.6), (0.5, 1.0)])
    if rule == "maturity":
        table["maturity_needed"] = draw([None, 3, 4])
        table["maturity_raises"] = draw(["", "data:3", "data:4;people:4"])
        limits["readiness"] = {"data": 2, "people": random.choice([3, 4])}
    if rule == "dates":
        table["earliest"] = draw(["", "2026Q4", quarters[1]])
        table["deadline"] = draw(["", quarters[-2], quarters[-1], "2029Q1"])
    if rule == "must_not":
        table["must_not"] = [not must and random.random() < 0.3 for must in table["must_do"]]
    if rule == "together":
        names = table["opportunity"].tolist()
        table["together"] = [random.choice(["", *(one for one in names if one != name)]) for name in names]
    if rule == "milestone":
        table["quarters"] = [0 if status == "new" else 1 for status in table["status"]]
    return {"table": table, "limits": limits}


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
