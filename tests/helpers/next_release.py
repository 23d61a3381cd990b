"""The Next Release Problem of Xuan et al. (2012): its files, and an instance as a table of opportunities."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pandas as pd
from pandas import DataFrame


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
