"""The Next Release Problem of Xuan et al. (2012): published optima, through the public names.

A requirement is an opportunity with a cost, a customer one with a value; a customer requires what it asks
for. All in one period, in which what is required may be done in the quarter itself: it takes 0 quarters.
"""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pandas as pd
import pytest

from prioritization import Limits, make_plan

FILES = Path(__file__).parents[2].parent / "shared" / "data" / "nrp"
OPTIMA = {
    ("nrp1", 30): 1204,
    ("nrp1", 50): 1840,
    ("nrp1", 70): 2507,
    ("nrp3", 30): 7488,
    ("nrp3", 50): 11159,
    ("nrp3", 70): 14196,
    ("nrp5", 30): 18510,
    ("nrp5", 50): 24701,
    ("nrp5", 70): 28912,
    ("nrp-e1", 30): 7919,
    ("nrp-e1", 50): 11071,
    ("nrp-g1", 30): 6130,
    ("nrp-g1", 50): 8897,
    ("nrp-m1", 30): 10770,
    ("nrp-m1", 50): 15540,
}


@pytest.mark.parametrize(("name", "percent"), OPTIMA, ids=lambda part: str(part))
def test_the_optimum_of_the_next_release_is_found(name, percent):
    file = FILES / f"{name}.txt"
    if not file.exists():
        pytest.skip(f"{name}.txt of the Next Release Problem is not beside the checkout, in shared/data/nrp")
    table = next_release(file)
    budget = int((Decimal(percent) / 100 * int(table["cost"].sum())).quantize(Decimal(1), ROUND_HALF_UP))

    plan = make_plan(table, Limits(budget=budget, discount=0))
    assert (plan.value, plan.status) == (OPTIMA[name, percent], "optimal")


def next_release(file):
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
    rows = [
        {"opportunity": f"requirement {number}", "score": 0, "cost": cost, "requires": needs[number]}
        for number, cost in enumerate(costs, start=1)
    ]
    rows += [
        {"opportunity": f"customer {number}", "score": profit, "cost": 0, "requires": asked}
        for number, (profit, asked) in enumerate(customers, start=1)
    ]
    table = pd.DataFrame(rows).assign(quarters=0)
    return table.assign(requires=[[f"requirement {one}" for one in each] for each in table["requires"]])
