"""A real survey as an engagement: its own recipe, codes for no answer, weights, and clusters."""

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from airport import QUARTER, TOUCHPOINTS, airport, made_up

from workbook.runs import run
from workbook.store import open_period

FILE = Path(__file__).parents[2] / "shared" / "data" / "airport" / "airport_2017.csv"


def linearised(values, weights, clusters):
    """A weighted mean and its error with clusters, as survey::svymean gives them, in plain numpy."""
    mean = (values * weights).sum() / weights.sum()
    pulls = pd.Series(weights * (values - mean) / weights.sum()).groupby(np.asarray(clusters)).sum()
    return mean, np.sqrt(len(pulls) / (len(pulls) - 1) * (pulls**2).sum())


def nps_points(scores):
    return 100.0 * ((scores >= 9).astype(int) - (scores <= 6).astype(int))


def told(folder, made_at):
    run(folder, QUARTER, made_at=made_at)
    period = open_period(folder, QUARTER)
    return {
        name: period.result(name) for name in ("scores", "scores_by_touchpoint", "scores_days", "drivers")
    }


@pytest.mark.slow
def test_a_survey_in_the_layout_of_the_airport_keeps_its_weights_and_clusters(tmp_path, made_at):
    export = made_up()
    tables = told(airport(tmp_path / "airport", export.to_csv(index=False).encode()), made_at)
    nps = tables["scores"].set_index(["question", "about"]).loc[("nps", "relation")]
    asked = export[export["NETPRO"].ne(11)]
    mean, error = linearised(nps_points(asked["NETPRO"]), asked["WEIGHT"], asked["RUNID"])
    assert nps["n"] == len(asked) and (nps["score"], nps["se"]) == pytest.approx((mean, error))
    shops = tables["scores_by_touchpoint"].set_index("touchpoint").loc["Shops"]
    used = export[export["Q7STORE"].between(1, 5)]
    mean, error = linearised(100.0 * used["Q7STORE"].ge(4), used["WEIGHT"], used["RUNID"])
    assert (shops["measure"], shops["n"]) == ("csat", len(used))
    assert (shops["score"], shops["se"]) == pytest.approx((mean, error))
    assert set(tables["scores_by_touchpoint"]["touchpoint"]) == set(TOUCHPOINTS.values())
    assert len(tables["drivers"]) > 1


@pytest.mark.slow
@pytest.mark.skipif(
    not FILE.exists(), reason=f"the airport survey is not at {FILE}; its licence is to be confirmed"
)
def test_the_airport_of_2017_has_the_published_weighted_clustered_nps(tmp_path, made_at):
    tables = told(airport(tmp_path / "airport", FILE.read_bytes()), made_at)
    nps = tables["scores"].set_index(["question", "about"]).loc[("nps", "relation")]
    assert (round(nps["score"], 2), round(nps["se"], 2)) == (40.40, 1.55)
    export = pd.read_csv(io.BytesIO(FILE.read_bytes()), low_memory=False)
    assert nps["n"] == export["NETPRO"].between(0, 10).sum() == 2746
    days = tables["scores_days"].iloc[0]
    assert (str(days["first"])[:10], str(days["last"])[:10]) == ("2017-05-05", "2017-05-30")
    assert len(tables["scores_by_touchpoint"]) == len(TOUCHPOINTS) and len(tables["drivers"]) > 1
