import pandas as pd
import pytest

from workbook.understand.journey import journey_map

TOUCHPOINTS = ["search", "checkout", "delivery", "returns", "invoice"]


@pytest.fixture
def journey():
    return pd.DataFrame({"journey": "buy", "phase": "order", "touchpoint": TOUCHPOINTS, "channel": "web"})


@pytest.fixture
def scores():
    scores = pd.DataFrame({"touchpoint": TOUCHPOINTS[:4], "n": [30, 30, 29, 29]})
    return scores.assign(measure="nps", score=10.0, low=0.0, high=20.0)


@pytest.fixture
def insights():
    return pd.DataFrame({"touchpoint": ["search", "search", "delivery", None]})


def test_evidence_tells_numbers_from_words(journey, scores, insights):
    cells = journey_map(journey, scores, insights)
    assert cells["evidence"].tolist() == ["enough", "numbers only", "words only", "thin", "none"]
    assert cells["insights"].tolist() == [2, 0, 1, 0, 0]


def test_a_cell_without_answers_has_n_0_and_no_score(journey, scores, insights):
    cell = journey_map(journey, scores, insights).iloc[-1]
    assert cell["n"] == 0
    assert pd.isna(cell["score"])


def test_cells_keep_the_order_of_the_table(journey, scores, insights):
    assert journey_map(journey[::-1], scores, insights)["touchpoint"].tolist() == TOUCHPOINTS[::-1]


def test_enough_is_a_setting(journey, scores, insights):
    assert journey_map(journey, scores, insights, enough=29)["evidence"].tolist()[2] == "enough"
