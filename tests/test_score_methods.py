"""Whole runs by another score than PIE: the plan adds up what the engine's own score gives."""

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from starts import QUARTER, start

from prioritization.scoring.scores import ice_score, rice_score, wsjf_score
from workbook.runs import run
from workbook.store import open_period

OWN = [{"name": "fit", "scale": "1-5"}, {"name": "speed", "scale": "1-5"}]
WEIGHED = [OWN[0] | {"weight": 0.75}, OWN[1] | {"weight": 0.25}]
METHODS = {
    "ice": {"method": "ice"},
    "rice": {"method": "rice"},
    "wsjf": {"method": "wsjf"},
    "weighted": {"method": "weighted", "criteria": WEIGHED},
    "formula": {
        "method": "formula",
        "criteria": OWN,
        "formula": "(fit + speed) * own_reach / max(cost / 10000, 1)",
    },
}
CRITERIA = {
    "ice": {"impact": (1, 10), "confidence": (1, 10), "ease": (1, 10)},
    "rice": {"reach": (100, 900), "impact": (1, 3), "confidence": (0, 1), "effort": (1, 12)},
    "wsjf": {"value": (1, 13), "time_criticality": (1, 13), "risk_reduction": (1, 13), "size": (1, 13)},
    "weighted": {"fit": (1, 5), "speed": (1, 5)},
    "formula": {"fit": (1, 5), "speed": (1, 5)},
}


def by_hand(method, given, listed):
    """The score of every expert, from the answers side by side."""
    if method in ("ice", "rice", "wsjf"):
        answers = {criterion: given[criterion] for criterion in CRITERIA[method]}
        return {"ice": ice_score, "rice": rice_score, "wsjf": wsjf_score}[method](**answers)
    if method == "weighted":
        return 0.75 * given["fit"] + 0.25 * given["speed"]
    listed = listed.set_index("opportunity").loc[given.index.get_level_values("opportunity")]
    both = given["fit"] + given["speed"]
    return both * listed["own_reach"].to_numpy() / np.maximum(listed["cost"].to_numpy() / 10_000, 1)


@pytest.mark.ci
@pytest.mark.parametrize("method", METHODS)
def test_the_report_plans_by_the_score_of_the_engagement(method, tmp_path, made_at):
    folder, chance = start(tmp_path / "acme", "workshop"), np.random.default_rng(7)
    listed = pd.read_csv(folder / "data" / "opportunities.csv").assign(own_reach=[3, 1, 4, 1, 5, 9, 2, 6])
    listed.to_csv(folder / "data" / "opportunities.csv", index=False)
    rows = [
        (f"E{expert}", 1, name, criterion, round(chance.uniform(low, high), 1), "2026-09-21")
        for expert in range(6)
        for name in listed["opportunity"]
        for criterion, (low, high) in CRITERIA[method].items()
    ]
    columns = ["expert", "round", "opportunity", "criterion", "score", "at"]
    scores = pd.DataFrame(rows, columns=columns)
    scores.to_csv(folder / "data" / "scores.csv", index=False)
    settings = folder / "engagement.yml"
    settings.write_text(f"{settings.read_text('utf-8')}score: {METHODS[method]}\n", "utf-8")
    outcome = run(folder, QUARTER, made_at=made_at, languages=["en", "nl"])
    given = scores.pivot(index=["expert", "opportunity"], columns="criterion", values="score")
    expected = by_hand(method, given, listed).groupby("opportunity").median()
    panel = open_period(folder, QUARTER).result("panel").set_index("opportunity")["median"]
    assert panel.to_dict() == pytest.approx(expected.to_dict())
    for name in ("report.html", "report.nl.html"):
        page = BeautifulSoup((outcome.report.parent / name).read_text("utf-8"), "html.parser").get_text()
        assert "PIE" not in page
