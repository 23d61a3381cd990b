"""A sound engagement of five rows per table, with hardly more columns than it takes."""

from pathlib import Path

import pandas as pd

from workbook.examples import Example
from workbook.store import create

SETTINGS = """client: Sound Ltd
currency: EUR
stages:
  - {name: new, rules: {age_days: {below: 90}}}
  - {name: known, rules: {age_days: {at_least: 90}}}
norms:
  - {name: on-time, at_least: 0.95}
  - {name: cancelled, at_most: 0.02}
"""
BASIC = (
    *("customers", "transactions", "answers", "journey", "processes", "opportunities", "capacity"),
    *("programmes", "readiness", "scores", "votes"),
)
"""The tables that most engagements have."""
IDS = [f"P000{number}" for number in range(1, 6)]
TOUCHPOINTS = ["Training", "Webshop", "Checkout", "Delivery", "Service desk"]
DAYS = pd.to_datetime(["2017-08-14", "2017-09-30", "2017-10-01", "2017-11-20", "2017-12-31"])
QUARTERS = ["2018Q1", "2018Q2", "2018Q3", "2018Q4", "2019Q1"]
FIVE = range(1, 6)

SOUND: dict[str, pd.DataFrame] = {
    name: pd.DataFrame(columns)
    for name, columns in {
        "customers": {
            "customer_id": IDS,
            "since": pd.to_datetime(["2015-03-01", "2016-01-31", "2016-05-05", "2017-07-01", "2017-10-01"]),
        },
        "transactions": {
            "customer_id": IDS,
            "ordered_at": DAYS,
            "amount": [49.95, 120.0, -10.5, 8.25, 1000.0],
        },
        "touchpoints": {"customer_id": IDS, "at": DAYS, "touchpoint": "Newsletter"},
        "service": {
            "customer_id": [*IDS[:4], IDS[0]],
            "at": DAYS,
            "norm": ["on-time", "on-time", "cancelled", "on-time", "cancelled"],
            "n": [40, 30, 20, 10, 40],
            "met": [38, 30, 20, 9, 40],
        },
        "answers": {
            "respondent_id": [f"R{number}" for number in FIVE],
            "at": DAYS,
            "question": ["nps", "nps", "satisfaction", "importance", "nps"],
            "score": [9, 10, 4, 5, 6],
        },
        "journey": {
            "journey": "Buying",
            "phase": ["learn", "orient", "buy", "receive", "use"],
            "touchpoint": TOUCHPOINTS,
            "channel": "web",
            "need": "clear",
        },
        "insights": {
            "insight": [f"I{number}" for number in FIVE],
            "source": "interview 1",
            "text": "Stops when costs appear late",
        },
        "processes": {
            "process": "Returns",
            "step": [f"step {number}" for number in FIVE],
            "role": "Service desk",
            "minutes": [6.0, 2.0, 4.5, 1.0, 9.0],
            "per_month": [900.0, 900.0, 300.0, 20.0, 60.0],
        },
        "opportunities": {
            "opportunity": [f"P0{number}" for number in FIVE],
            "title": [f"Idea {number}" for number in FIVE],
            "cost": [20000.0, 5000.0, 0.0, 750.0, 12000.0],
            "must_do": [True, False, False, False, False],
            "days_it": [10.0, 3.0, 0.0, 5.0, 20.0],
        },
        "capacity": {"role": "it", "quarter": QUARTERS, "days": [60.0, 60.0, 55.0, 60.0, 40.0]},
        "decisions": {
            "opportunity": [f"P0{number}" for number in FIVE],
            "decided": ["start", "start", "start", "postpone", "stop"],
            "decided_on": DAYS,
            "started_on": pd.to_datetime(["2017-08-21", "2017-10-02", None, None, None]),
            "delivered_on": pd.to_datetime(["2017-11-30", None, None, None, None]),
            "realised_cost": [18000.0, None, None, None, None],
            "realised_extra": [4000.0, None, None, None, None],
        },
        "programmes": {
            "programme": [f"Programme {number}" for number in FIVE],
            "stage": ["new", "new", "known", "known", "known"],
            "trigger": "First order",
            "message": "Hello",
            "channel": "mail",
            "class": ["service", "legal", "triggered", "promotion", "newsletter"],
            "weight": [5.0, 5.0, 4.0, 3.0, 1.0],
            "objective": "A second order",
            "kpi": "Second orders",
            "target": "35 %",
            "start": pd.to_datetime([None, "2017-01-01", None, None, None]),
        },
        "product_groups": {
            "product_group": [f"Group {number}" for number in FIVE],
            "emotion": [*FIVE],
            "distribution_cost": [*FIVE],
        },
        "readiness": {
            "statement": [f"Statement {number}" for number in FIVE],
            "dimension": ["plan", "people", "tooling", "data", "data"],
            "answer": [*FIVE],
        },
        "scores": {
            "expert": [f"E{number}" for number in FIVE],
            "round": 1,
            "opportunity": "P01",
            "criterion": "potential",
            "score": [7.0, 8.0, 6.0, 10.0, 1.0],
            "at": DAYS,
        },
        "votes": {
            "voter": [f"V{number}" for number in FIVE],
            "group": "Partners",
            "opportunity": "P01",
            "importance": [9, 8, 7, 8, 10],
            "satisfaction": [*FIVE],
            "preferred": [True, False, True, True, False],
            "at": DAYS,
        },
    }.items()
}
LARGE = ("transactions", "touchpoints", "service", "answers")


def write_sound(folder: Path) -> Path:
    """The engagement as a client delivers it: sheets, four tables as Parquet, the scores in SQLite."""
    sheets = {name: table for name, table in SOUND.items() if name not in LARGE}
    create(folder, language="en", example=Example(SETTINGS, sheets, None))
    for name in LARGE:
        SOUND[name].to_parquet(folder / "data" / f"{name}.parquet", index=False)
    return folder
