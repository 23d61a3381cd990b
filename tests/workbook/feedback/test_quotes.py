import pandas as pd

from workbook.codebook import Topic
from workbook.feedback.quotes import quotes, team_comments
from workbook.feedback.topics import Sorted

BOOK = {"late": Topic(words=["late"], team="logistics"), "price": Topic(words=["dear"], team="assortment")}
OPTIONS = {"names": {"Bakker"}, "keep": ["Acme"], "minimum": 3}


def told(*rows):
    frame = pd.DataFrame(rows, columns=["person", "text"]).assign(
        customer_id="c", at=pd.Timestamp(2017, 10, 1), touchpoint="till", question="nps", score=3
    )
    flags = pd.DataFrame(
        {name: frame["text"].str.contains(word) for name, word in (("late", "late"), ("price", "dear"))}
    )
    return Sorted(frame, flags, pd.Series("rule", frame.index))


def counts(late, price):
    return pd.DataFrame({"topic": ["late", "price"], "n": [late, price]})


def test_a_quote_is_masked_and_nobody_is_quoted_twice():
    now = told(("a", "late and dear"), ("b", "Bakker was late"), ("a", "so dear"), ("c", "always dear"))
    found = quotes(now, counts(3, 3), **OPTIONS)["quote"].tolist()
    assert found == ["[…] was late", "always dear"]
    alone = quotes(told(("a", "late"), ("a", "dear")), counts(3, 3), **OPTIONS)["quote"]
    assert alone.iloc[0] == "late" and pd.isna(alone.iloc[1])


def test_few_people_are_not_quoted_and_their_comments_go_to_no_team():
    now = told(("a", "late"), ("b", "too late"), ("c", "later, late"), ("d", "dear"))
    assert quotes(now, counts(3, 2), **OPTIONS)["quote"].isna().tolist() == [False, True]
    sent = team_comments(now, counts(3, 2), BOOK, **OPTIONS)
    assert set(sent["team"]) == {"logistics"} and sent["topics"].tolist() == [["late"]] * 3


def test_a_long_story_is_no_quote():
    assert quotes(told(("a", "late " * 100)), counts(3, 0), **OPTIONS)["quote"].isna().all()
