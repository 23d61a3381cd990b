import pandas as pd

from workbook.understand.insight_links import insight_links, without_insight

OPPORTUNITIES = pd.DataFrame(
    {"opportunity": ["O1", "O2", "O3"], "title": list("abc"), "insights": ["I1;I2", "I2", None]}
)


def test_links_go_both_ways():
    insights = pd.DataFrame(
        {"insight": ["I1", "I2", "I3"], "text": "t", "touchpoint": ["till", "till", None]}
    )
    answers = pd.DataFrame(
        {"touchpoint": ["till", "till"], "respondent_id": ["r", "r"], "comment": ["Slow", None]}
    )
    found = insight_links(insights, OPPORTUNITIES, answers)
    assert found["opportunities"].tolist() == [["O1"], ["O1", "O2"], []]
    assert found[["respondents", "comments"]].values.tolist() == [[1, 1], [1, 1], [0, 0]]
    assert without_insight(OPPORTUNITIES)["opportunity"].tolist() == ["O3"]


def test_without_opportunities_no_insight_leads_anywhere():
    found = insight_links(
        pd.DataFrame({"insight": ["I1"], "text": ["t"]}), OPPORTUNITIES.head(0), pd.DataFrame()
    )
    assert found["titles"].tolist() == [[]]
