"""Small clients that start with what there is: orders, a survey, a workshop, processes or contacts alone."""

from pathlib import Path

import numpy as np
import pandas as pd

from workbook.store import Period

QUARTER = "2026Q3"
"""The quarter that all of them can be run for."""
EXPERTS, CRITERIA = 6, ("potential", "importance", "ease")


def orders() -> dict[str, pd.DataFrame]:
    """One export of a shop: 240 customers who order now and then over two years; ids stand in the lines."""
    chance = np.random.default_rng(1)
    first = pd.Timestamp("2024-10-01")
    rows = []
    for number in range(240):
        days = np.cumsum(chance.exponential(chance.gamma(2, 60), 12)) + chance.uniform(0, 500)
        for day in days[days < 729]:
            amount = round(float(chance.lognormal(3.5, 0.6)), 2)
            rows.append((f"K{number:03}", first + pd.Timedelta(days=int(day)), amount, f"B{len(rows)}"))
    return {"transactions": pd.DataFrame(rows, columns=["customer_id", "ordered_at", "amount", "order_id"])}


def survey() -> dict[str, pd.DataFrame]:
    """A survey of this quarter and the last: recommendation, and four touchpoints by 150 respondents each."""
    chance = np.random.default_rng(2)
    rows = []
    for quarter, day in enumerate(("2026-06-10", "2026-09-10")):
        for number in range(150):
            person, mood = f"R{quarter}-{number}", chance.normal(0, 1)
            nps = int(np.clip(round(7.6 + 1.6 * mood + 0.4 * quarter), 0, 10))
            rows.append((person, day, "nps", nps, None))
            for place, touchpoint in enumerate(("shop", "delivery", "service", "returns")):
                satisfied = 3.6 + 0.5 * mood - 0.3 * place + chance.normal(0, 0.6)
                values = {
                    "nps": np.clip(round(2 * satisfied + chance.normal(0, 1)), 0, 10),
                    "satisfaction": np.clip(round(satisfied), 1, 5),
                    "importance": np.clip(round(chance.normal(4, 0.7)), 1, 5),
                }
                rows += [
                    (person, day, question, int(score), touchpoint) for question, score in values.items()
                ]
    columns = ["respondent_id", "at", "question", "score", "touchpoint"]
    return {"answers": pd.DataFrame(rows, columns=columns)}


def workshop() -> dict[str, pd.DataFrame]:
    """Ideas with costs, scored by six experts, and a budget for four quarters: no data of customers."""
    chance = np.random.default_rng(3)
    names = [f"I{number}" for number in range(1, 9)]
    ideas = pd.DataFrame(
        {
            "opportunity": names,
            "title": [f"Idea {number}" for number in range(1, 9)],
            "cost": [20_000, 35_000, 5_000, 12_000, 60_000, 8_000, 15_000, 30_000],
            "days_it": [10, 20, 2, 6, 40, 3, 8, 15],
        }
    )
    scores = pd.DataFrame(
        [
            (f"E{expert}", 1, name, criterion, int(np.clip(round(chance.normal(5 + place % 4, 1)), 1, 10)))
            for expert in range(EXPERTS)
            for place, name in enumerate(names)
            for criterion in CRITERIA
        ],
        columns=["expert", "round", "opportunity", "criterion", "score"],
    ).assign(at="2026-09-21")
    quarters = ["2026Q4", "2027Q1", "2027Q2", "2027Q3"]
    capacity = pd.DataFrame(
        [(role, quarter, days) for role, days in (("it", 30), ("budget", 40_000)) for quarter in quarters],
        columns=["role", "quarter", "days"],
    )
    return {"opportunities": ideas, "scores": scores, "capacity": capacity}


def processes() -> dict[str, pd.DataFrame]:
    """Two processes of five steps, with minutes and how often."""
    steps = ["open the mail", "look up the order", "retype the form", "ask a colleague", "answer"]
    rows = [
        (process, step, "Service desk", 1.0 + place, often, 1 + place % 5, place % 2 == 0)
        for process, often in (("Returns", 900), ("Complaints", 120))
        for place, step in enumerate(steps)
    ]
    columns = ["process", "step", "role", "minutes", "per_month", "customer_value", "rule_based"]
    return {"processes": pd.DataFrame(rows, columns=columns)}


def contacts() -> dict[str, pd.DataFrame]:
    """Two programmes, and 900 messages to 60 people in the quarter."""
    chance = np.random.default_rng(5)
    days = pd.Timestamp("2026-07-01") + pd.to_timedelta(chance.integers(0, 92, 900), unit="D")
    sent = pd.DataFrame(
        {
            "customer_id": [f"K{number:03}" for number in chance.integers(0, 60, 900)],
            "at": days,
            "touchpoint": np.where(chance.random(900) < 0.6, "Newsletter", "Welcome"),
        }
    )
    programmes = pd.DataFrame(
        {
            "programme": ["Newsletter", "Welcome"],
            "stage": ["loyal", "new"],
            "channel": "mail",
            "class": ["newsletter", "triggered"],
            "weight": [1, 5],
        }
    )
    return {"touchpoints": sent, "programmes": programmes}


def reviews() -> dict[str, pd.DataFrame]:
    """A marketplace with reviews of 1-5 stars only, by its partners of two countries, in two quarters."""
    chance = np.random.default_rng(4)
    partners = pd.DataFrame({"customer_id": [f"P{number:03}" for number in range(200)]})
    partners["country"] = ["BE" if number % 8 == 0 else "NL" for number in range(200)]
    rows = []
    for quarter, day in enumerate(("2026-06-10", "2026-09-10")):
        for number, partner in enumerate(partners["customer_id"]):
            mood = chance.normal(0, 0.6) - (number % 8 == 0)
            for place, touchpoint in enumerate(("listing", "payout", "returns")):
                if chance.uniform() < 0.6:
                    stars = np.clip(round(4.4 + mood - 0.6 * place + chance.normal(0, 0.5)), 1, 5)
                    rows.append((f"R{quarter}-{partner}", partner, day, "stars", int(stars), touchpoint))
    columns = ["respondent_id", "customer_id", "at", "question", "score", "touchpoint"]
    journey = pd.DataFrame({"journey": "selling", "touchpoint": ["listing", "payout", "returns"]})
    journey["phase"], journey["channel"] = ["join", "sell", "sell"], "web"
    return {"answers": pd.DataFrame(rows, columns=columns), "customers": partners, "journey": journey}


STARTS = {
    "orders": orders,
    "survey": survey,
    "workshop": workshop,
    "processes": processes,
    "contacts": contacts,
    "reviews": reviews,
}


SETTINGS = {
    "reviews": """market: marketplace
questions:
  stars: {kind: rating, scale: stars, text: {en: "How many stars?", nl: "Hoeveel sterren?"}}
understand: {by: [country]}
"""
}


def start(folder: Path, *names: str, language: str = "en") -> Path:
    """An engagement with the tables of one start or several, as CSV in data/."""
    (folder / "data").mkdir(parents=True)
    settings = f"client: Acme\nlanguage: {language}\n" + "".join(SETTINGS.get(name, "") for name in names)
    (folder / "engagement.yml").write_text(settings, "utf-8")
    for name in names:
        for table, rows in STARTS[name]().items():
            rows.to_csv(folder / "data" / f"{table}.csv", index=False)
    return folder


def with_stages_before(quarter: Period) -> Period:
    """The quarter with what step 5 needs of step 1: in which stage customers are and were, here none."""
    for name in ("stages_before", "customer_stages"):
        quarter.save_private(name, pd.DataFrame({"customer_id": ["nobody"], "stage": ["new"]}))
    return quarter
