"""The passenger survey of an airport as an engagement: the settings and the recipe that read it."""

from pathlib import Path

import numpy as np
import pandas as pd

QUARTER = "2017Q2"
TOUCHPOINTS = {
    "Q7ART": "Artwork",
    "Q7FOOD": "Restaurants",
    "Q7STORE": "Shops",
    "Q7SIGN": "Signs inside",
    "Q7WALKWAYS": "Escalators and walkways",
    "Q7SCREENS": "Screens",
    "Q7INFODOWN": "Information booths below",
    "Q7INFOUP": "Information booths above",
    "Q7WIFI": "Wi-Fi",
    "Q7ROADS": "Signs on the roads",
    "Q7PARK": "Parking",
    "Q7AIRTRAIN": "Train",
    "Q7LTPARKING": "Shuttle",
    "Q7RENTAL": "Car rental",
}
RECIPE = """---
title: {en: Passenger survey of the airport}
about: The survey of 2017 as CSV; the day of the interview is a day of May.
matches: [RESPNUM, RUNID, INTDATE, NETPRO, WEIGHT]
dates: ymd
---
-- answers
SELECT row,
  "RESPNUM" AS respondent_id,
  moment(concat('2017-05-', right(concat('0', "INTDATE"), 2))) AS at,
  asked_question AS question,
  label(asked_answer) AS score,
  asked_touchpoint AS touchpoint,
  number("WEIGHT") AS weight,
  "RUNID" AS cluster,
  CASE WHEN asked_answer IS NULL THEN 'unanswered' END AS left_out
FROM asked
"""
SETTINGS = """client: Airport
questions:
  nps: {kind: nps, no_answer: [11]}
  satisfaction: {kind: satisfaction, no_answer: [0, 6, Blank]}
deliveries:
  - files: airport*.csv
    recipe: airport
    questions:
      NETPRO: nps
      Q7ALL: satisfaction
"""


def airport(folder: Path, export: bytes) -> Path:
    """An engagement with the survey as a delivery."""
    for room in ("deliveries", "recipes", "data"):
        (folder / room).mkdir(parents=True)
    asked = [
        f"      {column}: {{question: satisfaction, touchpoint: {name}}}"
        for column, name in TOUCHPOINTS.items()
    ]
    (folder / "engagement.yml").write_text(SETTINGS + "\n".join(asked) + "\n", "utf-8")
    (folder / "recipes" / "airport.sql").write_text(RECIPE, "utf-8")
    (folder / "deliveries" / "airport_2017.csv").write_bytes(export)
    return folder


def made_up(passengers: int = 600) -> pd.DataFrame:
    """Answers in the layout of the survey: runs of 15 passengers who are alike, weights, and its codes."""
    chance = np.random.default_rng(11)
    run = np.arange(passengers) // 15
    mood = chance.normal(0, 0.7, run.max() + 1)[run] + chance.normal(0, 0.7, passengers)
    rated = {
        column: np.where(
            chance.uniform(size=passengers) < 0.25,
            chance.choice([0, 6], passengers),
            np.clip(np.round(3.8 + mood - 0.05 * place + chance.normal(0, 0.5, passengers)), 1, 5),
        ).astype(int)
        for place, column in enumerate([*TOUCHPOINTS, "Q7ALL"])
    }
    nps = np.clip(np.round(8 + 1.3 * mood + chance.normal(0, 0.8, passengers)), 0, 10)
    return pd.DataFrame(
        {
            "RESPNUM": np.arange(1, passengers + 1),
            "RUNID": run + 100,
            "INTDATE": 5 + run % 27,
            **rated,
            "NETPRO": np.where(chance.uniform(size=passengers) < 0.03, 11, nps).astype(int),
            "WEIGHT": chance.uniform(0.3, 1.6, run.max() + 1)[run].round(4),
        }
    )
