import pandas as pd
from told import told

PLACE = "understand/feedback_suggestions"
YEAR = pd.DataFrame([{"comments": 300, "without": 60}])


def test_words_that_stand_out_are_named_with_an_example():
    found = pd.DataFrame({"term": ["parking"], "n": [14], "elsewhere": [2], "quote": ["No parking"]})
    shown = told(PLACE, found, YEAR)
    assert shown.title.startswith(
        "60 of 300 comments of the last four quarters have no topic; words that stand"
    )
    assert shown.cells == [["parking", "14", "2", "“No parking”"]]


def test_where_nothing_stands_out_the_page_says_so():
    none = pd.DataFrame(columns=["term", "n", "elsewhere", "quote"])
    shown = told(PLACE, none, YEAR)
    assert shown.title.endswith("have no topic, and share no words that stand out")
    assert shown.findings == ["No word is used by enough people to suggest a new topic."]
