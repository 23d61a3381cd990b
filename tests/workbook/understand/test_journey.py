import pandas as pd
import pytest

from workbook.understand.journey import decisive_moments, evidence, journey_map

TOUCHPOINTS = ["search", "checkout", "delivery", "returns", "invoice"]


@pytest.fixture
def journey():
    return pd.DataFrame({"journey": "buy", "phase": "order", "touchpoint": TOUCHPOINTS, "channel": "web"})


@pytest.fixture
def scores():
    scores = pd.DataFrame({"touchpoint": TOUCHPOINTS[:4], "n": [30, 30, 29, 1], "measure": "nps"})
    return scores.assign(score=10.0, low=0.0, high=20.0)


@pytest.fixture
def insights():
    rows = [
        ("I1", "search", "calls", "Typos give nothing", None),
        ("I2", "search", "visits", "Half of the searches fail", "Nothing found"),
        ("I3", "checkout", "calls", "Costs come late", "Surprise"),
        ("I4", "checkout", "calls", "Pays twice", "Surprise"),
        ("I5", "delivery", None, "Nobody says when", None),
        ("I6", "delivery", "visits", "Waits at home", "A day lost"),
        ("I7", None, "visits", "About nothing", None),
    ]
    return pd.DataFrame(rows, columns=["insight", "touchpoint", "source", "text", "pain"])


@pytest.fixture
def opportunities():
    rows = [("At search", "search", None), ("On I2 and I3", None, "I2;I3"), ("Elsewhere", "menu", "I1")]
    return pd.DataFrame(rows, columns=["title", "touchpoint", "insights"])


@pytest.fixture
def cells(journey, scores, insights, opportunities):
    volume = pd.DataFrame({"touchpoint": ["search"], "contacts": [7]})
    return journey_map(journey, scores, insights, opportunities, volume)


def test_evidence_takes_thirty_answers_and_two_sources(journey, scores, insights):
    found = evidence(journey, scores.set_index("touchpoint")["n"], insights)
    assert found["evidence"].tolist() == ["enough", "some", "some", "some", "none"]
    assert found["lacks"].tolist() == ["", "insights", "figures", "both", "both"]
    assert found["insights"].tolist() == [2, 2, 2, 0, 0]
    assert found["sources"].tolist() == [2, 1, 2, 0, 0]


def test_a_cell_without_answers_has_n_0_and_no_score(cells):
    cell = cells.iloc[-1]
    assert cell["n"] == 0 and pd.isna(cell["score"]) and pd.isna(cell["contacts"])


def test_cells_keep_the_order_of_the_table(journey, scores, insights, opportunities):
    volume = pd.DataFrame({"touchpoint": [], "contacts": []})
    found = journey_map(journey[::-1], scores, insights, opportunities, volume)
    assert found["touchpoint"].tolist() == TOUCHPOINTS[::-1]


def test_a_pain_is_told_once_and_the_quote_is_of_who_has_it(cells):
    assert cells["pains"].tolist()[:3] == [["Nothing found"], ["Surprise"], ["A day lost"]]
    assert cells.loc[0, ["quote", "quoted"]].tolist() == ["Half of the searches fail", "visits"]
    assert cells["pains"].tolist()[4] == [] and pd.isna(cells.loc[4, "quote"])


def test_an_opportunity_stands_where_it_is_and_where_it_rests_on_what_was_said(cells):
    assert cells["opportunities"].tolist()[:3] == [
        ["At search", "On I2 and I3", "Elsewhere"],
        ["On I2 and I3"],
        [],
    ]
    assert cells["contacts"].tolist()[0] == 7


def moments(**columns):
    cells = pd.DataFrame({"touchpoint": list("abcde"), "score": [-40.0, -10.0, 0.0, 10.0, 40.0]})
    cells = cells.assign(low=cells["score"] - 5, high=cells["score"] + 5, **dict.fromkeys(GOALS, "Pay"))
    asked = pd.DataFrame({"touchpoint": list("abcde"), "importance": [9.0, 6.5, 6.0, 6.0, 2.0]})
    asked = asked.assign(importance_low=asked["importance"] - 1, importance_high=asked["importance"] + 1)
    return decisive_moments(cells.assign(**columns), asked).set_index("touchpoint")


GOALS = ("customer_goal", "company_goal")


def test_what_matters_more_and_scores_less_than_the_middle_one_decides():
    found = moments()
    assert found.index[found["decisive"]].tolist() == ["a", "b"]
    assert found.index[found["clear"]].tolist() == ["a"]  # the importance of b may be 5.5
    assert found[["important_from", "low_under"]].drop_duplicates().values.tolist() == [[6.0, 0.0]]


def test_nothing_decides_without_both_goals_or_a_score():
    without = moments(company_goal=[None, "Sell", "Sell", "Sell", "Sell"])
    assert without.index[without["decisive"]].tolist() == ["b"]
    assert not moments(score=float("nan"))["decisive"].any()
