"""Questions as they are declared: names, scales, codes for no answer, texts that count for a score."""

import pandas as pd
import pytest

from workbook.engagement import engagement_from
from workbook.errors import EngagementError, TablesError
from workbook.tables import RawTable, check

QUESTIONS = {
    "Q7": {"kind": "nps", "no_answer": [99, "Weet ik niet"]},
    "Tevredenheid": {"kind": "satisfaction", "labels": {"Zeer tevreden": 5, "Neutraal": 3}},
    "effort": {"kind": "effort"},
    "shop again": {"scale": "yes/no", "labels": {"Ja": 1, "Nee": 0}},
    "why": {"kind": "open"},
}


def answers(*rows, questions=QUESTIONS):
    columns = ["respondent_id", "question", "score", "comment"]
    frame = pd.DataFrame([(*row, None)[:4] for row in rows], columns=columns, dtype=object)
    frame.insert(1, "at", "2026-08-01")
    frame.index = range(2, len(frame) + 2)
    client = engagement_from({"client": "Acme", "questions": questions})
    table = RawTable("answers", "answers.csv", frame)
    return check({"answers": table}, client)["answers"]


def test_a_question_counts_under_the_name_of_its_kind_where_a_measure_reads_its_scale():
    made = answers(("a", "q7", "9"), ("a", "Tevredenheid", "zeer tevreden"), ("b", "TEVREDENHEID", "4"))
    assert list(zip(made["question"], made["score"], strict=True)) == [
        ("nps", 9),
        ("satisfaction", 5),
        ("satisfaction", 4),
    ]


def test_codes_and_texts_that_mean_no_answer_are_no_score():
    made = answers(("a", "Q7", "99"), ("b", "Q7", "weet ik niet"), ("c", "Q7", "0"))
    assert list(zip(made["respondent_id"], made["score"], strict=True)) == [("c", 0)]


def test_other_questions_keep_their_name_and_have_their_own_scale():
    made = answers(("a", "effort", "7"), ("a", "Shop again", "ja"), ("b", "shop again", "nee"))
    assert list(zip(made["question"], made["score"], strict=True)) == [
        ("effort", 7),
        ("shop again", 1),
        ("shop again", 0),
    ]


def test_an_answer_in_words_counts_without_a_score():
    made = answers(("a", "why", None, "Slow"), ("b", "why", None, None), ("a", "Q7", None, "Also slow"))
    assert list(zip(made["question"], made["comment"], strict=True)) == [("why", "Slow")]


def test_a_value_outside_the_declared_scale_is_refused():
    with pytest.raises(TablesError) as refused:
        answers(("a", "effort", "8"), ("b", "Q7", "11"), ("c", "shop again", "perhaps"), ("d", "who?", "1"))
    told = str(refused.value)
    assert "row 2, score: 8 is above 7 (scale effort is 1 to 7)" in told
    assert "row 3, score: 11 is above 10 (scale nps is 0 to 10)" in told
    assert "row 4, score: 'perhaps' is not a number" in told
    assert "row 5, question: 'who?' is not one of nps, satisfaction, importance, effort" in told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ({"scale": "7-1"}, "'7-1' does not go up"),
        ({"kind": "nps", "scale": "1-5"}, "'1-5' is no scale of kind nps"),
        ({"scale": "high"}, "should match pattern"),
        ({"kind": "mood"}, "kind"),
    ],
)
def test_a_question_that_cannot_be_is_refused(question, told):
    with pytest.raises(EngagementError) as refused:
        engagement_from({"client": "Acme", "questions": {"Q1": question}})
    assert "questions.Q1" in str(refused.value)


def test_stars_are_one_to_five_and_a_scale_may_be_left_out():
    client = engagement_from(
        {"client": "Acme", "questions": {"a": {"scale": "stars"}, "b": {"kind": "satisfaction"}, "c": {}}}
    )
    assert {name: question.bounds for name, question in client.questions.items()} == {
        "a": (1, 5),
        "b": (1, 5),
        "c": (0, 10),
    }
