import pandas as pd
from told import told

PLACE = "understand/insight_links"


def links(*titles):
    table = {
        "insight": [f"I{number}" for number in range(1, len(titles) + 1)],
        "text": "It is slow",
        "source": ["workshop", None][: len(titles)],
        "evidence": ["31 comments", None][: len(titles)],
        "touchpoint": ["till", None][: len(titles)],
        "profile": None,
        "respondents": 40,
        "comments": 3,
        "titles": list(titles),
    }
    return pd.DataFrame(table)


def without(*titles):
    return pd.DataFrame({"opportunity": [f"O{at}" for at, _ in enumerate(titles)], "title": titles})


def test_insights_that_lead_nowhere_and_opportunities_that_rest_on_nothing_are_named():
    shown = told(PLACE, links(["Faster"], []), without("Guess"))
    assert shown.title == "One of the 2 insights leads to an opportunity"
    assert shown.findings == [
        "One insight leads to nothing yet: “It is slow”.",
        "One opportunity rests on no insight: “Guess”.",
    ]
    assert shown.cells[0] == [
        "It is slow (I1)",
        "workshop, 31 comments",
        "till: 40 respondents this quarter, 3 comments",
        "Faster",
    ]
    assert shown.cells[1][1:] == ["none given", "–", "–"]


def test_where_all_are_linked_the_page_says_so():
    shown = told(PLACE, links(["Faster"]), without())
    assert shown.title == "Every insight leads to an opportunity"
    assert shown.findings == ["Every opportunity rests on an insight."]
