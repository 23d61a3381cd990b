"""Published counts of satisfaction and effort, and the scores that follow from them."""

import pandas as pd
import pytest

from workbook.engagement import Question
from workbook.understand.scores import scores

COUNTS = (80, 210, 140, 110, 160, 180, 120)
"""Answers 1 to 7 to a question on effort."""


def answered(counts, lowest=1):
    given = [lowest + at for at, count in enumerate(counts) for _ in range(count)]
    return pd.DataFrame({"question": "asked", "score": given})


@pytest.mark.parametrize(
    ("formula", "measure", "score", "digits"),
    [("mean", "ces_mean", 4.08, 2), ("top", "ces_top", 46.0, 1), ("net", "ces_net", -13.0, 1)],
)
def test_effort_has_three_formulas_and_the_published_counts_give_each(formula, measure, score, digits):
    asked = {"asked": Question(kind="effort", formula=formula)}
    row = scores(answered(COUNTS), asked).iloc[0]
    assert (row["measure"], row["n"]) == (measure, 1000)
    assert round(row["score"], digits) == score


def test_top_2_box_of_the_published_shares():
    """Ulwick's satisfaction of 35 %: 4 or 5 on a scale of 1 to 5."""
    row = scores(answered((20, 25, 20, 25, 10)), {"asked": Question(kind="satisfaction")}).iloc[0]
    assert row["score"] == 35.0


def test_the_interval_of_a_share_is_that_of_wilson_as_newcombe_prints_it():
    """Newcombe (1998), Statistics in Medicine 17, p. 857-872, table I: 81 of 263, .2553 to .3662."""
    row = scores(answered((100, 82, 0, 40, 41)), {"asked": Question(kind="satisfaction")}).iloc[0]
    assert (row["low"] / 100, row["high"] / 100) == pytest.approx((0.2553, 0.3662), abs=5e-5)
