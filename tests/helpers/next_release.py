"""The Next Release Problem of Xuan et al. (2012): its files, and an instance as a table of opportunities."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
from pandas import DataFrame
from scipy.optimize import Bounds, LinearConstraint, milp

COSTS = ((1, 5), (2, 8), (5, 10))


@dataclass(frozen=True)
class Release:
    """Costs of requirements, what each needs (from 1), and per customer a profit and its requests."""

    costs: list[int]
    needs: dict[int, list[int]]
    customers: list[tuple[int, list[int]]]


def release_in(file: Path) -> Release:
    """Levels of requirements with their costs; dependencies; customers with profit and requests."""
    numbers = iter([int(word) for word in file.read_text().split()])

    def several(count):
        return [next(numbers) for _ in range(count)]

    costs = [cost for _ in range(next(numbers)) for cost in several(next(numbers))]
    before = [several(2) for _ in range(next(numbers))]
    customers = [(next(numbers), several(next(numbers))) for _ in range(next(numbers))]
    needs = {number: [] for number in range(1, len(costs) + 1)}
    for first, second in before:
        needs[second].append(first)
    return Release(costs, needs, customers)


def made_up(levels, customers, seed):
    random = Random(seed)
    costs, needs, earlier = [], {}, []
    for (low, high), count in zip(COSTS, levels, strict=True):
        level = range(len(costs) + 1, len(costs) + count + 1)
        costs += [random.randint(low, high) for _ in level]
        needs |= {one: random.sample(earlier, min(len(earlier), random.randint(0, 2))) for one in level}
        earlier = [*earlier, *level]
    wishes = [
        (random.randint(10, 50), random.sample(earlier, random.randint(1, 5))) for _ in range(customers)
    ]
    return Release(costs, needs, wishes)


def opportunities_of(release: Release) -> DataFrame:
    """A requirement has a cost, a customer a value, and both may be done in one quarter."""
    rows = [
        {"opportunity": f"requirement {number}", "score": 0, "cost": cost, "requires": release.needs[number]}
        for number, cost in enumerate(release.costs, start=1)
    ]
    rows += [
        {"opportunity": f"customer {number}", "score": profit, "cost": 0, "requires": asked}
        for number, (profit, asked) in enumerate(release.customers, start=1)
    ]
    table = pd.DataFrame(rows).assign(quarters=0)
    return table.assign(requires=[[f"requirement {one}" for one in each] for each in table["requires"]])


def budget_of(table: DataFrame, percent: int) -> int:
    """A share of the cost of all requirements, rounded half up."""
    return int((Decimal(percent) / 100 * int(table["cost"].sum())).quantize(Decimal(1), ROUND_HALF_UP))


def best_by_milp(release, budget):
    """The integer program of Bagnall et al. (2001), Information and Software Technology 43(14), by SciPy."""
    requirements, customers = len(release.costs), len(release.customers)
    pairs = [(before - 1, after - 1) for after, befores in release.needs.items() for before in befores]
    pairs += [
        (asked - 1, requirements + number)
        for number, (_, wished) in enumerate(release.customers)
        for asked in wished
    ]
    needs = np.zeros((len(pairs), requirements + customers))
    for row, (needed, needing) in enumerate(pairs):
        needs[row, needed], needs[row, needing] = 1, -1
    cost = np.array([*release.costs, *[0] * customers])
    profit = np.array([0] * requirements + [profit for profit, _ in release.customers])
    found = milp(
        -profit,
        integrality=np.ones(len(profit)),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(needs, 0), LinearConstraint(cost, -np.inf, budget)],
    )
    return round(-found.fun)
