"""What is said of topics follows from their numbers."""

import pandas as pd
from told import chart_rows, told

from workbook.engagement import engagement_from

PLACE = "understand/feedback"
SHOP = engagement_from({"client": "Acme", "market": "b2c"})


def topics(**columns):
    table = {
        "topic": ["returns", "late"],
        "n": [40, 20],
        "share": [0.4, 0.2],
        "low": [0.3, 0.1],
        "high": [0.5, 0.3],
        "change": [0.1, -0.05],
        "change_low": [0.02, -0.1],
        "change_high": [0.18, 0.0],
        "p": [0.01, 0.2],
        "question": "nps",
        "measure": "nps",
        "score": [-20.0, 5.0],
        "score_low": [-40.0, -20.0],
        "score_high": [0.0, 30.0],
        "gap": [-30.0, 2.0],
        "gap_p": [0.001, 0.8],
    }
    return pd.DataFrame({**table, **columns})


def totals(**columns):
    facts = {
        "comments": 110,
        "people": 100,
        "contacts": 0,
        "given": 0,
        "rule": 90,
        "learned": 0,
        "without": 20,
    }
    return pd.DataFrame([{**facts, "wave_before": "2017Q3", "people_before": 90, **columns}])


def quotes(*texts):
    return pd.DataFrame({"topic": ["returns", "late"], "quote": pd.Series(texts, dtype="str")})


QUOTES = quotes("Too many steps", None)


def test_what_is_raised_most_and_more_and_by_whom_we_are_scored_lower():
    shown = told(PLACE, topics(), totals(), QUOTES, settings=SHOP)
    assert shown.title == "“Returns” is raised most: by 40 of the 100 people who said something (40%)"
    assert shown.findings[:3] == [
        "More people than in Q3 2017 raise “Returns”.",
        "Those who raise “Returns” give a clearly lower score than the others who said something.",
        "20 of the 110 comments (18%) are about no topic of the codebook.",
    ]
    assert shown.cells[0] == ["Returns", "40 (40%)", "+10 (+2 to +18)", "−20 (−40 to 0)", "“Too many steps”"]
    assert shown.cells[1][-1] == "–"
    assert [row["kind"] for row in chart_rows(shown.exhibit)] == [
        "raised more often than before",
        "as often as before, or less",
    ]


def test_what_chance_can_explain_is_not_told_as_a_change():
    shown = told(PLACE, topics(p=0.2, gap_p=0.3), totals(), QUOTES, settings=SHOP)
    assert shown.findings[0] == "No topic is raised clearly more or less often than in Q3 2017."
    assert shown.findings[1].startswith("For no topic do those who raise it give a clearly lower or higher")


def test_hidden_scores_are_dashes_and_in_no_chart():
    few = topics(score=[None, 5.0], gap_p=None)
    shown = told(PLACE, few, totals(), QUOTES, settings=SHOP)
    assert shown.cells[0][3] == "–" and shown.exhibit.chart is None
    assert not [text for text in shown.findings if "score than" in text]


def test_topics_of_few_people_are_named_and_not_shown():
    shown = told(PLACE, topics(n=[40, 9]), totals(), QUOTES, settings=SHOP)
    assert [row[0] for row in shown.cells] == ["Returns"]
    assert "Each raised by fewer than 10 people: “Delivery time”." in shown.findings


def test_without_an_earlier_wave_or_a_question_the_page_says_so():
    first = totals(wave_before=None, people_before=0)
    shown = told(PLACE, topics(question="", score=None, gap_p=None, p=None), first, QUOTES, settings=SHOP)
    assert shown.findings[0] == "There is no earlier wave with comments to compare with."
    assert "Nobody was asked for a score" in shown.note and len(shown.headings) == 4


def test_two_topics_that_are_raised_as_often_are_both_named():
    shown = told(PLACE, topics(n=40, share=0.4), totals(), QUOTES, settings=SHOP)
    assert shown.title.startswith("“Returns” and “Delivery time” are raised most: each by 40")


def test_no_comment_and_no_topic_are_two_things():
    none = told(PLACE, topics().head(0), totals(comments=0, people=0, without=0), QUOTES, settings=SHOP)
    assert none.title == "Nobody said anything in their own words this quarter"
    unsorted = told(PLACE, topics().head(0), totals(without=110), QUOTES, settings=SHOP)
    assert unsorted.title == "None of the 110 comments is about a topic of the codebook"


def test_which_part_comes_from_people_and_from_learning_is_told():
    shown = told(PLACE, topics(), totals(given=10, learned=5), QUOTES, settings=SHOP)
    assert "Topics come from the codebook (90 comments), from a person (10) or" in " ".join(shown.findings)


def test_it_reads_as_dutch():
    shown = told(PLACE, topics(), totals(), QUOTES, settings=SHOP, language="nl")
    assert (
        shown.title == "“Retouren” wordt het meest genoemd: door 40 van de 100 mensen met een opmerking (40%)"
    )
    assert shown.findings[0] == "Meer mensen dan in het derde kwartaal van 2017 noemen “Retouren”."
