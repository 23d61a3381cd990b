import pandas as pd

from workbook.codebook import Topic
from workbook.feedback.comments import comments, topics_by_rule, topics_given

DAY = pd.Timestamp(2017, 10, 1)
BOOK = {
    "late": Topic(label={"en": "Late delivery", "nl": "Te laat"}, words=["late"]),
    "price": Topic(words=["dear"]),
}


def answers(**columns):
    return pd.DataFrame(
        {"respondent_id": ["r1", "r1", "r2"], "at": DAY, "question": "nps", "score": 9, **columns}
    )


def test_a_comment_that_stands_beside_every_answer_of_a_form_is_one():
    said = comments(answers(comment=["Fine", " Fine ", "  "]), pd.DataFrame())
    assert said[["person", "text"]].values.tolist() == [["respondent_id r1", "Fine"]]


def test_a_customer_is_one_person_in_answers_and_contacts():
    noted = pd.DataFrame(
        {"customer_id": ["c1", "c2"], "at": DAY, "touchpoint": "call", "comment": ["Late", None]}
    )
    said = comments(answers(comment=["Fine", None, "Good"], customer_id=["c1", "c1", None]), noted)
    assert said["person"].tolist() == ["customer_id c1", "customer_id c1", "respondent_id r2"]
    assert said["contact"].sum() == 1 and said["weight"].eq(1).all()


def test_what_was_said_before_does_not_count():
    said = comments(answers(comment=["a", "b", "c"]), pd.DataFrame(), since=DAY + pd.Timedelta(days=1))
    assert said.empty


def test_a_comment_may_have_several_topics_and_an_exclusion_takes_one_away():
    book = BOOK | {"price": Topic(words=["dear"], but_not=["dear sir"])}
    flags = topics_by_rule(pd.Series(["late and dear", "Dear Sir, late", "Dear Sir, so dear"]), book)
    assert flags.values.tolist() == [[True, True], [True, False], [False, True]]


def test_a_person_gives_topics_by_name_or_by_label_in_any_language():
    flags = topics_given(pd.Series(["te laat; PRICE", "Late delivery", "gift", None]), BOOK)
    assert flags.values.tolist() == [[True, True], [True, False], [False, False], [False, False]]
