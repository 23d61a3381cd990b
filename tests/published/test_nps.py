import pandas as pd
import pytest

from workbook.engagement import Question
from workbook.intervals import Z95
from workbook.understand.scores import scores
from workbook.understand.waves import score_change


def nps(answers):
    return scores(answers, {"nps": Question(kind="nps")})


def wave(promoters, detractors, n):
    scores = [9] * promoters + [3] * detractors + [7] * (n - promoters - detractors)
    return pd.DataFrame({"question": "nps", "score": scores})


@pytest.mark.parametrize(
    ("promoters", "detractors", "n", "score", "margin"),
    [(250, 75, 1000, 17.5, 3.363), (200, 150, 500, 10.0, 7.281)],
)
def test_error_agrees_with_the_published_margins(promoters, detractors, n, score, margin):
    row = nps(wave(promoters, detractors, n)).iloc[0]
    assert row["score"] == pytest.approx(score)
    assert Z95 * row["se"] == pytest.approx(margin, abs=5e-4)


def test_interval_agrees_with_the_adjusted_wald_of_rocks_2016():
    row = nps(wave(promoters=9, detractors=3, n=20)).iloc[0]
    assert (row["low"] + row["high"]) / 2 == pytest.approx(26.09, abs=5e-3)
    assert (row["low"], row["high"]) == pytest.approx((-3.35, 55.53), abs=5e-3)


def test_change_between_two_waves_agrees_with_the_published_test():
    row = score_change(nps(wave(200, 150, 500)), nps(wave(230, 130, 500))).iloc[0]
    assert row["z"] == pytest.approx(1.910, abs=5e-4)
    assert row["p"] == pytest.approx(0.0561, abs=5e-5)
