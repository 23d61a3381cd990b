"""The plan against an oracle that shares nothing with the engine: it tries every plan there is."""

from itertools import product
from random import Random

import pandas as pd
import pytest

from prioritization import InfeasibleError, Limits, make_plan


@pytest.mark.parametrize("seed", range(100))
def test_brute_force_equals_the_solver_over_quarters(seed):
    compare_with_brute_force(Random(seed), horizon=3, most=5)


@pytest.mark.parametrize("seed", range(100))
def test_brute_force_equals_the_solver_in_one_quarter(seed):
    compare_with_brute_force(Random(1000 + seed), horizon=1, most=8)


def compare_with_brute_force(random, horizon, most):
    table, quarters, budget, capacity = random_case(random, horizon, most)
    expected = best_value(table, quarters, budget, capacity, discount=0.02)
    limits = Limits(quarters, budget, capacity)
    if expected is None:
        with pytest.raises(InfeasibleError, match="No plan fits"):
            make_plan(table, limits)
    else:
        plan = make_plan(table, limits)
        assert plan.value == pytest.approx(expected, rel=1e-9)
        assert plan.status == "optimal"
        assert (plan.usage["used"] <= plan.usage["limit"] + 1e-6).all()


def test_row_order_does_not_matter():
    random = Random(7)
    for seed in range(20):
        table, quarters, _, capacity = random_case(random, horizon=2, most=8)
        table["must_do"], table["status"] = False, "new"
        limits = Limits(quarters, 15_000, capacity)
        one = make_plan(table, limits)
        other = make_plan(table.sample(frac=1, random_state=seed), limits)
        by_id = other.schedule.set_index("opportunity").loc[table["opportunity"]].reset_index()
        pd.testing.assert_frame_equal(one.schedule, by_id)
        assert one.value == other.value


def test_currency_does_not_matter():
    random = Random(11)
    for _ in range(20):
        table, quarters, _, capacity = random_case(random, horizon=2, most=8)
        table["must_do"], table["status"] = False, "new"
        euros = make_plan(table, Limits(quarters, 15_000, capacity))
        for rate in (1e-6, 7.46, 1e9):
            converted = make_plan(
                table.assign(cost=table["cost"] * rate), Limits(quarters, 15_000 * rate, capacity)
            )
            assert converted.value == pytest.approx(euros.value, rel=1e-9)


def test_the_unit_of_the_score_does_not_matter():
    random = Random(13)
    for _ in range(20):
        table, quarters, _, capacity = random_case(random, horizon=2, most=8)
        table["must_do"], table["status"] = False, "new"
        limits = Limits(quarters, 15_000, capacity)
        small = make_plan(table.assign(score=table["score"] * 1e-8), limits)
        assert small.value * 1e8 == pytest.approx(make_plan(table, limits).value, rel=1e-9)


def random_case(random, horizon, most):
    """Opportunities and limits as a small workshop would have them."""
    names = [f"o{number}" for number in range(random.randint(2, most))]
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
            "must_do": random.random() < 0.1,
            "status": "running" if random.random() < 0.1 else "new",
        }
        for number, name in enumerate(names)
    ]
    days = random.randint(8, 20)
    capacity = pd.DataFrame(
        [{"role": role, "quarter": quarter, "days": days} for role in ("it", "crm") for quarter in quarters]
    )
    total = random.randint(10, 40) * 1000
    budget = total if random.random() < 0.5 else dict.fromkeys(quarters, total / horizon)
    return pd.DataFrame(rows), quarters, budget, capacity


def best_value(table, quarters, budget, capacity, discount):
    """The value of the best plan, or None where no plan fits."""
    horizon, best = len(quarters), None
    rows = table.to_dict("records")
    for starts in product(*(choices(row, horizon) for row in rows)):
        chosen = {
            row["opportunity"]: start for row, start in zip(rows, starts, strict=True) if start is not None
        }
        if not linked(rows, chosen) or not affordable(rows, chosen, quarters, budget, capacity):
            continue
        value = sum(
            row["score"] * (1 - discount) ** (chosen[row["opportunity"]] + row["quarters"] - 1)
            for row in rows
            if row["opportunity"] in chosen
        )
        best = value if best is None else max(best, value)
    return best


def choices(row, horizon):
    if row["status"] == "running":
        return [0] if row["quarters"] <= horizon else []
    starts = list(range(horizon - row["quarters"] + 1))
    return starts if row["must_do"] else [None, *starts]


def linked(rows, chosen):
    duration = {row["opportunity"]: row["quarters"] for row in rows}
    for row in rows:
        name = row["opportunity"]
        if name not in chosen:
            continue
        if row["excludes"] in chosen:
            return False
        other = row["requires"]
        waits = other and row["status"] == "new"
        if waits and (other not in chosen or chosen[other] + duration[other] > chosen[name]):
            return False
    return True


def affordable(rows, chosen, quarters, budget, capacity):
    purse = 0.0 if isinstance(budget, dict) else budget
    days = {(row["role"], row["quarter"]): row["days"] for row in capacity.to_dict("records")}
    for number, quarter in enumerate(quarters):
        busy = [
            row
            for row in rows
            if row["opportunity"] in chosen
            and chosen[row["opportunity"]] <= number < chosen[row["opportunity"]] + row["quarters"]
        ]
        purse += budget[quarter] if isinstance(budget, dict) else 0.0
        purse -= sum(row["cost"] / row["quarters"] for row in busy)
        if purse < -1e-6:
            return False
        for role in ("it", "crm"):
            if sum(row[f"days_{role}"] / row["quarters"] for row in busy) > days[role, quarter] + 1e-9:
                return False
    return True
