"""Random opportunities and limits, with the ordinary limits and with every kind of limit in turn."""

import pandas as pd

ROLES = ("it", "crm")
RULES = (
    *("stop", "accelerate", "overtime", "hard", "wip", "at_most", "at_least", "run_share", "maturity"),
    *("dates", "must_not", "milestone", "together"),
)


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
