"""A made-up backlog of realistic shape, the same for the same seed."""

from dataclasses import replace

import numpy as np
import pandas as pd
from pandas import DataFrame

from prioritization import Limits


def backlog(
    opportunities: int,
    quarters: int,
    *,
    seed: int = 0,
    roles: tuple[str, ...] = ("it", "crm"),
    overtime: bool = True,
) -> tuple[DataFrame, Limits]:
    """Scores in quarters of a point, costs from a few thousand to a hundred thousand, six in ten need a role.

    One in five requires an earlier one, one in seventeen excludes its neighbour, and there is money and
    time for a bit less than half of them. What a quarter leaves unspent carries over; a third more days
    can be bought at 800 a day.
    """
    random = np.random.default_rng(seed)
    names = np.array([f"o{number:05}" for number in range(opportunities)])
    periods = tuple(f"{2027 + number // 4}Q{number % 4 + 1}" for number in range(quarters))
    table = DataFrame(
        {
            "opportunity": names,
            "score": np.round(random.uniform(3, 10, opportunities) * 4) / 4,
            "cost": np.round(random.lognormal(10, 0.7, opportunities), -2),
            "quarters": random.integers(1, 4, opportunities).clip(max=quarters),
        }
    )
    for role in roles:
        needed = random.integers(3, 40, opportunities)
        table[f"days_{role}"] = np.where(random.random(opportunities) < 0.6, needed, 0)
    earlier = names[(random.random(opportunities) * np.arange(opportunities)).astype(int)]
    table["requires"] = np.where(random.random(opportunities) < 0.2, earlier, "")
    table.loc[0, "requires"] = ""
    table["excludes"] = np.where(np.arange(opportunities) % 17 == 5, np.roll(names, -1), "")
    days = {role: round(table[f"days_{role}"].sum() * 0.5 / quarters) for role in roles}
    capacity = DataFrame(
        [{"role": role, "quarter": period, "days": days[role]} for role in roles for period in periods]
    )
    if overtime:
        capacity = capacity.assign(overtime=(capacity["days"] / 3).round(), overtime_price=800.0)
    budget = dict.fromkeys(periods, float(table["cost"].sum()) * 0.45 / quarters)
    return table, Limits(periods, budget, pd.DataFrame(capacity))


def hard_backlog(
    opportunities: int, quarters: int, *, must_do: bool, seed: int = 0
) -> tuple[DataFrame, Limits]:
    """The same with four roles, no overtime, and money and days that do not outlast their quarter.

    With `must_do`, one in twelve must be done and of each of four groups at least half a quarter.
    """
    table, limits = backlog(
        opportunities, quarters, seed=seed, roles=("it", "crm", "data", "ux"), overtime=False
    )
    limits = replace(limits, carry_over=False)
    if not must_do:
        return table, limits
    random = np.random.default_rng(seed + 100)
    table = table.assign(group=np.array(["a", "b", "c", "d"])[random.integers(0, 4, opportunities)])
    table["must_do"] = (random.random(opportunities) < 0.08) & table["excludes"].eq("")
    return table, replace(limits, at_least={("group", one): opportunities // 8 for one in "abcd"})
